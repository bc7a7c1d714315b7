"""CLEVR: questions about rendered scenes of simple solids (Johnson et al. 2017).

    CLEVR_v1.0/                     <- path
      questions/
        CLEVR_train_questions.json  {"questions": [{"question", "answer", "image_filename", ...}, ...], ...}
        CLEVR_val_questions.json
        CLEVR_test_questions.json   (no answers: every row is a dead letter `no_gold`)
      images/<split>/CLEVR_<split>_000000.png

Answers are yes or no, 0 to 10, or one attribute word; `program` and `scenes/` hold them in other words and
are never read. No hub copy with documented columns is known.
"""

from __future__ import annotations

from collections.abc import Iterator

from schemas import AnswerFormat, Family, Json, Metric
from sources.adapter import Adapter, AnnotationFiles, Fields, Layout, Question, RawRow
from sources.fields import answer_texts, text
from sources.json_rows import JsonText, rows_under


def _rows(text_of_file: JsonText) -> Iterator[tuple[str, Json]]:
    return rows_under(text_of_file, "questions")


def _pictures(row: RawRow) -> tuple[str, ...]:
    return (f"images/{row.split}/{text(row.fields, 'image_filename')}",)


def _read(fields: Fields) -> Question:
    return Question(
        text=text(fields, "question"),
        answers=answer_texts(fields, "answer"),
        metric=Metric.EXACT,
        answer_format=AnswerFormat.SHORT,
    )


CLEVR = Adapter(
    name="clevr",
    family=Family.SPATIAL,
    licence="CC-BY-4.0",
    columns=("question", "answer", "image_filename"),
    layout=Layout(
        files=tuple(
            AnnotationFiles(f"questions/CLEVR_{split}_questions.json", split)
            for split in ("train", "val", "test")
        ),
        rows=_rows,
        pictures=_pictures,
    ),
    read=_read,
)
