"""The real synthesize stage against the mock endpoint, beside three loops, in one run.

    python -m benchmarks.synthesize                    # every scenario at its own size, about an hour
    python -m benchmarks.synthesize stress --tasks 2000

Two turns a task with a 40 kB picture of its own: a tool call, then the answer. `window` runs from the first
request to the last reply. Ideal is what an engine that costs nothing would take with the very latencies the
mock shows, no fault among them. CPU is given for the process that asks and apart from it for the processes
that run its tool; the tool waits 5 ms, in the loops too. `bare_openai` is the `openai` client's `post` and
nothing else; `base_openai` and `base_aiohttp` are the loops of the bench folder (VISTAFORGE_BENCH).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from benchmarks.ideal import Latency, ideal_s
from benchmarks.watch import Ran, measured
from pipelines.counts import read_counts
from pipelines.layout import Layout
from pipelines.records import RecordWriter
from schemas import AnswerFormat, Family, Metric, Picture, Purpose, SourceRef, Task, checked
from tests.mock import BENCH, Mock, mock_teacher

TOOL = ("--tool-name", "zoom", "--box-argument", "bbox_2d")
FAULTS = {"500": 0.02, "429": 0.02, "reset": 0.005, "malformed": 0.01, "hang": 0.002, "truncated": 0.005}
TURNS = 2
SEED = 0
PEERS = ("bare_openai", "base_aiohttp", "base_openai")


@dataclass(frozen=True)
class Scenario:
    """A load and the goal that the stage has under it."""

    name: str
    in_flight: int
    latency: Latency
    tasks: int
    goal: str
    faults: bool = False
    timeout_s: float = 300.0
    workers: int = 4
    """Processes for tools, each of which takes 200 calls a second here at most."""
    peers: Sequence[str] = PEERS


SCENARIOS = (
    Scenario("small", 128, Latency(200), 2000, "RSS within 10 % of stress", peers=()),
    Scenario("stress", 128, Latency(200), 20_000, "window >= 0.95, <= 1 ms after start-up, RSS <= 300 MB"),
    Scenario("wide", 512, Latency(200), 20_000, "window >= 0.70, RSS <= 400 MB", workers=12),
    Scenario(
        "realistic", 2000, Latency(10_000, 0.05, 5.0), 20_000, "window >= 0.95", peers=("base_aiohttp",)
    ),
    # The hand-written loops know no deadline, so a hanging call would hold them for ten minutes.
    Scenario("faults", 128, Latency(200), 20_000, "window >= 0.65", faults=True, timeout_s=2.0, peers=()),
)


def main() -> None:
    """Run the scenarios and print a line a contender."""
    parser = argparse.ArgumentParser(description="the synthesize stage beside three loops")
    names = [scenario.name for scenario in SCENARIOS]
    parser.add_argument("scenarios", nargs="*", metavar="scenario", help=f"{', '.join(names)}; all of them")
    parser.add_argument("--tasks", type=int, help="instead of each scenario's own number")
    parser.add_argument("--only-ours", action="store_true", help="leave the other loops out")
    args = parser.parse_args()
    if unknown := set(args.scenarios) - set(names):
        parser.error(f"no scenario {', '.join(unknown)}; there are {', '.join(names)}")
    for scenario in SCENARIOS:
        if not args.scenarios or scenario.name in args.scenarios:
            run(
                replace(
                    scenario,
                    tasks=args.tasks or scenario.tasks,
                    peers=() if args.only_ours else scenario.peers,
                )
            )


def run(scenario: Scenario) -> None:
    """Run one scenario's contenders, each against a mock of its own."""
    latency, tasks = scenario.latency, scenario.tasks
    print(
        f"\n{scenario.name}: {tasks} tasks, {scenario.in_flight} in flight; goal: {scenario.goal}", flush=True
    )
    faults = [part for name, rate in FAULTS.items() for part in (f"--p{name}", str(rate))]
    flags = [*latency.flags, *(faults if scenario.faults else ())]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        prompts = write_tasks(root, tasks)
        ids = [json.loads(line)["id"] for line in prompts.read_text(encoding="utf-8").splitlines()]
        for name in ("ours", *scenario.peers):
            with mock_teacher(*flags, *(TOOL if name == "ours" else ())) as mock:
                ours = name == "ours"
                command = stage(root, mock, scenario) if ours else peer(root, name, prompts, mock, scenario)
                ran = measured(name, command, mock)
                draws = [f"{row}#{SEED}" for row in ids] if ours else ids
                print(ran.line(ideal_s(draws, TURNS, scenario.in_flight, latency.seconds), TURNS * tasks))
                print(became(root, mock) if ours else "", end="", flush=True)
                if ours:
                    print(per_rollout(ran, scenario), flush=True)


