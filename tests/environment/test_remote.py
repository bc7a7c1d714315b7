"""A tool server as the backend: what it gives is what a pool here would give, byte for byte."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest

from environment.dialects import dialect_named
from environment.episode import Episode, Execute
from environment.execute import execute
from environment.registry import all_specs, load_tools
from environment.remote import RemoteTools, ToolServerError
from schemas import Ended, Reply, Step, canonical_json, prompt_of
from tests.builders import call, picture, task
from tests.tool_server import Server, tool_server

SHOWN = picture(160, 120, "navy")
TURNS = (
    '<tool_call>{"name": "zoom", "arguments": {"bbox_2d": [10, 10, 90, 70]}}</tool_call>',
    '<tool_call>{"name": "zoom", "arguments": {"bbox_2d": [5, 5, 60, 50], "picture": 1}}</tool_call>',
    '<tool_call>{"name": "rotate", "arguments": {"angle": 33.5, "picture": 2}}</tool_call>',
    '<tool_call>{"name": "zoom", "arguments": {"bbox_2d": [900, 5, 910, 50]}}</tool_call>',
    '<tool_call>{"name": "zoom", "arguments": {"box": [1, 2, 3, 4]}}</tool_call>',
    "<answer>navy</answer>",
)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server with this machine's own tools."""
    with tool_server(workers=1) as running:
        yield running


def played(run: Execute) -> tuple[Step, ...]:
    """Play the turns in an episode and return its steps."""
    asked = task(pictures=[SHOWN])
    episode = Episode(run, dialect_named("hermes"), max_turns=len(TURNS))
    episode.reset(prompt_of(asked, all_specs()))
    for text in TURNS:
        episode.step(Reply(text))
    assert episode.ended is Ended.ANSWERED
    return episode.steps


def test_a_trajectory_through_the_server_is_byte_identical(server: Server) -> None:
    with asyncio.Runner() as loop:
        remote = RemoteTools(server.url, all_specs())
        loop.run(remote.start())
        there = played(lambda asked, pictures: loop.run(remote.run(asked, pictures)))
        loop.run(remote.aclose())
    here = played(lambda asked, pictures: execute(load_tools(), asked, pictures))
    assert there == here
    assert [len(step.observation.pictures) for step in here if step.observation] == [1, 1, 1, 0, 0]


def test_a_server_with_other_tools_is_refused_at_the_start(server: Server) -> None:
    first, *others = all_specs()
    remote = RemoteTools(server.url, [replace(first, version="another"), *others])

    async def begun() -> None:
        try:
            await remote.start()
        finally:
            await remote.aclose()

    with pytest.raises(ToolServerError, match=r"refused \(412\): this server's tools are"):
        asyncio.run(begun())


def test_no_server_is_a_sentence_and_no_observation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("environment.remote.GRACE_S", 0.3)
    remote = RemoteTools("http://127.0.0.1:9", all_specs())

    async def asked() -> None:
        try:
            await remote.run(call("zoom", {"bbox_2d": [1, 2, 30, 40]}), [SHOWN])
        finally:
            await remote.aclose()

    with pytest.raises(ToolServerError, match="start it with `vistaforge serve`"):
        asyncio.run(asked())


def test_a_busy_server_is_asked_again() -> None:
    with tool_server(unruly=True, queue=1) as busy, asyncio.Runner() as loop:
        from tests.environment import unruly_tools

        remote = RemoteTools(busy.url, [tool.spec for tool in unruly_tools.TOOLS.values()])

        async def both() -> list[str]:
            seen = await asyncio.gather(*(remote.run(call("waits", {}), []) for _ in range(2)))
            await remote.aclose()
            return [observation.status for observation in seen]

        assert loop.run(both()) == ["ok", "ok"]
        assert 'vistaforge_requests_refused_total{status="429"}' in busy.get("/metrics").text


def test_the_settings_that_name_a_server_stand_in_no_manifest() -> None:
    from pipelines.params import Params, Tools
    from sources.settings import SourceSettings

    held: dict[str, SourceSettings] = {}
    plain = Params(held, tools=Tools(server="http://127.0.0.1:5500", token_env="T")).as_plain()
    assert canonical_json(plain) == canonical_json(Params(held).as_plain())
