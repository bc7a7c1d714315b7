"""The server's life: from its settings to a process that listens, and to an end that loses no call."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Sequence
from types import FrameType

import uvicorn
from mcp.server.streamable_http_manager import StreamableHTTPASGIApp
from starlette.applications import Starlette

from environment.pool import ToolPool
from environment.registry import Loaded
from environment.server.app import House, build_app
from environment.server.desk import Desk
from environment.server.episodes import Episodes
from environment.server.mcp_tools import session_manager
from environment.server.metrics import Metrics
from environment.server.settings import ServerSettings, is_loopback, token_of
from environment.server.verl_tool import get_observation

LAST_WORDS_S = 5
"""Seconds that answers may take to reach their clients once every call has ended."""


async def serve(settings: ServerSettings, loaded: Loaded, pool: ToolPool, workers: int) -> None:
    """Serve until a signal says to stop; raises ServerSettingsError for settings it cannot start with."""
    token = token_of(settings)
    specs = [tool.spec for tool in loaded.tools.values()]
    per_tool = settings.per_tool or max(1, workers - 1)
    desk = Desk(pool.run, specs, settings.queue, per_tool, Metrics())
    house = House(desk, loaded.unavailable, token, is_loopback(settings.host))

    mcp = session_manager(desk, settings.picture_root)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await pool.start()
        async with mcp.run():
            yield
        await pool.aclose()

    pages = {
        "/get_observation": get_observation(
            desk, settings.dialect, settings.frame, settings.picture_root, Episodes()
        )
    }
    app = build_app(house, pages, lifespan, {"/mcp": StreamableHTTPASGIApp(mcp)})
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=LAST_WORDS_S,
    )
    await GracefulServer(config, desk).serve()


class GracefulServer(uvicorn.Server):
    """Answers the calls under way before it stops listening; meanwhile new ones are told so (503)."""

    def __init__(self, config: uvicorn.Config, desk: Desk) -> None:
        super().__init__(config)
        self._desk = desk
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ending: Awaitable[None] | None = None

    async def startup(self, sockets: Sequence[object] | None = None) -> None:
        """Start to listen, and say where."""
        self._loop = asyncio.get_running_loop()
        await super().startup()
        for server in getattr(self, "servers", []):
            for socket in server.sockets:
                host, port = socket.getsockname()[:2]
                name = f"[{host}]" if ":" in host else host
                print(f"vistaforge: tools at http://{name}:{port}", flush=True)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop at the first signal; the second one ends at once."""
        if self._loop is None or self._desk.stopping:
            super().handle_exit(sig, frame)
            return
        self._loop.call_soon_threadsafe(self._end)

    def _end(self) -> None:
        async def ended() -> None:
            await self._desk.stop()
            self.should_exit = True

        self._ending = asyncio.create_task(ended())
