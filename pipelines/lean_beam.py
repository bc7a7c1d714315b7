"""Beam and Arrow without pandas, which they load only because it is there: 47 MB and 0.2 s of every process.

`datasets` brings pandas; `apache_beam` imports it for a dataframe interface and goes on without it, and so
does pyarrow when it first makes an array. Nothing here uses it, and every stage of every dataset is a process
of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

PANDAS = "pandas"


class LeanBeam(MetaPathFinder):
    """Finds `apache_beam` where it lies, and has it imported as if pandas were not installed."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return Beam's own spec with an import that finds no pandas; None for any other module."""
        spec = PathFinder.find_spec(name, path) if name == "apache_beam" else None
        if spec is None or spec.loader is None:
            return None
        execute = spec.loader.exec_module

        def execute_without(module: ModuleType) -> None:
            import pyarrow

            with absent(PANDAS):
                execute(module)
                # Arrow looks once, at its first array; whoever hands it a frame later has it look again.
                pyarrow.array([0])

        spec.loader.exec_module = execute_without  # type: ignore[method-assign]
        return spec


class _Absent(MetaPathFinder):
    def __init__(self, name: str) -> None:
        self._name = name

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        """Raise ModuleNotFoundError for the one name."""
        if name == self._name:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


@contextmanager
def absent(name: str) -> Iterator[None]:
    """Make a module that is not imported yet look as if it were not installed."""
    finder = _Absent(name)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


def install() -> None:
    """Have Beam imported without pandas from now on, in this process."""
    if not any(isinstance(finder, LeanBeam) for finder in sys.meta_path):
        sys.meta_path.insert(0, LeanBeam())
