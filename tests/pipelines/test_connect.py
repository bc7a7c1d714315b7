"""From parameters to the teacher of their kind."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from pipelines.connect import connect
from pipelines.params import TeacherParams
from schemas import TeacherRef

ENDPOINT = TeacherParams(kind="openai", base_url="http://127.0.0.1:9/v1", model="m", decoding={"seed": 0})
BATCHED = TeacherParams(
    kind="openai", base_url="http://127.0.0.1:9/v1", model="m", decoding={"seed": 0}, batch_api=True
)


def connected(params: TeacherParams, batches: Path | None = None) -> tuple[str, TeacherRef]:
    async def run() -> tuple[str, TeacherRef]:
        teacher = await connect(params, "prompts", batches=batches)
        await teacher.aclose()
        return type(teacher).__name__, teacher.ref

    return asyncio.run(run())


def test_a_program_and_an_endpoint_are_what_their_kind_says() -> None:
    assert connected(TeacherParams())[0] == "ProgrammaticTeacher"
    assert connected(ENDPOINT)[0] == "OpenAITeacher"


@pytest.mark.parametrize(("params", "name"), [(ENDPOINT, "OpenAITeacher"), (BATCHED, "BatchTeacher")])
def test_a_stage_with_a_folder_for_batches_uses_them_where_it_is_told_to(
    params: TeacherParams, name: str, tmp_path: Path
) -> None:
    assert connected(params, tmp_path)[0] == name


def test_a_reply_bought_in_a_batch_is_that_of_the_same_teacher(tmp_path: Path) -> None:
    assert connected(BATCHED, tmp_path)[1] == connected(ENDPOINT)[1]


def test_a_folder_of_weights_is_a_local_model(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    name, ref = connected(TeacherParams(kind="transformers", model=str(tmp_path)))
    assert name == "TransformersTeacher"
    assert ref.name == tmp_path.name
