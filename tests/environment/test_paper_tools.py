"""The list of the paper's tools: all of them, each in the state it is really in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from environment import registry
from environment.paper_tools import State, paper_tools
from environment.providers.settings import VARIABLE, ProviderSettings
from environment.registry import SERVED, WEIGHTED


@pytest.fixture(autouse=True)
def unconfigured() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, "{}")
        registry.load.cache_clear()
        yield
        registry.configure({})


def test_all_twenty_six_are_listed_once() -> None:
    assert len({row.name for row in paper_tools()}) == len(paper_tools()) == 26


def test_a_tool_is_available_just_where_it_is_loaded() -> None:
    available = {row.name for row in paper_tools() if row.state == State.AVAILABLE}
    assert available == {row.name for row in paper_tools()} & set(registry.load().tools)
    assert {"zoom", "text_cdl", "opencv_to_svg"} <= available


def test_every_tool_that_is_not_available_says_why_and_none_that_is_here_is_missing() -> None:
    for row in paper_tools():
        assert bool(row.why) == (row.state != State.AVAILABLE), row
        if row.name in SERVED:
            assert row.state in (State.NEEDS_ENDPOINT, State.CONTRACT_ONLY)
            assert f"tools.providers.{SERVED[row.name].provider}" in row.why
        if row.name in WEIGHTED:
            assert row.state == State.NEEDS_WEIGHTS
            assert f"tools.weights.{WEIGHTED[row.name].provider}" in row.why
            assert row.model == WEIGHTED[row.name].model


def test_a_tool_that_only_wants_its_server_says_the_command_that_starts_it() -> None:
    wanting = {row.name: row.why for row in paper_tools() if row.state == State.NEEDS_ENDPOINT}
    assert set(wanting) == {"g_llava_solve", "easyocr"}
    assert all(why.startswith("python -m ") for why in wanting.values())


def test_chart_detectors_are_contracts_until_somebody_serves_them() -> None:
    states = {row.name: row.state for row in paper_tools()}
    for name in ("chartdet_to_svg", "chartdet_to_scene_graph", "chartocr_to_svg", "chartocr_to_scene_graph"):
        assert states[name] == State.CONTRACT_ONLY


def test_settings_make_a_model_s_tools_available_and_no_others() -> None:
    before = {row.name for row in paper_tools() if row.state == State.AVAILABLE}
    registry.configure({"chartmoe": ProviderSettings("http://127.0.0.1:9/v1", "m")})
    after = {row.name for row in paper_tools() if row.state == State.AVAILABLE}
    assert after - before == {name for name, tool in SERVED.items() if tool.provider == "chartmoe"}


def test_a_provider_in_the_listing_is_the_one_in_the_spec() -> None:
    specs = {name: tool.spec for name, tool in registry.load().tools.items()}
    specs |= {name: tool.spec("m") for name, tool in SERVED.items()}
    specs |= {name: tool.spec("d") for name, tool in WEIGHTED.items()}
    for row in paper_tools():
        if row.name in specs:
            assert specs[row.name].provider == row.provider, row.name
