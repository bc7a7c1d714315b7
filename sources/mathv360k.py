"""MathV360K: questions of 24 datasets as one-turn conversations (Shi et al. 2024, Math-LLaVA).

    MathV360K/                      <- path
      train_samples_all_tuning.json [{"image": "TabMWP/images/<n>.png", "conversations": [
                                       {"from": "human", "value": "<image>\\nHint: ...\\nQuestion: ...
                                                                   \\nChoices:\\n(A) ...\\n(B) ..."},
                                       {"from": "gpt", "value": "The answer is B"}]}, ...]
      data_images/<image>

The hint, which says how to print the answer, is left out: the prompt says that itself. A reply of more than
one line is no short answer and refused. The hub copy keeps its pictures in an archive and is not read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from schemas import AnswerFormat, Family, Metric
from sources.adapter import Adapter, AnnotationFiles, Fields, Layout, Question, RawRow
from sources.faults import Fault, RowError
from sources.fields import LETTERS, answer_texts, choices, gold_letter, gold_text, text
from sources.json_rows import rows_of_list

_ASKED = re.compile(r"(?:<image>)?\s*(?:Hint:[^\n]*\n)?\s*(?:Question:)?\s*(?P<question>.*)", re.DOTALL)
_CHOICES = re.compile(r"\n\s*(?:Choices|Options):\s*(?=\(A\))", re.IGNORECASE)
_OPTION = re.compile(r"(?:^|\s)\(([A-Z])\)\s*")
_SAID = re.compile(r"(?:the\s+answer\s+is\s*:?\s*)?(?P<answer>.+?)\.?", re.IGNORECASE)


def _pictures(row: RawRow) -> tuple[str, ...]:
    return (f"data_images/{text(row.fields, 'image')}",)


def _read(fields: Fields) -> Question:
    asked = _ASKED.fullmatch(_turn(fields, 0, "human"))
    question, *listed = _CHOICES.split(asked["question"] if asked else "", maxsplit=1)
    said = _SAID.fullmatch(_turn(fields, 1, "gpt"))
    if said is None:
        raise RowError(Fault.BAD_FIELD, "field 'conversations' replies in several lines: no short answer")
    row: Fields = {"question": question, "answer": said["answer"]}
    if not listed:
        return Question(
            text=text(row, "question"),
            answers=answer_texts(row, "answer"),
            metric=Metric.EXACT,
            answer_format=AnswerFormat.SHORT,
        )
    options = _options(listed[0])
    lettered = said["answer"] in tuple(LETTERS)
    return Question(
        text=text(row, "question"),
        answers=((gold_letter if lettered else gold_text)(row, "answer", options),),
        metric=Metric.CHOICE,
        answer_format=AnswerFormat.LETTER,
        choices=options,
    )


def _turn(fields: Fields, index: int, speaker: str) -> str:
    turns = fields.get("conversations")
    turn = turns[index] if isinstance(turns, list) and len(turns) == 2 else None
    if not isinstance(turn, Mapping) or turn.get("from") != speaker:
        raise RowError(Fault.BAD_FIELD, "field 'conversations' should be one turn of human and one of gpt")
    return text(turn, "value")


def _options(listed: str) -> tuple[str, ...]:
    pieces = _OPTION.split(listed)
    letters, options = pieces[1::2], pieces[2::2]
    if "".join(letters) != LETTERS[: len(letters)]:
        raise RowError(Fault.BAD_FIELD, f"the choices are lettered {', '.join(letters)}, not A, B, C, ...")
    return choices({"choices": options})


MATHV360K = Adapter(
    name="mathv360k",
    family=Family.OTHER,
    licence="unstated",
    columns=("image", "conversations"),
    layout=Layout(
        files=(AnnotationFiles("train_samples_all_tuning.json", "train"),),
        rows=rows_of_list,
        pictures=_pictures,
    ),
    read=_read,
)
