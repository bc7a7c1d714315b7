"""The densify stage over real HTTP: accepted thoughts written out, counted, and standing in the bc shard."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipelines import densify, ingest, run, screen, show, synthesize, verify
from pipelines.counts import Counts, UnbalancedError, read_counts
from pipelines.layout import Layout
from pipelines.params import ParamsError
from pipelines.params_file import load_params
from pipelines.records import count_records, read_records
from pipelines.runner import speaking
from schemas import Dense, Rollout, RowImage, checked, problems_of, with_dense
from shards import parse_dense, parse_trajectory
from tests.mock import mock_teacher
from tests.pipelines.small import MOCK_TOOL, mock_policy, write_charts, write_mock_charts, write_params
from tests.thinker import Line, Thinker, text_of, thinker

ANSWERS = ["ten", "twenty", "thirty", "forty"]
LOOK = "The bars have no label that I can read from here, so I look at the upper left part first."
SO = "The upper left part shows the label in full: {}."
TASK = re.compile(r"\[\[id:task(\d+)\]\]")
SPOILT: dict[tuple[int, bool], str] = {
    (1, False): "<thought>I call <tool_call>zoom</tool_call>.</thought>",
    (2, False): "<thought>The correct answer is thirty, so I zoom in on it.</thought>",
    (2, True): "<thought>It reads ninety.</thought><answer>ninety</answer>",
}
"""What the thinker says of a task's calling and answering turn where it says no good thought."""


def number_of(body: dict[str, Any]) -> int:
    """The number of the task that a request is about."""
    found = TASK.search(text_of(body))
    assert found is not None
    return int(found[1])


def acts(body: dict[str, Any]) -> Line | dict[str, Any]:
    """The acting teacher zooms in once, then answers right."""
    if any(message["role"] == "tool" for message in body["messages"]):
        return f"<think>It says so.</think><answer>{ANSWERS[number_of(body) % 4]}</answer>"
    zoom = {"name": "zoom", "arguments": '{"bbox_2d": [0, 0, 320, 260]}'}
    return {"content": "I zoom in.", "tool_calls": [{"id": "x", "type": "function", "function": zoom}]}


def thinks(body: dict[str, Any]) -> Line | dict[str, Any]:
    """The thinker writes good thoughts but for the spoilt ones."""
    if body["model"] == "actor":
        return acts(body)
    number, answers = number_of(body), "This turn answers" in text_of(body)
    said = ANSWERS[number % 4]
    good = f"<thought>{SO.format(said)}</thought><answer>{said}</answer>"
    return SPOILT.get((number, answers), good if answers else f"<thought>{LOOK}</thought>")


def teacher(served: Thinker, model: str) -> dict[str, object]:
    """A teacher entry of the parameters."""
    return {"kind": "openai", "base_url": served.base_url, "model": model, "decoding": {"temperature": 0.7}}


def params_of(folder: Path, served: Thinker, **densify: object) -> Path:
    """Parameters with an acting teacher and a densifier, over the charts below the folder."""
    return write_params(
        folder / "params.yaml",
        {"chartqa": {"adapter": "chartqa", "path": str(folder / "raw")}},
        teacher=teacher(served, "actor"),
        synthesize={"attempts": 1},
        densify={"teacher": teacher(served, "thinker"), **densify},
    )


