"""The life of a process that runs tools: calls come in by a socket, observations go out.

    python -m environment.worker <socket's descriptor> <module>:<function> <memory in MB>

A program of its own, so that a worker imports the tools and nothing of whoever started it.
"""

from __future__ import annotations

import pickle
import resource
import signal
import socket
import struct
import sys
from collections.abc import Callable
from importlib import import_module
from typing import TypeAlias

from schemas import Call, Observation, Picture

Run: TypeAlias = Callable[[Call, tuple[Picture, ...]], Observation]

LENGTH = struct.Struct(">Q")
"""Stands before each message, whose bytes it counts."""


def run_with_tools(call: Call, pictures: tuple[Picture, ...]) -> Observation:
    """Run a call with this process's tools; tool modules and weights load once per process."""
    from environment.execute import execute
    from environment.registry import load_tools

    return execute(load_tools(), call, pictures)


def serve(connection: socket.socket, run: Run, memory_mb: int) -> None:
    """Answer calls until the other side closes."""
    # Ctrl-C reaches the whole group; it is the parent that decides what becomes of its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit = memory_mb * 2**20
    # Of what a process writes to, not of what it maps: libraries map far more than they touch.
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    with connection, connection.makefile("rwb") as stream:
        while head := stream.read(LENGTH.size):
            (length,) = LENGTH.unpack(head)
            call, pictures = pickle.loads(stream.read(length))
            reply = pickle.dumps(run(call, pictures), protocol=5)
            stream.writelines((LENGTH.pack(len(reply)), reply))
            stream.flush()


def main() -> None:
    """Serve as the command line says."""
    descriptor, place, memory_mb = sys.argv[1:]
    module, _, function = place.partition(":")
    serve(socket.socket(fileno=int(descriptor)), getattr(import_module(module), function), int(memory_mb))


if __name__ == "__main__":
    main()
