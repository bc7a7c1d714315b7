from __future__ import annotations

import asyncio
import subprocess
import sys

from schemas import Family, TeacherKind
from teachers.programmatic import ProgrammaticTeacher
from teachers.programmatic.plan import Abstain, Answer, Use
from teachers.programmatic.teacher import render

QUESTION = "How many cubes are there?"


def test_a_call_is_written_as_one_thought_and_one_json_object():
    text = render(Use("zoom", {"bbox_2d": [0, 0, 9, 9]}, "It is small."))
    assert text == (
        "<think>\nIt is small.\n</think>\n\n"
        '<tool_call>\n{"name": "zoom", "arguments": {"bbox_2d": [0, 0, 9, 9]}}\n</tool_call>'
    )


def test_an_abstention_is_an_empty_answer():
    assert render(Abstain("Nothing was read.")) == "<think>\nNothing was read.\n</think>\n\n<answer></answer>"
    assert render(Answer("4", "Four.")).endswith("<answer>4</answer>")


def test_the_same_request_gives_the_same_reply(request_for):
    request = request_for(Family.SPATIAL, QUESTION)
    one, two = (asyncio.run(ProgrammaticTeacher().reply(request)) for _ in range(2))
    assert one == two
    assert "color_shape_detect" in one.text


def test_a_second_process_gives_the_same_fingerprint():
    code = "from teachers.programmatic import ProgrammaticTeacher as T; print(T().ref.fingerprint)"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    ref = ProgrammaticTeacher().ref
    assert other.stdout.strip() == ref.fingerprint
    assert (ref.kind, ref.name, ref.decoding) == (TeacherKind.PROGRAMMATIC, "programmatic", "{}")


def test_the_fingerprint_follows_the_source(monkeypatch, tmp_path):
    from teachers.programmatic import teacher

    before = teacher._fingerprint.__wrapped__()
    (tmp_path / "plan.py").write_text("changed = 1\n")
    monkeypatch.setattr(teacher.resources, "files", lambda package: tmp_path)
    assert teacher._fingerprint.__wrapped__() != before


def test_no_call_is_made_on_the_last_turn(ask):
    assert isinstance(ask(Family.SPATIAL, QUESTION, turns_left=1), Abstain)


def test_only_offered_tools_are_called(ask):
    assert isinstance(ask(Family.SPATIAL, QUESTION, tools=("zoom",)), Abstain)


def test_a_family_with_one_plan_abstains_at_once_on_a_second_attempt(ask):
    assert isinstance(ask(Family.SPATIAL, QUESTION, attempt=1), Abstain)


def test_later_attempts_on_a_chart_follow_other_plans_and_then_stop(ask):
    moves = [ask(Family.CHART, "What is the value for Chile?", attempt=n) for n in range(4)]
    assert moves[0].tool == "opencv_chart_table"
    assert {moves[1].tool, moves[2].tool} == {"rapidocr", "zoom"}
    assert isinstance(moves[3], Abstain)


def test_a_failed_tool_leads_to_an_abstention_that_names_it(ask, observed):
    action = ask(Family.CHART, "How many bars?", observed("opencv_chart_table", "nothing_found"))
    assert isinstance(action, Abstain)
    assert "opencv_chart_table" in action.sentence


def test_importing_the_teacher_loads_no_heavy_package():
    code = "import sys, teachers.programmatic; print({'cv2', 'sympy', 'rapidocr'} & sys.modules.keys())"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "set()"
