"""Task: one question about pictures with its gold answer; Prompt: the same without any field for gold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from schemas.canonical import Json, content_id
from schemas.picture import Picture
from schemas.tool import ToolSpec
from schemas.versions import TASK_VERSION


class Family(StrEnum):
    """The seven task families of VISTA-Gym (paper, section 4.1)."""

    CHART = "chart"
    GEOMETRY = "geometry"
    GEOSPATIAL = "geospatial"
    SCIENTIFIC = "scientific"
    DOCUMENT = "document"
    SPATIAL = "spatial"
    OTHER = "other"


class Purpose(StrEnum):
    """What a task may be used for; `eval` never enters `bc` or `rl`."""

    TRAIN = "train"
    EVAL = "eval"


class Metric(StrEnum):
    """The official metric of a dataset; each is one pure function in `verification.scorers`."""

    RELAXED_ACCURACY = "relaxed_accuracy"
    ANLS = "anls"
    CHOICE = "choice"
    VQA_ACCURACY = "vqa_accuracy"
    DIRECT_ANSWER = "direct_answer"
    SET_EQUALITY = "set_equality"
    EXACT = "exact"
    INTEGER = "integer"
    YES_NO = "yes_no"


class AnswerFormat(StrEnum):
    """What form of answer the prompt asks for; known from the question alone, never from the gold answer."""

    LETTER = "letter"
    """The letter of one listed choice."""
    SHORT = "short"
    """A word, a phrase or a number."""
    INTEGER = "integer"
    LIST = "list"
    """One or more names separated by commas."""
    SPAN = "span"
    """Words copied from the picture."""


@dataclass(frozen=True)
class SourceRef:
    """Where a task's raw row lies, so that anyone can look it up again."""

    revision: str
    """Hub commit, or SHA-256 over the raw annotation files for a local folder."""
    row: str
    """The row's place or id in the source, e.g. `test/test_human.json#12`."""
    licence: str


@dataclass(frozen=True)
class Task:
    """One question about one or more pictures, with its accepted answers."""

    task_id: str
    """`<dataset>-<16 hex>` over dataset, split, question, context, choices and picture digests."""
    schema_version: int
    dataset: str
    family: Family
    split: str
    """`train`, `val` or `test`."""
    purpose: Purpose
    question: str
    context: str
    """A hint or passage the dataset shows beside the question; empty where there is none."""
    choices: tuple[str, ...]
    """Option texts in the dataset's order; empty for an open question."""
    answer_format: AnswerFormat
    pictures: tuple[Picture, ...]
    answers: tuple[str, ...] = field(repr=False)
    """Accepted references, most canonical first; for `choice` the letter of the right option."""
    metric: Metric = Metric.EXACT
    source: SourceRef = field(default_factory=lambda: SourceRef("", "", ""))

    @classmethod
    def of(
        cls,
        *,
        dataset: str,
        family: Family,
        split: str,
        purpose: Purpose,
        question: str,
        answers: Sequence[str],
        metric: Metric,
        answer_format: AnswerFormat,
        pictures: Sequence[Picture],
        source: SourceRef,
        choices: Sequence[str] = (),
        context: str = "",
    ) -> Task:
        """Build a task, deriving its content id."""
        itself: dict[str, Json] = {
            "dataset": dataset,
            "split": split,
            "question": question,
            "context": context,
            "choices": list(choices),
            "pictures": [p.sha256 for p in pictures],
        }
        return cls(
            task_id=content_id(dataset, itself),
            schema_version=TASK_VERSION,
            dataset=dataset,
            family=family,
            split=split,
            purpose=purpose,
            question=question,
            context=context,
            choices=tuple(choices),
            answer_format=answer_format,
            pictures=tuple(pictures),
            answers=tuple(answers),
            metric=metric,
            source=source,
        )


@dataclass(frozen=True)
class Prompt:
    """A task as teachers and tools may see it: there is no field that could hold the gold answer."""

    task_id: str
    dataset: str
    family: Family
    question: str
    context: str
    choices: tuple[str, ...]
    answer_format: AnswerFormat
    pictures: tuple[Picture, ...]
    tools: tuple[ToolSpec, ...]


def prompt_of(task: Task, tools: Sequence[ToolSpec]) -> Prompt:
    """Strip a task of everything that tells its answer and add the tools it may call."""
    return Prompt(
        task_id=task.task_id,
        dataset=task.dataset,
        family=task.family,
        question=task.question,
        context=task.context,
        choices=task.choices,
        answer_format=task.answer_format,
        pictures=task.pictures,
        tools=tuple(tools),
    )
