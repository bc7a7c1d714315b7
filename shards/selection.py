"""Which rollouts and tasks enter which config: pure rules over light summaries, no pictures.

Every rule returns what it selected, in shard order, and what it left, with a reason: selected + left = in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from schemas import FATAL, Purpose, Reason, RolloutPurpose, TeacherKind, sha256_hex

TAIL_PATCH = (0.125, 0.375)
"""Pass rates of the Tail-Patch curriculum, both ends included: 1 to 3 of 8 (paper, section 6.4)."""

UNFIT_FOR_RL = frozenset({Reason.GOLD_SUSPECT, Reason.DUPLICATE, Reason.CONTAMINATED, Reason.BROKEN_PICTURE})
"""Reasons of a task that keep it out of `rl`: a reward for a wrong reference teaches wrong answers."""


@dataclass(frozen=True, order=True)
class RowRef:
    """Where a record lies: a Parquet file and a 0-based row in it."""

    path: str
    row: int


@dataclass(frozen=True)
class TaskSummary:
    """What selection needs to know of a task."""

    task_id: str
    purpose: Purpose
    bytes: int
    """Size of its pictures and texts."""
    ref: RowRef
    reasons: tuple[Reason, ...] = ()
    """Reasons found on the task itself: `gold_suspect`, `duplicate`, `contaminated`, `broken_picture`."""


@dataclass(frozen=True)
class RolloutSummary:
    """What selection needs to know of a rollout and its verdict."""

    task_id: str
    rollout_id: str
    attempt: int
    accepted: bool
    reasons: tuple[Reason, ...]
    tool_sequence: tuple[str, ...]
    """Names of the tools called, in order."""
    teacher_kind: TeacherKind
    bytes: int
    """Size of its texts and of the pictures its tools made."""
    ref: RowRef
    purpose: RolloutPurpose = RolloutPurpose.TEACHER
    dense: RowRef | None = None
    """Where its dense thoughts lie; None where it has none."""


@dataclass(frozen=True)
class Selected:
    """One row to be: the records it is made from and its approximate size."""

    id: str
    bytes: int
    task: RowRef
    rollout: RowRef | None = None
    dense: RowRef | None = None


@dataclass(frozen=True)
class Left:
    """One candidate that did not enter, and why."""

    id: str
    reason: str


@dataclass(frozen=True)
class Selection:
    """A config's rows in shard order, and the candidates left out, sorted by id."""

    selected: tuple[Selected, ...]
    left: tuple[Left, ...]
    rule: str
    """The rule in one sentence, for the manifest."""


def select_bc(
    tasks: Mapping[str, TaskSummary],
    rollouts: Iterable[RolloutSummary],
    *,
    per_task: int = 1,
    programmatic_share: float = 1.0,
) -> Selection:
    """Select accepted teacher rollouts of train tasks that repeat no other task, `per_task` each.

    Within a task, a model's rollouts come before the programmatic teacher's; among those, each distinct tool
    sequence is represented by its lowest attempt, and sequences follow in seeded order. The programmatic
    teacher makes up at most `programmatic_share` of the rows. Raises ValueError for a share outside 0 to 1.
    """
    if not 0 <= programmatic_share <= 1:
        raise ValueError(f"programmatic_share is {programmatic_share}: give a share from 0 to 1")
    fit, left = [], []
    for rollout in rollouts:
        if reason := _foreign(tasks, rollout) or _unfit_for_bc(tasks[rollout.task_id], rollout):
            left.append(Left(rollout.rollout_id, reason))
        else:
            fit.append(rollout)
    chosen: list[RolloutSummary] = []
    for _, group in groupby(sorted(fit, key=lambda r: r.task_id), key=lambda r: r.task_id):
        ranked = _ranked(list(group))
        chosen += ranked[:per_task]
        left += [Left(r.rollout_id, "another_attempt") for r in ranked[per_task:]]
    kept, over = _capped(chosen, programmatic_share)
    left += [Left(r.rollout_id, "programmatic_share") for r in over]
    rule = (
        f"accepted teacher rollouts of train tasks, at most {per_task} a task (the lowest attempt of a tool "
        f"sequence), at most {programmatic_share:.0%} from the programmatic teacher"
    )
    return _selection([_selected(tasks, r) for r in kept], left, rule)


def select_rejected(tasks: Mapping[str, TaskSummary], rollouts: Iterable[RolloutSummary]) -> Selection:
    """Select the teacher rollouts of train tasks that were not accepted."""
    selected, left = [], []
    for rollout in rollouts:
        if reason := _foreign(tasks, rollout) or ("accepted" if rollout.accepted else ""):
            left.append(Left(rollout.rollout_id, reason))
        else:
            selected.append(_selected(tasks, rollout))
    return _selection(selected, left, "teacher rollouts of train tasks with at least one fatal finding")


