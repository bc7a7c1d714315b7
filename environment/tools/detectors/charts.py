"""ChartDete and DeepRule: chart detectors of the paper, each told as SVG and as scene graph.

The paper's ChartDet and ChartOCR are taken for ChartDete (CACHED, arXiv 2305.04151) and DeepRule (ChartOCR,
WACV 2021): the names fit no other public detector. ChartDete's eighteen classes go by the names that public
programs around it list in its order; its second model, trained on bars alone, adds `bar`. It was trained on
the PMC charts of the ICPR 2022 chart competition (its README). DeepRule's component classes are those of its
server's code; `bar`, `line` and `sector` are its key points in the form its README gives for its training
data, which its paper calls ExcelChart400K; `text` is what the text reader put in the place of its extinct web
service returns.
"""

from __future__ import annotations

from functools import partial

from environment.tools.detectors.chart_detector import ChartDetector
from environment.tools.detectors.forms import SCENE_GRAPH, SVG
from environment.tools.detectors.parts import Role

CHARTDETE = {
    "x_title": Role.X_TITLE,
    "y_title": Role.Y_TITLE,
    "plot_area": Role.PLOT,
    "other": Role.OTHER,
    "xlabel": Role.X_LABEL,
    "ylabel": Role.Y_LABEL,
    "chart_title": Role.CHART_TITLE,
    "x_tick": Role.X_TICK,
    "y_tick": Role.Y_TICK,
    "legend_patch": Role.LEGEND_PATCH,
    "legend_label": Role.LEGEND_LABEL,
    "legend_title": Role.LEGEND_TITLE,
    "legend_area": Role.LEGEND,
    "mark_label": Role.MARK_LABEL,
    "value_label": Role.VALUE_LABEL,
    "y_axis_area": Role.Y_AXIS,
    "x_axis_area": Role.X_AXIS,
    "tick_grouping": Role.LABEL_GROUP,
    "bar": Role.BAR,
}
DEEPRULE = {
    "Legend": Role.LEGEND,
    "ValueAxisTitle": Role.VALUE_TITLE,
    "ChartTitle": Role.CHART_TITLE,
    "CategoryAxisTitle": Role.CATEGORY_TITLE,
    "PlotArea": Role.AXES,
    "InnerPlotArea": Role.PLOT,
    "bar": Role.BAR,
    "line": Role.LINE,
    "sector": Role.SECTOR,
    "text": Role.TEXT,
}
_chartdet = partial(
    ChartDetector, provider="chartdet", roles=CHARTDETE, trained_on=("icpr2022-chartinfo-pmc",)
)
_chartocr = partial(ChartDetector, provider="chartocr", roles=DEEPRULE, trained_on=("excelchart400k",))

TOOLS = (
    _chartdet(
        name="chartdet_to_svg",
        group="chart_to_svg",
        description=(
            "Find the parts of a chart (titles, axes, labels, ticks, legend, plot) with an element detector "
            "and return them as SVG in pixels of the picture."
        ),
        form=SVG,
    ),
    _chartdet(
        name="chartdet_to_scene_graph",
        group="scene_graph",
        description=(
            "Find the parts of a chart with an element detector and return them as a scene graph: what "
            "labels which axis, what names which series, which title belongs where."
        ),
        form=SCENE_GRAPH,
    ),
    _chartocr(
        name="chartocr_to_svg",
        group="chart_to_svg",
        description=(
            "Find the bars, lines or sectors of a chart and its printed text with a key point detector and "
            "return them as SVG in pixels of the picture."
        ),
        form=SVG,
    ),
    _chartocr(
        name="chartocr_to_scene_graph",
        group="scene_graph",
        description=(
            "Find the bars, lines or sectors of a chart and its printed text with a key point detector and "
            "return them as a scene graph: which mark belongs to which series, which text labels what."
        ),
        form=SCENE_GRAPH,
    ),
)
