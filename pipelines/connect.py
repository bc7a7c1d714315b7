"""From a teacher's parameters to the teacher itself, one case for each kind."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.params import TeacherParams

if TYPE_CHECKING:
    from synthesis.ledger import Ledger
    from teachers.teacher import Teacher


async def connect(
    params: TeacherParams, prompts: str, ledger: Ledger | None = None, batches: Path | None = None
) -> Teacher:
    """Build a teacher on the event loop it will live on; each kind's libraries are imported only for it.

    `prompts` is the digest of the prompt files, `ledger` holds what a recorded teacher says (without one it
    says nothing), `batches` is the folder of a single-turn stage's batches. Raises TeacherError where the
    teacher cannot be had.
    """
    if params.kind == "programmatic":
        from teachers.programmatic import ProgrammaticTeacher

        return ProgrammaticTeacher()
    if params.kind == "transformers":
        from teachers.local import TransformersSettings, TransformersTeacher

        local = TransformersSettings(
            model=params.model,
            revision=params.revision,
            device=params.device,
            dtype=params.dtype,
            decoding=params.decoding,
            batch=params.batch,
        )
        # It reads the weights once to know them, which takes a while.
        return await asyncio.to_thread(TransformersTeacher, local, prompts)
    from teachers.openai import OpenAISettings, OpenAITeacher

    settings = OpenAISettings(
        base_url=params.base_url,
        model=params.model,
        api_key_env=params.api_key_env,
        decoding=params.decoding,
        native_tools=params.native_tools,
        in_flight=params.in_flight,
        read_timeout_s=params.timeout_s,
        total_timeout_s=2 * params.timeout_s,
        price=params.price,
    )
    if params.kind == "recorded":
        from synthesis.bought import recorded_in
        from teachers.recorded import RecordedTeacher

        recorded = OpenAITeacher(settings, prompts)
        said = recorded_in(ledger, recorded.ref) if ledger else lambda request: None
        return RecordedTeacher(recorded.ref, recorded.dialect, said)
    if params.batch_api and batches is not None:
        from teachers.batch import BatchTeacher

        return BatchTeacher(settings, batches, prompts)
    return OpenAITeacher(settings, prompts)
