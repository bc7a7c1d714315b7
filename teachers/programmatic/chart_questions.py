"""Questions about a table of numbers: each reader knows one form, and says nothing on any other."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from teachers.programmatic.answers import shown
from teachers.programmatic.chart_cells import (
    aggregate,
    cell_told,
    extreme,
    listed,
    one_series,
    pair_of,
    told,
    value_of,
)
from teachers.programmatic.chart_names import Scope, scope_of
from teachers.programmatic.questions import normal, number, small_number
from teachers.programmatic.tables import Cell, Table

Reading = tuple[str, str] | None
"""The answer and the sentence it follows from; None for another form, or where the table does not tell."""

_HIGH = (
    r"(?:highest|largest|greatest|maximum|max|biggest|most|tallest|longest|leading|top|peak(?:ed)?|trumps)"
)
_LOW = r"(?:lowest|smallest|least|minimum|min|fewest|shortest)"
_ABOVE = r"(?:above|over|greater than|more than|higher than|larger than|exceeds?|exceeded)"
_BELOW = r"(?:below|under|less than|lower than|smaller than|fewer than)"
_VALUE = r"\$?(-?\d[\d,]*(?:\.\d+)?)"
_AMOUNTS = (
    r"(?:common|popular|used|amount|number|value|people|money|of|in|sales|votes|frequent|expensive|visited)"
)
_WHOLE = re.compile(
    r"\b(all|every|each|bars?|values?|chart|graph|table|data|lines?|over the|years|countries|segments)\b"
)
_RANKS = {"second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}


def read(question: str, table: Table) -> Reading:
    """Answer a question from a table, or None where no form fits or the table does not determine it."""
    text = normal(question)
    scope = scope_of(question, table)
    for matches, reader in _FORMS:
        if matches(text):
            # With a number missing, only what rests on the named cells alone still holds.
            return reader(text, table, scope) if table.complete or reader in _CELLWISE else None
    return None


def _form(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda text: compiled.search(text) is not None


def _parts(text: str, table: Table, scope: Scope) -> Reading:
    """How many bars, colours, lines, categories there are."""
    noun = re.match(r"how many (?:different |distinct )?(\w+)", text)
    assert noun is not None
    if noun[1] in ("bars", "bar"):
        count = len(table.cells)
    elif noun[1] in ("colors", "colours", "lines", "series", "legends"):
        count = len(table.series)
    else:
        count = len(table.labels)
    return str(count), f"The chart shows {count} {noun[1]}."


def _count_beyond(text: str, table: Table, scope: Scope) -> Reading:
    m = re.search(rf"({_ABOVE}|{_BELOW}) (?:the value (?:of )?)?{_VALUE}", text)
    limit = number(m[2]) if m else None
    if m is None or limit is None or (len(table.series) > 1 and len(scope.series) != 1):
        return None
    cells = table.where(scope.labels if len(scope.labels) > 1 else (), scope.series)
    kept = [c for c in cells if _beyond(c.value, m[1], limit)]
    if re.match(r"(what|find|calculate)", text) and "sum" in text:
        total = sum(c.value for c in kept)
        return shown(
            total
        ), f"The values {m[1]} {shown(limit)} are {listed(kept)}, and their sum is {shown(total)}."
    return str(len(kept)), f"Of {len(cells)} values {len(kept)} are {m[1]} {shown(limit)}."


def _beyond(value: float, word: str, limit: float) -> bool:
    return value > limit if re.fullmatch(_ABOVE, word) else value < limit


def _extreme_few(text: str, table: Table, scope: Scope) -> Reading:
    """The sum or average of the k smallest or largest values."""
    m = re.search(
        rf"({_HIGH}|{_LOW}) (two|three|four|five|\d)\b|\b(two|three|four|five) ({_HIGH}|{_LOW})\b", text
    )
    if m is None or len({c.series for c in table.where((), scope.series)}) > 1:
        return None
    word, k = m[1] or m[4], small_number(m[2] or m[3])
    cells = sorted(
        table.where((), scope.series), key=lambda c: c.value, reverse=bool(re.fullmatch(_HIGH, word))
    )
    if k is None or len(cells) < k:
        return None
    return aggregate(text, cells[:k])


def _ratio(text: str, table: Table, scope: Scope) -> Reading:
    pair = pair_of(table, scope)
    if pair is None or pair[1].value == 0:
        return None
    a, b = pair
    value = a.value / b.value
    return shown(value), f"{told(a)} and {cell_told(b)}, so the ratio is {shown(value)}."


def _difference(text: str, table: Table, scope: Scope) -> Reading:
    if re.search(_HIGH, text) and re.search(_LOW, text):
        cells = one_series(table, scope)
        if cells is None:
            return None
        high, low = max(cells, key=value_of), min(cells, key=value_of)
    else:
        pair = pair_of(table, scope)
        if pair is None:
            return None
        high, low = sorted(pair, key=value_of, reverse=True)
    value = high.value - low.value
    return shown(value), f"{told(high)} and {cell_told(low)}, so the difference is {shown(value)}."


def _widest_gap(text: str, table: Table, scope: Scope) -> Reading:
    """In which row two series lie furthest (or least) apart."""
    series = scope.series if len(scope.series) == 2 else table.series
    if len(series) != 2:
        return None
    gaps: list[Cell] = []
    for label in table.labels:
        both = table.where((label,), series)
        if len(both) == 2:
            gaps.append(Cell(label, "gap", abs(both[0].value - both[1].value)))
    cell = extreme(gaps, high=re.search(_LOW, text) is None)
    if cell is None:
        return None
    return (
        cell.label,
        f"The two series differ by {shown(cell.value)} at {cell.label}, which is the extreme gap.",
    )


def _combined(text: str, table: Table, scope: Scope) -> Reading:
    """Sum, average or median of what the question names, or of one whole series."""
    cells = scope.cells(table)
    if len(cells) == 1:
        # "The total of A and B" of which only A was found is not A.
        return None if " and " in text else _lookup(text, table, scope)
    if not scope.series and len(table.series) > 1:
        return None
    if not scope.labels and not scope.series and not _WHOLE.search(text):
        return None
    return aggregate(text, cells) if len(cells) > 1 else None


def _compare(text: str, table: Table, scope: Scope) -> Reading:
    """Is A (or its median, or its sum) above or below B, or a given number."""
    m = re.search(rf"({_ABOVE}|{_BELOW})", text)
    if m is None:
        return None
    limit = re.search(rf"{m[1]} {_VALUE}", text)
    pair = pair_of(table, scope)
    if pair is None and limit and number(limit[1]) is not None and len(scope.cells(table)) == 1:
        cell = scope.cells(table)[0]
        left, right = cell.value, number(limit[1]) or 0.0
        yes = "Yes" if _beyond(left, m[1], right) else "No"
        return yes, f"{told(cell)}, compared with {shown(right)}: {yes.lower()}."
    measure = re.search(r"\b(median|average|mean|sum|total)\b", text)
    if measure and len(scope.series) == 2 and not scope.labels:
        groups = [table.where((), (s,)) for s in scope.series]
        if not all(groups):
            return None
        left, right = (float(aggregate(measure[1], g)[0]) for g in groups)
        yes = "Yes" if _beyond(left, m[1], right) else "No"
        return (
            yes,
            f"The {measure[1]} is {shown(left)} for {scope.series[0]}, {shown(right)} for {scope.series[1]}.",
        )
    if pair is None:
        return None
    yes = "Yes" if _beyond(pair[0].value, m[1], pair[1].value) else "No"
    return yes, f"{told(pair[0])} and {cell_told(pair[1])}, so the answer is {yes.lower()}."


def _which_extreme(text: str, table: Table, scope: Scope) -> Reading:
    """Which label, series or colour has the highest, second highest or lowest value; or that value itself."""
    rank = next((r for w, r in _RANKS.items() if re.search(rf"\b{w}\b", text)), 1)
    high = re.search(_LOW, text) is None
    if re.search(rf"\b(least|most) (?!{_AMOUNTS})\w+", text):
        # "The least peaceful" may have the highest value: the scale's sense is not in the table.
        return None
    over_series = len(scope.labels) == 1 and len(table.series) > 1 and not scope.series
    cells: Sequence[Cell] | None = table.where(scope.labels) if over_series else one_series(table, scope)
    if (
        cells is None
        and len(table.series) > 1
        and re.search(r"colou?r|which (?:series|line|legend|group)", text)
    ):
        cells, over_series = table.cells, True
    cell = extreme(cells or (), high=high, rank=rank)
    if cell is None:
        return None
    name = cell.series if over_series else cell.label
    if re.search(r"which colou?r|what colou?r", text):
        name = table.colors.get(cell.series, "")
        if list(table.colors.values()).count(name) != 1:
            return None
    if re.match(
        rf"(what (?:is|was|are) the )?(value of the )?(\w+ )?({_HIGH}|{_LOW}) (value|number|percentage)", text
    ):
        name = shown(cell.value)
    return (name, f"{told(cell)}, which is the value asked for among {len(cells or ())}.") if name else None


def _which_value(text: str, table: Table, scope: Scope) -> Reading:
    """Which label has a stated value."""
    stated = [v for t in re.findall(_VALUE, text) if (v := number(t)) is not None and t not in table.labels]
    if len(stated) > 1:
        stated = [v for v in stated if not (v.is_integer() and 1900 <= v <= 2100)]
    pool = scope.cells(table) if scope.series else table.cells
    hits = [c for c in pool if any(abs(c.value - v) < 1e-9 for v in stated)]
    if len(stated) != 1 or len(hits) != 1:
        return None
    return hits[0].label, f"{told(hits[0])}, and no other value equals it."


def _lookup(text: str, table: Table, scope: Scope) -> Reading:
    """The one number where the row and the series that the question names meet."""
    cells = scope.cells(table)
    if len(cells) != 1 or not (scope.labels or scope.series):
        return None
    return shown(cells[0].value), f"{told(cells[0])}."


_SHOWN = r"( are| does| do)?( there| used| shown| displayed| represented| the \w+( \w+)? have)"
_COUNTED = (
    r"(bars?|colou?rs?|lines|segments|slices|series|legends|categories|countries|years|groups|regions|items"
    r"|months|sectors)"
)
_FORMS: tuple[tuple[Callable[[str], bool], Callable[[str, Table, Scope], Reading]], ...] = (
    (
        _form(rf"(how many|what is the number of|sum).*\b({_ABOVE}|{_BELOW}) (the value (of )?)?\$?\d"),
        _count_beyond,
    ),
    (
        _form(rf"^how many (different |distinct )?{_COUNTED}{_SHOWN}\b"),
        _parts,
    ),
    (_form(r"\bratio\b"), _ratio),
    (
        _form(rf"^(in which|in what|which|when|what year)\b.*\b(difference|gap)\b.*({_HIGH}|{_LOW})"),
        _widest_gap,
    ),
    (_form(r"\b(difference|how much (more|less|higher|lower|greater)|how many (more|fewer))\b"), _difference),
    (_form(rf"^(is|are|was|were|does|do|did)\b.*({_ABOVE}|{_BELOW})"), _compare),
    (_form(rf"\b(sum|total|average|mean)\b.*\b({_HIGH}|{_LOW})\b.*\b(two|three|four|five)?"), _extreme_few),
    (_form(r"\b(sum|average|mean|median|total of|combined|add(ed)? up|together)\b"), _combined),
    (_form(r"\btotal\b.*\band\b|\band\b.*\btotal\b"), _combined),
    (_form(rf"\b({_HIGH}|{_LOW})\b"), _which_extreme),
    (
        _form(
            rf"^(which|in which|in what|what (year|month|country|label|item|category|\w+ has))\b.*{_VALUE}"
        ),
        _which_value,
    ),
    (_form(r"^(what|how (much|many|high|large|big|long)|find|give)\b"), _lookup),
)
_CELLWISE = frozenset({_ratio, _compare, _lookup})
