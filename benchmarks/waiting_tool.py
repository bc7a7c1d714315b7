"""The synthesize stage with a tool that only waits, as the hand-written loops' tool does.

What the benchmark measures is the engine; a tool that worked would take the second core of a small machine.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence

from schemas import Call, Observation, Picture, canonical_json

WAIT_S = 0.005


def wait(call: Call, _: Sequence[Picture]) -> Observation:
    """Say that a box was looked at, after 5 ms."""
    time.sleep(WAIT_S)
    box = canonical_json({"bbox_2d": json.loads(call.arguments)["bbox_2d"]})
    return Observation("ok", "", "a crop", box, (), "zoom", "1", "", "exact", None)


def main() -> None:
    """Run the stage with the command line it was given."""
    import environment.pool
    from pipelines import synthesize

    environment.pool.TOOLS = "benchmarks.waiting_tool:wait"
    synthesize.main(sys.argv[1:])


if __name__ == "__main__":
    main()
