"""The OpenAI-compatible teacher over real HTTP: the mock with its faults, and servers that misbehave."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from schemas import Reply, Request
from teachers.openai import OpenAISettings, OpenAITeacher
from teachers.retry import RetryPolicy
from teachers.teacher import TeacherError, TeacherRefusedError, TeacherUnavailableError
from tests.conversations import first_turn, next_turn
from tests.mock import mock_teacher

QUICK = RetryPolicy(tries=8, first_wait_s=0.01, longest_wait_s=0.05)
ONCE = RetryPolicy(tries=1)
GOOD = json.dumps({"choices": [{"message": {"content": "red"}, "finish_reason": "stop"}]}).encode()

Answer = Callable[[asyncio.StreamWriter, int], Awaitable[None]]


def settings(base_url: str, **change: object) -> OpenAISettings:
    given = {"base_url": base_url, "model": "mock-t1", "retry": QUICK, **change}
    return OpenAISettings(**given)  # type: ignore[arg-type]


async def ask_all(own: OpenAISettings, requests: list[Request]) -> list[Reply | BaseException]:
    teacher = OpenAITeacher(own, "prompts")
    try:
        return await asyncio.gather(*(teacher.reply(r) for r in requests), return_exceptions=True)
    finally:
        await teacher.aclose()


def ask(own: OpenAISettings, *requests: Request) -> list[Reply | BaseException]:
    return asyncio.run(ask_all(own, list(requests)))


def one(own: OpenAISettings, request: Request) -> Reply:
    [reply] = ask(own, request)
    if isinstance(reply, BaseException):
        raise reply
    return reply


@pytest.mark.parametrize("native", [True, False], ids=["native", "text"])
def test_a_conversation_with_a_tool_call_and_a_picture_from_it(native: bool) -> None:
    with mock_teacher("--latency-ms", "1", "--jitter-ms", "0", "--tool-name", "zoom") as mock:
        own = settings(mock.base_url, native_tools=native)
        first = first_turn("a", native_tools=native)
        called = one(own, first)
        answered = one(own, next_turn(first, called))
        counted = mock.stats()
    if native:
        assert [call.name for call in called.calls] == ["zoom"]
        assert called.finish == "tool_calls"
    else:
        assert called.calls == ()
        assert '<tool_call>{"name": "zoom"' in called.text
    assert "<answer>ans-" in answered.text
    assert answered.finish == "stop"
    assert answered.prompt_tokens > 2 * 256  # the mock counts 256 a picture and text on top
    assert counted["images"] == 3


def test_attempts_are_independent_draws() -> None:
    with mock_teacher("--latency-ms", "1", "--p-wrong", "0.5") as mock:
        own = settings(mock.base_url, model="mock-t0")
        texts = {str(reply) for reply in ask(own, *(first_turn("a", attempt=n) for n in range(12)))}
        again = one(own, first_turn("a", attempt=3))
        assert len({text.split("<answer>")[1] for text in texts}) > 1
        assert again.text in {
            reply.text for reply in ask(own, first_turn("a", attempt=3)) if isinstance(reply, Reply)
        }


def test_faults_are_retried_until_every_request_is_answered() -> None:
    rates = [flag for fault in ("p500", "p429", "preset", "pmalformed") for flag in (f"--{fault}", "0.02")]
    with mock_teacher("--latency-ms", "10", "--retry-after", "0", *rates) as mock:
        replies = ask(settings(mock.base_url, model="mock-t0"), *(first_turn(f"q{n}") for n in range(300)))
        counted = mock.stats()
    assert [reply for reply in replies if not isinstance(reply, Reply)] == []
    assert set(counted["faults"]) == {"500", "429", "reset", "malformed"}
    assert counted["finished"] == counted["finished_distinct"] == 300


def test_trouble_without_end_is_an_error_with_its_reason() -> None:
    with (
        mock_teacher("--latency-ms", "1", "--p500", "1") as mock,
        pytest.raises(TeacherUnavailableError) as told,
    ):
        one(settings(mock.base_url), first_turn("a"))
    assert "no reply in 8 tries, the last one: HTTP 500" in str(told.value)
    assert "injected 500" in str(told.value)


def test_a_truncated_reply_is_returned_as_such_and_never_asked_again() -> None:
    with mock_teacher("--latency-ms", "1", "--ptruncated", "1") as mock:
        reply = one(settings(mock.base_url), first_turn("a"))
        assert reply.finish == "length"
        assert mock.stats()["total"] == 1


def test_no_more_requests_are_in_flight_than_allowed() -> None:
    with mock_teacher("--latency-ms", "30", "--jitter-ms", "0") as mock:
        ask(settings(mock.base_url, in_flight=5), *(first_turn(f"q{n}") for n in range(40)))
        counted = mock.stats()
    assert counted["max_in_flight"] == 5
    assert counted["connections"] <= 5 + 1  # one is this very question for the counts


def test_waiting_for_a_place_does_not_count_against_the_total() -> None:
    with mock_teacher("--latency-ms", "250", "--jitter-ms", "0") as mock:
        own = settings(mock.base_url, in_flight=2, total_timeout_s=1.2, retry=ONCE)
        replies = ask(own, *(first_turn(f"q{n}") for n in range(16)))
    assert [reply for reply in replies if not isinstance(reply, Reply)] == []


def test_a_silent_endpoint_is_given_up() -> None:
    with (
        mock_teacher("--phang", "1") as mock,
        pytest.raises(TeacherUnavailableError, match="connection failed"),
    ):
        one(settings(mock.base_url, read_timeout_s=0.3, retry=ONCE), first_turn("a"))


def test_nobody_listening_is_an_error_not_a_crash() -> None:
    with pytest.raises(TeacherUnavailableError, match="connection failed"):
        one(settings("http://127.0.0.1:9/v1", retry=ONCE), first_turn("a"))


@contextlib.asynccontextmanager
async def served(answer: Answer) -> AsyncIterator[str]:
    """A server that answers the n-th request as `answer` does."""
    asked = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            int(li.split(b":")[1]) for li in head.split(b"\r\n") if li.lower().startswith(b"content-length")
        )
        await reader.readexactly(length)
        asked += 1
        with contextlib.suppress(ConnectionError):
            await answer(writer, asked)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"


def http(status: str, body: bytes, headers: str = "") -> bytes:
    return (
        f"HTTP/1.1 {status}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n{headers}\r\n".encode()
        + body
    )


def meet(answer: Answer, **change: object) -> Reply:
    """Ask a server that answers so one question."""

    async def run() -> Reply:
        async with served(answer) as base_url:
            [reply] = await ask_all(settings(base_url, **change), [first_turn("a")])
        if isinstance(reply, BaseException):
            raise reply
        return reply

    return asyncio.run(run())


FIRST_ANSWERS = {
    "cut body": http("200 OK", GOOD)[:-9],
    "no HTTP at all": b"SSH-2.0-OpenSSH\r\n",
    "closed without a word": b"",
    "broken chunks": b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n",
    "broken gzip": http("200 OK", GOOD, "content-encoding: gzip\r\n"),
    "a page instead of JSON": http("200 OK", b"<html>busy</html>"),
    "an error with status 200": http("200 OK", b'{"error":{"message":"overloaded"}}'),
    "408": http("408 Request Timeout", b"{}"),
    "409": http("409 Conflict", b"{}"),
    "503 with no JSON": http("503 Service Unavailable", b"down"),
}


@pytest.mark.parametrize("name", FIRST_ANSWERS)
def test_one_broken_answer_is_followed_by_another_try(name: str) -> None:
    async def answer(writer: asyncio.StreamWriter, asked: int) -> None:
        writer.write(FIRST_ANSWERS[name] if asked == 1 else http("200 OK", GOOD))

    assert meet(answer).text == "red"


def test_a_reset_in_the_middle_of_a_body_is_followed_by_another_try() -> None:
    async def answer(writer: asyncio.StreamWriter, asked: int) -> None:
        if asked > 1:
            writer.write(http("200 OK", GOOD))
            return
        writer.write(http("200 OK", GOOD)[:-9])
        await writer.drain()
        line = writer.get_extra_info("socket")
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    assert meet(answer).text == "red"


def test_a_body_that_drips_is_bounded_by_the_total() -> None:
    async def answer(writer: asyncio.StreamWriter, asked: int) -> None:
        writer.write(http("200 OK", b" " * 50)[:-50])
        for _ in range(50):
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.1)

    with pytest.raises(TeacherUnavailableError, match=r"no whole reply in 0\.5 s"):
        meet(answer, read_timeout_s=2.0, total_timeout_s=0.5, retry=ONCE)


def test_retry_after_is_waited_for() -> None:
    times: list[float] = []

    async def answer(writer: asyncio.StreamWriter, asked: int) -> None:
        times.append(asyncio.get_running_loop().time())
        busy = http("429 Too Many Requests", b"{}", "retry-after: 1\r\n")
        writer.write(busy if asked == 1 else http("200 OK", GOOD))

    meet(answer)
    assert times[1] - times[0] >= 1.0


@pytest.mark.parametrize(
    ("status", "body"),
    [
        ("401 Unauthorized", b'{"error":{"message":"wrong key"}}'),
        ("400 Bad Request", b'{"error":{"message":"temperature is refused"}}'),
        ("404 Not Found", b"no such model"),
        ("429 Too Many Requests", b'{"error":{"message":"no money","code":"insufficient_quota"}}'),
    ],
)
def test_a_refusal_is_told_at_once_in_the_endpoints_words(status: str, body: bytes) -> None:
    count = 0

    async def answer(writer: asyncio.StreamWriter, asked: int) -> None:
        nonlocal count
        count = asked
        writer.write(http(status, body))

    with pytest.raises(TeacherRefusedError, match=f"HTTP {status[:3]}") as told:
        meet(answer)
    assert count == 1
    said = body.decode().split('"message":"')[-1].split('"')[0]
    assert said in str(told.value)


def test_the_key_comes_from_its_variable_and_goes_in_the_header(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISTA_TEST_KEY", "k-123")
    heads: list[bytes] = []

    async def run() -> None:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            heads.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(http("200 OK", GOOD))
            await writer.drain()
            writer.close()

        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            base_url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
            await ask_all(settings(base_url, api_key_env="VISTA_TEST_KEY"), [first_turn("a")])

    asyncio.run(run())
    assert b"authorization: bearer k-123" in heads[0].lower()


def test_a_missing_key_is_told_once_something_must_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISTA_TEST_KEY", raising=False)
    given = settings("http://127.0.0.1:9/v1", api_key_env="VISTA_TEST_KEY")
    assert OpenAITeacher(given, "prompts").ref.name == given.model
    with pytest.raises(TeacherError, match="VISTA_TEST_KEY is not set"):
        one(given, first_turn("a"))


def test_decoding_may_not_replace_the_request() -> None:
    with pytest.raises(ValueError, match="messages, stream"):
        OpenAITeacher(settings("http://x/v1", decoding={"stream": True, "messages": []}), "prompts")
