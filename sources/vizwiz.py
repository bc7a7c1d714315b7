"""VizWiz-VQA: photographs and questions by blind people, ten annotators each (Gurari et al. 2018).

    <any name>/                     <- path
      Annotations/
        train.json                  [{"image": "VizWiz_train_00000000.jpg", "question",
        val.json                      "answers": [{"answer", "answer_confidence"}, ... ten], ...}, ...]
        test.json                   (no answers: every row is a dead letter `no_gold`)
      train/<image>  val/<image>  test/<image>

A question that its photograph does not answer is a task like any other, whose answer is `unanswerable`; the
prompt says so for every row alike. All ten answers are references, with repeats, as the metric counts them.
Hub copy lmms-lab/VizWiz-VQA: `image`, `question`, `answers` (ten texts); validation and test.
"""

from __future__ import annotations

from schemas import AnswerFormat, Family, Metric
from sources.adapter import Adapter, AnnotationFiles, Fields, HubCopy, Layout, Question, RawRow
from sources.fields import annotators, text
from sources.json_rows import rows_of_list

_RULE = "When the picture does not answer the question, the answer is: unanswerable"


def _pictures(row: RawRow) -> tuple[str, ...]:
    return (f"{row.split}/{text(row.fields, 'image')}",)


def _read(fields: Fields) -> Question:
    return Question(
        text=text(fields, "question"),
        answers=annotators(fields, "answers"),
        metric=Metric.VQA_ACCURACY,
        answer_format=AnswerFormat.SHORT,
        context=_RULE,
    )


VIZWIZ = Adapter(
    name="vizwiz",
    family=Family.SCIENTIFIC,
    licence="CC-BY-4.0",
    columns=("image", "question", "answers"),
    layout=Layout(
        files=tuple(
            AnnotationFiles(f"Annotations/{split}.json", split) for split in ("train", "val", "test")
        ),
        rows=rows_of_list,
        pictures=_pictures,
    ),
    read=_read,
    hub=HubCopy(id="lmms-lab/VizWiz-VQA", config="", pictures=("image",), fields=dict),
)
