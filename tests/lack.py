"""What a test lacks on this machine: a skip that says so for a person, a failure in CI, which has all."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def lacks(what: str) -> NoReturn:
    """End a test that cannot run here; `what` names the thing that is absent and how to get it."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} (CI must have it)")
    pytest.skip(what)
