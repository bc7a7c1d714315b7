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

from environment.providers.settings import ProviderSettings, WeightSettings
from environment.registry import SERVED, WEIGHTED
from environment.server.settings import ServerSettings
from schemas import Family, to_plain
from schemas.weights import check_source
from sources.faults import SettingsError
from sources.settings import SourceSettings
from teachers.local import DTYPES
from teachers.prices import Price
from teachers.sampling import sampling_of
from verification.signature import RENDERED

T = TypeVar("T")

_COMMON = {"kind", "native_tools", "in_flight", "share", "families"}
_OPENAI = {*_COMMON, "model", "decoding", "base_url", "api_key_env", "timeout_s", "price", "batch_api"}
KIND_FIELDS = {
    "programmatic": _COMMON,
    "openai": _OPENAI,
    "recorded": _OPENAI,
    "transformers": {*_COMMON, "model", "decoding", "revision", "device", "dtype", "batch"},
}
"""The settings each kind of teacher has."""
SINGLE_TURN = ("densify.teacher",)
"""Teachers whose requests wait on no other, so that they may go through a Batch API."""

_VARIABLE = re.compile(r"\$\{(\w+)(?::-([^}]*))?\}")
"""`${NAME}` or `${NAME:-default}` in a dataset's path: where data lies differs from machine to machine."""


class ParamsError(ValueError):
    """A parameter that does not fit; says which, where and what is allowed."""


@dataclass(frozen=True)
class TeacherParams:
    """Who acts: the embedded programmatic teacher, an endpoint or its recording, or a local model."""

    kind: str = "programmatic"
    """`programmatic`; `openai`; `recorded`: what an `openai` so set once said, from the ledger alone; or
    `transformers`."""
    base_url: str = ""
    model: str = ""
    """The name an endpoint knows it by; for `transformers` a folder or a repository of the hub."""
    api_key_env: str = ""
    """Environment variable that holds the key; empty for an endpoint that wants none."""
    native_tools: bool = True
    """Tools in the request's own field; false writes them and the calls as text (hermes), as `transformers`
    always does."""
    in_flight: int = 64
    """Most requests at once."""
    timeout_s: float = 300.0
    decoding: dict[str, Any] = field(default_factory=dict)
    """Sampling fields, e.g. temperature, max_tokens; to an endpoint they are sent as they are."""
    price: Price | None = None
    """What an endpoint charges, in US dollars per million tokens; null: as `teachers/prices.yaml` says."""
    batch_api: bool = False
    """Of `openai`, for single-turn work: through the vendor's Batch API, at half the price within a day."""
    revision: str = ""
    """Of `transformers`: commit of a hub repository, 40 hex digits; empty for a folder."""
    device: str = "auto"
    """Of `transformers`: as torch names it; `auto` takes a GPU where there is one."""
    dtype: str = "auto"
    """Of `transformers`: `auto` takes the precision the weights were saved in."""
    batch: int = 8
    """Of `transformers`: most requests generated together."""
    share: float = 1.0
    """Beside other `teachers`: its part of the tasks, relative to theirs."""
    families: dict[str, float] = field(default_factory=dict)
    """Another share for the tasks of some families, e.g. `geometry: 0`."""


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
    memory_mb: int = 4096
    """Most memory of one such process."""
    server: str = ""
    """URL of a tool server to use instead of processes here; it must have the same tools."""
    token_env: str = ""
    """Environment variable that holds the server's token."""
    providers: dict[str, ProviderSettings] = field(default_factory=dict)
    """Where models are served, by the provider's name, e.g. `chartmoe`; tools without one are not offered."""
    weights: dict[str, WeightSettings] = field(default_factory=dict)
    """Weights that tool processes load, by the provider's name; tools without one are not offered."""


@dataclass(frozen=True)
class Verify:
    """What a trajectory must hold."""

    tool_policy: str = "required"


