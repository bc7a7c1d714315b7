"""Where a model is served: the frozen record that parameters hand down and every tool process reads."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass

VARIABLE = "VISTAFORGE_TOOL_PROVIDERS"
"""Carries the settings from the process that read them to those that it starts; nobody sets it by hand."""


@dataclass(frozen=True)
class ProviderSettings:
    """One server of tools."""

    url: str
    """Address up to and including the version, e.g. `http://localhost:8000/v1`."""
    model: str
    """The name the server knows the model by; part of what identifies a tool's results."""
    api_key_env: str = ""
    """Environment variable that holds the key; empty for a server that wants none."""
    timeout_s: float = 60.0
    """Longest that one call may take, retries included."""


def hand_down(providers: Mapping[str, ProviderSettings]) -> None:
    """Make these the settings of this process and of those it starts from now on."""
    os.environ[VARIABLE] = json.dumps(
        {name: asdict(settings) for name, settings in sorted(providers.items())}
    )


def handed_down() -> dict[str, ProviderSettings]:
    """Return the settings this process was given, by provider name; none where nobody gave any."""
    given = json.loads(os.environ.get(VARIABLE) or "{}")
    return {name: ProviderSettings(**settings) for name, settings in given.items()}
