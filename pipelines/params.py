"""Parameters: `params.yaml` as frozen dataclasses, refused with a sentence where they do not fit."""

from __future__ import annotations

import dataclasses
import os
import re
import typing
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import yaml

from schemas import to_plain
from sources.faults import SettingsError
from sources.settings import SourceSettings
from verification.signature import RENDERED

T = TypeVar("T")

_VARIABLE = re.compile(r"\$\{(\w+)(?::-([^}]*))?\}")
"""`${NAME}` or `${NAME:-default}` in a dataset's path: where data lies differs from machine to machine."""


class ParamsError(ValueError):
    """A parameter that does not fit; says which, where and what is allowed."""


@dataclass(frozen=True)
class TeacherParams:
    """Who acts: the embedded programmatic teacher, an OpenAI-compatible endpoint, or its recording."""

    kind: str = "programmatic"
    """`programmatic`; `openai`; or `recorded`: what an `openai` so set once said, from the ledger alone."""
    base_url: str = ""
    model: str = ""
    api_key_env: str = ""
    """Environment variable that holds the key; empty for an endpoint that wants none."""
    native_tools: bool = True
    """Tools in the request's own field; false writes them and the calls as text (hermes)."""
    in_flight: int = 64
    """Most requests at once."""
    timeout_s: float = 300.0
    decoding: dict[str, Any] = field(default_factory=dict)
    """Sampling fields sent as they are, e.g. temperature, max_tokens."""


@dataclass(frozen=True)
class Screen:
    """What tasks are compared with before they may be trained on."""

    index: tuple[str, ...] = ()
    """Prebuilt benchmark indexes beside this run's eval tasks: files or folders written by `screen`."""
    rendered: tuple[str, ...] = RENDERED
    """Datasets whose pictures all look alike, so that the question must match too."""


@dataclass(frozen=True)
class Synthesize:
    """How hard to try."""

    attempts: int = 4
    max_turns: int = 3
    purposes: tuple[str, ...] = ("train", "eval")


@dataclass(frozen=True)
class Probe:
    """The measured policy."""

    policy: TeacherParams | None = None
    attempts: int = 8


@dataclass(frozen=True)
class Tools:
    """Processes for tools."""

    workers: int = 2
    timeout_s: float = 120.0


@dataclass(frozen=True)
class Verify:
    """What a trajectory must hold."""

    tool_policy: str = "required"


@dataclass(frozen=True)
class Shard:
    """How shards are cut."""

    max_file_mb: int = 256
    programmatic_share: float | str = "auto"


@dataclass(frozen=True)
class Params:
    """Every setting of a run."""

    datasets: dict[str, SourceSettings]
    seed: int = 0
    ledger: str = ""
    """Where replies and tool results are kept: a folder, or a URL; empty: `ledger/` beside the outputs."""
    teacher: TeacherParams = field(default_factory=TeacherParams)
    screen: Screen = Screen()
    synthesize: Synthesize = Synthesize()
    probe: Probe = Probe()
    tools: Tools = Tools()
    verify: Verify = Verify()
    shard: Shard = Shard()

    def dataset(self, name: str) -> SourceSettings:
        """Return a dataset's entry; raises ParamsError naming those that exist."""
        if name not in self.datasets:
            raise ParamsError(f"datasets.{name}: no such entry; there are {', '.join(sorted(self.datasets))}")
        return self.datasets[name]

    def as_plain(self) -> dict[str, Any]:
        """Return the parameters as plain values, for the manifest; where the ledger lies decides no row."""
        plain: dict[str, Any] = to_plain(self)
        del plain["ledger"]
        return plain

    def programmatic_share(self) -> float:
        """Return the share of `bc` that programmatic rows may hold: all when alone, none beside a model."""
        share = self.shard.programmatic_share
        if isinstance(share, str):
            return 1.0 if self.teacher.kind == "programmatic" else 0.0
        return share


