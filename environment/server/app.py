"""The server's pages and its door: who may come in, with how much, and what each page answers."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, TypeAlias

from starlette.applications import Starlette
from starlette.datastructures import Headers, QueryParams
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from environment.server.desk import Desk
from environment.server.refusals import COME_AGAIN_S, BusyError, RequestError, StoppingError
from environment.server.wire import DIGEST_HEADER, call_of_body, observation_to_plain
from environment.turns import PROTOCOL_VERSION
from schemas import tools_digest

MAX_BODY = 256 * 2**20
"""Bytes of one request: a batch of a few hundred trajectories with their pictures."""

Page: TypeAlias = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class House:
    """What the pages share."""

    desk: Desk
    unavailable: Mapping[str, str]
    token: str = ""
    loopback: bool = True
    """Whether only names of this machine may stand in a request's Host header."""


def build_app(
    house: House,
    pages: Mapping[str, Page],
    lifespan: Callable[[Starlette], AbstractAsyncContextManager[None]],
    mounted: Mapping[str, ASGIApp],
) -> Starlette:
    """Return the application: /health, /metrics, /run, further pages that take a POST, and mounted ones."""
    routes = [
        Route("/health", _speaking(house, _health(house)), methods=["GET"]),
        Route("/metrics", _speaking(house, _metrics(house)), methods=["GET"]),
        Route("/run", _speaking(house, _run(house)), methods=["POST"]),
        *(Route(path, _speaking(house, page), methods=["POST"]) for path, page in pages.items()),
        *(Route(path, app) for path, app in mounted.items()),
    ]
    door = [Middleware(Door, token=house.token, digest=tools_digest(tuple(house.desk.specs.values())))]
    if house.loopback:
        # A page in a browser on this machine could else reach it under a name of its own.
        hosts = ["127.0.0.1", "localhost", "[::1]"]
        door.insert(0, Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False))
    return Starlette(routes=routes, middleware=door, lifespan=lifespan)


class Door:
    """Lets a request in that shows the token and expects these tools.

    The token comes as a bearer token or as the password of basic authentication, the tools' digest in a
    header or in the URL's query: of some clients nothing but the URL can be set.
    """

    def __init__(self, app: ASGIApp, token: str, digest: str) -> None:
        self._app = app
        self._token = token
        self._digest = digest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 401 or 412."""
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        shown = token_shown(headers.get("authorization", ""))
        if self._token and not hmac.compare_digest(shown, self._token.encode()):
            answer = refused(RequestError(401, "this server wants a bearer token"))
            answer.headers["WWW-Authenticate"] = "Bearer"
            return answer
        expected = headers.get(DIGEST_HEADER, QueryParams(scope["query_string"]).get("tools_digest"))
        if expected is not None and expected != self._digest:
            return refused(
                RequestError(
                    412,
                    f"this server's tools are {self._digest}, not {expected[:64]}: run the version that made "
                    "the rows, or take this server's tools",
                )
            )
        return None


def token_shown(authorization: str) -> bytes:
    """Return the token of an Authorization header, empty where it holds none."""
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return value.encode("latin-1")
    if scheme.lower() != "basic":
        return b""
    try:
        return base64.b64decode(value, validate=True).partition(b":")[2]
    except (binascii.Error, ValueError):
        return b""


def refused(error: RequestError) -> JSONResponse:
    """Return the answer to a refused request."""
    again = {"Retry-After": str(COME_AGAIN_S)} if isinstance(error, BusyError | StoppingError) else None
    return JSONResponse({"error": str(error)}, status_code=error.status, headers=again)


async def body_of(request: Request) -> bytes:
    """Read a request's body; raises RequestError (413) for more than the server takes."""
    held = bytearray()
    async for chunk in request.stream():
        held += chunk
        if len(held) > MAX_BODY:
            raise RequestError(413, f"the request has more than {MAX_BODY} bytes: send smaller batches")
    return bytes(held)


def health_of(house: House) -> dict[str, Any]:
    """Return what the server says of itself."""
    specs = tuple(house.desk.specs.values())
    return {
        "status": "stopping" if house.desk.stopping else "ok",
        "version": version("vistaforge"),
        "protocol_version": PROTOCOL_VERSION,
        "tools_digest": tools_digest(specs),
        "tools": {spec.name: spec.version for spec in specs},
        "unavailable": dict(house.unavailable),
    }


def _health(house: House) -> Page:
    async def page(request: Request) -> Response:
        return JSONResponse(health_of(house))

    return page


def _metrics(house: House) -> Page:
    async def page(request: Request) -> Response:
        return Response(house.desk.metrics.text(), media_type="text/plain; version=0.0.4")

    return page


def _run(house: House) -> Page:
    async def page(request: Request) -> Response:
        house.desk.check_open()
        call, pictures = call_of_body(await body_of(request))
        with house.desk.admitted(1):
            return JSONResponse(observation_to_plain(await house.desk.run(call, pictures)))

    return page


def _speaking(house: House, page: Page) -> Page:
    """Return the page, with refusals answered as such."""

    async def spoken(request: Request) -> Response:
        try:
            return await page(request)
        except RequestError as error:
            house.desk.metrics.refused.labels(str(error.status)).inc()
            return refused(error)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it

    return spoken
