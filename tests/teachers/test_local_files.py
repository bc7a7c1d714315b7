"""Which weights a local model has: a changed byte is another model, a changed page about it is not."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from schemas.weights import check_source, name_of, weights_of
from teachers.local import TransformersSettings, TransformersTeacher
from teachers.teacher import TeacherError
from tests.conversations import first_turn

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder laid out like a checkpoint; what is in the files is of no account here."""
    model = tmp_path / "tiny-vl"
    model.mkdir()
    (model / "model.safetensors").write_bytes(b"weights")
    (model / "config.json").write_text("{}")
    (model / "README.md").write_text("A model.")
    return model


@pytest.mark.parametrize(
    ("name", "content", "another"),
    [
        ("model.safetensors", "weightz", True),
        ("config.json", '{"a":1}', True),
        ("chat_template.jinja", "{{ messages }}", True),
        ("README.md", "The same model.", False),
        ("modeling_own.py", "print('never run')", False),
    ],
)
def test_what_is_loaded_tells_weights_apart_and_nothing_else_does(
    folder: Path, name: str, content: str, another: bool
) -> None:
    before = weights_of(str(folder), "")
    (folder / name).write_text(content)
    assert (weights_of(str(folder), "") != before) is another


def test_the_same_files_elsewhere_are_the_same_teacher(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    moved = folder.rename(tmp_path / "elsewhere" / folder.name)
    here = TransformersTeacher(TransformersSettings(str(moved)), "p").ref
    moved.rename(folder)
    assert TransformersTeacher(TransformersSettings(str(folder)), "p").ref == here
    assert here.name == "tiny-vl"
    assert str(tmp_path) not in str(here)


@pytest.mark.parametrize("change", [{"dtype": "float32"}, {"decoding": {"temperature": 0.5}}])
def test_precision_and_decoding_make_another_teacher(folder: Path, change: dict[str, object]) -> None:
    plain = TransformersTeacher(TransformersSettings(str(folder)), "p").ref.fingerprint
    changed = TransformersSettings(str(folder), **change)  # type: ignore[arg-type]
    assert TransformersTeacher(changed, "p").ref.fingerprint != plain


@pytest.mark.parametrize("change", [{"device": "cuda:1"}, {"batch": 3}, {"gather_s": 1.0}])
def test_how_it_is_run_does_not(folder: Path, change: dict[str, object]) -> None:
    plain = TransformersTeacher(TransformersSettings(str(folder)), "p").ref
    changed = TransformersSettings(str(folder), **change)  # type: ignore[arg-type]
    assert TransformersTeacher(changed, "p").ref == plain


def test_a_hub_repository_is_named_by_its_commit() -> None:
    check_source("someone/tiny-vl", COMMIT)
    assert weights_of("someone/tiny-vl", COMMIT) == COMMIT
    assert name_of("someone/tiny-vl") == "someone/tiny-vl"


@pytest.mark.parametrize("revision", ["", "main", COMMIT[:8], COMMIT.upper()])
def test_a_revision_that_may_move_is_refused(revision: str) -> None:
    with pytest.raises(ValueError, match="the commit, 40 hex digits"):
        check_source("someone/tiny-vl", revision)


def test_a_folder_has_no_revision(folder: Path) -> None:
    with pytest.raises(ValueError, match="leave it out"):
        check_source(str(folder), COMMIT)


def test_settings_that_name_no_weights_are_told_at_once() -> None:
    with pytest.raises(TeacherError, match="teacher no/such: model: 'no/such' is no folder here"):
        TransformersTeacher(TransformersSettings("no/such"), "p")


def test_without_torch_the_reply_is_refused_saying_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.delitem(sys.modules, "teachers.local_model", raising=False)

    async def run() -> None:
        teacher = TransformersTeacher(TransformersSettings(str(folder), gather_s=0.0), "p")
        try:
            await teacher.reply(first_turn("a", native_tools=False))
        finally:
            await teacher.aclose()

    with pytest.raises(TeacherError, match="install vistaforge with the extra torch"):
        asyncio.run(run())
