from __future__ import annotations

from schemas import Family

TABLE = {
    "chart_type": "vertical_bar",
    "title": "",
    "columns": ["country", "value"],
    "rows": [["Norway", 42], ["Chile", 30]],
    "series": [{"name": "value", "color": "blue", "rgb": [0, 0, 255]}],
}


def test_the_answer_follows_from_the_table_and_says_how(ask, observed):
    action = ask(
        Family.CHART,
        "What is the difference between Norway and Chile?",
        observed("opencv_chart_table", TABLE),
    )
    assert action.text == "12"
    assert (
        action.sentence
        == "The table gives 42 for Norway (value) and 30 for Chile (value), so the difference is 12."
    )


def test_an_enlarged_chart_is_read_on_the_new_picture(ask, observed):
    question = "What is the value for Chile?"
    attempt = next(n for n in (1, 2) if ask(Family.CHART, question, attempt=n).tool == "zoom")
    zoomed = observed("zoom", {"picture": 1, "bbox_2d": [0, 0, 400, 300], "width": 800, "height": 600})
    action = ask(Family.CHART, question, zoomed, attempt=attempt)
    assert (action.tool, action.arguments) == ("rapidocr", {"picture": 1})
