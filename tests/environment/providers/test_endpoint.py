"""Expert tools over real HTTP: what a good reply becomes, and what each kind of trouble is told as."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from environment import registry
from environment.execute import execute
from environment.pool import ToolPool
from environment.providers.exchange import MAX_REPLY_BYTES, TRIES
from environment.providers.settings import VARIABLE, ProviderSettings
from environment.registry import EXPERTS
from environment.tools.experts.expert import ServedExpert
from schemas import Observation
from tests.builders import call
from tests.endpoint import Handle, completion, endpoint
from tests.environment.tools.tool_pictures import noise

TABLE = "| Year | Sales |\n|---|---|\n| 2010 | 1,200 |\n| 2011 | 3.5 |"
CDL = "A triangle.\nconstruction_cdl: Shape(AB,BC,CA), Collinear(ADB)\nimage_cdl: Equal(LengthOfLine(AB),5)"
GOOD = {
    "chartmoe_extract_data": '```json\n{"series": [{"name": "a", "values": [1, 2]}]}\n```',
    "chartmoe_to_table": TABLE,
    "diagram_formalizer": CDL,
    "image_cdl": CDL,
}
PICTURE = noise(40, 30)


def run(url: str, name: str = "chartmoe_to_table", **settings: float | str) -> Observation:
    served = replace(ProviderSettings(url, "expert", timeout_s=5.0), **settings)  # type: ignore[arg-type]
    arguments = {"question": "Which year?"} if EXPERTS[name].asks else {}
    return execute({name: ServedExpert(EXPERTS[name], served)}, call(name, dict(arguments)), (PICTURE,))


def says(body: bytes, status: int = 200) -> Handle:
    return lambda method, path, sent: (status, body)


@pytest.fixture
def unconfigured() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, "{}")
        yield
        registry.configure({})


def test_a_markdown_table_becomes_columns_and_rows_of_numbers() -> None:
    with endpoint(says(completion(TABLE))) as url:
        seen = run(url)
    assert seen.status == "ok", seen.text
    assert json.loads(seen.result) == {
        "picture": 0,
        "table": {"columns": ["Year", "Sales"], "rows": [["2010", 1200], ["2011", 3.5]]},
    }
    assert seen.tool_version
    assert len(seen.weights_digest) == 64
    assert seen.determinism == "recorded"


@pytest.mark.parametrize("name", EXPERTS)
def test_each_tool_sends_picture_prompt_and_question_and_reads_its_form(name: str) -> None:
    bodies: list[str] = []

    def handle(method: str, path: str, sent: bytes) -> tuple[int, bytes]:
        assert (method, path) == ("POST", "/v1/chat/completions")
        bodies.append(sent.decode())
        return 200, completion(GOOD.get(name, "Sales rose."))

    with endpoint(handle) as url:
        seen = run(url, name)
    assert seen.status == "ok", seen.text
    (body,) = (json.loads(text) for text in bodies)
    image, text = body["messages"][0]["content"]
    assert image["image_url"]["url"].startswith("data:image/png;base64,")
    assert text["text"] == EXPERTS[name].prompt.replace("{question}", "Which year?")
    assert (body["model"], body["temperature"]) == ("expert", 0)


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_trouble_that_passes_is_tried_again(status: int) -> None:
    left = [(status, b"later")] * 2

    def handle(method: str, path: str, sent: bytes) -> tuple[int, bytes]:
        return left.pop() if left else (200, completion(TABLE))

    with endpoint(handle) as url:
        assert run(url).status == "ok"
    assert not left


def test_trouble_that_stays_is_given_up_after_so_many_tries() -> None:
    asked: list[str] = []

    def handle(method: str, path: str, sent: bytes) -> tuple[int, bytes]:
        asked.append(path)
        return 500, b""

    with endpoint(handle) as url:
        seen = run(url)
    assert (seen.status, seen.error_code) == ("error", "unavailable")
    assert "HTTP 500" in seen.text
    assert len(asked) == TRIES


def test_a_refused_key_is_not_tried_again() -> None:
    asked: list[str] = []

    def handle(method: str, path: str, sent: bytes) -> tuple[int, bytes]:
        asked.append(path)
        return 401, b"{}"

    with endpoint(handle) as url:
        seen = run(url)
    assert seen.error_code == "unavailable"
    assert "401" in seen.text
    assert len(asked) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"<html>",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"choices": []}',
        b'{"choices": [{"message": {"content": null}}]}',
        b'{"choices": [{"message": {"content": "a\\ud800"}}]}',
        b'{"choices": [{"message": {"content": " "}}]}',
        b'{"choices": [{"message": {"content": "|a|b|\\n|1|2|"}, "finish_reason": "length"}]}',
        b"[" * 100_000,
        b" " * (MAX_REPLY_BYTES + 1),
        completion("There is no table here."),
        completion("|a|b|\n|1|2|3|"),
        completion("|a|b|\n|---|---|"),
    ],
)
def test_a_reply_that_is_not_what_was_asked_for_never_passes(body: bytes) -> None:
    with endpoint(says(body)) as url:
        seen = run(url)
    assert (seen.status, seen.error_code, seen.result) == ("error", "bad_reply", "")


@pytest.mark.parametrize("name", sorted(EXPERTS))
@pytest.mark.parametrize("reply", ["I'm sorry, but I cannot help.", ""])
def test_no_expert_returns_ok_for_a_reply_that_declines(name: str, reply: str) -> None:
    with endpoint(says(completion(reply))) as url:
        seen = run(url, name)
    assert (seen.status, seen.result) == ("error", "")
    assert seen.error_code in ("bad_reply", "nothing_found")


@pytest.mark.parametrize("reply", ["[1]", "{}", '{"a": NaN}', '{"a": 1e999}', '{"a": "\\ud800"}', "{"])
def test_data_that_is_no_finite_object_never_passes(reply: str) -> None:
    with endpoint(says(completion(reply))) as url:
        assert run(url, "chartmoe_extract_data").error_code == "bad_reply"


def test_a_construction_without_image_facts_is_nothing_found_for_image_cdl() -> None:
    with endpoint(says(completion("construction_cdl: Shape(AB,BC,CA)\nimage_cdl:"))) as url:
        assert run(url, "image_cdl").error_code == "nothing_found"
        assert run(url, "diagram_formalizer").status == "ok"


def test_a_refused_connection_is_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    seen = run(f"http://127.0.0.1:{port}/v1")
    assert seen.error_code == "unavailable"
    assert "ConnectError" in seen.text


def test_a_key_that_is_not_set_is_told_before_anyone_is_asked() -> None:
    seen = run("http://127.0.0.1:9/v1", api_key_env="VISTAFORGE_NO_SUCH_KEY")
    assert (seen.error_code, "key" in seen.text) == ("unavailable", True)


def test_a_server_that_hangs_costs_no_more_than_the_bound() -> None:
    released = threading.Event()

    def handle(method: str, path: str, sent: bytes) -> tuple[int, bytes]:
        released.wait(10)
        return 200, completion(TABLE)

    with endpoint(handle) as url:
        began = time.monotonic()
        seen = run(url, timeout_s=0.3)
        released.set()
    assert seen.error_code == "unavailable"
    assert time.monotonic() - began < 2


class Dripping(BaseHTTPRequestHandler):
    """A space every twentieth of a second, for longer than anyone waits."""

    def do_POST(self) -> None:
        """Drip."""
        self.send_response(200)
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # the client leaves, which is what is tested
            for _ in range(100):
                self.wfile.write(b" ")
                time.sleep(0.05)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Waiting(Dripping):
    """Asks to come back in half a second, once."""

    times: list[float]

    def do_POST(self) -> None:
        """Answer the second request alone."""
        self.times.append(time.monotonic())
        body = completion(TABLE) if len(self.times) > 1 else b""
        self.send_response(200 if body else 429)
        self.send_header("retry-after", "0.5")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def served_by(handler: type[BaseHTTPRequestHandler], timeout_s: float) -> Observation:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            return run(f"http://127.0.0.1:{server.server_port}/v1", timeout_s=timeout_s)
        finally:
            server.block_on_close = False
            server.shutdown()


def test_a_reply_that_drips_without_an_end_is_given_up() -> None:
    began = time.monotonic()
    assert served_by(Dripping, 0.3).error_code == "unavailable"
    assert time.monotonic() - began < 2


def test_the_wait_a_server_asks_for_is_kept() -> None:
    Waiting.times = []
    assert served_by(Waiting, 5.0).status == "ok"
    first, second = Waiting.times
    assert second - first >= 0.5


def test_a_configured_expert_runs_in_a_tool_process_and_others_say_what_they_need(unconfigured: None) -> None:
    async def ask() -> Observation:
        pool = ToolPool(workers=1, timeout_s=30)
        try:
            return await pool.run(call("chartmoe_to_table", {}), (PICTURE,))
        finally:
            await pool.aclose()

    with endpoint(says(completion(TABLE))) as url:
        registry.configure({"chartmoe": ProviderSettings(url, "expert")})
        seen = asyncio.run(ask())
    assert seen.status == "ok", seen.text
    assert "chartmoe_to_table" in registry.load_tools()
    assert "tools.providers.g_llava" in registry.load().unavailable["g_llava_solve"]


def test_results_are_told_apart_by_model_and_prompt_and_not_by_address() -> None:
    expert = EXPERTS["chartmoe_to_table"]
    one, other = (ServedExpert(expert, ProviderSettings(url, "m")).spec for url in ("http://a", "http://b"))
    assert one == other
    assert expert.spec("n").weights_digest != one.weights_digest
    assert replace(expert, prompt="Else.").spec("m").version != one.version
