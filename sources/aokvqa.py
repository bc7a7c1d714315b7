"""A-OKVQA: questions about photographs that need world knowledge, four choices (Schwenk et al. 2022).

    datasets/                       <- path
      aokvqa/
        aokvqa_v1p0_train.json      [{"image_id", "question", "choices", "correct_choice_idx", ...}, ...]
        aokvqa_v1p0_val.json
        aokvqa_v1p0_test.json       (no answers: every row is a dead letter `no_gold`)
      coco/<split>2017/<image_id, 12 digits>.jpg

The multiple-choice task is read; `direct_answers` and `rationales` are not. Hub copy HuggingFaceM4/A-OKVQA:
the same columns and `image`.
"""

from __future__ import annotations

from schemas import AnswerFormat, Family, Metric
from sources.adapter import Adapter, AnnotationFiles, Fields, HubCopy, Layout, Question, RawRow
from sources.fields import choices, gold_at, integer, text
from sources.json_rows import rows_of_list


def _pictures(row: RawRow) -> tuple[str, ...]:
    return (f"coco/{row.split}2017/{integer(row.fields, 'image_id'):012d}.jpg",)


def _read(fields: Fields) -> Question:
    options = choices(fields)
    return Question(
        text=text(fields, "question"),
        answers=(gold_at(fields, "correct_choice_idx", options),),
        metric=Metric.CHOICE,
        answer_format=AnswerFormat.LETTER,
        choices=options,
    )


AOKVQA = Adapter(
    name="aokvqa",
    family=Family.OTHER,
    licence="Apache-2.0",
    columns=("image_id", "question", "choices", "correct_choice_idx"),
    layout=Layout(
        files=tuple(
            AnnotationFiles(f"aokvqa/aokvqa_v1p0_{split}.json", split) for split in ("train", "val", "test")
        ),
        rows=rows_of_list,
        pictures=_pictures,
    ),
    read=_read,
    hub=HubCopy(id="HuggingFaceM4/A-OKVQA", config="", pictures=("image",), fields=dict),
)
