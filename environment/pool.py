"""Tools in processes that can be killed: a call that hangs, dies or swells costs a worker, never the run."""

from __future__ import annotations

import asyncio
import os
import pickle
import socket
import subprocess
import sys
from collections.abc import Sequence

from environment.errors import ToolCrashedError, ToolTimeoutError
from environment.execute import refusal
from environment.worker import LENGTH
from schemas import Call, Observation, Picture

DEFAULT_TIMEOUT_S = 120.0
DEFAULT_MEMORY_MB = 4096
CALLS_PER_WORKER = 5000
"""Calls after which a worker is replaced, so that a library's leak stays bounded."""
GOODBYE_S = 5.0
"""How long a worker that was told to stop may take."""

TOOLS = "environment.worker:run_with_tools"
"""What a worker runs: `module:function`, from a call and its pictures to an observation."""


class ToolPool:
    """Runs calls in `workers` processes, each call bounded in time (s) and each process in memory (MB).

    Belongs to the event loop it is first used on. A call that waits for a free worker is not timed. A process
    starts with the first call that needs it, or all of them with `start`.
    """

    def __init__(
        self, workers: int, timeout_s: float = DEFAULT_TIMEOUT_S, memory_mb: int = DEFAULT_MEMORY_MB
    ) -> None:
        self._timeout_s = timeout_s
        self._idle: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()
        self._workers = [_Worker(TOOLS, memory_mb) for _ in range(workers)]
        self._closed = False
        # The last to come back is the first to go out again: few workers stay warm, the others cost nothing.
        for worker in self._workers:
            self._idle.put_nowait(worker)

    async def start(self) -> None:
        """Start every process now: what they import takes a second, which no call then waits for."""
        await asyncio.gather(*(worker.start() for worker in self._workers))

    async def run(self, call: Call, pictures: Sequence[Picture]) -> Observation:
        """Run one call; a worker's death or delay is an observation. Raises RuntimeError once closed."""
        if self._closed:
            raise RuntimeError("the tool pool is closed")
        worker = await self._idle.get()
        try:
            async with asyncio.timeout(self._timeout_s):
                return await worker.run(call, tuple(pictures))
        except TimeoutError:
            await worker.kill()
            return refusal(ToolTimeoutError(f"{call.name} took longer than {self._timeout_s:g} s."))
        except (EOFError, ConnectionError):
            code = await worker.kill()
            return refusal(ToolCrashedError(f"{call.name} died with exit code {code}."))
        except BaseException:
            # Cancelled half way: its answer would be taken for the next call's.
            await worker.kill()
            raise
        finally:
            self._idle.put_nowait(worker)

    async def aclose(self) -> None:
        """Stop the workers; calls still running are lost."""
        self._closed = True
        await asyncio.gather(*(worker.stop() for worker in self._workers))


class _Worker:
    """One place for a process: empty until it is started, and again after a kill."""

    def __init__(self, runs: str, memory_mb: int) -> None:
        self._runs = runs
        self._memory_mb = memory_mb
        self._process: subprocess.Popen[bytes] | None = None
        self._calls = 0

    async def start(self) -> None:
        """Start the process where there is none."""
        if self._process is not None:
            return
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", "environment.worker"]
        command += [str(theirs.fileno()), self._runs, str(self._memory_mb)]
        # It finds the same modules as this process, wherever those were found.
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        # Not asyncio's own: that needs a child watcher, which a loop outside the main thread may lack.
        with theirs:
            self._process = subprocess.Popen(command, env=env, pass_fds=(theirs.fileno(),))
        self._calls = 0
        self._reader, self._writer = await asyncio.open_connection(sock=ours, limit=2**20)

    async def run(self, call: Call, pictures: tuple[Picture, ...]) -> Observation:
        """Send a call and wait for its observation; raises EOFError or ConnectionError where it died."""
        if self._calls == CALLS_PER_WORKER:
            await self.stop()
        await self.start()
        self._calls += 1
        message = pickle.dumps((call, pictures), protocol=5)
        self._writer.writelines((LENGTH.pack(len(message)), message))
        await self._writer.drain()
        (length,) = LENGTH.unpack(await self._reader.readexactly(LENGTH.size))
        observation: Observation = pickle.loads(await self._reader.readexactly(length))
        return observation

    async def kill(self) -> int | None:
        """End the process at once and return its exit code, None where there was none."""
        if self._process is None:
            return None
        # A process that closed its end is about to die by itself: its own exit code says more.
        return await self._gone(0.2 if self._reader.at_eof() else 0.0)

    async def stop(self) -> None:
        """Let the process end by itself, or end it."""
        if self._process is not None:
            self._writer.close()
            await self._gone(GOODBYE_S)

    async def _gone(self, patience_s: float) -> int:
        """Wait for the process to end, then make it, and return its exit code."""
        assert self._process is not None
        process, self._process = self._process, None

        def ended() -> int:
            try:
                return process.wait(patience_s)
            except subprocess.TimeoutExpired:
                process.kill()
                return process.wait()

        self._writer.close()
        return await asyncio.to_thread(ended)
