"""Serve: this machine's tools over HTTP, for online training, MCP clients and pipelines elsewhere.

vistaforge serve
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until a signal; returns 2 where it cannot start."""
    parser = argparse.ArgumentParser(prog="vistaforge serve", description="serve this machine's tools")
    parser.add_argument("--params", type=Path, default=Path("params.yaml"), help="parameters file")
    args = parser.parse_args(argv)
    from environment.pool import ToolPool
    from environment.registry import load
    from environment.server.serving import serve
    from environment.server.settings import ServerSettingsError
    from pipelines.params_file import load_params
    from pipelines.runner import use_tools

    params = load_params(args.params)
    # A server of tools runs them itself, whatever its parameters say of another.
    tools = replace(params.tools, server="")
    use_tools(tools)
    pool = ToolPool(tools.workers, tools.timeout_s, tools.memory_mb)
    try:
        asyncio.run(serve(params.serve, load(), pool, tools.workers))
    except ServerSettingsError as error:
        print(f"vistaforge: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
