"""Arguments of a call that fit a tool's schema, nearly fit, and do not fit."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from typing import Any

NUMBERS = (0, 1, -1, 2, 7, 20, 50, 90, 180, 0.5, -0.0, 33.3, 1e-9, 1e9, -1e9, 1e300, 10**30)
OUTSIDE_JSON = ("NaN", "Infinity", "-Infinity")
SAID = (
    "x|y|2x|AB|CD|ABC|∠A|30°|45|3.5|=|+|-|*|/|^|(|)|sqrt(|sin(|triangle|circle|O|parallel|perpendicular|to|"
    "Find the length of|is equal to|\\frac{1}{2}|$m\\angle B$|\n|\x00|½|日本|🙂|sum|max|a|b|n|trend|| |%|"
    "1,200|12.5 %|<svg>|' OR 1"
)
WORDS = tuple(SAID.split("|"))


def fitting(schema: dict[str, Any], draw: random.Random) -> Any:  # noqa: ANN401
    """Return a value that a JSON schema allows, or nearly so: bounds of numbers are not kept."""
    if "enum" in schema:
        return draw.choice(schema["enum"])
    kinds = schema.get("type", ["string", "number", "null"])
    kind = draw.choice(kinds) if isinstance(kinds, list) else kinds
    if kind == "object":
        properties = schema.get("properties", {})
        wanted = [n for n in properties if n in schema.get("required", ()) or draw.random() < 0.4]
        return {name: fitting(properties[name], draw) for name in wanted}
    if kind == "array":
        least = schema.get("minItems", 0)
        count = draw.randint(least, min(schema.get("maxItems", least + 4), least + 4))
        heads = schema.get("prefixItems", [])
        kinds_of = [*heads, *[schema.get("items", {})] * count][:count]
        rows = [fitting(inner, draw) for inner in kinds_of]
        return sorted(rows) if count == 4 and all(isinstance(row, int) for row in rows) else rows
    if kind in ("number", "integer"):
        return draw.randint(0, draw.choice([1, 200])) if draw.random() < 0.8 else draw.choice(NUMBERS)
    if kind == "string":
        return " ".join(draw.choices(WORDS, k=draw.randint(0, 8)))
    return {"boolean": draw.random() < 0.5, "null": None}.get(kind)


def spoilt(value: Any, draw: random.Random) -> Any:  # noqa: ANN401
    """Return a value with one place of it replaced by something of another kind."""
    junk: tuple[Any, ...] = (None, True, "", "7", [], {}, [[]], [None] * 4, -3, 1e300, "\ud800", {"a": []})
    if isinstance(value, dict) and value and draw.random() < 0.9:
        key = draw.choice(sorted(value))
        return {**value, key: spoilt(value[key], draw)}
    if isinstance(value, list) and value and draw.random() < 0.7:
        place = draw.randrange(len(value))
        return [*value[:place], spoilt(value[place], draw), *value[place + 1 :]]
    return draw.choice(junk)


def varied(value: Any, rate: float, draw: random.Random) -> Any:  # noqa: ANN401
    """Return a value of the same shape with some of its numbers and words changed."""
    if isinstance(value, dict):
        return {key: varied(inner, rate, draw) for key, inner in value.items()}
    if isinstance(value, list):
        return [varied(inner, rate, draw) for inner in value]
    if isinstance(value, bool) or value is None or draw.random() >= rate:
        return value
    if isinstance(value, str):
        words = value.split()
        return " ".join([*words[: len(words) // 2], draw.choice(WORDS), *words[len(words) // 2 :]])
    return draw.choice([value + draw.randint(-20, 20), value * 1.5, draw.choice(NUMBERS)])


def arguments_for(schema: dict[str, Any], good: Sequence[dict[str, Any]], draw: random.Random) -> str:
    """Return the text of a call's arguments, half after calls that do work; some are not even JSON."""
    value = (
        varied(draw.choice(good), draw.choice([0, 0.1, 0.4]), draw)
        if draw.random() < 0.5
        else fitting(schema, draw)
    )
    chance = draw.random()
    if chance < 0.3:
        value = spoilt(value, draw)
    elif chance < 0.35 and isinstance(value, dict):
        value = {**value, draw.choice(WORDS): 1}
    text = json.dumps(value, ensure_ascii=draw.random() < 0.5)
    if chance > 0.97:
        return text[: draw.randrange(len(text) + 1)]
    if chance > 0.94 and "0" in text:
        return text.replace("0", draw.choice(OUTSIDE_JSON), 1)
    return text
