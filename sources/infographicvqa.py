"""InfographicVQA: questions answered from infographics, ANLS (Mathew et al. 2022).

    <any name>/                     <- path
      infographicsvqa_qas/          (or its files at the root)
        infographicsVQA_train_v1.0.json         {"data": [{"question", "image_local_name": "<n>.jpeg",
        infographicsVQA_val_v1.0_withQT.json               "answers": [...], ...}, ...], ...}
        infographicsVQA_test_v1.0.json          (answers hidden: every row is a dead letter `no_gold`)
      infographicsvqa_images/<n>.jpeg

Each split's file exists with and without `_withQT`, of the same rows; the former is read where it is there.
Hub copy lmms-lab/DocVQA, configuration InfographicVQA: `image` and the same columns; validation and test.
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
    return (f"infographicsvqa_images/{text(row.fields, 'image_local_name')}",)


def _read(fields: Fields) -> Question:
    return Question(
        text=text(fields, "question"),
        answers=answer_texts(fields, "answers"),
        metric=Metric.ANLS,
        answer_format=AnswerFormat.SPAN,
    )


def _files(folder: str, split: str) -> tuple[AnnotationFiles, ...]:
    name = f"{folder}infographicsVQA_{split}_v1.0"
    return (
        AnnotationFiles(f"{name}.json", split, unless=f"{name}_withQT.json"),
        AnnotationFiles(f"{name}_withQT.json", split),
    )


INFOGRAPHICVQA = Adapter(
    name="infographicvqa",
    family=Family.GEOSPATIAL,
    licence="RRC-DocVQA-terms",
    columns=("question", "image_local_name", "answers"),
    layout=Layout(
        files=tuple(
            files
            for folder in ("infographicsvqa_qas/", "")
            for split in ("train", "val", "test")
            for files in _files(folder, split)
        ),
        rows=_rows,
        pictures=_pictures,
    ),
    read=_read,
    hub=HubCopy(id="lmms-lab/DocVQA", config="InfographicVQA", pictures=("image",), fields=dict),
)
