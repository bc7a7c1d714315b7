"""Schema files say the same as the dataclasses; what does not fit is named by field and reason."""

from __future__ import annotations

import dataclasses
import enum
import json
import types
import typing
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

import schemas
from schemas import RECORDS, SchemaViolationError, checked, load_schema, problems_of, to_plain, versions
from tests.schemas.samples import BC_ROW, DIFFICULTY, MANIFEST, ROLLOUT, SAMPLES, TASK

Schema = dict[str, Any]

JSON_TYPES = {str: "string", bytes: "string", int: "integer", float: "number", bool: "boolean"}


def altered(value: Any, **fields: object) -> Any:  # noqa: ANN401 - a record with values of any type
    """Return the record with some fields changed, to values of the wrong type as well."""
    return dataclasses.replace(value, **fields)


def objects(record: str) -> Iterator[tuple[type, Schema]]:
    """Yield the dataclass and the schema of a record and of every object defined in it."""
    root = load_schema(record)
    yield getattr(schemas, root["title"]), root
    for name, schema in root.get("$defs", {}).items():
        yield getattr(schemas, name), schema


def as_schema(hint: Any) -> Schema:  # noqa: ANN401 - any type hint
    """Return what a field's schema must say of its type, no more."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        (inner,) = (as_schema(a) for a in args if a is not type(None))
        return {"anyOf": [inner, {"type": "null"}]} if "$ref" in inner else {"type": [inner["type"], "null"]}
    if origin is tuple:
        assert args[1] is Ellipsis
        return {"type": "array", "items": as_schema(args[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": as_schema(args[1])}
    if dataclasses.is_dataclass(hint):
        return {"$ref": f"#/$defs/{typing.cast(type, hint).__name__}"}
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return {"type": "string", "enum": [member.value for member in hint]}
    encoding = {"contentEncoding": "base64"} if hint is bytes else {}
    return {"type": JSON_TYPES[hint], **encoding}


def type_part(schema: Schema) -> Schema:
    """Return the part of a field's schema that says its type, and which enum where it has one."""
    part = {k: v for k, v in schema.items() if k in ("type", "anyOf", "$ref", "contentEncoding", "enum")}
    if schema.get("type") == "array":
        part["items"] = type_part(schema["items"])
    if schema.get("type") == "object":
        part["additionalProperties"] = type_part(schema["additionalProperties"])
    return part


def test_every_record_kind_has_a_sample_and_a_schema_file() -> None:
    assert set(SAMPLES) == set(RECORDS)
    for record in RECORDS:
        jsonschema.Draft202012Validator.check_schema(load_schema(record))


@pytest.mark.parametrize("record", RECORDS)
def test_a_schema_lists_the_fields_of_its_dataclass_in_order_and_requires_them_all(record: str) -> None:
    for kind, schema in objects(record):
        names = [field.name for field in dataclasses.fields(kind)]
        assert list(schema["properties"]) == names, kind
        assert schema["required"] == names, kind
        assert schema["type"] == "object"
        assert schema["additionalProperties"] is False, kind


@pytest.mark.parametrize("record", RECORDS)
def test_a_field_has_the_same_type_in_the_schema_and_in_the_dataclass(record: str) -> None:
    for kind, schema in objects(record):
        for name, hint in typing.get_type_hints(kind).items():
            expected, found = as_schema(hint), type_part(schema["properties"][name])
            if hint is str or hint == tuple[str, ...]:  # a schema may narrow a text to listed values
                for part in (found, found.get("items", {})):
                    part.pop("enum", None)
            assert found == expected, f"{kind.__name__}.{name}"


@pytest.mark.parametrize("record", RECORDS)
def test_every_definition_is_used(record: str) -> None:
    root = load_schema(record)
    text = json.dumps(root)
    for name in root.get("$defs", {}):
        assert f'"#/$defs/{name}"' in text


@pytest.mark.parametrize("record", RECORDS)
def test_the_version_constant_is_the_one_in_the_schema_file(record: str) -> None:
    constant = "ROW" if record.endswith("_row") else record.upper()
    version = getattr(versions, f"{constant}_VERSION")
    root = load_schema(record)
    assert root["properties"]["schema_version"]["const"] == version
    assert root["$id"] == f"urn:vistaforge:{record}:{version}"


@pytest.mark.parametrize("record", RECORDS)
def test_a_good_record_has_no_problems_and_its_plain_form_is_returned(record: str) -> None:
    assert checked(record, SAMPLES[record]) == to_plain(SAMPLES[record])


