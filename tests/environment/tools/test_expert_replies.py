"""Replies of expert models: whatever one says is a result that fits its schema or a typed error."""

from __future__ import annotations

import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from environment.errors import BadReplyError, NothingFoundError
from environment.tools.experts.replies import CDL, DATA, IMAGE_CDL, TABLE, TEXT, Form, read_cdl, read_table
from schemas import canonical_json

FORMS = {"text": TEXT, "table": TABLE, "data": DATA, "cdl": CDL, "image_cdl": IMAGE_CDL}
PIECES = (
    "|a|\n<0x0A>1,200|1e999|-|---|:-:|.|,|{}|{|}|```|json|null|NaN|construction_cdl|ConsCDL:|image_cdl:|ImgCDL"
    "|Shape(AB,BC)|Equal(MeasureOfAngle(ABC),30)|(((|)|I'm sorry|\n|½|日本"
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
    found, _ = read_table(f"x | y <0x0A> a | {cell}")
    assert found["table"] == {"columns": ["x", "y"], "rows": [["a", read]]}


def test_the_calibrated_predicates_count_and_not_the_first_guess() -> None:
    first = "construction_cdl:\nShape(AB,BC,CA)\nimage_cdl:\nEqual(LengthOfLine(AB),5)\n"
    last = "ConsCDL: Shape(AB,BC,CD,DA)\nImgCDL: ParallelBetweenLine(AB,CD), Equal(LengthOfLine(AB),6)"
    found, _ = read_cdl(first + "After calibration:\n" + last)
    assert found == {
        "construction_cdl": ["Shape(AB,BC,CD,DA)"],
        "image_cdl": ["ParallelBetweenLine(AB,CD)", "Equal(LengthOfLine(AB),6)"],
    }
