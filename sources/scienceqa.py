"""ScienceQA: school science questions, two to five choices, some without a picture (Lu et al. 2022).

    data/scienceqa/                 <- path
      problems.json                 {"<pid>": {"question", "choices", "answer": 0-based, "hint",
                                               "image": "image.png" or null, "split", ...}, ...}
      pid_splits.json               (not read: every row names its split)
      images/<split>/<pid>/image.png

`lecture` and `solution` explain the answer and are never read. `hint` is shown beside the question. Hub
copies derek-thomas/ScienceQA and lmms-lab/ScienceQA: the same columns, `image` null for text-only rows.
"""

from __future__ import annotations

from schemas import AnswerFormat, Family, Metric
from sources.adapter import Adapter, AnnotationFiles, Fields, HubCopy, Layout, Question, RawRow
from sources.fields import choices, gold_at, optional_text, text
from sources.json_rows import rows_of_object


def _pictures(row: RawRow) -> tuple[str, ...]:
    if row.fields.get("image") is None:
        return ()
    return (f"images/{row.split}/{row.key}/{text(row.fields, 'image')}",)


def _read(fields: Fields) -> Question:
    options = choices(fields)
    return Question(
        text=text(fields, "question"),
        answers=(gold_at(fields, "answer", options),),
        metric=Metric.CHOICE,
        answer_format=AnswerFormat.LETTER,
        choices=options,
        context=optional_text(fields, "hint"),
    )


SCIENCEQA = Adapter(
    name="scienceqa",
    family=Family.SCIENTIFIC,
    licence="CC-BY-NC-SA-4.0",
    columns=("question", "choices", "answer", "hint", "image", "split"),
    layout=Layout(files=(AnnotationFiles("problems.json", ""),), rows=rows_of_object, pictures=_pictures),
    read=_read,
    hub=HubCopy(id="derek-thomas/ScienceQA", config="", pictures=("image",), fields=dict),
    picture_optional=True,
)
