"""Column-wise checking holds the very rules of the JSON Schemas, for every kind of record that is written."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import Family, SchemaViolationError, problems_of, to_plain
from schemas.columns import fitting, record_batch
from tests.schemas.samples import SAMPLES, TASK
from tests.schemas.test_arrow import ROWS, keys_of

VALUES: tuple[Any, ...] = (
    *(None, True, 0, 1, 2, -1, 2**24, 2**31, 2**53 - 1, 2**53 + 1, 2**63),
    *(0.5, 1.0, float("nan"), float("inf")),
    *("", "train", "zoom", "chartqa-0123456789abcdef", "ab" * 32, "image/png", "\ud83d"),
    *(b"", b"ab", (), (None,), ("a",), ("",), (b"a",), Family.CHART),
)

Path = tuple[str | int, ...]


def places(value: object, path: Path = ()) -> Iterator[Path]:
    """Yield the path of every field and item inside a record."""
    if path:
        yield path
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from places(getattr(value, field.name), (*path, field.name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from places(item, (*path, index))


def altered(value: Any, path: Path, new: object) -> Any:  # noqa: ANN401 - any record
    """Return the record with the value at one path replaced, whatever its type."""
    if not path:
        return new
    head, *rest = path
    if isinstance(head, int):
        return (*value[:head], altered(value[head], tuple(rest), new), *value[head + 1 :])
    return dataclasses.replace(value, **{head: altered(getattr(value, head), tuple(rest), new)})


@pytest.mark.parametrize("record", ROWS)
def test_columns_hold_what_the_plain_form_holds(record: str) -> None:
    value = SAMPLES[record]
    batch = record_batch(record, [value, value], keys_of(record))
    assert batch.to_pylist() == [to_plain(value)] * 2


@pytest.mark.parametrize("record", ROWS)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_columns_refuse_a_record_exactly_when_its_json_schema_does(record: str, data: st.DataObject) -> None:
    good = SAMPLES[record]
    path = data.draw(st.sampled_from(list(places(good))))
    changed = altered(good, path, data.draw(st.sampled_from(VALUES)))
    try:
        batch = record_batch(record, [good, changed], keys_of(record))
    except SchemaViolationError:
        assert problems_of(record, to_plain(changed))
    else:
        assert problems_of(record, to_plain(changed)) == []
        assert batch.to_pylist() == [to_plain(good), to_plain(changed)]


def test_the_records_that_fit_are_kept_in_order_and_the_others_told_by_index() -> None:
    records = [dataclasses.replace(TASK, question=q) for q in ("a", "", "b", "\ud83d")]
    batch, refused = fitting("task", records)
    assert batch.column("question").to_pylist() == ["a", "b"]
    assert list(refused) == [1, 3]
    assert f"row {TASK.task_id}: question: " in str(refused[1])


def test_a_record_of_another_kind_is_refused_by_name() -> None:
    with pytest.raises(SchemaViolationError):
        record_batch("task", [TASK.pictures[0]])