@dataclass(frozen=True)
class Densify:
    """Who writes accepted thoughts out."""

    teacher: TeacherParams | None = None
    max_characters: int = 8000
    """Longest dense thought. Of the paper's context of 16,384 tokens (section 5.1) two pictures of InternVL's
    13 tiles take 6,656, prompt and results about 4,000; what is left is three thoughts of 1,900 tokens, at a
    bit over four characters a token."""


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
    teachers: dict[str, TeacherParams] = field(default_factory=dict)
    """Several instead of one, by name; each task belongs to one of them, by a hash of its id."""
    budget_usd: float | None = None
    """Most that may be spent on replies, in all that the ledgers of this data folder hold; null: no limit."""
    screen: Screen = Screen()
    synthesize: Synthesize = Synthesize()
    probe: Probe = Probe()
    tools: Tools = Tools()
    verify: Verify = Verify()
    densify: Densify = Densify()
    shard: Shard = Shard()
    serve: ServerSettings = field(default_factory=ServerSettings)
    """Of `vistaforge serve`."""

    def dataset(self, name: str) -> SourceSettings:
        """Return a dataset's entry; raises ParamsError naming those that exist."""
        if name not in self.datasets:
            raise ParamsError(f"datasets.{name}: no such entry; there are {', '.join(sorted(self.datasets))}")
        return self.datasets[name]

    @property
    def acting(self) -> dict[str, TeacherParams]:
        """The teachers of `synthesize` by name: the several, or the one."""
        return self.teachers or {"teacher": self.teacher}

    def as_plain(self) -> dict[str, Any]:
        """Return the parameters as plain values, for the manifest, without those that decide no row."""
        plain: dict[str, Any] = to_plain(self)
        for name in ("ledger", "budget_usd", "serve"):
            del plain[name]
        for name in ("server", "token_env"):
            del plain["tools"][name]
        return plain

    def programmatic_share(self) -> float:
        """Return the share of `bc` that programmatic rows may hold: all when alone, none beside a model."""
        share = self.shard.programmatic_share
        if isinstance(share, str):
            return 1.0 if all(t.kind == "programmatic" for t in self.acting.values()) else 0.0
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
        raise ParamsError(f"{place[:-1] or 'the file'}: must be a mapping, not {type(value).__name__}")
    hints = typing.get_type_hints(kind)
    fields = {f.name for f in dataclasses.fields(typing.cast(Any, kind))}
    for name in value:
        if name not in fields:
            raise ParamsError(f"{place}{name}: no such setting; there are {', '.join(sorted(fields))}")
    try:
        return kind(**{name: _value(hints[name], v, f"{place}{name}.") for name, v in value.items()})
    except (TypeError, ValueError) as error:
        if isinstance(error, ParamsError | SettingsError):
            raise
        raise ParamsError(f"{place[:-1] or 'the file'}: {error}") from error


def _value(hint: Any, value: Any, place: str) -> Any:  # noqa: ANN401
    options = typing.get_args(hint)
    name = place[:-1]
    if type(None) in options:
        if value is None:
            return None
        return _value(next(o for o in options if o is not type(None)), value, place)
    if dataclasses.is_dataclass(hint):
        # Datasets are built before, with the seed they share.
        return (
            value
            if isinstance(value, typing.cast(type, hint))
            else _build(typing.cast(type, hint), value, place)
        )
    if typing.get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise ParamsError(f"{name}: must be a list")
        return tuple(value)
    if typing.get_origin(hint) is dict:
        if not isinstance(value, dict):
            raise ParamsError(f"{name}: must be a mapping")
        return {
            k: v if options[1] is Any else _value(options[1], v, f"{place}{k}.") for k, v in value.items()
        }
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
    for place, teacher in (
        ("teacher", params.teacher),
        *((f"teachers.{name}", several) for name, several in params.teachers.items()),
        ("probe.policy", params.probe.policy),
        ("densify.teacher", params.densify.teacher),
    ):
        if teacher is not None:
            _check_teacher(place, teacher)
    if params.teachers and params.teacher != TeacherParams():
        raise ParamsError("teacher: stands beside teachers; name every teacher there")
    for family in Family:
        if not sum(share_of(teacher, family) for teacher in params.acting.values()):
            raise ParamsError(f"teachers: none has a share of the family {family.value}")
    if params.budget_usd is not None and params.budget_usd < 0:
        raise ParamsError(f"budget_usd: must be at least 0, not {params.budget_usd}")
    if params.probe.policy is not None and params.probe.policy.kind == "programmatic":
        raise ParamsError("probe.policy: a deterministic program's pass rate is no evidence of difficulty")
    if params.densify.teacher is not None and params.densify.teacher.kind == "programmatic":
        raise ParamsError("densify.teacher: a program has no thoughts to write out: name a thinking model")
    for place, names in (("screen.index", params.screen.index), ("screen.rendered", params.screen.rendered)):
        if not all(isinstance(name, str) for name in names):
            raise ParamsError(f"{place}: must be a list of texts, not {list(names)!r}")
    if params.serve.dialect not in ("hermes", "vista"):
        raise ParamsError("serve.dialect: must be hermes or vista")
    if params.verify.tool_policy not in ("required", "optional"):
        raise ParamsError("verify.tool_policy: must be required or optional")
    _check_providers(params.tools.providers)
    _check_weights(params.tools.weights)
    share = params.shard.programmatic_share
    if share != "auto" and not (isinstance(share, float) and 0 <= share <= 1):
        raise ParamsError("shard.programmatic_share: must be auto or between 0 and 1")
    for place, number in (
        ("synthesize.attempts", params.synthesize.attempts),
        ("synthesize.max_turns", params.synthesize.max_turns),
        ("probe.attempts", params.probe.attempts),
        ("tools.workers", params.tools.workers),
        ("tools.memory_mb", params.tools.memory_mb),
        ("serve.queue", params.serve.queue),
        ("serve.per_tool", 1 if params.serve.per_tool is None else params.serve.per_tool),
        ("densify.max_characters", params.densify.max_characters),
        ("shard.max_file_mb", params.shard.max_file_mb),
    ):
        if number < 1:
            raise ParamsError(f"{place}: must be at least 1, not {number}")


