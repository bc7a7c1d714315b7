"""A stand-in for ThinkVL, which nobody published: {train,val}.jsonl beside images/<split>_<n>.png."""

import json
from pathlib import Path

from sources.sample.output import save_png, seeded
from sources.sample.thinkvl_puzzles import MAKERS

SPLITS = (("train", 14), ("val", 4))


def write(folder: Path, seed: int) -> None:
    """Write the pictures and one line a question; `choices` only where there are any."""
    rng = seeded("thinkvl", seed)
    for split, count in SPLITS:
        lines = []
        for index in range(count):
            puzzle = MAKERS[index % len(MAKERS)](rng)
            name = f"images/{split}_{index}.png"
            save_png(puzzle.picture, folder / name)
            row: dict[str, object] = {"image": name, "question": puzzle.question, "answer": puzzle.answer}
            if puzzle.choices:
                row["choices"] = list(puzzle.choices)
            lines.append(json.dumps(row, ensure_ascii=False) + "\n")
        (folder / f"{split}.jsonl").write_text("".join(lines), encoding="utf-8")
