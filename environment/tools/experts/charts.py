"""Chart experts: ChartMoE, ChartAssistant and ChartVLM.

ChartMoE's README shows no fixed prompt per task, so the prompts are plain requests for the outputs it was
aligned to (table, JSON, text; arXiv 2409.03277). Training data: ChartMoE's training lists hold ChartQA and
ChartGemma's charts; ChartAssistant's README shows rows of PlotQA, and ChartQA is kept as a caution, for no
source was found that names it (arXiv 2401.02384); ChartVLM's base decoder is trained on ChartQA, PlotQA,
Chart2Text and SimChart9K (its README; arXiv 2402.12185).
"""

from __future__ import annotations

from functools import partial

from environment.tools.experts.expert import Expert
from environment.tools.experts.replies import DATA, TABLE, TEXT

_moe = partial(Expert, family="chart", provider="chartmoe", trained_on=("chartqa", "chartgemma"))
_caption = partial(Expert, family="chart", group="caption", form=TEXT)

TOOLS = (
    _moe(
        name="chartmoe_to_table",
        group="table",
        description="Turn a chart into a table with an expert chart model.",
        prompt="Convert this chart to a markdown table. Reply with the table only.",
        form=TABLE,
    ),
    _moe(
        name="chartmoe_extract_data",
        group="table",
        description="Extract a chart's series, values, title and axes as JSON with an expert chart model.",
        prompt="Extract this chart's data as one JSON object: title, axes, series. Reply with JSON only.",
        form=DATA,
    ),
    _moe(
        name="chartmoe_answer",
        group="qa",
        description="Ask an expert chart model a question about a chart.",
        prompt="{question}\nAnswer the question using a single word or phrase.",
        form=TEXT,
    ),
    _moe(
        name="chartmoe_analyze",
        group="qa",
        description="Have an expert chart model work out differences, ratios and totals of a chart.",
        prompt="Analyze this chart: the differences, ratios and totals that matter, step by step.",
        form=TEXT,
    ),
    _moe(
        name="chartmoe_describe",
        group="qa",
        description="Have an expert chart model explain in words what a chart shows.",
        prompt="Describe this chart in detail.",
        form=TEXT,
    ),
    _caption(
        name="chartassistant_caption",
        provider="chartassistant",
        trained_on=("chartqa", "plotqa"),
        description="A short caption of a chart by an expert chart model.",
        prompt="Write a short caption for this chart.",
    ),
    _caption(
        name="chartvlm_caption",
        provider="chartvlm",
        trained_on=("chartqa", "plotqa", "chart2text", "simchart9k"),
        description="A caption of a chart with colours, legend and ranges by an expert chart model.",
        prompt="Describe this chart with its colours, its legend and the ranges of its values.",
    ),
)
