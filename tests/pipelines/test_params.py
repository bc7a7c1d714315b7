"""A teacher's parameters: what fits its kind is read, what does not is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from environment.providers.settings import ProviderSettings, WeightSettings
from pipelines.params import ParamsError
from pipelines.params_file import load_params
from teachers.prices import Price
from tests.pipelines.small import write_params

DATASETS = {"docvqa": {"adapter": "docvqa", "path": "raw"}}
COMMIT = "0123456789abcdef0123456789abcdef01234567"
ENDPOINT = {"kind": "openai", "base_url": "http://localhost:8000/v1", "model": "m"}
LOCAL = {"kind": "transformers", "model": "someone/tiny-vl", "revision": COMMIT}


def test_a_local_model_is_read_with_its_own_settings(tmp_path: Path) -> None:
    own = {**LOCAL, "device": "cuda:1", "dtype": "bfloat16", "batch": 4, "decoding": {"temperature": 0.7}}
    teacher = load_params(write_params(tmp_path / "params.yaml", DATASETS, teacher=own)).teacher
    assert (teacher.kind, teacher.model, teacher.revision) == ("transformers", "someone/tiny-vl", COMMIT)
    assert (teacher.device, teacher.dtype, teacher.batch) == ("cuda:1", "bfloat16", 4)


def test_a_price_of_one_s_own_is_read_and_0_is_a_price(tmp_path: Path) -> None:
    own = {**ENDPOINT, "price": {"input": 0, "output": 0}}
    params = load_params(write_params(tmp_path / "params.yaml", DATASETS, teacher=own))
    assert params.teacher.price == Price(input=0.0, output=0.0)
    assert (
        load_params(write_params(tmp_path / "params.yaml", DATASETS, teacher=ENDPOINT)).teacher.price is None
    )


@pytest.mark.parametrize(
    ("teacher", "said"),
    [
        ({"kind": "oracle"}, r"teacher\.kind: must be one of programmatic, openai, recorded, transformers"),
        ({"kind": "openai", "model": "m"}, "kind openai needs base_url and model"),
        ({**ENDPOINT, "revision": COMMIT}, r"teacher\.revision: kind openai has no such setting"),
        ({**ENDPOINT, "batch": 0}, r"teacher\.batch: kind openai has no such setting"),
        ({**ENDPOINT, "batch_api": True}, r"teacher\.batch_api: turns that wait on each other"),
        ({**ENDPOINT, "in_flight": 0}, r"teacher\.in_flight: must be at least 1"),
        ({**ENDPOINT, "price": {"input": -1, "output": 0}}, r"teacher\.price: nothing costs less than 0"),
        ({**ENDPOINT, "price": {"input": 1}}, r"teacher\.price.*output"),
        ({**ENDPOINT, "price": 0}, r"teacher\.price: must be a mapping"),
        (
            {"kind": "programmatic", "price": {"input": 0, "output": 0}},
            "kind programmatic has no such setting",
        ),
        ({**LOCAL, "base_url": "http://x/v1"}, r"teacher\.base_url: kind transformers has no such setting"),
        ({**LOCAL, "revision": "main"}, r"teacher\.model: 'someone/tiny-vl' is no folder here"),
        ({**LOCAL, "dtype": "int4"}, r"teacher\.dtype: must be one of auto, bfloat16"),
        ({**LOCAL, "batch": 0}, r"teacher\.batch: must be at least 1"),
        ({**LOCAL, "decoding": {"stop": "."}}, r"teacher\.decoding\.stop: a local model knows only"),
    ],
)
def test_a_teacher_that_does_not_fit_is_refused_with_its_place(
    teacher: dict[str, object], said: str, tmp_path: Path
) -> None:
    with pytest.raises(ParamsError, match=said):
        load_params(write_params(tmp_path / "params.yaml", DATASETS, teacher=teacher))


def test_the_probed_policy_is_held_to_the_same(tmp_path: Path) -> None:
    params = write_params(tmp_path / "params.yaml", DATASETS, probe={"policy": {**LOCAL, "revision": ""}})
    with pytest.raises(ParamsError, match=r"probe\.policy\.model: "):
        load_params(params)


PROVIDER = {"url": "http://localhost:8000/v1", "model": "chartmoe"}


def test_servers_of_tools_become_a_frozen_record(tmp_path: Path) -> None:
    path = tmp_path / "params.yaml"
    path.write_text(yaml.safe_dump({"datasets": {}, "tools": {"providers": {"chartmoe": PROVIDER}}}))
    assert load_params(path).tools.providers == {"chartmoe": ProviderSettings(**PROVIDER)}


@pytest.mark.parametrize(
    ("name", "settings", "said"),
    [
        ("chartmow", PROVIDER, "no tool asks for it"),
        ("chartmoe", {**PROVIDER, "url": "localhost"}, "starts with http"),
        ("chartmoe", {**PROVIDER, "model": ""}, "needs a model"),
        ("chartmoe", {"model": "m"}, "url"),
        ("chartmoe", {**PROVIDER, "timeout_s": 0}, "must be above 0"),
    ],
)
def test_a_server_of_tools_that_cannot_be_is_refused_with_its_place(
    tmp_path: Path, name: str, settings: dict[str, str | int], said: str
) -> None:
    path = tmp_path / "params.yaml"
    path.write_text(yaml.safe_dump({"datasets": {}, "tools": {"providers": {name: settings}}}))
    with pytest.raises(ParamsError, match=rf"tools\.providers\.{name}.*{said}"):
        load_params(path)


WEIGHTS = {"model": "google/deplot", "revision": "0123456789abcdef0123456789abcdef01234567"}


def test_weights_of_tools_become_a_frozen_record(tmp_path: Path) -> None:
    path = tmp_path / "params.yaml"
    path.write_text(yaml.safe_dump({"datasets": {}, "tools": {"weights": {"deplot": WEIGHTS}}}))
    assert load_params(path).tools.weights == {"deplot": WeightSettings(**WEIGHTS)}


@pytest.mark.parametrize(
    ("name", "settings", "said"),
    [
        ("deplots", WEIGHTS, "no tool asks for it"),
        ("deplot", {**WEIGHTS, "revision": "main"}, r"model: .*40 hex digits"),
        ("deplot", {**WEIGHTS, "dtype": "int3"}, r"dtype: must be one of"),
        ("deplot", {"revision": "main"}, "model"),
        ("deplot", {**WEIGHTS, "url": "http://a"}, "no such setting"),
    ],
)
def test_weights_of_tools_that_cannot_be_are_refused_with_their_place(
    tmp_path: Path, name: str, settings: dict[str, str], said: str
) -> None:
    path = tmp_path / "params.yaml"
    path.write_text(yaml.safe_dump({"datasets": {}, "tools": {"weights": {name: settings}}}))
    with pytest.raises(ParamsError, match=rf"tools\.weights\.{name}.*{said}"):
        load_params(path)
