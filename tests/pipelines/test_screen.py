"""Screen: leaks planted in a small dataset never reach a shard, and every task is accounted for."""

from __future__ import annotations

import io
import json
import struct
import zlib
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from PIL import Image

from pipelines import check_gold, ingest, run, screen
from pipelines.benchmarks import read_index
from pipelines.counts import read_counts
from pipelines.gathering import gather
from pipelines.layout import Layout
from pipelines.left_out import read_left_out
from pipelines.params import ParamsError
from pipelines.records import RecordWriter, read_records
from pipelines.summaries import UnscreenedTaskError
from schemas import Picture, Purpose, Reason, Rollout, Screening, Task, Verdict, to_plain
from sources.pictures import checked_picture
from tests.builders import task
from tests.pipelines.small import docvqa_row, draw_lines, write_annotations, write_params

PAGES = {
    "ship": ["Ship name: Aurora", "Port of call: Bergen", "Cargo: timber"],
    "leaked": ["Patient: B. Olsen", "Ward: 12", "Blood group: AB"],
    "menu": ["Soup of the day: leek"],
    "letter": ["Sender: Harbour office", "Reference: KL-3308"],
}
"""Pages by name; `leaked` is a benchmark's."""


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run over pages with a leak, a tool's leak, a repetition and doubtful gold."""
    folder = tmp_path_factory.mktemp("screen")
    raw = folder / "raw"
    for name, lines in PAGES.items():
        draw_lines(raw / "documents" / f"{name}_1.png", lines)
    with Image.open(raw / "documents" / "leaked_1.png") as page:
        page.resize((480, 225)).convert("RGB").save(raw / "documents" / "shrunk_1.jpg", quality=70)
        page.save(raw / "documents" / "same_1.png", compress_level=0)
    with Image.open(raw / "documents" / "ship_1.png") as page:
        page.convert("RGB").save(raw / "documents" / "ship_2.jpg", quality=80)
    train = [
        docvqa_row(0, "documents/ship_1.png", "What is the ship name?", "Aurora"),
        docvqa_row(1, "documents/ship_2.jpg", "What is the ship name?", "Aurora"),
        docvqa_row(2, "documents/ship_1.png", "What is the cargo?", "timber"),
        docvqa_row(3, "documents/shrunk_1.jpg", "What is the ward?", "12"),
        docvqa_row(4, "documents/same_1.png", "What is the blood group?", "AB"),
        docvqa_row(5, "documents/letter_1.png", "What is the reference?", "KL-3308"),
    ]
    write_annotations(raw, "train", train)
    write_annotations(
        raw, "val", [docvqa_row(9, "documents/leaked_1.png", "What is the patient?", "B. Olsen")]
    )
    entry = {"adapter": "docvqa", "path": str(raw)}
    params = write_params(folder / "params.yaml", {"docvqa": entry})
    run.main(["--params", str(params), "--out", str(folder / "data")])
    return folder