def load_params(path: Path) -> Params:
    """Read and check a params file; raises ParamsError with the field at fault."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ParamsError(f"{path}: no such file; run from the project root or pass --params") from error
    except yaml.YAMLError as error:
        raise ParamsError(f"{path}: not valid YAML: {error}") from error
    if not isinstance(content, dict) or not isinstance(content.get("datasets"), dict):
        raise ParamsError(f"{path}: must be a mapping with an entry datasets")
    seed = content.get("seed", 0)
    datasets = {name: _dataset(name, entry, seed) for name, entry in content.pop("datasets").items()}
    params = _build(Params, {**content, "datasets": datasets}, "")
    _check(params)
    return params


def _dataset(name: str, entry: Any, seed: int) -> SourceSettings:  # noqa: ANN401 - anything may stand there
    if not isinstance(entry, dict):
        raise ParamsError(f"datasets.{name}: must be a mapping")
    path = _VARIABLE.sub(lambda m: os.environ.get(m[1], m[2] or ""), str(entry.get("path", "")))
    try:
        return _build(
            SourceSettings, {"seed": seed, **entry, "path": path, "dataset": name}, f"datasets.{name}."
        )
    except SettingsError as error:
        raise ParamsError(f"datasets.{name}: {error}") from error


def _build(kind: type[T], value: Any, place: str) -> T:  # noqa: ANN401 - anything may stand in a YAML file
    if not isinstance(value, dict):
        raise ParamsError(f"{place or 'the file'}: must be a mapping, not {type(value).__name__}")
    hints = typing.get_type_hints(kind)
    fields = {f.name for f in dataclasses.fields(typing.cast(Any, kind))}
    for name in value:
        if name not in fields:
            raise ParamsError(f"{place}{name}: no such setting; there are {', '.join(sorted(fields))}")
    try:
        return kind(**{name: _value(hints[name], v, f"{place}{name}.") for name, v in value.items()})
    except TypeError as error:
        raise ParamsError(f"{place or 'the file'}: {error}") from error


def _value(hint: Any, value: Any, place: str) -> Any:  # noqa: ANN401
    options = typing.get_args(hint)
    name = place[:-1]
    if type(None) in options:
        if value is None:
            return None
        return _value(next(o for o in options if o is not type(None)), value, place)
    if dataclasses.is_dataclass(hint):
        return _build(typing.cast(type, hint), value, place)
    if typing.get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise ParamsError(f"{name}: must be a list")
        return tuple(value)
    if typing.get_origin(hint) is dict:
        if not isinstance(value, dict):
            raise ParamsError(f"{name}: must be a mapping")
        return value
    if isinstance(hint, type) and issubclass(hint, Enum):
        try:
            return hint(value)
        except ValueError as error:
            raise ParamsError(f"{name}: must be one of {', '.join(hint)}, not {value!r}") from error
    allowed = options or (hint,)
    if float in allowed and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) not in allowed:
        raise ParamsError(f"{name}: must be {' or '.join(a.__name__ for a in allowed)}, not {value!r}")
    return value


def _check(params: Params) -> None:
    for place, teacher in (("teacher", params.teacher), ("probe.policy", params.probe.policy)):
        if teacher is None:
            continue
        if teacher.kind not in ("programmatic", "openai", "recorded"):
            raise ParamsError(f"{place}.kind: must be programmatic, openai or recorded, not {teacher.kind!r}")
        if teacher.kind == "openai" and not (teacher.base_url and teacher.model):
            raise ParamsError(f"{place}: kind openai needs base_url and model")
        if teacher.kind == "recorded" and not teacher.model:
            raise ParamsError(f"{place}: kind recorded needs the model whose replies are recorded")
    if params.probe.policy is not None and params.probe.policy.kind == "programmatic":
        raise ParamsError("probe.policy: a deterministic program's pass rate is no evidence of difficulty")
    for place, names in (("screen.index", params.screen.index), ("screen.rendered", params.screen.rendered)):
        if not all(isinstance(name, str) for name in names):
            raise ParamsError(f"{place}: must be a list of texts, not {list(names)!r}")
    if params.verify.tool_policy not in ("required", "optional"):
        raise ParamsError("verify.tool_policy: must be required or optional")
    share = params.shard.programmatic_share
    if share != "auto" and not (isinstance(share, float) and 0 <= share <= 1):
        raise ParamsError("shard.programmatic_share: must be auto or between 0 and 1")
    for place, number in (
        ("synthesize.attempts", params.synthesize.attempts),
        ("synthesize.max_turns", params.synthesize.max_turns),
        ("probe.attempts", params.probe.attempts),
        ("tools.workers", params.tools.workers),
        ("shard.max_file_mb", params.shard.max_file_mb),
    ):
        if number < 1:
            raise ParamsError(f"{place}: must be at least 1, not {number}")
