"""The adapter contract: all that is particular to one dataset, as data and three small pure functions.

An adapter names its facts, describes the original folder (`Layout`), the columns of its hub copy
(`HubCopy`), and reads the question off a raw row. Opening files, checking pictures, dead letters and
selection are the same for all and live in `sources.source`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from schemas import AnswerFormat, Family, Json, Metric
from sources.json_rows import JsonText

Fields = Mapping[str, Json]
"""A raw row's annotation fields under their original names."""

SPLITS = {
    "train": "train",
    "val": "val",
    "validation": "val",
    "dev": "val",
    "test": "test",
    "testmini": "test",
}
"""What publishers call a split, and what a task calls it."""


@dataclass(frozen=True)
class RawRow:
    """One raw row as published: annotation fields only, small enough to cross a shuffle by the million.

    A folder's pictures stay on disk until the task is built; a hub stream or a pickle cannot be sought, so
    its rows carry theirs.
    """

    place: str
    """`<annotation file>#<index or key>` (a one-row file has neither), or `<split>#<index>` on the hub, with
    `<split>.<number of the file>` where a split has several."""
    split: str
    """`train`, `val` or `test`; anything else is what the row itself said and is refused."""
    fields: Fields
    pictures: tuple[bytes, ...] | None = field(default=None, repr=False)
    """Encoded pictures of a hub row; None where they are files named by the layout."""

    @property
    def folder(self) -> str:
        """The annotation file's folder relative to the root, with `/` after it; empty at the root."""
        head, slash, _ = self.place.partition("#")[0].rpartition("/")
        return head + slash

    @property
    def key(self) -> str:
        """The row's index or key in its file; empty for one-row files."""
        return self.place.partition("#")[2]


@dataclass(frozen=True)
class AnnotationFiles:
    """Which files of the original folder hold the rows of one split."""

    pattern: str
    """Glob below the root."""
    split: str
    """`train`, `val` or `test`; empty where every row names its own in the field `split`."""
    unless: str = ""
    """Another file of the same rows; where it is there too, these are not read a second time."""


@dataclass(frozen=True)
class Layout:
    """A dataset's original folder: JSON annotations, pictures as files."""

    files: tuple[AnnotationFiles, ...]
    rows: Callable[[JsonText], Iterable[tuple[str, Json]]]
    """File -> (index or key, row) one by one; raises RowError where it breaks or has another shape."""
    pictures: Callable[[RawRow], Sequence[str]]
    """Row -> picture files relative to the root; raises RowError where a field is missing."""
    test_list: str = ""
    """File at the root that names, one a line, the annotation files of the test split (up to their first
    dot); the others are `train`."""


@dataclass(frozen=True)
class PickledLayout:
    """A dataset's original folder of pickled lists, one dict a row, its picture in it as an array."""

    files: tuple[AnnotationFiles, ...]
    picture: str
    """Key of the array: grey levels (height, width), or with 2 to 4 channels behind."""


@dataclass(frozen=True)
class HubCopy:
    """A script-free copy on the Hugging Face hub, brought to the original field names."""

    id: str
    """The copy whose columns these are; empty where any copy with them will do."""
    config: str
    """Default configuration; empty for the only one."""
    pictures: tuple[str, ...]
    """Columns with one picture, a list of pictures, or null, in the order the question means them."""
    fields: Callable[[Fields], Fields]
    """Hub columns (pictures taken out) -> fields under the original names; raises RowError."""
    grouped: str = ""
    """Column with a list of questions about the row's pictures, each of which becomes a row of its own."""
    split: str = ""
    """Column that names each row's split, where the copy keeps all of them in one."""
    unread: tuple[str, ...] = ()
    """Splits of the repository that hide every answer, or repeat another's rows."""


@dataclass(frozen=True)
class Question:
    """What a raw row asks and accepts, its dataset's traps dealt with."""

    text: str
    answers: tuple[str, ...]
    """Accepted references, most canonical first; for `choice` the letter; for `set_equality` `a, b, c`."""
    metric: Metric
    answer_format: AnswerFormat
    choices: tuple[str, ...] = ()
    context: str = ""


@dataclass(frozen=True)
class Adapter:
    """One dataset."""

    name: str
    family: Family
    licence: str
    columns: tuple[str, ...]
    """The only fields ever taken from a row, so that solutions and rationales cannot leak by accident."""
    layout: Layout | PickledLayout
    read: Callable[[Fields], Question]
    """Fields -> question, the same for both roads; raises RowError."""
    hub: HubCopy | None = None
    evaluation_only: bool = False
    """A benchmark: its tasks have purpose `eval` whatever their split."""
    picture_optional: bool = False
    """Rows without any picture are tasks too, instead of dead letters."""
