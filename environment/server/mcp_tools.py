"""MCP over streamable HTTP: the same tools, each with its schema, for any client of the protocol.

Stateless: a call brings the pictures it works on, in the argument `pictures`, and gets new ones back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jsonschema
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    ImageContent,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
)

from environment.server.app import MAX_BODY
from environment.server.desk import Desk
from environment.server.pictures import base64_of, picture_of_text
from environment.server.refusals import RequestError
from schemas import Call, Picture, ToolSpec, canonical_json

PICTURES = "pictures"
PICTURES_SCHEMA: Mapping[str, Any] = {
    "type": "array",
    "items": {"type": "string"},
    "maxItems": 64,
    "description": "Pictures to work on, data URLs of base64; the argument `picture` counts them from 0.",
}


def session_manager(desk: Desk, picture_root: str) -> StreamableHTTPSessionManager:
    """Return what answers MCP requests; its `run` must be entered before the first."""
    root = Path(picture_root) if picture_root else None

    async def list_tools(
        context: ServerRequestContext, params: PaginatedRequestParams | None
    ) -> ListToolsResult:
        return ListToolsResult(tools=[described(spec) for spec in desk.specs.values()])

    async def call_tool(context: ServerRequestContext, params: CallToolRequestParams) -> CallToolResult:
        arguments = dict(params.arguments or {})
        try:
            pictures = pictures_of(arguments.pop(PICTURES, []), root)
            with desk.admitted(1):
                return await _called(desk, Call(params.name, canonical_json(arguments)), pictures)
        except (RequestError, ValueError) as error:
            return CallToolResult(content=[TextContent(text=f"Error: {error}")], is_error=True)

    server = Server(
        "vistaforge", version=version("vistaforge"), on_list_tools=list_tools, on_call_tool=call_tool
    )
    return StreamableHTTPSessionManager(
        server, json_response=True, stateless=True, max_request_body_size=MAX_BODY
    )


def described(spec: ToolSpec) -> Tool:
    """Return a tool as MCP lists it; one that works on pictures takes them in a further argument."""
    schema = json.loads(spec.arguments_schema)
    if spec.needs_picture:
        schema["properties"][PICTURES] = PICTURES_SCHEMA
        schema["required"] = [*schema.get("required", []), PICTURES]
    return Tool(name=spec.name, description=spec.description, input_schema=schema)


def pictures_of(given: object, root: Path | None) -> tuple[Picture, ...]:
    """Return the pictures a call brings; raises RequestError where they are none."""
    try:
        jsonschema.validate(given, PICTURES_SCHEMA)
    except jsonschema.ValidationError as error:
        raise RequestError(400, f"{PICTURES}: {error.message[:200]}") from error
    assert isinstance(given, list)
    return tuple(picture_of_text(text, root) for text in given)


async def _called(desk: Desk, call: Call, pictures: tuple[Picture, ...]) -> CallToolResult:
    seen = await desk.run(call, pictures)
    made = [ImageContent(data=base64_of(p), mime_type=p.media_type) for p in seen.pictures]
    return CallToolResult(
        content=[TextContent(text=seen.text), *made],
        structured_content=json.loads(seen.result) if seen.result else None,
        is_error=seen.status != "ok",
    )
