"""construction_cdl: the points, lines, circles and shapes of diagrams that are drawn here."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from environment.errors import NothingFoundError
from environment.tools import construction_cdl, inter_gps_solve
from environment.tools.construction_cdl.drawing import Drawing
from environment.tools.construction_cdl.faces import shapes
from environment.tools.construction_cdl.points import Named, letters_in
from environment.tools.construction_cdl.telling import told
from schemas import Picture
from tests.environment.tools.tool_pictures import noise, picture_of, written

Places = Mapping[str, tuple[float, float]]
TRIANGLE: Places = {"A": (200, 60), "B": (60, 290), "C": (400, 290)}
WITH_FOOT: Places = {**TRIANGLE, "D": (200, 290)}


def diagram(
    places: Places,
    lines: Sequence[str],
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


def test_points_without_a_letter_get_free_names_and_are_said_to_have_none() -> None:
    outcome = construction_cdl.run({}, (diagram(TRIANGLE, ["ABCA"], lettered="C"),))
    result: dict[str, Any] = dict(outcome.result)
    assert result["unlettered"] == ["A", "B"]
    assert sorted(result["points"]) == ["A", "B", "C"]
    assert math.dist(result["points"]["C"], TRIANGLE["C"]) < 5
    assert "no letter was read at A, B" in outcome.text


def test_an_unknown_beside_a_line_is_no_point() -> None:
    texts = [("x", (118, 160)), ("10", (320, 160)), ("60", (110, 275))]
    result = seen(diagram(TRIANGLE, ["ABCA"], texts=texts))
    assert sorted(result["points"]) == ["A", "B", "C"]
    assert result["unlettered"] == []


def test_a_large_picture_tells_places_in_its_own_pixels() -> None:
    result = seen(diagram(TRIANGLE, ["ABCA"], scale=5))
    assert result["construction_cdl"] == ["Shape(AB,BC,CA)"]
    for name, (x, y) in TRIANGLE.items():
        assert math.dist(result["points"][name], (5 * x, 5 * y)) < 25


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


def test_a_line_told_twice_or_bounding_nothing_is_told_once() -> None:
    points = tuple(Named(name, (10.0 * i, 5.0), True) for i, name in enumerate("ABC"))
    forms = told(Drawing(points, (("C", "B", "A"), ("A", "B")), ()))
    assert forms.construction == ("Shape(AB,BA)", "Shape(BC,CB)", "Collinear(ABC)")
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
