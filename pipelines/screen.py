"""Screen: every task of every dataset is clean, or repeats a benchmark or another task, or has doubtful gold.

    python -m pipelines.screen

Pictures are decoded where they are read; only signatures, some hundred bytes each, go further. The
benchmarks' signatures stay behind in data/index, which another machine can use without their pictures.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import apache_beam as beam

from pipelines.benchmarks import read_index
from pipelines.counts import Counts
from pipelines.layout import LETTERS, Layout
from pipelines.left_out import write_left_out
from pipelines.ordering import put_in_order, put_letters_in_order
from pipelines.records import count_records, fresh, read_records
from pipelines.runner import parse, pipeline, speaking, stage_parser
from pipelines.transforms import DEAD, ReadGroups, WriteDeadLetters, WriteRecords
from schemas import DeadLetter, PictureSignature, Purpose, Reason, ScreenFinding, Screening, Signature, Task
from schemas.versions import SCREENING_VERSION
from verification.contamination import Index, Match, contaminating, index_of
from verification.duplicates import Candidate, answers_of, duplicate_keys, duplicates_among
from verification.gold import suspect
from verification.signature import Radii, signature_of, text_signature
from verification.similarity.pictures import UndecodableError


@dataclass(frozen=True)
class Signed:
    """A task without its pictures and its text: what crosses the network."""

    signature: Signature
    purpose: Purpose
    answers: tuple[str, ...]
    doubt: str
    """What is wrong with its references; empty when sound."""
    broken: str
    """What is wrong with its pictures; empty when they decode."""


@dataclass(frozen=True)
class Screened:
    """A task that was compared with the benchmarks."""

    signed: Signed
    screening: Screening


def main(argv: Sequence[str] | None = None) -> None:
    """Run the stage over all datasets of the parameters."""
    args, params, beam_args = parse(stage_parser("tasks to screenings"), argv)
    layout, datasets = Layout(args.out), tuple(params.datasets)
    outs = {dataset: fresh(layout.screenings(dataset)) for dataset in datasets}
    index, prebuilt = fresh(layout.index), tuple(Path(path) for path in params.screen.index)
    with pipeline(args.runner, beam_args) as p:
        tasks = [p | f"Read {d}" >> ReadGroups(layout.tasks(d), Task) for d in datasets]
        signed = tasks | beam.Flatten() | "Sign" >> beam.ParDo(Sign(params.screen.rendered))
        benchmarks = signed | "Benchmarks" >> beam.FlatMap(benchmark_signature)
        screened = signed | "Screen" >> Screen(benchmarks, prebuilt)
        written = benchmarks | "WriteIndex" >> WriteRecords("signature", index, "screen", "index")
        written[DEAD] | "IndexDead" >> WriteDeadLetters(index)
        for dataset, out in outs.items():
            own = screened | f"Of {dataset}" >> beam.FlatMap(of_dataset, dataset)
            done = own | f"Write {dataset}" >> WriteRecords("screening", out, "screen", dataset)
            done[DEAD] | f"Dead {dataset}" >> WriteDeadLetters(out)
    put_in_order("signature", index, ["task_id"])
    for dataset, out in outs.items():
        put_in_order("screening", out, ["task_id"])
        put_letters_in_order(out)
        write_left_out(out)
        settle(dataset, layout.tasks(dataset), out)


class Sign(beam.DoFn):
    """Reduce tasks to signatures; pictures met before are not hashed again."""

    def __init__(self, rendered: Sequence[str]) -> None:
        self._rendered = rendered
        self._known: dict[tuple[str, bool], PictureSignature] = {}

    def process(self, task: Task) -> Iterator[Signed]:
        """Yield the signed task; eval tasks with all frames, since crops are looked for in them."""
        frames = task.purpose is Purpose.EVAL
        broken = ""
        try:
            signature = signature_of(task, frames=frames, rendered=self._rendered, known=self._known)
        except UndecodableError as error:
            signature, broken = text_signature(task, self._rendered), f"a picture does not decode: {error}"
        yield Signed(signature, task.purpose, answers_of(task), suspect(task) or "", broken)


class Screen(beam.PTransform):
    """Compare every train task with all benchmarks, and those that are clean with each other."""

    def __init__(self, benchmarks: beam.PCollection, prebuilt: Sequence[Path]) -> None:
        super().__init__()
        self._benchmarks, self._prebuilt = benchmarks, prebuilt

    def expand(self, signed: beam.PCollection) -> beam.PCollection:
        """Take Signed elements, give (dataset, Screening), one a task."""
        gathered = (
            self._benchmarks | beam.combiners.ToList() | "Index" >> beam.Map(index_with, self._prebuilt)
        )
        compared = signed | "Compare" >> beam.Map(compare, beam.pvalue.AsSingleton(gathered))
        repeated = (
            compared
            | "Keys" >> beam.FlatMap(keyed_candidates)
            | "SameKey" >> beam.GroupByKey()
            | "Repeats" >> beam.FlatMapTuple(lambda _, group: duplicates_among(group, Radii()))
        )
        by_task = compared | "ById" >> beam.Map(lambda s: (s.screening.task_id, s))
        return (
            {"screened": by_task, "repeats": repeated}
            | beam.CoGroupByKey()
            | "Conclude" >> beam.FlatMapTuple(conclude)
        )


def benchmark_signature(signed: Signed) -> Iterator[Signature]:
    """Yield the signature of a task that is evaluated on."""
    if signed.purpose is Purpose.EVAL and not signed.broken:
        yield signed.signature


def index_with(signatures: Iterable[Signature], prebuilt: Sequence[Path]) -> Index:
    """Return the index of these signatures and those of prebuilt index files."""
    return index_of([*signatures, *read_index(prebuilt)])


def compare(signed: Signed, index: Index) -> Screened:
    """Compare one task with the benchmarks; an eval task is the benchmark and only its gold is looked at."""
    findings = []
    if signed.broken:
        # Without its pictures the task would be compared as one that shows none.
        findings.append(ScreenFinding(Reason.BROKEN_PICTURE, "", "", 0.0, signed.broken))
    elif signed.purpose is Purpose.TRAIN and (match := contaminating(signed.signature, index)):
        findings.append(finding_of(Reason.CONTAMINATED, match))
    if signed.doubt:
        findings.append(ScreenFinding(Reason.GOLD_SUSPECT, "", "", 0.0, signed.doubt))
    task_id = signed.signature.task_id
    return Screened(signed, Screening(task_id, SCREENING_VERSION, index.digest, tuple(findings)))


def keyed_candidates(screened: Screened) -> Iterator[tuple[bytes, Candidate]]:
    """Yield a train task under every key by which it may meet a duplicate.

    What is left out anyway takes part in none, so that it displaces no sound task.
    """
    signed = screened.signed
    if signed.purpose is Purpose.TRAIN and not screened.screening.findings:
        candidate = Candidate(signed.signature, signed.answers)
        yield from ((key, candidate) for key in duplicate_keys(signed.signature))


def conclude(task_id: str, group: Mapping[str, Iterable[Any]]) -> Iterator[tuple[str, Screening]]:
    """Yield a task's screening with the lowest task it repeats."""
    repeats: Match | None = min(group["repeats"], key=lambda m: m.matched_id, default=None)
    for screened in group["screened"]:
        screening: Screening = screened.screening
        if repeats is not None:
            screening = replace(screening, findings=(finding_of(Reason.DUPLICATE, repeats),))
        yield screened.signed.signature.dataset, screening


def finding_of(reason: Reason, match: Match) -> ScreenFinding:
    """Return a match as a finding."""
    return ScreenFinding(reason, match.kind.value, match.matched_id, match.distance, match.evidence)


def of_dataset(named: tuple[str, Screening], dataset: str) -> Iterator[Screening]:
    """Yield a screening if it is one dataset's."""
    name, screening = named
    if name == dataset:
        yield screening


def settle(dataset: str, tasks: Path, out: Path) -> None:
    """Account for every task: clean, or rejected under its first finding."""
    rejected = Counter(letter.reason for letter in read_records(out / LETTERS, DeadLetter))
    clean = 0
    for screening in read_records(out, Screening):
        if screening.findings:
            rejected[screening.findings[0].reason.value] += 1
        else:
            clean += 1
    Counts("screen", dataset, "tasks", count_records(tasks), clean, rejected).settle(out)


if __name__ == "__main__":
    sys.exit(speaking(main))
