"""What a sample chart is, and how each of four houses sets its type and colours."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sources.sample.chartqa_facts import Subject
from sources.sample.output import font_path

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties


@dataclass(frozen=True)
class Chart:
    """A chart before it is drawn: `series[s][r]` is the value of series s in row `labels[r]`."""

    kind: str
    """vertical, horizontal, grouped, stacked, line, pie or opinion."""
    style: str
    """stats, atlas, survey or plain."""
    subject: Subject
    labels: tuple[str, ...]
    series: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Style:
    size: tuple[int, int]
    face: str
    colors: tuple[str, ...]
    ink: str
    box: tuple[float, float, float, float]


STYLES = {
    "stats": Style(
        (800, 557),
        "sans",
        ("#2876dd", "#0f283e", "#bababa", "#a60000", "#87bc24"),
        "#4c4c4c",
        (0.11, 0.24, 0.78, 0.70),
    ),
    "atlas": Style(
        (850, 600),
        "sans",
        ("#815ba5", "#cf2a78", "#2c9a94", "#bc522b", "#5a6681", "#3b6e9e", "#8a6d1f"),
        "#5b5b5b",
        (0.13, 0.12, 0.78, 0.66),
    ),
    "survey": Style((310, 398), "sans", ("#1e4379", "#949d48"), "#222222", (0.0, 0.0, 1.0, 1.0)),
    "plain": Style(
        (640, 480),
        "book",
        ("#4c72b0", "#dd8452", "#55a868", "#c44e52", "#8172b3"),
        "black",
        (0.13, 0.14, 0.83, 0.74),
    ),
}


def face(name: str, size: float) -> "FontProperties":
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=font_path(name), size=size)


def shown(chart: Chart, value: float) -> str:
    """A value as printed beside its mark: the portal writes thousands with a space."""
    text = f"{value:,.{chart.subject.decimals}f}"
    if chart.subject.decimals and text.endswith("0") and chart.style == "atlas":
        text = text.rstrip("0").rstrip(".")
    if chart.style == "stats":
        text = text.replace(",", " ")
    return text + ("%" if chart.subject.percent else "")


def bold(chart: Chart) -> str:
    return {"stats": "sans-bold", "atlas": "sans", "survey": "sans", "plain": "book"}[chart.style]
