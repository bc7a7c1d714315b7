"""A detector service on the loopback: takes a picture over HTTP and replies what a function sees in it.

It stands apart from the rest of the project: a model has an environment of its own, and there this file needs
the standard library and Pillow alone. The contract is `environment/providers/detector.schema.json`.
"""

from __future__ import annotations

import io
import json
import signal
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeAlias

from PIL import Image

Value: TypeAlias = "str | float | Sequence[float] | Sequence[Sequence[float]]"
Detect: TypeAlias = Callable[[bytes, int, int], Sequence[Mapping[str, Value]]]
"""From a PNG of 8-bit RGB, its width and its height to elements: `class`, `box`, `score` and, where there are
some, `text` and `points`, in plain Python values."""

PATH = "/v1/detect"
MAX_PICTURE_BYTES = 64 * 2**20
SILENCE_S = 30.0
"""Longest that a client may leave a request unfinished."""


def server_of(detect: Detect, port: int) -> ThreadingHTTPServer:
    """Return a server on the loopback, bound and not yet running; port 0 takes a free one.

    One picture is looked at at a time, for models are rarely safe to share. A picture that does not decode is
    answered with 422, a function that raises with 500, the traceback going to standard error.
    """
    one_at_a_time = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = SILENCE_S

        def do_POST(self) -> None:
            """Answer one picture."""
            length = self.headers.get("content-length", "")
            if not length.isdecimal():
                return self._say(HTTPStatus.LENGTH_REQUIRED, "say how long the picture is", last=True)
            if int(length) > MAX_PICTURE_BYTES:
                return self._say(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the picture is too large", last=True)
            png = self.rfile.read(int(length))
            if self.path != PATH:
                return self._say(HTTPStatus.NOT_FOUND, f"pictures are taken at {PATH}")
            try:
                with Image.open(io.BytesIO(png), formats=["PNG"]) as image:
                    width, height = image.size
                    image.load()
            except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
                return self._say(HTTPStatus.UNPROCESSABLE_ENTITY, f"this is no PNG: {error}")
            try:
                with one_at_a_time:
                    elements = detect(png, width, height)
                reply = {"width": width, "height": height, "elements": list(elements)}
                body = json.dumps(reply, allow_nan=False).encode()
            except Exception:
                traceback.print_exc()
                return self._say(HTTPStatus.INTERNAL_SERVER_ERROR, "the detector failed")
            return self._send(HTTPStatus.OK, body)

        def _say(self, status: HTTPStatus, sentence: str, last: bool = False) -> None:
            self.close_connection = last  # what was not read would be taken for the next request
            self._send(status, json.dumps({"error": sentence}).encode())

        def _send(self, status: HTTPStatus, body: bytes) -> None:
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    return server


def serve(detect: Detect, port: int) -> None:
    """Serve until SIGINT or SIGTERM, and say where."""
    for asked_to_stop in (signal.SIGINT, signal.SIGTERM):
        # SIGINT too: a shell starts what it puts in the background with that signal ignored.
        signal.signal(asked_to_stop, signal.default_int_handler)
    with server_of(detect, port) as server:
        print(f"listening on http://127.0.0.1:{server.server_port}/v1", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print("stopped")