def select_rl(tasks: Iterable[TaskSummary]) -> Selection:
    """Select the train tasks whose reference is not in doubt and that repeat no other task."""
    selected, left = [], []
    for task in tasks:
        if reason := _unfit_for_rl(task):
            left.append(Left(task.task_id, reason))
        else:
            selected.append(Selected(task.task_id, task.bytes, task.ref))
    rule = f"train tasks without {', '.join(sorted(UNFIT_FOR_RL))}"
    return _selection(selected, left, rule)


def select_rl_tail_patch(tasks: Iterable[TaskSummary], pass_rates: Mapping[str, float]) -> Selection:
    """Select the `rl` tasks whose probed pass rate lies in `TAIL_PATCH`; an unprobed task is left out."""
    low, high = TAIL_PATCH
    selected, left = [], []
    for task in tasks:
        rate = pass_rates.get(task.task_id)
        reason = _unfit_for_rl(task) or ("not_probed" if rate is None else "")
        if not reason and rate is not None and not low <= rate <= high:
            reason = "pass_rate_below" if rate < low else "pass_rate_above"
        if reason:
            left.append(Left(task.task_id, reason))
        else:
            selected.append(Selected(task.task_id, task.bytes, task.ref))
    return _selection(selected, left, f"rl tasks with a pass rate in [{low}, {high}]")


def shard_order(identifier: str) -> tuple[str, str]:
    """Return the sort key of a row: its id's hash part first, so that datasets mix within a file."""
    return identifier.rpartition("-")[2], identifier


def _selection(selected: Sequence[Selected], left: Sequence[Left], rule: str) -> Selection:
    return Selection(
        tuple(sorted(selected, key=lambda s: shard_order(s.id))),
        tuple(sorted(left, key=lambda item: item.id)),
        rule,
    )


def _foreign(tasks: Mapping[str, TaskSummary], rollout: RolloutSummary) -> str:
    """Return why a rollout belongs in no config at all; empty where it may belong in one."""
    if rollout.purpose is not RolloutPurpose.TEACHER:
        return "probe"
    task = tasks.get(rollout.task_id)
    if task is None:
        return "no_task"
    return "" if task.purpose is Purpose.TRAIN else "eval"


def _unfit_for_bc(task: TaskSummary, rollout: RolloutSummary) -> str:
    """Return the first fatal reason, the rollout's before its task's; empty where it may enter."""
    if not rollout.accepted:
        return next((r.value for r in rollout.reasons if r in FATAL), "not_accepted")
    return min((r.value for r in task.reasons if r in FATAL), default="")


def _unfit_for_rl(task: TaskSummary) -> str:
    if task.purpose is not Purpose.TRAIN:
        return "eval"
    return min((reason.value for reason in task.reasons if reason in UNFIT_FOR_RL), default="")


def _ranked(rollouts: Sequence[RolloutSummary]) -> list[RolloutSummary]:
    """Return a task's accepted rollouts, the first to take first."""
    seen: set[tuple[bool, tuple[str, ...]]] = set()
    keys: dict[str, tuple[bool, bool, str]] = {}
    for rollout in sorted(rollouts, key=lambda r: (r.attempt, r.rollout_id)):
        programmatic = rollout.teacher_kind is TeacherKind.PROGRAMMATIC
        sequence = (programmatic, rollout.tool_sequence)
        keys[rollout.rollout_id] = (
            programmatic,
            sequence in seen,
            sha256_hex("\x1f".join((rollout.task_id, *rollout.tool_sequence))),
        )
        seen.add(sequence)
    return sorted(rollouts, key=lambda r: (keys[r.rollout_id], r.attempt, r.rollout_id))


def _capped(
    chosen: Sequence[RolloutSummary], programmatic_share: float
) -> tuple[list[RolloutSummary], list[RolloutSummary]]:
    """Split rows into those within the programmatic teacher's share and those over it, drawn by id hash."""
    programmatic = [r for r in chosen if r.teacher_kind is TeacherKind.PROGRAMMATIC]
    others = [r for r in chosen if r.teacher_kind is not TeacherKind.PROGRAMMATIC]
    share = Fraction(str(programmatic_share))
    room = len(programmatic) if share == 1 else int(share * len(others) / (1 - share))
    drawn = sorted(programmatic, key=lambda r: shard_order(r.rollout_id))
    return others + drawn[:room], drawn[room:]


def _selected(tasks: Mapping[str, TaskSummary], rollout: RolloutSummary) -> Selected:
    task = tasks[rollout.task_id]
    return Selected(rollout.rollout_id, task.bytes + rollout.bytes, task.ref, rollout.ref, rollout.dense)
