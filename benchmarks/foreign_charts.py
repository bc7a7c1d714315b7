"""Charts drawn by Vega-Lite with known tables, in styles the chart reader was tuned on and others held out.

    python -m benchmarks.foreign_charts --out build/foreign [--per-kind 2]

writes `foreign/<split>/png/*.png` with `tables/*.csv` and `svg/*.svg` of the same names. The sample's charts
come from matplotlib; these share neither library, themes, palettes nor subjects with them. Vega-Lite comes
from the development dependency vl-convert-python, which renders without a browser or network.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import matplotlib
import vl_convert

from benchmarks.foreign_tables import KINDS, ForeignTable, table_for
from schemas import Json

VEGA_LITE = "5.20"


@dataclass(frozen=True)
class Style:
    """How a house draws: theme of vl-convert (or none), type, colours, places."""

    name: str
    theme: str
    font: str
    size: int
    palette: str
    legend: str
    angle: int
    """Degrees by which category labels under vertical bars and lines are turned."""
    scale: float
    overrides: Mapping[str, Json]


_PANEL: dict[str, Json] = {
    "view": {"fill": "#e8e8e8", "stroke": None},
    "axis": {"gridColor": "#ffffff", "domain": False},
}


def _style(
    name: str,
    theme: str,
    font: str,
    size: int,
    palette: str,
    legend: str,
    angle: int,
    scale: float,
    **overrides: Json,
) -> Style:
    return Style(name, theme, font, size, palette, legend, angle, scale, overrides)


TUNED = (
    _style("bare", "", "Liberation Sans", 10, "tableau10", "right", -90, 1.5),
    _style("ledger", "excel", "Liberation Sans", 11, "category10", "right", 0, 1.3),
    _style("board", "googlecharts", "DejaVu Sans", 12, "set1", "top", 0, 1.0),
    _style("column", "vox", "DejaVu Serif", 12, "dark2", "bottom", 0, 1.4),
    _style("poll", "fivethirtyeight", "DejaVu Sans", 11, "set2", "bottom", -45, 1.5),
    _style("night", "carbong100", "Liberation Sans", 12, "set3", "right", 0, 1.4),
    _style("sheet", "carbonwhite", "DejaVu Sans", 12, "set2", "top", 0, 1.1),
    _style("soft", "", "Liberation Sans", 13, "pastel2", "bottom", -90, 1.0),
    _style("panel", "", "DejaVu Serif", 11, "category20", "right", -45, 1.2, **_PANEL),
)
"""Styles that the reader was looked at and mended on."""
HELD_OUT = (
    _style("quarry", "quartz", "Liberation Sans", 11, "accent", "right", -90, 1.6),
    _style("grammar", "ggplot2", "DejaVu Sans", 11, "tableau20", "right", 0, 1.4),
    _style("office", "powerbi", "DejaVu Sans", 12, "category20b", "top", 0, 1.2, background="#ffffff"),
    _style("coast", "latimes", "STIXGeneral", 14, "paired", "bottom", -45, 1.5),
    _style("city", "urbaninstitute", "DejaVu Serif", 12, "dark2", "right", 0, 1.0),
    _style("dusk", "dark", "Liberation Sans", 12, "pastel1", "bottom", 0, 1.7),
)
"""Styles that were only measured."""
SPLITS = {"tuned": TUNED, "held_out": HELD_OUT}
_FIRST_SEED = {"tuned": 0, "held_out": 5000}


@dataclass(frozen=True)
class ForeignChart:
    """One chart: its table, its picture, and the same drawing as SVG."""

    name: str
    table: ForeignTable
    png: bytes
    svg: str


def charts(split: str, per_kind: int) -> Iterator[ForeignChart]:
    """Draw `per_kind` charts of every kind in every style of a split, always the same ones."""
    vl_convert.register_font_directory(str(Path(matplotlib.get_data_path()) / "fonts" / "ttf"))
    for style in SPLITS[split]:
        for kind in KINDS:
            for number in range(per_kind):
                draw = random.Random(f"{style.name}/{kind}/{_FIRST_SEED[split] + number}")
                table = table_for(kind, draw)
                spec = spec_of(table, style, draw)
                yield ForeignChart(
                    f"{style.name}-{kind}-{number}",
                    table,
                    vl_convert.vegalite_to_png(spec, vl_version=VEGA_LITE, scale=style.scale),
                    vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE),
                )


def spec_of(table: ForeignTable, style: Style, draw: random.Random) -> dict[str, Json]:
    """Return the Vega-Lite specification of a chart."""
    printed = draw.random() < 0.5
    drawing = _pie(table, style, printed, draw) if table.kind == "pie" else _plot(table, style, printed, draw)
    spec: dict[str, Json] = {
        "width": draw.randint(300, 460),
        "height": draw.randint(220, 320),
        "padding": 12,
        "data": {"values": list(_records(table))},
        "config": _config(style),
        **drawing,
    }
    if draw.random() < 0.75:
        spec["title"] = {"text": table.title, "fontSize": style.size + 4}
    return spec


def _records(table: ForeignTable) -> Iterator[dict[str, Json]]:
    for s, name in enumerate(table.series):
        for r, label in enumerate(table.labels):
            below = sum(table.values[before][r] for before in range(s))
            value = table.values[s][r]
            yield {
                "row": label,
                "series": name,
                "value": value,
                "from": round(below, 6),
                "to": round(below + value, 6),
                "middle": round(below + value / 2, 6),
                "text": f"{value:,.{table.decimals}f}",
                "share": f"{value:.0f}%",
            }


def _plot(table: ForeignTable, style: Style, printed: bool, draw: random.Random) -> dict[str, Json]:
    titled = draw.random() < 0.6
    flat = table.kind == "horizontal_bar" or (
        table.kind in ("grouped_bar", "stacked_bar") and draw.random() < 0.3
    )
    along, up = ("y", "x") if flat else ("x", "y")
    upwards = 0 if flat else style.angle
    axis: dict[str, Json] = {"labelAngle": upwards, "title": table.noun if titled else None}
    if upwards == -45:
        axis |= {"labelAlign": "right", "labelBaseline": "middle"}
    rows: dict[str, Json] = {"field": "row", "type": "ordinal", "sort": None, "axis": axis}
    amounts: dict[str, Json] = {"title": table.measure if titled else None}
    many = len(table.series) > 1
    colour = _colour(table, style) if many else {"value": _single(style)}
    if table.kind == "line":
        scale: dict[str, Json] = {"zero": draw.random() < 0.4}
        measured = {"field": "value", "type": "quantitative", "scale": scale, **amounts}
        points = draw.random() < 0.5
        mark: dict[str, Json] = {"type": "line", "point": points, "strokeWidth": draw.choice([1.5, 2, 3])}
        encoding: dict[str, Json] = {"x": rows, "y": measured, "color": colour}
        layers: list[Json] = [{"mark": mark, "encoding": encoding}]
        if printed and not many:
            text: dict[str, Json] = {"field": "text", "type": "nominal"}
            written = {"x": rows, "y": measured, "text": text}
            layers.append({"mark": {"type": "text", "dy": -9}, "encoding": written})
        return {"layer": layers}
    if table.kind == "stacked_bar":
        ends: dict[str, Json] = {
            up: {"field": "from", "type": "quantitative", **amounts},
            f"{up}2": {"field": "to"},
        }
        place: dict[str, Json] = {up: {"field": "middle", "type": "quantitative"}}
        shift: dict[str, Json] = {}
    else:
        ends = {up: {"field": "value", "type": "quantitative", **amounts}}
        place = dict(ends)
        shift = {"align": "left", "dx": 3, "baseline": "middle"} if flat else {"dy": -6}
    if table.kind == "grouped_bar":
        beside: dict[str, Json] = {f"{along}Offset": {"field": "series", "sort": None}}
    else:
        beside = {}
    bars: dict[str, Json] = {"mark": "bar", "encoding": {along: rows, "color": colour, **ends, **beside}}
    layers = [bars]
    if printed:
        written_text: dict[str, Json] = {"text": {"field": "text", "type": "nominal"}}
        inside: dict[str, Json] = {"color": {"value": "#000000"}} if table.kind == "stacked_bar" else {}
        layers.append(
            {
                "mark": {"type": "text", **shift},
                "encoding": {along: rows, **place, **beside, **written_text, **inside},
            }
        )
    return {"layer": layers}


def _pie(table: ForeignTable, style: Style, printed: bool, draw: random.Random) -> dict[str, Json]:
    radius = draw.randint(90, 130)
    hole = radius * 0.55 if draw.random() < 0.5 else 0
    theta: dict[str, Json] = {"field": "value", "type": "quantitative", "stack": True}
    colour: dict[str, Json] = {**_colour(table, style), "field": "row", "title": table.noun}
    order: dict[str, Json] = {"field": "order", "type": "quantitative"}
    encoding: dict[str, Json] = {"theta": theta, "color": colour, "order": order}
    layers: list[Json] = [
        {"mark": {"type": "arc", "outerRadius": radius, "innerRadius": hole}, "encoding": encoding}
    ]
    if printed:
        text: dict[str, Json] = {"type": "text", "radius": radius + 18}
        written: dict[str, Json] = {
            "theta": theta,
            "text": {"field": "share", "type": "nominal"},
            "order": order,
        }
        layers.append({"mark": text, "encoding": written})
    transform: list[Json] = [{"window": [{"op": "row_number", "as": "order"}]}]
    return {"transform": transform, "layer": layers}


def _colour(table: ForeignTable, style: Style) -> dict[str, Json]:
    legend: dict[str, Json] = {"orient": style.legend, "title": None}
    return {
        "field": "series",
        "type": "nominal",
        "sort": None,
        "scale": {"scheme": style.palette},
        "legend": legend,
    }


def _single(style: Style) -> str:
    marks = ("#4c78a8", "#b3571f", "#3f8f5f", "#8156a6", "#b0324b", "#5aa9c4")
    return marks[sum(map(ord, style.name)) % len(marks)]


def _config(style: Style) -> dict[str, Json]:
    """Return the theme with every font replaced: those that themes name are not shipped by anyone here."""
    themes: dict[str, dict[str, Json]] = {str(name): theme for name, theme in vl_convert.get_themes().items()}
    theme = _fonts(themes.get(style.theme, {}), style.font)
    axis: dict[str, Json] = {
        "labelFont": style.font,
        "titleFont": style.font,
        "labelFontSize": style.size,
        "titleFontSize": style.size,
    }
    parts: dict[str, dict[str, Json]] = {
        "axis": axis,
        "legend": axis,
        "title": {"font": style.font},
        "text": {"font": style.font, "fontSize": style.size},
    }
    for part, content in parts.items():
        theme[part] = {**_part(theme, part), **content}
    if style.theme in ("dark", "carbong90", "carbong100"):
        theme["text"] = {**_part(theme, "text"), "fill": "#eeeeee"}
    for name, override in style.overrides.items():
        theme[name] = {**override, **_part(theme, name)} if isinstance(override, dict) else override
    return {**theme, "font": style.font}


def _part(theme: Mapping[str, Json], name: str) -> dict[str, Json]:
    part = theme.get(name)
    return dict(part) if isinstance(part, dict) else {}


def _fonts(value: dict[str, Json], font: str) -> dict[str, Json]:
    return {
        key: font
        if key.lower().endswith("font")
        else _fonts(dict(inner), font)
        if isinstance(inner, dict)
        else inner
        for key, inner in value.items()
    }


def write(folder: Path, per_kind: int) -> None:
    """Write the charts of both splits as data sets are laid out."""
    for split in SPLITS:
        for part in ("png", "tables", "svg"):
            (folder / "foreign" / split / part).mkdir(parents=True, exist_ok=True)
        for chart in charts(split, per_kind):
            home = folder / "foreign" / split
            (home / "png" / f"{chart.name}.png").write_bytes(chart.png)
            (home / "svg" / f"{chart.name}.svg").write_text(chart.svg, encoding="utf-8")
            with (home / "tables" / f"{chart.name}.csv").open("w", newline="", encoding="utf-8") as file:
                rows = csv.writer(file, lineterminator="\n")
                rows.writerow([chart.table.noun, *chart.table.series])
                for r, label in enumerate(chart.table.labels):
                    rows.writerow([label, *(values[r] for values in chart.table.values)])


def main() -> None:
    """Write the charts where they can be looked at."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--per-kind", type=int, default=2)
    arguments = parser.parse_args()
    write(arguments.out, arguments.per_kind)


if __name__ == "__main__":
    main()
