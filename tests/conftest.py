"""Fixtures every room's tests share."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest

from tests.lack import lacks

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def realdata() -> Path:
    """The folder of real rows, whose licences keep it out of this repository."""
    folder = Path(os.environ.get("VISTAFORGE_REALDATA", ROOT.parent / "shared" / "realdata"))
    if not folder.is_dir():
        lacks(f"no real rows at {folder}: set VISTAFORGE_REALDATA to run this test")
    return folder


@pytest.fixture(scope="session")
def torch_here() -> None:
    """Torch in this very interpreter, too heavy for `make test`."""
    if importlib.util.find_spec("torch") is None:
        lacks("this interpreter has no torch, so no local model was run: `make test-slow` installs it")
