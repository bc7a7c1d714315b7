"""`vistaforge tools`: the list says what there is and why the rest is not; `call` runs one on a picture."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from environment import registry
from environment.execute import execute
from environment.providers.settings import VARIABLE
from environment.registry import load, load_tools
from pipelines.cli import main
from pipelines.tools import listing
from schemas import Picture
from tests.builders import call, picture, tool_spec
from tests.endpoint import completion, endpoint
from tests.pipelines.small import write_params
from tests.tool_server import tool_server

BOX = {"bbox_2d": [5, 5, 45, 35]}


@pytest.fixture
def unconfigured() -> Iterator[None]:
    """Whatever a test configures is gone after it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, "{}")
        yield
        registry.configure({})


@pytest.fixture
def shown(tmp_path: Path) -> tuple[Path, Picture]:
    """A picture in a file, and the same as a record."""
    held = picture(80, 60, "red")
    path = tmp_path / "red.png"
    path.write_bytes(held.data)
    return path, held


def test_the_list_names_every_tool_of_this_machine(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tools"]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split()[:3] == ["tool", "family", "of"]
    here, (count, *absent) = lines[: lines.index("")], lines[lines.index("") + 1 :]
    assert [line.split()[0] for line in here] == list(load().tools)
    assert sorted(line.split(":")[0].strip() for line in absent) == sorted(load().unavailable)
    assert count.startswith("of the paper's 26 tools: ")
    assert sum(int(part.split()[0]) for part in count.split(": ")[1].split(", ")) == 26
    assert any(line.startswith("  sam: needs weights; ") for line in absent)
    zoom = next(line for line in here if line.startswith("zoom "))
    assert zoom.split()[1:6] == ["perception", "native", "native", "exact", "-"]


def test_the_list_says_why_a_tool_is_not_there() -> None:
    said = listing([tool_spec("zoom")], {"deplot": "deplot cannot be imported: no torch"})
    assert said.splitlines()[-2:] == ["not available here:", "  deplot cannot be imported: no torch"]


def test_a_call_shows_the_result_and_saves_the_pictures(
    shown: tuple[Path, Picture], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, held = shown
    wanted = execute(load_tools(), call("zoom", BOX), [held])
    command = ["tools", "call", "zoom", "--picture", str(path), "--arguments", json.dumps(BOX)]
    assert main([*command, "--save", str(tmp_path / "crops")]) == 0
    out = capsys.readouterr().out
    assert wanted.text in out
    assert wanted.result in out
    saved = tmp_path / "crops" / "zoom_1.png"
    assert str(saved) in out
    assert saved.read_bytes() == wanted.pictures[0].data
    with Image.open(io.BytesIO(saved.read_bytes())) as crop:
        assert crop.size == (wanted.pictures[0].width, wanted.pictures[0].height)


def test_a_model_that_the_parameters_name_is_called(
    shown: tuple[Path, Picture], tmp_path: Path, capsys: pytest.CaptureFixture[str], unconfigured: None
) -> None:
    with endpoint(lambda *_: (200, completion("Sales rose."))) as url:
        providers = {"chartmoe": {"url": url, "model": "m"}}
        params = write_params(tmp_path / "p.yaml", {}, tools={"providers": providers})
        command = ["tools", "--params", str(params), "call", "chartmoe_describe", "--picture", str(shown[0])]
        assert main(command) == 0
    assert "Sales rose." in capsys.readouterr().out


def test_a_call_goes_to_the_tool_server_that_the_parameters_name(
    shown: tuple[Path, Picture], tmp_path: Path, capsys: pytest.CaptureFixture[str], unconfigured: None
) -> None:
    with (
        endpoint(lambda *_: (200, completion("Sales rose."))) as url,
        tool_server(workers=1, providers={"chartmoe": {"url": url, "model": "m"}}) as server,
    ):
        assert "chartmoe_describe" in server.get("/health").json()["tools"]
        # The client names the model, which says whose results these are, and not where it is.
        providers = {"chartmoe": {"url": "http://127.0.0.1:9/v1", "model": "m"}}
        params = write_params(tmp_path / "p.yaml", {}, tools={"server": server.url, "providers": providers})
        command = ["tools", "--params", str(params), "call", "chartmoe_describe", "--picture", str(shown[0])]
        assert main(command) == 0
    assert "Sales rose." in capsys.readouterr().out


def test_a_refused_call_is_told_and_fails(
    shown: tuple[Path, Picture], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["tools", "call", "zoom", "--picture", str(shown[0])]) == 1
    said = capsys.readouterr()
    assert "'bbox_2d' is a required property" in said.out
    assert "argument_name" in said.err


def test_a_picture_that_is_none_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "no.png"
    path.write_text("not a picture")
    assert main(["tools", "call", "rapidocr", "--picture", str(path)]) == 2
    assert "no.png" in capsys.readouterr().err
