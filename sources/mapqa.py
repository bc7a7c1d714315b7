"""MapQA: questions about choropleth maps of the United States (Chang et al. 2022).

    <any name>/                     <- path
      MapQA_U/  MapQA_R/  MapQA_S/  (any of them; real, redrawn and synthetic maps)
        images/map_<n>.png
        questions/train-QA.json     [{"map_id": "map_<n>.png", "question", "answer": text or list, ...}, ...]
        questions/dev-QA.json
        questions/test-QA.json

A list answer is a set: right only when every member is named and no other, in any order. A single text (a
name, a legend range, yes or no) is compared as a whole, since a range may hold commas. No hub copy has these
columns: the_cauldron's is grouped by picture and reworded.
"""

from __future__ import annotations

import re

from schemas import AnswerFormat, Family, Metric
from sources.adapter import Adapter, AnnotationFiles, Fields, Layout, Question, RawRow
from sources.fields import answer_texts, text
from sources.json_rows import rows_of_list

_ASKS_FOR_STATES = re.compile(r"\b(which|what|list|name)\b.*\bstates\b", re.IGNORECASE)
_NATIVE = {"train": "train", "val": "dev", "test": "test"}


def _pictures(row: RawRow) -> tuple[str, ...]:
    subset = row.folder.removesuffix("questions/")
    return (f"{subset}images/{text(row.fields, 'map_id')}",)


def _read(fields: Fields) -> Question:
    question = text(fields, "question")
    answers = answer_texts(fields, "answer")
    is_set = isinstance(fields.get("answer"), list)
    return Question(
        text=question,
        answers=(", ".join(answers),),
        metric=Metric.SET_EQUALITY if is_set else Metric.EXACT,
        answer_format=AnswerFormat.LIST if _ASKS_FOR_STATES.search(question) else AnswerFormat.SHORT,
    )


MAPQA = Adapter(
    name="mapqa",
    family=Family.GEOSPATIAL,
    licence="CC-BY-SA-4.0",
    columns=("map_id", "question", "answer"),
    layout=Layout(
        files=tuple(
            AnnotationFiles(f"{subset}questions/{native}-QA.json", split)
            for subset in ("MapQA_[URS]/", "")
            for split, native in _NATIVE.items()
        ),
        rows=rows_of_list,
        pictures=_pictures,
    ),
    read=_read,
)
