"""The EasyOCR service over real HTTP, with a reader that returns what EasyOCR's `readtext` does."""

from __future__ import annotations

import ast
import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from environment.execute import execute
from environment.providers.settings import ProviderSettings
from environment.registry import DETECTORS
from schemas import Observation, Picture
from services.easyocr_service import ReadText, detector_of, element_of
from services.shell import MAX_PICTURE_BYTES, Detect, server_of
from tests.builders import call
from tests.environment.tools.tool_pictures import noise, written

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = written(("2010", (20, 20)), ("3,400", (20, 100)), width=200, height=160)
READINGS = [
    ([[np.int32(20), np.int32(24)], [np.int32(95), 24], [95, 52], [20, 52]], "2010", np.float64(0.9991)),
    (np.array([[18.5, 99.2], [110.7, 103.1], [109.9, 130.4], [17.8, 126.6]]), "3,400", np.float32(0.75)),
    ([[-3, -2], [40, -2], [40, 9], [-3, 9]], "10", np.float64(0.5)),
    ([[150, 140], [230, 140], [230, 170], [150, 170]], "5°", np.float64(1.0000001)),
    ([[60, 60], [70, 60], [70, 70], [60, 70]], "smudge", np.float64(0.02)),
    ([[60, 60], [70, 60], [70, 70], [60, 70]], "", np.float64(0.9)),
]
"""Whole numbers for upright text, fractions for slanted, corners outside the picture for both."""


@contextlib.contextmanager
def running(detect: Detect) -> Iterator[str]:
    """The shell around a function on a free port; yields the address that settings name."""
    with server_of(detect, 0) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v1"
        finally:
            server.shutdown()


def read(readtext: ReadText, arguments: dict[str, Any] | None = None, picture: Picture = PAGE) -> Observation:
    with running(detector_of(readtext)) as url:
        tool = DETECTORS["easyocr"].served(ProviderSettings(url, "easyocr-1.7", timeout_s=5.0))
        return execute({"easyocr": tool}, call("easyocr", dict(arguments or {})), (picture,))


def test_what_easyocr_reads_becomes_lines_in_reading_order_to_the_letter() -> None:
    seen = read(lambda png: READINGS)
    assert seen.status == "ok", seen.text
    assert json.loads(seen.result)["lines"] == [
        {"text": "10", "box": [0, 0, 40, 9], "confidence": 0.5},
        {"text": "2010", "box": [20, 24, 95, 52], "confidence": 0.9991},
        {"text": "3,400", "box": [17, 99, 111, 131], "confidence": 0.75},
        {"text": "5°", "box": [150, 140, 200, 160], "confidence": 1},
    ]
    assert seen.text.splitlines()[1] == "2010 [20, 24, 95, 52]"


def test_the_reader_is_given_the_picture_itself() -> None:
    given: list[bytes] = []
    read(lambda png: given.append(png) or [])  # type: ignore[func-returns-value]
    (png,) = given
    assert png.startswith(b"\x89PNG")


def test_only_the_region_is_sent_and_its_boxes_come_back_in_the_whole_picture() -> None:
    corners = [[0, 0], [10, 0], [10, 8], [0, 8]]
    seen = read(lambda png: [(corners, "x", 0.9)], {"region": [50, 40, 90, 80]})
    (line,) = json.loads(seen.result)["lines"]
    assert line["box"] == [50, 40, 60, 48]


def test_no_text_is_a_result_too() -> None:
    seen = read(lambda png: [])
    assert (seen.status, seen.text) == ("ok", "no text found")


@pytest.mark.parametrize("confidence", [float("nan"), -0.1])
def test_a_confidence_that_is_none_never_passes(confidence: float) -> None:
    seen = read(lambda png: [([[0, 0], [9, 0], [9, 9], [0, 9]], "x", confidence)])
    assert (seen.status, seen.result) == ("error", "")


