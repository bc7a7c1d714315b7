"""Questions about a map on which every state has a legend entry."""

from __future__ import annotations

import re
from collections.abc import Sequence

from teachers.programmatic.map_reading import MapReading
from teachers.programmatic.questions import mentioned, normal, numbers_in
from teachers.programmatic.states import BORDERS, BY_NAME, REGIONS, STATES

Reading = tuple[str, str] | None
"""The answer and the sentence it follows from."""

_HIGH = r"\b(highest|largest|greatest|most|maximum)\b"
_LOW = r"\b(lowest|smallest|least|fewest|minimum)\b"
_NEIGHBOURS = r"neighbo|border|adjacent|next to"


def read(question: str, reading: MapReading) -> Reading:
    """Answer a question from a map reading, or None where it does not parse or is not determined."""
    text = normal(question)
    states = [BY_NAME[n] for n in mentioned(BY_NAME, question)]
    for reader in (_legend_itself, _compare, _within, _extreme, _beyond, _having, _value):
        if (answer := reader(text, states, reading)) is not None:
            return answer
    return None


def needed(question: str) -> frozenset[str]:
    """The states whose colour a question needs; all of them where it names none."""
    text = normal(question)
    named = frozenset(BY_NAME[n] for n in mentioned(BY_NAME, question))
    if named and re.search(_NEIGHBOURS, text):
        return named | BORDERS.get(next(iter(named)), frozenset())
    region = _region(text)
    if region:
        return named | frozenset(c for c, s in STATES.items() if s.region == region)
    return named or frozenset(STATES)


def _legend_itself(text: str, states: Sequence[str], reading: MapReading) -> Reading:
    """The highest or lowest range of the legend."""
    if "legend" not in text or states or not re.search(_HIGH + "|" + _LOW, text):
        return None
    ranked = _ranked(reading)
    if ranked is None:
        return None
    entry = ranked[-1] if re.search(_HIGH, text) else ranked[0]
    return entry, f"The legend's ranges go from {ranked[0]} to {ranked[-1]}."


def _compare(text: str, states: Sequence[str], reading: MapReading) -> Reading:
    """Does A have a higher (lower, the same) value than B."""
    m = re.search(r"\b(higher|greater|more|larger|lower|less|smaller|fewer|same)\b", text)
    ranked = _ranked(reading)
    if len(states) != 2 or m is None or ranked is None or not re.match(r"(does|do|is|has|are)\b", text):
        return None
    if any(s not in reading.of_state for s in states):
        return None
    one, two = (reading.of_state[s] for s in states)
    a, b = ranked.index(one), ranked.index(two)
    up = m[1] in ("higher", "greater", "more", "larger")
    yes = "Yes" if (a == b if m[1] == "same" else a > b if up else a < b) else "No"
    return yes, f"{STATES[states[0]].name} is {one} and {STATES[states[1]].name} {two}: {yes.lower()}."


def _within(text: str, states: Sequence[str], reading: MapReading) -> Reading:
    """Does a state have a value in a given range of the legend."""
    entry = _entry_named(text, reading)
    if len(states) != 1 or entry is None or not re.match(r"(does|do|is|has|are)\b", text):
        return None
    own = reading.of_state.get(states[0])
    if own is None:
        return None
    yes = "Yes" if own == entry else "No"
    return yes, f"{STATES[states[0]].name} has the colour of {own}, so the answer is {yes.lower()}."


def _extreme(text: str, states: Sequence[str], reading: MapReading) -> Reading:
    """Which states (of all, a region, a state's neighbours, or those named) are highest or lowest."""
    ranked = _ranked(reading)
    if ranked is None or not re.match(r"(which|what|name|list|among|in the|of the)", text):
        return None
    if not (re.search(_HIGH, text) or re.search(_LOW, text)):
        return None
    pool = _pool(text, states, reading)
    if pool is None or pool & reading.unread:
        return None
    places = {s: ranked.index(reading.of_state[s]) for s in pool if s in reading.of_state}
    if not places or pool - places.keys():
        return None
    target = max(places.values()) if re.search(_HIGH, text) else min(places.values())
    return _listed([s for s, p in places.items() if p == target], ranked[target])


