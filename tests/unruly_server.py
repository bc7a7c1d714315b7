"""The tool server with zoom and tools that misbehave; a program: `python -m tests.unruly_server PARAMS`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from environment import pool
from environment.registry import Loaded
from environment.server.serving import serve
from pipelines.params_file import load_params
from tests.environment import unruly_tools

if __name__ == "__main__":
    pool.TOOLS = f"{unruly_tools.__name__}:run_with_tools"
    params = load_params(Path(sys.argv[1]))
    tools = params.tools
    processes = pool.ToolPool(tools.workers, tools.timeout_s, tools.memory_mb)
    loaded = Loaded(unruly_tools.TOOLS, {"absent": "absent cannot be imported: no such library"})
    asyncio.run(serve(params.serve, loaded, processes, tools.workers))
