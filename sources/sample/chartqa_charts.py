"""Charts in the manner of four houses: a statistics portal, a data atlas, a survey institute, a plain report."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sources.sample.chartqa_facts import Subject
from sources.sample.output import font_path

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

DPI = 100


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
class _Style:
    size: tuple[int, int]
    face: str
    colors: tuple[str, ...]
    ink: str
    box: tuple[float, float, float, float]


_STYLES = {
    "stats": _Style((800, 557), "sans", ("#2876dd", "#0f283e", "#bababa", "#a60000", "#87bc24"), "#4c4c4c",
                    (0.11, 0.24, 0.78, 0.70)),
    "atlas": _Style((850, 600), "sans", ("#815ba5", "#cf2a78", "#2c9a94", "#bc522b", "#5a6681", "#3b6e9e", "#8a6d1f"),
                    "#5b5b5b", (0.13, 0.12, 0.78, 0.66)),
    "survey": _Style((310, 398), "sans", ("#1e4379", "#949d48"), "#222222", (0.0, 0.0, 1.0, 1.0)),
    "plain": _Style((640, 480), "book", ("#4c72b0", "#dd8452", "#55a868", "#c44e52", "#8172b3"), "black",
                    (0.13, 0.14, 0.83, 0.74)),
}  # fmt: skip


def draw(chart: Chart, path: Path) -> None:
    """Draw `chart` as a PNG (RGBA) at the size its house uses."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    style = _STYLES[chart.style]
    figure = Figure(figsize=(style.size[0] / DPI, style.size[1] / DPI), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes(style.box)
    if chart.kind == "opinion":
        _draw_opinion(chart, figure, axes)
    else:
        {
            "vertical": _draw_vertical,
            "grouped": _draw_vertical,
            "stacked": _draw_stacked,
            "horizontal": _draw_horizontal,
            "line": _draw_line,
            "pie": _draw_pie,
        }[chart.kind](chart, axes)
        {"stats": _dress_stats, "atlas": _dress_atlas, "plain": _dress_plain}[chart.style](
            chart, figure, axes
        )
    figure.savefig(path, format="png", metadata={"Software": None})


def _face(name: str, size: float) -> "FontProperties":
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=font_path(name), size=size)


def _shown(chart: Chart, value: float) -> str:
    """A value as printed beside its mark: the portal writes thousands with a space."""
    text = f"{value:,.{chart.subject.decimals}f}"
    if chart.subject.decimals and text.endswith("0") and chart.style == "atlas":
        text = text.rstrip("0").rstrip(".")
    if chart.style == "stats":
        text = text.replace(",", " ")
    return text + ("%" if chart.subject.percent else "")


def _draw_vertical(chart: Chart, axes: "Axes") -> None:
    style = _STYLES[chart.style]
    many = len(chart.series)
    width = 0.62 / many
    top = max(max(values) for values in chart.series)
    for s, values in enumerate(chart.series):
        at = [row + (s - (many - 1) / 2) * width for row in range(len(values))]
        axes.bar(at, values, width * (0.94 if many > 1 else 1), color=style.colors[s], zorder=3,
                 label=chart.subject.series[s])  # fmt: skip
        for x, value in zip(at, values, strict=True):
            axes.text(x, value + top * 0.012, _shown(chart, value), ha="center", va="bottom", color="black",
                      fontproperties=_face(_bold(chart), 7.5 if many == 1 else 7))  # fmt: skip
    axes.set_ylim(0, top * 1.16)
    axes.set_xticks(range(len(chart.labels)), chart.labels)


def _draw_stacked(chart: Chart, axes: "Axes") -> None:
    style = _STYLES[chart.style]
    base = [0.0] * len(chart.labels)
    for s, values in enumerate(chart.series):
        axes.bar(range(len(values)), values, 0.55, bottom=base, color=style.colors[s], zorder=3,
                 label=chart.subject.series[s])  # fmt: skip
        ink = "black" if s == 2 else "white"
        for row, value in enumerate(values):
            axes.text(row, base[row] + value / 2, _shown(chart, value), ha="center", va="center", color=ink,
                      fontproperties=_face(_bold(chart), 7.5), zorder=4)  # fmt: skip
        base = [total + value for total, value in zip(base, values, strict=True)]
    axes.set_ylim(0, max(base) * 1.12)
    axes.set_xticks(range(len(chart.labels)), chart.labels)


