"""opencv_chart_table: charts drawn here with known values, read back within 5 %."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from PIL import Image, ImageDraw

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from environment.errors import NothingFoundError
from environment.tools import opencv_chart_table
from environment.tools.opencv_chart_table.axes import find_axis
from environment.tools.opencv_chart_table.numbers import read_number, rounded, split_percent
from environment.tools.opencv_chart_table.view import Text, View
from schemas import Json, Picture

NAMES = ["Austria", "Brazil", "Canada", "Denmark"]
YEARS = ["2015", "2016", "2017", "2018", "2019"]


def picture_of(image: Image.Image) -> Picture:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return Picture.of(buffer.getvalue(), width=image.width, height=image.height, media_type="image/png")


def drawn(draw: Callable[[Axes], object]) -> Picture:
    figure, axes = plt.subplots(figsize=(6.4, 4.4), dpi=110)
    draw(axes)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    plt.close(figure)
    return picture_of(Image.open(io.BytesIO(buffer.getvalue())).convert("RGB"))


def table_of(picture: Picture) -> dict[str, Json]:
    return dict(opencv_chart_table.run({}, [picture]).result)


def assert_rows(table: dict[str, Json], expected: Sequence[tuple[str, Sequence[float]]]) -> None:
    rows = table["rows"]
    assert isinstance(rows, list)
    assert [row[0] for row in rows] == [label for label, _ in expected]
    for row, (_, values) in zip(rows, expected, strict=True):
        assert row[1:] == pytest.approx(list(values), rel=0.05)


def test_vertical_bars_are_measured_on_the_axis() -> None:
    table = table_of(drawn(lambda axes: axes.bar(NAMES, [12, 30, 21, 44], color="#3366aa")))
    assert table["chart_type"] == "vertical_bar"
    assert_rows(table, [("Austria", [12]), ("Brazil", [30]), ("Canada", [21]), ("Denmark", [44])])


def test_horizontal_bars_keep_their_reading_order() -> None:
    table = table_of(drawn(lambda axes: axes.barh(NAMES[::-1], [440, 210, 300, 120], color="#aa3333")))
    assert table["chart_type"] == "horizontal_bar"
    assert_rows(table, [("Austria", [120]), ("Brazil", [300]), ("Canada", [210]), ("Denmark", [440])])


def test_grouped_bars_take_their_series_from_the_legend() -> None:
    def draw(axes: Axes) -> None:
        places = np.arange(4)
        axes.bar(places - 0.2, [10, 20, 30, 40], 0.4, label="Men", color="#1f77b4")
        axes.bar(places + 0.2, [35, 25, 15, 12], 0.4, label="Women", color="#ff7f0e")
        axes.set_xticks(places, NAMES)
        axes.set_ylim(0, 60)
        axes.legend()

    table = table_of(drawn(draw))
    assert table["chart_type"] == "grouped_bar"
    assert table["columns"] == ["label", "Men", "Women"]
    expected = [("Austria", [10, 35]), ("Brazil", [20, 25]), ("Canada", [30, 15]), ("Denmark", [40, 12])]
    assert_rows(table, expected)


def test_stacked_bars_give_the_parts_not_the_totals() -> None:
    def draw(axes: Axes) -> None:
        axes.bar(NAMES, [10, 20, 30, 40], label="Coal", color="#1f77b4")
        axes.bar(NAMES, [30, 25, 15, 20], bottom=[10, 20, 30, 40], label="Wind", color="#2ca02c")
        axes.set_ylim(0, 80)
        axes.legend()

    table = table_of(drawn(draw))
    assert table["chart_type"] == "stacked_bar"
    expected = [("Austria", [10, 30]), ("Brazil", [20, 25]), ("Canada", [30, 15]), ("Denmark", [40, 20])]
    assert_rows(table, expected)


def test_a_printed_value_is_taken_where_it_agrees_and_refused_where_it_does_not() -> None:
    def draw(axes: Axes) -> None:
        axes.bar(NAMES, [12, 30, 21, 44], color="#3366aa")
        for place, text in enumerate(["12.13", "30.31", "99", "44.07"]):
            axes.text(place, [12, 30, 21, 44][place] + 0.7, text, ha="center")

    rows = table_of(drawn(draw))["rows"]
    assert isinstance(rows, list)
    assert [row[1] for row in rows if row[0] != "Canada"] == [12.13, 30.31, 44.07]
    assert rows[2][1] == pytest.approx(21, rel=0.05)


def test_lines_are_read_at_the_category_labels() -> None:
    def draw(axes: Axes) -> None:
        axes.plot(YEARS, [20, 35, 30, 50, 65], marker="o", label="Kenya", color="#d62728")
        axes.plot(YEARS, [70, 62, 55, 40, 30], marker="o", label="Ghana", color="#1f77b4")
        axes.set_ylim(0, 100)
        axes.legend()

    table = table_of(drawn(draw))
    assert table["chart_type"] == "line"
    columns = table["columns"]
    rows = table["rows"]
    assert isinstance(columns, list)
    assert isinstance(rows, list)
    assert sorted(map(str, columns[1:])) == ["Ghana", "Kenya"]
    kenya = [row[columns.index("Kenya")] for row in rows]
    assert kenya == pytest.approx([20, 35, 30, 50, 65], rel=0.05)


def test_a_pie_without_printed_shares_is_measured_by_its_angles() -> None:
    picture = drawn(lambda axes: axes.pie([50, 30, 20], labels=["Yes", "No", "Unsure"], startangle=90))
    table = table_of(picture)
    assert table["chart_type"] == "pie"
    rows = table["rows"]
    assert isinstance(rows, list)
    assert {row[0]: row[1] for row in rows} == pytest.approx({"Yes": 50, "No": 30, "Unsure": 20}, rel=0.05)


@pytest.mark.parametrize("kind", ["blank", "text", "photo"])
def test_a_picture_that_is_no_chart_gives_no_table(kind: str) -> None:
    image = Image.new("RGB", (400, 300), "white")
    if kind == "text":
        ImageDraw.Draw(image).text((40, 100), "Minutes of the meeting of 12 May 1998", fill="black")
    if kind == "photo":
        noise = np.random.default_rng(0).integers(0, 255, (30, 40, 3), dtype=np.uint8)
        image = Image.fromarray(noise).resize((400, 300))
    with pytest.raises(NothingFoundError):
        table_of(picture_of(image))


def test_bars_without_axis_and_printed_values_give_no_table() -> None:
    image = Image.new("RGB", (400, 300), "white")
    for place, height in enumerate([40, 90, 160]):
        box = (60 + 90 * place, 250 - height, 110 + 90 * place, 250)
        ImageDraw.Draw(image).rectangle(box, fill=(40, 90, 200))
    with pytest.raises(NothingFoundError):
        table_of(picture_of(image))


def test_bars_whose_categories_have_no_names_give_no_table() -> None:
    def draw(axes: Axes) -> None:
        axes.bar([0, 1, 2], [12, 30, 21], color="#3366aa")
        axes.set_xticks([])

    with pytest.raises(NothingFoundError):
        table_of(drawn(draw))


@pytest.mark.parametrize(
    ("text", "value"),
    [("12%", 12), ("118 401", 118401), ("1,816", 1816), ("9 905.6", 9905.6), ("$1.5M", 1.5e6), ("-3", -3),
     ("2K", 2000), ("0,5", 0.5)],
)  # fmt: skip
def test_printed_numbers_keep_their_size(text: str, value: float) -> None:
    number = read_number(text)
    assert number is not None
    assert number.value == pytest.approx(value)


@pytest.mark.parametrize("text", ["2009/10", "18-29", "Q1", "", "12 34", "1.2.3"])
def test_what_is_no_number_as_a_whole_is_not_read_as_one(text: str) -> None:
    assert read_number(text) is None


def test_a_share_inside_a_label_is_split_off() -> None:
    assert split_percent("- Yes 16%") == ("Yes", 16.0)
    assert split_percent("from 3% to 5%") == ("from 3% to 5%", None)


def test_measured_values_are_no_finer_than_a_pixel() -> None:
    assert rounded(12.3456, 0.2) == 12.3
    assert rounded(12345.6, 30) == 12350


def test_one_misread_tick_does_not_bend_the_axis() -> None:
    view = View(vertical=True, height=400)
    ticks = [(350, "0"), (300, "10"), (250, "20"), (200, "80"), (150, "40")]
    texts = [Text(text, view.span((20, y - 6, 40, y + 6)), (20, y - 6, 40, y + 6)) for y, text in ticks]
    axis = find_axis(texts)
    assert axis is not None
    assert axis.value(400 - 200) == pytest.approx(30)
    assert len(axis.ticks) == 4


@pytest.mark.slow
@pytest.mark.realdata
def test_the_real_charts_give_tables_that_hold_the_asked_numbers(realdata: Path) -> None:
    folder = realdata / "chartqa" / "ChartQA Dataset" / "test" / "png"
    expected = {"two_col_41676.png": 9905.6, "two_col_61612.png": 12.47, "multi_col_40204.png": 20.0}
    for name, value in expected.items():
        rows = table_of(picture_of(Image.open(folder / name).convert("RGB")))["rows"]
        assert isinstance(rows, list)
        assert any(cell == value for row in rows for cell in row[1:])
