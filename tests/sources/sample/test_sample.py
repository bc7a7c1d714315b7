"""All thirteen sets: same bytes for the same seed, pictures that open, and enough questions."""

from __future__ import annotations

import hashlib
import json
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from PIL import Image

from sources.sample import DATASETS, DEFAULT, write_sample
from sources.sample.__main__ import chosen

ROOT = Path(__file__).resolve().parents[3]

COUNTS: dict[str, Callable[[Path, str], int]] = {
    "chartqa": lambda root, split: sum(
        len(_rows(root / split / f"{split}_{who}.json")) for who in ("human", "augmented")
    ),
    "geometry3k": lambda root, split: len(list((root / split).iterdir())),
    "mapqa": lambda root, split: len(
        _rows(root / f"MapQA_U/questions/{'dev' if split == 'val' else split}-QA.json")
    ),
    "scienceqa": lambda root, split: len(_rows(root / "pid_splits.json")[split]),
    "docvqa": lambda root, split: len(_rows(root / f"{split}_v1.0.json")["data"]),
    "clevr": lambda root, split: len(_rows(root / f"questions/CLEVR_{split}_questions.json")["questions"]),
    "aokvqa": lambda root, split: len(_rows(root / f"aokvqa/aokvqa_v1p0_{split}.json")),
    "figureqa": lambda root, split: len(
        _rows(root / ("train1" if split == "train" else "validation1") / "qa_pairs.json")["qa_pairs"]
    ),
    "geoqa": lambda root, split: len(_pickled(root / ("train.pk" if split == "train" else "dev.pk"))),
    "infographicvqa": lambda root, split: len(
        _rows(root / f"infographicsvqa_qas/infographicsVQA_{split}_v1.0_withQT.json")["data"]
    ),
    "vizwiz": lambda root, split: len(_rows(root / f"Annotations/{split}.json")),
    "thinkvl": lambda root, split: len((root / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()),
    "unigeo": lambda root, split: len(_pickled(root / f"calculation_{split}.pk")),
}


def _pickled(path: Path):  # type: ignore[no-untyped-def]
    return pickle.loads(path.read_bytes())


def _rows(path: Path):  # type: ignore[no-untyped-def]
    return json.loads(path.read_text(encoding="utf-8"))


def _digests(root: Path) -> dict[str, str]:
    files = sorted(path for path in root.rglob("*") if path.is_file())
    return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_second_process_with_another_hash_seed_draws_the_same_bytes(drawn_twice: tuple[Path, Path]) -> None:
    first, second = drawn_twice
    assert _digests(first) == _digests(second)


def test_drawing_one_set_alone_gives_the_same_bytes_as_drawing_all(sample: Path, tmp_path: Path) -> None:
    write_sample("geometry3k", tmp_path / "geometry3k", 0)
    assert _digests(tmp_path / "geometry3k") == _digests(sample / "geometry3k")


def test_another_seed_asks_other_questions(sample: Path, tmp_path: Path) -> None:
    write_sample("geometry3k", tmp_path, 1)
    assert _digests(tmp_path) != _digests(sample / "geometry3k")


@pytest.mark.parametrize("dataset", DATASETS)
def test_each_set_has_twelve_train_and_four_val_questions_or_more(sample: Path, dataset: str) -> None:
    assert COUNTS[dataset](sample / dataset, "train") >= (16 if dataset in DEFAULT else 12)
    assert COUNTS[dataset](sample / dataset, "val") >= 4


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_picture_opens_and_shows_something(sample: Path, dataset: str) -> None:
    pictures = [path for path in (sample / dataset).rglob("*") if path.suffix in (".png", ".jpg", ".jpeg")]
    assert pictures or dataset in ("geoqa", "unigeo")
    for path in pictures:
        with Image.open(path) as picture:
            assert len(set(picture.convert("L").resize((64, 64)).tobytes())) > 2, path


def test_the_command_draws_the_seven_of_params_yaml_unless_told_otherwise() -> None:
    named = yaml.safe_load((ROOT / "params.yaml").read_text(encoding="utf-8"))["datasets"]
    assert chosen(["--out", "x"]).dataset == list(named)
    assert chosen(["--out", "x", "--all"]).dataset == list(DATASETS)
    assert chosen(["--out", "x", "--dataset", "figureqa"]).dataset == ["figureqa"]


def test_an_unknown_data_set_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="'plotqa'"):
        write_sample("plotqa", tmp_path, 0)


def test_naming_the_samples_imports_no_drawing_module() -> None:
    named = "[m for m in sys.modules if m.startswith(('matplotlib', 'sources.sample.'))]"
    probe = f"import sys, sources.sample; print({named})"
    done = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