@pytest.mark.parametrize("record", RECORDS)
def test_each_missing_field_and_a_field_too_many_are_named(record: str) -> None:
    plain = to_plain(SAMPLES[record])
    for name in plain:
        without = {k: v for k, v in plain.items() if k != name}
        assert problems_of(record, without) == [f"(record): {name!r} is a required property"]
    (problem,) = problems_of(record, {**plain, "colour": "red"})
    assert problem.startswith("(record): ")
    assert "'colour'" in problem


@pytest.mark.parametrize(
    ("record", "value", "place"),
    [
        ("task", altered(TASK, question=7), "question"),
        ("task", altered(TASK, choices=("a", None)), "choices.1"),
        ("task", altered(TASK, answers=()), "answers"),
        ("task", altered(TASK, family="charts"), "family"),
        ("task", altered(TASK, task_id="chartqa-XYZ"), "task_id"),
        ("task", altered(TASK, pictures=(altered(TASK.pictures[0], width=0),)), "pictures.0.width"),
        ("rollout", altered(ROLLOUT, attempt=True), "attempt"),
        ("rollout", altered(ROLLOUT, attempt=1.0), "attempt"),
        ("rollout", altered(ROLLOUT, attempt=-1), "attempt"),
        ("rollout", altered(ROLLOUT, schema_version=1), "schema_version"),
        ("rollout", altered(ROLLOUT, usage=altered(ROLLOUT.usage, cost_usd="1")), "usage.cost_usd"),
        ("difficulty", altered(DIFFICULTY, pass_rate=1.5), "pass_rate"),
        ("difficulty", altered(DIFFICULTY, pass_rate=True), "pass_rate"),
        ("manifest", altered(MANIFEST, rows_by_dataset={"chartqa": "1"}), "rows_by_dataset.chartqa"),
        ("bc_row", altered(BC_ROW, success=1), "success"),
    ],
)
def test_a_value_of_a_wrong_type_or_out_of_range_is_named_by_its_place(
    record: str, value: object, place: str
) -> None:
    problems = problems_of(record, to_plain(value))
    assert problems
    assert {problem.split(": ", 1)[0] for problem in problems} == {place}


def test_a_fault_inside_an_optional_object_is_named_by_its_own_place() -> None:
    plain = to_plain(ROLLOUT)
    plain["steps"][0]["call"]["arguments"] = 5
    plain["steps"][0]["observation"]["frame"] = {"width": 1, "height": 1}
    assert problems_of("rollout", plain) == [
        "steps.0.call.arguments: 5 is not of type 'string'",
        "steps.0.observation.frame: 'mode' is a required property",
    ]


@pytest.mark.parametrize(
    ("record", "value", "place"),
    [
        ("task", altered(TASK, question=b"How many?"), "question"),
        ("bc_row", altered(BC_ROW, answer=b"7"), "answer"),
        ("task", altered(TASK, pictures=(altered(TASK.pictures[0], data="aGk="),)), "pictures.0.data"),
        ("bc_row", altered(BC_ROW, images=(altered(BC_ROW.images[0], bytes=None),)), "images.0.bytes"),
    ],
)
def test_bytes_stand_only_where_the_schema_says_so_and_text_never_does_there(
    record: str, value: object, place: str
) -> None:
    (problem,) = problems_of(record, to_plain(value))
    assert problem.startswith(f"{place}: ")


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_json_cannot_hold_is_a_problem(number: float) -> None:
    (problem,) = problems_of("difficulty", to_plain(altered(DIFFICULTY, interval_low=number)))[:1]
    assert problem.startswith("interval_low: ")


def test_text_that_utf_8_cannot_hold_is_a_problem() -> None:
    (problem,) = problems_of("task", to_plain(altered(TASK, question="How many \ud83d?")))
    assert problem.startswith("question: ")
    problem.encode()


def test_an_integer_that_its_column_cannot_hold_is_a_problem() -> None:
    assert problems_of("rollout", to_plain(altered(ROLLOUT, attempt=2**31))) == []
    assert problems_of("rollout", to_plain(altered(ROLLOUT, attempt=2**63)))[0].startswith("attempt: ")
    assert problems_of("bc_row", to_plain(altered(BC_ROW, n_turns=2**31)))[0].startswith("n_turns: ")


def test_checked_raises_with_the_record_and_every_problem() -> None:
    with pytest.raises(SchemaViolationError, match=r"task does not fit task\.schema\.json: ") as raised:
        checked("task", altered(TASK, question="", split="dev"))
    assert raised.value.record == "task"
    assert [p.split(": ")[0] for p in raised.value.problems] == ["question", "split"]


def test_a_long_value_is_cut_in_the_message() -> None:
    (problem,) = problems_of("task", to_plain(altered(TASK, split="x" * 10_000)))
    assert len(problem) < 300


def test_an_unknown_record_kind_is_not_found() -> None:
    with pytest.raises(FileNotFoundError):
        load_schema("trajectory")
