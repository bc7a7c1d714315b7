"""DocVQA (single page): questions answered by words of a scanned page, ANLS (Mathew et al. 2021).

    <any name>/                     <- path
      train_v1.0.json               {"data": [{"question", "image": "documents/<page>.png",
      val_v1.0.json                            "answers": [...], ...}, ...], ...}
      test_v1.0.json                (answers hidden: every row is a dead letter `no_gold`)
      documents/<page>.png

The later `<split>_v1.0_withQT.json` hold the same rows and are read instead where they are there. Hub copy
lmms-lab/DocVQA, configuration DocVQA: the same columns, validation and test only.
"""

from __future__ import annotations

from collections.abc import Iterator

from schemas import AnswerFormat, Family, Json, Metric
from sources.adapter import Adapter, AnnotationFiles, Fields, HubCopy, Layout, Question, RawRow
from sources.fields import answer_texts, text
from sources.json_rows import JsonText, rows_under


def _rows(text_of_file: JsonText) -> Iterator[tuple[str, Json]]:
    return rows_under(text_of_file, "data")


def _pictures(row: RawRow) -> tuple[str, ...]:
    return (text(row.fields, "image"),)


def _read(fields: Fields) -> Question:
    return Question(
        text=text(fields, "question"),
        answers=answer_texts(fields, "answers"),
        metric=Metric.ANLS,
        answer_format=AnswerFormat.SPAN,
    )


DOCVQA = Adapter(
    name="docvqa",
    family=Family.DOCUMENT,
    licence="RRC-DocVQA-terms",
    columns=("question", "image", "answers"),
    layout=Layout(
        files=tuple(
            files
            for split in ("train", "val", "test")
            for files in (
                AnnotationFiles(f"{split}_v1.0.json", split, unless=f"{split}_v1.0_withQT.json"),
                AnnotationFiles(f"{split}_v1.0_withQT.json", split),
            )
        ),
        rows=_rows,
        pictures=_pictures,
    ),
    read=_read,
    hub=HubCopy(id="lmms-lab/DocVQA", config="DocVQA", pictures=("image",), fields=dict),
)
