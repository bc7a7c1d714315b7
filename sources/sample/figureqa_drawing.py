"""FigureQA plots as Bokeh draws them: generic titles, a colour's name on the axis or in a legend."""

import math
from dataclasses import dataclass, field

from PIL import Image

from sources.sample.canvas import Canvas, Point
from sources.sample.figureqa_plot import COLORS, LINES, Plot

HEIGHT = 400
INK, GRID = "#444444", "#e5e5e5"
Frame = tuple[float, float, float, float]


@dataclass
class Drawn:
    """The picture, and where things lie in it as `annotations.json` tells."""

    picture: Image.Image
    models: list[dict[str, object]]
    general: dict[str, object] = field(default_factory=dict)


def draw(plot: Plot, width: int) -> Drawn:
    """Draw the plot `width` pixels wide."""
    canvas = Canvas(width, HEIGHT)
    canvas.text((62, 16), "title", 13, INK, "sans-bold", "lm")
    frame = _frame(plot.kind, width)
    if plot.kind == "pie":
        models, legend = _pie(canvas, plot, width)
    elif plot.kind in LINES:
        _axes(canvas, frame, plot.gridlines, along_x=True, along_y=True)
        models, legend = _lines(canvas, plot, frame), _legend(canvas, plot, width - 160, 40)
    else:
        upright = plot.kind == "vbar_categorical"
        _axes(canvas, frame, plot.gridlines, along_x=not upright, along_y=upright)
        models, legend = (_columns if upright else _rows)(canvas, plot, frame), []
    return Drawn(canvas.finish(), models, _general(plot, width, frame, legend))


def _frame(kind: str, width: int) -> Frame:
    """Where the values lie: names of colours need room below or at the left, a legend at the right."""
    if kind == "hbar_categorical":
        return 160, 32, width - 20, HEIGHT - 56
    if kind == "vbar_categorical":
        return 62, 32, width - 14, HEIGHT - 150
    return 62, 32, width - (170 if kind in LINES else 14), HEIGHT - 56


def _general(plot: Plot, width: int, frame: Frame, legend: list[dict[str, object]]) -> dict[str, object]:
    general: dict[str, object] = {
        "figure_info": {"bbox": _box((0, 0, width, HEIGHT))},
        "plot_info": {"bbox": _box(frame)},
        "title": {"text": "title"},
    }
    if plot.kind != "pie":
        general["x_axis"] = {"label": {"text": "xaxis_label"}}
        general["y_axis"] = {"label": {"text": "yaxis_label"}}
    if legend:
        general["legend"] = {"items": legend}
    return general


def _axes(canvas: Canvas, frame: Frame, gridlines: bool, along_x: bool, along_y: bool) -> None:
    """Ticks every 20 from 0 to 100 on the axes that carry numbers."""
    x0, y0, x1, y1 = frame
    canvas.rectangle(frame, outline=GRID)
    canvas.line([(x0, y0), (x0, y1), (x1, y1)], INK)
    canvas.text(((x0 + x1) / 2, HEIGHT - 12), "xaxis_label", 12, INK, "sans-italic")
    canvas.text_upwards((12, (y0 + y1) / 2), "yaxis_label", 12, INK, "sans-italic")
    if along_x and along_y:
        x0, y0, x1, y1 = _padded(frame)
    for value in range(0, 101, 20):
        if along_y:
            y = y1 - (y1 - y0) * value / 100
            if gridlines:
                canvas.line([(frame[0], y), (frame[2], y)], GRID)
            canvas.line([(frame[0] - 6, y), (frame[0], y)], INK)
            canvas.text((frame[0] - 10, y), str(value), 11, INK, anchor="rm")
        if along_x:
            x = x0 + (x1 - x0) * value / 100
            if gridlines:
                canvas.line([(x, frame[1]), (x, frame[3])], GRID)
            canvas.line([(x, frame[3]), (x, frame[3] + 6)], INK)
            canvas.text((x, frame[3] + 16), str(value), 11, INK)


def _padded(frame: Frame) -> Frame:
    """Where 0 and 100 lie when neither touches the frame."""
    x0, y0, x1, y1 = frame
    return x0 + (x1 - x0) * 0.05, y0 + (y1 - y0) * 0.05, x1 - (x1 - x0) * 0.05, y1 - (y1 - y0) * 0.05


def _columns(canvas: Canvas, plot: Plot, frame: Frame) -> list[dict[str, object]]:
    x0, y0, x1, y1 = frame
    step, boxes = (x1 - x0) / len(plot.colors), []
    for k, color in enumerate(plot.colors):
        middle = x0 + step * (k + 0.5)
        top = y1 - (y1 - y0) * plot.series[k][0] / 100
        boxes.append((middle - step / 4, top, middle + step / 4, y1))
        canvas.rectangle(boxes[-1], fill=COLORS[color])
        canvas.line([(middle, y1), (middle, y1 + 6)], INK)
        canvas.text_upwards((middle, y1 + 10 + canvas.text_width(color, 11) / 2), color, 11, INK)
    return [_bars(plot, boxes, list(plot.colors), _firsts(plot))]


