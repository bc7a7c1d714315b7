"""The registry: what this machine can run, what each family is offered, and the environment's fingerprint."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from environment import registry
from environment.providers.settings import VARIABLE, ProviderSettings, WeightSettings
from environment.registry import (
    NATIVE_TOOLS,
    SERVED,
    WEIGHTED,
    all_specs,
    environment_fingerprint,
    load,
    load_tools,
    selection_digest,
    selection_of,
)
from schemas import Family
from tests.builders import tool_spec

ROOT = Path(__file__).resolve().parent.parent.parent
SELECTION = yaml.safe_load(
    resources.files("environment").joinpath("selection.yaml").read_text(encoding="utf-8")
)
ZOOM, OCR = tool_spec("zoom"), tool_spec("rapidocr")


def test_every_native_tool_loads_here_under_its_own_name() -> None:
    assert set(load().unavailable) == {*SERVED, *WEIGHTED}
    assert list(load_tools()) == sorted(NATIVE_TOOLS)
    assert [spec.name for spec in all_specs()] == sorted(NATIVE_TOOLS)
    assert all(tool.spec.name == name for name, tool in load_tools().items())


@pytest.mark.parametrize("name", [*NATIVE_TOOLS, *SERVED, *WEIGHTED])
def test_a_spec_is_legal_in_every_api(name: str) -> None:
    described = {**SERVED, **WEIGHTED}
    spec = described[name].spec("m") if name in described else load_tools()[name].spec
    assert spec.name == name
    assert re.fullmatch(r"[a-z][a-z0-9_]{0,63}", spec.name)
    assert spec.description
    assert "\n" not in spec.description
    assert spec.version
    for text in (spec.arguments_schema, spec.result_schema):
        schema = json.loads(text)
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["type"] == "object"
    arguments = json.loads(spec.arguments_schema)
    assert arguments["additionalProperties"] is False, "an unknown argument would pass in silence"
    assert set(arguments.get("required", ())) <= set(arguments["properties"])


def test_every_family_has_an_entry_with_tools_and_a_prior_and_nothing_else_has() -> None:
    assert set(SELECTION["families"]) == {family.value for family in Family}
    for entry in SELECTION["families"].values():
        assert set(entry) == {"tools", "prior"}
        assert len(entry["tools"]) == len(set(entry["tools"])) > 0


@pytest.mark.parametrize("family", Family)
def test_every_listed_tool_exists_and_is_offered_in_the_listed_order(family: Family) -> None:
    selection = selection_of(family)
    listed = SELECTION["families"][family.value]["tools"]
    assert [spec.name for spec in selection.tools] == [name for name in listed if name in NATIVE_TOOLS]
    assert selection.prior
    assert "\n" not in selection.prior


@pytest.mark.parametrize("family", Family)
def test_without_a_picture_only_tools_that_need_none_are_offered(family: Family) -> None:
    offered = selection_of(family, pictures=False).tools
    assert offered == tuple(spec for spec in selection_of(family).tools if not spec.needs_picture)
    assert not {"zoom", "rapidocr"} & {spec.name for spec in offered}


def test_every_tool_is_offered_to_some_family() -> None:
    listed = {name for entry in SELECTION["families"].values() for name in entry["tools"]}
    assert listed == {*NATIVE_TOOLS, *SERVED, *WEIGHTED}


def test_an_expert_is_offered_once_its_server_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "{}")
    try:
        registry.configure({"g_llava": ProviderSettings("http://127.0.0.1:9/v1", "m")})
        assert "g_llava_solve" in [spec.name for spec in selection_of(Family.GEOMETRY).tools]
        assert "g_llava_solve" in [spec.name for spec in all_specs()]
    finally:
        registry.configure({})
    assert "g_llava_solve" not in [spec.name for spec in selection_of(Family.GEOMETRY).tools]


COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def weights_of_deplot(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(VARIABLE, "{}")
    registry.configure({}, {"deplot": WeightSettings("google/deplot", COMMIT)})
    yield
    registry.configure({})


@pytest.mark.usefixtures("weights_of_deplot")
def test_weights_at_a_commit_are_known_where_nobody_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "find_spec", lambda name: object())
    tool = load.__wrapped__().tools["deplot_to_table"]
    assert tool.spec.weights_digest == COMMIT
    assert "unichart_to_table" in load.__wrapped__().unavailable


@pytest.mark.usefixtures("weights_of_deplot")
def test_weights_without_torch_are_not_offered_and_the_reason_names_the_extra(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(registry, "find_spec", lambda name: None)
    loaded = load.__wrapped__()
    assert "deplot_to_table" not in loaded.tools
    assert loaded.unavailable["deplot_to_table"].endswith("install vistaforge with the extra torch")


def test_weights_that_a_tool_server_runs_are_offered_without_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "{}")
    monkeypatch.setattr(registry, "find_spec", lambda name: None)
    weights = {"deplot": WeightSettings("google/deplot", COMMIT)}
    registry.configure({}, weights, elsewhere=True)
    there = load().tools["deplot_to_table"].spec
    registry.configure({}, weights)
    assert "deplot_to_table" not in load().tools
    registry.configure({})
    assert there.weights_digest == COMMIT


def test_weights_that_nobody_could_name_again_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "{}")
    with pytest.raises(ValueError, match="40 hex digits"):
        registry.configure({}, {"deplot": WeightSettings("google/deplot", "main")})


def test_a_tool_whose_library_is_missing_is_not_offered_and_the_reason_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "environment.tools.zoom", None)  # what a failing import leaves
    loaded = load.__wrapped__()
    assert "zoom" not in loaded.tools
    assert loaded.unavailable["zoom"].startswith("zoom cannot be imported: ")
    monkeypatch.setattr(registry, "load", lambda: loaded)
    offered = [spec.name for spec in selection_of.__wrapped__(Family.DOCUMENT).tools]
    assert offered == ["rapidocr", "tesseract", "rotate", "table_analyze"]


def test_a_listed_tool_that_does_not_exist_is_named_with_its_family(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {"families": {"chart": {"tools": ["zoom", "telescope"], "prior": "Look."}}}
    monkeypatch.setattr(registry, "_selection_file", lambda: wrong)
    with pytest.raises(ValueError, match=r"selection\.yaml: chart: there is no tool telescope"):
        selection_of.__wrapped__(Family.CHART)


def test_the_fingerprint_changes_with_turns_and_with_each_thing_a_tool_is() -> None:
    base = environment_fingerprint((ZOOM, OCR), 3)
    assert base == environment_fingerprint((OCR, ZOOM), 3)
    others = {environment_fingerprint((ZOOM, OCR), 4), environment_fingerprint((ZOOM,), 3)}
    for name in ("name", "version", "weights_digest", "arguments_schema", "result_schema", "description"):
        others.add(environment_fingerprint((replace(ZOOM, **dict[str, Any]({name: "other"})), OCR), 3))
    assert len(others | {base}) == 9


def test_the_fingerprint_changes_with_the_protocol(monkeypatch: pytest.MonkeyPatch) -> None:
    base = environment_fingerprint((ZOOM,), 3)
    monkeypatch.setattr(registry, "PROTOCOL_VERSION", 2)
    assert environment_fingerprint((ZOOM,), 3) != base


def test_the_selection_digest_changes_with_a_prior(monkeypatch: pytest.MonkeyPatch) -> None:
    base = selection_digest()
    changed = json.loads(json.dumps(SELECTION))
    changed["families"]["chart"]["prior"] += " Hurry."
    monkeypatch.setattr(registry, "_selection_file", lambda: changed)
    assert selection_digest() != base


HEAVY = """
import sys
from environment import registry
from environment.providers.settings import ProviderSettings, WeightSettings
assert set(registry.load().unavailable) == {*registry.SERVED, *registry.WEIGHTED}
commit = {"model": "org/model", "revision": "0" * 40}
weights = {tool.provider: WeightSettings(**commit) for tool in registry.WEIGHTED.values()}
server = ProviderSettings("http://127.0.0.1:9/v1", "m")
servers = {tool.provider: server for tool in registry.SERVED.values()}
registry.configure(servers, weights)
assert set(registry.SERVED) <= set(registry.load().tools)
heavy = ("cv2", "onnxruntime", "rapidocr", "sympy", "tesserocr", "torch", "transformers")
print([name for name in heavy if name in sys.modules])
"""


def test_loading_every_tool_imports_none_of_the_libraries_that_do_their_work() -> None:
    done = subprocess.run([sys.executable, "-c", HEAVY], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


FINGERPRINTS = """
from environment.registry import all_specs, environment_fingerprint, selection_digest, selection_of
from schemas import Family
print(selection_digest(), environment_fingerprint(all_specs(), 3))
print([environment_fingerprint(selection_of(family).tools, 3) for family in Family])
"""


def test_fingerprints_of_the_real_tools_are_the_same_in_processes_with_other_hash_seeds() -> None:
    said = [
        subprocess.run(
            [sys.executable, "-c", FINGERPRINTS],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert said[0] == said[1]
    assert environment_fingerprint(all_specs(), 3) in said[0]
