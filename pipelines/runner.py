"""Runners: the local default named explicitly, and a refusal of modes known to lose rows."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from environment import registry
from pipelines.params import Params, ParamsError, Tools
from pipelines.params_file import load_params
from sources.faults import SourceError

if TYPE_CHECKING:
    import apache_beam as beam

LOCAL = "FnApiRunner"
LOSSY_RUNNERS = ("DaskRunner",)
"""Runners measured to write nothing, without an error."""
LOSSY_MODES = ("multi_threading",)
"""Running modes measured to lose rows silently."""


class LossyRunnerError(ValueError):
    """A runner or mode that was measured to lose rows."""


def stage_parser(description: str) -> argparse.ArgumentParser:
    """Return the argument parser that every stage shares; what it does not know goes to Beam."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--params", type=Path, default=Path("params.yaml"), help="parameters file")
    parser.add_argument("--out", type=Path, default=Path("data"), help="folder of all outputs")
    parser.add_argument("--runner", default=LOCAL, help=f"Beam runner (default {LOCAL}, in memory)")
    return parser


def dataset_parser(description: str) -> argparse.ArgumentParser:
    """Return the parser of a stage that works on one dataset."""
    parser = stage_parser(description)
    parser.add_argument("--dataset", required=True, help="an entry of datasets in the parameters file")
    return parser


def parse(
    parser: argparse.ArgumentParser, argv: Sequence[str] | None
) -> tuple[argparse.Namespace, Params, list[str]]:
    """Return the stage's arguments, its parameters, and the arguments meant for Beam."""
    args, beam_args = parser.parse_known_args(sys.argv[1:] if argv is None else argv)
    params = load_params(args.params)
    use_tools(params.tools)
    return args, params, beam_args


def use_tools(tools: Tools) -> None:
    """Offer the tools that the parameters make available, in this process and in those it starts."""
    registry.configure(tools.providers, tools.weights, elsewhere=bool(tools.server))


def speaking(main: Callable[[], object]) -> int:
    """Run a command and return its exit status: 2, and only a sentence, for an error meant for a person."""
    try:
        return int(main() or 0)  # type: ignore[call-overload, no-any-return]
    except Exception as error:
        if not isinstance(error, _meant_for_a_person()):
            raise
        print(f"vistaforge: {error}", file=sys.stderr)
        return 2


def _meant_for_a_person() -> tuple[type[Exception], ...]:
    # Imported when something went wrong: a stage with nothing to do must not wait for Beam.
    from environment.remote import ToolServerError
    from pipelines.budgeting import UnpricedError
    from pipelines.densify import UnwrittenError
    from pipelines.summaries import UnscreenedTaskError
    from pipelines.teaching import UnfinishedError
    from synthesis.ledger import LedgerError

    return (
        ParamsError,
        SourceError,
        LedgerError,
        ToolServerError,
        LossyRunnerError,
        UnscreenedTaskError,
        UnfinishedError,
        UnpricedError,
        UnwrittenError,
    )


def has_one_worker(runner: str, beam_args: Sequence[str]) -> bool:
    """Return whether a runner has no second worker to deal elements to."""
    from apache_beam.options.pipeline_options import DirectOptions, PipelineOptions

    workers = PipelineOptions(list(beam_args)).view_as(DirectOptions).direct_num_workers
    return runner == LOCAL and workers == 1


def pipeline(runner: str, beam_args: Sequence[str]) -> beam.Pipeline:
    """Return a pipeline on a runner; raises LossyRunnerError for those that lose rows."""
    # Beam takes over a second to import: only a stage that builds a pipeline pays for it.
    import apache_beam as beam
    from apache_beam.options.pipeline_options import (
        DirectOptions,
        PipelineOptions,
        SetupOptions,
        StandardOptions,
    )

    options = PipelineOptions(list(beam_args))
    mode = options.view_as(DirectOptions).direct_running_mode
    if runner in LOSSY_RUNNERS or mode in LOSSY_MODES:
        raise LossyRunnerError(f"{mode if mode in LOSSY_MODES else runner} loses rows silently: use {LOCAL}")
    options.view_as(SetupOptions).save_main_session = False
    if runner == LOCAL:
        from apache_beam.runners.portability.fn_api_runner import FnApiRunner

        return beam.Pipeline(runner=FnApiRunner(), options=options)
    options.view_as(StandardOptions).runner = runner
    return beam.Pipeline(options=options)
