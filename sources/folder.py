"""A dataset's original folder: its annotation files, one after the other, and the revision they make."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from schemas import DeadLetter, digest
from sources.adapter import SPLITS, Adapter, RawRow
from sources.faults import EmptySourceError, Fault, RowError, letter
from sources.json_rows import JsonText


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
        {path.relative_to(root).as_posix(): _file_digest(path) for path, _ in annotation_files(adapter, root)}
    )


def read_folder(
    adapter: Adapter, dataset: str, root: Path, splits: Sequence[str]
) -> Iterator[RawRow | DeadLetter]:
    """Yield the rows of the wanted splits, file by file in name order, and a dead letter for a broken file.

    Only annotation files are opened, and of each only a window is in memory; the rows before a break count.
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
    with _opened(path) as file:
        text = JsonText(file)
        for key, row in adapter.layout.rows(text):
            fields = {c: row[c] for c in adapter.columns if c in row} if isinstance(row, Mapping) else {}
            said = split or str(fields.get("split", ""))
            own = SPLITS.get(said, said)
            if own in splits or own not in SPLITS.values():
                yield RawRow(place=f"{place}#{_printable(key)}" if key else place, split=own, fields=fields)
        text.expect("")


def _opened(path: Path) -> TextIO:
    try:
        return path.open(encoding="utf-8-sig")
    except OSError as error:
        raise RowError(Fault.BROKEN_JSON, f"{path.name} cannot be opened: {error.strerror}") from error


def _file_digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return "unreadable"  # Its dead letter says why, when its rows are asked for.


def _printable(key: str) -> str:
    """Escape what UTF-8 cannot hold, so that a place can always be written."""
    return key.encode("utf-8", "backslashreplace").decode()
