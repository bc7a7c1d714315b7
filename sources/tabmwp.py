"""TABMWP: word problems about a table shown as a picture (Lu et al. 2023, PromptPG).

    tabmwp/                         <- path
      problems_train.json           {"<pid>": {"question", "choices": list or null, "answer": text,
      problems_dev.json                        "unit": text or null, ...}, ...}
      problems_test.json
      problems_dev1k.json           (a part of dev; read only where `problems_dev.json` is absent)
      problems_test1k.json
      tables/<pid>.png

The answer to a multiple choice is an option's text. `unit` stands in the authors' prompt and in the context
here: answers are written without it. `table` is the picture as text, and like `solution` never read. An
evaluation set: its tasks have purpose `eval` whatever their split. No hub copy has the pictures.
"""

from __future__ import annotations

from schemas import AnswerFormat, Family, Metric
from sources.adapter import Adapter, AnnotationFiles, Fields, Layout, Question, RawRow
from sources.fields import answer_texts, choices, gold_text, optional_text, text
from sources.json_rows import rows_of_object


def _pictures(row: RawRow) -> tuple[str, ...]:
    return (f"tables/{row.key}.png",)


def _read(fields: Fields) -> Question:
    unit = optional_text(fields, "unit")
    options = choices(fields) if fields.get("choices") is not None else ()
    return Question(
        text=text(fields, "question"),
        answers=(gold_text(fields, "answer", options),) if options else answer_texts(fields, "answer"),
        metric=Metric.CHOICE if options else Metric.EXACT,
        answer_format=AnswerFormat.LETTER if options else AnswerFormat.SHORT,
        choices=options,
        context=f"Unit: {unit}" if unit else "",
    )


TABMWP = Adapter(
    name="tabmwp",
    family=Family.CHART,
    licence="CC-BY-NC-SA-4.0",
    columns=("question", "choices", "answer", "unit"),
    layout=Layout(
        files=(
            AnnotationFiles("problems_train.json", "train"),
            AnnotationFiles("problems_dev.json", "val"),
            AnnotationFiles("problems_dev1k.json", "val", unless="problems_dev.json"),
            AnnotationFiles("problems_test.json", "test"),
            AnnotationFiles("problems_test1k.json", "test", unless="problems_test.json"),
        ),
        rows=rows_of_object,
        pictures=_pictures,
    ),
    read=_read,
    evaluation_only=True,
)
