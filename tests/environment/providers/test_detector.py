"""Detector services over real HTTP: the contract, and what each kind of trouble is told as."""

from __future__ import annotations

import json
import socket
import threading
import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from typing import Any

import jsonschema
import pytest

from environment.errors import BadReplyError, ToolError, UnavailableError
from environment.providers.detector import Detector, Element
from environment.providers.exchange import MAX_REPLY_BYTES, TRIES
from environment.providers.settings import ProviderSettings
from tests.endpoint import Handle, endpoint
from tests.environment.tools.tool_pictures import noise

PICTURE = noise(40, 30)
BAR = {"class": "bar", "box": [1, 2.5, 40, 30], "score": 0.75}
HUGE = 10**400


def reply(*elements: dict[str, Any], width: int = 40, height: int = 30) -> bytes:
    return json.dumps({"width": width, "height": height, "elements": elements}).encode()


def says(body: bytes, status: int = 200) -> Handle:
    return lambda method, path, sent: (status, body)


def detect(url: str, **settings: float | str) -> tuple[Element, ...]:
    served = replace(ProviderSettings(url, "boxer", timeout_s=5.0), **settings)  # type: ignore[arg-type]
    return Detector(served, {"bar", "line"}).detect(PICTURE)


def trouble(handle: Handle, **settings: float | str) -> ToolError:
    with endpoint(handle) as url, pytest.raises(ToolError) as caught:
        detect(url, **settings)
    assert str(caught.value).endswith("use another tool.")
    return caught.value


def test_the_picture_is_posted_as_it_is_and_its_elements_come_back_in_order() -> None:
    asked: list[tuple[str, str, bytes]] = []
    line = {"class": "line", "box": [0, 0, 5, 5], "score": 1, "text": "2010", "points": [[0, 0], [40, 30]]}

    def handle(method: str, path: str, sent: bytes) -> tuple[int, bytes]:
        asked.append((method, path, sent))
        return 200, reply(line, BAR)

    with endpoint(handle) as url:
        seen = detect(url)
    assert asked == [("POST", "/v1/detect", PICTURE.data)]
    assert seen == (
        Element("line", (0, 0, 5, 5), 1, "2010", ((0, 0), (40, 30))),
        Element("bar", (1, 2.5, 40, 30), 0.75),
    )


def test_a_picture_without_elements_has_none() -> None:
    with endpoint(says(reply())) as url:
        assert detect(url) == ()


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_trouble_that_passes_is_tried_again(status: int) -> None:
    left = [(status, b"later")] * 2
    with endpoint(lambda method, path, sent: left.pop() if left else (200, reply(BAR))) as url:
        assert len(detect(url)) == 1
    assert not left


class Waiting(BaseHTTPRequestHandler):
    """Asks to come back in half a second, once."""

    times: list[float]

    def do_POST(self) -> None:
        """Answer the second request alone."""
        self.times.append(time.monotonic())
        body = reply(BAR) if len(self.times) > 1 else b""
        self.send_response(200 if body else 429)
        self.send_header("retry-after", "0.5")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def test_the_wait_a_busy_service_asks_for_is_kept() -> None:
    Waiting.times = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Waiting) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        assert len(detect(f"http://127.0.0.1:{server.server_port}/v1")) == 1
        server.shutdown()
    first, second = Waiting.times
    assert second - first >= 0.5


def test_trouble_that_stays_is_given_up_after_so_many_tries() -> None:
    asked: list[str] = []

    def handle(method: str, path: str, sent: bytes) -> tuple[int, bytes]:
        asked.append(path)
        return 500, b""

    error = trouble(handle)
    assert isinstance(error, UnavailableError)
    assert "HTTP 500" in str(error)
    assert len(asked) == TRIES


@pytest.mark.parametrize("status", [401, 404, 413, 422])
def test_a_refusal_is_told_and_not_tried_again(status: int) -> None:
    asked: list[str] = []

    def handle(method: str, path: str, sent: bytes) -> tuple[int, bytes]:
        asked.append(path)
        return status, b"{}"

    error = trouble(handle)
    assert isinstance(error, UnavailableError)
    assert str(status) in str(error)
    assert len(asked) == 1


def test_a_service_that_hangs_costs_no_more_than_the_bound() -> None:
    released = threading.Event()

    def handle(method: str, path: str, sent: bytes) -> tuple[int, bytes]:
        released.wait(10)
        return 200, reply(BAR)

    with endpoint(handle) as url:
        began = time.monotonic()
        with pytest.raises(UnavailableError):
            detect(url, timeout_s=0.3)
        released.set()
    assert time.monotonic() - began < 2


def test_a_refused_connection_is_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(UnavailableError, match="ConnectError"):
        detect(f"http://127.0.0.1:{port}/v1")


@pytest.mark.parametrize(
    "body",
    [
        b"<html>",
        b"\xff\xfe",
        b"null",
        b"[" * 100_000,
        b" " * (MAX_REPLY_BYTES + 1),
        reply(BAR)[:-1],
        reply(BAR).replace(b"0.75", b"NaN"),
        reply(BAR).replace(b"2.5", b"-Infinity"),
    ],
    ids=["page", "binary", "null", "deep", "long", "cut", "NaN", "infinite"],
)
def test_what_is_no_reply_never_passes(body: bytes) -> None:
    assert isinstance(trouble(says(body)), BadReplyError)


@pytest.mark.parametrize(
    "changes",
    [
        {"box": [1, 2, 40.5, 30]},
        {"box": [1, 2, 40, 31]},
        {"box": [-1, 2, 40, 30]},
        {"box": [40, 2, 40, 30]},
        {"box": [20, 2, 10, 30]},
        {"box": [1, 2, HUGE, 30]},
        {"box": [1, 2, 30]},
        {"box": ["1", "2", "3", "4"]},
        {"score": -0.1},
        {"score": 1.1},
        {"score": "high"},
        {"class": "dragon"},
        {"class": ""},
        {"text": 7},
        {"text": "a\ud800"},
        {"points": [[41, 0]]},
        {"points": [[-1, 0]]},
        {"points": [[0, HUGE]]},
        {"points": [[0, 1, 2]]},
        {"label": "bar"},
    ],
)
def test_an_element_that_breaks_the_contract_spoils_the_whole_reply(changes: dict[str, Any]) -> None:
    assert isinstance(trouble(says(reply(BAR, {**BAR, **changes}))), BadReplyError)


@pytest.mark.parametrize("missing", ["class", "box", "score"])
def test_an_element_that_lacks_what_it_must_say_spoils_the_whole_reply(missing: str) -> None:
    lacking = {key: value for key, value in BAR.items() if key != missing}
    assert isinstance(trouble(says(reply(lacking))), BadReplyError)


@pytest.mark.parametrize(("width", "height"), [(30, 40), (80, 60), (0, 0)])
def test_a_reply_about_a_picture_of_another_size_never_passes(width: int, height: int) -> None:
    assert isinstance(trouble(says(reply(width=width, height=height))), BadReplyError)


def test_the_contract_is_a_valid_schema_that_says_what_is_optional() -> None:
    schema = json.loads(resources.files("environment.providers").joinpath("detector.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["properties"]["elements"]["items"]["required"] == ["class", "box", "score"]