def test_a_reader_that_raises_is_an_unavailable_tool(capfd: pytest.CaptureFixture[str]) -> None:
    def broken(png: bytes) -> Sequence[Any]:
        raise RuntimeError("CUDA out of memory")

    seen = read(broken)
    assert (seen.status, seen.error_code) == ("error", "unavailable")
    assert "CUDA out of memory" in capfd.readouterr().err


@pytest.mark.parametrize("size", [(1, 1), (200, 160)])
@pytest.mark.parametrize("corners", [[[-9, -9]] * 4, [[900, 900]] * 4, [[0, 0]] * 4])
def test_a_box_has_at_least_one_pixel_inside_the_picture(
    corners: list[list[int]], size: tuple[int, int]
) -> None:
    x0, y0, x1, y1 = element_of((corners, "x", 1), *size)["box"]  # type: ignore[misc]
    assert 0 <= x0 < x1 <= size[0]
    assert 0 <= y0 < y1 <= size[1]


def asked(url: str, path: str, body: bytes, length: str = "") -> tuple[int, str]:
    connection = http.client.HTTPConnection(url.split("/")[2], timeout=5)
    try:
        connection.putrequest("POST", path)
        connection.putheader("content-length", length or str(len(body)))
        connection.endheaders(body)
        reply = connection.getresponse()
        return reply.status, json.loads(reply.read()).get("error", "")
    finally:
        connection.close()


def test_what_is_no_picture_is_refused_in_a_sentence() -> None:
    png = noise(4, 4).data
    with running(lambda png, width, height: []) as url:
        assert asked(url, "/v1/detect", png) == (200, "")
        assert asked(url, "/v1/detect", b"no picture")[0] == 422
        assert asked(url, "/v1/detect", png[: len(png) // 2])[0] == 422
        assert asked(url, "/v1/read", png) == (404, "pictures are taken at /v1/detect")
        assert asked(url, "/v1/detect", b"", length="many")[0] == 411
        too_long = str(MAX_PICTURE_BYTES + 1)
        assert asked(url, "/v1/detect", b"", length=too_long) == (413, "the picture is too large")


def test_two_pictures_are_never_looked_at_at_once() -> None:
    inside, most = [0], [0]
    both = threading.Barrier(2)

    def detect(png: bytes, width: int, height: int) -> list[Any]:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait(0.2)  # passed only by two at once
        inside[0] -= 1
        return []

    with running(detect) as url:
        threads = [
            threading.Thread(target=asked, args=(url, "/v1/detect", noise(4, 4).data)) for _ in range(2)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert most == [1]


def test_the_services_need_nothing_of_the_project() -> None:
    foreign = {"PIL", "easyocr", "services"}
    for path in (ROOT / "services").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                top = name.split(".")[0]
                assert top in foreign or top in sys.stdlib_module_names, f"{path.name} imports {name}"


EASYOCR = """
class Reader:
    def __init__(self, languages, gpu):
        assert (languages, gpu) == (["en", "de"], False)
    def readtext(self, png):
        return [([[1, 1], [9, 1], [9, 9], [1, 9]], "2010", 0.9)]
"""


@pytest.mark.parametrize("asked_to_stop", [signal.SIGINT, signal.SIGTERM])
def test_the_documented_command_starts_and_reads_and_stops(
    tmp_path: Path, asked_to_stop: signal.Signals
) -> None:
    (tmp_path / "easyocr.py").write_text(EASYOCR)
    command = [sys.executable, "-m", "services.easyocr_service", "--port", "0", "--languages", "en", "de"]
    environ = {**os.environ, "PYTHONPATH": str(tmp_path)}
    with subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().strip().removeprefix("listening on ")
            tool = DETECTORS["easyocr"].served(ProviderSettings(url, "easyocr-1.7", timeout_s=5.0))
            seen = execute({"easyocr": tool}, call("easyocr", {}), (PAGE,))
            process.send_signal(asked_to_stop)
            assert process.wait(10) == 0
        finally:
            process.kill()
    assert seen.text == "2010 [1, 1, 9, 9]"
