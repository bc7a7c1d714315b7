"""The tool server as a process: health, its own endpoint, the door, back-pressure and its end."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from environment.server.settings import ServerSettings, ServerSettingsError, token_of
from environment.server.wire import DIGEST_HEADER, call_to_body, observation_of_plain
from schemas import tools_digest
from tests.builders import call, picture
from tests.environment import unruly_tools
from tests.tool_server import Server, tool_server

SHOWN = picture(80, 60, "red")
BOX = {"bbox_2d": [5, 5, 45, 35]}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server of two processes with a queue of four."""
    with tool_server(unruly=True, queue=4) as running:
        yield running


def body(name: str, arguments: object = None) -> bytes:
    return call_to_body(call(name, {} if arguments is None else arguments), (SHOWN,))  # type: ignore[arg-type]


def until_all_done(server: Server) -> None:
    for _ in range(200):
        text = server.get("/metrics").text
        running = [line for line in text.splitlines() if line.startswith("vistaforge_tool_running{")]
        waiting = [line for line in text.splitlines() if line.startswith("vistaforge_tool_waiting{")]
        if not sum(float(line.split()[-1]) for line in running + waiting):
            return
        time.sleep(0.05)
    raise AssertionError("calls are still under way")


def test_health_says_which_tools_there_are_and_why_others_are_not(server: Server) -> None:
    said = server.get("/health").json()
    specs = tuple(tool.spec for tool in unruly_tools.TOOLS.values())
    assert said["status"] == "ok"
    assert said["tools_digest"] == tools_digest(specs)
    assert said["tools"] == {spec.name: spec.version for spec in specs}
    assert said["unavailable"] == {"absent": "absent cannot be imported: no such library"}


def test_a_client_that_expects_other_tools_is_refused_everywhere(server: Server) -> None:
    for path in ("/run", "/get_observation", "/mcp"):
        answer = server.post(path, body("zoom", BOX), **{DIGEST_HEADER: "0" * 64})
        assert answer.status_code == 412, path
        assert "this server's tools are" in answer.json()["error"]
        answer = server.post(f"{path}?tools_digest={'0' * 64}", body("zoom", BOX))
        assert answer.status_code == 412, path
    right = server.get("/health").json()["tools_digest"]
    assert server.post(f"/run?tools_digest={right}", body("zoom", BOX)).status_code == 200
    assert server.post("/run", body("zoom", BOX), **{DIGEST_HEADER: right}).status_code == 200


def test_a_call_is_run_as_it_would_be_here(server: Server) -> None:
    answer = server.post("/run", body("zoom", BOX))
    assert answer.status_code == 200
    here = unruly_tools.run_with_tools(call("zoom", BOX), (SHOWN,))
    assert observation_of_plain(answer.json()) == here
    assert here.pictures


def test_a_picture_that_is_not_what_it_says_is_refused(server: Server) -> None:
    said = body("zoom", BOX).decode().replace(SHOWN.sha256, "0" * 64).encode()
    answer = server.post("/run", said)
    assert answer.status_code == 400
    assert "SHA-256" in answer.json()["error"]


def test_a_name_of_another_machine_is_no_name_of_a_loopback_server(server: Server) -> None:
    assert server.get("/health", Host="example.org").status_code == 400


@pytest.mark.parametrize("path", ["/run", "/get_observation"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    junk=st.one_of(
        st.binary(max_size=60),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
            lambda inner: (
                st.lists(inner, max_size=4)
                | st.dictionaries(
                    st.sampled_from(
                        ["name", "arguments", "pictures", "trajectory_ids", "actions", "extra_fields"]
                    ),
                    inner,
                    max_size=6,
                )
            ),
            max_leaves=12,
        ),
    )
)
def test_junk_is_refused_with_a_sentence_and_never_a_fault(server: Server, path: str, junk: object) -> None:
    answer = server.post(path, junk)
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.json()["error"]


@pytest.mark.parametrize(
    "junk",
    [b"[" * 100_000, b'{"name": "\\ud800", "arguments": "{}", "pictures": []}', b"\xff\xfe", b"NaN", b""],
    ids=["deep", "half a character", "no text", "no number", "nothing"],
)
def test_bodies_that_break_parsers_are_refused(server: Server, junk: bytes) -> None:
    assert server.post("/run", junk).status_code == 400


def test_ten_clients_at_once_get_their_own_answers() -> None:
    boxes = [{"bbox_2d": [x, 5, x + 40, 50]} for x in range(10)]
    with tool_server(unruly=True) as server, ThreadPoolExecutor(10) as clients:
        answers = list(clients.map(lambda box: server.post("/run", body("zoom", box)), boxes))
    here = [unruly_tools.run_with_tools(call("zoom", box), (SHOWN,)) for box in boxes]
    assert [observation_of_plain(answer.json()) for answer in answers] == here


