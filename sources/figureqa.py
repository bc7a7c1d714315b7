"""FigureQA: yes/no questions about rendered plots (Kahou et al. 2018).

    <any name>/                     <- path
      train1/
        qa_pairs.json               {"qa_pairs": [{"question_string", "answer": 0 or 1, "image_index", ...}]}
        png/<image_index>.png
      validation1/  validation2/    (the same; `2` swaps the colours of the elements)
      test1/  test2/                (answers unpublished: every row is a dead letter `no_gold`)
      no_annot_test1/  no_annot_test2/

`annotations.json` holds the plotted data and is never read. Hub copy vikhyatk/figureqa groups a picture's
questions: `image`, `qa` (a list of `question` and `answer`, "Yes." or "No.").
"""

from __future__ import annotations

from collections.abc import Iterator

from schemas import AnswerFormat, Family, Json, Metric
from sources.adapter import Adapter, AnnotationFiles, Fields, HubCopy, Layout, Question, RawRow
from sources.faults import Fault, RowError
from sources.fields import gold_integer, integer, text
from sources.json_rows import JsonText, rows_under

_SPLITS = {"train": ("train1",), "val": ("validation1", "validation2"), "test": ("test1", "test2")}
_HIDDEN = ("no_annot_test1", "no_annot_test2")
_SAID = {"yes": 1, "no": 0}


def _rows(text_of_file: JsonText) -> Iterator[tuple[str, Json]]:
    return rows_under(text_of_file, "qa_pairs")


def _pictures(row: RawRow) -> tuple[str, ...]:
    return (f"{row.folder}png/{integer(row.fields, 'image_index')}.png",)


def _read(fields: Fields) -> Question:
    answer = gold_integer(fields, "answer")
    if answer not in (0, 1):
        raise RowError(Fault.BAD_FIELD, f"field 'answer' should be 0 (no) or 1 (yes), not {answer}")
    return Question(
        text=text(fields, "question_string"),
        answers=("yes" if answer else "no",),
        metric=Metric.YES_NO,
        answer_format=AnswerFormat.SHORT,
    )


def _hub_fields(columns: Fields) -> Fields:
    said = columns.get("answer")
    bare = said.strip().rstrip(".").lower() if isinstance(said, str) else said
    return {
        "question_string": columns.get("question"),
        "answer": _SAID.get(bare, bare) if isinstance(bare, str) else bare,
    }


FIGUREQA = Adapter(
    name="figureqa",
    family=Family.CHART,
    licence="Maluuba-non-commercial",
    columns=("question_string", "answer", "image_index"),
    layout=Layout(
        files=tuple(
            AnnotationFiles(f"{folder}/qa_pairs.json", split)
            for split, folders in {**_SPLITS, "test": (*_SPLITS["test"], *_HIDDEN)}.items()
            for folder in folders
        ),
        rows=_rows,
        pictures=_pictures,
    ),
    read=_read,
    hub=HubCopy(id="vikhyatk/figureqa", config="", pictures=("image",), fields=_hub_fields, grouped="qa"),
)
