"""What surrounds a chart: the furniture of a statistics portal, a data atlas, a plain report."""

from typing import TYPE_CHECKING

from sources.sample.chartqa_chart import STYLES, Chart, face

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def _ticks(chart: Chart, axes: "Axes", size: float) -> None:
    from matplotlib.ticker import FuncFormatter

    ink = STYLES[chart.style].ink
    value_axis = axes.xaxis if chart.kind == "horizontal" else axes.yaxis
    sign = "%" if chart.subject.percent else ""
    gap = " " if chart.style == "stats" else ","
    value_axis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:,.10g}".replace(",", gap) + sign))
    for tick in [*axes.get_xticklabels(), *axes.get_yticklabels()]:
        tick.set_fontproperties(face(STYLES[chart.style].face, size))
        tick.set_color(ink)
    axes.tick_params(length=0, pad=5)


def dress_stats(chart: Chart, figure: "Figure", axes: "Axes") -> None:
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
            chart.subject.measure, fontproperties=face("sans", 7.5), color="#4c4c4c", labelpad=8
        )
    if len(chart.series) > 1:
        axes.legend(
            loc="upper center",
            bbox_to_anchor=(0.5, -0.10),
            ncols=4,
            frameon=False,
            handlelength=0.7,
            handleheight=0.7,
            columnspacing=1.5,
            prop=face("sans-bold", 8),
        )
    _portal_furniture(figure)


def _portal_furniture(figure: "Figure") -> None:
    from matplotlib.patches import FancyBboxPatch

    for key in range(6):
        box = FancyBboxPatch(
            (0.945, 0.87 - 0.085 * key),
            0.032,
            0.046,
            boxstyle="round,pad=0.004",
            fc="white",
            ec="#dddddd",
            lw=1,
            transform=figure.transFigure,
            mutation_aspect=1.4,
        )
        figure.add_artist(box)
        figure.text(
            0.961,
            0.892 - 0.085 * key,
            "*+o<=#"[key],
            color="#888888",
            ha="center",
            va="center",
            fontproperties=face("sans", 8),
        )
    figure.text(0.97, 0.085, "© Figuredesk 2021", ha="right", color="#777777", fontproperties=face("sans", 8))
    figure.text(0.97, 0.03, "Show source", ha="right", color="#2876dd", fontproperties=face("sans", 8.5))
    figure.text(
        0.03, 0.03, "Additional Information", ha="left", color="#2876dd", fontproperties=face("sans", 8.5)
    )


def dress_atlas(chart: Chart, figure: "Figure", axes: "Axes") -> None:
    from matplotlib.patches import Rectangle

    for side in axes.spines.values():
        side.set_visible(False)
    _ticks(chart, axes, 8)
    axes.grid(axis="x" if chart.kind == "horizontal" else "y", color="#dddddd", lw=0.8, ls="--", zorder=0)
    if chart.kind == "horizontal":
        axes.axvline(0, color="#999999", lw=1)
    figure.text(0.02, 0.945, chart.subject.title, color="#555555", fontproperties=face("book", 15))
    figure.text(0.02, 0.895, chart.subject.subtitle, color="#666666", fontproperties=face("sans", 8.5))
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
        fontproperties=face("sans", 6.5),
    )
    figure.text(
        0.02,
        0.025,
        "Source: National statistical offices",
        color="#777777",
        fontproperties=face("sans", 7.5),
    )
    figure.text(0.98, 0.025, "CC BY", ha="right", color="#777777", fontproperties=face("sans", 7.5))


def dress_plain(chart: Chart, figure: "Figure", axes: "Axes") -> None:
    axes.spines[["top", "right"]].set_visible(False)
    _ticks(chart, axes, 8)
    axes.set_title(chart.subject.title, fontproperties=face("book-bold", 12), pad=14)
    axes.set_ylabel(chart.subject.measure, fontproperties=face("book", 9))
    axes.set_xlabel(chart.subject.noun.capitalize(), fontproperties=face("book", 9))
    if len(chart.series) > 1:
        axes.legend(loc="upper right", prop=face("book", 8.5), framealpha=0.9)
