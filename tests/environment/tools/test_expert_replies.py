"""Replies of expert models: whatever one says is a result that fits its schema or a typed error."""

from __future__ import annotations

import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from environment.errors import BadReplyError, NothingFoundError
from environment.tools.experts.replies import (
    CDL,
    DATA,
    IMAGE_CDL,
    TABLE,
    TEXT,
    TITLED_TABLE,
    Form,
    read_cdl,
    read_deplot,
    read_table,
    read_unichart,
)
from schemas import canonical_json

FORMS = {
    "text": TEXT,
    "table": TABLE,
    "data": DATA,
    "cdl": CDL,
    "image_cdl": IMAGE_CDL,
    "deplot": Form(TITLED_TABLE, read_deplot),
    "unichart": Form(TITLED_TABLE, read_unichart),
}
PIECES = (
    " & |TITLE | |a|\n<0x0A>1,200|1e999|-|---|:-:|.|,|{}|{|}|```|json|null|NaN"
    "|construction_cdl|ConsCDL:|image_cdl:|ImgCDL|Shape(AB,BC)"
    "|Equal(MeasureOfAngle(ABC),30)|(((|)|I'm sorry|\n|½|日本"
)
SAID = (
    st.lists(st.sampled_from([*PIECES.split("|"), "|", "\n"]), min_size=1, max_size=30)
    .map("".join)
    .filter(bool)
)


@pytest.mark.parametrize("form", FORMS.values(), ids=list(FORMS))
@given(reply=SAID | st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_reply_fits_the_schema_or_is_a_typed_error(form: Form, reply: str) -> None:
    try:
        found, told = form.read(reply)
    except (BadReplyError, NothingFoundError):
        return
    assert told
    jsonschema.validate(json.loads(canonical_json({"picture": 0, **found})), form.schema)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("1,200", 1200),
        ("-3.5", -3.5),
        ("1,2", "1,2"),
        ("12 %", "12 %"),
        ("", None),
        (".", "."),
        ("2010", 2010),
    ],
)
def test_a_cell_is_a_number_only_where_it_is_written_as_one(cell: str, read: object) -> None:
    found, _ = read_table(f"x | y\n a | {cell}")
    assert found["table"] == {"columns": ["x", "y"], "rows": [["a", read]]}


def test_the_calibrated_predicates_count_and_not_the_first_guess() -> None:
    first = "construction_cdl:\nShape(AB,BC,CA)\nimage_cdl:\nEqual(LengthOfLine(AB),5)\n"
    last = "ConsCDL: Shape(AB,BC,CD,DA)\nImgCDL: ParallelBetweenLine(AB,CD), Equal(LengthOfLine(AB),6)"
    found, _ = read_cdl(first + "After calibration:\n" + last)
    assert found == {
        "construction_cdl": ["Shape(AB,BC,CD,DA)"],
        "image_cdl": ["ParallelBetweenLine(AB,CD)", "Equal(LengthOfLine(AB),6)"],
    }


def test_a_linear_table_may_have_a_title_of_any_width_before_its_head() -> None:
    found, told = read_deplot("TITLE | Births | by year <0x0A> Year | Girls <0x0A> 2010 | 7")
    assert found == {
        "title": "Births | by year",
        "table": {"columns": ["Year", "Girls"], "rows": [["2010", 7]]},
    }
    assert told == "Births | by year\nYear | Girls\n2010 | 7"


def test_a_row_without_a_bar_is_no_row_of_a_linear_table() -> None:
    for read in (read_deplot, read_unichart):
        with pytest.raises(BadReplyError, match="different widths"):
            read("a | b\n1 | 2\nthe end")


def test_an_ampersand_parts_unichart_s_rows_and_one_inside_a_word_does_not() -> None:
    found, _ = read_unichart("Firm | Sales & AT&T | 5 & Shell | 1,000")
    assert found["table"] == {"columns": ["Firm", "Sales"], "rows": [["AT&T", 5], ["Shell", 1000]]}
    with pytest.raises(BadReplyError):
        read_unichart("Firm | Sales & Food & Drink | 5")
