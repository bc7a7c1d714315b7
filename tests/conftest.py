"""Fixtures every room's tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def realdata() -> Path:
    """The folder of real rows; skips, saying so, where it is absent."""
    folder = Path(os.environ.get("VISTAFORGE_REALDATA", ROOT.parent / "shared" / "realdata"))
    if not folder.is_dir():
        pytest.skip(f"no real rows at {folder}: set VISTAFORGE_REALDATA to run this test")
    return folder
