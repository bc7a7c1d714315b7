"""The planner acts in the real episode, with real tools, on real rows."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from environment.dialects import dialect_named
from environment.episode import Episode
from environment.execute import execute
from environment.registry import load_tools, selection_of
from schemas import Call, DeadLetter, Observation, Picture, Request, Task, prompt_of
from sources import SourceSettings, list_rows, open_source, to_task
from teachers.programmatic import ProgrammaticTeacher


def _tasks(dataset: str, path: Path) -> list[Task]:
    source = open_source(SourceSettings(dataset=dataset, adapter=dataset, path=str(path)))
    rows = [row for row in list_rows(source) if not isinstance(row, DeadLetter)]
    return [task for row in rows if isinstance(task := to_task(source, row), Task)]


def _attempt(task: Task) -> Episode:
    def run(call: Call, pictures: tuple[Picture, ...]) -> Observation:
        return execute(load_tools(), call, pictures)

    teacher = ProgrammaticTeacher()
    prompt = prompt_of(task, selection_of(task.family).tools)
    episode = Episode(run, dialect_named(teacher.dialect))
    episode.reset(prompt)
    while episode.ended is None:
        request = Request(prompt, (), episode.steps, 0, episode.turns_left, False)
        episode.step(asyncio.run(teacher.reply(request)))
    return episode


@pytest.mark.realdata
def test_a_parallelogram_is_solved_from_its_text_and_the_rest_stays_open(realdata):
    episodes = {t.question: _attempt(t) for t in _tasks("geometry3k", realdata / "geometry3k" / "geometry3k")}
    answers = {question: episode.answer for question, episode in episodes.items() if episode.answer}
    assert list(answers.values()) == ["D"]
    solved = next(e for e in episodes.values() if e.answer)
    assert [s.call.name for s in solved.steps if s.call] == ["text_cdl", "sympy_math"]


@pytest.mark.realdata
def test_a_chart_answer_comes_from_the_chart_reader(realdata):
    tasks = _tasks("chartqa", realdata / "chartqa" / "ChartQA Dataset")
    task = next(t for t in tasks if "difference between Biden and Trump" in t.question)
    episode = _attempt(task)
    assert episode.answer == "38"
    assert [s.call.name for s in episode.steps if s.call] == ["opencv_chart_table"]
