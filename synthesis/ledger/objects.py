"""The remote store: append-only objects of frames under one URL, through fsspec.

Each commit is one new object, named by its writer, so writers never meet. What all objects hold is read once
at open, and again before each commit what others have added, into a private file (`held.py`): reads touch
that alone. A writer folds its small objects into larger ones as it goes, so that opening stays quick. Where
two writers put one key at the same moment both entries lie there, and every reader takes the same one.
"""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from synthesis.ledger.files import write_durably
from synthesis.ledger.frames import MAGIC, Frame, pack, unpack, version_of
from synthesis.ledger.held import Held
from synthesis.ledger.store import Entry, LedgerError

SUFFIX = ".frames"
FOLD_OBJECTS = 64
FOLD_BYTES = 8 << 20
"""A writer folds its objects once they are so many or so large."""
READ_BYTES = 32 << 20
"""About how much is read at once while opening; also the size of a compacted object."""


class ObjectStore:
    """A ledger's store under a URL such as `gs://bucket/ledger/chartqa`; LedgerError where it has none."""

    gather_s = 0.1

    def __init__(self, url: str) -> None:
        """Read what lies under the URL; nothing is written yet."""
        self.url = url.rstrip("/")
        self.torn: dict[str, str] = {}
        self._writer = uuid.uuid4().hex
        self._written = 0
        self._small: list[tuple[str, bytes]] = []
        """Name and frames of the objects that this writer has yet to fold."""
        self._seen: set[str] = set()
        """Objects that were read, or written here."""
        self._foreign: set[str] = set()
        """Those among them that are no ledger's."""
        self._held = Held()
        try:
            self._fs, self._root = url_to_fs(self.url)
            self._refresh()
        except Exception as fault:  # the errors of the many file systems share no base
            self._held.close()
            raise LedgerError(f"{self.url}: cannot be opened as a ledger ({fault})") from fault

    def read(self, key: str) -> Entry | None:
        """Return the entry under a key, as of the opening or the last commit."""
        held = self._held.get(key)
        return None if held is None else held[0]

    def commit(self, entries: Sequence[Entry], owed: AbstractSet[str]) -> list[bytes]:
        """Put what is new as one object and return the value now held under each key."""
        if len(self._small) >= FOLD_OBJECTS or sum(len(frames) for _, frames in self._small) >= FOLD_BYTES:
            self._fold()
        self._refresh()
        values: dict[str, bytes] = {}
        packed: list[bytes] = []
        for entry in entries:
            if entry.key in values:
                continue
            held = self._held.get(entry.key)
            if held is not None and entry.key not in owed:
                values[entry.key] = held[0].value
                continue
            values[entry.key] = entry.value
            packed.append(pack(entry, 0 if held is None else held[1] + 1))
        if packed:
            frames = b"".join(packed)
            self._small.append((self._put(frames), frames))
            self._held.take_over(f for f in unpack(MAGIC + frames) if isinstance(f, Frame))
        return [values[entry.key] for entry in entries]

    def scan(self) -> Iterator[Entry]:
        """Yield every whole entry in key order, those that others added included."""
        self._refresh()
        yield from (entry for entry, _ in self._held.by_key())

    def of_kind(self, kind: str) -> Iterator[Entry]:
        """Yield every whole entry of a kind that was read so far."""
        yield from (entry for entry, _ in self._held.by_key() if entry.kind == kind)

    def totals(self) -> dict[str, tuple[int, int]]:
        """Return entries and bytes of their values, by kind in order."""
        return self._held.totals()

    def compact(self) -> None:
        """Write what is held into few objects and delete those it came from, foreign ones left alone."""
        self._refresh()
        old = self._seen - self._foreign
        packed: list[bytes] = []
        size = 0
        for entry, generation in self._held.by_key():
            packed.append(pack(entry, generation))
            size += len(packed[-1])
            if size >= READ_BYTES:
                self._put(b"".join(packed))
                packed, size = [], 0
        if packed:
            self._put(b"".join(packed))
        self._delete(old)
        self._small.clear()
        self.torn = {place: reason for place, reason in self.torn.items() if place in self._foreign}

    def close(self) -> None:
        """Let the private file go."""
        self._held.close()

    def _refresh(self) -> None:
        """Take over the objects that others have added."""
        missed: set[str] = set()
        while True:
            sizes = {name: size for name, size in self._listed() if name not in self._seen}
            if still := missed & sizes.keys():
                raise LedgerError(f"{self.url}/{min(still)}: is listed and cannot be read")
            # An object may be folded away by its writer between the listing and the reading: what it held
            # then lies in one that a new listing shows.
            missed = {name for names in _portions(sizes) for name in self._load(names)}
            if not missed:
                return

    def _listed(self) -> list[tuple[str, int]]:
        self._fs.invalidate_cache(self._root)
        try:
            found = self._fs.ls(self._root, detail=True)
        except FileNotFoundError:
            return []
        return [(name, f["size"]) for f in found if (name := f["name"].rsplit("/", 1)[-1]).endswith(SUFFIX)]

    def _load(self, names: Sequence[str]) -> list[str]:
        """Read objects and return the names of those that are gone."""
        gone: list[str] = []
        paths = [f"{self._root}/{name}" for name in names]
        for name, data in zip(names, self._fs.cat_ranges(paths, None, None, on_error="return"), strict=True):
            if isinstance(data, FileNotFoundError):
                gone.append(name)
            elif isinstance(data, Exception):
                raise data
            else:
                self._held.take_over(self._whole(name, data))
                self._seen.add(name)
        return gone

    def _whole(self, name: str, data: bytes) -> Iterator[Frame]:
        """Yield an object's whole frames and remember what is not one."""
        version = version_of(data)
        if version is None:
            self.torn[name] = f"not an object of a ledger: it begins with {data[:16]!r}"
            self._foreign.add(name)
        elif version != MAGIC:
            raise LedgerError(f"{self.url}/{name}: written as {version!r}, this program reads {MAGIC!r}")
        else:
            for found in unpack(data):
                if isinstance(found, Frame):
                    yield found
                else:
                    self.torn[f"{name} at byte {found.offset}"] = found.reason

    def _fold(self) -> None:
        """Put the small objects' frames as one object, then delete them; a crash between leaves both."""
        if len(self._small) > 1:
            self._put(b"".join(frames for _, frames in self._small))
            self._delete(name for name, _ in self._small)
        self._small.clear()

    def _put(self, frames: bytes) -> str:
        """Make an object durable and return its name."""
        name = f"{self._writer}-{self._written:08d}{SUFFIX}"
        self._written += 1
        path = f"{self._root}/{name}"
        if isinstance(self._fs, LocalFileSystem):
            write_durably(Path(path), MAGIC + frames)
        else:
            self._fs.pipe_file(path, MAGIC + frames)
        self._seen.add(name)
        return name

    def _delete(self, names: Iterable[str]) -> None:
        paths = [f"{self._root}/{name}" for name in sorted(names)]
        # Another process that compacts may have been first.
        with contextlib.suppress(FileNotFoundError):
            if paths:
                self._fs.rm(paths)


def any_at(url: str) -> bool:
    """Return whether anything lies under a URL; raises LedgerError where that cannot be told."""
    try:
        files, root = url_to_fs(url)
        return bool(files.exists(root))
    except Exception as fault:  # as above
        raise LedgerError(f"{url}: cannot be looked at ({fault})") from fault


def _portions(sizes: dict[str, int]) -> Iterator[list[str]]:
    """Yield names in order, about READ_BYTES worth of them at a time."""
    names: list[str] = []
    total = 0
    for name in sorted(sizes):
        names.append(name)
        total += sizes[name]
        if total >= READ_BYTES:
            yield names
            names, total = [], 0
    if names:
        yield names
