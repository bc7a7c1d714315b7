"""A choropleth map of the United States: title, shaded states with their codes, legend of classes."""

from dataclasses import dataclass

from PIL import Image

from sources.sample.canvas import Canvas
from sources.sample.usa import ASPECT, State, states

_SIDE = ("VT", "NH", "MA", "RI", "CT", "NJ", "DE", "MD", "DC")
"""States too small for their letters, north to south: the letters stand at sea, a line leads to the state."""

NO_DATA = "#cfcfcf"


@dataclass(frozen=True)
class StateMap:
    """What a map shows: for each state code the index of its legend class; a state left out has no data."""

    title: str
    legend: tuple[str, ...]
    colors: tuple[str, ...]
    classes: dict[str, int]
    border: str = "#ffffff"
    legend_below: bool = False


def render(state_map: StateMap, width: int) -> Image.Image:
    """Draw the map `width` pixels wide (RGB)."""
    top = 48
    plane = int(width * ASPECT)
    height = top + plane + (46 if state_map.legend_below else 14)
    canvas = Canvas(width + (0 if state_map.legend_below else 96), height, scale=2)
    canvas.text((canvas.size[0] / 2, 24), state_map.title, 17, face="sans-bold", color="#222222")
    for state in states():
        fill = _fill(state_map, state)
        for ring in state.rings:
            points = [(x * width, top + y * width) for x, y in ring]
            canvas.polygon(points, fill, state_map.border, 0.8)
    _letters(canvas, state_map, width, top)
    _legend(canvas, state_map)
    return canvas.finish()


def _fill(state_map: StateMap, state: State) -> str:
    index = state_map.classes.get(state.code)
    return NO_DATA if index is None else state_map.colors[index]


def _letters(canvas: Canvas, state_map: StateMap, width: int, top: int) -> None:
    size = max(9.0, width * 0.0125)
    for state in states():
        x, y = state.label[0] * width, top + state.label[1] * width
        if state.code in _SIDE:
            row = _SIDE.index(state.code)
            spot = (width * 0.955, top + width * (0.125 + 0.0275 * row))
            canvas.line([(x, y), (spot[0] - size, spot[1])], "#777777", 0.6)
            canvas.text(spot, state.code, size, color="#222222")
        else:
            canvas.text((x, y), state.code, size, color=_ink(_fill(state_map, state)))


def _ink(color: str) -> str:
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return "#222222" if red * 0.3 + green * 0.59 + blue * 0.11 > 140 else "#ffffff"


def _legend(canvas: Canvas, state_map: StateMap) -> None:
    size = 12
    width, height = canvas.size
    texts, colors = state_map.legend, state_map.colors
    if len(state_map.classes) < len(states()):
        texts, colors = (*texts, "N/A"), (*colors, NO_DATA)
    step = max(canvas.text_width(text, size) for text in texts) + 44
    for index, text in enumerate(texts):
        if state_map.legend_below:
            x, y = width / 2 + (index - len(texts) / 2) * step, height - 32.0
        else:
            x, y = width - step - 4, height - 20.0 * (len(texts) - index) - 8
        canvas.rectangle((x, y, x + 18, y + 13), fill=colors[index], outline="#555555", width=0.7)
        canvas.text((x + 25, y + 6.5), text, size, anchor="lm", color="#222222")
