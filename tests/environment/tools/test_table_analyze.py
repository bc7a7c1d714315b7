"""table_analyze: exact arithmetic on a table that was read, and a sentence for everything it cannot do."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from environment.errors import ArgumentValueError
from environment.execute import execute
from environment.tools import table_analyze
from schemas import Call, Json

TABLE: dict[str, Json] = {
    "columns": ["label", "Men", "Women"],
    "rows": [["2018", 10.1, 20], ["2019", 30.2, 5], ["2020", 30.2, None]],
}


def analyzed(operation: str, table: dict[str, Json] = TABLE, **names: Json) -> dict[str, Any]:
    return dict(table_analyze.run({"table": table, "operation": operation, **names}, ()).result)


def cells_of(result: dict[str, Any]) -> list[tuple[str, str]]:
    return [(cell["row"], cell["column"]) for cell in result["cells"]]


def test_decimals_are_added_as_they_are_written() -> None:
    found = analyzed("sum", columns=["Men"])
    assert (found["value"], found["exact"]) == (70.5, "70.5")
    assert analyzed("difference", columns=["Men"], rows=["2019", "2018"])["exact"] == "20.1"


def test_a_mean_that_no_decimal_ends_is_a_fraction() -> None:
    table: dict[str, Json] = {"columns": ["", "n"], "rows": [["a", 1], ["b", 1], ["c", 2]]}
    found = analyzed("mean", table)
    assert found["exact"] == "4/3"
    assert found["value"] == pytest.approx(4 / 3, abs=1e-11)


def test_the_largest_names_every_cell_that_has_it() -> None:
    found = analyzed("max", columns=["Men"])
    assert found["value"] == 30.2
    assert cells_of(found) == [("2019", "Men"), ("2020", "Men")]
    assert cells_of(analyzed("min", rows=["2018", "2019"])) == [("2019", "Women")]


def test_a_difference_is_first_minus_second_in_the_order_named() -> None:
    assert analyzed("difference", rows=["2018"], columns=["Women", "Men"])["value"] == 9.9
    assert analyzed("difference", rows=["2018"], columns=["Men", "Women"])["value"] == -9.9
    assert analyzed("ratio", rows=["2018", "2019"], columns=["Women"])["exact"] == "4"


def test_equal_values_share_a_place_and_the_next_is_skipped() -> None:
    ranking = analyzed("rank", columns=["Men"])["ranking"]
    assert [(entry["place"], entry["row"]) for entry in ranking] == [(1, "2019"), (1, "2020"), (3, "2018")]


@pytest.mark.parametrize(
    ("values", "direction"),
    [([1, 2, 2, 5], "rising"), ([5, 2, 2], "falling"), ([3, 3], "constant"), ([1, 5, 2], "mixed")],
)
def test_a_trend_says_which_way_and_how_far(values: list[float], direction: str) -> None:
    rows: list[Json] = [[str(at), value] for at, value in enumerate(values)]
    found = analyzed("trend", {"columns": ["", "n"], "rows": rows})
    assert (found["direction"], found["value"]) == (direction, values[-1] - values[0])


def test_names_are_found_without_their_case_and_blanks() -> None:
    assert cells_of(analyzed("sum", rows=["2018"], columns=["  wOmen "])) == [("2018", "Women")]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ({"columns": ["Children"]}, r"`columns`: the table has no 'Children'; it has 'Men', 'Women'\."),
        ({"rows": ["2017"]}, r"`rows`: the table has no '2017'; it has '2018', '2019', '2020'\."),
        ({"columns": ["Women"]}, "no number for '2020' in 'Women'"),
        ({"columns": ["Men", "men"]}, "names the same one twice"),
    ],
)
def test_what_the_table_lacks_is_told_and_never_made_up(names: dict[str, Json], told: str) -> None:
    with pytest.raises(ArgumentValueError, match=told):
        analyzed("sum", **names)


@pytest.mark.parametrize(
    ("operation", "names", "told"),
    [
        ("difference", {"columns": ["Men"]}, "exactly two cells, and 3 were meant"),
        ("ratio", {"columns": ["Men"], "rows": ["2018"]}, "exactly two cells, and 1 were meant"),
        ("trend", {"rows": ["2018", "2019"]}, "one column and at least two rows"),
    ],
)
def test_the_wrong_count_of_cells_is_told(operation: str, names: dict[str, Json], told: str) -> None:
    with pytest.raises(ArgumentValueError, match=told):
        analyzed(operation, **names)


def test_nothing_is_divided_by_zero() -> None:
    with pytest.raises(ArgumentValueError, match="is zero"):
        analyzed("ratio", {"columns": ["", "n"], "rows": [["a", 1], ["b", 0]]})


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["a", 1], ["a", 2]], "several rows are called 'a'"),
        ([["a", 1, 2]], "row 0 has 3 cells where 2 columns are named"),
        ([["a", float("nan")]], "not finite"),
    ],
)
def test_a_table_that_is_none_is_told(rows: list[Json], told: str) -> None:
    with pytest.raises(ArgumentValueError, match=told):
        analyzed("sum", {"columns": ["", "n"], "rows": rows})


@settings(deadline=None, max_examples=50)
@given(st.lists(st.decimals(-1000, 1000, places=3), min_size=1, max_size=20))
def test_sum_and_mean_are_exact_for_any_decimals(values: list[Any]) -> None:
    table: dict[str, Json] = {
        "columns": ["", "n"],
        "rows": [[str(at), float(v)] for at, v in enumerate(values)],
    }
    total = sum((Fraction(str(v)) for v in values), Fraction(0))
    assert Fraction(analyzed("sum", table)["exact"]) == total
    assert Fraction(analyzed("mean", table)["exact"]) == total / len(values)


JUNK = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)
NUMBERS = st.floats() | st.integers(-(10**20), 10**20) | st.none()


@settings(deadline=None, max_examples=60)
@given(
    table=JUNK
    | st.fixed_dictionaries(
        {
            "columns": st.lists(st.text(max_size=2), max_size=4),
            "rows": st.lists(
                st.tuples(st.text(max_size=1) | NUMBERS, NUMBERS, NUMBERS).map(list), max_size=4
            ),
        }
    ),
    operation=st.sampled_from(["max", "min", "sum", "mean", "difference", "ratio", "rank", "trend", "mode"]),
    names=st.dictionaries(st.sampled_from(["rows", "columns", "extra"]), JUNK, max_size=2),
)
def test_any_arguments_give_a_result_or_a_typed_error(
    table: object, operation: str, names: dict[str, Any]
) -> None:
    # As a model may write them: NaN and Infinity too, which canonical JSON has no words for.
    asked = Call("table_analyze", json.dumps({"table": table, "operation": operation, **names}))
    seen = execute({"table_analyze": table_analyze}, asked, [])
    assert seen.status == "ok" or seen.error_code.startswith("argument_")
    assert seen == execute({"table_analyze": table_analyze}, asked, [])
