"""MathVista: mathematics in pictures, drawn from 31 datasets (Lu et al. 2024).

    <any name>/                     <- path
      data.json                     a list of, or an object with, {"question", "image": "images/<pid>.jpg",
      testmini.json                   "choices": list or null, "answer": text, "unit", "precision",
      images/<pid>.jpg                "answer_type": text, integer, float or list, ...}
      test.json                     (hides all its answers: not read)

What form the answer takes (decimals, unit) stands in the authors' prompt and in the context here. Their
evaluator rounds a given number to `precision` decimals before it compares; here the number must have been
rounded. Hub copy AI4Math/MathVista: the same columns with the picture in `decoded_image`; its split `test` is
not read either. An evaluation set: its tasks have purpose `eval`.
"""

from __future__ import annotations

from schemas import AnswerFormat, Family, Metric
from sources.adapter import Adapter, AnnotationFiles, Fields, HubCopy, Layout, Question, RawRow
from sources.fields import answer_texts, choices, gold_text, optional_text, text
from sources.json_rows import rows_of_list_or_object

_FORMS = {
    "integer": (Metric.INTEGER, AnswerFormat.INTEGER),
    "float": (Metric.EXACT, AnswerFormat.SHORT),
    "list": (Metric.EXACT, AnswerFormat.SHORT),
    "text": (Metric.EXACT, AnswerFormat.SHORT),
}


def _pictures(row: RawRow) -> tuple[str, ...]:
    return (text(row.fields, "image"),)


def _read(fields: Fields) -> Question:
    if fields.get("choices"):
        options = choices(fields)
        return Question(
            text=text(fields, "question"),
            answers=(gold_text(fields, "answer", options),),
            metric=Metric.CHOICE,
            answer_format=AnswerFormat.LETTER,
            choices=options,
            context=_unit(fields),
        )
    metric, form = _FORMS.get(optional_text(fields, "answer_type"), _FORMS["text"])
    return Question(
        text=text(fields, "question"),
        answers=answer_texts(fields, "answer"),
        metric=metric,
        answer_format=form,
        context="\n".join(part for part in (_asked(fields), _unit(fields)) if part),
    )


def _asked(fields: Fields) -> str:
    kind, precision = fields.get("answer_type"), fields.get("precision")
    if kind == "list":
        return "The answer is a list such as [1, 2, 3]."
    if kind == "float" and isinstance(precision, int | float) and precision in range(1, 10):
        return f"The answer is a number with {int(precision)} decimal place{'s' if precision > 1 else ''}."
    return ""


def _unit(fields: Fields) -> str:
    unit = optional_text(fields, "unit")
    return f"Unit: {unit}" if unit else ""


MATHVISTA = Adapter(
    name="mathvista",
    family=Family.OTHER,
    licence="CC-BY-SA-4.0",
    columns=("question", "image", "choices", "answer", "unit", "precision", "answer_type"),
    layout=Layout(
        files=tuple(AnnotationFiles(f"{name}.json", "test") for name in ("data", "testmini")),
        rows=rows_of_list_or_object,
        pictures=_pictures,
    ),
    read=_read,
    hub=HubCopy(
        id="AI4Math/MathVista", config="", pictures=("decoded_image",), fields=dict, unread=("test",)
    ),
    evaluation_only=True,
)
