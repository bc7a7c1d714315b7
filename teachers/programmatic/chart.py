"""Charts: read the picture as a table by one of several tools, then compute on the table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from schemas import Prompt
from teachers.programmatic.answers import answered
from teachers.programmatic.chart_questions import read
from teachers.programmatic.lines import lines_in
from teachers.programmatic.plan import Abstain, Action, Plan, Result, Seen, Use, failed, last
from teachers.programmatic.tables import Table, from_chart, from_lines

CHART = "opencv_chart_table"
OCR = "rapidocr"
ZOOM = "zoom"


def plans(prompt: Prompt) -> Sequence[Plan]:
    """The chart reader; printed values by OCR; printed values after enlarging the picture."""
    return (
        Plan("chart table", (CHART,), _by(CHART, "The question needs the chart's numbers.", from_chart)),
        Plan(
            "printed values",
            (OCR,),
            _by(OCR, "The chart may print its values, which OCR can read.", _from_ocr),
        ),
        Plan("enlarged values", (ZOOM, OCR), _enlarged),
    )


def _by(
    tool: str, why: str, build: Callable[[Result], Table | None]
) -> Callable[[Prompt, Sequence[Seen]], Action]:
    def move(prompt: Prompt, seen: Sequence[Seen]) -> Action:
        call = last(seen, tool)
        return Use(tool, {}, why) if call is None else _conclude(prompt, call, build)

    return move


def _enlarged(prompt: Prompt, seen: Sequence[Seen]) -> Action:
    if last(seen, ZOOM) is None:
        picture = prompt.pictures[0]
        box = [0, 0, picture.width, picture.height]
        return Use(
            ZOOM, {"bbox_2d": box}, "Small printed values are easier to read when the chart is enlarged."
        )
    call = last(seen, OCR)
    if call is None:
        zoomed = {"picture": len(prompt.pictures)}
        return Use(OCR, zoomed, "The enlarged chart may print its values, which OCR can read.")
    return _conclude(prompt, call, _from_ocr)


def _conclude(prompt: Prompt, call: Seen, build: Callable[[Result], Table | None]) -> Action:
    if call.result is None:
        return failed(call)
    table = build(call.result)
    if table is None or not table.cells:
        return Abstain("The labels and values found do not pair up into a table.")
    reading = read(prompt.question, table)
    if reading is None:
        return Abstain("The table that was read does not determine the answer to this question.")
    text, sentence = reading
    return answered(prompt, text, sentence)


def _from_ocr(result: Result) -> Table | None:
    return from_lines(lines_in(result))
