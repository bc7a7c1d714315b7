"""`reward.py` as a training repository meets it: a lone file in a bare interpreter."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.verification.test_scorers import KNOWN_WRONG_VERDICTS
from verification import scorers
from verification.reward_file import PARTS, joined, reward_source
from verification.scorers.trainers import compute_score, last_answer, reward

DRIVER = """
import json, sys
sys.path.insert(0, sys.argv[1])
import reward
cases = json.load(sys.stdin)
print(json.dumps({
    "verl": [reward.compute_score("any", c["completion"], c["truth"], extra_info={}, other=1) for c in cases],
    "trl": reward.reward(
        completions=[[{"role": "assistant", "content": c["completion"]}] for c in cases],
        reward_model=[{"style": "rule", "ground_truth": c["truth"]} for c in cases],
        prompts=None,
    ),
}))
"""
TRUTH = json.dumps({"metric": "exact", "references": ["7"], "choices": []})


def test_the_lone_file_in_a_bare_interpreter_gives_the_verdicts_of_the_scorers(tmp_path: Path) -> None:
    (tmp_path / "reward.py").write_text(reward_source(), encoding="utf-8")
    cases, expected = [], []
    near = [
        ("DocVQA", "anls", ["100"], (), "1000", 0),
        ("VQA", "vqa_accuracy", ["a b"] * 2 + ["c"] * 8, (), "b", 0),
    ]
    for _, metric, references, choices, answer, _ in [*KNOWN_WRONG_VERDICTS, *near]:
        truth = json.dumps({"metric": metric, "references": references, "choices": choices})
        cases.append({"completion": f"<think>so</think>\n\n<answer>{answer}</answer>", "truth": truth})
        expected.append(scorers.score(metric, answer, references, choices))
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", DRIVER, str(tmp_path)],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    verdicts = json.loads(done.stdout)
    assert verdicts["verl"] == expected
    assert verdicts["trl"] == expected
    assert {0.0, 0.75, 1.0} <= set(expected)


def test_the_file_imports_only_the_standard_library() -> None:
    tree = ast.parse(reward_source())
    roots = {a.name.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    roots |= {(n.module or "").split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert roots <= set(sys.stdlib_module_names)


def test_every_scorer_module_is_in_the_file() -> None:
    folder = Path(scorers.__file__).parent
    assert {path.stem for path in folder.glob("*.py")} - {"__init__"} == set(PARTS)


def test_modules_that_would_overwrite_each_other_s_names_are_not_joined() -> None:
    with pytest.raises(ValueError, match=r"_same is defined in both a\.py and b\.py"):
        joined({"a": "def _same(): ...", "b": "_same = 1"})


def test_two_calls_give_the_same_bytes() -> None:
    assert reward_source() == reward_source()


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("<answer>7</answer>", "7"),
        ("<answer>5</answer> no, <answer> 7 </answer> done", "7"),
        ("<answer><answer>7</answer>", "7"),
        ("<answer>7", None),
        ("7</answer>", None),
        ("7", None),
        ("</answer><answer>", None),
    ],
)
def test_the_last_closed_answer_counts(text: str, answer: str | None) -> None:
    assert last_answer(text) == answer


@pytest.mark.parametrize(
    ("completion", "expected"),
    [
        ("<answer>7</answer>", 1),
        ([{"role": "assistant", "content": "<answer>7</answer>"}], 1),
        ([{"role": "assistant", "content": [{"type": "text", "text": "<answer>7</answer>"}]}], 1),
        ([{"role": "assistant", "content": [{"type": "image", "text": None}]}], 0),
        ([{"role": "assistant", "content": "no"}, {"role": "tool", "content": "<answer>7</answer>"}], 0),
        ([{"role": "assistant", "content": None}], 0),
        ([], 0),
    ],
)
def test_completions_may_be_text_or_messages_and_only_the_model_s_own_words_count(
    completion: object, expected: int
) -> None:
    assert reward([completion], [{"style": "rule", "ground_truth": TRUTH}]) == [expected]


def test_a_missing_column_is_told() -> None:
    with pytest.raises(ValueError, match="reward_model column"):
        reward(["<answer>7</answer>"])


@pytest.mark.parametrize("truth", ["7", '"7"', "not json", '{"metric": "exact"}'])
def test_a_ground_truth_of_another_form_is_told(truth: str) -> None:
    with pytest.raises(ValueError, match="metric, references and choices"):
        compute_score("chartqa", "<answer>7</answer>", truth)
