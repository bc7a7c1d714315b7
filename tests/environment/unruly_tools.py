"""Tools that misbehave, for workers of a pool: a module, since workers import what they run."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from environment.execute import execute
from environment.tool import ToolResult
from environment.tools import zoom
from schemas import Call, Observation, Picture, ToolSpec
from tests.builders import tool_spec

HANG_S = 30.0
"""Far beyond the test's time limit, yet not for ever: a limit that fails is then a test that fails."""
NAMES = ("hangs", "dies", "swells", "raises", "exits", "works")


@dataclass
class Unruly:
    """A tool that does what its name says."""

    spec: ToolSpec

    def run(self, arguments: Mapping[str, Any], pictures: Sequence[Picture]) -> ToolResult:
        if self.spec.name == "hangs":
            time.sleep(HANG_S)
        if self.spec.name == "dies":
            os._exit(9)
        if self.spec.name == "swells":
            bytearray(2**30)
        if self.spec.name == "exits":
            raise SystemExit(3)
        if self.spec.name == "raises":
            raise RuntimeError("inner detail")
        return ToolResult({"count": os.getpid()}, "here")


def run_with_tools(call: Call, pictures: tuple[Picture, ...]) -> Observation:
    """Run a call with these tools and zoom."""
    return execute({"zoom": zoom, **{name: Unruly(tool_spec(name)) for name in NAMES}}, call, pictures)
