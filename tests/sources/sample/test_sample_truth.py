"""Answers worked out a second time from what else is on disk: tables, scene graphs, figures' own numbers."""

from __future__ import annotations

import csv
import json
import math
import re
from operator import eq, gt, lt
from pathlib import Path

import pytest


def _load(path: Path):  # type: ignore[no-untyped-def]
    return json.loads(path.read_text(encoding="utf-8"))


def _table(path: Path) -> tuple[list[str], list[str], dict[tuple[str, str], float]]:
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    cells = {
        (row[0], name): float(value) for row in rows for name, value in zip(head[1:], row[1:], strict=True)
    }
    return [row[0] for row in rows], head[1:], cells


def _chart_answer(
    query: str, labels: list[str], names: list[str], cells: dict[tuple[str, str], float]
) -> object:
    """The answer of the question kinds that can be told by their words alone; None for others."""
    first = {label: cells[label, names[0]] for label in labels}
    if query == "What is the difference between the highest and the lowest value?":
        return max(first.values()) - min(first.values())
    if match := re.fullmatch(r"How many (?:bars|points) are above (.+)\?", query):
        return float(sum(value > float(match[1]) for value in first.values()))
    if match := re.fullmatch(r"What is the average of (.+) and (.+?)\?", query):
        return (first[match[1]] + first[match[2]]) / 2
    if match := re.fullmatch(r"Which \w+ has the highest value\?", query):
        return max(first, key=lambda label: first[label])
    if match := re.fullmatch(r"Is the value of (.+) greater than the value of (.+)\?", query):
        a, b = (
            cells[tuple(reversed(side.split(" in ")))] if " in " in side else first[side]
            for side in match.groups()
        )  # type: ignore[index]
        return "Yes" if a > b else "No"
    if match := re.fullmatch(r"What is the difference between (.+) and (.+) in (.+)\?", query):
        return cells[match[3], match[1]] - cells[match[3], match[2]]
    if match := re.fullmatch(r"What is the total of (.+) in (.+) and (.+)\?", query):
        return cells[match[2], match[1]] + cells[match[3], match[1]]
    return None


def test_chart_answers_follow_from_the_chart_s_table(sample: Path) -> None:
    checked = 0
    for split in ("train", "val"):
        root = sample / "chartqa" / split
        for row in _load(root / f"{split}_human.json"):
            labels, names, cells = _table(root / "tables" / row["imgname"].replace(".png", ".csv"))
            expected = _chart_answer(row["query"], labels, names, cells)
            if expected is None:
                continue
            checked += 1
            if isinstance(expected, str):
                assert row["label"] == expected, row
            else:
                assert float(row["label"]) == pytest.approx(expected), row
        for row in _load(root / f"{split}_augmented.json"):
            _, _, cells = _table(root / "tables" / row["imgname"].replace(".png", ".csv"))
            assert float(row["label"]) in cells.values()
    assert checked >= 12


def test_geometry_answers_agree_with_the_drawn_figure(sample: Path) -> None:
    """Figures are true to scale, so an asked angle can be measured in the picture's own coordinates."""
    checked = 0
    for path in sorted((sample / "geometry3k").glob("*/*/data.json")):
        row, form = _load(path), _load(path.with_name("logic_form.json"))
        answer = row["precise_value"]["ABCD".index(row["answer"])]
        at = form["point_positions"]
        goal = form["text_logic_form"][-1]
        angle = re.fullmatch(r"Find\(MeasureOf\(Angle\((\w),(\w),(\w)\)\)\)", goal)
        if goal == "Find(x)":
            unknown = next(text for text in form["diagram_logic_form"] if text.endswith(", x)"))
            angle = re.search(r"Angle\((\w), (\w), (\w)\)", unknown)
        if angle:
            assert answer == pytest.approx(_measure(*(at[letter] for letter in angle.groups())), abs=1.2), row
            checked += 1
    assert checked >= 6


