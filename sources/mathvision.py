"""MATH-Vision: competition mathematics with pictures (Wang et al. 2024).

    <any name>/                     <- path
      test.jsonl                    {"question" with <image1> marks, "options": a list, empty for an
      testmini.jsonl                 open question, "answer": letter or text, "image": "images/<id>.jpg"}
      images/<id>.jpg               (testmini is a part of test: read only where test.jsonl is absent)

It has no train split, and its authors ask that nobody train on it. The appendix of the paper lists it with
2,000 training rows all the same; here its tasks have purpose `eval`. Hub copy MathLLMs/MathVision: the same
columns with the picture in `decoded_image`; its `testmini` is not read either. Where the options are drawn in
the picture they are the letters alone. Open answers may be LaTeX, compared as text.
"""

from __future__ import annotations

import re

from schemas import AnswerFormat, Family, Metric
from sources.adapter import Adapter, AnnotationFiles, Fields, HubCopy, Layout, Question, RawRow
from sources.fields import answer_texts, choices, gold_letter, text
from sources.json_rows import rows_of_list_or_lines

_MARK = re.compile(r"\s*<image\d*>\s*")


def _pictures(row: RawRow) -> tuple[str, ...]:
    return (text(row.fields, "image"),)


def _read(fields: Fields) -> Question:
    options = choices(fields, "options") if fields.get("options") else ()
    return Question(
        text=_MARK.sub(" ", text(fields, "question")).strip(),
        answers=(gold_letter(fields, "answer", options),) if options else answer_texts(fields, "answer"),
        metric=Metric.CHOICE if options else Metric.EXACT,
        answer_format=AnswerFormat.LETTER if options else AnswerFormat.SHORT,
        choices=options,
    )


MATHVISION = Adapter(
    name="mathvision",
    family=Family.GEOMETRY,
    licence="MIT",
    columns=("question", "options", "answer", "image"),
    layout=Layout(
        files=(
            AnnotationFiles("test.jsonl", "test"),
            AnnotationFiles("testmini.jsonl", "test", unless="test.jsonl"),
        ),
        rows=rows_of_list_or_lines,
        pictures=_pictures,
    ),
    read=_read,
    hub=HubCopy(
        id="MathLLMs/MathVision", config="", pictures=("decoded_image",), fields=dict, unread=("testmini",)
    ),
    evaluation_only=True,
)
