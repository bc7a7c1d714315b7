"""Whatever DVC does, what was paid for stays: experiments, forced checkouts, Ctrl-C, failing stages."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Semaphore, Thread

import pytest
import yaml

from pipelines.layout import Layout
from synthesis.ledger import Ledger
from synthesis.ledger.sealed import read_manifest
from tests.mock import Mock, mock_teacher
from tests.pipelines.small import MOCK_TOOL, mock_policy, write_mock_charts

ROOT = Path(__file__).resolve().parent.parent.parent
TASKS = 30
STAGE = "seal@chartqa"


class Endpoint(ThreadingHTTPServer):
    """Passes so many calls on to another endpoint, and refuses the key from then on."""

    def __init__(self, behind: Mock, calls: int) -> None:
        super().__init__(("127.0.0.1", 0), PassedOn)
        self.behind = behind
        self.left = Semaphore(calls)

    @property
    def base_url(self) -> str:
        """The address to give a client."""
        return f"http://127.0.0.1:{self.server_port}/v1"


class PassedOn(BaseHTTPRequestHandler):
    """One call to such an endpoint."""

    server: Endpoint

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        status, answer = 401, b'{"error": {"message": "the key has run out"}}'
        if self.server.left.acquire(blocking=False):
            with urllib.request.urlopen(self.server.behind.origin + self.path, data=body) as reply:
                status, answer = reply.status, reply.read()
        self.send_response(status)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@dataclass(frozen=True)
class Project:
    """A git and DVC repository of its own with one dataset, and the endpoint it asks."""

    folder: Path
    mock: Mock

    def start(self, *command: str) -> subprocess.Popen[str]:
        """Start a DVC command as the leader of a process group, as a shell does."""
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        return subprocess.Popen(
            [sys.executable, "-m", "dvc", *command],
            cwd=self.folder,
            env={**os.environ, "PATH": path, "PYTHONPATH": ""},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def dvc(self, *command: str, status: int = 0) -> str:
        """Run a DVC command and return what it says."""
        process = self.start(*command)
        said, _ = process.communicate(timeout=300)
        assert process.returncode == status, said[-4000:]
        return said

    def configure(self, *, attempts: int, base_url: str = "", tasks: int = TASKS) -> None:
        """Write the parameters."""
        content = yaml.safe_load((ROOT / "params.yaml").read_text(encoding="utf-8"))
        content["datasets"] = {"chartqa": {"adapter": "chartqa", "path": "mine", "limit": tasks}}
        content["teacher"] = mock_policy(base_url or self.mock.base_url)
        content["synthesize"]["attempts"] = attempts
        content["tools"]["workers"] = 1
        (self.folder / "params.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")

    def commit(self) -> None:
        """Commit everything git tracks."""
        git = ["git", "-c", "user.name=test", "-c", "user.email=test@example.org"]
        subprocess.run([*git, "add", "--all"], cwd=self.folder, check=True)
        subprocess.run([*git, "commit", "-qm", "state", "--allow-empty"], cwd=self.folder, check=True)

    def held(self) -> dict[str, int]:
        """How many entries the live ledger holds, by kind."""
        with Ledger.open(Layout(self.folder / "data").ledger("chartqa")) as ledger:
            return ledger.stats().entries

    def asked(self) -> int:
        """How many calls the endpoint had since the mark."""
        calls: int = self.mock.stats()["calls_after_mark"]
        return calls


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """A project with one attempt at each task made and committed; half of the answers are wrong."""
    folder = tmp_path_factory.mktemp("project")
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    for name in filter(None, tracked.stdout.split("\0")):
        if (ROOT / name).is_file() and not name.startswith("tests/"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    write_mock_charts(folder / "mine", 3 * TASKS)
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    with mock_teacher("--latency-ms", "60", "--p-wrong", "0.5", *MOCK_TOOL) as mock:
        made = Project(folder, mock)
        made.configure(attempts=1)
        made.commit()
        made.dvc("repro", STAGE)
        made.commit()
        yield made


def settled(project: Project) -> int:
    """Bring the project up to date with its parameters, mark the endpoint, return the replies then held."""
    project.dvc("repro", STAGE)
    project.commit()
    project.mock.mark()
    return project.held()["reply"]


def wait_for_the_last_of(group: int) -> None:
    """Wait until no process of a group is left; a few seconds suffice for tools that end with their stage."""
    end = time.monotonic() + 30
    with contextlib.suppress(ProcessLookupError):
        while True:
            os.killpg(group, 0)
            assert time.monotonic() < end, "a process outlived its stage"
            time.sleep(0.1)


@pytest.mark.slow
def test_what_a_temporary_experiment_bought_is_not_bought_again(project: Project) -> None:
    project.configure(attempts=1)
    before = settled(project)
    project.dvc("exp", "run", "--temp", "--set-param", "synthesize.attempts=2", STAGE)
    after = project.held()["reply"]
    assert after > before, "the experiment asked nothing"
    assert project.asked() == after - before

    project.configure(attempts=2)
    assert settled(project) == after
    assert project.mock.stats()["total"] == after


@pytest.mark.slow
def test_a_forced_checkout_leaves_the_ledger_and_brings_the_sealed_segments_back(project: Project) -> None:
    before = settled(project)
    sealed = Layout(project.folder / "data").sealed("chartqa")
    assert read_manifest(sealed).entries == project.held()
    shutil.rmtree(sealed)
    shutil.rmtree(project.folder / "data" / "rollouts")
    # The stages behind the seal have never run: that they cannot be checked out is all that fails.
    assert "Checkout failed" in project.dvc("checkout", "--force", status=255)
    assert read_manifest(sealed).entries == project.held()
    assert project.held()["reply"] == before
    project.dvc("repro", "--force", "--single-item", "synthesize@chartqa")
    assert project.asked() == 0


@pytest.mark.slow
def test_ctrl_c_loses_nothing_and_the_next_run_goes_on(project: Project) -> None:
    before = settled(project)
    project.configure(attempts=2, tasks=2 * TASKS)
    running = project.start("repro", STAGE)
    end = time.monotonic() + 120
    while project.asked() < TASKS:
        assert running.poll() is None, running.communicate()[0][-4000:]
        assert time.monotonic() < end
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)
    running.communicate(timeout=60)
    assert running.returncode != 0
    wait_for_the_last_of(running.pid)
    interrupted = project.held()["reply"]
    assert before < interrupted

    asked = project.asked()
    project.dvc("repro", STAGE)
    assert project.asked() - asked == project.held()["reply"] - interrupted
    assert project.mock.stats()["repeated_finished"] == 0


@pytest.mark.slow
def test_a_failing_stage_keeps_what_it_bought(project: Project) -> None:
    before = settled(project)
    with Endpoint(project.mock, calls=TASKS) as endpoint:
        Thread(target=endpoint.serve_forever, daemon=True).start()
        project.configure(attempts=2, tasks=3 * TASKS, base_url=endpoint.base_url)
        said = project.dvc("repro", STAGE, status=255)
        endpoint.shutdown()
    assert "tasks are owed" in said
    assert "the key has run out" in said
    assert project.held()["reply"] == before + TASKS

    asked = project.asked()
    assert asked == TASKS
    project.configure(attempts=2, tasks=3 * TASKS)
    project.dvc("repro", STAGE)
    assert project.asked() - asked == project.held()["reply"] - before - TASKS > 0
    assert project.mock.stats()["repeated_finished"] == 0
