"""IconQA: questions about abstract diagrams, in three sub-tasks (Lu et al. 2021).

    iconqa_data/iconqa/             <- path
      train/  val/  test/
        choose_img/<id>/            data.json, image.png, choice_0.png, choice_1.png, ...
        choose_txt/<id>/            data.json, image.png
        fill_in_blank/<id>/         data.json, image.png
      examples/                     (the website's, of an unnamed split: they count as `test`)

data.json: {"question", "choices": file names or texts (none to fill in), "answer": 0-based or text,
"ques_type", ...}. Where pictures are the choices, the task's pictures are the question's and then theirs in
order, so that the option `picture 1` is the picture of index 1.

Hub copy lmms-lab/ICON-QA: `query_image`, `choice_image_0`, `choice_image_1`, `choices` (joined by commas),
`answer` (an option's text). It has no third choice picture and cannot tell a comma inside an option from one
between two, so rows that need either are dead letters; the original has them. An evaluation set: its tasks
have purpose `eval` whatever their split.
"""

from __future__ import annotations

import re

from schemas import AnswerFormat, Family, Metric
from sources.adapter import Adapter, AnnotationFiles, Fields, HubCopy, Layout, Question, RawRow
from sources.faults import Fault, RowError
from sources.fields import answer_texts, choices, gold_at, gold_text, text
from sources.json_rows import row_alone

_PICTURES, _BLANK = "choose_img", "fill_in_blank"
_SPLITS = {"train": "train", "val": "val", "test": "test", "examples": "test"}
_COMMA_INSIDE = re.compile(r",\s|\d,\d{3}(?!\d)")
_HUB_PICTURES = ("choice_0.png", "choice_1.png")


def _pictures(row: RawRow) -> tuple[str, ...]:
    names = choices(row.fields) if row.fields.get("ques_type") == _PICTURES else ()
    return tuple(row.folder + name for name in ("image.png", *names))


def _read(fields: Fields) -> Question:
    kind = text(fields, "ques_type")
    if kind == _BLANK:
        return Question(
            text=text(fields, "question"),
            answers=answer_texts(fields, "answer"),
            metric=Metric.EXACT,
            answer_format=AnswerFormat.SHORT,
        )
    given = choices(fields)
    worded = isinstance(fields.get("answer"), str)
    options = tuple(f"picture {i}" for i in range(1, len(given) + 1)) if kind == _PICTURES else given
    return Question(
        text=text(fields, "question"),
        answers=(gold_text(fields, "answer", given) if worded else gold_at(fields, "answer", given),),
        metric=Metric.CHOICE,
        answer_format=AnswerFormat.LETTER,
        choices=options,
        context="Picture 0 is the question's; the others are the choices." if kind == _PICTURES else "",
    )


def _hub_fields(columns: Fields) -> Fields:
    joined = columns.get("choices")
    if columns.get("ques_type") == _BLANK or not isinstance(joined, str):
        return columns
    if _COMMA_INSIDE.search(joined):
        raise RowError(
            Fault.BAD_FIELD, f"field 'choices' joins its options by commas, and {joined!r} may hold others"
        )
    options = joined.split(",")
    if columns.get("ques_type") == _PICTURES and tuple(options) != _HUB_PICTURES:
        raise RowError(
            Fault.MISSING_PICTURE, f"the copy keeps two choice pictures, and the row has {len(options)}"
        )
    return {**columns, "choices": options}


ICONQA = Adapter(
    name="iconqa",
    family=Family.SPATIAL,
    licence="CC-BY-NC-SA-4.0",
    columns=("question", "choices", "answer", "ques_type"),
    layout=Layout(
        files=tuple(AnnotationFiles(f"{folder}/*/*/data.json", split) for folder, split in _SPLITS.items()),
        rows=row_alone,
        pictures=_pictures,
    ),
    read=_read,
    hub=HubCopy(
        id="lmms-lab/ICON-QA",
        config="",
        pictures=("query_image", "choice_image_0", "choice_image_1"),
        fields=_hub_fields,
    ),
    evaluation_only=True,
)