def _check_providers(providers: dict[str, ProviderSettings]) -> None:
    known = sorted({tool.provider for tool in SERVED.values()})
    for name, provider in providers.items():
        place = f"tools.providers.{name}"
        if name not in known:
            raise ParamsError(f"{place}: no tool asks for it; there are {', '.join(known)}")
        if not provider.url.startswith(("http://", "https://")) or not provider.model:
            raise ParamsError(f"{place}: needs a model and a url that starts with http:// or https://")
        if provider.timeout_s <= 0:
            raise ParamsError(f"{place}.timeout_s: must be above 0, not {provider.timeout_s:g}")


def _check_weights(weights: dict[str, WeightSettings]) -> None:
    known = sorted({tool.provider for tool in WEIGHTED.values()})
    for name, settings in weights.items():
        place = f"tools.weights.{name}"
        if name not in known:
            raise ParamsError(f"{place}: no tool asks for it; there are {', '.join(known)}")
        if settings.dtype not in DTYPES:
            raise ParamsError(f"{place}.dtype: must be one of {', '.join(DTYPES)}, not {settings.dtype!r}")
        try:
            check_source(settings.model, settings.revision)
        except ValueError as error:
            raise ParamsError(f"{place}.{error}") from error


def _check_teacher(place: str, teacher: TeacherParams) -> None:
    if teacher.kind not in KIND_FIELDS:
        raise ParamsError(f"{place}.kind: must be one of {', '.join(KIND_FIELDS)}, not {teacher.kind!r}")
    default = TeacherParams()
    for field_ in dataclasses.fields(teacher):
        name = field_.name
        if getattr(teacher, name) != getattr(default, name) and name not in KIND_FIELDS[teacher.kind]:
            raise ParamsError(f"{place}.{name}: kind {teacher.kind} has no such setting")
    if teacher.kind == "openai" and not (teacher.base_url and teacher.model):
        raise ParamsError(f"{place}: kind openai needs base_url and model")
    if teacher.kind == "recorded" and not teacher.model:
        raise ParamsError(f"{place}: kind recorded needs the model whose replies are recorded")
    if teacher.batch_api and place not in SINGLE_TURN:
        raise ParamsError(f"{place}.batch_api: turns that wait on each other would wait up to a day each")
    for name in ("in_flight", "batch"):
        if getattr(teacher, name) < 1:
            raise ParamsError(f"{place}.{name}: must be at least 1, not {getattr(teacher, name)}")
    if unknown := teacher.families.keys() - set(Family):
        raise ParamsError(f"{place}.families: no such family: {', '.join(sorted(unknown))}")
    if min(teacher.share, *teacher.families.values(), 0.0) < 0:
        raise ParamsError(f"{place}.share: must be at least 0")
    if teacher.price is not None and min(filter(None, dataclasses.astuple(teacher.price)), default=0) < 0:
        raise ParamsError(f"{place}.price: nothing costs less than 0")
    if teacher.kind == "transformers":
        _check_local(place, teacher)


def share_of(teacher: TeacherParams, family: Family) -> float:
    """Return a teacher's part of the tasks of a family, relative to the other teachers'."""
    return teacher.families.get(family.value, teacher.share)


def _check_local(place: str, teacher: TeacherParams) -> None:
    if teacher.dtype not in DTYPES:
        raise ParamsError(f"{place}.dtype: must be one of {', '.join(DTYPES)}, not {teacher.dtype!r}")
    try:
        check_source(teacher.model, teacher.revision)
        sampling_of(teacher.decoding)
    except ValueError as error:
        raise ParamsError(f"{place}.{error}") from error
