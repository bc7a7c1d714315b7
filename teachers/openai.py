"""Teachers behind an OpenAI-compatible endpoint: the vendor's own, vLLM, SGLang, `transformers serve`."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

import aiohttp
import httpx2
from openai import AsyncOpenAI, DefaultAioHttpClient

from schemas import Json, Reply, Request, TeacherKind
from teachers.breaker import Breaker
from teachers.chat import OWN_FIELDS, NotACompletionError, chat_body, data_urls, reply_of
from teachers.fingerprint import teacher_ref
from teachers.governor import Governor
from teachers.prices import Price, cost_usd, price_for
from teachers.refusals import Refusals
from teachers.retry import PassingTroubleError, RetryPolicy, retry_after_s, with_retries
from teachers.teacher import TeacherError, TeacherRefusedError, TeacherUnavailableError

PASSING_STATUSES = frozenset({408, 409, 429})
"""Statuses worth another try, besides 500 and above."""
TOO_MANY = 429
CROWDED_STATUSES = frozenset({TOO_MANY, 503, 529})
"""Those by which an endpoint says that it has too much to do."""


@dataclass(frozen=True)
class OpenAISettings:
    """Where a model is served and how it is asked; `teachers.fingerprint` says which of these name it."""

    base_url: str
    """Address up to and including the version, e.g. `http://localhost:8000/v1`."""
    model: str
    api_key_env: str = ""
    """Environment variable that holds the key; empty where the endpoint wants none."""
    decoding: Mapping[str, Json] = field(
        default_factory=lambda: {"temperature": 0.7, "max_tokens": 2048, "seed": 0}
    )
    """Body fields sent as they are; a `seed` is the seed of attempt 0."""
    native_tools: bool = True
    """Tools and calls in the endpoint's own fields, or as text in the messages."""
    in_flight: int = 64
    """Most requests under way at once."""
    connect_timeout_s: float = 10.0
    read_timeout_s: float = 300.0
    """Longest silence from the endpoint; a thinking model is silent until it has finished."""
    total_timeout_s: float = 600.0
    """Longest one exchange may take from first byte out to last byte in."""
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    price: Price | None = None
    """What the endpoint charges; None looks the model up in `prices.yaml`."""


class OpenAITeacher:
    """A model asked over HTTP, with one client and one bound on requests in flight.

    Belongs to one event loop: a process makes one per endpoint and shares it. Raises ValueError for decoding
    settings that name a field of the request itself.
    """

    def __init__(self, settings: OpenAISettings, prompts: str) -> None:
        """Take settings and the digest of the prompt files; connects on the first reply."""
        if taken := OWN_FIELDS & settings.decoding.keys():
            raise ValueError(f"teacher {settings.model}: decoding may not set {', '.join(sorted(taken))}")
        self.settings = settings
        self.dialect = "openai" if settings.native_tools else "hermes"
        self.ref = teacher_ref(
            TeacherKind.OPENAI, settings.model, dict(settings.decoding), dialect=self.dialect, prompts=prompts
        )
        self._price = price_for(settings.model, settings.price)
        self._refusals = Refusals(settings.decoding)
        self._urls = data_urls()
        self.governor = Governor(settings.in_flight)
        self._breaker = Breaker()
        self._line: _Line | None = None

    async def reply(self, request: Request) -> Reply:
        """Return the model's next turn, whole or cut at its length limit.

        A decoding field that the endpoint refuses is left out from then on; the reply names it.
        Raises TeacherUnavailableError once retries are used up, TeacherRefusedError for what none mends, and
        TeacherError where the key's variable is not set: only who must really ask needs a key.
        """
        while True:
            refused, decoding = self._refusals.refused, self._refusals.sent()
            # Made when it is sent: those who wait for a place hold no body.
            body = partial(chat_body, request, self.settings.model, decoding, self._urls)
            try:
                reply = await with_retries(partial(self._exchange, body), self.settings.retry)
            except TeacherRefusedError as refusal:
                if not self._refusals.learn(refusal.status, refusal.body, refused):
                    raise
            else:
                cost = cost_usd(self._price, reply)
                return (
                    reply if cost is None and not refused else replace(reply, cost_usd=cost, refused=refused)
                )

    async def aclose(self) -> None:
        """Close the connections."""
        if self._line is not None:
            await self._line.http.aclose()
            self._line = None

    async def _exchange(self, body: Callable[[], bytes]) -> Reply:
        """Ask once, and tell governor and breaker how it went."""
        try:
            # A place is held while bytes are on the wire, not while a retry waits its turn.
            async with self.governor:
                if why := self._breaker.why_open():
                    raise TeacherUnavailableError(f"the endpoint is gone: {why}")
                content = body()
                began = time.monotonic()
                response = await self._sent(content)
            seconds = time.monotonic() - began
            reply = _reply(response, seconds)
        except PassingTroubleError as trouble:
            if trouble.crowded:
                self.governor.crowded(trouble.retry_after_s)
            if not trouble.alive:
                self._breaker.failed(str(trouble))
            raise
        self.governor.answered(seconds)
        self._breaker.worked()
        return reply

    async def _sent(self, body: bytes) -> httpx2.Response:
        line = self._line = self._line or _line(self.settings)
        try:
            async with asyncio.timeout(self.settings.total_timeout_s):
                return await line.http.send(line.request(body))
        except TimeoutError as late:
            said = f"no whole reply in {self.settings.total_timeout_s:g} s"
            raise PassingTroubleError(said, crowded=True) from late
        except (httpx2.RequestError, aiohttp.ClientError, OSError) as broken:
            # The aiohttp transport lets some of its own errors through, e.g. for a broken status line.
            raise PassingTroubleError(f"the connection failed: {_root(broken)!r}") from broken


