"""Parquet files: bare columns, the same bytes in any process, nothing lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from schemas import BCRow, DeadLetter, RowImage, arrow_schema, sha256_hex, to_plain
from shards import bc_row, rl_row, write_shard
from shards.writer import ROW_GROUP_ROWS
from tests.shards.shard_samples import REGISTRY, REGISTRY_NAMES, rollout, task, verdict

HERE = str(Path(__file__).parent)


def bc_rows(count: int) -> Iterator[BCRow]:
    for number in range(count):
        t = task(number)
        r = rollout(t)
        yield bc_row(t, r, verdict(r), None, REGISTRY)


def test_what_was_written_is_read_back_in_order(tmp_path: Path) -> None:
    written = write_shard(tmp_path, "bc", 2, 7, bc_rows(5))
    path = tmp_path / written.entry.path
    assert path.name == "train-00002-of-00007.parquet"
    assert pq.read_table(path).to_pylist() == [to_plain(row) for row in bc_rows(5)]
    assert written.entry.rows == 5
    assert written.rows_by_dataset == {"chartqa": 5}
    assert written.entry.sha256 == sha256_hex(path.read_bytes())
    assert written.entry.bytes == path.stat().st_size


def test_another_process_writes_the_same_bytes(tmp_path: Path) -> None:
    here = write_shard(tmp_path / "here", "bc", 0, 1, bc_rows(120)).entry
    code = (
        f"import sys; sys.path[:0] = [{HERE!r}, {HERE + '/..'!r}]\n"
        "from pathlib import Path; from test_writer import bc_rows; from shards import write_shard\n"
        f"print(write_shard(Path({str(tmp_path / 'there')!r}), 'bc', 0, 1, bc_rows(120)).entry.sha256)"
    )
    there = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert there.stdout.strip() == here.sha256


def test_the_file_is_laid_out_as_the_trainers_and_the_viewer_want_it(tmp_path: Path) -> None:
    file = pq.ParquetFile(tmp_path / write_shard(tmp_path, "bc", 0, 1, bc_rows(250)).entry.path)
    metadata = file.metadata
    assert [metadata.row_group(i).num_rows for i in range(metadata.num_row_groups)] == [100, 100, 50]
    assert set(metadata.metadata) <= {b"ARROW:schema"}
    assert not file.schema_arrow.metadata
    assert file.schema_arrow == arrow_schema("bc_row")
    group = metadata.row_group(0)
    columns = {group.column(i).path_in_schema: group.column(i) for i in range(group.num_columns)}
    assert columns["images.list.element.bytes"].compression == "UNCOMPRESSED"
    assert {c.compression for name, c in columns.items() if not name.endswith(".bytes")} == {"ZSTD"}
    assert all(c.has_offset_index for c in columns.values())
    assert columns["task_id"].has_column_index
    assert not columns["images.list.element.bytes"].is_stats_set


def test_large_pictures_close_a_row_group_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shards.writer.ROW_GROUP_BYTES", 1000)
    (row,) = bc_rows(1)
    big = RowImage(bytes(501), row.images[0].path)
    rows = [replace(row, images=(big,)) for _ in range(5)]
    file = pq.ParquetFile(tmp_path / write_shard(tmp_path, "bc", 0, 1, rows).entry.path)
    assert [file.metadata.row_group(i).num_rows for i in range(file.metadata.num_row_groups)] == [2, 2, 1]


def test_rows_that_do_not_fit_are_dead_letters_and_the_others_are_written(tmp_path: Path) -> None:
    good, bad, other = bc_rows(3)
    unmade = DeadLetter("chartqa", "rollout-x", "unrenderable", "two turns in a row", "shard")
    written = write_shard(tmp_path, "bc", 0, 1, [good, replace(bad, split="dev"), unmade, other])
    assert written.entry.rows == 2
    assert [(d.row, d.reason) for d in written.refused] == [
        ("rollout-x", "unrenderable"),
        (bad.id, "schema_violation"),
    ]


def test_a_source_that_breaks_leaves_no_file_under_the_name(tmp_path: Path) -> None:
    def broken() -> Iterator[BCRow]:
        yield from bc_rows(1)
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        write_shard(tmp_path, "bc", 0, 1, broken())
    assert not list(tmp_path.rglob("*.parquet"))


def test_rl_without_tools_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="give the names of the tools"):
        write_shard(tmp_path, "rl", 0, 1, [])


def test_every_tools_kwargs_entry_is_whole_after_parquet(tmp_path: Path) -> None:
    rows = [rl_row(task(n), n, None, REGISTRY[: n + 1], REGISTRY) for n in range(3)]
    path = tmp_path / write_shard(tmp_path, "rl", 0, 1, rows, REGISTRY_NAMES).entry.path
    for row, read in zip(rows, pq.read_table(path).to_pylist(), strict=True):
        assert read["extra_info"]["tools_kwargs"] == {
            name: {"create_kwargs": {"task_id": row.id}} for name in REGISTRY_NAMES
        }


def test_memory_does_not_grow_with_the_number_of_rows(tmp_path: Path) -> None:
    held: list[int] = []

    def rows() -> Iterator[BCRow]:
        (row,) = bc_rows(1)
        image = row.images[0]
        for number in range(1000):
            held.append(pa.total_allocated_bytes())
            yield replace(row, images=(replace(image, bytes=number.to_bytes(2, "big") * 20_000),))

    before = pa.total_allocated_bytes()
    write_shard(tmp_path, "bc", 0, 1, rows())
    assert max(held) - before < 3 * ROW_GROUP_ROWS * 40_000