@pytest.fixture(scope="module")
def dense(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a whole run: four train tasks, an eval task, and a densifier that fails some."""
    folder = tmp_path_factory.mktemp("dense")
    write_charts(folder / "raw", ANSWERS)
    write_charts(folder / "raw", ["ten"], "val", first=4)
    with thinker(thinks) as served:
        run.main(["--params", str(params_of(folder, served)), "--out", str(folder / "data")])
        asked = served.asked("thinker")
    (folder / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
    return folder / "data"


def by_task(out: Path) -> dict[int, tuple[Rollout, Dense]]:
    """Rollouts and their dense thoughts by the number of their task."""
    rollouts = {r.rollout_id: r for r in read_records(Layout(out).rollouts("chartqa"), Rollout)}
    found = {}
    for record in read_records(Layout(out).dense("chartqa"), Dense):
        rollout = rollouts[record.rollout_id]
        assert rollout.answer is not None
        found[ANSWERS.index(rollout.answer)] = (rollout, record)
    return found


def bc_rows(out: Path) -> list[dict[str, Any]]:
    """The rows of `bc`."""
    rows: list[dict[str, Any]] = pq.read_table(out / "shards" / "bc" / "data").to_pylist()
    return rows


def test_every_accepted_rollout_is_densified_kept_by_reason_or_owed(dense: Path) -> None:
    counts = read_counts(Layout(dense).dense("chartqa"))
    assert (counts.rows_in, counts.rows_out) == (5, 3)
    assert counts.kept == {"leak": 1, "purpose_eval": 1}
    assert counts.owed == counts.rejected == {}
    assert counts.rows_in == read_counts(Layout(dense).verdicts("chartqa")).rows_out
    thoughts = read_counts(Layout(dense).thought_counts("chartqa"))
    assert (thoughts.rows_in, thoughts.rows_out) == (8, 5)
    assert thoughts.kept == {"tag": 1, "leak": 1, "other_answer": 1}


def test_each_thought_tells_what_became_of_it(dense: Path) -> None:
    outcomes = {n: [t.outcome.value for t in d.thoughts] for n, (_, d) in by_task(dense).items()}
    assert outcomes == {
        0: ["dense", "dense"],
        1: ["tag", "dense"],
        2: ["leak", "other_answer"],
        3: ["dense", "dense"],
    }
    rollout, record = by_task(dense)[1]
    assert record.teacher.name == "thinker"
    assert [t.usage.prompt_tokens for t in record.thoughts] == [100, 100]
    assert [t.thought for t in record.thoughts] == [None, SO.format("twenty")]
    assert "<tool_call>" in record.thoughts[0].evidence
    assert [s.thought for s in with_dense(rollout, record).steps] == ["I zoom in.", SO.format("twenty")]


def test_no_request_held_the_answer_or_was_about_an_eval_task(dense: Path) -> None:
    asked = json.loads((dense.parent / "asked.json").read_text(encoding="utf-8"))
    assert sorted(TASK.findall("\n".join(asked))) == [str(n) for n in range(4) for _ in range(2)]
    assert not [text for text in asked for answer in ANSWERS if answer in text]


def test_bc_says_the_dense_thoughts_where_they_passed_and_the_originals_elsewhere(dense: Path) -> None:
    said = {row["answer"]: [m["content"] for m in row["messages_text"][2::2]] for row in bc_rows(dense)}
    assert {answer: [turn.split("\n")[1] for turn in turns] for answer, turns in said.items()} == {
        "ten": [LOOK, SO.format("ten")],
        "twenty": ["I zoom in.", SO.format("twenty")],
        "thirty": ["I zoom in.", "It says so."],
        "forty": [LOOK, SO.format("forty")],
    }
    assert all(turns[0].endswith("</tool_call>") for turns in said.values())
    assert all(turns[1].endswith(f"<answer>{answer}</answer>") for answer, turns in said.items())
    assert all(problems_of("bc_row", row) == [] for row in bc_rows(dense))


def test_a_row_s_trajectory_holds_both_and_no_clock(dense: Path) -> None:
    for row in bc_rows(dense):
        _, rollout = parse_trajectory(row["trajectory"], [RowImage(**i) for i in row["images"]])
        assert [step.thought for step in rollout.steps] == ["I zoom in.", "It says so."]
        assert '"seconds"' not in row["trajectory"]
        written = parse_dense(row["trajectory"])
        assert (written is None) is (row["answer"] == "thirty")
        if written is not None:
            checked("dense", written)
            spoken = [m["content"].split("\n")[1] for m in row["messages_text"][2::2]]
            assert [step.thought for step in with_dense(rollout, written).steps] == spoken


def test_manifest_card_and_report_name_the_densifier_and_count_its_work(dense: Path) -> None:
    manifest = json.loads((dense / "shards" / "bc" / "manifest.json").read_text(encoding="utf-8"))
    (named,) = [name for name in manifest["lineage"]["teachers"] if name.startswith("densifier:")]
    assert re.fullmatch(r"densifier:thinker:[0-9a-f]{64}", named)
    assert "| rows with dense thoughts | 3 |" in (dense / "shards/bc/README.md").read_text(encoding="utf-8")
    page = (dense / "report" / "index.html").read_text(encoding="utf-8")
    assert "purpose_eval 1" in page
    assert "other_answer 1" in page
    costs = json.loads((dense / "report" / "metrics.json").read_text(encoding="utf-8"))["costs"]
    assert costs["densify/chart/thinker"]["tokens"] > 0
    assert "<td>densify</td><td>chart</td><td>thinker</td>" in page
    assert "densify,chartqa,kept,2" in (dense / "report" / "funnel.csv").read_text(encoding="utf-8")


def test_show_prints_the_dense_thought_below_the_original(
    dense: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rollout, _ = by_task(dense)[1]
    assert show.main([rollout.rollout_id, "--out", str(dense)]) == 0
    said = capsys.readouterr().out
    assert "[1] I zoom in.\n    dense not written out (tag): holds '<tool_call>'" in said
    assert f"[2] It says so.\n    dense {SO.format('twenty')}" in said


@pytest.fixture
def judged(dense: Path, tmp_path: Path) -> list[str]:
    """The run as it stood after its verdicts, copied; returns the arguments of the stage."""
    shutil.copytree(dense.parent, tmp_path, dirs_exist_ok=True)
    layout = Layout(tmp_path / "data")
    shutil.rmtree(layout.dense("chartqa"))
    Path(layout.ledger("chartqa")).unlink()
    return ["--dataset", "chartqa", "--params", str(tmp_path / "params.yaml"), "--out", str(layout.root)]


def test_a_densifier_that_refuses_leaves_rollouts_owed_and_the_next_run_asks_only_for_those(
    judged: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    refusing = True

    def says(body: dict[str, Any]) -> Line | dict[str, Any]:
        owed = body["model"] == "thinker" and number_of(body) == 3 and refusing
        return 401 if owed and "This turn answers" in text_of(body) else thinks(body)

    folder = Layout(tmp_path / "data").dense("chartqa")
    with thinker(says) as served:
        params_of(tmp_path, served)
        assert speaking(lambda: densify.main(judged)) == 2
        said = capsys.readouterr().err
        assert "densify chartqa: 1 of 4 rollouts are owed" in said
        assert "401" in said
        assert read_counts(folder).owed == {"teacher_error": 1}

        refusing = False
        before = len(served.asked("thinker"))
        assert speaking(lambda: densify.main(judged)) == 0
        again = served.asked("thinker")[before:]
    assert [TASK.findall(text) for text in again] == [["3"]]
    assert read_counts(folder).owed == {}
    assert read_counts(folder).rows_out == 3


def test_another_budget_judges_the_same_replies_and_asks_for_none(judged: list[str], tmp_path: Path) -> None:
    folder = Layout(tmp_path / "data").thought_counts("chartqa")
    with thinker(thinks) as served:
        params_of(tmp_path, served)
        densify.main(judged)
        assert read_counts(folder).kept == {"tag": 1, "leak": 1, "other_answer": 1}
        asked = len(served.bodies)
        params_of(tmp_path, served, max_characters=len(LOOK) - 1)
        densify.main(judged)
        assert len(served.bodies) == asked
    assert read_counts(folder).kept == {"tag": 1, "leak": 1, "other_answer": 1, "too_long": 2}


def test_without_a_densifier_nothing_is_written_and_every_rollout_is_kept(
    judged: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    layout = Layout(tmp_path / "data")
    with thinker(thinks) as served:
        params_of(tmp_path, served)
        densify.main(judged)
        assert count_records(layout.dense("chartqa")) == 4
        write_params(
            tmp_path / "params.yaml", {"chartqa": {"adapter": "chartqa", "path": str(tmp_path / "raw")}}
        )
        asked = len(served.bodies)
        densify.main(judged)
        assert len(served.bodies) == asked
    assert "kept     5 (no_teacher 5)" in capsys.readouterr().out
    assert count_records(layout.dense("chartqa")) == 0
    assert not layout.thought_counts("chartqa").exists()


def test_a_stage_with_nothing_to_write_out_does_not_wait_for_beam(tmp_path: Path) -> None:
    write_params(tmp_path / "params.yaml", {"chartqa": {"adapter": "chartqa", "path": "raw"}})
    common = [
        "--dataset",
        "chartqa",
        "--params",
        str(tmp_path / "params.yaml"),
        "--out",
        str(tmp_path / "data"),
    ]
    code = (
        "import sys; from pipelines import densify; from pipelines.runner import speaking\n"
        f"assert speaking(lambda: densify.main({common!r})) == 0\n"
        "print(sorted({'apache_beam', 'openai', 'aiohttp'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_what_was_kept_as_it_was_counts_in_the_balance() -> None:
    kept = Counts("densify", "chartqa", "rollouts", 5, 2, owed={"teacher_error": 1}, kept={"tag": 2})
    kept.check()
    assert "= out      2 + kept     2 (tag 2) + rejected" in kept.line()
    with pytest.raises(UnbalancedError, match="1 rows are unaccounted for"):
        replace(kept, kept={"tag": 1}).check()


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"teacher": {"kind": "programmatic"}}, "densify.teacher: a program has no thoughts"),
        ({"teacher": {"kind": "openai", "model": "m"}}, "densify.teacher: kind openai needs base_url"),
        ({"max_characters": 0}, "densify.max_characters: must be at least 1"),
        ({"thinker": "m"}, "densify.thinker: no such setting"),
    ],
)
def test_settings_that_do_not_fit_are_refused_by_name(
    entry: dict[str, object], said: str, tmp_path: Path
) -> None:
    path = write_params(tmp_path / "params.yaml", {}, densify=entry)
    with pytest.raises(ParamsError, match=said):
        load_params(path)


@pytest.mark.slow
def test_faults_of_the_endpoint_lose_no_thought_and_buy_none_twice(tmp_path: Path) -> None:
    tasks = 40
    faults = ("--p500", "0.05", "--p429", "0.05", "--preset", "0.03", "--pmalformed", "0.03")
    with mock_teacher("--latency-ms", "2", "--retry-after", "0", *faults, *MOCK_TOOL) as mock:
        write_mock_charts(tmp_path / "raw", tasks)
        params = write_params(
            tmp_path / "params.yaml",
            {"chartqa": {"adapter": "chartqa", "path": str(tmp_path / "raw")}},
            teacher=mock_policy(mock.base_url),
            synthesize={"attempts": 1},
            densify={"teacher": {**mock_policy(mock.base_url), "model": "mock-t0"}},
        )
        common = ["--params", str(params), "--out", str(tmp_path / "data")]
        one = ["--dataset", "chartqa", *common]
        ingest.main(one)
        screen.main(common)
        synthesize.main(one)
        verify.main(one)
        densify.main(one)
        mock.mark()
        densify.main(one)
        assert mock.stats()["calls_after_mark"] == 0
    layout = Layout(tmp_path / "data")
    accepted = read_counts(layout.verdicts("chartqa")).rows_out
    thoughts = read_counts(layout.thought_counts("chartqa"))
    # The mock answers in every turn, which is no thought before a call; some of its others repeat a word.
    assert thoughts.kept.pop("malformed") == accepted  # type: ignore[attr-defined]
    assert set(thoughts.kept) <= {"repetition"}
    assert thoughts.rows_out + sum(thoughts.kept.values()) == accepted
    assert read_counts(layout.dense("chartqa")).rows_out == thoughts.rows_out > accepted / 2
