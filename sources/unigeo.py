"""UniGeo, calculation: geometry problems in English with four choices (Chen et al. 2022).

    UniGeo/                         <- path
      calculation_train.pk          pickled lists of {"English_problem", "choice_nums": [4 numbers],
      calculation_val.pk                              "label": 0-based, "image": array (height, width), ...}
      calculation_test.pk
      proving_train.pk  ...         (not read)

A proving row asks for a sequence of theorems, judged step by step by the authors' program: it has no answer
that a metric here could score, so those files are not opened. `label` is 0-based, as GeoQA's, whose rows
these are in translation; some unified copies add one. `choices` holds the options as printed where a release
has them, and is preferred to `choice_nums`. The pickles are read by `sources.pickles`. No hub copy is known.
"""

from __future__ import annotations

from schemas import AnswerFormat, Family, Metric
from sources.adapter import Adapter, AnnotationFiles, Fields, PickledLayout, Question
from sources.faults import Fault, RowError
from sources.fields import answer_texts, choices, gold_at, text


def _options(fields: Fields) -> tuple[str, ...]:
    if fields.get("choices") is not None:
        return choices(fields)
    numbers = fields.get("choice_nums")
    if not isinstance(numbers, list) or None in numbers:
        raise RowError(
            Fault.BAD_FIELD, "field 'choice_nums' should be a list of numbers, none of them missing"
        )
    return choices(
        {"choice_nums": [answer_texts({"n": number}, "n")[0] for number in numbers]}, "choice_nums"
    )


def _read(fields: Fields) -> Question:
    options = _options(fields)
    return Question(
        text=text(fields, "English_problem"),
        answers=(gold_at(fields, "label", options),),
        metric=Metric.CHOICE,
        answer_format=AnswerFormat.LETTER,
        choices=options,
    )


UNIGEO = Adapter(
    name="unigeo",
    family=Family.GEOMETRY,
    licence="unstated",
    columns=("English_problem", "choices", "choice_nums", "label"),
    layout=PickledLayout(
        files=tuple(AnnotationFiles(f"calculation_{split}.pk", split) for split in ("train", "val", "test")),
        picture="image",
    ),
    read=_read,
)
