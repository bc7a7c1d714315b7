"""A small real HTTP endpoint for tests: each request is answered by a plain function."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias

Answer: TypeAlias = tuple[int, bytes]
Handle: TypeAlias = Callable[[str, str, bytes], Answer]
"""Method, path with its query, body: status and body."""


@contextlib.contextmanager
def endpoint(handle: Handle) -> Iterator[str]:
    """Serve on a free port of the loopback; yields the base URL a client is given."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            sent = self.rfile.read(int(self.headers.get("content-length") or 0))
            status, body = handle(self.command, self.path, sent)
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = _serve  # noqa: N815 - names that http.server calls

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def completion(text: str, usage: dict[str, Any] | None = None) -> bytes:
    """The body of a chat completion that says this."""
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    return json.dumps({"choices": [choice], "usage": usage or {}}).encode()


def refusal(param: str, code: str = "unsupported_parameter", message: str = "") -> bytes:
    """The body of an error as OpenAI's API words it for a field that the model does not take."""
    said = message or f"Unsupported parameter: '{param}' is not supported with this model."
    error = {"message": said, "type": "invalid_request_error", "param": param or None, "code": code or None}
    return json.dumps({"error": error}).encode()
