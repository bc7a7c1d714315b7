"""Batches as they stand on disk: durable before anything is sent, so that no crash has work done twice."""

from __future__ import annotations

import fcntl
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from teachers.teacher import TeacherError


@dataclass(frozen=True)
class Job:
    """One batch: sealed here, then known to the vendor by its id, then ended."""

    name: str
    """Its own name, which travels in the batch's metadata: by it a batch is found whose id was lost."""
    keys: tuple[str, ...]
    """The requests in it."""
    refused: tuple[str, ...]
    """Decoding fields they were sent without."""
    sealed_at: float
    """Unix time, in seconds."""
    batch_id: str = ""
    """The vendor's id; empty until it has told one."""
    ended: str = ""
    """The vendor's word for how it ended; empty until its outcomes are here."""
    reason: str = ""
    """What the vendor says of a batch that failed as a whole."""


class JobFolder:
    """A folder of jobs, held by one process at a time.

    Raises TeacherError where another process holds it.
    """

    def __init__(self, path: Path) -> None:
        """Open or make the folder, and clear away what a crash left half written."""
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        self._lock = (path / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as held:
            self._lock.close()
            raise TeacherError(
                f"{path}: another process works on these batches; wait for it, or give each its own folder"
            ) from held
        for part in path.glob(".part-*"):
            part.unlink()

    def jobs(self) -> list[Job]:
        """Return every job; raises TeacherError naming a file that is none."""
        return [_read(file) for file in sorted(self.path.glob("*.json"))]

    def save(self, job: Job) -> None:
        """Write a job's state, whole and durable before this returns."""
        part = self.part(f"{job.name}.json")
        part.write_text(json.dumps(asdict(job)), encoding="utf-8")
        self.keep(part, self.path / f"{job.name}.json")

    def drop(self, job: Job) -> None:
        """Forget a job that the vendor never took."""
        (self.path / f"{job.name}.json").unlink(missing_ok=True)

    def part(self, name: str) -> Path:
        """Return where a file is written before it is whole."""
        return self.path / f".part-{name}"

    def keep(self, part: Path, file: Path) -> None:
        """Give a whole file its name; both are durable before this returns."""
        _sync(part)
        os.replace(part, file)
        _sync(self.path)

    def outcome_files(self, job: Job) -> tuple[Path, Path]:
        """Return where the vendor's output and error files lie once the job has ended; one may be absent."""
        return self.path / f"{job.name}.output.jsonl", self.path / f"{job.name}.errors.jsonl"

    def close(self) -> None:
        """Let another process have the folder."""
        self._lock.close()


def _sync(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _read(file: Path) -> Job:
    try:
        plain = json.loads(file.read_text(encoding="utf-8"))
        return Job(**{**plain, "keys": tuple(plain["keys"]), "refused": tuple(plain["refused"])})
    except (OSError, ValueError, TypeError, KeyError) as fault:
        raise TeacherError(f"{file}: not the state of a batch ({fault}); move it aside to go on") from fault
