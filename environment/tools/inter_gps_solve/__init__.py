"""`inter_gps_solve`: solves a plane geometry problem given in the Geometry3K logic-form language.

A native provider of the tool that the paper takes from Lu et al., Inter-GPS (ACL 2021): theorems are applied
to what the forms say until the goal is known. The drawing's positions tell order, side, orientation, tangency
and which of several readings is meant; no size is read from them, and where a fact plainly contradicts them
nothing is answered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from environment.errors import ArgumentValueError, NothingFoundError
from environment.tool import ToolResult
from schemas import Determinism, Json, Picture, ToolSpec, canonical_json

__all__ = ["run", "spec"]

MAX_FORMS = 80
MAX_POINTS = 26
MAX_LINES = 80
MAX_CIRCLES = 6


def _texts(most: int, longest: int, description: str) -> Json:
    return {
        "type": "array",
        "items": {"type": "string", "maxLength": longest},
        "maxItems": most,
        "description": description,
    }


_STEP: Json = {
    "type": "object",
    "properties": {
        "law": {"type": "string"},
        "from": {"type": "array", "items": {"type": "string"}},
        "gives": {"type": "string"},
    },
    "required": ["law", "from", "gives"],
    "additionalProperties": False,
}
_VALUE: Json = {
    "type": "object",
    "properties": {
        "goal": {"type": "string"},
        "value": {"type": "number"},
        "exact": {"type": ["string", "null"]},
    },
    "required": ["goal", "value", "exact"],
    "additionalProperties": False,
}

spec = ToolSpec(
    name="inter_gps_solve",
    family="diagram",
    group="symbolic_parsing",
    provider="native",
    description=(
        "Solve a plane geometry problem from logic forms, e.g. Equals(LengthOf(Line(A,B)),2x+3), "
        "Perpendicular(Line(A,C),Line(C,B)), PointLiesOnLine(D,Line(A,B)), Find(x), by a search over "
        "theorems; returns the value and the steps, or says that it is not solved. Point positions in pixels "
        "tell order and orientation."
    ),
    arguments_schema=canonical_json(
        {
            "type": "object",
            "properties": {
                "text_forms": _texts(MAX_FORMS, 400, "What the text says, with the goal as Find(...)."),
                "diagram_forms": _texts(MAX_FORMS, 400, "What the diagram shows."),
                "lines": _texts(MAX_LINES, 8, "Drawn segments by their two points, e.g. AB."),
                "circles": _texts(MAX_CIRCLES, 4, "Centres of drawn circles."),
                "points": {
                    "type": "object",
                    "maxProperties": MAX_POINTS,
                    "additionalProperties": {
                        "type": "array",
                        "items": {"type": "number", "minimum": -1e5, "maximum": 1e5},
                        "minItems": 2,
                        "maxItems": 2,
                    },
                    "description": "Point to [x, y] in pixels, y downwards.",
                },
            },
            "required": ["text_forms"],
            "additionalProperties": False,
        }
    ),
    result_schema=canonical_json(
        {
            "type": "object",
            "properties": {
                "values": {"type": "array", "items": _VALUE, "minItems": 1},
                "steps": {"type": "array", "items": _STEP},
                "not_understood": {"type": "array", "items": {"type": "string"}},
            },
            "required": ["values", "steps", "not_understood"],
            "additionalProperties": False,
        }
    ),
    version="1",
    weights_digest="",
    determinism=Determinism.EXACT,
    paper_tool=True,
)


def run(arguments: Mapping[str, Any], pictures: Sequence[Picture]) -> ToolResult:
    """Return `values` (one for each goal, in the order given), `steps` and forms `not_understood`.

    Lengths are in the unit of the facts, angles and arcs in degrees. Raises ArgumentValueError for forms
    without a goal, and NothingFoundError where the goals are not all determined, the facts contradict each
    other, or a fact plainly contradicts the drawing.
    """
    from environment.tools.inter_gps_solve.solution import solve
    from environment.tools.inter_gps_solve.telling import number

    forms = [str(form) for form in arguments["text_forms"]]
    if not any(form.strip().startswith("Find") for form in forms):
        raise ArgumentValueError("`text_forms` needs a goal: Find(...), e.g. Find(x).")
    points = {str(name): (float(x), float(y)) for name, (x, y) in dict(arguments.get("points", {})).items()}
    solution = solve(
        forms,
        [str(form) for form in arguments.get("diagram_forms", ())],
        [str(line) for line in arguments.get("lines", ())],
        [str(centre) for centre in arguments.get("circles", ())],
        points,
    )
    if solution.failure:
        raise NothingFoundError(solution.failure)
    values: list[Json] = [{"goal": v.goal, "value": v.number, "exact": v.exact} for v in solution.values]
    steps: list[Json] = [{"law": s.law, "from": list(s.premises), "gives": s.gives} for s in solution.steps]
    told = [f"{v.goal} = {number(v.number)}" + (f" ({v.exact})" if v.exact else "") for v in solution.values]
    told += [
        f"{at}. {s.law}: {'; '.join(s.premises) or 'the figure'} => {s.gives}"
        for at, s in enumerate(solution.steps, 1)
    ]
    if solution.not_understood:
        told.append("not understood: " + " | ".join(solution.not_understood))
    return ToolResult(
        {"values": values, "steps": steps, "not_understood": list(solution.not_understood)}, "\n".join(told)
    )