def _reply(response: httpx2.Response, seconds: float) -> Reply:
    """Read a reply; raises PassingTroubleError or TeacherRefusedError where it is none."""
    if response.status_code != httpx2.codes.OK:
        raise _judged(response)
    try:
        return reply_of(response.content, seconds)
    except NotACompletionError as fault:
        raise PassingTroubleError(str(fault)) from fault


@dataclass(frozen=True)
class _Line:
    """The open line to an endpoint: all that is the same for every request, made once.

    The package's `post` makes URL, headers and options anew each time, which takes 0.7 ms of CPU a call.
    """

    http: httpx2.AsyncClient
    url: httpx2.URL
    headers: httpx2.Headers
    extensions: dict[str, dict[str, float | None]]

    def request(self, body: bytes) -> httpx2.Request:
        # As a stream it gets no headers of httpx2's own; aiohttp writes the same ones.
        stream = httpx2.ByteStream(body)
        request = httpx2.Request(
            "POST", self.url, headers=self.headers, stream=stream, extensions=self.extensions
        )
        request.read()
        return request


def _line(settings: OpenAISettings) -> _Line:
    timeout = httpx2.Timeout(None, connect=settings.connect_timeout_s, read=settings.read_timeout_s)
    limits = httpx2.Limits(max_connections=settings.in_flight, max_keepalive_connections=settings.in_flight)
    http = DefaultAioHttpClient(limits=limits, timeout=timeout)
    client = AsyncOpenAI(base_url=settings.base_url, api_key=api_key(settings), http_client=http)
    given = {**client.default_headers, **client.auth_headers}
    # Which Python on which system asks is nobody's business, and takes a tenth of a request's time.
    kept = {n: v for n, v in given.items() if isinstance(v, str) and not n.lower().startswith("x-stainless")}
    return _Line(
        http=http,
        url=client.base_url.join("chat/completions"),
        headers=httpx2.Headers(kept, encoding="utf-8"),
        extensions={"timeout": timeout.as_dict()},
    )


def api_key(settings: OpenAISettings) -> str:
    """Return the endpoint's key; raises TeacherError where the variable that should hold it is not set."""
    if not settings.api_key_env:
        return "none"
    key = os.environ.get(settings.api_key_env, "")
    if not key:
        raise TeacherError(
            f"teacher {settings.model}: the environment variable {settings.api_key_env} is not set; "
            "put the endpoint's key there, or leave api_key_env empty where it wants none"
        )
    return key


def _root(fault: BaseException) -> BaseException:
    """Return what an error was raised from at first: the transport calls a reset connection a timeout."""
    while fault.__cause__ is not None:
        fault = fault.__cause__
    return fault


def _judged(answer: httpx2.Response) -> Exception:
    """Tell trouble that passes from a refusal."""
    said = f"HTTP {answer.status_code}: {answer.text[:400]}"
    passing = answer.status_code in PASSING_STATUSES or answer.status_code >= 500
    if not passing or "insufficient_quota" in said:
        refused = f"the endpoint refuses the request, {said}"
        return TeacherRefusedError(refused, answer.status_code, answer.content)
    asked = retry_after_s(answer.headers)
    crowded, alive = answer.status_code in CROWDED_STATUSES, answer.status_code == TOO_MANY
    return PassingTroubleError(said, asked, crowded=crowded, alive=alive)
