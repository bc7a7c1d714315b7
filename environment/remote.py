"""Tools of another machine: the tool server as a backend that gives what a pool here would, byte for byte."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence

import aiohttp

from environment.server.wire import DIGEST_HEADER, call_to_body, observation_of_plain
from schemas import Call, Observation, Picture, ToolSpec, tools_digest

BUSY = (429, 503)
GRACE_S = 60.0
"""Seconds beyond a call's own bound in which the server may be busy, restart, or be out of reach."""


class ToolServerError(RuntimeError):
    """A tool server that cannot be reached or has other tools; says which and what to do."""


class RemoteTools:
    """Runs calls at a tool server whose tools are exactly `specs`.

    Belongs to the event loop it is first used on.
    """

    def __init__(self, url: str, specs: Sequence[ToolSpec], timeout_s: float, token: str = "") -> None:
        self._url = url.rstrip("/")
        self._specs = tuple(specs)
        self._patience_s = timeout_s + GRACE_S
        self._headers = {DIGEST_HEADER: tools_digest(self._specs), "Content-Type": "application/json"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Make sure that the server is there and has the same tools; raises ToolServerError."""
        await self._asked("GET", "/health", None)

    async def run(self, call: Call, pictures: Sequence[Picture]) -> Observation:
        """Run one call there; a busy server is asked again.

        Raises ToolServerError where there is no answer: that is no fault of the call and no observation.
        """
        said = await self._asked("POST", "/run", call_to_body(call, tuple(pictures)))
        try:
            return observation_of_plain(json.loads(said))
        except (ValueError, KeyError, TypeError) as error:
            raise ToolServerError(f"{self._url} answered what is no observation ({error})") from error

    async def aclose(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def _asked(self, method: str, path: str, body: bytes | None) -> bytes:
        if self._session is None:
            # As many connections as there are calls under way: the server's queue is the bound.
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        last = "no answer"
        wait_s = 0.1
        try:
            async with asyncio.timeout(self._patience_s):
                while True:
                    try:
                        async with self._session.request(
                            method, self._url + path, data=body, headers=self._headers
                        ) as answer:
                            said = await answer.read()
                            if answer.status == 200:
                                return said
                            last = _sentence(said)
                            if answer.status not in BUSY:
                                raise ToolServerError(f"{self._url} refused ({answer.status}): {last}")
                            wait_s = float(answer.headers.get("Retry-After", wait_s))
                    except aiohttp.ClientError as error:
                        last = f"{type(error).__name__}: {error}"
                        wait_s = min(2 * wait_s, 5.0)
                    await asyncio.sleep(wait_s)
        except TimeoutError as error:
            raise ToolServerError(
                f"{self._url} gave no answer within {self._patience_s:g} s ({last}): "
                "start it with `vistaforge serve`, or empty tools.server"
            ) from error


def _sentence(said: bytes) -> str:
    try:
        return str(json.loads(said)["error"])
    except (ValueError, KeyError, TypeError):
        return said[:200].decode(errors="replace")
