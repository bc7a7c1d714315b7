"""AI2D: questions about science diagrams, four choices (Kembhavi et al. 2016).

    ai2d/                           <- path
      questions/<n>.png.json        {"imageName": "<n>.png", "questions": {"<question>":
                                       {"answerTexts": [4 texts], "correctAnswer": 0-based, "abcLabel"}, ...}}
      images/<n>.png
      abc_images/<n>.png            (the same with labels replaced by the letters that `abcLabel` rows mean)
      ai2d_test_ids.csv             one <n> a line; all other diagrams are `train`

Hub copy lmms-lab/ai2d: `image`, `question`, `options`, `answer` (the index as a text); test only, letters
drawn in. An evaluation set: its tasks have purpose `eval` whatever their split.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from schemas import AnswerFormat, Family, Json, Metric
from sources.adapter import Adapter, AnnotationFiles, Fields, HubCopy, Layout, Question, RawRow
from sources.faults import Fault, RowError
from sources.fields import choices, gold_at, text
from sources.json_rows import JsonText


def _rows(text_of_file: JsonText) -> Iterator[tuple[str, Json]]:
    diagram = text_of_file.value()
    asked = diagram.get("questions") if isinstance(diagram, Mapping) else None
    if not isinstance(diagram, Mapping) or not isinstance(asked, Mapping):
        raise RowError(Fault.BROKEN_JSON, "the file has no object 'questions', where the rows should be")
    for index, (question, row) in enumerate(asked.items()):
        fields = row if isinstance(row, Mapping) else {}
        yield str(index), {**fields, "question": question, "imageName": diagram.get("imageName")}


def _pictures(row: RawRow) -> tuple[str, ...]:
    folder = "abc_images" if row.fields.get("abcLabel") is True else "images"
    return (f"{folder}/{text(row.fields, 'imageName')}",)


def _read(fields: Fields) -> Question:
    options = choices(fields, "answerTexts")
    return Question(
        text=text(fields, "question"),
        answers=(gold_at(fields, "correctAnswer", options),),
        metric=Metric.CHOICE,
        answer_format=AnswerFormat.LETTER,
        choices=options,
    )


def _hub_fields(columns: Fields) -> Fields:
    return {
        "question": columns.get("question"),
        "answerTexts": columns.get("options"),
        "correctAnswer": columns.get("answer"),
    }


AI2D = Adapter(
    name="ai2d",
    family=Family.SCIENTIFIC,
    licence="CC-BY-SA-4.0",
    columns=("question", "answerTexts", "correctAnswer", "imageName", "abcLabel"),
    layout=Layout(
        files=(AnnotationFiles("questions/*.json", ""),),
        rows=_rows,
        pictures=_pictures,
        test_list="ai2d_test_ids.csv",
    ),
    read=_read,
    hub=HubCopy(id="lmms-lab/ai2d", config="", pictures=("image",), fields=_hub_fields),
    evaluation_only=True,
)