def _beyond(text: str, states: Sequence[str], reading: MapReading) -> Reading:
    """Which neighbours (or states of a region) have a higher or lower value than a state."""
    m = re.search(r"\b(higher|greater|more|larger|lower|less|smaller) .*than ", text)
    ranked = _ranked(reading)
    if m is None or ranked is None or not states or states[-1] not in reading.of_state:
        return None
    if not re.match(r"(which|what|name|list)", text):
        return None
    base = states[-1]
    pool = BORDERS.get(base, frozenset()) if re.search(_NEIGHBOURS, text) else _pool(text, [], reading)
    if not pool or any(s not in reading.of_state for s in pool):
        return None
    own, up = ranked.index(reading.of_state[base]), m[1] in ("higher", "greater", "more", "larger")
    hits = [s for s in pool if (ranked.index(reading.of_state[s]) - own) * (1 if up else -1) > 0]
    return _listed(hits, f"{m[1]} than {reading.of_state[base]}")


def _having(text: str, states: Sequence[str], reading: MapReading) -> Reading:
    """Which states have a given legend entry."""
    entry = _entry_named(text, reading)
    if (
        entry is None
        or not re.search(r"\bstates?\b", text)
        or not re.match(r"(which|what|name|list|in which|how many)", text)
    ):
        return None
    pool = _pool(text, states, reading)
    if pool is None or any(s not in reading.of_state for s in pool):
        return None
    hits = [s for s in pool if reading.of_state[s] == entry]
    if text.startswith("how many"):
        return str(len(hits)), f"{len(hits)} states have the colour of {entry}."
    return _listed(hits, entry)


def _value(text: str, states: Sequence[str], reading: MapReading) -> Reading:
    """The legend entry of one state."""
    if (
        len(states) != 1
        or not re.match(r"(what|which|how (much|many)|find)", text)
        or re.search(r"\bstates\b", text)
    ):
        return None
    entry = reading.of_state.get(states[0])
    return (
        None
        if entry is None
        else (entry, f"{STATES[states[0]].name} has the colour of the legend entry {entry}.")
    )


def _region(text: str) -> str | None:
    return next((r for r in REGIONS if re.search(rf"\b(in|of|from) the {r.lower()}\b", text)), None)


def _pool(text: str, states: Sequence[str], reading: MapReading) -> frozenset[str] | None:
    """The states a question ranges over; None where it names places in a way that is not understood."""
    region = _region(text)
    if region:
        return frozenset(c for c, s in STATES.items() if s.region == region and c in _present(reading))
    if len(states) == 1:
        return BORDERS.get(states[0]) if re.search(_NEIGHBOURS, text) else None
    if len(states) > 1:
        return frozenset(states)
    return _present(reading)


def _present(reading: MapReading) -> frozenset[str]:
    return frozenset(reading.of_state) | reading.unread


def _entry_named(text: str, reading: MapReading) -> str | None:
    """The legend entry whose numbers the question states."""
    asked = numbers_in(text.replace("-", " - ").replace("–", " - "))
    hits = [e for e in reading.legend if (n := _numbers(e)) and n == asked[-len(n) :]]
    return hits[0] if len(hits) == 1 else None


def _ranked(reading: MapReading) -> list[str] | None:
    """The legend from the lowest to the highest range; entries without a number have no rank."""
    entries = {e: _numbers(e)[0] for e in reading.legend if _numbers(e)}
    return sorted(entries, key=lambda e: entries[e]) if len(set(entries.values())) == len(entries) else None


def _numbers(entry: str) -> tuple[float, ...]:
    return numbers_in(entry.replace("-", " - ").replace("–", " - "))


def _listed(codes: Sequence[str], entry: str) -> Reading:
    names = sorted(STATES[c].name for c in codes)
    return (
        (", ".join(names), f"The states whose colour is that of {entry} are {', '.join(names)}.")
        if names
        else None
    )
