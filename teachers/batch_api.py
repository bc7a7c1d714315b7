"""The vendor's side of a batch: upload, create, find again, wait, download (OpenAI Batch API)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import TypeVar

import aiohttp
import httpx2
import openai
from openai import AsyncOpenAI, DefaultAioHttpClient
from openai.types import Batch

from teachers.batch_lines import URL
from teachers.openai import PASSING_STATUSES

T = TypeVar("T")

ENDED = ("completed", "failed", "expired", "cancelled")
JOB = "vistaforge_job"
"""Metadata key of a batch, under which its job's own name stands."""
DAY_S = 86_400.0
TRIES = 5
"""Exchanges before the vendor counts as out of reach; the client's own retries lie within each."""
TROUBLE = (openai.APIError, httpx2.RequestError, aiohttp.ClientError, OSError)
"""What the client and its transport raise for an exchange that failed."""


class VendorError(Exception):
    """The vendor could not be reached, or will not do what it was asked; the message is fit to be told."""

    def __init__(self, reason: str, refused: bool = False) -> None:
        """Take the reason, and whether the vendor refused: then nothing was begun."""
        super().__init__(reason)
        self.refused = refused


class BatchApi:
    """A client of one vendor's batches; belongs to one event loop."""

    def __init__(self, base_url: str, key: str, poll_s: float) -> None:
        """Take address and key; `poll_s` lies at most between two looks at a batch, and between two tries."""
        self._client = AsyncOpenAI(base_url=base_url, api_key=key, http_client=DefaultAioHttpClient())
        self._poll_s = poll_s

    async def submit(self, name: str, requests: Path, sealed_at: float) -> str:
        """Have a file of requests worked on; returns the batch's id. Raises VendorError."""
        uploaded = await self._reached(lambda: self._client.files.create(file=requests, purpose="batch"))
        # Not the client's own retries: an exchange that failed may have made the batch all the same.
        once = self._client.with_options(max_retries=0).batches
        trouble: Exception | None = None
        for wait_s in islice(self._waits(), TRIES):
            if trouble and (found := await self.find(name, sealed_at)):
                return found
            try:
                batch = await once.create(
                    input_file_id=uploaded.id, endpoint=URL, completion_window="24h", metadata={JOB: name}
                )
            except TROUBLE as fault:
                if _is_refusal(fault):
                    raise VendorError(f"the vendor refuses the batch: {fault}", refused=True) from fault
                trouble = fault
                await asyncio.sleep(wait_s)
            else:
                return batch.id
        raise VendorError(f"no batch could be made in {TRIES} tries, the last one: {trouble!r}") from trouble

    async def find(self, name: str, sealed_at: float) -> str | None:
        """Return the id of the batch that carries a job's name, if there is one. Raises VendorError."""

        async def look() -> str | None:
            async for batch in self._client.batches.list(limit=100):
                if (batch.metadata or {}).get(JOB) == name:
                    return batch.id
                if batch.created_at < sealed_at - DAY_S:  # newest first; a day for clocks that differ
                    break
            return None

        return await self._reached(look)

    async def ended(self, batch_id: str) -> Batch:
        """Return the batch once it has ended, however. Raises VendorError."""
        waits = self._waits()
        while True:
            batch = await self._reached(lambda: self._client.batches.retrieve(batch_id))
            if batch.status in ENDED:
                return batch
            await asyncio.sleep(next(waits))

    async def download(self, file_id: str, path: Path) -> None:
        """Write one of the vendor's files to `path`. Raises VendorError."""

        async def fetch() -> None:
            async with self._client.files.with_streaming_response.content(file_id) as answer:
                await answer.stream_to_file(path)

        await self._reached(fetch)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.close()

    def _waits(self) -> Iterator[float]:
        """Yield seconds to wait: a second, then twice as long each time; a small batch ends soon."""
        wait_s = min(1.0, self._poll_s)
        while True:
            yield wait_s
            wait_s = min(2 * wait_s, self._poll_s)

    async def _reached(self, exchange: Callable[[], Awaitable[T]]) -> T:
        trouble: Exception | None = None
        for wait_s in islice(self._waits(), TRIES):
            try:
                return await exchange()
            except TROUBLE as fault:
                if _is_refusal(fault):
                    raise VendorError(f"the vendor refuses: {fault}", refused=True) from fault
                trouble = fault
            await asyncio.sleep(wait_s)
        raise VendorError(f"out of reach in {TRIES} tries, the last one: {trouble!r}") from trouble


def why_failed(batch: Batch) -> str:
    """Return what the vendor says of a batch that failed as a whole; empty where it says nothing."""
    errors = (batch.errors.data if batch.errors else None) or []
    return "; ".join(error.message or error.code or "" for error in errors)


def _is_refusal(fault: Exception) -> bool:
    status = fault.status_code if isinstance(fault, openai.APIStatusError) else 0
    return 400 <= status < 500 and status not in PASSING_STATUSES
