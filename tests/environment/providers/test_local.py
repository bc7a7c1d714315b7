"""Tools with weights of their own: random weights, really loaded and really run, and what lacks is told."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from environment import registry
from environment.errors import BadReplyError, UnavailableError
from environment.execute import execute
from environment.pool import ToolPool
from environment.providers.local import LocalModel
from environment.providers.settings import VARIABLE, WeightSettings
from environment.registry import WEIGHTED
from environment.tools.local import grounding_dino, sam, tables
from environment.tools.local.weighted import Weighted
from environment.tools.pixels import decode_rgb
from schemas import Json, Observation
from schemas.weights import weights_of
from tests.builders import call
from tests.environment.tools.tool_pictures import noise

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("torch_here")]

PICTURE = noise(80, 60)
GOOD: dict[str, dict[str, Json]] = {
    "grounding_dino": {"query": "A cat. a dog", "threshold": 0.05},
    "sam": {"bbox_2d": [10, 10, 40, 50]},
}


@pytest.fixture(scope="module")
def folders(torch_here: None, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder of random weights for each provider."""
    import torch

    from tests.environment.providers.tiny_models import WRITE

    torch.manual_seed(0)
    root = tmp_path_factory.mktemp("weights")
    for name, write in WRITE.items():
        write(root / name)
    return {name: root / name for name in WRITE}


@pytest.fixture
def unconfigured() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, "{}")
        yield
        registry.configure({})


def run(folder: Path, tool: Weighted, arguments: dict[str, Json] | None = None) -> Observation:
    settings = WeightSettings(str(folder), device="cpu")
    made = tool.serve(tool.spec(weights_of(str(folder), "")), settings)
    given = GOOD.get(tool.name, {}) if arguments is None else arguments
    return execute({tool.name: made}, call(tool.name, dict(given)), (PICTURE,))


@pytest.mark.parametrize("name", sorted(WEIGHTED))
def test_random_weights_load_and_what_they_say_is_a_result_or_a_typed_error(
    folders: dict[str, Path], name: str
) -> None:
    tool = WEIGHTED[name]
    seen = run(folders[tool.provider], tool)
    if name in ("grounding_dino", "sam"):
        assert seen.status == "ok", seen.text
    else:  # random weights write no table
        assert seen.error_code == "bad_reply", seen.text
    assert seen.weights_digest == weights_of(str(folders[tool.provider]), "")
    assert "transformers" in seen.tool_version
    assert seen == run(folders[tool.provider], tool)


def test_deplot_generates_from_a_picture_with_its_request_written_on_it(folders: dict[str, Path]) -> None:
    loaded = LocalModel(WeightSettings(str(folders["deplot"]), device="cpu"), tables._load_deplot).get()
    drawn: list[str] = []
    header = loaded.processor.image_processor.render_header

    def watched(image: object, text: str, **options: object) -> object:
        drawn.append(text)
        return header(image, text, **options)

    loaded.processor.image_processor.render_header = watched
    with pytest.raises(BadReplyError):
        tables.ask_deplot(loaded, decode_rgb(PICTURE))
    assert drawn == [tables.DEPLOT_REQUEST]


@pytest.mark.parametrize(
    ("name", "written", "title"),
    [
        ("deplot_to_table", "TITLE | Sales<0x0A>Year | a<0x0A>2010 | 1,200", "Sales"),
        ("unichart_to_table", "Year | a & 2010 | 1,200", ""),
    ],
)
def test_what_a_table_model_writes_is_decoded_up_to_its_end_and_read(
    folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch, name: str, written: str, title: str
) -> None:
    import torch

    tool = WEIGHTED[name]
    made = tool.serve(tool.spec("d"), WeightSettings(str(folders[tool.provider]), device="cpu"))
    assert isinstance(made, tables.TableReader)
    loaded = made._model.get()
    tokens = [loaded.processor.tokenizer.encode(written, add_special_tokens=False), [2, 80, 81]]

    def says(
        *inputs: object, decoder_input_ids: torch.Tensor | None = None, **options: object
    ) -> torch.Tensor:
        start = [0] if decoder_input_ids is None else decoder_input_ids[0].tolist()
        return torch.tensor([[*start, *tokens[0], *tokens[1]]])

    monkeypatch.setattr(loaded.model, "generate", says)
    seen = execute({name: made}, call(name, {}), (PICTURE,))
    assert seen.status == "ok", seen.text
    assert json.loads(seen.result) == {
        "picture": 0,
        "title": title,
        "table": {"columns": ["Year", "a"], "rows": [["2010", 1200]]},
    }