def _measure(a: list[float], vertex: list[float], b: list[float]) -> float:
    one = math.atan2(a[1] - vertex[1], a[0] - vertex[0])
    two = math.atan2(b[1] - vertex[1], b[0] - vertex[0])
    turn = abs(math.degrees(one - two)) % 360
    return min(turn, 360 - turn)


def test_geometry_choices_are_four_different_values_in_rising_order(sample: Path) -> None:
    for path in (sample / "geometry3k").glob("*/*/data.json"):
        row = _load(path)
        assert len(set(row["choices"])) == 4, path
        assert row["precise_value"] == sorted(row["precise_value"])


def _run(program: list[dict[str, list]], scene: dict) -> str:  # type: ignore[type-arg]
    """An interpreter of CLEVR programs, on the scene graph alone."""
    done: list = []  # type: ignore[type-arg]
    for node in program:
        fed = [done[i] for i in node["inputs"]]
        function, values = str(node["function"]), node["value_inputs"]
        if function == "scene":
            value: object = list(range(len(scene["objects"])))
        elif function.startswith("filter_"):
            value = [i for i in fed[0] if scene["objects"][i][function[7:]] == values[0]]
        elif function.startswith("query_"):
            value = scene["objects"][fed[0]][function[6:]]
        elif function == "unique":
            (value,) = fed[0]
        elif function == "relate":
            value = scene["relationships"][values[0]][fed[0]]
        elif function in ("count", "exist"):
            value = len(fed[0]) if function == "count" else bool(fed[0])
        else:
            value = {"greater_than": gt, "less_than": lt, "equal_integer": eq}[function](*fed)
        done.append(value)
    return {True: "yes", False: "no"}[done[-1]] if isinstance(done[-1], bool) else str(done[-1])


@pytest.mark.parametrize("split", ["train", "val"])
def test_clevr_answers_are_what_their_programs_give_on_the_scene_graph(sample: Path, split: str) -> None:
    root = sample / "clevr"
    scenes = _load(root / f"scenes/CLEVR_{split}_scenes.json")["scenes"]
    for row in _load(root / f"questions/CLEVR_{split}_questions.json")["questions"]:
        assert _run(row["program"], scenes[row["image_index"]]) == row["answer"], row


def test_magnets_follow_the_poles_told_in_the_solution(sample: Path) -> None:
    for row in _load(sample / "scienceqa" / "problems.json").values():
        if row["question"].startswith("Will these magnets"):
            poles = re.findall(r"The (\w+) pole of one magnet is closest to the (\w+) pole", row["solution"])[
                0
            ]
            assert row["choices"][row["answer"]] == ("repel" if poles[0] == poles[1] else "attract")


def test_concentrations_follow_the_counts_and_volumes(sample: Path) -> None:
    checked = 0
    for row in _load(sample / "scienceqa" / "problems.json").values():
        if "higher concentration" in row["question"]:
            a, va, b, vb = (int(text) for text in re.findall(r"(\d+)", row["solution"]))
            word = "Solution A" if a / va > b / vb else "Solution B" if b / vb > a / va else "neither"
            assert row["choices"][row["answer"]].startswith(word)
            checked += 1
    assert checked >= 2


def test_map_ranges_asked_and_answered_are_consistent_within_a_map(sample: Path) -> None:
    """A state in the answer to `Which states have a value in the range R?` has R as its own legend range."""
    for split in ("train", "dev"):
        rows = _load(sample / "mapqa" / "MapQA_U" / "questions" / f"{split}-QA.json")
        ranges = {(row["map_id"], row["question"].rstrip("?").split(" of ")[1]): row["answer"] for row in rows
                  if row["question"].startswith("What is the legend range")}  # fmt: skip
        for row in rows:
            if " in the range " in row["question"]:
                asked = row["question"].split(" in the range ")[1].rstrip("?")
                members = row["answer"] if isinstance(row["answer"], list) else [row["answer"]]
                for (map_id, state), legend in ranges.items():
                    if map_id == row["map_id"]:
                        assert (state in members) == (legend == asked)
