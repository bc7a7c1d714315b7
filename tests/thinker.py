"""A small chat-completions server that says what a test wrote down, over real HTTP."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Line = str | int
"""What to reply: the text of a turn, or an HTTP status that refuses."""


@dataclass
class Thinker:
    """A running server and every request it got."""

    base_url: str
    bodies: list[dict[str, Any]] = field(default_factory=list)

    def asked(self, model: str) -> list[str]:
        """The text of every request to a model, in the order they came."""
        return [text_of(body) for body in self.bodies if body["model"] == model]


def text_of(body: dict[str, Any]) -> str:
    """All text of a request's messages, pictures left out."""
    parts = [
        message["content"]
        if isinstance(message["content"], str)
        else "\n".join(part.get("text", "") for part in message["content"])
        for message in body["messages"]
    ]
    return "\n".join(parts)


@contextlib.contextmanager
def thinker(says: Callable[[dict[str, Any]], Line | dict[str, Any]]) -> Iterator[Thinker]:
    """Serve replies on a free port: `says` gets a request's body and gives a text, a message or a status."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            served.bodies.append(body)
            line = says(body)
            status = line if isinstance(line, int) else 200
            message = line if isinstance(line, dict) else {"content": line}
            reply = json.dumps(
                {
                    "choices": [{"message": {"role": "assistant", **message}, "finish_reason": "stop"}],
                    "usage": {"prompt_tokens": 100, "completion_tokens": 10},
                }
                if status == 200
                else {"error": {"message": "refused by the test"}}
            ).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served = Thinker(f"http://127.0.0.1:{server.server_port}/v1")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
