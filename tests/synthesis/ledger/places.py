"""Places a ledger may lie at, and how to damage what lies there."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable
from pathlib import Path

from fsspec.core import url_to_fs

from synthesis.ledger.frames import MAGIC

KINDS = ("sqlite", "file", "memory")
SHARED = ("sqlite", "file")
"""Those that several processes may share."""


def new_place(kind: str, folder: Path) -> str:
    """A place where no ledger lies yet, nor the folder above it."""
    if kind == "memory":
        return f"memory://{uuid.uuid4().hex}/chartqa"
    path = folder / "new" / "chartqa"
    return f"file://{path}" if kind == "file" else f"{path}.sqlite"


def objects_of(place: str) -> list[str]:
    """The URLs of a place's objects, in order."""
    files, root = url_to_fs(place)
    return sorted(files.unstrip_protocol(name) for name in files.ls(root, detail=False))


def read_object(url: str) -> bytes:
    """The bytes of one object."""
    files, path = url_to_fs(url)
    data: bytes = files.cat_file(path)
    return data


def write_object(url: str, data: bytes) -> None:
    """Put bytes in place of an object, or a new one."""
    files, path = url_to_fs(url, auto_mkdir=True) if url.startswith("file:") else url_to_fs(url)
    files.pipe_file(path, data)


def run_sql(place: str, *statements: str) -> None:
    """Do something to the file behind a local ledger."""
    connection = sqlite3.connect(place)
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def _in_objects(change: Callable[[bytes], bytes]) -> Callable[[str], None]:
    def damage(place: str) -> None:
        for url in objects_of(place):
            write_object(url, change(read_object(url)))

    return damage


def _in_file(assignment: str) -> Callable[[str], None]:
    return lambda place: run_sql(place, f"UPDATE entries SET {assignment}")


DAMAGE: dict[str, tuple[Callable[[str], None], Callable[[str], None]]] = {
    "a cut value": (_in_file("value = substr(value, 1, 7)"), _in_objects(lambda data: data[:-3])),
    "another value": (
        _in_file("value = CAST('a whale value' AS BLOB)"),
        _in_objects(lambda data: data.replace(b"a whole", b"a whale")),
    ),
    "another kind": (
        _in_file("kind = 'rumour'"),
        _in_objects(lambda data: data.replace(b"reply", b"rumor")),
    ),
    "another checksum": (
        _in_file("checksum = x'00'"),
        _in_objects(lambda data: data[: len(MAGIC) + 20] + b"\0\0" + data[len(MAGIC) + 22 :]),
    ),
}
"""What may happen to the entry (`k`, `reply`, `a whole value`), done to a file and to objects."""


def damage(place: str, how: str) -> None:
    """Damage every entry of a place in one of the ways above."""
    in_file, in_objects = DAMAGE[how]
    (in_objects if "://" in place else in_file)(place)
