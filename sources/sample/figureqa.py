"""FigureQA's raw layout: {train1,validation1}/{png/<n>.png, qa_pairs.json, annotations.json}."""

import random
from pathlib import Path

from sources.sample.figureqa_drawing import draw
from sources.sample.figureqa_plot import COLORS, NAMES, plot
from sources.sample.figureqa_questions import Asked, questions
from sources.sample.output import save_png, seeded, write_json

TRAIN = ("vbar_categorical", "hbar_categorical", "pie", "line", "dot_line")
VAL = ("hbar_categorical", "line")
SPLITS = (("train1", TRAIN, 6), ("validation1", VAL, 2))
"""(folder, kind of each plot, questions kept of each plot)."""

SHOWN_FIRST = {"vbar_categorical": (0, 2, 5), "hbar_categorical": (1, 3, 4), "pie": (0, 3)}
SHOWN_FIRST |= {"line": (6, 9, 10, 12, 14), "dot_line": (7, 8, 11, 13)}
"""Which templates each kind is sure to be asked by, so that all fifteen occur in train1."""


def write(folder: Path, seed: int) -> None:
    """Write the plots and, for each split, its questions and what is plotted."""
    rng = seeded("figureqa", seed)
    for split, kinds, kept in SPLITS:
        rows: list[dict[str, object]] = []
        annotations: list[dict[str, object]] = []
        for index, kind in enumerate(kinds):
            shown = plot(kind, rng)
            drawn = draw(shown, rng.randint(470, 640))
            save_png(drawn.picture, folder / split / "png" / f"{index}.png")
            rows += [_row(asked, index) for asked in _kept(kind, questions(shown, rng), kept, rng)]
            annotations.append(
                {
                    "type": kind,
                    "general_figure_info": drawn.general,
                    "models": drawn.models,
                    "image_index": index,
                }
            )
        totals = {"total_distinct_questions": 15, "total_distinct_colors": len(NAMES)}
        write_json(folder / split / "qa_pairs.json", {"qa_pairs": rows, **totals})
        write_json(folder / split / "annotations.json", annotations)


def _kept(kind: str, asked: list[Asked], kept: int, rng: random.Random) -> list[Asked]:
    """One question a template, the kind's own templates first, as many yes as no where that can be."""
    templates = [*SHOWN_FIRST[kind], *sorted({one.identity for one in asked} - set(SHOWN_FIRST[kind]))][:kept]
    wanted = [index % 2 for index in range(kept)]
    rng.shuffle(wanted)
    return [
        rng.choice([one for one in asked if (one.identity, one.answer) == (identity, answer)])
        for identity, answer in zip(templates, wanted, strict=True)
    ]


def _row(asked: Asked, index: int) -> dict[str, object]:
    row: dict[str, object] = {
        "question_string": asked.text,
        "question_id": asked.identity,
        "answer": asked.answer,
    }
    for place in range(2):
        name = asked.colors[place] if place < len(asked.colors) else None
        row |= {
            f"color{place + 1}_name": name or "--None--",
            f"color{place + 1}_id": NAMES.index(name) if name else -1,
            f"color{place + 1}_rgb": list(COLORS[name]) if name else [-1, -1, -1],
        }
    return {**row, "image_index": index}
