"""verl-tool's `/get_observation`, by requests in the very form its agent loop sends them."""

from __future__ import annotations

import base64
import io
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from environment.dialects import hermes
from environment.server.verl_tool import closed
from schemas import Observation, Picture, Step
from shards.views import text_messages
from tests.builders import call, picture
from tests.environment import unruly_tools
from tests.tool_server import Server, tool_server

SHOWN = picture(80, 60, "red")
SHOWN_URL = "data:image/png;base64," + base64.b64encode(SHOWN.data).decode()

# As `interact_with_tool_server` of verl-tool sends it: one trajectory a request, the action cut at the stop
# token `</tool_call>`, and the question's pictures in `extra_fields` at every turn.
ONE_TURN = """
{"trajectory_ids": ["7f3c2a"], "actions": ["<think>\\nI look closer.\\n</think>\\n\\n<tool_call>\\n
{\\"name\\": \\"zoom\\", \\"arguments\\": {\\"bbox_2d\\": [5, 5, 45, 35]}}\\n"], "finish": [false],
 "is_last_step": [false], "extra_fields": [{"images": ["%s"]}]}
"""
SECOND_TURN = """
{"trajectory_ids": ["7f3c2a"], "actions": ["<tool_call>{\\"name\\": \\"zoom\\", \\"arguments\\":
 {\\"bbox_2d\\": [10, 10, 200, 150], \\"picture\\": 1}}"], "finish": [false], "is_last_step": [true],
 "extra_fields": [{"images": ["%s"]}]}
"""
# As `close_traj_tool_threads` sends it: the id as a bare text beside lists of one.
CLOSED = '{"trajectory_ids": "7f3c2a", "actions": [""], "finish": [true], "is_last_step": [true]}'


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server of two processes."""
    with tool_server(unruly=True) as running:
        yield running


def recorded(text: str) -> object:
    """A recorded request with the test's picture in it."""
    return json.loads((text % SHOWN_URL if "%s" in text else text).replace("\n", ""))


def turns(*actions: str, ids: list[str] | None = None, **extra: object) -> dict[str, object]:
    """A request of these actions, each of its own trajectory."""
    ids = ids or [f"t{time.monotonic_ns()}-{i}" for i in range(len(actions))]
    fields = {"images": [SHOWN_URL], **extra}
    return {"trajectory_ids": ids, "actions": list(actions), "extra_fields": [fields for _ in actions]}


def zoom(box: list[float], number: int = 0) -> str:
    """The turn that zooms."""
    body = {"name": "zoom", "arguments": {"bbox_2d": box, "picture": number}}
    return f"<tool_call>{json.dumps(body)}</tool_call>"


def asked(server: Server, request: object) -> dict[str, Any]:
    """What the server answers."""
    answer = server.post("/get_observation", request)
    assert answer.status_code == 200, answer.text
    said: dict[str, Any] = answer.json()
    return said


def as_the_client_decodes(url: str) -> Image.Image:
    """Decode a picture as verl-tool's `decode_image_url` does."""
    head = "data:image/jpeg;base64,"
    return Image.open(io.BytesIO(base64.b64decode(url.removeprefix(head))))


def locally(name: str, arguments: dict[str, object], *pictures: Picture) -> Observation:
    """The same call, run here."""
    return unruly_tools.run_with_tools(call(name, arguments), pictures)  # type: ignore[arg-type]