def findings(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Reason and kind of every finding, by the task's question and picture."""
    layout = Layout(folder / "data")
    rows = {t.task_id: t.source.row for t in read_records(layout.tasks("docvqa"), Task)}
    return {
        rows[s.task_id]: [(f.reason.value, f.kind) for f in s.findings]
        for s in read_records(layout.screenings("docvqa"), Screening)
    }


def test_every_task_has_one_screening_and_each_leak_its_reason_and_kind(finished: Path) -> None:
    found = findings(finished)
    repeated = {row: found.pop(row) for row in ("train_v1.0.json#0", "train_v1.0.json#1")}
    assert sorted(repeated.values()) == [[], [("duplicate", "picture_and_text")]]
    assert found == {
        "train_v1.0.json#2": [],
        "train_v1.0.json#3": [("contaminated", "near_picture")],
        "train_v1.0.json#4": [("contaminated", "exact_picture")],
        "train_v1.0.json#5": [],
        "val_v1.0.json#0": [],
    }


def test_a_screening_names_the_benchmark_task_and_the_distance(finished: Path) -> None:
    layout = Layout(finished / "data")
    (benchmark,) = (t.task_id for t in read_records(layout.tasks("docvqa"), Task) if t.split == "val")
    hits = [f for s in read_records(layout.screenings("docvqa"), Screening) for f in s.findings]
    leaks = {f.kind: f for f in hits if f.reason is Reason.CONTAMINATED}
    assert {f.matched_id for f in leaks.values()} == {benchmark}
    assert leaks["exact_picture"].distance == 0 < leaks["near_picture"].distance < 0.15


def test_the_stage_accounts_for_every_task_and_the_report_counts_them(finished: Path) -> None:
    counts = read_counts(Layout(finished / "data").screenings("docvqa"))
    assert (counts.rows_in, counts.rows_out) == (7, 4)
    assert counts.rejected == {"contaminated": 2, "duplicate": 1}
    assert "contaminated 2" in (finished / "data" / "report" / "index.html").read_text()


def test_nothing_contaminated_or_repeated_enters_bc_or_rl(finished: Path) -> None:
    layout = Layout(finished / "data")
    out = {s.task_id for s in read_records(layout.screenings("docvqa"), Screening) if s.findings}
    assert out
    for config, column in (("bc", "task_id"), ("rl", "id"), ("rl_tail_patch", "id")):
        for path in (layout.shards / config / "data").glob("*.parquet"):
            assert not out & set(pq.read_table(path)[column].to_pylist())
    left = read_counts(layout.shard_counts("rl")).rejected
    assert (left["contaminated"], left["duplicate"]) == (2, 1)


def test_nothing_is_spent_on_a_task_that_can_enter_no_config(finished: Path) -> None:
    layout = Layout(finished / "data")
    out = {s.task_id for s in read_records(layout.screenings("docvqa"), Screening) if s.findings}
    assert out
    assert not out & {r.task_id for r in read_records(layout.rollouts("docvqa"), Rollout)}
    assert read_counts(layout.rollouts("docvqa")).rejected == {"contaminated": 2, "duplicate": 1}


def test_the_index_holds_the_eval_tasks_and_neither_text_nor_picture(finished: Path) -> None:
    (path,) = Layout(finished / "data").index.glob("part-*.parquet")
    (signature,) = read_index([path])
    assert signature.task_id.startswith("docvqa-")
    assert path.stat().st_size < 12_000
    assert b"Olsen" not in path.read_bytes()


def test_an_index_made_elsewhere_is_used_as_it_is(finished: Path, tmp_path: Path) -> None:
    entry = {"adapter": "docvqa", "path": str(finished / "raw"), "splits": ["train"]}
    args = ["--out", str(tmp_path / "data")]
    for index, leaks in (([], 0), ([str(Layout(finished / "data").index)], 2)):
        params = write_params(tmp_path / "params.yaml", {"docvqa": entry}, screen={"index": index})
        ingest.main(["--dataset", "docvqa", "--params", str(params), *args])
        screen.main(["--params", str(params), *args])
        counts = read_counts(Layout(tmp_path / "data").screenings("docvqa"))
        assert counts.rejected.get("contaminated", 0) == leaks


def test_an_index_that_is_none_is_refused_with_what_to_do(finished: Path, tmp_path: Path) -> None:
    verdicts = Layout(finished / "data").verdicts("docvqa")
    for path, said in ((tmp_path / "absent", "is not there"), (verdicts, "does not hold signatures")):
        with pytest.raises(ParamsError, match=said):
            list(read_index([path]))
    broken = tmp_path / "index.parquet"
    broken.write_text("no Parquet")
    with pytest.raises(ParamsError, match="is no Parquet file"):
        list(read_index([broken]))


def test_a_task_that_was_not_screened_stops_the_shards(finished: Path, tmp_path: Path) -> None:
    (tmp_path / "tasks").symlink_to(finished / "data" / "tasks")
    with pytest.raises(UnscreenedTaskError, match="run `vistaforge screen`"):
        gather(Layout(tmp_path), ("docvqa",))


def test_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    names = [f"set{number}" for number in range(6)]
    params = write_params(
        tmp_path / "params.yaml", {name: {"adapter": "chartqa", "path": str(tmp_path)} for name in names}
    )
    layout = Layout(tmp_path / "data")
    for name in names:
        writer = RecordWriter("task", layout.tasks(name))
        for question in ("How many bars?", "How many lines?"):
            writer.add(to_plain(task(question, dataset=name, split="test", purpose=Purpose.EVAL)))
        writer.close()
    written = []
    for _ in range(2):
        screen.main(["--params", str(params), "--out", str(tmp_path / "data")])
        places = sorted(layout.index.rglob("*.parquet"))
        written.append({path.name: path.read_bytes() for path in places})
    assert written[0] == written[1]


def test_several_processes_find_the_same(finished: Path, tmp_path: Path) -> None:
    (tmp_path / "tasks").symlink_to(finished / "data" / "tasks")
    many = ["--direct_running_mode=multi_processing", "--direct_num_workers=2"]
    screen.main(["--params", str(finished / "params.yaml"), "--out", str(tmp_path), *many])
    one, other = (
        sorted(read_records(Layout(root).screenings("docvqa"), Screening), key=lambda s: s.task_id)
        for root in (finished / "data", tmp_path)
    )
    assert one == other


def test_pictures_that_tools_made_are_judged_with_the_index(finished: Path) -> None:
    layout = Layout(finished / "data")
    checks = {v.checks_version for v in read_records(layout.verdicts("docvqa"), Verdict)}
    manifest = json.loads((layout.shards / "bc" / "manifest.json").read_text())
    assert {manifest["lineage"]["checks"]} == checks
    assert list(read_records(layout.rollouts("docvqa"), Rollout))


def whole_png_of_nothing() -> Picture:
    """A PNG whose chunks are all in order and whose pixels stop half way."""
    buffer = io.BytesIO()
    Image.effect_noise((64, 64), 80).save(buffer, "PNG")
    data = buffer.getvalue()
    start = data.index(b"IDAT")
    (length,) = struct.unpack_from(">I", data, start - 4)
    half = b"IDAT" + data[start + 4 : start + 4 + length // 2]
    cut = struct.pack(">I", len(half) - 4) + half + struct.pack(">I", zlib.crc32(half))
    return checked_picture(data[: start - 4] + cut + data[start + 8 + length :], "half.png")


def test_a_whole_file_that_is_no_picture_is_left_out_by_screen(tmp_path: Path) -> None:
    entry = {"adapter": "chartqa", "path": str(tmp_path)}
    params = write_params(tmp_path / "params.yaml", {"chartqa": entry})
    layout = Layout(tmp_path / "data")
    broken = task("How many bars?", pictures=[whole_png_of_nothing()])
    writer = RecordWriter("task", layout.tasks("chartqa"))
    for made in (broken, task("How many lines?")):
        writer.add(to_plain(made))
    writer.close()
    screen.main(["--params", str(params), "--out", str(tmp_path / "data")])
    assert read_counts(layout.screenings("chartqa")).rejected == {"broken_picture": 1}
    assert read_left_out(layout.screenings("chartqa")) == {broken.task_id: "broken_picture"}
    (found,) = (f for s in read_records(layout.screenings("chartqa"), Screening) for f in s.findings)
    assert "does not decode" in found.evidence


def test_doubtful_gold_is_named_by_check_gold_and_counted_by_screen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = {"adapter": "chartqa", "path": str(tmp_path)}
    params = write_params(tmp_path / "params.yaml", {"chartqa": entry})
    args, layout = ["--params", str(params), "--out", str(tmp_path / "data")], Layout(tmp_path / "data")
    assert check_gold.main(args) == 2
    assert "run ingest first" in capsys.readouterr().err
    sound, doubtful = task("How many bars?"), task("How many lines?", ["7", "8"])
    for tasks, status in (([sound], 0), ([doubtful], 1)):
        writer = RecordWriter("task", layout.tasks("chartqa"))
        for made in tasks:
            writer.add(to_plain(made))
        writer.close()
        assert check_gold.main(args) == status
    said = capsys.readouterr().out
    assert f"{doubtful.task_id}  train#0  exact: references '7' and '8' contradict each other" in said
    assert "chartqa: 1 of 2 tasks have doubtful gold" in said
    screen.main(args)
    assert read_counts(layout.screenings("chartqa")).rejected == {"gold_suspect": 1}
