"""Scenes of solids (CLEVR, CLEVR-Math): detect the objects once, then count, compare and query them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from schemas import Prompt
from teachers.programmatic.answers import answered
from teachers.programmatic.plan import Abstain, Action, Plan, Seen, Use, failed, last
from teachers.programmatic.questions import normal, small_number, words
from teachers.programmatic.scene import SIDES, Kind, Thing, beside, kind_of, things_in

DETECT = "color_shape_detect"
_ATTRIBUTES = {"color": "color", "colour": "color", "size": "size", "shape": "shape", "material": "material"}
_SIDE = re.compile(
    r"(?:that (?:is|are) )?(?:to the |on the )?(left|right)(?: side)? of"
    r"|(?:that (?:is|are) )?in (front) of|(?:that (?:is|are) )?(behind)"
)


def plans(prompt: Prompt) -> Sequence[Plan]:
    """There is one way: the detector sees every object in one call."""
    return (Plan("detect objects", (DETECT,), _move),)


def _move(prompt: Prompt, seen: Sequence[Seen]) -> Action:
    call = last(seen, DETECT)
    if call is None:
        return Use(
            DETECT, {}, "The question is about the objects in the scene, so they have to be detected first."
        )
    if call.result is None:
        return failed(call)
    things = things_in(call.result)
    if not things:
        return Abstain("The detector found no solid objects, so nothing can be counted.")
    reading = read(prompt.question, things)
    if reading is None:
        return Abstain("The detected objects do not determine the answer to this question.")
    text, sentence = reading
    return answered(prompt, text, sentence)


Reading = tuple[str, str] | None
"""The answer and the sentence it follows from."""


def read(question: str, things: Sequence[Thing]) -> Reading:
    """Answer a question about detected things, or None when it does not parse or is not determined."""
    text = normal(re.sub(r"(?<=[a-z])(\d+)(?=[a-z])", r" \1 ", question))
    for reader in (_arithmetic, _compare_counts, _compare_attributes, _query, _exists, _count):
        if (reading := reader(text, things)) is not None:
            return reading
    return None


def _arithmetic(text: str, things: Sequence[Thing]) -> Reading:
    """CLEVR-Math: "Subtract all X. Add N Y. How many Z are left?", and how many were subtracted."""
    *steps, last_step = [s.strip() for s in text.split(".")]
    actions = [re.fullmatch(r"(subtract|remove|take away|add) (all|\w+) (.+)", s) for s in steps]
    if not steps or not all(actions):
        return None
    asked = re.fullmatch(r"how many (.+?) (?:are left|remain|exist|are there|are left over)", last_step)
    reverse = re.fullmatch(r"how many (.+? )?were subtracted if there are (\w+) (.+?) left", last_step)
    moves = [(m[1], m[2], kind_of(m[3])) for m in actions if m]
    if reverse and len(moves) == 1:
        return _subtracted(moves[0][2], kind_of(reverse[3]), small_number(reverse[2]), things)
    goal = kind_of(asked[1]) if asked else None
    if goal is None or any(kind is None for _, _, kind in moves):
        return None
    left = [t for t in things if goal.selects(t)]
    count, parts = len(left), [f"{len(left)} detected"]
    for verb, amount, kind in moves:
        assert kind is not None
        if verb != "add" and amount == "all":
            gone = sum(kind.selects(t) for t in left)
            if not any(kind.selects(t) for t in things):
                return None  # what is to be taken away was not detected, so something was missed
            left = [t for t in left if not kind.selects(t)]
            count -= gone
            parts.append(f"minus {gone}")
            continue
        n = small_number(amount)
        if n is None or not (kind.within(goal) or kind.apart_from(goal)):
            return None
        there = sum(kind.selects(t) for t in left if not kind.within(goal) or goal.selects(t))
        if verb != "add" and kind.within(goal) and n > there:
            return None
        n = n if kind.within(goal) else 0
        count += n if verb == "add" else -n
        parts.append(f"{'plus' if verb == 'add' else 'minus'} {n}")
    if count < 0:
        return None
    return str(count), f"Of the objects asked for there are {' '.join(parts)}, which leaves {count}."


def _subtracted(kind: Kind | None, rest: Kind | None, left: int | None, things: Sequence[Thing]) -> Reading:
    if kind is None or kind != rest or left is None:
        return None
    there = sum(kind.selects(t) for t in things)
    if left > there:
        return None
    return str(
        there - left
    ), f"There are {there} of them and {left} are left, so {there - left} were subtracted."


def _compare_counts(text: str, things: Sequence[Thing]) -> Reading:
    forms: tuple[tuple[str, Callable[[int, int], bool]], ...] = (
        (r"are there (?:an equal number|the same number) of (.+?) and (.+)", int.__eq__),
        (r"is the number of (.+?) the same as the number of (.+)", int.__eq__),
        (r"are there more (.+?) than (.+)", int.__gt__),
        (r"is the number of (.+?) greater than the number of (.+)", int.__gt__),
        (r"are there (?:fewer|less) (.+?) than (.+)", int.__lt__),
        (r"is the number of (.+?) less than the number of (.+)", int.__lt__),
    )
    for pattern, holds in forms:
        if m := re.fullmatch(pattern, text):
            one, two = _group(m[1], things), _group(m[2], things)
            if one is None or two is None:
                return None
            yes = "yes" if holds(len(one), len(two)) else "no"
            return (
                yes,
                f"There are {len(one)} of the first and {len(two)} of the second, so the answer is {yes}.",
            )
    return None


def _compare_attributes(text: str, things: Sequence[Thing]) -> Reading:
    forms = (
        r"(?:do|does) (the .+?) and (the .+?) have the same (color|size|shape|material)",
        r"(?:do|does) (the .+?) have the same (?P<a>color|size|shape|material) as (the .+)",
        r"(?:is|are) (the .+?) the same (?P<a>color|size|shape|material) as (the .+)",
        r"is the (?P<a>color|size|shape|material) of (the .+?) the same as (the .+)",
        r"is (the .+?) made of the same (?P<a>material) as (the .+)",
    )
    for pattern in forms:
        if m := re.fullmatch(pattern, text):
            attribute = m.groupdict().get("a") or m[3]
            phrases = [g for g in m.groups() if g != attribute]
            one, two = _single(phrases[0], things), _single(phrases[1], things)
            if one is None or two is None:
                return None
            left, right = getattr(one, attribute), getattr(two, attribute)
            yes = "yes" if left == right else "no"
            return yes, f"The {attribute} of one is {left} and of the other {right}, so the answer is {yes}."
    return None


def _query(text: str, things: Sequence[Thing]) -> Reading:
    word = r"(?P<a>color|colour|size|shape|material)"
    forms = (
        (rf"what {word} (?:is|are) (?P<x>.+?)(?: made of)?", ""),
        (rf"what is the {word} of (?P<x>.+)", ""),
        (r"what is (?P<x>the .+) made of", "material"),
        (r"how big is (?P<x>.+)", "size"),
        (rf"(?P<x>the .+?) (?:is|has) (?:made of )?(?:what|which) {word}", ""),
        (rf"there is (?P<x>an? .+?)[;,] what is its {word}", ""),
        (rf"there is (?P<x>an? .+?)[;,] (?:it is made of what|it has what|it is what|what) {word}.*", ""),
        (r"there is (?P<x>an? .+?)[;,] how big is it", "size"),
        (r"there is (?P<x>an? .+?)[;,] what is it made of", "material"),
    )
    for pattern, implied in forms:
        m = re.fullmatch(pattern, text)
        one = _single(m["x"], things) if m else None
        if m is None or one is None:
            continue
        attribute = _ATTRIBUTES[implied or m["a"]]
        value = getattr(one, attribute)
        return value, f"Exactly one object fits, and its {attribute} is {value}."
    return None


def _exists(text: str, things: Sequence[Thing]) -> Reading:
    m = re.fullmatch(
        r"(?:is|are) (?:there )?((?:any|an?|another|anything else) .+?)(?: visible| present| in the \w+)?",
        text,
    )
    there = _group(m[1].replace("anything else", "any other thing"), things) if m else None
    if there is None:
        return None
    yes = "yes" if there else "no"
    return yes, f"The detector shows {len(there)} such objects, so the answer is {yes}."


def _count(text: str, things: Sequence[Thing]) -> Reading:
    patterns = (
        r"(?:how many|what number of) (.+?) (?:are there|are visible|exist|are in the \w+)(?: in the \w+)?",
        r"(?:how many|what number of) (.+)",
        r"what is the number of (.+?)(?: that are there| in the \w+)?",
    )
    for pattern in patterns:
        m = re.fullmatch(pattern, text)
        there = _group(m[1], things) if m else None
        if there is not None:
            return str(
                len(there)
            ), f"The detector shows {len(there)} objects that fit, so the count is {len(there)}."
    return None


def _single(phrase: str, things: Sequence[Thing]) -> Thing | None:
    group = _group(phrase, things)
    return group[0] if group is not None and len(group) == 1 else None


def _group(phrase: str, things: Sequence[Thing]) -> tuple[Thing, ...] | None:
    """Return the things a phrase with relations selects; None when it does not parse or is not clear."""
    phrase = phrase.strip()
    if m := re.fullmatch(
        r"(?:either )?(?:things? |objects? )?(?:that are )?(?:either )?(.+?) or (.+)", phrase
    ):
        one, two = _group(m[1], things), _group(m[2], things)
        return None if one is None or two is None else tuple(t for t in things if t in one or t in two)
    if m := re.fullmatch(
        r"(.+?) (?:that )?(?:is |are |have |has )?(?:made )?(?:of )?"
        r"the same (color|size|shape|material) as (.+)",
        phrase,
    ):
        anchor, kind = _single(m[3], things), kind_of(m[1])
        if anchor is None or kind is None:
            return None
        return tuple(
            t
            for t in things
            if t is not anchor and kind.selects(t) and getattr(t, m[2]) == getattr(anchor, m[2])
        )
    if m := re.fullmatch(rf"(.+?) (?:are |is )?(?:{_SIDE.pattern}) (.+)", phrase):
        side = next(g for g in m.groups()[1:4] if g)
        return _related(m[1], side, m[5] if m.lastindex and m.lastindex >= 5 else m.groups()[-1], things)
    kind = kind_of(phrase)
    return None if kind is None else tuple(t for t in things if kind.selects(t))


def _related(head: str, side: str, tail: str, things: Sequence[Thing]) -> tuple[Thing, ...] | None:
    """Things of kind `head` on a side of the only thing `tail` names; "and" adds a second relation."""
    kind = kind_of(head)
    both = re.fullmatch(rf"(.+?) and ((?:{_SIDE.pattern}) .+)", tail)
    anchor = _single(both[1] if both else tail, things)
    if kind is None or anchor is None or side not in SIDES:
        return None
    near = beside(things, anchor, side)
    if near is None:
        return None
    fits = tuple(t for t in near if kind.selects(t))
    if not both:
        return fits
    more = _group(f"{' '.join(words(head))} {both[2]}", things)
    return None if more is None else tuple(t for t in fits if t in more)
