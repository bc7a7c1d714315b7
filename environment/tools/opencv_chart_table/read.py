"""A chart picture to a table: which kind of chart it is, and its parts put together."""

from __future__ import annotations

from collections.abc import Sequence

from environment.errors import NothingFoundError
from environment.tools.lines import Line
from environment.tools.opencv_chart_table.bar_table import bar_table, bars_in
from environment.tools.opencv_chart_table.legend import find_legend, legend_marks, marks_of
from environment.tools.opencv_chart_table.line_table import line_table, lines_in
from environment.tools.opencv_chart_table.palette import inks_of
from environment.tools.opencv_chart_table.pie import find_pie
from environment.tools.opencv_chart_table.pie_table import pie_table
from environment.tools.opencv_chart_table.separate import Reader, separated
from environment.tools.opencv_chart_table.table import Table
from environment.tools.opencv_chart_table.view import View, texts_in
from environment.tools.pixels import Pixels


def read_chart(pixels: Pixels, lines: Sequence[Line], read: Reader) -> Table:
    """Return the table of a chart; `lines` are its texts, `read` reads the text in one box again.

    Tried in order: pie, bars, lines. Raises NothingFoundError where no marks or no scale were found.
    """
    height, width = pixels.shape[:2]
    inks = inks_of(pixels)
    marks = marks_of(inks)
    lines = separated(lines, marks, inks, read)
    view = View(vertical=True, height=height)
    texts = texts_in(view, lines)
    legend = find_legend(marks, texts)
    pie = find_pie(inks, (height, width))
    if pie is not None:
        return pie_table(pie, texts, legend)
    found = bars_in(inks, lines, height, [mark.box for mark, _ in legend_marks(marks, texts)])
    table = bar_table(found, marks, lines, read) if found is not None else None
    if table is not None:
        return table
    drawn = lines_in(pixels, inks, texts, view, legend)
    if drawn is not None:
        return line_table(drawn, inks, texts, view)
    raise NothingFoundError(
        "No bars, lines or pie with a readable scale were found: use rapidocr or zoom on it instead."
    )
