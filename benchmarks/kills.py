"""Twenty thousand tasks under faults, the stage killed three times, and what became of every task and call.

    python -m benchmarks.kills [--tasks 20000] [--kills 3]

The load is the scenario `faults` of `benchmarks.synthesize`; each kill is a `kill -9` at a random moment, the
next start is the same command. Fails where a sum does not hold: every task is a row, rejected or owed; the
rows used just the replies that the ledger holds; and the only calls made twice are those whose replies the
killed process had not yet made durable. The endpoint does not count a reply that its fault `truncated` cut as
finished, so a lost one that is cut when it is asked for again was finished once and is held as a cut one.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.synthesize import FAULTS, SCENARIOS, TOOL, TURNS, stage, write_tasks
from pipelines.counts import Counts, read_counts
from pipelines.layout import Layout
from pipelines.records import read_columns
from synthesis.ledger import Ledger
from synthesis.ledger.values import REPLY, decode_reply
from tests.mock import Mock, mock_teacher

DATASET = "chartqa"
MOST_LOST = 0.4
"""Of the calls in flight, by one kill."""
SCENARIO = next(scenario for scenario in SCENARIOS if scenario.name == "faults")


@dataclass(frozen=True)
class Killed:
    """One kill."""

    finished: int
    """Replies the endpoint had sent by then, over all starts."""
    held: int
    """Replies the ledger held afterwards."""
    lost: int
    """Replies sent to this process alone that the ledger lacks."""


@dataclass(frozen=True)
class Held:
    """Replies that the ledger holds."""

    whole: int
    cut: int
    """By their length limit, which is what the fault `truncated` says."""


def main() -> None:
    """Run it and print the sums; exits with 1 where one does not hold."""
    parser = argparse.ArgumentParser(description="what three kills and faults leave of a run")
    parser.add_argument("--tasks", type=int, default=SCENARIO.tasks)
    parser.add_argument("--kills", type=int, default=3)
    args = parser.parse_args()
    faults = [part for name, rate in FAULTS.items() for part in (f"--p{name}", str(rate))]
    with (
        tempfile.TemporaryDirectory() as folder,
        mock_teacher(*SCENARIO.latency.flags, *faults, *TOOL) as mock,
    ):
        root = Path(folder)
        write_tasks(root, args.tasks)
        command = stage(root, mock, SCENARIO)
        killed = list(kills(command, mock, root, args.kills, TURNS * args.tasks))
        began = time.monotonic()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        print(f"the last start took {time.monotonic() - began:.0f} s", flush=True)
        counts = read_counts(Layout(root).rollouts(DATASET))
        rows = read_columns(Layout(root).rollouts(DATASET), ["usage.calls"])
        used = sum(row["usage"]["calls"] for row in rows)
        problems = list(said(counts, killed, mock, held(root), used, args.tasks))
    print("\n".join(problems) or "every sum holds")
    sys.exit(bool(problems))


def kills(command: list[str], mock: Mock, root: Path, times: int, calls: int) -> Iterator[Killed]:
    """Start the command and kill it, so many times, each at a random moment of its part of the run."""
    chance = random.Random(times)
    for number in range(times):
        before, held_before = mock.stats()["finished"], held(root).whole
        aim = before + int(calls / (times + 1) * chance.uniform(0.3, 1.0))
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while mock.stats()["finished"] < aim:
            if child.poll() is not None:
                raise RuntimeError(f"start {number + 1} ended with {child.returncode} before its kill")
            time.sleep(0.005)
        child.kill()
        child.wait()
        time.sleep(2 * SCENARIO.latency.base_ms / 1000)
        finished, held_now = mock.stats()["finished"], held(root).whole
        one = Killed(finished, held_now, (finished - before) - (held_now - held_before))
        print(
            f"kill {number + 1}: the endpoint had finished {one.finished} calls, the ledger held {one.held}; "
            f"lost by this kill {one.lost} of {SCENARIO.in_flight} in flight",
            flush=True,
        )
        yield one


def said(
    counts: Counts, killed: list[Killed], mock: Mock, replies: Held, used: int, tasks: int
) -> Iterator[str]:
    """Print the sums and yield those that do not hold."""
    stats, lost = mock.stats(), sum(one.lost for one in killed)
    cut_again = stats["finished_distinct"] - replies.whole
    rejected, owed = sum(counts.rejected.values()), sum(counts.owed.values())
    print(f"tasks {counts.rows_in} = rows {counts.rows_out} + rejected {rejected} + owed {owed}")
    print(
        f"calls: {stats['total']} asked, faults {stats['faults']}; {stats['finished']} finished "
        f"= {stats['finished_distinct']} different + {stats['duplicates']} again"
    )
    print(f"the ledger holds {replies.whole} whole replies and {replies.cut} cut ones; the rows used {used}")
    print(f"lost by kills {lost} = finished again {stats['duplicates']} + cut when asked again {cut_again}")
    if counts.rows_in != tasks or tasks != counts.rows_out + rejected + owed:
        yield f"tasks are missing: {counts.line()}"
    if lost != stats["duplicates"] + cut_again or not 0 <= cut_again <= replies.cut:
        yield f"{stats['duplicates']} calls were made again, and {lost} replies were lost by kills"
    if used != replies.whole + replies.cut:
        yield f"the rows used {used} replies, and the ledger holds {replies.whole + replies.cut}"
    if killed and max(one.lost for one in killed) > MOST_LOST * SCENARIO.in_flight:
        yield f"a kill lost more than {MOST_LOST:.0%} of the calls in flight"


def held(root: Path) -> Held:
    """Count the replies that the ledger holds."""
    with Ledger.open(Layout(root).ledger(DATASET)) as ledger:
        cut = Counter(decode_reply(entry.value).finish == "length" for entry in ledger.of_kind(REPLY))
    return Held(cut[False], cut[True])


if __name__ == "__main__":
    main()
