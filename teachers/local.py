"""Teachers that run in this process with the transformers library: Qwen2.5-VL, Qwen3-VL, LLaVA and the like.

Requests asked at the same time are gathered into one `generate` call, in a thread of its own. For more than
one card, or for speed, serve the model with vLLM or SGLang and use `teachers.openai`.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from schemas import Json, Reply, Request, TeacherKind
from schemas.weights import name_of, weights_of
from teachers.fingerprint import teacher_ref
from teachers.sampling import sampling_of
from teachers.teacher import TeacherError, TeacherRefusedError

if TYPE_CHECKING:
    from teachers.local_model import LocalModel

DTYPES = ("auto", "bfloat16", "float16", "float32")
"""Precisions; `auto` takes the one the weights were saved in."""

Asked: TypeAlias = tuple[Request, "asyncio.Future[Reply]"]


@dataclass(frozen=True)
class TransformersSettings:
    """Which model is run and how; `teachers.fingerprint` says which of these name it."""

    model: str
    """A folder, or a repository of the hub."""
    revision: str = ""
    """Commit of the repository, 40 hex digits; empty for a folder."""
    device: str = "auto"
    """As torch names it (`cuda:0`, `cpu`); `auto` takes a GPU where there is one."""
    dtype: str = "auto"
    decoding: Mapping[str, Json] = field(default_factory=dict)
    """Fields of `teachers.sampling.Sampling`."""
    batch: int = 8
    """Most requests in one `generate` call; what memory allows."""
    gather_s: float = 0.05
    """How long an idle model waits for a batch to fill."""


class TransformersTeacher:
    """A local model; weights are loaded when the first reply is asked for, so a replay needs none.

    Belongs to one event loop, and each worker process that has one holds its own weights. Its conversation is
    rendered as text (`hermes`): the chat templates of several models drop tool calls silently. Raises
    TeacherError where the settings name no weights.
    """

    dialect = "hermes"

    def __init__(self, settings: TransformersSettings, prompts: str) -> None:
        """Take settings and the digest of the prompt files; reads a folder's files to know its weights."""
        self.settings = settings
        try:
            self._sampling = sampling_of(settings.decoding)
            weights = weights_of(settings.model, settings.revision)
        except (ValueError, OSError) as fault:
            raise TeacherError(f"teacher {settings.model}: {fault}") from fault
        self.ref = teacher_ref(
            TeacherKind.TRANSFORMERS,
            name_of(settings.model),
            self._sampling.as_json(),
            dialect=self.dialect,
            prompts=prompts,
            weights=f"{weights}:{settings.dtype}",
        )
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="generate")
        self._model: LocalModel | TeacherError | None = None
        self._stop = threading.Event()
        self._waiting: list[Asked] = []
        self._serving: asyncio.Future[None] | None = None

    async def reply(self, request: Request) -> Reply:
        """Return the model's next turn, whole or cut at its length limit.

        Raises TeacherRefusedError where the model cannot be loaded or cannot take the request.
        """
        answer: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._waiting.append((request, answer))
        if self._serving is None:
            self._serving = asyncio.create_task(self._serve())
        return await answer

    async def aclose(self) -> None:
        """Stop generating and let go of the weights."""
        self._stop.set()
        if self._serving is not None:
            self._serving.cancel()
        await asyncio.to_thread(self._thread.shutdown, cancel_futures=True)
        for _, answer in self._waiting:
            answer.cancel()
        self._model = None

    async def _serve(self) -> None:
        """Answer what waits, batch after batch, until nothing does."""
        try:
            while self._waiting:
                if len(self._waiting) < self.settings.batch:
                    await asyncio.sleep(self.settings.gather_s)
                taken, self._waiting = (
                    self._waiting[: self.settings.batch],
                    self._waiting[self.settings.batch :],
                )
                await self._answer([asked for asked in taken if not asked[1].done()])
        finally:
            self._serving = None

    async def _answer(self, batch: Sequence[Asked]) -> None:
        outcomes: Sequence[Reply | BaseException]
        try:
            outcomes = await asyncio.get_running_loop().run_in_executor(
                self._thread, self._generate, [request for request, _ in batch]
            )
        except asyncio.CancelledError:
            for _, answer in batch:
                answer.cancel()
            raise
        except Exception as fault:  # one of ours: whoever asked must see it
            outcomes = [fault] * len(batch)
        for (_, answer), outcome in zip(batch, outcomes, strict=True):
            if answer.done():
                continue
            if isinstance(outcome, Reply):
                answer.set_result(outcome)
            else:
                answer.set_exception(outcome)

    def _generate(self, requests: Sequence[Request]) -> Sequence[Reply | TeacherError]:
        if self._model is None:
            self._model = self._load()
        if isinstance(self._model, TeacherError):
            return [self._model] * len(requests)
        return self._model.generate(requests)

    def _load(self) -> LocalModel | TeacherError:
        """Load the model, or return why it cannot be: the next request would meet the same."""
        own = self.settings
        try:
            from teachers.local_model import LocalModel

            return LocalModel(own.model, own.revision, own.device, own.dtype, self._sampling, self._stop)
        except ImportError as missing:
            return TeacherRefusedError(
                f"teacher {own.model}: kind transformers needs torch, which is not installed ({missing}): "
                "install vistaforge with the extra torch"
            )
        except TeacherError as fault:
            return fault
