"""The command line: `vistaforge <command>`; each command's module is imported only when it is called."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

COMMANDS = {
    "run": ("pipelines.run", "all stages in order, without DVC"),
    "ingest": ("pipelines.ingest", "raw rows of a dataset to tasks"),
    "check-gold": ("pipelines.check_gold", "tasks whose references their own scorer refuses"),
    "screen": ("pipelines.screen", "tasks to screenings: duplicates, contamination, doubtful gold"),
    "estimate": ("pipelines.estimate", "calls, tokens and money a run will take, from a part of it"),
    "synthesize": ("pipelines.synthesize", "tasks to teacher rollouts"),
    "probe": ("pipelines.probe", "tasks to rollouts of the measured policy"),
    "verify": ("pipelines.verify", "rollouts to verdicts"),
    "densify": ("pipelines.densify", "accepted thoughts to dense ones"),
    "grade": ("pipelines.grade", "probe verdicts to difficulty"),
    "shard": ("pipelines.shard", "everything to the shards that trainers load"),
    "report": ("pipelines.report", "the page, metrics and plots of a run"),
    "ledger": ("pipelines.ledger", "what was paid for: stats, verify, export, import, compact"),
    "show": ("pipelines.show", "one trajectory, for a person to read"),
    "replay": ("pipelines.replay", "every tool call of a shard again, from the shard alone"),
}
"""Command -> (module with `main(argv)`, what it does)."""


def main(argv: Sequence[str] | None = None) -> int:
    """Dispatch to a command; returns the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or arguments[0] in ("-h", "--help"):
        print(usage())
        return 0 if arguments else 2
    name, *rest = arguments
    if name not in COMMANDS:
        print(f"vistaforge: no command {name!r}\n\n{usage()}", file=sys.stderr)
        return 2
    command = import_module(COMMANDS[name][0]).main
    from pipelines.runner import speaking

    return speaking(lambda: command(rest))


def usage() -> str:
    """Return the list of commands."""
    lines = [f"  {name:<11} {what}" for name, (_, what) in COMMANDS.items()]
    return (
        "usage: vistaforge <command> [options]\n\n"
        + "\n".join(lines)
        + "\n\nvistaforge <command> --help tells more."
    )
