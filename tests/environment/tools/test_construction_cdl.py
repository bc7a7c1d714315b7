"""construction_cdl: the points, lines, circles and shapes of diagrams that are drawn here."""

from __future__ import annotations

import io
import json
import math
import random
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import matplotlib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from benchmarks.foreign_diagrams import diagrams, facts_of
from benchmarks.rows import picture_from
from benchmarks.tool_construction_cdl import gold_facts, read_facts
from environment.errors import NothingFoundError
from environment.tools import construction_cdl, inter_gps_solve
from environment.tools.construction_cdl.assembly import Drawing
from environment.tools.construction_cdl.faces import shapes
from environment.tools.construction_cdl.letters import Letter, letters_in
from environment.tools.construction_cdl.points import MARKS, Named, marked, matched
from environment.tools.construction_cdl.telling import told
from schemas import Picture
from tests.environment.tools.tool_pictures import noise, picture_of, written

Places = Mapping[str, tuple[float, float]]
TRIANGLE: Places = {"A": (200, 60), "B": (60, 290), "C": (400, 290)}
WITH_FOOT: Places = {**TRIANGLE, "D": (200, 290)}


def diagram(
    places: Places,
    lines: Sequence[Sequence[str]],
    circle: tuple[str, float] | None = None,
    texts: Sequence[tuple[str, tuple[int, int]]] = (),
    lettered: str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    scale: int = 1,
) -> Picture:
    """A line drawing, each letter on the side of its point that looks away from the middle of the points."""
    image = Image.new("RGB", (480 * scale, 360 * scale), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSans.ttf", 20 * scale)
    spots = {name: (x * scale, y * scale) for name, (x, y) in places.items()}
    for line in lines:
        draw.line([spots[name] for name in line], fill="black", width=2 * scale)
    if circle:
        (x, y), r = spots[circle[0]], circle[1] * scale
        draw.ellipse((x - r, y - r, x + r, y + r), outline="black", width=2 * scale)
        draw.ellipse((x - 3, y - 3, x + 3, y + 3), fill="black")
    mx, my = (sum(p[i] for p in spots.values()) / len(spots) for i in (0, 1))
    for name, (x, y) in spots.items():
        away = math.hypot(x - mx, y - my) or 1.0
        at = (x + 20 * scale * (x - mx) / away, y + 20 * scale * (y - my) / away)
        if name in lettered:
            draw.text(at, name, fill="black", font=font, anchor="mm")
    for text, (left, top) in texts:
        draw.text((left * scale, top * scale), text, fill="black", font=font, anchor="mm")
    return picture_of(image)


def seen(picture: Picture) -> dict[str, Any]:
    return dict(construction_cdl.run({}, (picture,)).result)


def test_a_triangle_is_one_shape_with_its_corners_where_they_are_drawn() -> None:
    result = seen(diagram(TRIANGLE, ["ABCA"]))
    assert result["construction_cdl"] == ["Shape(AB,BC,CA)"]
    assert result["lines"] == ["AB", "AC", "BC"]
    assert result["unlettered"] == []
    for name, place in TRIANGLE.items():
        assert math.dist(result["points"][name], place) < 5


def test_an_altitude_parts_a_triangle_and_its_foot_lies_on_the_base() -> None:
    result = seen(diagram(WITH_FOOT, ["ABCA", "AD"]))
    assert result["construction_cdl"] == ["Shape(AB,BD,DA)", "Shape(AD,DC,CA)", "Collinear(BDC)"]
    assert result["diagram_forms"] == ["PointLiesOnLine(D,Line(B,C))"]


def test_a_circle_has_its_centre_first_and_the_chord_cuts_it_in_two() -> None:
    places = {"O": (240, 180), "P": (120, 180 + 50), "Q": (360, 180 + 50)}
    result = seen(diagram(places, ["PQ"], circle=("O", 130)))
    assert result["circles"] == ["O"]
    assert result["construction_cdl"] == ["Shape(OPQ,QP)", "Shape(OQP,PQ)", "Cocircular(O,PQ)"]
    assert result["diagram_forms"] == ["PointLiesOnCircle(P,Circle(O))", "PointLiesOnCircle(Q,Circle(O))"]


def test_points_without_a_letter_get_marks_and_are_said_to_have_none() -> None:
    outcome = construction_cdl.run({}, (diagram(TRIANGLE, ["ABCA"], lettered="C"),))
    result: dict[str, Any] = dict(outcome.result)
    assert result["unlettered"] == ["Γ", "Δ"]
    assert sorted(result["points"]) == ["C", "Γ", "Δ"]
    assert result["construction_cdl"] == ["Shape(CΔ,ΔΓ,ΓC)"]
    assert math.dist(result["points"]["C"], TRIANGLE["C"]) < 5
    assert math.dist(result["points"]["Γ"], TRIANGLE["B"]) < 5
    assert "no letter was read at Γ, Δ" in outcome.text


def test_no_more_points_are_named_than_there_are_marks_and_the_rest_is_counted() -> None:
    spots: Places = {str(n): (60 + 45 * (n % 8), 80 + 200 * (n // 8)) for n in range(16)}
    rungs = [(str(n), str(n + 8)) for n in range(8)]
    outcome = construction_cdl.run({}, (diagram(spots, rungs, lettered=""),))
    assert outcome.result["unlettered"] == sorted(MARKS)
    assert outcome.result["left_out"] == 6
    assert "6 more points without a letter are left out" in outcome.text


def test_unknowns_and_numbers_beside_lines_are_no_points() -> None:
    texts = [("x", (118, 160)), ("17", (320, 160)), ("60", (110, 275)), ("x", (240, 275))]
    result = seen(diagram(TRIANGLE, ["ABCA"], texts=texts))
    assert sorted(result["points"]) == ["A", "B", "C"]
    assert result["unlettered"] == []


def test_a_tangent_touches_its_circle_once() -> None:
    places = {"O": (200, 180), "K": (288, 115), "L": (380, 240)}
    result = seen(diagram(places, ["OK", "KL"], circle=("O", math.dist((200, 180), (288, 115)))))
    assert result["diagram_forms"] == ["PointLiesOnCircle(K,Circle(O))"]
    assert result["unlettered"] == []


def test_a_circle_cut_at_the_picture_s_edge_has_no_points_there() -> None:
    picture = diagram({"O": (240, 178), "A": (85, 100)}, ["OA"], circle=("O", 177))
    result = seen(picture)
    assert result["points"].keys() - {"O", "A"} <= set(result["unlettered"])
    assert len(result["unlettered"]) <= 1


def test_a_large_picture_tells_places_in_its_own_pixels() -> None:
    result = seen(diagram(TRIANGLE, ["ABCA"], scale=5))
    assert result["construction_cdl"] == ["Shape(AB,BC,CA)"]
    for name, (x, y) in TRIANGLE.items():
        assert math.dist(result["points"][name], (5 * x, 5 * y)) < 25


def test_a_small_picture_is_read_enlarged_and_told_in_its_own_pixels() -> None:
    with Image.open(io.BytesIO(diagram(WITH_FOOT, ["ABCA", "AD"]).data)) as image:
        small = picture_of(image.resize((160, 120), Image.Resampling.LANCZOS))
    result = seen(small)
    assert result["diagram_forms"] == ["PointLiesOnLine(D,Line(B,C))"]
    assert math.dist(result["points"]["C"], (400 / 3, 290 / 3)) < 3


def test_the_solver_takes_what_was_read_as_it_is() -> None:
    result = seen(diagram(WITH_FOOT, ["ABCA", "AD"]))
    given_too = {key: result[key] for key in ("points", "lines", "circles", "diagram_forms")}
    forms = ["Equals(LengthOf(Line(B,D)),3)", "Equals(LengthOf(Line(D,C)),5)", "Find(LengthOf(Line(B,C)))"]
    solved: dict[str, Any] = dict(inter_gps_solve.run({"text_forms": forms, **given_too}, ()).result)
    assert solved["values"][0]["value"] == 8
    assert solved["not_understood"] == []


def _tangle() -> Picture:
    image = Image.new("RGB", (600, 600), "white")
    draw, chance = ImageDraw.Draw(image), random.Random(5)
    for _ in range(80):
        draw.line([(chance.randrange(600), chance.randrange(600)) for _ in range(2)], fill="black", width=2)
    return picture_of(image)


@pytest.mark.parametrize(
    "picture",
    [
        picture_of(Image.new("RGB", (200, 150), "white")),
        noise(300, 200),
        noise(1, 1),
        noise(2, 300),
        written(("Find x.", (20, 20))),
        _tangle(),
    ],
    ids=["blank", "noise", "one pixel", "a thread", "text", "too many lines"],
)
def test_a_picture_without_a_diagram_has_none_made_up_for_it(picture: Picture) -> None:
    with pytest.raises(NothingFoundError, match="No geometry diagram was seen"):
        construction_cdl.run({}, (picture,))


def test_the_solver_takes_points_without_a_letter_too() -> None:
    result = seen(diagram(WITH_FOOT, ["ABCA", "AD"], lettered="BCA"))
    assert result["diagram_forms"] == ["PointLiesOnLine(Γ,Line(B,C))"]
    given_too = {key: result[key] for key in ("points", "lines", "circles", "diagram_forms")}
    forms = ["Equals(LengthOf(Line(B,Γ)),3)", "Equals(LengthOf(Line(Γ,C)),5)", "Find(LengthOf(Line(B,C)))"]
    solved: dict[str, Any] = dict(inter_gps_solve.run({"text_forms": forms, **given_too}, ()).result)
    assert solved["values"][0]["value"] == 8


def test_letters_run_together_are_parted_and_words_are_none() -> None:
    letters = letters_in(
        [("AB", (0, 0, 20, 10), 0.9), ("0", (50, 0, 60, 10), 0.9), ("Find", (0, 50, 40, 60), 1)]
    )
    assert [(letter.name, letter.box) for letter in letters] == [
        ("O", (50, 0, 60, 10)),
        ("A", (0, 0, 10, 10)),
        ("B", (10, 0, 20, 10)),
    ]


def test_of_two_readings_of_a_letter_the_surer_counts() -> None:
    letters = letters_in([("A", (0, 0, 9, 9), 0.6), ("A", (50, 0, 59, 9), 0.9)])
    assert [letter.box for letter in letters] == [(50, 0, 59, 9)]


def test_a_small_letter_is_no_capital() -> None:
    texts = [("X", (0, 0, 9, 9), 0.9), ("A", (50, 0, 59, 12), 0.9)]
    assert [letter.name for letter in letters_in(texts, lambda box: box[3] - box[1] > 10)] == ["A"]


def test_of_two_letters_beside_one_point_one_moves_over_to_the_point_it_can_have() -> None:
    letters = [Letter("A", (0, 0, 10, 12)), Letter("B", (0, 14, 10, 26))]
    assert matched([(12, 13), (12, 30)], letters) == {0: "A", 1: "B"}


def test_a_letter_far_from_every_point_names_none() -> None:
    assert matched([(100, 100)], [Letter("A", (0, 0, 10, 12))]) == {}


@given(st.lists(st.tuples(st.floats(0, 500), st.floats(0, 500)), max_size=14))
def test_marks_are_given_once_each_and_to_the_first_places(places: list[tuple[float, float]]) -> None:
    points = marked(places)
    assert [p.name for p in points] == list(MARKS[: len(places)])
    assert sorted(p.place for p in points) == sorted(places[: len(MARKS)])
    assert not any(p.lettered for p in points)


def test_a_line_told_twice_or_bounding_nothing_is_told_once() -> None:
    points = tuple(Named(name, (10.0 * i, 5.0)) for i, name in enumerate("ABC"))
    forms = told(Drawing(points, (("C", "B", "A"), ("A", "B")), ()))
    assert forms.construction == ("Shape(AB)", "Shape(BC)", "Collinear(ABC)")
    assert forms.lines == ("AB", "AC", "BC")


@given(st.integers(3, 9), st.integers(0, 10_000))
def test_a_fan_of_triangles_has_as_many_shapes_as_euler_says(corners: int, seed: int) -> None:
    turns = sorted(random.Random(seed).sample(range(360), corners))
    names = "ABCDEFGHI"[:corners]
    places = {
        n: (100 * math.cos(math.radians(t)), -100 * math.sin(math.radians(t)))
        for n, t in zip(names, turns, strict=True)
    }
    lines = [(a, b) for a, b in zip(names, names[1:] + names[0], strict=True)]
    lines += [("A", n) for n in names[2:-1]]
    found = shapes(places, lines, {})
    assert len(found) == len(lines) - corners + 1
    told_sides = [frozenset((side.start, side.end)) for face in found for side in face]
    assert all(told_sides.count(frozenset(line)) == (1 if line in lines[:corners] else 2) for line in lines)


def test_a_radius_that_ends_inside_bounds_no_shape() -> None:
    places = {"O": (0.0, 0.0), "P": (10.0, 0.0), "Q": (0.0, -10.0)}
    found = shapes(places, [("O", "P")], {"O": ("P", "Q")})
    assert [[side.told for side in face] for face in found] == [["OPQ", "OQP"]]


@pytest.mark.realdata
def test_nine_tenths_of_what_is_stated_of_the_real_rows_is_right(realdata: Path) -> None:
    right = stated = 0
    paths = sorted(realdata.glob("geometry3k/geometry3k/*/*/logic_form.json"))
    for path in paths:
        forms = json.loads(path.read_text())
        found = read_facts(seen(picture_from(path.parent / "img_diagram.png")), forms["point_positions"])
        gold = gold_facts(forms)
        right += sum(len(found[kind] & gold[kind]) for kind in gold)
        stated += sum(len(facts) for facts in found.values())
    assert right >= 0.9 * stated
    assert stated >= 8 * len(paths) > 0


def test_what_is_stated_of_diagrams_that_another_library_draws_is_right() -> None:
    for figure, picture in islice(diagrams("tuned", 1), 2, 8, 3):
        places = {name: (x, -y) for name, (x, y) in figure.places.items()}
        assert read_facts(seen(picture), places) == facts_of(figure)
