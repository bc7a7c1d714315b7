"""JSON Schemas of objects that hold named fields and nothing else: arguments and results of every tool."""

from __future__ import annotations

from collections.abc import Mapping

from schemas import Json


def closed(required: Mapping[str, Json], optional: Mapping[str, Json] | None = None) -> dict[str, Json]:
    """Return the schema of an object with these fields, the required ones always, and no others."""
    schema: dict[str, Json] = {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "additionalProperties": False,
    }
    # Left out where empty, as people write it: tools are known by the text of their schemas.
    return {**schema, "required": list(required)} if required else schema