def test_a_full_queue_says_come_again(server: Server) -> None:
    with ThreadPoolExecutor(4) as clients:
        held = [clients.submit(server.post, "/run", body("waits")) for _ in range(4)]
        time.sleep(0.4)
        full = server.post("/run", body("works"))
        assert full.status_code == 429
        assert int(full.headers["Retry-After"]) >= 1
        assert "come again" in full.json()["error"]
        text = server.get("/metrics").text
        # One of two processes: a tool never holds them all.
        assert 'vistaforge_tool_running{tool="waits"} 1.0' in text
        assert 'vistaforge_tool_waiting{tool="waits"} 3.0' in text
        assert [one.result().json()["status"] for one in held] == ["ok"] * 4
    until_all_done(server)
    assert server.post("/run", body("works")).status_code == 200
    text = server.get("/metrics").text
    assert 'vistaforge_requests_refused_total{status="429"} 1.0' in text
    assert 'vistaforge_tool_seconds_count{tool="waits"} 4.0' in text


@pytest.mark.slow
def test_a_hanging_tool_blocks_no_other() -> None:
    with tool_server(unruly=True, timeout_s=4) as server, ThreadPoolExecutor(2) as clients:
        server.post("/run", body("works"))
        hanging = [clients.submit(server.post, "/run", body("hangs")) for _ in range(2)]
        time.sleep(0.5)
        assert server.post("/run", body("works")).json()["status"] == "ok"
        assert not any(one.done() for one in hanging)
        assert [one.result().json()["error_code"] for one in hanging] == ["timeout"] * 2
        text = server.get("/metrics").text
        assert 'vistaforge_tool_errors_total{code="timeout",tool="hangs"} 2.0' in text


def test_names_clients_make_up_make_no_series(server: Server) -> None:
    assert server.post("/run", body("nonsense")).json()["error_code"] == "unknown_tool"
    text = server.get("/metrics").text
    assert "nonsense" not in text
    assert 'vistaforge_tool_errors_total{code="unknown_tool",tool="other"}' in text


def test_a_stop_finishes_the_call_under_way_and_refuses_new_ones() -> None:
    with tool_server(unruly=True) as server, ThreadPoolExecutor(1) as clients:
        server.post("/run", body("works"))
        waiting = clients.submit(server.post, "/run", body("waits"))
        time.sleep(0.3)
        server.stop()
        time.sleep(0.2)
        late = server.post("/run", body("works"))
        assert late.status_code == 503
        assert "Retry-After" in late.headers
        assert server.get("/health").json()["status"] == "stopping"
        assert waiting.result().json()["status"] == "ok"
        assert server.process.wait(10) == 0


def test_a_token_is_wanted_where_one_is_set() -> None:
    env = {"TOOLS_TOKEN": "sesame"}
    with tool_server(unruly=True, env=env, token_env="TOOLS_TOKEN", host="0.0.0.0") as server:
        url = Server(server.url.replace("0.0.0.0", "127.0.0.1"), server.process)
        for path in ("/health", "/metrics", "/mcp"):
            assert url.get(path).status_code == 401
            assert url.get(path, Authorization="Bearer wrong").status_code == 401
        assert url.post("/run", body("works")).headers["WWW-Authenticate"] == "Bearer"
        assert url.get("/health", Authorization="Bearer sesame").status_code == 200
        for shown in ("Basic eDp3cm9uZw==", "Basic ???", "sesame", "Bearer"):
            assert url.get("/health", Authorization=shown).status_code == 401
        # As a client sends it that is given `http://any:sesame@host` for its URL.
        in_url = Server(url.url.replace("http://", "http://any:sesame@"), server.process)
        assert in_url.get("/health").status_code == 200


def test_an_open_address_without_a_token_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ServerSettingsError, match=r"0\.0\.0\.0 can be reached"):
        token_of(ServerSettings(host="0.0.0.0"))
    monkeypatch.delenv("TOOLS_TOKEN", raising=False)
    with pytest.raises(ServerSettingsError, match="TOOLS_TOKEN is not set"):
        token_of(ServerSettings(token_env="TOOLS_TOKEN"))
    for host in ("127.0.0.1", "localhost", "::1"):
        assert token_of(ServerSettings(host=host)) == ""


def test_a_request_is_admitted_whole_or_not() -> None:
    from environment.server.desk import Desk
    from environment.server.metrics import Metrics
    from environment.server.refusals import BusyError, StoppingError

    async def nothing(called: object, pictures: object) -> object:
        raise AssertionError("no call is run here")

    async def tried() -> None:
        desk = Desk(nothing, (), 4, 1, Metrics())  # type: ignore[arg-type]
        # An empty desk takes any request.
        with desk.admitted(9), pytest.raises(BusyError), desk.admitted(1):
            pass
        with desk.admitted(3):
            with desk.admitted(1), pytest.raises(BusyError), desk.admitted(1):
                pass
            with desk.admitted(1):
                pass
        await desk.stop()
        with pytest.raises(StoppingError), desk.admitted(1):
            pass

    asyncio.run(tried())
