"""PlotQA: questions about scientific plots, numbers within 5 % (Methani et al. 2020).

    PlotQA/                         <- path
      train/  val/  test/           (each is one download; `validation` for `val` is read too)
        qa_pairs_V1.json            {"qa_pairs": [{"question_string", "answer": text or number,
        qa_pairs_V2.json                           "image_index", ...}, ...]}
        png/<image_index>.png
        annotations.json            (the plotted data: not read)

V1 is read; V2, which asks three times as much about the same plots, only where V1 is absent. An evaluation
set: its tasks have purpose `eval` whatever their split. No hub copy has the questions in these columns.
"""

from __future__ import annotations

from collections.abc import Iterator

from schemas import AnswerFormat, Family, Json, Metric
from sources.adapter import Adapter, AnnotationFiles, Fields, Layout, Question, RawRow
from sources.fields import answer_texts, integer, text
from sources.json_rows import JsonText, rows_under

_FOLDERS = {"train": "train", "val": "val", "validation": "val", "test": "test"}


def _rows(text_of_file: JsonText) -> Iterator[tuple[str, Json]]:
    return rows_under(text_of_file, "qa_pairs")


def _pictures(row: RawRow) -> tuple[str, ...]:
    return (f"{row.folder}png/{integer(row.fields, 'image_index')}.png",)


def _read(fields: Fields) -> Question:
    return Question(
        text=text(fields, "question_string"),
        answers=answer_texts(fields, "answer"),
        metric=Metric.RELAXED_ACCURACY,
        answer_format=AnswerFormat.SHORT,
    )


PLOTQA = Adapter(
    name="plotqa",
    family=Family.CHART,
    licence="CC-BY-4.0",
    columns=("question_string", "answer", "image_index"),
    layout=Layout(
        files=tuple(
            files
            for folder, split in _FOLDERS.items()
            for files in (
                AnnotationFiles(f"{folder}/qa_pairs_V1.json", split),
                AnnotationFiles(f"{folder}/qa_pairs_V2.json", split, unless=f"{folder}/qa_pairs_V1.json"),
            )
        ),
        rows=_rows,
        pictures=_pictures,
    ),
    read=_read,
    evaluation_only=True,
)
