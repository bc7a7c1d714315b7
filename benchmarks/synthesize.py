"""The real synthesize stage against the mock endpoint, beside two hand-written loops in one run.

    python -m benchmarks.synthesize --tasks 2000 --in-flight 128 --latency-ms 200

Two turns a task with a 40 kB picture: one tool call (`zoom`), then the answer. `window` runs from the first
request to the last reply; `ideal` is the time the endpoint alone needs for the calls made. CPU is given for
the process that asks and for the processes that run its tools; the loops' tool only waits. The loops are
those of the bench folder (VISTAFORGE_BENCH).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
import yaml

from pipelines.layout import Layout
from pipelines.records import RecordWriter
from schemas import AnswerFormat, Family, Metric, Picture, Purpose, SourceRef, Task, checked
from tests.mock import BENCH, Mock, mock_teacher

FLAGS = ("--tool-name", "zoom", "--box-argument", "bbox_2d")
FAULTS = ["--p500", "0.02", "--p429", "0.02", "--preset", "0.005", "--pmalformed", "0.01"]
CALLS_PER_TASK = 2


@dataclass(frozen=True)
class Ran:
    """What one contender took."""

    name: str
    wall_s: float
    window_s: float
    calls: int
    cpu_s: float
    tools_cpu_s: float
    peak_mb: float

    def line(self, in_flight: int, latency_s: float) -> str:
        """Say how it went, as ratios where they mean something."""
        ideal = self.calls * latency_s / in_flight
        return (
            f"{self.name:<24} {self.calls:>7} calls  of ideal: window {ideal / self.window_s:.2f}, wall "
            f"{ideal / self.wall_s:.2f}  CPU {1000 * self.cpu_s / self.calls:.2f} ms a call, "
            f"tools {1000 * self.tools_cpu_s / self.calls:.2f}  peak {self.peak_mb:.0f} MB"
        )


def main() -> None:
    """Run every contender against a fresh mock and print its line."""
    parser = argparse.ArgumentParser(description="the synthesize stage beside two hand-written loops")
    parser.add_argument("--tasks", type=int, default=2000)
    parser.add_argument("--in-flight", type=int, default=128)
    parser.add_argument("--latency-ms", type=float, default=200)
    parser.add_argument(
        "--faults", action="store_true", help="2 %% 500, 2 %% 429, 0.5 %% reset, 1 %% malformed"
    )
    parser.add_argument("--only-ours", action="store_true", help="leave the hand-written loops out")
    args = parser.parse_args()
    flags = ["--latency-ms", str(args.latency_ms), *(FAULTS if args.faults else [])]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        prompts = write_tasks(root, args.tasks)
        contenders = ["ours"] + ([] if args.only_ours else ["base_aiohttp", "base_openai"])
        for name in contenders:
            with mock_teacher(*flags, *(FLAGS if name == "ours" else ())) as mock:
                command = ours(root, mock, args) if name == "ours" else peer(root, name, prompts, mock, args)
                print(measured(name, command, mock).line(args.in_flight, args.latency_ms / 1000), flush=True)


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


def ours(root: Path, mock: Mock, args: argparse.Namespace) -> list[str]:
    """Return the command of the stage, one attempt a task."""
    teacher = {
        "kind": "openai",
        "base_url": mock.base_url,
        "model": "mock-t1",
        "in_flight": args.in_flight,
        "decoding": {"seed": random.Random(0).randrange(2**31)},
    }
    params = {
        "datasets": {"chartqa": {"adapter": "chartqa", "path": str(root)}},
        "teacher": teacher,
        "synthesize": {"attempts": 1},
        "tools": {"workers": 4},
    }
    (root / "params.yaml").write_text(yaml.safe_dump(params), encoding="utf-8")
    stage = [sys.executable, "-m", "pipelines.synthesize", "--dataset", "chartqa"]
    return [*stage, "--params", str(root / "params.yaml"), "--out", str(root)]


def peer(root: Path, name: str, prompts: Path, mock: Mock, args: argparse.Namespace) -> list[str]:
    """Return the command of a hand-written loop."""
    out = root / name
    out.mkdir()
    command = [sys.executable, str(BENCH / "peers" / f"{name}.py"), "--prompts", str(prompts)]
    command += ["--out", str(out / "out.jsonl"), "--base-url", mock.base_url, "--model", "mock-t1"]
    return [*command, "--concurrency", str(args.in_flight), "--workdir", str(out), "--tool-ms", "5"]


def measured(name: str, command: list[str], mock: Mock) -> Ran:
    """Run a command, watching its process tree; raises CalledProcessError where it fails."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(BENCH), os.getcwd()])}
    began = time.monotonic()
    child = psutil.Popen(command, env=env, stdout=subprocess.DEVNULL)
    watch = Watch(child)
    watch.start()
    status = child.wait()
    wall = time.monotonic() - began
    watch.join()
    if status:
        raise subprocess.CalledProcessError(status, command)
    stats = mock.stats()
    return Ran(name, wall, stats["window_s"], stats["total"], watch.cpu_s, watch.tools_cpu_s, watch.peak_mb)


class Watch(threading.Thread):
    """Samples the CPU and memory of a process and its children until it ends."""

    def __init__(self, process: psutil.Popen) -> None:
        super().__init__(daemon=True)
        self._process = process
        self._cpu: dict[int, float] = {}
        self.peak_mb = 0.0

    @property
    def cpu_s(self) -> float:
        """CPU seconds of the process itself, as last sampled."""
        return self._cpu.get(self._process.pid, 0.0)

    @property
    def tools_cpu_s(self) -> float:
        """CPU seconds of every child seen, as last sampled."""
        return sum(self._cpu.values()) - self.cpu_s

    def run(self) -> None:
        """Sample ten times a second."""
        while self._process.is_running() and self._process.status() != psutil.STATUS_ZOMBIE:
            rss = 0
            try:
                tree = [self._process, *self._process.children(recursive=True)]
            except psutil.NoSuchProcess:
                return
            for process in tree:
                try:
                    times = process.cpu_times()
                    self._cpu[process.pid] = times.user + times.system
                    rss += process.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            self.peak_mb = max(self.peak_mb, rss / 1e6)
            time.sleep(0.1)


if __name__ == "__main__":
    main()
