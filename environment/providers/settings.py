"""Where models are served and which weights run here: frozen records that every tool process reads."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from schemas.weights import weights_of

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


@dataclass(frozen=True)
class WeightSettings:
    """Weights that tool processes load themselves, with torch."""

    model: str
    """A folder, or a repository of the hub."""
    revision: str = ""
    """Commit of the repository, 40 hex digits; empty for a folder."""
    device: str = "auto"
    """As torch names it (`cuda:0`, `cpu`); `auto` takes a GPU where there is one."""
    dtype: str = "auto"
    """Precision; `auto` takes the one the weights were saved in."""


@dataclass(frozen=True)
class Handed:
    """All that a tool process is told."""

    servers: Mapping[str, ProviderSettings] = field(default_factory=dict)
    weights: Mapping[str, WeightSettings] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)
    """Which weights those are, by provider: a folder is read once, and not in each process."""
    elsewhere: bool = False
    """Whether a tool server runs the calls, so that this machine needs no library of a tool's."""


def hand_down(
    servers: Mapping[str, ProviderSettings], weights: Mapping[str, WeightSettings], elsewhere: bool
) -> None:
    """Make these the settings of this process and of those it starts from now on.

    Raises ValueError for weights that are neither a folder nor a commit of the hub, OSError where a folder
    cannot be read.
    """
    digests = {name: weights_of(known.model, known.revision) for name, known in weights.items()}
    os.environ[VARIABLE] = json.dumps(asdict(Handed(servers, weights, digests, elsewhere)), sort_keys=True)


def handed_down() -> Handed:
    """Return the settings this process was given; empty where nobody gave any."""
    given = json.loads(os.environ.get(VARIABLE) or "{}")
    return Handed(
        {name: ProviderSettings(**known) for name, known in given.get("servers", {}).items()},
        {name: WeightSettings(**known) for name, known in given.get("weights", {}).items()},
        given.get("digests", {}),
        given.get("elsewhere", False),
    )
