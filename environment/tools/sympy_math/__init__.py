"""`sympy_math`: solve small equation systems, or evaluate an expression, exactly and as a decimal."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from environment.errors import ArgumentValueError
from environment.tool import ToolResult
from schemas import Determinism, Json, Picture, ToolSpec, canonical_json

__all__ = ["run", "spec"]

MAX_EQUATIONS = 8
MAX_SYMBOLS = 8
SIGNIFICANT_DIGITS = 12

_SOLUTION: Json = {
    "type": "object",
    "properties": {"exact": {"type": "string"}, "decimal": {"type": ["number", "null"]}},
    "required": ["exact", "decimal"],
    "additionalProperties": False,
}

spec = ToolSpec(
    name="sympy_math",
    family="math",
    group="solve",
    provider="native",
    description=(
        "Solve algebraic equations for an unknown expression (real solutions), or with no equations "
        "evaluate it; plain text such as 10x + 20x = 180; names of several letters are one variable; "
        "sin, cos, tan take radians, sind, cosd, tand degrees, asind, acosd, atand give degrees."
    ),
    arguments_schema=canonical_json(
        {
            "type": "object",
            "properties": {
                "equations": {
                    "type": "array",
                    "items": {"type": "string"},
                    "maxItems": MAX_EQUATIONS,
                    "description": "Equations, each `left = right`; empty to evaluate.",
                },
                "unknown": {
                    "type": "string",
                    "description": "What to find: a variable or an expression such as 10x.",
                },
            },
            "required": ["equations", "unknown"],
            "additionalProperties": False,
        }
    ),
    result_schema=canonical_json(
        {
            "type": "object",
            "properties": {"solutions": {"type": "array", "items": _SOLUTION, "minItems": 1}},
            "required": ["solutions"],
            "additionalProperties": False,
        }
    ),
    version="1",
    weights_digest="",
    determinism=Determinism.EXACT,
)


def run(arguments: Mapping[str, Any], pictures: Sequence[Picture]) -> ToolResult:
    """Return `solutions`, ascending, each exact and as a decimal of 12 digits (null beyond floats).

    Raises ArgumentValueError for text that is not in the language or over its bounds, and `solve`'s
    ContradictionError, UnderdeterminedError and TooHardError.
    """
    from environment.tools.sympy_math.expressions import parse_equation, parse_expression
    from environment.tools.sympy_math.solve import solve

    texts = [str(text) for text in arguments["equations"]]
    if len(texts) > MAX_EQUATIONS:
        raise ArgumentValueError(f"Give at most {MAX_EQUATIONS} equations.")
    equations = [parse_equation(text) for text in texts]
    unknown = parse_expression(str(arguments["unknown"]))
    symbols = set().union(unknown.free_symbols, *(equation.free_symbols for equation in equations))
    if len(symbols) > MAX_SYMBOLS:
        raise ArgumentValueError(f"Use at most {MAX_SYMBOLS} different names.")
    solutions: list[dict[str, Json]] = [
        {"exact": str(value), "decimal": _decimal(float(value.evalf(20)))}
        for value in solve(equations, unknown)
    ]
    asked = str(arguments["unknown"]).strip()
    return ToolResult({"solutions": solutions}, "\n".join(_line(asked, solution) for solution in solutions))


def _decimal(value: float) -> float | None:
    return float(f"{value:.{SIGNIFICANT_DIGITS}g}") if math.isfinite(value) else None


def _line(asked: str, solution: Mapping[str, Json]) -> str:
    exact, decimal = solution["exact"], solution["decimal"]
    shown = f"{decimal:g}" if isinstance(decimal, float) and decimal == round(decimal) else str(decimal)
    return f"{asked} = {exact}" if exact == shown or decimal is None else f"{asked} = {exact} = {shown}"
