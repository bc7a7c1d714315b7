"""Progress: what a person reads while a stage runs, on a terminal and in a log."""

from __future__ import annotations

import io
import time

import pytest

from pipelines import progress
from pipelines.progress import Load, Watched, shown
from schemas import Ended, Family, Usage
from synthesis.rollout import Attempted
from synthesis.tally import Tally
from tests.builders import rollout


class Terminal(io.StringIO):
    """A text stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def watched(tally: Tally, total: int = 10, seconds: float = 100.0) -> Watched:
    return Watched("synthesize chartqa", total, tally, lambda: Load(7, 64), time.monotonic() - seconds)


def some() -> Tally:
    """Three chart tasks, one of them accepted and one owed, and a geometry task that was accepted."""
    tally = Tally()
    paid = rollout()
    paid = type(paid)(**{**vars(paid), "usage": Usage(2, 1000, 500, 0.25, 3.0)})
    gone = type(paid)(**{**vars(paid), "ended": Ended.TEACHER_ERROR, "usage": Usage()})
    tally.add(Family.CHART, Attempted((paid, paid), accepted=True))
    tally.add(Family.CHART, Attempted((paid,), accepted=False))
    tally.add(Family.CHART, Attempted((gone,), accepted=False))
    tally.add(Family.GEOMETRY, Attempted((paid,), accepted=True))
    return tally


def test_the_line_tells_tasks_requests_tokens_money_and_what_was_accepted() -> None:
    assert watched(some()).line() == (
        "synthesize chartqa: tasks 4/10, owed 1, in flight 7/64, calls/s 0.1, tokens 6.0k, USD 1.00, "
        "accepted chart 50% geometry 100%, time 1:40, left 2:30"
    )


def test_before_anything_has_ended_nothing_is_promised() -> None:
    parts = watched(Tally(), seconds=3700.0).parts()
    assert (parts["left"], parts["accepted"], parts["time"]) == ("?", "-", "1:01:40")


def test_where_there_is_no_terminal_there_are_plain_lines_and_a_last_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(progress, "LOG_S", 0.05)
    out, tally = io.StringIO(), some()
    with shown(watched(tally), out):
        time.sleep(0.2)
        tally.tasks = 10
    lines = out.getvalue().splitlines()
    assert len(lines) >= 3
    assert all(line.startswith("synthesize chartqa: tasks ") for line in lines)
    assert "tasks 10/10" in lines[-1]
    assert "\x1b" not in out.getvalue()


def test_on_a_terminal_the_table_is_drawn_anew_and_left_standing() -> None:
    out, tally = Terminal(), some()
    with shown(watched(tally), out):
        time.sleep(0.1)
        tally.tasks = 10
    assert "\x1b[" in out.getvalue()
    assert "10/10" in out.getvalue().rpartition("4/10")[2]


def test_an_error_in_the_stage_goes_through_and_ends_the_telling() -> None:
    out = io.StringIO()
    with pytest.raises(ZeroDivisionError), shown(watched(some()), out):
        raise ZeroDivisionError
    assert out.getvalue().count("\n") == 1
