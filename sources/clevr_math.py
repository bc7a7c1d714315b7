"""CLEVR-Math: adding and removing solids on CLEVR's pictures, integer answers (Lindström and Abraham 2022).

    <any name>/                     <- path
      clevr-math-train.json         {"questions": [{"question", "answer": 0..10, "image_filename", ...}, ...]}
      clevr-math-val.json
      clevr-math-test.json
      CLEVR_v1.0/images/<split>/CLEVR_<split>_000000.png

An evaluation set here: its tasks have purpose `eval` whatever their split. The hub copy needs a script and
is not read.
"""

from __future__ import annotations

from collections.abc import Iterator

from schemas import AnswerFormat, Family, Json, Metric
from sources.adapter import Adapter, AnnotationFiles, Fields, Layout, Question, RawRow
from sources.fields import gold_integer, text
from sources.json_rows import JsonText, rows_under


def _rows(text_of_file: JsonText) -> Iterator[tuple[str, Json]]:
    return rows_under(text_of_file, "questions")


def _pictures(row: RawRow) -> tuple[str, ...]:
    return (f"CLEVR_v1.0/images/{row.split}/{text(row.fields, 'image_filename')}",)


def _read(fields: Fields) -> Question:
    return Question(
        text=text(fields, "question"),
        answers=(str(gold_integer(fields, "answer")),),
        metric=Metric.INTEGER,
        answer_format=AnswerFormat.INTEGER,
    )


CLEVR_MATH = Adapter(
    name="clevr_math",
    family=Family.SPATIAL,
    licence="CC-BY-SA-4.0",
    columns=("question", "answer", "image_filename"),
    layout=Layout(
        files=tuple(AnnotationFiles(f"clevr-math-{split}.json", split) for split in ("train", "val", "test")),
        rows=_rows,
        pictures=_pictures,
    ),
    read=_read,
    evaluation_only=True,
)
