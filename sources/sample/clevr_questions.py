"""CLEVR questions as programs: a question's words and its answer both come from the program."""

import random
from dataclasses import dataclass

from sources.sample.clevr_scene import COLORS, MATERIALS, SHAPES, SIZES, Thing, related

ATTRIBUTES = {"size": tuple(SIZES), "color": tuple(COLORS), "material": MATERIALS, "shape": SHAPES}
NOUNS = {"cube": ("cube", "block"), "sphere": ("sphere", "ball"), "cylinder": ("cylinder", "cylinder")}
SIZE_WORDS = {"large": ("large", "big"), "small": ("small", "tiny")}
MATERIAL_WORDS = {"rubber": ("rubber", "matte"), "metal": ("metal", "shiny")}
SIDES = {"left": "left of", "right": "right of", "front": "in front of", "behind": "behind"}

Node = dict[str, object]
Kind = dict[str, str]
"""Attribute -> value; only what is said."""


@dataclass(frozen=True)
class Asked:
    """One question; `family` numbers the template."""

    question: str
    answer: str
    program: list[Node]
    family: int


def ask(things: list[Thing], rng: random.Random) -> list[Asked]:
    """One question a template that the scene allows: count, exist, query, compare, relate."""
    asked = [_count(things, rng), _exist(things, rng), _compare(things, rng)]
    for maker in (_query, _relate):
        found = maker(things, rng)
        if found is not None:
            asked.append(found)
    return asked


def matching(things: list[Thing], kind: Kind) -> list[int]:
    """Indices of the objects that have every attribute of `kind`."""
    return [i for i, thing in enumerate(things) if all(getattr(thing, name) == v for name, v in kind.items())]


def _count(things: list[Thing], rng: random.Random) -> Asked:
    kind = _kind(
        things, rng, rng.choice((("color",), ("material", "shape"), ("size",), ("shape",), ("material",)))
    )
    program = [*_filters(kind), _node("count", [len(kind)])]
    return Asked(
        f"How many {_words(kind, rng, many=True)} are there?", str(len(matching(things, kind))), program, 0
    )


def _exist(things: list[Thing], rng: random.Random) -> Asked:
    kind = {"color": rng.choice(ATTRIBUTES["color"]), "shape": rng.choice(SHAPES)}
    if rng.random() < 0.5:
        kind = _kind(things, rng, ("color", "shape"))
    program = [*_filters(kind), _node("exist", [len(kind)])]
    return Asked(
        f"Are there any {_words(kind, rng, many=True)}?", _yes(bool(matching(things, kind))), program, 1
    )


def _compare(things: list[Thing], rng: random.Random) -> Asked:
    name = rng.choice(("shape", "material"))
    first, second = ({name: value} for value in rng.sample(ATTRIBUTES[name], 2))
    a, b = len(matching(things, first)), len(matching(things, second))
    one, two = _words(first, rng, many=True), _words(second, rng, many=True)
    function, question, holds = rng.choice(
        (
            ("greater_than", f"Are there more {one} than {two}?", a > b),
            ("less_than", f"Are there fewer {one} than {two}?", a < b),
            ("equal_integer", f"Is the number of {one} the same as the number of {two}?", a == b),
        )
    )
    left = [*_filters(first), _node("count", [1])]
    right = [_node("scene", []), *_filters(second, start=3)[1:], _node("count", [4])]
    return Asked(question, _yes(holds), [*left, *right, _node(function, [2, 5])], 2)


def _query(things: list[Thing], rng: random.Random) -> Asked | None:
    kind = _unique(things, rng)
    if kind is None:
        return None
    hidden = rng.choice([name for name in ATTRIBUTES if name not in kind])
    noun = _words(kind, rng, many=False)
    question = {
        "size": f"What size is the {noun}?",
        "color": f"What color is the {noun}?",
        "material": f"What is the material of the {noun}?",
        "shape": f"What is the shape of the {noun}?",
    }[hidden]
    found = things[matching(things, kind)[0]]
    program = [*_filters(kind), _node("unique", [len(kind)]), _node(f"query_{hidden}", [len(kind) + 1])]
    return Asked(question, str(getattr(found, hidden)), program, 3)


def _relate(things: list[Thing], rng: random.Random) -> Asked | None:
    kind = _unique(things, rng)
    if kind is None:
        return None
    side = rng.choice(list(SIDES))
    near = related(things, side)[matching(things, kind)[0]]
    size = len(kind)
    program = [
        *_filters(kind),
        _node("unique", [size]),
        _node("relate", [size + 1], [side]),
        _node("count", [size + 2]),
    ]
    return Asked(
        f"How many things are {SIDES[side]} the {_words(kind, rng, many=False)}?", str(len(near)), program, 4
    )


def _kind(things: list[Thing], rng: random.Random, names: tuple[str, ...]) -> Kind:
    """What one of the objects is, in those attributes."""
    thing = rng.choice(things)
    return {name: getattr(thing, name) for name in names}


def _unique(things: list[Thing], rng: random.Random) -> Kind | None:
    """A short description that fits exactly one object."""
    options = [("color", "shape"), ("size", "shape"), ("material", "shape"), ("size", "color", "shape")]
    for names in rng.sample(options, len(options)):
        for thing in rng.sample(things, len(things)):
            kind = {name: getattr(thing, name) for name in names}
            if len(matching(things, kind)) == 1:
                return kind
    return None


def _words(kind: Kind, rng: random.Random, many: bool) -> str:
    words = []
    if "size" in kind:
        words.append(rng.choice(SIZE_WORDS[kind["size"]]))
    if "color" in kind:
        words.append(kind["color"])
    if "material" in kind:
        words.append(rng.choice(MATERIAL_WORDS[kind["material"]]))
    noun = rng.choice(NOUNS[kind["shape"]]) if "shape" in kind else rng.choice(("thing", "object"))
    return " ".join([*words, noun + ("s" if many else "")])


def _node(function: str, inputs: list[int], values: list[str] | None = None) -> Node:
    return {"inputs": inputs, "function": function, "value_inputs": values or []}


def _filters(kind: Kind, start: int = 0) -> list[Node]:
    """`scene`, then one filter an attribute, each fed by the node before it."""
    nodes = [_node("scene", [])]
    for step, (name, value) in enumerate(kind.items()):
        nodes.append(_node(f"filter_{name}", [start + step], [value]))
    return nodes


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"