def test_recorded_turns_see_the_crops_before_them_until_the_trajectory_is_closed(server: Server) -> None:
    first = asked(server, recorded(ONE_TURN))
    crop = locally("zoom", {"bbox_2d": [5, 5, 45, 35]}, SHOWN)
    assert (first["dones"], first["valids"]) == ([False], [True])
    told = first["observations"][0]
    assert told["obs"] == f"<tool_response>\n{crop.text}\n</tool_response><image>"
    (made,) = told["image"]
    assert as_the_client_decodes(made).size == (crop.pictures[0].width, crop.pictures[0].height)
    assert base64.b64decode(made.split(",")[1]) == crop.pictures[0].data

    second = asked(server, recorded(SECOND_TURN))
    wanted = locally("zoom", {"bbox_2d": [10, 10, 200, 150], "picture": 1}, SHOWN, crop.pictures[0])
    # The client's last step is followed by the turn that answers, so its call is run.
    assert (second["dones"], second["valids"]) == ([False], [True])
    assert wanted.text in second["observations"][0]["obs"]

    assert asked(server, recorded(CLOSED)) == {"observations": [""], "dones": [True], "valids": [True]}
    again = asked(server, recorded(SECOND_TURN))
    assert again["valids"] == [False]
    assert "There is no picture 1" in again["observations"][0]


def test_an_observation_is_what_a_row_shows(server: Server) -> None:
    crop = locally("zoom", {"bbox_2d": [5, 5, 45, 35]}, SHOWN)
    step = Step("", call("zoom", {"bbox_2d": [5, 5, 45, 35]}), crop)
    row = text_messages(hermes.render_steps([step]))[-1].content
    assert asked(server, turns(zoom([5, 5, 45, 35])))["observations"][0]["obs"] == row


def test_answers_come_in_the_order_of_the_batch(server: Server) -> None:
    boxes = [[x, 5, x + 40, 50] for x in (1, 20, 3, 17, 9)]
    slow = '<tool_call>{"name": "waits"}</tool_call>'
    said = asked(server, turns(slow, *(zoom(list(box)) for box in boxes)))
    assert said["observations"][0] == "<tool_response>\nhere\n</tool_response>"
    for box, told in zip(boxes, said["observations"][1:], strict=True):
        assert f"box {box} of picture 0" in told["obs"]


def test_turns_of_one_trajectory_in_one_batch_follow_each_other(server: Server) -> None:
    said = asked(server, turns(zoom([5, 5, 45, 35]), zoom([1, 1, 100, 100], 1), ids=["same", "same"]))
    assert said["valids"] == [True, True]
    assert "Picture 2" in said["observations"][1]["obs"]


def test_an_answer_ends_the_trajectory(server: Server) -> None:
    asked(server, turns(zoom([5, 5, 45, 35]), ids=["ends"]))
    said = asked(server, turns("<think>done</think><answer>7</answer>", ids=["ends"]))
    assert said == {"observations": [""], "dones": [True], "valids": [True]}
    after = asked(server, turns(zoom([1, 1, 100, 100], 1), ids=["ends"]))
    assert "There is no picture 1" in after["observations"][0]


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        ("just text", "A turn must end with"),
        ("<tool_call>{not json}</tool_call>", "The tool call is not valid JSON"),
        ('<tool_call>{"name": "nothing"}</tool_call>', "There is no tool 'nothing' here; offered: "),
        ('<tool_call>{"name": "zoom"}</tool_call>', "'bbox_2d' is a required property"),
        (zoom([50, 5, 10, 35]), "is empty or swapped"),
        ("", "A turn must end with"),
    ],
)
def test_a_turn_at_fault_is_told_in_a_sentence_and_is_not_valid(
    server: Server, action: str, sentence: str
) -> None:
    said = asked(server, turns(action))
    assert (said["dones"], said["valids"]) == ([False], [False])
    assert said["observations"][0].startswith("<tool_response>\nError: ")
    assert sentence in said["observations"][0]


def test_a_tool_that_fails_is_told_yet_the_turn_was_valid(server: Server) -> None:
    said = asked(server, turns('<tool_call>{"name": "raises"}</tool_call>'))
    assert said["valids"] == [True]
    assert "raises failed (RuntimeError)" in said["observations"][0]


def test_a_trajectory_without_pictures_is_told_so(server: Server) -> None:
    request = {"trajectory_ids": [12], "actions": [zoom([5, 5, 45, 35])], "finish": [False]}
    said = asked(server, request)
    assert said["valids"] == [False]
    assert "no picture" in said["observations"][0].lower()


NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.integers(0, 1000)
CALLS = st.builds(
    lambda name, box, number: json.dumps({"name": name, "arguments": {"bbox_2d": box, "picture": number}}),
    st.sampled_from(["zoom", "works", "no tool", ""]),
    st.lists(NUMBERS, max_size=5) | st.text(max_size=5) | st.none(),
    NUMBERS | st.booleans() | st.text(max_size=3),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    action=st.text(max_size=30) | CALLS.map(lambda body: f"<tool_call>{body}</tool_call>"),
    frame=st.fixed_dictionaries(
        {"mode": st.sampled_from(["original", "resized", "relative_1000"])},
        optional={"factor": NUMBERS, "min_pixels": NUMBERS, "max_pixels": NUMBERS},
    ),
)
def test_whatever_a_policy_writes_gets_an_answer(
    server: Server, action: str, frame: dict[str, object]
) -> None:
    answer = server.post("/get_observation", turns(action, frame=frame))
    assert answer.status_code in (200, 400), answer.text
    said = answer.json()
    if answer.status_code == 400:
        assert said["error"].startswith("extra_fields.frame")
    else:
        told = said["observations"][0]
        assert said["dones"] == [False] or said["valids"] == [True]
        assert said["valids"] == [True] or told.startswith("<tool_response>\nError: ")


@pytest.mark.parametrize(
    "image",
    ["/etc/passwd", "../secret.png", "http://127.0.0.1/a.png", "file:///etc/passwd", "data:text/html,hi", ""],
)
def test_a_path_or_a_url_is_refused_and_nothing_of_the_batch_is_run(server: Server, image: str) -> None:
    request = turns(zoom([5, 5, 45, 35]), zoom([5, 5, 45, 35]))
    request["extra_fields"] = [{"images": [SHOWN_URL]}, {"images": [image]}]
    before = [line for line in server.get("/metrics").text.splitlines() if "calls_total{" in line]
    answer = server.post("/get_observation", request)
    assert answer.status_code == 400
    assert "picture" in answer.json()["error"]
    assert "root:" not in answer.text
    assert [line for line in server.get("/metrics").text.splitlines() if "calls_total{" in line] == before


def test_lists_of_different_lengths_are_refused(server: Server) -> None:
    answer = server.post("/get_observation", {"trajectory_ids": ["a", "b"], "actions": ["x"]})
    assert answer.status_code == 400
    assert answer.json()["error"] == "actions has 1 entries, trajectory_ids 2"


def test_boxes_come_and_go_in_the_frame_a_request_names(server: Server) -> None:
    plain = asked(server, turns(zoom([20, 15, 60, 45])))["observations"][0]
    thousandths = turns(zoom([250, 250, 750, 750]), frame={"mode": "relative_1000"})
    relative = asked(server, thousandths)["observations"][0]
    assert relative["image"] == plain["image"]
    assert "box [20, 15, 60, 45]" in plain["obs"]
    assert "box [250, 250, 750, 750]" in relative["obs"]
    outside = asked(server, turns(zoom([250, 250, 1200, 750]), frame={"mode": "relative_1000"}))
    assert outside["valids"] == [False]
    assert "within the picture you see, 1000 wide and 1000 high" in outside["observations"][0]
    assert server.post("/get_observation", turns("x", frame={"mode": "polar"})).status_code == 400


def test_the_paper_s_dialect_is_spoken_where_it_is_set() -> None:
    with tool_server(unruly=True, workers=1, dialect="vista") as server:
        said = asked(server, turns('<tool_call>{"tool": "works", "task": "works"}</tool_call>'))
    assert said == {"observations": ["```output\nhere\n```"], "dones": [False], "valids": [True]}


def test_only_the_tag_the_client_cut_off_is_put_back() -> None:
    assert closed('<tool_call>{"name": "zoom"}') == '<tool_call>{"name": "zoom"}</tool_call>'
    assert closed("<think>a</think><answer>7") == "<think>a</think><answer>7</answer>"
    for whole in ("<answer>7</answer>", "<tool_call>{}</tool_call>", "text", ""):
        assert closed(whole) == whole
