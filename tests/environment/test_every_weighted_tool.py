"""The contract of every tool, kept by those that run weights: random ones, really loaded and really run."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from pathlib import Path

import jsonschema
import pytest

from environment.execute import execute
from environment.providers.settings import WeightSettings
from environment.registry import WEIGHTED
from environment.tool import Tool
from schemas import Call, Json, Observation, Picture
from schemas.weights import weights_of
from tests.builders import call
from tests.environment.fuzz import arguments_for
from tests.environment.test_every_tool import BARS, BOXES
from tests.environment.tools.tool_pictures import noise

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("torch_here")]

GOOD: dict[str, dict[str, Json]] = {
    "grounding_dino": {"query": "a bar. a line", "threshold": 0.05},
    "sam": {"bbox_2d": [20, 10, 70, 60]},
}
CALLS = {"grounding_dino": 200, "sam": 200, "deplot_to_table": 12, "unichart_to_table": 40}
"""Fuzzed calls of each tool; those that write take long and have one argument."""


@pytest.fixture(scope="module")
def tools(torch_here: None, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Tool]:
    """Every tool with weights of its own, at a folder of random ones."""
    import torch

    from tests.environment.providers.tiny_models import WRITE

    torch.manual_seed(0)
    root = tmp_path_factory.mktemp("weights")
    made: dict[str, Tool] = {}
    for name, known in WEIGHTED.items():
        folder: Path = root / known.provider
        WRITE[known.provider](folder)
        spec = known.spec(weights_of(str(folder), ""))
        made[name] = known.serve(spec, WeightSettings(str(folder), device="cpu"))
    return made


def run(tools: Mapping[str, Tool], name: str, arguments: Json, picture: Picture = BARS) -> Observation:
    return execute({name: tools[name]}, call(name, arguments), (picture,))


@pytest.mark.parametrize("name", sorted(WEIGHTED))
def test_the_same_call_twice_is_the_same_observation(tools: Mapping[str, Tool], name: str) -> None:
    seen = run(tools, name, GOOD.get(name, {}))
    assert seen == run(tools, name, GOOD.get(name, {}))
    spec = tools[name].spec
    assert (seen.tool_version, seen.weights_digest) == (spec.version, spec.weights_digest)
    assert seen.determinism == spec.determinism.value


@pytest.mark.parametrize("name", sorted(WEIGHTED))
def test_a_picture_that_does_not_decode_gives_no_result(tools: Mapping[str, Tool], name: str) -> None:
    broken = Picture.of(BARS.data[:60], width=BARS.width, height=BARS.height, media_type="image/png")
    seen = run(tools, name, GOOD.get(name, {}), broken)
    assert (seen.status, seen.error_code) == ("error", "tool_failed")


@pytest.mark.parametrize("name", sorted(WEIGHTED))
def test_a_picture_that_is_not_there_is_refused(tools: Mapping[str, Tool], name: str) -> None:
    assert run(tools, name, {**GOOD.get(name, {}), "picture": 3}).error_code == "argument_value"


@pytest.mark.parametrize("kind", [kind for kind, _ in BOXES])
def test_a_box_that_is_none_is_a_typed_error_in_a_sentence(tools: Mapping[str, Tool], kind: str) -> None:
    seen = run(tools, "sam", {"bbox_2d": dict(BOXES)[kind]})
    assert (seen.status, seen.error_code, seen.pictures) == ("error", "argument_value", ())
    assert seen.text.endswith(".")


@pytest.mark.parametrize("name", sorted(WEIGHTED))
@pytest.mark.parametrize("size", [(1, 1), (1, 60), (60, 1), (60, 3), (3, 60)])
def test_odd_pictures_crash_no_tool(tools: Mapping[str, Tool], name: str, size: tuple[int, int]) -> None:
    assert run(tools, name, GOOD.get(name, {}), noise(*size)).error_code != "crashed"


@pytest.mark.parametrize("name", sorted(WEIGHTED))
def test_fuzzed_calls_crash_nothing_and_what_is_ok_fits_its_schema(
    tools: Mapping[str, Tool], name: str
) -> None:
    draw = random.Random(name)
    spec = tools[name].spec
    schema = json.loads(spec.arguments_schema)
    for _ in range(CALLS[name]):
        arguments = arguments_for(schema, (GOOD.get(name, {}),), draw)
        seen = execute({name: tools[name]}, Call(name, arguments), [BARS])
        assert seen.error_code != "crashed", (arguments, seen.text)
        if seen.status == "ok":
            jsonschema.validate(json.loads(seen.result), json.loads(spec.result_schema))
