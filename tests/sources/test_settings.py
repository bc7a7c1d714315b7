"""Dataset entries that contradict themselves are refused with a sentence."""

from __future__ import annotations

import pytest

from sources import SettingsError, SourceSettings


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({}, "set `path`"),
        ({"hub": "b/c"}, "must pin b/c to a commit of 40 hex digits, not ''"),
        ({"hub": "b/c", "revision": "main"}, "not 'main'"),
        ({"path": "a", "revision": "0" * 40}, "a folder's revision is computed"),
        ({"path": "a", "splits": ("dev",)}, r"among train, val, test, not \['dev'\]"),
        ({"path": "a", "limit": 0}, "`limit` must be at least 1"),
        ({"path": "a", "dataset": "Chart QA"}, "lower-case letters"),
    ],
)
def test_a_contradiction_names_the_dataset_and_what_to_change(entry: dict[str, object], message: str) -> None:
    given = {"dataset": "charts", "adapter": "chartqa", **entry}
    with pytest.raises(SettingsError, match=message) as caught:
        SourceSettings(**given)  # type: ignore[arg-type]
    assert repr(given["dataset"]) in str(caught.value)


def test_no_splits_means_every_split() -> None:
    assert SourceSettings("charts", "chartqa", "a").wanted_splits == ("train", "val", "test")
