"""The parameters file: YAML read into the records of `pipelines.params`, or a sentence that refuses it."""

from __future__ import annotations

import dataclasses
import os
import re
import typing
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import yaml

from pipelines.params import Params, ParamsError
from pipelines.params_rules import check
from sources.faults import SettingsError
from sources.settings import SourceSettings

T = TypeVar("T")

_VARIABLE = re.compile(r"\$\{(\w+)(?::-([^}]*))?\}")
"""`${NAME}` or `${NAME:-default}` in a dataset's path: where data lies differs from machine to machine."""


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
    check(params)
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
