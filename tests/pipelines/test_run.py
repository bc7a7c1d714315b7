"""The whole road on a small dataset: raw pages in, shards out, every row accounted for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipelines import replay, run, show
from pipelines.counts import read_counts
from pipelines.layout import Layout
from pipelines.records import read_records
from schemas import DeadLetter, Purpose, Rollout, Task, Verdict, problems_of
from tests.pipelines.small import docvqa_row, write_annotations, write_docvqa, write_params

CONFIGS = ("bc", "rl", "rl_tail_patch", "rejected")


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of a run over good and bad rows."""
    folder = tmp_path_factory.mktemp("run")
    raw = write_docvqa(folder / "raw")
    extra = [
        docvqa_row(7, "documents/absent.png", "What is the total?", "1"),
        docvqa_row(8, "documents/cut.png", "What is the total?", "1"),
        docvqa_row(9, "documents/page0_1.png", "What is the invoice number?", "4711"),
    ]
    whole = (raw / "documents" / "page0_1.png").read_bytes()
    (raw / "documents" / "cut.png").write_bytes(whole[: len(whole) // 2])
    rows = json.loads((raw / "train_v1.0.json").read_text())["data"]
    write_annotations(raw, "train", [*rows, *extra])
    params = write_params(folder / "params.yaml", {"docvqa": {"adapter": "docvqa", "path": str(raw)}})
    run.main(["--params", str(params), "--out", str(folder / "data")])
    return folder / "data"


def shard_rows(out: Path, config: str) -> list[dict[str, object]]:
    """Return a config's rows without their pictures' bytes being decoded."""
    files = sorted((out / "shards" / config / "data").glob("*.parquet"))
    return [row for path in files for row in pq.read_table(path).to_pylist()]


def test_good_rows_become_tasks_and_bad_ones_dead_letters_with_their_place(finished: Path) -> None:
    folder = Layout(finished).tasks("docvqa")
    assert len(list(read_records(folder, Task))) == 6
    letters = {letter.row: letter.reason for letter in read_records(folder / "dead_letters", DeadLetter)}
    assert letters == {
        "train_v1.0.json#4": "missing_picture",
        "train_v1.0.json#5": "broken_picture",
        "train_v1.0.json#6": "duplicate",
    }


def test_every_stage_accounts_for_every_row(finished: Path) -> None:
    layout = Layout(finished)
    for stage in ("tasks", "rollouts", "verdicts", "probes", "probe_verdicts", "difficulty"):
        read_counts(layout.stage(stage, "docvqa")).check()
    for config in CONFIGS:
        read_counts(layout.shard_counts(config)).check()
    assert read_counts(layout.tasks("docvqa")).rows_in == 9


def test_the_programmatic_teacher_reads_the_pages_and_its_rows_enter_bc(finished: Path) -> None:
    rows = shard_rows(finished, "bc")
    assert {row["answer"] for row in rows} >= {"4711", "2086"}
    assert {row["teacher_kind"] for row in rows} == {"programmatic"}
    assert all(problems_of("bc_row", row) == [] for row in rows)


def test_eval_tasks_never_enter_bc_or_rl(finished: Path) -> None:
    evaluated = {
        t.task_id for t in read_records(Layout(finished).tasks("docvqa"), Task) if t.purpose is Purpose.EVAL
    }
    assert len(evaluated) == 2
    for config in CONFIGS:
        assert not evaluated & {row.get("task_id", row["id"]) for row in shard_rows(finished, config)}


def test_eval_tasks_are_attempted_once(finished: Path) -> None:
    tasks = {t.task_id: t.purpose for t in read_records(Layout(finished).tasks("docvqa"), Task)}
    rollouts = list(read_records(Layout(finished).rollouts("docvqa"), Rollout))
    assert {r.attempt for r in rollouts if tasks[r.task_id] is Purpose.EVAL} == {0}


def test_without_a_policy_the_tail_patch_is_empty_and_says_why(finished: Path) -> None:
    manifest = json.loads((finished / "shards" / "rl_tail_patch" / "manifest.json").read_text())
    assert manifest["rows"] == 0
    assert manifest["note"].startswith("no sampled policy")
    assert {row["difficulty"] for row in shard_rows(finished, "rl")} == {None}


def test_the_reward_file_beside_rl_scores_its_own_ground_truth(finished: Path) -> None:
    row = shard_rows(finished, "rl")[0]
    code = (
        "import importlib.util, json, sys\n"
        "spec = importlib.util.spec_from_file_location('reward', sys.argv[1])\n"
        "m = importlib.util.module_from_spec(spec); spec.loader.exec_module(m)\n"
        "row = json.load(sys.stdin)\n"
        "said = [f\"<think>x</think><answer>{a}</answer>\" for a in (row['answer'], 'something else')]\n"
        "print([m.compute_score(row['data_source'], s, row['reward_model']['ground_truth']) for s in said])\n"
    )
    told = {k: row[k] for k in ("answer", "data_source", "reward_model")}
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, str(finished / "shards" / "rl" / "reward.py")],
        input=json.dumps(told),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[1.0, 0.0]"


def test_the_report_page_and_metrics_tell_the_run(finished: Path) -> None:
    page = (finished / "report" / "index.html").read_text()
    assert "missing_picture 1" in page
    assert "data:image/jpeg;base64," in page
    metrics = json.loads((finished / "report" / "metrics.json").read_text())
    assert metrics["rows"]["bc"] == len(shard_rows(finished, "bc"))
    assert metrics["teacher"]["docvqa/eval"]["tasks"] == 2


def test_show_prints_question_calls_observations_and_verdict(
    finished: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    verdicts = read_records(Layout(finished).verdicts("docvqa"), Verdict)
    accepted = next(v for v in verdicts if v.accepted)
    assert show.main([accepted.rollout_id, "--out", str(finished), "--pictures", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    for part in ("Q: What is the", "call rapidocr", "-> ", "answer: ", "gold: ", "verdict: accepted"):
        assert part in said
    assert [p.suffix for p in tmp_path.iterdir()] == [".png"]
    assert show.main(["rollout-0000000000000000", "--out", str(finished)]) == 1


def test_replay_runs_every_call_again_from_the_shard_alone(
    finished: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert replay.main([str(finished / "shards" / "bc")]) == 0
    summary = capsys.readouterr().out.splitlines()[-1]
    assert summary.startswith(f"{len(shard_rows(finished, 'bc'))} rows: ")
    assert "0 calls different" in summary


def test_datasets_decodes_the_shard_in_a_process_that_imports_nothing_of_ours(finished: Path) -> None:
    code = (
        "import sys; from datasets import load_dataset\n"
        "rows = load_dataset(sys.argv[1], split='train')\n"
        "print(rows[0]['images'][0].size, rows[0]['messages'][-1]['role'])\n"
        "assert not {'schemas', 'shards'} & set(sys.modules)\n"
    )
    env = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(finished / "hf")}
    done = subprocess.run(
        [sys.executable, "-c", code, str(finished / "shards" / "bc")],
        capture_output=True,
        text=True,
        env=env,
        cwd=finished,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split() == ["(640,", "230)", "assistant"]
