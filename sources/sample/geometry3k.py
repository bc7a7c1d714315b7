"""Geometry3K's raw layout: {train,val}/<id>/{data.json, logic_form.json, img_diagram.png}."""

import random
import re
from pathlib import Path

from sources.sample import geometry3k_shapes as shapes
from sources.sample import geometry3k_triangles as triangles
from sources.sample.canvas import Point
from sources.sample.geometry3k_figures import render
from sources.sample.geometry3k_problem import Problem
from sources.sample.output import number, save_png, seeded, write_json

TRAIN, VAL = 22, 4

MAKERS = (
    triangles.triangle_angle_in_text,
    triangles.right_triangle_hypotenuse,
    shapes.parallelogram_angle_in_text,
    shapes.inscribed_angle,
    triangles.triangle_angle_in_diagram,
    triangles.right_triangle_leg_in_text,
    shapes.transversal,
    shapes.parallelogram_side,
    triangles.isosceles_base_angle,
    shapes.chord_distance,
    triangles.right_triangle_sine,
    shapes.trapezoid_median,
    triangles.exterior_angle,
    triangles.triangle_area_in_text,
    shapes.parallelogram_area,
)
"""Taken in turn."""


def write(folder: Path, seed: int) -> None:
    """Write one folder a problem, ids counted through both splits as in the data set."""
    rng = seeded("geometry3k", seed)
    for index in range(TRAIN + VAL):
        split = "train" if index < TRAIN else "val"
        problem = MAKERS[index % len(MAKERS)](rng)
        choices = _choices(problem, rng)
        identity = index if split == "train" else 2101 + index - TRAIN
        place = folder / split / str(identity)
        picture, points = render(problem.figure, rng.randint(240, 380))
        save_png(picture, place / "img_diagram.png")
        write_json(place / "data.json", _data(problem, choices, identity, split, picture.size), indent=2)
        write_json(place / "logic_form.json", _logic_form(problem, points), indent=2)


def _choices(problem: Problem, rng: random.Random) -> list[float]:
    """The answer among three wrong values, in rising order as the data set lists them."""
    values = [round(problem.answer, problem.decimals)]
    spare = [round(problem.answer * factor, problem.decimals) for factor in (1.25, 0.75, 1.5, 2, 3)]
    for value in [*(round(wrong, problem.decimals) for wrong in problem.wrong), *spare]:
        if value > 0 and value not in values and len(values) < 4:
            values.append(value)
    return sorted(values)


def _data(
    problem: Problem, choices: list[float], identity: int, split: str, size: tuple[int, int]
) -> dict[str, object]:
    printed = [f"{value:.{problem.decimals}f}" if problem.decimals else number(value) for value in choices]
    answer = choices.index(round(problem.answer, problem.decimals))
    compact = re.sub(r"(?<=\b[A-Z]) (?=[A-Z]\b)", "", problem.text)
    return {
        "problem_text": problem.text,
        "choices": printed,
        "answer": "ABCD"[answer],
        "detailed_solution": " ",
        "problem_type_graph": [problem.graph],
        "problem_type_goal": [problem.goal],
        "source": "drawn sample",
        "comment": "",
        "id": identity,
        "annot_id": f"sample_{identity}",
        "is_standard": False,
        "compact_choices": printed,
        "precise_value": [float(value) for value in choices],
        "rough_value": [round(value, 2) for value in choices],
        "compact_text": compact,
        "annotat_text": compact,
        "unit": "",
        "img_width": size[0],
        "img_height": size[1],
        "data_type": split,
        "date": "Thu Jan  1 00:00:00 2026",
        "system": "linux",
    }


def _logic_form(problem: Problem, points: dict[str, Point]) -> dict[str, object]:
    figure = problem.figure
    return {
        "text_logic_form": list(problem.text_forms),
        "dissolved_text_logic_form": list(problem.dissolved or problem.text_forms),
        "diagram_logic_form": list(problem.diagram_forms),
        "line_instances": sorted({"".join(sorted(line)) for line in (*figure.lines, *figure.arrows)}),
        "point_positions": {letter: [round(x, 1), round(y, 1)] for letter, (x, y) in sorted(points.items())},
        "circle_instances": [centre for centre, _ in figure.circles],
    }
