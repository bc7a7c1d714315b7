"""The tools this machine can run, by name, and which tools each family is offered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module, resources
from importlib.util import find_spec
from typing import Any

import yaml

from environment.providers.settings import (
    Handed,
    ProviderSettings,
    WeightSettings,
    hand_down,
    handed_down,
)
from environment.tool import Tool
from environment.tools.detectors import charts as chart_detectors
from environment.tools.detectors.chart_detector import ChartDetector
from environment.tools.detectors.easyocr import EasyOcr
from environment.tools.experts import charts, geometry
from environment.tools.experts.expert import Expert
from environment.tools.local import grounding_dino, sam, tables
from environment.turns import PROTOCOL_VERSION
from schemas import Family, ToolSpec, digest, tools_digest

NATIVE_TOOLS = (
    "color_shape_detect",
    "construction_cdl",
    "goal_cdl",
    "grabcut_segment",
    "inter_gps_solve",
    "opencv_chart_table",
    "opencv_to_svg",
    "rapidocr",
    "rotate",
    "sympy_math",
    "table_analyze",
    "tesseract",
    "text_cdl",
    "zoom",
)
"""Tools whose provider ships with this package; each module `environment.tools.<name>` is a Tool."""

EXPERTS = {expert.name: expert for expert in (*charts.TOOLS, *geometry.TOOLS)}
"""Tools that ask a served model in words."""
DETECTORS: Mapping[str, ChartDetector | EasyOcr] = {
    detector.name: detector for detector in (*chart_detectors.TOOLS, EasyOcr())
}
"""Tools that ask a detector service."""
SERVED: Mapping[str, Expert | ChartDetector | EasyOcr] = {**EXPERTS, **DETECTORS}
"""Every tool that needs a server; each is offered where the settings say where its server is."""
WEIGHTED = {tool.name: tool for tool in (grounding_dino.TOOL, sam.TOOL, *tables.TOOLS)}
"""Tools that run weights in the tool process; each is offered where the settings name its weights."""


@dataclass(frozen=True)
class Loaded:
    """The tools of this machine."""

    tools: Mapping[str, Tool]
    """In name order; weights load on first use."""
    unavailable: Mapping[str, str]
    """Tools that are not offered here, with the reason."""


@cache
def load() -> Loaded:
    """Import every tool's provider; one whose libraries are missing is unavailable, not an error."""
    tools: dict[str, Tool] = {}
    unavailable: dict[str, str] = {}
    for name in sorted(NATIVE_TOOLS):
        try:
            tools[name] = import_module(f"environment.tools.{name}")
        except ImportError as error:
            unavailable[name] = f"{name} cannot be imported: {error}"
    handed = handed_down()
    for name, known in SERVED.items():
        if server := handed.servers.get(known.provider):
            tools[name] = known.served(server)
        else:
            unavailable[name] = f"{name} needs an endpoint: set tools.providers.{known.provider}"
    for name, tool in WEIGHTED.items():
        if why := _lacks(tool.provider, handed):
            unavailable[name] = f"{name} {why}"
        else:
            settings = handed.weights[tool.provider]
            spec = tool.spec(handed.digests[tool.provider], settings.dtype)
            tools[name] = tool.serve(spec, settings)
    return Loaded(dict(sorted(tools.items())), dict(sorted(unavailable.items())))


def _lacks(provider: str, handed: Handed) -> str:
    """Return what a tool with weights of its own lacks, empty for nothing; imports no library to find out."""
    if provider not in handed.weights:
        return f"needs weights: set tools.weights.{provider}"
    return (
        ""
        if handed.elsewhere or find_spec("torch")
        else "needs torch: install vistaforge with the extra torch"
    )


def configure(
    servers: Mapping[str, ProviderSettings],
    weights: Mapping[str, WeightSettings] | None = None,
    *,
    elsewhere: bool = False,
) -> None:
    """Let this process and those it starts know where models are; tools are then loaded anew.

    `elsewhere` says that a tool server runs the calls: tools are then offered without their libraries.

    Raises ValueError or OSError for weights of which nobody could say which they are.
    """
    known = handed_down()
    if (dict(servers), dict(weights or {}), elsewhere) != (known.servers, known.weights, known.elsewhere):
        hand_down(servers, weights or {}, elsewhere)
        for cached in (load, all_specs, selection_of):
            cached.cache_clear()


def load_tools() -> Mapping[str, Tool]:
    """Return every tool that is available here, in name order."""
    return load().tools


@cache
def all_specs() -> tuple[ToolSpec, ...]:
    """Return the specs of every available tool, in name order."""
    return tuple(tool.spec for tool in load_tools().values())


@dataclass(frozen=True)
class Selection:
    """What a family is offered, and the prior its teacher is told (never the student)."""

    tools: tuple[ToolSpec, ...]
    prior: str


@cache
def selection_of(family: Family, pictures: bool = True) -> Selection:
    """Return the tools offered to a family; left out are those unavailable here or in want of a picture.

    Raises ValueError for a listed tool that does not exist.
    """
    entry = _selection_file()["families"][family.value]
    loaded = load()
    if unknown := [n for n in entry["tools"] if n not in loaded.tools and n not in loaded.unavailable]:
        raise ValueError(f"selection.yaml: {family.value}: there is no tool {', '.join(unknown)}")
    specs = (loaded.tools[name].spec for name in entry["tools"] if name in loaded.tools)
    offered = tuple(spec for spec in specs if pictures or not spec.needs_picture)
    return Selection(offered, " ".join(entry["prior"].split()))


def selection_digest() -> str:
    """Return the digest of the selection file, part of the digest of what teachers are told."""
    return digest(_selection_file())


def environment_fingerprint(specs: tuple[ToolSpec, ...], max_turns: int) -> str:
    """Return the digest of all that decides what an episode does with the same replies.

    Covers protocol version, max turns, and every offered tool's schemas, version and weights. Leaves out the
    machine, worker counts and time bounds, which decide only whether a call finishes.
    """
    return _environment_digest(PROTOCOL_VERSION, specs, max_turns)


@cache
def _environment_digest(protocol: int, specs: tuple[ToolSpec, ...], max_turns: int) -> str:
    return digest([protocol, max_turns, tools_digest(specs)])


@cache
def _selection_file() -> dict[str, Any]:
    text = resources.files("environment").joinpath("selection.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.safe_load(text)
    return content
