"""ChartQA: questions about charts, short answers, relaxed accuracy (Masry et al. 2022).

    ChartQA Dataset/                <- path
      train/  val/  test/
        <split>_human.json          [{"imgname", "query", "label"}, ...]
        <split>_augmented.json
        png/<imgname>

Hub copy HuggingFaceM4/ChartQA: `image`, `query`, `label` (a list), `human_or_machine` (a class index).
"""

from __future__ import annotations

from schemas import AnswerFormat, Family, Metric
from sources.adapter import Adapter, AnnotationFiles, Fields, HubCopy, Layout, Question, RawRow
from sources.fields import answer_texts, text
from sources.json_rows import rows_of_list


def _pictures(row: RawRow) -> tuple[str, ...]:
    return (f"{row.split}/png/{text(row.fields, 'imgname')}",)


def _read(fields: Fields) -> Question:
    return Question(
        text=text(fields, "query"),
        answers=answer_texts(fields, "label"),
        metric=Metric.RELAXED_ACCURACY,
        answer_format=AnswerFormat.SHORT,
    )


CHARTQA = Adapter(
    name="chartqa",
    family=Family.CHART,
    licence="GPL-3.0",
    columns=("imgname", "query", "label"),
    layout=Layout(
        files=tuple(
            AnnotationFiles(f"{split}/{split}_{half}.json", split)
            for split in ("train", "val", "test")
            for half in ("human", "augmented")
        ),
        rows=rows_of_list,
        pictures=_pictures,
    ),
    read=_read,
    hub=HubCopy(id="HuggingFaceM4/ChartQA", config="", pictures=("image",), fields=dict),
)
