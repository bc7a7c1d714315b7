"""GeoQA: Chinese secondary-school geometry with four choices (Chen et al. 2021).

    GeoQA3/                         <- path
      train.pk  dev.pk  test.pk     pickled lists of {"subject": Chinese text, "choices": [4 texts],
                                                      "label": 0-based, "image": array (height, width), ...}

The pickles are read by `sources.pickles`, which builds numbers and texts and refuses the rest. `label` is
0-based: the authors' evaluator compares it with the position of the computed value among `choice_nums`.
`answer` (a worked solution), `formal_point` and `manual_program` tell the answer and are never read.

Hub copy hz2475/geoQA: the same columns with `image` as a picture. It keeps all rows in one split, `train`;
`original_split` says where each belongs, so that no test row ever trains.
"""

from __future__ import annotations

from schemas import AnswerFormat, Family, Metric
from sources.adapter import Adapter, AnnotationFiles, Fields, HubCopy, PickledLayout, Question
from sources.fields import choices, gold_at, text

_NATIVE = {"train": "train", "val": "dev", "test": "test"}


def _read(fields: Fields) -> Question:
    options = choices(fields)
    return Question(
        text=text(fields, "subject"),
        answers=(gold_at(fields, "label", options),),
        metric=Metric.CHOICE,
        answer_format=AnswerFormat.LETTER,
        choices=options,
    )


GEOQA = Adapter(
    name="geoqa",
    family=Family.GEOMETRY,
    licence="unstated",
    columns=("subject", "choices", "label"),
    layout=PickledLayout(
        files=tuple(AnnotationFiles(f"{native}.pk", split) for split, native in _NATIVE.items()),
        picture="image",
    ),
    read=_read,
    hub=HubCopy(id="hz2475/geoQA", config="", pictures=("image",), fields=dict, split="original_split"),
)
