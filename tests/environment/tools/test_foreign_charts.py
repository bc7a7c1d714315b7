"""Reach on charts of another library, and the measure of it: nothing counts as right that is not."""

from __future__ import annotations

from collections import defaultdict

import pytest

from benchmarks.foreign_charts import charts
from benchmarks.foreign_measure import (
    GROUPS,
    Count,
    cells_of,
    picture_of,
    plain,
    width_of,
    wrong_characters,
)
from benchmarks.foreign_svg import Written, bars_of, texts_of
from benchmarks.foreign_tables import ForeignTable
from environment.tool import ToolResult
from environment.tools import opencv_chart_table, rapidocr
from environment.tools.lines import Line
from schemas import Picture

BLANK = Picture.of(b"", width=1, height=1, media_type="image/png")
TABLE = ForeignTable(
    "grouped_bar", "", "", "Fruit", ("Plums", "Pears"), ("Men", "Women"), ((10.0, 20.0), (30.0, 40.0)), 0
)


class Reads:
    """A reader that says what it is told to say."""

    spec = opencv_chart_table.spec

    def __init__(self, columns: list[str], *rows: list[str | float | None]) -> None:
        self.result = {"columns": columns, "rows": list(rows)}

    def run(self, arguments: object, pictures: object) -> ToolResult:
        return ToolResult(self.result, "")


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        ((["Plums", 10.0, 30.0], ["Pears", 20.0, 40.0]), Count(4, 4, 4)),
        ((["plums", 10.4, 28.6], ["PEARS", 20.0, None]), Count(3, 3, 4)),
        ((["Pears", 10.0, 30.0], ["Plums", 20.0, 40.0]), Count(0, 4, 4)),
        ((["Plums", 30.0, 10.0], ["Pears", 21.1, 40.0]), Count(1, 4, 4)),
    ],
)
def test_a_cell_is_right_in_its_own_row_and_column_and_within_five_percent(
    rows: tuple[list[str | float | None], ...], count: Count
) -> None:
    assert cells_of(Reads(["Fruit", "Men", "Women"], *rows), BLANK, TABLE) == count


def test_invented_cells_lower_the_measure() -> None:
    assert Count(4, 4, 4).f1 == 1.0
    assert Count(4, 6, 4).f1 == pytest.approx(0.8)
    assert Count(0, 0, 4).f1 == 0.0


def test_characters_that_are_missing_wrong_or_too_many_are_counted() -> None:
    texts = [Written("Plums", 20, 10), Written("Pears", 60, 10), Written("2010", 20, 50)]
    two = Line("Plums Pears", (0, 0, 90, 20), 1.0)
    assert wrong_characters(texts, [two, Line("2010", (5, 40, 40, 60), 1.0)], 1) == 0
    assert wrong_characters(texts, [two], 1) == 4
    assert wrong_characters(texts, [two, Line("201°", (5, 40, 40, 60), 1.0)], 1) == 1
    stray = Line("xx", (200, 200, 220, 220), 1.0)
    assert wrong_characters(texts, [two, Line("2010", (5, 40, 40, 60), 1.0), stray], 1) == 2


def test_the_same_charts_are_drawn_every_time_and_splits_share_none() -> None:
    first = next(charts("held_out", 1))
    again = next(charts("held_out", 1))
    assert (first.name, first.table, first.png) == (again.name, again.table, again.png)
    assert first.table != next(charts("tuned", 1)).table


def test_a_drawing_says_where_its_bars_and_texts_stand() -> None:
    chart = next(charts("held_out", 1))
    bars = sorted(bars_of(chart.svg), key=lambda bar: bar.x0)
    (values,) = chart.table.values
    heights = [bar.y1 - bar.y0 for bar in bars]
    assert [h / max(heights) for h in heights] == pytest.approx([v / max(values) for v in values], abs=0.01)
    texts = {text.text for text in texts_of(chart.svg)}
    assert set(chart.table.labels) <= texts
    assert picture_of(chart).width == pytest.approx(1.6 * width_of(chart.svg), abs=2)


@pytest.mark.slow
def test_charts_of_held_out_styles_are_read_as_well_as_promised() -> None:
    counts: dict[str, Count] = defaultdict(Count)
    wrong = drawn = 0
    for chart in charts("held_out", 1):
        picture = picture_of(chart)
        counts[chart.table.kind] += cells_of(opencv_chart_table, picture, chart.table)
        found = rapidocr.run({}, [picture]).result["lines"]
        lines = [Line(line["text"], tuple(line["box"]), line["confidence"]) for line in found]
        texts = texts_of(chart.svg)
        wrong += wrong_characters(texts, lines, picture.width / width_of(chart.svg))
        drawn += sum(len(plain(text.text)) for text in texts)
    f1 = {group: sum((counts[kind] for kind in kinds), Count()).f1 for group, kinds in GROUPS.items()}
    assert 1 - wrong / drawn >= 0.95
    assert f1["bars"] >= 0.85
    assert f1["lines"] >= 0.75
    assert f1["pies"] >= 0.75
