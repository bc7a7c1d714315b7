"""A dataset's original folder: its annotation files, one after the other, and the revision they make."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from schemas import DeadLetter, Json, digest, sha256_hex
from sources.adapter import SPLITS, Adapter, RawRow
from sources.faults import EmptySourceError, Fault, RowError, letter


def annotation_files(adapter: Adapter, root: Path) -> list[tuple[Path, str]]:
    """Return every annotation file below the root with its split (empty: its rows say), in name order.

    Raises EmptySourceError where there is none.
    """
    found = {
        path: files.split
        for files in adapter.layout.files
        for path in root.glob(files.pattern)
        if path.is_file()
    }
    if not found:
        patterns = ", ".join(files.pattern for files in adapter.layout.files)
        raise EmptySourceError(
            f"{root} holds no annotation file of {adapter.name} (looked for {patterns}); "
            f"the layout stands in sources/{adapter.name}.py"
        )
    return sorted(found.items(), key=lambda item: item[0].relative_to(root).as_posix())


def revision(adapter: Adapter, root: Path) -> str:
    """Return the SHA-256 over names and contents of all annotation files, whatever splits are asked for."""
    return digest(
        {
            path.relative_to(root).as_posix(): sha256_hex(path.read_bytes())
            for path, _ in annotation_files(adapter, root)
        }
    )


def read_folder(
    adapter: Adapter, dataset: str, root: Path, splits: Sequence[str]
) -> Iterator[RawRow | DeadLetter]:
    """Yield the rows of the wanted splits, file by file in name order, and a dead letter for a broken file.

    Only annotation files are opened; one is held in memory at a time.
    """
    for path, split in annotation_files(adapter, root):
        if split and split not in splits:
            continue
        place = path.relative_to(root).as_posix()
        try:
            yield from _rows_of_file(adapter, path, place, split, splits)
        except RowError as error:
            yield letter(dataset, place, error.fault, error.detail)


def _rows_of_file(
    adapter: Adapter, path: Path, place: str, split: str, splits: Sequence[str]
) -> Iterator[RawRow]:
    for key, row in adapter.layout.rows(_parsed(path)):
        fields = {c: row[c] for c in adapter.columns if c in row} if isinstance(row, Mapping) else {}
        said = split or str(fields.get("split", ""))
        own = SPLITS.get(said, said)
        if own in splits or own not in SPLITS.values():
            yield RawRow(place=f"{place}#{_printable(key)}" if key else place, split=own, fields=fields)


def _printable(key: str) -> str:
    """Escape what UTF-8 cannot hold, so that a place can always be written."""
    return key.encode("utf-8", "backslashreplace").decode()


def _parsed(path: Path) -> Json:
    try:
        parsed: Json = json.loads(path.read_bytes(), parse_constant=_no_json)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise RowError(Fault.BROKEN_JSON, f"{path.name} is no JSON at {where}: {error.msg}") from error
    except (ValueError, RecursionError, OSError) as error:
        raise RowError(
            Fault.BROKEN_JSON, f"{path.name} cannot be read: {type(error).__name__}: {error}"
        ) from error
    return parsed


def _no_json(constant: str) -> Json:
    raise ValueError(f"{constant} is no JSON value")
