"""What belongs to what in a chart, and in which colour it is drawn, from literal elements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from environment.providers.detector import Element
from environment.tools.detectors.charts import CHARTDETE, DEEPRULE
from environment.tools.detectors.colors import alike, color_of, ground_of
from environment.tools.detectors.parts import Part, Role, gap, nearest, parts_of
from environment.tools.detectors.relations import edges_of
from environment.tools.pixels import decode_rgb
from schemas import Picture
from tests.environment.tools.detectors.charts_seen import (
    BLUE,
    GREEN,
    GROUPED_BARS,
    LINES_AND_SECTORS,
    RED,
    grouped_bars,
    lines_and_sectors,
)


def graph(
    elements: Sequence[Element], roles: Mapping[str, Role], picture: Picture
) -> set[tuple[str, str, str]]:
    """The edges of a chart, each end as its class and text, or its place where it has no text."""
    parts = parts_of(elements, roles)
    pixels = decode_rgb(picture)
    ground = ground_of(pixels)
    said = [f"{p.seen.kind} {p.seen.text or n}" for n, p in enumerate(parts)]
    colors = [color_of(part, pixels, ground) for part in parts]
    return {(said[e.source], e.relation.value, said[e.target]) for e in edges_of(parts, colors)}


BARS = graph(GROUPED_BARS, CHARTDETE, grouped_bars())
KEYED = graph(LINES_AND_SECTORS, DEEPRULE, lines_and_sectors())


def test_titles_labels_and_ticks_go_to_what_they_are_of() -> None:
    assert {
        ("chart_title Sales", "title_of", "plot_area 0"),
        ("xlabel 2010", "label_of", "x_axis_area 1"),
        ("xlabel 2011", "label_of", "x_axis_area 1"),
        ("x_tick 5", "tick_of", "x_axis_area 1"),
    } <= BARS


def test_a_label_stands_at_the_tick_below_it_and_at_none_that_is_elsewhere() -> None:
    assert {edge for edge in BARS if edge[1] == "at_tick"} == {("xlabel 2010", "at_tick", "x_tick 5")}


def test_a_legend_s_text_names_the_patch_of_its_row() -> None:
    assert {edge for edge in BARS if edge[1] == "names"} == {
        ("legend_label North", "names", "legend_patch 7"),
        ("legend_label South", "names", "legend_patch 8"),
    }
    assert ("legend_patch 7", "part_of", "legend_area 6") in BARS


def test_a_text_between_two_patches_names_the_one_on_its_left() -> None:
    row = (
        Element("legend_patch", (0, 0, 10, 10), 1),
        Element("legend_label", (14, 0, 40, 10), 1, "a"),
        Element("legend_patch", (42, 0, 52, 10), 1),
        Element("legend_label", (56, 0, 80, 10), 1, "b"),
    )
    names = [(e.source, e.target) for e in edges_of(parts_of(row, CHARTDETE), [None] * 4)]
    assert names == [(1, 0), (3, 2)]


def test_a_mark_belongs_to_the_legend_s_entry_of_its_colour() -> None:
    assert {edge for edge in BARS if edge[1] == "belongs_to"} == {
        ("bar 11", "belongs_to", "legend_patch 7"),
        ("bar 12", "belongs_to", "legend_patch 8"),
    }


def test_without_patches_the_key_beside_a_text_tells_the_entry_s_colour() -> None:
    assert {edge for edge in KEYED if edge[1] == "belongs_to"} == {
        ("line 5", "belongs_to", "text rain"),
        ("sector 6", "belongs_to", "text snow"),
    }


@pytest.mark.parametrize("colors", [(BLUE, BLUE, BLUE), (GREEN, BLUE, RED), (None, None, None)])
def test_a_mark_whose_colour_no_or_every_entry_has_belongs_to_none(
    colors: Sequence[tuple[int, int, int] | None],
) -> None:
    elements = (
        Element("bar", (0, 0, 10, 10), 1),
        Element("legend_patch", (20, 0, 30, 10), 1),
        Element("legend_patch", (20, 20, 30, 30), 1),
    )
    assert edges_of(parts_of(elements, CHARTDETE), colors) == ()


def test_a_printed_value_goes_to_the_mark_it_stands_at_and_not_to_one_far_off() -> None:
    assert ("value_label 50", "value_of", "bar 11") in BARS
    assert not [edge for edge in BARS if edge[0] == "mark_label far"]


def test_a_bare_text_plays_the_role_of_its_place() -> None:
    roles = {p.seen.text: p.role for p in parts_of(LINES_AND_SECTORS, DEEPRULE) if p.seen.text}
    assert roles == {
        "rain": Role.LEGEND_LABEL,
        "snow": Role.LEGEND_LABEL,
        "Weather": Role.TEXT,
        "Jan": Role.X_LABEL,
        "7": Role.Y_LABEL,
        "4.5": Role.VALUE_LABEL,
    }
    assert ("text Weather", "text_of", "ChartTitle 2") in KEYED
    assert ("text Jan", "label_of", "InnerPlotArea 1") in KEYED


def test_a_part_is_coloured_as_it_is_drawn() -> None:
    pixels = decode_rgb(lines_and_sectors())
    drawn = parts_of(LINES_AND_SECTORS, DEEPRULE)
    colors = {p.seen.text or p.seen.kind: color_of(p, pixels, (255, 255, 255)) for p in drawn}
    assert colors["line"] == colors["rain"] == GREEN
    assert colors["sector"] == colors["snow"] == BLUE
    assert colors["InnerPlotArea"] is None, "an area has no colour of its own"


def test_a_mark_in_the_colour_of_the_ground_has_none() -> None:
    blank = Part(Role.BAR, Element("bar", (260, 0, 290, 40), 1))
    assert color_of(blank, decode_rgb(lines_and_sectors()), (255, 255, 255)) is None


def test_the_ground_is_the_commonest_colour() -> None:
    assert ground_of(decode_rgb(grouped_bars())) == (255, 255, 255)
    assert alike((250, 250, 250), (255, 255, 255))
    assert not alike(BLUE, RED)


SIDES = st.floats(0, 100)
BOXES = st.builds(lambda x, y, w, h: (x, y, x + w + 1, y + h + 1), SIDES, SIDES, SIDES, SIDES)
ELEMENTS = st.builds(
    lambda kind, box, text: Element(kind, box, 1.0, text),
    st.sampled_from(sorted(DEEPRULE)),
    BOXES,
    st.text(max_size=3),
)


@given(BOXES, BOXES)
def test_the_gap_is_the_same_from_both_sides_and_none_where_boxes_meet(
    a: tuple[float, float, float, float], b: tuple[float, float, float, float]
) -> None:
    one, other = (Part(Role.OTHER, Element("x", box, 1)) for box in (a, b))
    assert gap(one, other) == gap(other, one) >= 0
    meet = a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]
    assert (gap(one, other) == 0) == meet


@given(st.lists(ELEMENTS, max_size=12))
def test_every_edge_joins_two_parts_that_exist_and_no_part_to_itself(elements: list[Element]) -> None:
    parts = parts_of(elements, DEEPRULE)
    for edge in edges_of(parts, [BLUE] * len(parts)):
        assert 0 <= edge.source < len(parts) > edge.target >= 0
        assert edge.source != edge.target


def test_the_nearest_of_none_is_none() -> None:
    assert nearest(Part(Role.OTHER, GROUPED_BARS[0]), ()) is None
