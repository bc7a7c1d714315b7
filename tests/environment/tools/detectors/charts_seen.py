"""Two small charts, drawn here, and what a detector that errs nowhere sees in each."""

from __future__ import annotations

from PIL import Image, ImageDraw

from environment.providers.detector import Element, Point
from schemas import Picture
from tests.environment.tools.tool_pictures import picture_of

BLUE, RED, GREEN = (40, 90, 200), (210, 40, 40), (30, 150, 60)


def grouped_bars() -> Picture:
    """A blue and a red series over two categories, with a legend on the right, 400 x 300."""
    image = Image.new("RGB", (400, 300), "white")
    draw = ImageDraw.Draw(image)
    for place, (blue, red) in enumerate(((100, 60), (140, 180))):
        left = 80 + 110 * place
        draw.rectangle((left, 240 - blue, left + 29, 239), fill=BLUE)
        draw.rectangle((left + 30, 240 - red, left + 59, 239), fill=RED)
        draw.line((left + 30, 240, left + 30, 245), fill="black")
    draw.line((60, 240, 300, 240), fill="black")
    draw.rectangle((312, 70, 323, 81), fill=BLUE)
    draw.rectangle((312, 90, 323, 101), fill=RED)
    return picture_of(image)


GROUPED_BARS = (
    Element("plot_area", (60, 40, 300, 240), 0.99),
    Element("x_axis_area", (60, 240, 300, 270), 0.98),
    Element("chart_title", (120, 5, 250, 25), 0.97, "Sales"),
    Element("xlabel", (95, 248, 125, 260), 0.95, "2010"),
    Element("xlabel", (205, 248, 235, 260), 0.95, "2011"),
    Element("x_tick", (108, 240, 113, 246), 0.9),
    Element("legend_area", (308, 60, 395, 110), 0.96),
    Element("legend_patch", (312, 70, 324, 82), 0.9),
    Element("legend_patch", (312, 90, 324, 102), 0.9),
    Element("legend_label", (330, 69, 360, 83), 0.9, "North"),
    Element("legend_label", (330, 89, 360, 103), 0.9, "South"),
    Element("bar", (80, 140, 110, 240), 0.9),
    Element("bar", (220, 60, 250, 240), 0.9),
    Element("value_label", (85, 126, 105, 138), 0.8, "50"),
    Element("mark_label", (150, 100, 160, 110), 0.6, "far"),
)


def lines_and_sectors() -> Picture:
    """A green line and a pie's quarter in blue, each named beside a key, 300 x 200."""
    image = Image.new("RGB", (300, 200), "white")
    draw = ImageDraw.Draw(image)
    draw.line((20, 150, 70, 120, 120, 60), fill=GREEN, width=3)
    draw.pieslice((160, 60, 260, 160), 0, 90, fill=BLUE)
    draw.line((30, 20, 48, 20), fill=GREEN, width=3)
    draw.rectangle((160, 14, 172, 26), fill=BLUE)
    return picture_of(image)


LINE: tuple[Point, ...] = ((20, 150), (70, 120), (120, 60))
QUARTER: tuple[Point, ...] = ((210, 110), (260, 110), (210, 160))
LINES_AND_SECTORS = (
    Element("Legend", (20, 8, 240, 32), 0.9),
    Element("InnerPlotArea", (10, 40, 130, 160), 0.9),
    Element("ChartTitle", (100, 180, 200, 198), 0.9),
    Element("text", (52, 13, 90, 27), 0.9, "rain"),
    Element("text", (176, 13, 210, 27), 0.9, "snow"),
    Element("line", (20, 60, 120, 150), 0.9, points=LINE),
    Element("sector", (210, 110, 260, 160), 0.9, points=QUARTER),
    Element("text", (110, 182, 150, 196), 0.9, "Weather"),
    Element("text", (12, 164, 30, 176), 0.9, "Jan"),
    Element("text", (0, 70, 9, 80), 0.9, "7"),
    Element("text", (60, 100, 80, 112), 0.9, "4.5"),
)
