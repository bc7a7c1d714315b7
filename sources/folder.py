"""A dataset's original folder: its annotation files, one after the other, and the revision they make."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from schemas import DeadLetter, Json, digest
from sources.adapter import SPLITS, Adapter, AnnotationFiles, PickledLayout, RawRow
from sources.faults import EmptySourceError, Fault, RowError, letter
from sources.json_rows import JsonText


def annotation_files(adapter: Adapter, root: Path) -> list[tuple[Path, str]]:
    """Return every annotation file below the root with its split (empty: its rows say), in name order.

    Raises EmptySourceError where there is none.
    """
    test = _test_list(adapter, root)
    found = {
        path: _split(files, path, test)
        for files in adapter.layout.files
        if not (files.unless and (root / files.unless).is_file())
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


def _test_list_name(adapter: Adapter) -> str:
    return "" if isinstance(adapter.layout, PickledLayout) else adapter.layout.test_list


def _test_list(adapter: Adapter, root: Path) -> frozenset[str] | None:
    name = _test_list_name(adapter)
    if not name:
        return None
    try:
        return frozenset((root / name).read_text(encoding="utf-8-sig").split())
    except (OSError, UnicodeDecodeError) as error:
        raise EmptySourceError(
            f"{root / name} cannot be read ({error}); it says which rows of {adapter.name} are the test split"
        ) from error


def _split(files: AnnotationFiles, path: Path, test: frozenset[str] | None) -> str:
    if test is None:
        return files.split
    return "test" if path.name.partition(".")[0] in test else "train"


def revision(adapter: Adapter, root: Path) -> str:
    """Return the SHA-256 over names and contents of all annotation files, whatever splits are asked for."""
    paths = [path for path, _ in annotation_files(adapter, root)]
    if name := _test_list_name(adapter):
        paths.append(root / name)
    return digest({path.relative_to(root).as_posix(): _file_digest(path) for path in paths})


def read_folder(
    adapter: Adapter, dataset: str, root: Path, splits: Sequence[str]
) -> Iterator[RawRow | DeadLetter]:
    """Yield the rows of the wanted splits, file by file in name order, and a dead letter for a broken file.

    Only annotation files are opened. Of JSON only a window is in memory, and the rows before a break count;
    a pickle is in memory as a whole.
    """
    for path, split in annotation_files(adapter, root):
        if split and split not in splits:
            continue
        place = path.relative_to(root).as_posix()
        try:
            for key, found in _found(adapter, path):
                own_place = f"{place}#{_printable(key)}" if key else place
                if isinstance(found, RowError):
                    yield letter(dataset, own_place, found.fault, found.detail)
                    continue
                fields, pictures = found
                said = split or str(fields.get("split", ""))
                own = SPLITS.get(said, said)
                if own in splits or own not in SPLITS.values():
                    yield RawRow(place=own_place, split=own, fields=fields, pictures=pictures)
        except RowError as error:
            yield letter(dataset, place, error.fault, error.detail)


_Found = tuple[dict[str, Json], tuple[bytes, ...] | None] | RowError
"""A row's fields and the pictures it carries, or why that one row cannot be read."""


def _found(adapter: Adapter, path: Path) -> Iterator[tuple[str, _Found]]:
    """Yield (key, what was found) of one annotation file; raises RowError where the file itself breaks."""
    layout = adapter.layout
    if isinstance(layout, PickledLayout):
        yield from _pickled(adapter, layout, path)
        return
    with _opened(path) as file:
        text = JsonText(file)
        for key, row in layout.rows(text):
            fields = {c: row[c] for c in adapter.columns if c in row} if isinstance(row, Mapping) else {}
            yield key, (fields, None)
        text.expect("")


def _pickled(adapter: Adapter, layout: PickledLayout, path: Path) -> Iterator[tuple[str, _Found]]:
    from sources.arrays import png_of
    from sources.pickles import pickled_rows, plain, values_of

    for key, row in pickled_rows(path):
        found: _Found
        try:
            fields = {c: plain(c, row[c]) for c in adapter.columns if c in row}
            array = row.get(layout.picture)
            pictures = () if array is None else (png_of(values_of(layout.picture, array)),)
            found = fields, pictures
        except RowError as error:
            found = error
        yield key, found


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
