"""ThinkVL: a reader of (picture, question, answer) rows, since no dataset of that name is published.

The paper trains on 2,000 rows of "ThinkVL"; its two citations for it name different works. So this adapter
reads whatever stands in for it, from a folder or a hub copy in this plain form:

    <any name>/                     <- path
      train.jsonl                   {"image": "<file>" or [files], "question", "answer", "choices": null}
      val.json  test.json           (or a JSON list of such rows; any of the three, either ending)
      <file>                        relative to the root

`answer` is a text, a number, a list of accepted ones, or true/false (yes/no). With `choices` (a list of
texts) it is the letter or the text of one of them, or its 0-based index as a number. Hub copy: any
script-free repository with the columns `image` or `images`, `question`, `answer` and perhaps `choices`.
"""

from __future__ import annotations

from schemas import AnswerFormat, Family, Metric
from sources.adapter import Adapter, AnnotationFiles, Fields, HubCopy, Layout, Question, RawRow
from sources.faults import Fault, RowError
from sources.fields import LETTERS, answer_texts, choices, gold_at, gold_text, text
from sources.json_rows import rows_of_list_or_lines


def _pictures(row: RawRow) -> tuple[str, ...]:
    given = row.fields.get("image")
    if not isinstance(given, list):
        return (text(row.fields, "image"),)
    return tuple(text({"image": name}, "image") for name in given)


def _read(fields: Fields) -> Question:
    if fields.get("choices"):
        return _choice(fields, choices(fields))
    given = fields.get("answer")
    said = {"answer": "yes" if given else "no"} if isinstance(given, bool) else fields
    return Question(
        text=text(fields, "question"),
        answers=answer_texts(said, "answer"),
        metric=Metric.EXACT,
        answer_format=AnswerFormat.SHORT,
    )


def _choice(fields: Fields, options: tuple[str, ...]) -> Question:
    return Question(
        text=text(fields, "question"),
        answers=(_letter(fields, options),),
        metric=Metric.CHOICE,
        answer_format=AnswerFormat.LETTER,
        choices=options,
    )


def _letter(fields: Fields, options: tuple[str, ...]) -> str:
    if not isinstance(fields.get("answer"), str):
        return gold_at(fields, "answer", options)
    said = answer_texts(fields, "answer")[0]
    if said not in tuple(LETTERS[: len(options)]):
        return gold_text(fields, "answer", options)
    if said in options and options.index(said) != LETTERS.index(said):
        raise RowError(
            Fault.BAD_FIELD, f"field 'answer' is {said!r}: the letter of one choice and the text of another"
        )
    return said


THINKVL = Adapter(
    name="thinkvl",
    family=Family.OTHER,
    licence="unstated",
    columns=("image", "question", "answer", "choices"),
    layout=Layout(
        files=tuple(
            AnnotationFiles(f"{split}.{ending}", split)
            for split in ("train", "val", "test")
            for ending in ("jsonl", "json")
        ),
        rows=rows_of_list_or_lines,
        pictures=_pictures,
    ),
    read=_read,
    hub=HubCopy(id="", config="", pictures=("image", "images"), fields=dict),
)
