"""Tools in processes that can be killed: a call that hangs, dies or swells costs a worker, never the run."""

from __future__ import annotations

import asyncio
import multiprocessing
import pickle
import resource
import signal
import socket
import struct
from collections.abc import Callable, Sequence
from typing import TypeAlias

from environment.errors import ToolCrashedError, ToolTimeoutError
from environment.execute import execute, refusal
from environment.registry import load_tools
from schemas import Call, Observation, Picture

DEFAULT_TIMEOUT_S = 120.0
DEFAULT_MEMORY_MB = 4096
CALLS_PER_WORKER = 5000
"""Calls after which a worker is replaced, so that a library's leak stays bounded."""
GOODBYE_S = 5.0
"""How long a worker that was told to stop may take."""

Run: TypeAlias = Callable[[Call, tuple[Picture, ...]], Observation]

_LENGTH = struct.Struct(">Q")


def run_in_worker(call: Call, pictures: tuple[Picture, ...]) -> Observation:
    """Run a call with this process's tools; tool modules and weights load once per process."""
    return execute(load_tools(), call, pictures)


class ToolPool:
    """Runs calls in `workers` processes, each call bounded in time (s) and each process in memory (MB).

    Belongs to the event loop it is first used on. A call that waits for a free worker is not timed.
    """

    def __init__(
        self, workers: int, timeout_s: float = DEFAULT_TIMEOUT_S, memory_mb: int = DEFAULT_MEMORY_MB
    ) -> None:
        self._timeout_s = timeout_s
        self._idle: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()
        self._workers = [_Worker(run_in_worker, memory_mb) for _ in range(workers)]
        self._closed = False
        # The last to come back is the first to go out again: few workers stay warm, the others cost nothing.
        for worker in self._workers:
            self._idle.put_nowait(worker)

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
    """One place for a process: empty until the first call, and again after a kill."""

    def __init__(self, run: Run, memory_mb: int) -> None:
        self._run = run
        self._memory_mb = memory_mb
        self._process: multiprocessing.context.SpawnProcess | None = None
        self._calls = 0

    async def run(self, call: Call, pictures: tuple[Picture, ...]) -> Observation:
        """Send a call and wait for its observation; raises EOFError or ConnectionError where it died."""
        if self._calls == CALLS_PER_WORKER:
            await self.stop()
        if self._process is None:
            await self._start()
        self._calls += 1
        message = pickle.dumps((call, pictures), protocol=5)
        self._writer.writelines((_LENGTH.pack(len(message)), message))
        await self._writer.drain()
        (length,) = _LENGTH.unpack(await self._reader.readexactly(_LENGTH.size))
        observation: Observation = pickle.loads(await self._reader.readexactly(length))
        return observation

    async def kill(self) -> int | None:
        """End the process at once and return its exit code, None where there was none."""
        if self._process is None:
            return None
        # A process that closed its end is about to die by itself: its own exit code says more.
        await asyncio.to_thread(self._process.join, 0.2 if self._reader.at_eof() else 0)
        self._process.kill()
        return await self._gone()

    async def stop(self) -> None:
        """Let the process end by itself, or end it."""
        if self._process is None:
            return
        self._writer.close()
        await asyncio.to_thread(self._process.join, GOODBYE_S)
        self._process.kill()
        await self._gone()

    async def _start(self) -> None:
        ours, theirs = socket.socketpair()
        # Not fork: the caller runs threads, and a forked child may inherit a held lock.
        context = multiprocessing.get_context("spawn")
        process = context.Process(
            target=_serve, args=(theirs, self._run, self._memory_mb), name="tools", daemon=True
        )
        await asyncio.to_thread(process.start)
        theirs.close()
        self._process, self._calls = process, 0
        self._reader, self._writer = await asyncio.open_connection(sock=ours, limit=2**20)

    async def _gone(self) -> int | None:
        assert self._process is not None
        process, self._process = self._process, None
        self._writer.close()
        await asyncio.to_thread(process.join)
        return process.exitcode


def _serve(connection: socket.socket, run: Run, memory_mb: int) -> None:
    """Answer calls until the other side closes; the life of a worker process."""
    # Ctrl-C reaches the whole group; it is the parent that decides what becomes of its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit = memory_mb * 2**20
    # Of what a process writes to, not of what it maps: libraries map far more than they touch.
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    with connection, connection.makefile("rwb") as stream:
        while head := stream.read(_LENGTH.size):
            (length,) = _LENGTH.unpack(head)
            call, pictures = pickle.loads(stream.read(length))
            reply = pickle.dumps(run(call, pictures), protocol=5)
            stream.writelines((_LENGTH.pack(len(reply)), reply))
            stream.flush()
