"""Rows of the data sets' own files, real or drawn, as far as the tools' measures need them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from schemas import Picture


@dataclass(frozen=True)
class Asked:
    """One question with the picture it is about and its accepted answers."""

    part: str
    picture: Path
    question: str
    answers: tuple[str, ...]


def picture_from(path: Path) -> Picture:
    """Read a picture file."""
    with Image.open(path) as image:
        kind = (image.format or "png").lower()
        return Picture.of(
            path.read_bytes(), width=image.width, height=image.height, media_type=f"image/{kind}"
        )


def docvqa(folder: Path) -> Iterator[Asked]:
    """DocVQA questions of every split that lies there."""
    for path in sorted((folder / "docvqa").glob("*_v1.0.json")):
        for row in _read(path)["data"]:
            answers = tuple(row.get("answers") or ())
            yield Asked(path.stem, path.parent / row["image"], row["question"], answers)


def chartqa(folder: Path) -> Iterator[Asked]:
    """ChartQA questions, human and machine-made."""
    for path in sorted((folder / "chartqa").rglob("*_human.json")) + sorted(
        (folder / "chartqa").rglob("*_augmented.json")
    ):
        for row in _read(path):
            picture = path.parent / "png" / row["imgname"]
            yield Asked(path.stem.split("_")[-1], picture, row["query"], (str(row["label"]),))


def clevr_math(folder: Path) -> Iterator[Asked]:
    """CLEVR-Math questions on CLEVR's pictures."""
    for path in sorted((folder / "clevr_math").glob("clevr-math-*.json")):
        for row in _read(path)["questions"]:
            picture = folder / "clevr_math/CLEVR_v1.0/images" / row["split"] / row["image_filename"]
            yield Asked("val", picture, row["question"], (str(row["answer"]),))


def clevr_scenes(folder: Path) -> Iterator[tuple[Path, list[dict[str, Any]]]]:
    """CLEVR pictures with the objects of their scene files."""
    for path in sorted((folder / "clevr" / "scenes").glob("*_scenes.json")):
        for scene in _read(path)["scenes"]:
            picture = folder / "clevr/images" / scene["split"] / scene["image_filename"]
            yield picture, scene["objects"]


def pictures(folder: Path) -> list[Path]:
    """Every picture file of the data sets there, in a fixed order."""
    return sorted(p for p in folder.rglob("*") if p.suffix in {".png", ".jpg", ".jpeg"})


def _read(path: Path) -> Any:  # noqa: ANN401 - whatever the data set's file holds
    return json.loads(path.read_text(encoding="utf-8"))
