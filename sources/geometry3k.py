"""Geometry3K: textbook geometry problems with four choices (Lu et al. 2021, Inter-GPS).

    geometry3k/                     <- path
      train/  val/  test/
        <id>/
          data.json                 {"problem_text", "choices", "answer": "A".."D", ...}
          logic_form.json           (not read)
          img_diagram.png           the only picture used
          img_diagram_point.png     (labels drawn in: not read)

The texts are LaTeX without dollar signs (`m \\widehat A B`) and stay as they are; `compact_text` asks for
the textbook's unknown ("Find x") where `problem_text` names the thing ("Find AB"), so the latter is used.
Hub copy hiyouga/geometry3k: `images`, `problem` with a `<image>` mark, `choices`, `ground_truth`.
"""

from __future__ import annotations

from schemas import AnswerFormat, Family, Metric
from sources.adapter import Adapter, AnnotationFiles, Fields, HubCopy, Layout, Question, RawRow
from sources.fields import choices, gold_letter, text
from sources.json_rows import row_alone


def _pictures(row: RawRow) -> tuple[str, ...]:
    return (f"{row.folder}img_diagram.png",)


def _read(fields: Fields) -> Question:
    options = choices(fields)
    return Question(
        text=text(fields, "problem_text"),
        answers=(gold_letter(fields, "answer", options),),
        metric=Metric.CHOICE,
        answer_format=AnswerFormat.LETTER,
        choices=options,
    )


def _hub_fields(columns: Fields) -> Fields:
    problem = columns.get("problem")
    return {
        "problem_text": problem.replace("<image>", "") if isinstance(problem, str) else problem,
        "choices": columns.get("choices"),
        "answer": columns.get("ground_truth"),
    }


GEOMETRY3K = Adapter(
    name="geometry3k",
    family=Family.GEOMETRY,
    licence="MIT",
    columns=("problem_text", "choices", "answer"),
    layout=Layout(
        files=tuple(AnnotationFiles(f"{split}/*/data.json", split) for split in ("train", "val", "test")),
        rows=row_alone,
        pictures=_pictures,
    ),
    read=_read,
    hub=HubCopy(id="hiyouga/geometry3k", config="", pictures=("images",), fields=_hub_fields),
)
