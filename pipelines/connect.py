"""From a teacher's parameters to the teacher itself, one case for each kind."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from pipelines.params import TeacherParams

if TYPE_CHECKING:
    from teachers.teacher import Teacher


async def connect(params: TeacherParams) -> Teacher:
    """Build a teacher on the event loop it will live on; each kind's libraries are imported only for it."""
    if params.kind == "programmatic":
        from teachers.programmatic import ProgrammaticTeacher

        return ProgrammaticTeacher()
    from synthesis.prompts import prompts_digest

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
        return await asyncio.to_thread(TransformersTeacher, local, prompts_digest())
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
    return OpenAITeacher(settings, prompts_digest())
