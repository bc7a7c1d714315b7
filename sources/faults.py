"""Why a raw row is refused, and the typed errors of a source that cannot be opened at all."""

from __future__ import annotations

from enum import StrEnum

from schemas import DeadLetter


class Fault(StrEnum):
    """Reason codes of ingest's dead letters."""

    BROKEN_JSON = "broken_json"
    """An annotation file that breaks off or has another shape; rows behind the break are lost."""
    BROKEN_PICKLE = "broken_pickle"
    """A pickled annotation file that breaks off or holds no list of rows."""
    FORBIDDEN_PICKLE = "forbidden_pickle"
    """A pickle that asks for anything but plain data and arrays of numbers; nothing of it was built."""
    MISSING_FIELD = "missing_field"
    """A field the question needs is absent or empty."""
    BAD_FIELD = "bad_field"
    """A field holds another type or form than the dataset's layout says."""
    UNKNOWN_SPLIT = "unknown_split"
    NO_GOLD = "no_gold"
    """The row has no published answer, as in hidden test splits."""
    NOT_SCORED = "not_scored"
    """The dataset's own evaluator skips the row."""
    ANSWER_NOT_AMONG_CHOICES = "answer_not_among_choices"
    MISSING_PICTURE = "missing_picture"
    BROKEN_PICTURE = "broken_picture"
    PICTURE_TOO_LARGE = "picture_too_large"
    UNKNOWN_PICTURE_FORMAT = "unknown_picture_format"
    DUPLICATE = "duplicate"
    """The same task was met before, at another place."""


class RowError(Exception):
    """A raw row that cannot become a task; `sources.source` turns it into a dead letter."""

    def __init__(self, fault: Fault, detail: str) -> None:
        super().__init__(detail)
        self.fault = fault
        self.detail = detail


class SourceError(Exception):
    """A source that cannot be opened: nothing of it could be read, so the person must change something."""


class SettingsError(SourceError):
    """A dataset entry that contradicts itself or names a setting that does not exist."""


class UnknownAdapterError(SourceError):
    """No adapter has that name."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"no adapter is named {name!r}; there are {', '.join(known)}")
        self.name = name
        self.known = known


class EmptySourceError(SourceError):
    """The folder holds no annotation file where the dataset's original layout has them."""


class NoHubCopyError(SourceError):
    """The dataset has no script-free hub copy that its adapter can read."""


def letter(dataset: str, place: str, fault: Fault, detail: str) -> DeadLetter:
    """Return the dead letter of one refused row (or annotation file) at `place`."""
    return DeadLetter(dataset=dataset, row=place, reason=fault.value, detail=detail)


def duplicate_letter(dataset: str, place: str, first: str, task_id: str) -> DeadLetter:
    """Return the dead letter of a row whose task id was already made at the place `first`."""
    detail = f"task {task_id} is the row at {first} again: same split, question, choices and pictures"
    return letter(dataset, place, Fault.DUPLICATE, detail)