def test_grounding_dino_s_boxes_lie_in_the_picture_with_words_of_the_query(folders: dict[str, Path]) -> None:
    seen = run(folders["grounding_dino"], grounding_dino.TOOL)
    objects = json.loads(seen.result)["objects"]
    assert objects
    for found in objects:
        x0, y0, x1, y1 = found["box"]
        assert 0 <= x0 < x1 <= PICTURE.width
        assert 0 <= y0 < y1 <= PICTURE.height
        assert set(found["label"].replace(".", " ").split()) <= {"a", "cat", "dog"}
    assert [o["score"] for o in objects] == sorted((o["score"] for o in objects), reverse=True)


@pytest.mark.parametrize(
    "arguments",
    [
        {"bbox_2d": [10, 10, 40, 50]},
        {"points": [[20, 20]]},
        {"points": [[20, 20], [30, 30]], "outside": [[70, 5]]},
        {"points": [[20, 20]], "bbox_2d": [10, 10, 40, 50]},
    ],
)
def test_sam_returns_a_mask_of_the_picture_s_size_or_says_that_there_is_none(
    folders: dict[str, Path], arguments: dict[str, Json]
) -> None:
    seen = run(folders["sam"], sam.TOOL, arguments)
    if seen.status == "ok":
        (mask,) = seen.pictures
        assert (mask.width, mask.height) == (PICTURE.width, PICTURE.height)
        assert int((decode_rgb(mask)[:, :, 0] == 255).sum()) == json.loads(seen.result)["area"]
    else:
        assert seen.error_code == "nothing_found", seen.text


@pytest.mark.parametrize("dtype", ["bfloat16", "float16"])
def test_weights_run_in_another_precision_and_are_told_apart_by_it(
    folders: dict[str, Path], dtype: str
) -> None:
    settings = WeightSettings(str(folders["sam"]), device="cpu", dtype=dtype)
    made = sam.TOOL.serve(sam.TOOL.spec("d", dtype), settings)
    seen = execute({"sam": made}, call("sam", GOOD["sam"]), (PICTURE,))
    assert seen.status == "ok" or seen.error_code == "nothing_found", seen.text
    assert seen.tool_version != sam.TOOL.spec("d").version


@pytest.mark.parametrize("name", sorted(WEIGHTED))
def test_weights_that_do_not_load_are_told_and_never_pass(
    folders: dict[str, Path], tmp_path: Path, name: str
) -> None:
    tool = WEIGHTED[name]
    shutil.copytree(folders[tool.provider], tmp_path / "m")
    (tmp_path / "m" / "model.safetensors").write_bytes(b"no weights")
    seen = run(tmp_path / "m", tool)
    assert (seen.status, seen.error_code) == ("error", "unavailable")
    assert "cannot be loaded" in seen.text
    assert str(tmp_path) not in seen.text


def test_a_gpu_that_is_not_here_is_told(folders: dict[str, Path]) -> None:
    model = LocalModel(WeightSettings(str(folders["sam"]), device="cuda:97"), sam._load)
    with pytest.raises(UnavailableError, match="cannot be loaded"):
        model.get()


def test_configured_weights_run_in_a_tool_process(folders: dict[str, Path], unconfigured: None) -> None:
    async def ask() -> Observation:
        pool = ToolPool(workers=1, timeout_s=120)
        try:
            return await pool.run(call("sam", GOOD["sam"]), (PICTURE,))
        finally:
            await pool.aclose()

    registry.configure({}, {"sam": WeightSettings(str(folders["sam"]))})
    seen = asyncio.run(ask())
    assert seen.status == "ok", seen.text
    assert replace(seen, pictures=()) == replace(run(folders["sam"], sam.TOOL), pictures=())
    assert "set tools.weights.deplot" in registry.load().unavailable["deplot_to_table"]
