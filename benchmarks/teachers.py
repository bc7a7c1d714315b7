"""What one teacher call costs: ours, and the bare client, against the same mock in one run.

    python -m benchmarks.teachers --conversations 2000

Conversations of two turns with a 40 kB picture each; 128 requests in flight, 200 ms latency. CPU is this
process's own, the mock runs beside it; figures are taken after the first tenth of the calls. `ideal` is the
time the endpoint itself needs for the calls counted.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import random
import resource
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path

import httpx2
from openai import AsyncOpenAI, DefaultAioHttpClient

from schemas import Block, Message, Picture, Reply, Request, canonical_json
from synthesis.keys import reply_key
from synthesis.ledger import Ledger
from synthesis.ledger.values import REPLY, decode_reply, encode_reply
from teachers.chat import reply_of
from teachers.openai import OpenAISettings, OpenAITeacher
from tests.conversations import first_turn
from tests.mock import mock_teacher

NOISE = random.Random(0).randbytes(40_000)
OPEN_PER_PLACE = 1.5

Ask = Callable[[Request], Awaitable[Reply]]


class Meter:
    """Wall and CPU seconds from the first tenth of the calls on."""

    def __init__(self, calls: int) -> None:
        self.warm = calls // 10
        self.counted = calls - self.warm
        self.seen = 0
        self.began = (0.0, 0.0)
        self.ended = (0.0, 0.0)

    def call(self) -> None:
        """Count one finished call."""
        self.seen += 1
        self.ended = (time.monotonic(), time.process_time())
        if self.seen == self.warm:
            self.began = self.ended

    def line(self, name: str, in_flight: int, latency_s: float) -> str:
        """Say how it went."""
        wall, cpu = (self.ended[n] - self.began[n] for n in (0, 1))
        ideal = self.counted * latency_s / in_flight
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return (
            f"{name:<22} {cpu / self.counted * 1000:6.2f} ms CPU a call   {ideal / wall:5.2f} of ideal   "
            f"{self.counted / wall:6.0f} calls/s   {peak:4.0f} MB peak so far"
        )


def conversation(number: int) -> Request:
    """A first turn with a picture of its own, as a row of tasks would bring it."""
    data = b"%08d" % number + NOISE
    picture = Picture.of(data, width=640, height=480, media_type="image/jpeg")
    return first_turn(f"p{number:06d}", picture=picture)


def answered(request: Request, reply: Reply) -> Request:
    """The second turn: the call and the result of a tool that returns text."""
    added = (
        Message("assistant", (Block("text", reply.text),), calls=reply.calls),
        Message("tool", (Block("text", "crop 64x64 at 3,5"),), call_id=reply.calls[0].id),
    )
    return replace(request, messages=request.messages + added, turns_left=request.turns_left - 1)


async def converse(ask: Ask, conversations: int, in_flight: int) -> Meter:
    """Hold every conversation, some more open at a time than requests are in flight."""
    meter = Meter(conversations * 2)
    numbers: Iterator[int] = iter(range(conversations))

    async def worker() -> None:
        for number in numbers:
            request = conversation(number)
            reply = await ask(request)
            meter.call()
            await ask(answered(request, reply))
            meter.call()

    await asyncio.gather(*(worker() for _ in range(int(in_flight * OPEN_PER_PLACE))))
    return meter


def bare(base_url: str, in_flight: int) -> tuple[Ask, Callable[[], Awaitable[None]]]:
    """The client's own `post` with its own retries, the body built anew each turn."""
    limits = httpx2.Limits(max_connections=in_flight, max_keepalive_connections=in_flight)
    client = AsyncOpenAI(base_url=base_url, api_key="none", http_client=DefaultAioHttpClient(limits=limits))
    slots = asyncio.Semaphore(in_flight)

    async def ask(request: Request) -> Reply:
        picture = request.prompt.pictures[0]
        url = f"data:{picture.media_type};base64,{base64.b64encode(picture.data).decode()}"
        user = [
            {"type": "text", "text": request.prompt.question},
            {"type": "image_url", "image_url": {"url": url}},
        ]
        tools = [tool.as_function() for tool in request.prompt.tools]
        told = [{"role": "tool", "tool_call_id": "c", "content": "crop"} for _ in request.messages[2::2]]
        body = {"model": "mock-t1", "tools": tools, "messages": [{"role": "user", "content": user}, *told]}
        content = canonical_json(body).encode()
        async with slots:
            response = await client.post(
                "/chat/completions",
                cast_to=httpx2.Response,
                content=content,
                options={"headers": {"Content-Type": "application/json"}},
            )
        return reply_of(response.content, 0.0)

    return ask, client.close


async def run(name: str, base_url: str, conversations: int, in_flight: int, folder: Path) -> Meter:
    """Run one contender by its name."""
    if name == "bare client.post":
        ask, close = bare(base_url, in_flight)
        meter = await converse(ask, conversations, in_flight)
        await close()
        return meter
    teacher = OpenAITeacher(OpenAISettings(base_url, "mock-t1", in_flight=in_flight), "prompts")
    with Ledger.open(folder / "ledger.sqlite") as ledger:

        async def through_ledger(request: Request) -> Reply:
            key = reply_key(request, teacher.ref)
            held = ledger.read(key, decode_reply)
            if held is not None:
                return held
            reply = await teacher.reply(request)
            return decode_reply(await ledger.keep(key, REPLY, encode_reply(reply)))

        ask = through_ledger if name.endswith("ledger") else teacher.reply
        meter = await converse(ask, conversations, in_flight)
    await teacher.aclose()
    return meter


def main() -> None:
    """Run the contenders one after another, each against a mock of its own."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--conversations", type=int, default=2000)
    parser.add_argument("--in-flight", type=int, default=128)
    parser.add_argument("--latency-ms", type=float, default=200.0)
    own = parser.parse_args()
    for name in ("bare client.post", "teacher", "teacher and ledger"):
        with (
            mock_teacher("--latency-ms", str(own.latency_ms)) as mock,
            tempfile.TemporaryDirectory() as folder,
        ):
            meter = asyncio.run(run(name, mock.base_url, own.conversations, own.in_flight, Path(folder)))
        print(meter.line(name, own.in_flight, own.latency_ms / 1000), flush=True)


if __name__ == "__main__":
    main()
