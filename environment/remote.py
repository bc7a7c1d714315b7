"""Tools of another machine: the tool server as a backend that gives what a pool here would, byte for byte."""

from __future__ import annotations

import asyncio
import io
import json
import time
from collections.abc import Sequence

import aiohttp

from environment.server.wire import DIGEST_HEADER, call_to_body, observation_of_plain
from schemas import Call, Observation, Picture, ToolSpec, tools_digest

BUSY = (429, 503)
GRACE_S = 60.0
"""Seconds in a row in which the server may restart or be out of reach. """
RETRY_S = 0.5
CONNECT_S = 10.0


class ToolServerError(RuntimeError):
    """A tool server that cannot be reached or has other tools; says which and what to do."""


class RemoteTools:
    """Runs calls at a tool server whose tools are exactly `specs`.

    Belongs to the event loop it is first used on.
    """

    def __init__(self, url: str, specs: Sequence[ToolSpec], token: str = "") -> None:
        self._url = url.rstrip("/")
        self._specs = tuple(specs)
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
        lost_since: float | None = None
        while True:
            try:
                async with self._connected().request(
                    method, self._url + path, data=body and io.BytesIO(body), headers=self._headers
                ) as answer:
                    said = await answer.read()
                if answer.status == 200:
                    return said
                if answer.status not in BUSY:
                    raise ToolServerError(f"{self._url} refused ({answer.status}): {_sentence(said)}")
                lost_since, wait_s = None, float(answer.headers.get("Retry-After", RETRY_S))
            except (aiohttp.ClientError, TimeoutError) as error:
                now = time.monotonic()
                lost_since, wait_s = lost_since or now, RETRY_S
                if now - lost_since >= GRACE_S:
                    raise ToolServerError(
                        f"{self._url} could not be reached for {GRACE_S:g} s "
                        f"({error or type(error).__name__}): "
                        "start it with `vistaforge serve`, or empty tools.server"
                    ) from error
            await asyncio.sleep(wait_s)

    def _connected(self) -> aiohttp.ClientSession:
        if self._session is None:
            # As many connections as there are calls, and no bound in time: the server bounds both.
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_S),
            )
        return self._session


def _sentence(said: bytes) -> str:
    try:
        return str(json.loads(said)["error"])
    except (ValueError, KeyError, TypeError):
        return said[:200].decode(errors="replace")
