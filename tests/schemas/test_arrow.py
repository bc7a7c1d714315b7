"""Arrow schemas say what the JSON Schema files say, and Parquet gives records back as they were."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from schemas import RECORDS, arrow_schema, from_plain, load_schema, to_plain
from tests.schemas.samples import RL_ROW, SAMPLES, TOOLS

Schema = dict[str, Any]

ROWS = tuple(record for record in RECORDS if record != "manifest")
"""The kinds that are written to Parquet; a manifest is a JSON file."""
SCALARS = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}


def keys_of(record: str) -> tuple[str, ...]:
    """The names of open objects that a kind's Arrow schema needs."""
    return TOOLS if record == "rl_row" else ()


def assert_same(kind: Any, schema: Any, root: Schema, keys: tuple[str, ...]) -> None:  # noqa: ANN401
    """Assert that an Arrow type says what a field's JSON Schema says, all the way down."""
    if "anyOf" in schema:
        real, null = schema["anyOf"]
        assert null == {"type": "null"}
        assert_same(kind, real, root, keys)
    elif "$ref" in schema:
        assert_same(kind, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root, keys)
    elif schema["type"] == "array":
        assert pa.types.is_list(kind)
        assert_same(kind.value_type, schema["items"], root, keys)
    elif schema["type"] == "object":
        assert pa.types.is_struct(kind)
        fields = schema.get("properties") or dict.fromkeys(keys, schema["additionalProperties"])
        assert [kind.field(i).name for i in range(kind.num_fields)] == list(fields)
        for name, inner in fields.items():
            assert_same(kind.field(name).type, inner, root, keys)
    elif schema.get("contentEncoding") == "base64":
        assert kind == pa.binary()
    else:
        (plain,) = {schema["type"]} if isinstance(schema["type"], str) else {*schema["type"]} - {"null"}
        narrow = {"int32": pa.int32(), "float32": pa.float32()}
        assert kind == (narrow[schema["x-arrow"]] if "x-arrow" in schema else SCALARS[plain])


@pytest.mark.parametrize("record", ROWS)
def test_columns_have_the_names_order_nesting_and_types_of_the_schema_file(record: str) -> None:
    root, found = load_schema(record), arrow_schema(record, keys_of(record))
    assert found.names == list(root["properties"])
    assert found.metadata is None
    for name, schema in root["properties"].items():
        assert_same(found.field(name).type, schema, root, keys_of(record))


@pytest.mark.parametrize("record", ROWS)
def test_a_record_written_to_parquet_and_read_back_is_equal(record: str, tmp_path: Path) -> None:
    value = SAMPLES[record]
    schema = arrow_schema(record, keys_of(record))
    pq.write_table(pa.Table.from_pylist([to_plain(value)], schema=schema), tmp_path / "rows.parquet")
    table = pq.read_table(tmp_path / "rows.parquet")
    assert table.schema == schema
    assert from_plain(type(value), table.to_pylist()[0]) == value


def test_columns_of_an_open_object_are_the_keys_given_in_their_order() -> None:
    schema = arrow_schema("rl_row", ("zoom", "rapidocr"))
    kwargs = schema.field("extra_info").type.field("tools_kwargs").type
    assert [kwargs.field(i).name for i in range(kwargs.num_fields)] == ["zoom", "rapidocr"]
    assert set(to_plain(RL_ROW)["extra_info"]["tools_kwargs"]) == {"zoom", "rapidocr"}
