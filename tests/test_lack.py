"""A lack is a skip for a person and a failure in CI."""

from __future__ import annotations

import pytest

from tests.lack import lacks


def test_what_a_machine_lacks_is_skipped_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no real rows"):
        lacks("no real rows")


def test_what_ci_lacks_fails_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no real rows"):
        lacks("no real rows")
