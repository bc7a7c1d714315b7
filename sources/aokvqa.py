"""A-OKVQA: questions about photographs that need world knowledge, four choices (Schwenk et al. 2022).

    datasets/                       <- path
      aokvqa/
        aokvqa_v1p0_train.json      [{"image_id", "question", "choices", "correct_choice_idx", ...}, ...]
        aokvqa_v1p0_val.json
        aokvqa_v1p0_test.json       (no answers: every row is a dead letter `no_gold`)
      coco/<split>2017/<image_id, 12 digits>.jpg

Two adapters, as the benchmark has two tasks: `aokvqa` reads the multiple choice, `aokvqa_direct` the open
question with its ten direct answers, leaving out the rows that the benchmark's own evaluator skips
(`difficult_direct_answer`). `rationales` are never read. Hub copy HuggingFaceM4/A-OKVQA: the same columns and
`image`.
"""

from __future__ import annotations

from dataclasses import replace

from schemas import AnswerFormat, Family, Metric
from sources.adapter import Adapter, AnnotationFiles, Fields, HubCopy, Layout, Question, RawRow
from sources.faults import Fault, RowError
from sources.fields import annotators, choices, gold_at, integer, text
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


def _read_direct(fields: Fields) -> Question:
    if fields.get("difficult_direct_answer"):
        raise RowError(Fault.NOT_SCORED, "`difficult_direct_answer` is true: the evaluator skips this row")
    return Question(
        text=text(fields, "question"),
        answers=annotators(fields, "direct_answers"),
        metric=Metric.DIRECT_ANSWER,
        answer_format=AnswerFormat.SHORT,
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

AOKVQA_DIRECT = replace(
    AOKVQA,
    name="aokvqa_direct",
    columns=("image_id", "question", "direct_answers", "difficult_direct_answer"),
    read=_read_direct,
)