def _draw_horizontal(chart: Chart, axes: "Axes") -> None:
    style = _STYLES[chart.style]
    values = chart.series[0]
    colors = style.colors[: len(values)] if chart.style == "atlas" else style.colors[0]
    axes.barh(range(len(values)), values, 0.72, color=colors, zorder=3)
    for row, value in enumerate(values):
        axes.text(value + max(values) * 0.01, row, _shown(chart, value), ha="left", va="center",
                  fontproperties=_face(_bold(chart), 7.5), color="#333333")  # fmt: skip
    axes.set_xlim(0, max(values) * 1.12)
    axes.set_yticks(range(len(chart.labels)), chart.labels)
    axes.invert_yaxis()


def _draw_line(chart: Chart, axes: "Axes") -> None:
    style = _STYLES[chart.style]
    for s, values in enumerate(chart.series):
        at = list(range(len(values)))
        thin = chart.style == "atlas"
        axes.plot(
            at,
            values,
            color=style.colors[s],
            lw=1.3 if thin else 2.2,
            marker="o",
            ms=3.5 if thin else 5,
            zorder=3,
        )
        if len(chart.series) > 1:
            axes.text(at[-1] + 0.15, values[-1], chart.subject.series[s], color=style.colors[s], va="center",
                      fontproperties=_face(style.face, 8))  # fmt: skip
        for x, value in zip(at, values, strict=True):
            axes.annotate(_shown(chart, value), (x, value), (0, 6), textcoords="offset points", ha="center",
                          fontproperties=_face(_bold(chart), 7), color=style.colors[s] if thin else "black")  # fmt: skip
    low = min(min(values) for values in chart.series)
    high = max(max(values) for values in chart.series)
    room = (high - low) * 0.18
    axes.set_ylim(max(0, low - room), high + room)
    axes.set_xlim(-0.4, len(chart.labels) - 0.4 + (0.8 if len(chart.series) > 1 else 0))
    axes.set_xticks(range(len(chart.labels)), chart.labels)


def _draw_pie(chart: Chart, axes: "Axes") -> None:
    style = _STYLES[chart.style]
    texts = [f"{label} {_shown(chart, v)}" for label, v in zip(chart.labels, chart.series[0], strict=True)]
    wedges, labels = axes.pie(chart.series[0], labels=texts, colors=style.colors, startangle=90, counterclock=False,
                              radius=0.92, labeldistance=1.14)  # fmt: skip
    for wedge, label in zip(wedges, labels, strict=True):
        wedge.set_edgecolor("white")
        wedge.set_linewidth(0.6)
        label.set_fontproperties(_face(_bold(chart), 8))


def _bold(chart: Chart) -> str:
    return {"stats": "sans-bold", "atlas": "sans", "survey": "sans", "plain": "book"}[chart.style]


def _ticks(chart: Chart, axes: "Axes", size: float) -> None:
    from matplotlib.ticker import FuncFormatter

    ink = _STYLES[chart.style].ink
    value_axis = axes.xaxis if chart.kind == "horizontal" else axes.yaxis
    sign = "%" if chart.subject.percent else ""
    gap = " " if chart.style == "stats" else ","
    value_axis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:,.10g}".replace(",", gap) + sign))
    for tick in [*axes.get_xticklabels(), *axes.get_yticklabels()]:
        tick.set_fontproperties(_face(_STYLES[chart.style].face, size))
        tick.set_color(ink)
    axes.tick_params(length=0, pad=5)


def _dress_stats(chart: Chart, figure: "Figure", axes: "Axes") -> None:
    for side in axes.spines.values():
        side.set_visible(False)
    if chart.kind != "pie":
        _ticks(chart, axes, 7.5)
        across = chart.kind == "horizontal"
        for row in range(0, len(chart.labels), 2):
            (axes.axhspan if across else axes.axvspan)(row - 0.5, row + 0.5, color="#f8f8f8", zorder=0)
        axes.grid(axis="x" if across else "y", color="#d8d8d8", lw=0.7, ls=(0, (1, 2)), zorder=1)
        axes.axvline(0, color="#777777", lw=0.8) if across else axes.axhline(
            axes.get_ylim()[0], color="#333333", lw=0.9
        )
        (axes.set_xlabel if across else axes.set_ylabel)(
            chart.subject.measure, fontproperties=_face("sans", 7.5), color="#4c4c4c", labelpad=8
        )
    if len(chart.series) > 1:
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.10), ncols=4, frameon=False, handlelength=0.7,
                    handleheight=0.7, columnspacing=1.5, prop=_face("sans-bold", 8))  # fmt: skip
    _portal_furniture(figure)