def _rows(canvas: Canvas, plot: Plot, frame: Frame) -> list[dict[str, object]]:
    x0, y0, x1, y1 = frame
    step, boxes = (y1 - y0) / len(plot.colors), []
    for k, color in enumerate(plot.colors):
        middle = y1 - step * (k + 0.5)
        right = x0 + (x1 - x0) * plot.series[k][0] / 100
        boxes.append((x0, middle - step / 4, right, middle + step / 4))
        canvas.rectangle(boxes[-1], fill=COLORS[color])
        canvas.line([(x0 - 6, middle), (x0, middle)], INK)
        canvas.text((x0 - 10, middle), color, 11, INK, anchor="rm")
    return [_bars(plot, boxes, _firsts(plot), list(plot.colors))]


def _firsts(plot: Plot) -> list[float]:
    return [values[0] for values in plot.series]


def _bars(plot: Plot, boxes: list[Frame], x: object, y: object) -> dict[str, object]:
    return {
        "name": "bars",
        "labels": list(plot.colors),
        "colors": [_hex(color) for color in plot.colors],
        "bboxes": [_box(box) for box in boxes],
        "x": x,
        "y": y,
        "width": 0.5,
    }


def _lines(canvas: Canvas, plot: Plot, frame: Frame) -> list[dict[str, object]]:
    x0, y0, x1, y1 = _padded(frame)
    models: list[dict[str, object]] = []
    for color, values in zip(plot.colors, plot.series, strict=True):
        points: list[Point] = [
            (x0 + (x1 - x0) * at / 100, y1 - (y1 - y0) * value / 100)
            for at, value in zip(plot.x, values, strict=True)
        ]
        if plot.kind == "line":
            canvas.line(points, COLORS[color], 2)
        else:
            for point in points:
                canvas.circle(point, 5, fill=COLORS[color])
        boxes = [_box((x - 5, y - 5, x + 5, y + 5)) for x, y in points]
        models.append(_named(color) | {"bboxes": boxes, "x": list(plot.x), "y": list(values)})
    return models


def _pie(canvas: Canvas, plot: Plot, width: int) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Slices anticlockwise from three o'clock, as the library's angles run."""
    centre, radius, start = ((width - 150) / 2 + 14, HEIGHT / 2 + 12), 165.0, 0.0
    models: list[dict[str, object]] = []
    for color, (span,) in zip(plot.colors, plot.series, strict=True):
        steps = [start + span * i / 90 for i in range(91)]
        rim = [(centre[0] + radius * math.cos(a), centre[1] - radius * math.sin(a)) for a in steps]
        canvas.polygon([centre, *rim], fill=COLORS[color])
        xs, ys = zip(*[centre, *rim], strict=True)
        models.append(
            _named(color)
            | {
                "bbox": _box((min(xs), min(ys), max(xs), max(ys))),
                "span": span,
                "start": round(start, 6),
                "end": round(start + span, 6),
            }
        )
        start += span
    return models, _legend(canvas, plot, width - 146, 40)


def _legend(canvas: Canvas, plot: Plot, x: float, y: float) -> list[dict[str, object]]:
    items: list[dict[str, object]] = []
    for k, color in enumerate(plot.colors):
        row = y + 22 * k
        if plot.kind == "line":
            canvas.line([(x, row), (x + 20, row)], COLORS[color], 2)
        elif plot.kind == "pie":
            canvas.rectangle((x, row - 8, x + 20, row + 8), fill=COLORS[color])
        else:
            canvas.circle((x + 10, row), 5, fill=COLORS[color])
        canvas.text((x + 27, row), color, 12, INK, anchor="lm")
        label = (x + 27, row - 8, x + 27 + canvas.text_width(color, 12), row + 8)
        items.append(
            {
                "model": color,
                "label": {"bbox": _box(label), "text": color},
                "preview": {"bbox": _box((x, row - 8, x + 20, row + 8))},
            }
        )
    return items


def _named(color: str) -> dict[str, object]:
    return {"name": color, "label": color, "color": _hex(color)}


def _hex(color: str) -> str:
    return "#{:02X}{:02X}{:02X}".format(*COLORS[color])


def _box(box: Frame) -> dict[str, int]:
    x0, y0, x1, y1 = box
    return {"x": round(x0), "y": round(y0), "w": round(x1 - x0), "h": round(y1 - y0)}
