"""MCP, by the official SDK's own client: tools are listed with their schemas, and called with pictures."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable, Iterator
from typing import Literal, TypeVar

import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import ImageContent, TextContent

from schemas import Observation
from tests.builders import call, picture
from tests.environment import unruly_tools
from tests.tool_server import Server, tool_server

T = TypeVar("T")
SHOWN = picture(80, 60, "red")
URL = "data:image/png;base64," + base64.b64encode(SHOWN.data).decode()
BOX = [5, 5, 45, 35]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server of two processes."""
    with tool_server(unruly=True) as running:
        yield running


def talking(
    server: Server, body: Callable[[Client], Awaitable[T]], mode: Literal["auto", "legacy"] = "auto"
) -> T:
    """Run a conversation with the SDK's client."""

    async def talk() -> T:
        async with Client(server.url + "/mcp", mode=mode) as client:
            return await body(client)

    return asyncio.run(talk())


def here(name: str, arguments: dict[str, object]) -> Observation:
    return unruly_tools.run_with_tools(call(name, arguments), (SHOWN,))  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_tools_are_listed_with_their_schemas(server: Server, mode: Literal["auto", "legacy"]) -> None:
    listed = talking(server, lambda client: client.list_tools(), mode).tools
    assert [tool.name for tool in listed] == list(unruly_tools.TOOLS)
    zoom = next(tool for tool in listed if tool.name == "zoom")
    spec = unruly_tools.TOOLS["zoom"].spec
    assert zoom.description == spec.description
    own = json.loads(spec.arguments_schema)
    assert zoom.input_schema["properties"].pop("pictures")["items"] == {"type": "string"}
    assert zoom.input_schema["required"] == [*own["required"], "pictures"]
    assert zoom.input_schema["properties"] == own["properties"]


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_call_returns_text_result_and_pictures(server: Server, mode: Literal["auto", "legacy"]) -> None:
    answer = talking(
        server, lambda client: client.call_tool("zoom", {"bbox_2d": BOX, "pictures": [URL]}), mode
    )
    wanted = here("zoom", {"bbox_2d": BOX})
    text, image = answer.content
    assert not answer.is_error
    assert isinstance(text, TextContent)
    assert text.text == wanted.text
    assert answer.structured_content == json.loads(wanted.result)
    assert isinstance(image, ImageContent)
    assert (base64.b64decode(image.data), image.mime_type) == (wanted.pictures[0].data, "image/png")


@pytest.mark.parametrize(
    ("name", "arguments", "sentence"),
    [
        ("zoom", {"bbox_2d": [9, 9, 1, 1], "pictures": [URL]}, "is empty or swapped"),
        ("zoom", {"bbox_2d": BOX, "pictures": ["/etc/passwd"]}, "a picture's path is refused"),
        ("zoom", {"bbox_2d": BOX, "pictures": ["http://127.0.0.1/a.png"]}, "no other URL"),
        ("zoom", {"bbox_2d": BOX, "pictures": 7}, "pictures: 7 is not of type 'array'"),
        ("zoom", {"bbox_2d": BOX}, "picture"),
        ("nothing", {}, "There is no tool 'nothing'"),
        ("raises", {}, "raises failed (RuntimeError)"),
    ],
)
def test_what_cannot_be_done_is_an_error_with_a_sentence(
    server: Server, name: str, arguments: dict[str, object], sentence: str
) -> None:
    answer = talking(server, lambda client: client.call_tool(name, arguments))
    assert answer.is_error
    (text,) = answer.content
    assert isinstance(text, TextContent)
    assert sentence in text.text


def test_ten_clients_at_once_get_their_own_pictures(server: Server) -> None:
    boxes = [[x, 5, x + 40, 50] for x in range(10)]

    async def one(box: list[int]) -> bytes:
        async with Client(server.url + "/mcp") as client:
            answer = await client.call_tool("zoom", {"bbox_2d": box, "pictures": [URL]})
            image = answer.content[1]
            assert isinstance(image, ImageContent)
            return base64.b64decode(image.data)

    async def all_of_them() -> list[bytes]:
        return await asyncio.gather(*(one(box) for box in boxes))

    assert asyncio.run(all_of_them()) == [here("zoom", {"bbox_2d": box}).pictures[0].data for box in boxes]


def test_a_client_shows_the_token() -> None:
    async def talk(url: str) -> list[str]:
        headers = {"Authorization": "Bearer sesame"}
        async with httpx2.AsyncClient(headers=headers, timeout=30) as http:
            transport = streamable_http_client(url + "/mcp", http_client=http)
            async with Client(transport) as client:
                return [tool.name for tool in (await client.list_tools()).tools]

    with tool_server(unruly=True, workers=1, env={"T": "sesame"}, token_env="T") as server:
        assert asyncio.run(talk(server.url)) == list(unruly_tools.TOOLS)
