"""A vendor of batches as a real HTTP server: files, batches, and the faults they meet."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable
from typing import Any, TypeAlias

from tests.endpoint import Answer, completion

Work: TypeAlias = Callable[[dict[str, Any]], "Answer | str"]
"""From a request's body to the status and body of its answer, or a code of why there is none."""
NOT_FOUND: Answer = (404, b'{"error":{"message":"no such thing"}}')


def echo(body: dict[str, Any]) -> Answer:
    """Answer with the last text that was asked, and count a few tokens."""
    content = body["messages"][-1]["content"]
    text = content if isinstance(content, str) else content[-1]["text"]
    return 200, completion(text, {"prompt_tokens": 100, "completion_tokens": 10})


class Vendor:
    """Takes batches and works each when it is looked at for the `looks`-th time."""

    def __init__(self, work: Work = echo, *, looks: int = 2, ends: str = "completed") -> None:
        self.work = work
        self.looks = looks
        self.ends = ends
        self.errors: list[dict[str, str]] = []
        """What a batch that fails as a whole says."""
        self.faults: list[tuple[str, Answer | None]] = []
        """Path prefix and the answer to give there once; None breaks the connection after doing the work."""
        self.hold: tuple[str, threading.Event] | None = None
        """Path prefix whose answers wait for the event, after the work is done."""
        self.files: dict[str, bytes] = {}
        self.batches: dict[str, dict[str, Any]] = {}
        self.asked: list[str] = []
        self._lock = threading.Lock()

    def __call__(self, method: str, path: str, body: bytes) -> Answer:
        """Answer one HTTP request."""
        with self._lock:
            self.asked.append(f"{method} {path}")
            fault = next((f for f in self.faults if path.startswith(f[0])), None)
            if fault is not None:
                self.faults.remove(fault)
                if fault[1] is not None:
                    return fault[1]
            answer = self._answer(method, path, body)
        if fault is not None:
            raise ConnectionAbortedError("as the test wants it")
        if self.hold is not None and path.startswith(self.hold[0]):
            self.hold[1].wait(30)
        return answer

    def lines(self, batch: str) -> list[dict[str, Any]]:
        """The request lines of a batch."""
        return [json.loads(line) for line in self.files[self.batches[batch]["input_file_id"]].splitlines()]

    def _answer(self, method: str, path: str, body: bytes) -> Answer:
        route = path.partition("?")[0].removeprefix("/v1/").split("/")
        match (method, route):
            case ("POST", ["files"]):
                name = f"file-{len(self.files)}"
                self.files[name] = part_of(body, "file")
                file = {"id": name, "object": "file", "bytes": len(self.files[name]), "created_at": 1,
                        "filename": "x.jsonl", "purpose": "batch", "status": "processed"}  # fmt: skip
                return 200, json.dumps(file).encode()
            case ("GET", ["files", name, "content"]):
                return (200, self.files[name]) if name in self.files else NOT_FOUND
            case ("POST", ["batches"]):
                return 200, json.dumps(self._create(json.loads(body))).encode()
            case ("GET", ["batches"]):
                return 200, self._page(path)
            case ("GET", ["batches", name]):
                return (200, json.dumps(self._look(name)).encode()) if name in self.batches else NOT_FOUND
        return NOT_FOUND

    def _create(self, asked: dict[str, Any]) -> dict[str, Any]:
        assert asked["endpoint"] == "/v1/chat/completions"
        name = f"batch-{len(self.batches)}"
        self.batches[name] = {
            "id": name, "object": "batch", "status": "validating", "created_at": int(time.time()),
            "looks": 0, **asked,
        }  # fmt: skip
        return self.batches[name]

    def _page(self, path: str) -> bytes:
        """Two batches a page, the newest first."""
        names = list(reversed(self.batches))
        after = path.partition("after=")[2].partition("&")[0]
        names = names[names.index(after) + 1 :] if after else names
        page = {"object": "list", "data": [self.batches[n] for n in names[:2]], "has_more": len(names) > 2}
        return json.dumps(page).encode()

    def _look(self, name: str) -> dict[str, Any]:
        batch = self.batches[name]
        batch["looks"] += 1
        if batch["looks"] < self.looks:
            batch["status"] = "in_progress"
        elif batch["status"] != self.ends:
            batch["status"] = self.ends
            if self.errors:
                batch["errors"] = {"object": "list", "data": self.errors}
            else:
                self._work(name)
        return batch

    def _work(self, name: str) -> None:
        output, errors = [], []
        for line in self.lines(name):
            done = self.work(line["body"])
            key = {"id": "r", "custom_id": line["custom_id"]}
            if isinstance(done, str):
                errors.append({**key, "response": None, "error": {"code": done, "message": f"said {done}"}})
                continue
            status, body = done
            answer = {"status_code": status, "request_id": "q", "body": json.loads(body)}
            (output if status == 200 else errors).append({**key, "response": answer, "error": None})
        random.Random(name).shuffle(output)
        for field, lines in (("output_file_id", output), ("error_file_id", errors)):
            if lines:
                self.files[f"{name}-{field}"] = "".join(json.dumps(line) + "\n" for line in lines).encode()
                self.batches[name][field] = f"{name}-{field}"


def part_of(form: bytes, name: str) -> bytes:
    """The content of one part of a multipart form."""
    boundary = form.partition(b"\r\n")[0]
    for part in form.split(boundary):
        head, _, content = part.partition(b"\r\n\r\n")
        if f'name="{name}"'.encode() in head:
            return content.removesuffix(b"\r\n")
    raise AssertionError(f"no part {name} in the form")
