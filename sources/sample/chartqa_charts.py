"""Charts drawn with matplotlib: bars, lines, pies, and the two-sided bars of survey institutes."""

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from sources.sample.chartqa_chart import STYLES, Chart, bold, face, shown
from sources.sample.chartqa_houses import dress_atlas, dress_plain, dress_stats

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DPI = 100


def draw(chart: Chart, path: Path) -> None:
    """Draw `chart` as a PNG (RGBA) at the size its house uses."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    style = STYLES[chart.style]
    figure = Figure(figsize=(style.size[0] / DPI, style.size[1] / DPI), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    left, bottom, width, height = style.box
    indent = 0.008 * max(map(len, chart.labels)) if chart.kind == "horizontal" else 0.0
    axes = figure.add_axes((left + indent, bottom, width - indent, height))
    if chart.kind == "opinion":
        _draw_opinion(chart, axes)
    else:
        {
            "vertical": _draw_vertical,
            "grouped": _draw_vertical,
            "stacked": _draw_stacked,
            "horizontal": _draw_horizontal,
            "line": _draw_line,
            "pie": _draw_pie,
        }[chart.kind](chart, axes)
        {"stats": dress_stats, "atlas": dress_atlas, "plain": dress_plain}[chart.style](chart, figure, axes)
    figure.savefig(path, format="png", metadata={"Software": None})


def _draw_vertical(chart: Chart, axes: "Axes") -> None:
    style = STYLES[chart.style]
    many = len(chart.series)
    width = 0.62 / many
    top = max(max(values) for values in chart.series)
    for s, values in enumerate(chart.series):
        at = [row + (s - (many - 1) / 2) * width for row in range(len(values))]
        axes.bar(
            at,
            values,
            width * (0.94 if many > 1 else 1),
            color=style.colors[s],
            zorder=3,
            label=chart.subject.series[s],
        )
        for x, value in zip(at, values, strict=True):
            axes.text(
                x,
                value + top * 0.012,
                shown(chart, value),
                ha="center",
                va="bottom",
                color="black",
                fontproperties=face(bold(chart), 7.5 if many == 1 else 7),
            )
    axes.set_ylim(0, top * 1.16)
    axes.set_xticks(range(len(chart.labels)), chart.labels)


def _draw_stacked(chart: Chart, axes: "Axes") -> None:
    style = STYLES[chart.style]
    base = [0.0] * len(chart.labels)
    for s, values in enumerate(chart.series):
        axes.bar(
            range(len(values)),
            values,
            0.55,
            bottom=base,
            color=style.colors[s],
            zorder=3,
            label=chart.subject.series[s],
        )
        ink = "black" if s == 2 else "white"
        for row, value in enumerate(values):
            axes.text(
                row,
                base[row] + value / 2,
                shown(chart, value),
                ha="center",
                va="center",
                color=ink,
                fontproperties=face(bold(chart), 7.5),
                zorder=4,
            )
        base = [total + value for total, value in zip(base, values, strict=True)]
    axes.set_ylim(0, max(base) * 1.12)
    axes.set_xticks(range(len(chart.labels)), chart.labels)


def _draw_horizontal(chart: Chart, axes: "Axes") -> None:
    style = STYLES[chart.style]
    values = chart.series[0]
    colors = style.colors[: len(values)] if chart.style == "atlas" else style.colors[0]
    axes.barh(range(len(values)), values, 0.72, color=colors, zorder=3)
    for row, value in enumerate(values):
        axes.text(
            value + max(values) * 0.01,
            row,
            shown(chart, value),
            ha="left",
            va="center",
            fontproperties=face(bold(chart), 7.5),
            color="#333333",
        )
    axes.set_xlim(0, max(values) * 1.12)
    axes.set_yticks(range(len(chart.labels)), chart.labels)
    axes.invert_yaxis()


def _draw_line(chart: Chart, axes: "Axes") -> None:
    style = STYLES[chart.style]
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
            axes.text(
                at[-1] + 0.15,
                values[-1],
                chart.subject.series[s],
                color=style.colors[s],
                va="center",
                fontproperties=face(style.face, 8),
            )
        for x, value in zip(at, values, strict=True):
            axes.annotate(
                shown(chart, value),
                (x, value),
                (0, 6),
                textcoords="offset points",
                ha="center",
                fontproperties=face(bold(chart), 7),
                color=style.colors[s] if thin else "black",
            )
    low = min(min(values) for values in chart.series)
    high = max(max(values) for values in chart.series)
    room = (high - low) * 0.18
    axes.set_ylim(max(0, low - room), high + room)
    axes.set_xlim(-0.4, len(chart.labels) - 0.4 + (0.8 if len(chart.series) > 1 else 0))
    axes.set_xticks(range(len(chart.labels)), chart.labels)


def _draw_pie(chart: Chart, axes: "Axes") -> None:
    style = STYLES[chart.style]
    texts = [f"{label} {shown(chart, v)}" for label, v in zip(chart.labels, chart.series[0], strict=True)]
    wedges, labels = axes.pie(
        chart.series[0],
        labels=texts,
        colors=style.colors,
        startangle=90,
        counterclock=False,
        radius=0.92,
        labeldistance=1.14,
    )
    for wedge, label in zip(wedges, labels, strict=True):
        wedge.set_edgecolor("white")
        wedge.set_linewidth(0.6)
        label.set_fontproperties(face(bold(chart), 8))


def _draw_opinion(chart: Chart, axes: "Axes") -> None:
    """Two shares a row, left and right of a common edge, as survey institutes print them."""
    style = STYLES["survey"]
    axes.set_xlim(0, 310)
    axes.set_ylim(398, 0)
    axes.axis("off")
    axes.axhline(2, color="black", lw=1)
    title = textwrap.wrap(chart.subject.title, 32)
    axes.text(4, 10, "\n".join(title), va="top", fontproperties=face("sans-bold", 10.5), linespacing=1.25)
    under = 22 + 19 * len(title)
    axes.text(
        4,
        under,
        "\n".join(textwrap.wrap(chart.subject.subtitle, 46)),
        va="top",
        color="#777777",
        fontproperties=face("serif-italic", 10),
        linespacing=1.2,
    )
    top, edge, unit = under + 58, 212, 1.55
    for s, name in enumerate(chart.subject.series):
        axes.text(
            edge + (-22 if s == 0 else 24), top - 8, name, ha="center", fontproperties=face("sans-bold", 8.5)
        )
    for row, label in enumerate(chart.labels):
        y = top + row * 30 + (14 if row else 0)
        axes.text(88, y + 8, label, ha="right", va="center", fontproperties=face("sans", 8))
        for s, sign in ((0, -1), (1, 1)):
            value = chart.series[s][row]
            reach = value * unit * sign
            axes.barh(y + 8, reach, 17, left=edge, color=style.colors[s])
            text = f"{value:.0f}" + ("%" if row == 0 else "")
            axes.text(
                edge + reach + (8 if s == 0 else -6),
                y + 8,
                text,
                ha="left" if s == 0 else "right",
                va="center",
                color="white",
                fontproperties=face("sans-bold", 8),
            )
    axes.text(
        4, 362, "Note: Don't know responses not shown.", color="#888888", fontproperties=face("sans", 7)
    )
    axes.text(4, 388, "OPINION RESEARCH OFFICE", fontproperties=face("sans-bold", 7.5))
    axes.axhline(396, color="black", lw=1)