def _portal_furniture(figure: "Figure") -> None:
    from matplotlib.patches import FancyBboxPatch

    for key in range(6):
        box = FancyBboxPatch((0.945, 0.87 - 0.085 * key), 0.032, 0.046, boxstyle="round,pad=0.004", fc="white",
                             ec="#dddddd", lw=1, transform=figure.transFigure, mutation_aspect=1.4)  # fmt: skip
        figure.add_artist(box)
        figure.text(0.961, 0.892 - 0.085 * key, "*+o<=#"[key], color="#888888", ha="center", va="center",
                    fontproperties=_face("sans", 8))  # fmt: skip
    figure.text(
        0.97, 0.085, "© Figuredesk 2021", ha="right", color="#777777", fontproperties=_face("sans", 8)
    )
    figure.text(0.97, 0.03, "Show source", ha="right", color="#2876dd", fontproperties=_face("sans", 8.5))
    figure.text(
        0.03, 0.03, "Additional Information", ha="left", color="#2876dd", fontproperties=_face("sans", 8.5)
    )


def _dress_atlas(chart: Chart, figure: "Figure", axes: "Axes") -> None:
    from matplotlib.patches import Rectangle

    for side in axes.spines.values():
        side.set_visible(False)
    _ticks(chart, axes, 8)
    axes.grid(axis="x" if chart.kind == "horizontal" else "y", color="#dddddd", lw=0.8, ls="--", zorder=0)
    if chart.kind == "horizontal":
        axes.axvline(0, color="#999999", lw=1)
    figure.text(0.02, 0.945, chart.subject.title, color="#555555", fontproperties=_face("book", 15))
    figure.text(0.02, 0.895, chart.subject.subtitle, color="#666666", fontproperties=_face("sans", 8.5))
    figure.add_artist(
        Rectangle((0.905, 0.91), 0.075, 0.068, fc="#12294d", ec="none", transform=figure.transFigure)
    )
    figure.text(
        0.9425,
        0.944,
        "World in\nFigures",
        color="white",
        ha="center",
        va="center",
        fontproperties=_face("sans", 6.5),
    )
    figure.text(
        0.02,
        0.025,
        "Source: National statistical offices",
        color="#777777",
        fontproperties=_face("sans", 7.5),
    )
    figure.text(0.98, 0.025, "CC BY", ha="right", color="#777777", fontproperties=_face("sans", 7.5))


def _dress_plain(chart: Chart, figure: "Figure", axes: "Axes") -> None:
    axes.spines[["top", "right"]].set_visible(False)
    _ticks(chart, axes, 9)
    axes.set_title(chart.subject.title, fontproperties=_face("book-bold", 12), pad=14)
    axes.set_ylabel(chart.subject.measure, fontproperties=_face("book", 9))
    axes.set_xlabel(chart.subject.noun.capitalize(), fontproperties=_face("book", 9))
    if len(chart.series) > 1:
        axes.legend(loc="upper right", prop=_face("book", 8.5), framealpha=0.9)


def _draw_opinion(chart: Chart, figure: "Figure", axes: "Axes") -> None:
    """Two shares a row, left and right of a common edge, as survey institutes print them."""
    import textwrap

    style = _STYLES["survey"]
    axes.set_xlim(0, 310)
    axes.set_ylim(398, 0)
    axes.axis("off")
    axes.axhline(2, color="black", lw=1)
    title = textwrap.wrap(chart.subject.title, 32)
    axes.text(4, 10, "\n".join(title), va="top", fontproperties=_face("sans-bold", 10.5), linespacing=1.25)
    under = 22 + 19 * len(title)
    axes.text(4, under, "\n".join(textwrap.wrap(chart.subject.subtitle, 46)), va="top", color="#777777",
              fontproperties=_face("serif-italic", 10), linespacing=1.2)  # fmt: skip
    top, edge, unit = under + 58, 212, 1.55
    for s, name in enumerate(chart.subject.series):
        axes.text(
            edge + (-22 if s == 0 else 24), top - 8, name, ha="center", fontproperties=_face("sans-bold", 8.5)
        )
    for row, label in enumerate(chart.labels):
        y = top + row * 30 + (14 if row else 0)
        axes.text(88, y + 8, label, ha="right", va="center", fontproperties=_face("sans", 8))
        for s, sign in ((0, -1), (1, 1)):
            value = chart.series[s][row]
            reach = value * unit * sign
            axes.barh(y + 8, reach, 17, left=edge, color=style.colors[s])
            text = f"{value:.0f}" + ("%" if row == 0 else "")
            axes.text(edge + reach + (8 if s == 0 else -6), y + 8, text, ha="left" if s == 0 else "right", va="center",
                      color="white", fontproperties=_face("sans-bold", 8))  # fmt: skip
    axes.text(
        4, 362, "Note: Don't know responses not shown.", color="#888888", fontproperties=_face("sans", 7)
    )
    axes.text(4, 388, "OPINION RESEARCH OFFICE", fontproperties=_face("sans-bold", 7.5))
    axes.axhline(396, color="black", lw=1)
