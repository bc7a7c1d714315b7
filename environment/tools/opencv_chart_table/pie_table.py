"""A pie and the texts around it as a table of percentages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from environment.tools.color_shape_detect.colors import RGB
from environment.tools.opencv_chart_table.labels import titles_of
from environment.tools.opencv_chart_table.pie import Pie, read_pie
from environment.tools.opencv_chart_table.table import Table, name_series
from environment.tools.opencv_chart_table.view import Text


def pie_table(pie: Pie, texts: Sequence[Text], legend: Mapping[RGB, Text]) -> Table:
    """Return one row a sector, clockwise; a sector without a name is called by its colour."""
    rows, used = read_pie(pie, texts, legend)
    x, y = pie.centre
    r = pie.radius
    title, _, _ = titles_of(texts, used, (round(x - r), round(y - r), round(x + r), round(y + r)))
    names = name_series([sector.rgb for sector in pie.sectors], [label for label, _ in rows])
    cells = tuple((name.name, (value,)) for name, (_, value) in zip(names, rows, strict=True))
    return Table("pie", "label", name_series([pie.sectors[0].rgb], ["percent"]), cells, title)