def became(root: Path, mock: Mock) -> str:
    """Say what became of every task, and of every call that the mock finished."""
    counts, stats = read_counts(Layout(root).rollouts("chartqa")), mock.stats()
    return (
        f"    tasks in {counts.rows_in} = done {counts.rows_out} + rejected {sum(counts.rejected.values())}"
        f" + owed {sum(counts.owed.values())}; finished calls made twice: {stats['duplicates']}"
        f"; faults met: {stats['faults'] or 'none'}\n"
    )


def per_rollout(ran: Ran, scenario: Scenario) -> str:
    """Say what memory each rollout in flight took."""
    held = 1000 * (ran.peak_mb - ran.start_mb) / scenario.in_flight
    return f"    memory beyond the start: {held:.0f} kB a rollout in flight"


def write_tasks(root: Path, tasks: int) -> Path:
    """Write chart tasks with a picture of their own each, and the same as the loops' prompt file."""
    subprocess.run(
        [sys.executable, str(BENCH / "make_prompts.py"), str(root), str(tasks), "40"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    prompts = root / "prompts.jsonl"
    writer = RecordWriter("task", Layout(root).tasks("chartqa"))
    for line in prompts.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        data = Path(row["image"]).read_bytes()
        picture = Picture.of(data, width=row["width"], height=row["height"], media_type="image/jpeg")
        writer.add(checked("task", chart_task(row["id"], row["prompt"], picture)))
    writer.close()
    return prompts


def chart_task(row: str, question: str, picture: Picture) -> Task:
    """One task whose answer no reply equals: an attempt is all that is measured."""
    return Task.of(
        dataset="chartqa",
        family=Family.CHART,
        split="train",
        purpose=Purpose.TRAIN,
        question=question,
        answers=("none",),
        metric=Metric.EXACT,
        answer_format=AnswerFormat.SHORT,
        pictures=(picture,),
        source=SourceRef("benchmark", row, "CC0-1.0"),
    )


def stage(root: Path, mock: Mock, scenario: Scenario) -> list[str]:
    """Return the command of the stage, one attempt a task."""
    teacher = {
        "kind": "openai",
        "base_url": mock.base_url,
        "model": "mock-t1",
        "in_flight": scenario.in_flight,
        "timeout_s": scenario.timeout_s,
        "decoding": {"seed": SEED},
    }
    params = {
        "datasets": {"chartqa": {"adapter": "chartqa", "path": str(root)}},
        "teacher": teacher,
        "synthesize": {"attempts": 1},
        "tools": {"workers": scenario.workers},
    }
    (root / "params.yaml").write_text(yaml.safe_dump(params), encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks.waiting_tool", "--dataset", "chartqa"]
    return [*command, "--params", str(root / "params.yaml"), "--out", str(root)]


def peer(root: Path, name: str, prompts: Path, mock: Mock, scenario: Scenario) -> list[str]:
    """Return the command of a loop."""
    out = root / name
    out.mkdir()
    own = Path(__file__).with_name(f"{name}.py")
    script = own if own.is_file() else BENCH / "peers" / f"{name}.py"
    command = [sys.executable, str(script), "--prompts", str(prompts), "--out", str(out / "out.jsonl")]
    command += ["--base-url", mock.base_url, "--model", "mock-t1", "--workdir", str(out), "--tool-ms", "5"]
    return [*command, "--concurrency", str(scenario.in_flight)]


if __name__ == "__main__":
    main()
