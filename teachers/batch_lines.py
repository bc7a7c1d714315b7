"""The lines of the Batch API's files: a request a line going in, an outcome a line coming out (OpenAI)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

URL: Final = "/v1/chat/completions"


@dataclass(frozen=True)
class Outcome:
    """What became of one request of a batch; its body stays in the file until it is read."""

    refused: tuple[str, ...]
    """Decoding fields that the request was already sent without."""
    status: int = 0
    """HTTP status of its answer; 0 where there is none."""
    reason: str = ""
    """Why there is no answer."""
    file: Path | None = None
    offset: int = 0
    size: int = 0
    """Where the line lies, in bytes."""

    def body(self) -> bytes:
        """Return the answer's body, empty where there is none; raises OSError where the file is gone."""
        if self.file is None or not self.status:
            return b""
        with self.file.open("rb") as lines:
            lines.seek(self.offset)
            return json.dumps(json.loads(lines.read(self.size))["response"]["body"]).encode()


def request_line(key: str, body: bytes) -> bytes:
    """Return the line that asks for a body, a JSON object as it would be posted; `key` names its outcome."""
    head = json.dumps({"custom_id": key, "method": "POST", "url": URL}).encode()
    return head[:-1] + b', "body": ' + body + b"}\n"


def outcomes_in(file: Path, refused: tuple[str, ...]) -> Iterator[tuple[str, Outcome]]:
    """Yield key and outcome of each whole line of an output or error file, passing by what is none."""
    offset = 0
    with file.open("rb") as lines:
        for line in lines:
            try:
                outcome = json.loads(line)
                key, answer, error = outcome["custom_id"], outcome.get("response"), outcome.get("error")
                status = int(answer["status_code"]) if answer else 0
                reason = "" if status else str(error.get("message") or error.get("code"))
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                pass
            else:
                yield str(key), Outcome(refused, status, reason, file, offset, len(line))
            offset += len(line)
