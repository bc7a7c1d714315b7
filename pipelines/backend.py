"""Where a run's tool calls go: to processes of this machine, or to a tool server."""

from __future__ import annotations

import os

from environment.pool import ToolPool
from environment.registry import all_specs
from environment.remote import RemoteTools
from pipelines.params import ParamsError, Tools


def backend(tools: Tools) -> ToolPool | RemoteTools:
    """Return what runs calls; raises ParamsError where the server's token is not set."""
    if not tools.server:
        return ToolPool(tools.workers, tools.timeout_s, tools.memory_mb)
    token = os.environ.get(tools.token_env, "") if tools.token_env else ""
    if tools.token_env and not token:
        raise ParamsError(f"tools.token_env: the environment variable {tools.token_env} is not set")
    return RemoteTools(tools.server, all_specs(), token)
