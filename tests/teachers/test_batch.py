"""The Batch API over real HTTP: nothing is submitted twice, nothing is lost, every fault has its reason."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from schemas import Reply, Request
from teachers.batch import BatchTeacher
from teachers.batch_gathering import BatchLimits
from teachers.openai import OpenAISettings
from teachers.teacher import TeacherError, TeacherRefusedError, TeacherUnavailableError
from tests.conversations import first_turn
from tests.endpoint import Answer, endpoint, refusal
from tests.teachers.batch_vendor import NOT_FOUND, Vendor, echo

ROOT = Path(__file__).resolve().parents[2]
QUICK = BatchLimits(gather_s=0.03, poll_s=0.02)


def asking(ident: str, attempt: int = 0) -> Request:
    return first_turn(ident, attempt=attempt, native_tools=False)


async def ask_all(
    base_url: str, folder: Path, requests: Sequence[Request], limits: BatchLimits, **settings: object
) -> list[Reply | BaseException]:
    given: dict[str, Any] = {"decoding": {"max_tokens": 9}, "native_tools": False, **settings}
    own = OpenAISettings(base_url, given.pop("model", "gpt-5-mini"), **given)
    teacher = BatchTeacher(own, folder, "prompts", limits)
    try:
        return await asyncio.gather(*map(teacher.reply, requests), return_exceptions=True)
    finally:
        await teacher.aclose()


def ask(
    vendor: Vendor,
    folder: Path,
    requests: Sequence[Request],
    limits: BatchLimits = QUICK,
    **settings: object,
) -> list[Reply | BaseException]:
    with endpoint(vendor) as base_url:
        return asyncio.run(ask_all(base_url, folder, requests, limits, **settings))


def texts(found: Sequence[Reply | BaseException]) -> list[str]:
    assert all(isinstance(reply, Reply) for reply in found), found
    return [reply.text for reply in found if isinstance(reply, Reply)]


def test_many_requests_go_in_one_batch_and_each_gets_its_own_reply(tmp_path: Path) -> None:
    vendor = Vendor()
    requests = [asking(f"q{n}") for n in range(120)]
    found = ask(vendor, tmp_path, requests)
    assert texts(found) == [request.prompt.question for request in requests]
    assert len(vendor.batches) == 1
    assert len(vendor.lines("batch-0")) == 120
    assert vendor.lines("batch-0")[0]["url"] == "/v1/chat/completions"
    assert {reply.cost_usd for reply in found if isinstance(reply, Reply)} == {(100 * 0.125 + 10 * 1.0) / 1e6}


def test_a_file_is_cut_where_it_is_full_by_number_or_by_size(tmp_path: Path) -> None:
    vendor = Vendor()
    ask(vendor, tmp_path / "a", [asking(f"q{n}") for n in range(10)], replace(QUICK, requests=4))
    assert sorted(len(vendor.lines(name)) for name in vendor.batches) == [2, 4, 4]
    size = max(len(file) for file in vendor.files.values() if b"custom_id" in file) // 2
    vendor = Vendor()
    ask(vendor, tmp_path / "b", [asking(f"q{n}") for n in range(10)], replace(QUICK, size=size))
    sizes = [len(vendor.files[batch["input_file_id"]]) for batch in vendor.batches.values()]
    assert len(sizes) > 4
    assert max(sizes) <= size
    assert sum(len(vendor.lines(name)) for name in vendor.batches) == 10


def test_a_request_that_fits_in_no_file_is_refused_by_itself(tmp_path: Path) -> None:
    found = ask(Vendor(), tmp_path, [asking("a"), asking("b" * 2000)], replace(QUICK, size=2000))
    assert isinstance(found[0], Reply)
    assert isinstance(found[1], TeacherRefusedError)
    assert "fits in no batch" in str(found[1])


def test_attempts_are_requests_of_their_own_even_without_a_seed(tmp_path: Path) -> None:
    vendor = Vendor()
    ask(vendor, tmp_path, [asking("a", attempt=n) for n in range(3)])
    assert len({line["custom_id"] for line in vendor.lines("batch-0")}) == 3
    assert max(len(line["custom_id"]) for line in vendor.lines("batch-0")) <= 64


def faulty(body: dict[str, Any]) -> Answer | str:
    text = body["messages"][-1]["content"][-1]["text"]
    for mark, outcome in (
        ("bad", (400, refusal("messages"))),
        ("busy", (429, b'{"error":{"message":"slow down"}}')),
        ("broken", (500, b'{"error":{"message":"oops"}}')),
        ("late", "batch_expired"),
        ("odd", (200, b'{"choices":[]}')),
    ):
        if f"id:{mark}" in text:
            return outcome  # type: ignore[return-value]
    return echo(body)


@pytest.mark.parametrize(
    ("ident", "kind", "said"),
    [
        ("bad", TeacherRefusedError, "HTTP 400 in its batch"),
        ("busy", TeacherUnavailableError, "slow down"),
        ("broken", TeacherUnavailableError, "HTTP 500 in its batch"),
        ("late", TeacherUnavailableError, "said batch_expired"),
        ("odd", TeacherUnavailableError, "holds no message"),
    ],
)
def test_what_one_line_fails_at_is_its_own_and_has_its_reason(
    ident: str, kind: type[TeacherError], said: str, tmp_path: Path
) -> None:
    good, failed = ask(Vendor(faulty, looks=1), tmp_path, [asking("good"), asking(ident)])
    assert isinstance(good, Reply)
    assert type(failed) is kind
    assert said in str(failed)


@pytest.mark.parametrize("ends", ["failed", "expired", "cancelled"])
def test_a_batch_that_ends_without_outcomes_leaves_every_request_owed_with_the_reason(
    ends: str, tmp_path: Path
) -> None:
    vendor = Vendor(ends=ends)
    vendor.errors = [{"code": "token_limit_exceeded", "message": "Enqueued token limit reached"}]
    found = ask(vendor, tmp_path, [asking("a"), asking("b")])
    assert {type(fault) for fault in found} == {TeacherUnavailableError}
    assert f"ended as {ends}" in str(found[0])
    assert "Enqueued token limit reached" in str(found[0])
    vendor.ends, vendor.errors = "completed", []
    assert texts(ask(vendor, tmp_path, [asking("a"), asking("b")])), "owed, and had by the next run"
    assert len(vendor.batches) == 2


def test_an_expired_batch_hands_out_what_it_had_finished(tmp_path: Path) -> None:
    vendor = Vendor(faulty, ends="expired")
    done, late = ask(vendor, tmp_path, [asking("done"), asking("late")])
    assert isinstance(done, Reply)
    assert isinstance(late, TeacherUnavailableError)
    again = ask(vendor, tmp_path, [asking("done"), asking("late")])
    assert again[0] == done
    assert [len(vendor.lines(name)) for name in vendor.batches] == [2, 1], "only the late one is asked anew"


def reasoning(body: dict[str, Any]) -> Answer:
    for field in ("max_tokens", "temperature"):
        if field in body:
            return 400, refusal(field)
    return echo(body)


def test_fields_that_a_model_refuses_are_left_out_of_the_next_batch_and_told_of(tmp_path: Path) -> None:
    vendor = Vendor(reasoning, looks=1)
    decoding = {"max_tokens": 9, "temperature": 0.5}
    found = ask(vendor, tmp_path, [asking("a"), asking("b")], decoding=decoding)
    assert {reply.refused for reply in found if isinstance(reply, Reply)} == {("max_tokens", "temperature")}
    assert vendor.lines("batch-2")[0]["body"]["max_completion_tokens"] == 9
    assert len(vendor.batches) == 3
    assert texts(ask(vendor, tmp_path, [asking("c")], decoding=decoding))
    assert len(vendor.batches) == 4, "what an earlier run met is known to the next"


def test_trouble_on_the_way_is_ridden_out_and_nothing_is_made_twice(tmp_path: Path) -> None:
    vendor = Vendor()
    busy: Answer = (503, b'{"error":{"message":"down"}}')
    vendor.faults = [
        ("/v1/files", busy), ("/v1/batches", busy), ("/v1/batches", None), ("/v1/batches/", busy),
        ("/v1/files/", None),
    ]  # fmt: skip
    assert texts(ask(vendor, tmp_path, [asking("a"), asking("b")]))
    assert vendor.faults == []
    assert len(vendor.batches) == 1


def test_a_batch_whose_creation_was_never_answered_is_found_by_its_name(tmp_path: Path) -> None:
    vendor = Vendor()
    for n in range(5):
        vendor._create({"endpoint": "/v1/chat/completions", "metadata": {"vistaforge_job": f"other{n}"}})
    vendor.faults = [("/v1/batches", None)]
    assert texts(ask(vendor, tmp_path, [asking("a")]))
    assert len(vendor.batches) == 6
    assert sum(asked.startswith("POST /v1/batches") for asked in vendor.asked) == 1


def test_a_vendor_that_refuses_the_batch_is_told_in_its_words_and_asked_again_by_the_next_run(
    tmp_path: Path,
) -> None:
    vendor = Vendor()
    vendor.faults = [("/v1/batches", (400, b'{"error":{"message":"no billing"}}'))]
    [fault] = ask(vendor, tmp_path, [asking("a")])
    assert isinstance(fault, TeacherUnavailableError)
    assert "no billing" in str(fault)
    assert texts(ask(vendor, tmp_path, [asking("a")]))


def test_replies_that_are_here_need_no_vendor(tmp_path: Path) -> None:
    first = ask(Vendor(), tmp_path, [asking("a"), asking("b")])
    again = asyncio.run(ask_all("http://127.0.0.1:9/v1", tmp_path, [asking("a"), asking("b")], QUICK))
    assert again == first


def test_a_batch_that_the_vendor_has_lost_leaves_its_requests_owed(tmp_path: Path) -> None:
    vendor = Vendor()
    vendor.faults = [("/v1/batches/", NOT_FOUND)]
    [fault] = ask(vendor, tmp_path, [asking("a")])
    assert isinstance(fault, TeacherUnavailableError)
    assert "no such thing" in str(fault)


def test_two_processes_do_not_work_on_one_folder(tmp_path: Path) -> None:
    own = OpenAISettings("http://127.0.0.1:9/v1", "m")
    first = BatchTeacher(own, tmp_path, "p")
    with pytest.raises(TeacherError, match="another process works on these batches"):
        BatchTeacher(own, tmp_path, "p")
    asyncio.run(first.aclose())
    asyncio.run(BatchTeacher(own, tmp_path, "p").aclose())


def test_a_state_file_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}")
    [fault] = ask(Vendor(), tmp_path, [asking("a")])
    assert isinstance(fault, TeacherError)
    assert "x.json: not the state of a batch" in str(fault)


CLIENT = """
import asyncio, json, sys
from pathlib import Path
from tests.teachers.test_batch import QUICK, ask_all, asking
found = asyncio.run(ask_all(sys.argv[1], Path(sys.argv[2]), [asking(f"q{n}") for n in range(8)], QUICK))
print(json.dumps([getattr(reply, "text", repr(reply)) for reply in found]))
"""


def client(base_url: str, folder: Path) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])}
    command = [sys.executable, "-c", CLIENT, base_url, str(folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env, cwd=ROOT)


def wait_for(vendor: Vendor, asked: str, seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not any(line.startswith(asked) for line in list(vendor.asked)):
        assert time.monotonic() < end, f"no {asked} in {seconds} s"
        time.sleep(0.01)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("held", "asked"),
    [
        ("/v1/files", "POST /v1/files"),
        ("/v1/batches", "POST /v1/batches"),
        ("/v1/batches/", "GET /v1/batches/"),
        ("/v1/files/", "GET /v1/files/"),
    ],
    ids=["uploading", "creating", "waiting", "downloading"],
)
def test_a_kill_at_any_point_has_no_work_done_twice_and_loses_no_reply(
    held: str, asked: str, tmp_path: Path
) -> None:
    vendor = Vendor()
    vendor.hold = (held, threading.Event())
    with endpoint(vendor) as base_url:
        process = client(base_url, tmp_path)
        try:
            wait_for(vendor, asked)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
        vendor.hold[1].set()
        vendor.hold = None
        again = client(base_url, tmp_path)
        try:
            said, _ = again.communicate(timeout=60)
        finally:
            with suppress(ProcessLookupError):
                again.kill()
    assert json.loads(said) == [asking(f"q{n}").prompt.question for n in range(8)]
    assert len(vendor.batches) == 1
    assert len(vendor.lines("batch-0")) == 8
