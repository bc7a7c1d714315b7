"""The rules that parameters keep beyond their types, each told in a sentence with the setting's name."""

from __future__ import annotations

import dataclasses

from environment.providers.settings import ProviderSettings, WeightSettings
from environment.registry import SERVED, WEIGHTED
from pipelines.params import Params, ParamsError, TeacherParams, share_of
from schemas import Family
from schemas.weights import check_source
from teachers.local import DTYPES
from teachers.sampling import sampling_of

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


def check(params: Params) -> None:
    """Raise ParamsError for the first setting that no run could have, or that contradicts another."""
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


def _check_local(place: str, teacher: TeacherParams) -> None:
    if teacher.dtype not in DTYPES:
        raise ParamsError(f"{place}.dtype: must be one of {', '.join(DTYPES)}, not {teacher.dtype!r}")
    try:
        check_source(teacher.model, teacher.revision)
        sampling_of(teacher.decoding)
    except ValueError as error:
        raise ParamsError(f"{place}.{error}") from error
