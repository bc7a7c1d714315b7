"""Beam and Arrow go without pandas, which stays importable for those who use it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pipelines.lean_beam import absent

BEAM = """
import sys
import pipelines
import apache_beam as beam
print("pandas" in sys.modules)
with beam.Pipeline("DirectRunner") as p:
    _ = p | beam.Create([1, 2]) | beam.CombineGlobally(sum) | beam.Map(print)
import pandas, datasets
print(datasets.Dataset.from_pandas(pandas.DataFrame({"a": [1]})).num_rows)
"""
ARROW = """
import sys
import pipelines
import apache_beam, pyarrow
table = pyarrow.Table.from_pylist([{"a": [1], "b": "x"}])
print(table.to_pylist(), "pandas" in sys.modules)
print(table.to_pandas().shape, pyarrow.Table.from_pandas(table.to_pandas()).num_rows)
"""


def said(program: str) -> list[str]:
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.splitlines()


def test_a_fresh_process_runs_beam_without_pandas_and_can_import_it_afterwards() -> None:
    assert said(BEAM) == ["False", "3", "1"]


def test_arrow_makes_arrays_without_loading_pandas_and_frames_still_go_in_and_out() -> None:
    assert said(ARROW) == ["[{'a': [1], 'b': 'x'}] False", "(1, 2) 1"]


def test_a_module_is_absent_only_inside() -> None:
    name = "colorsys"
    sys.modules.pop(name, None)
    with absent(name), pytest.raises(ModuleNotFoundError):
        __import__(name)
    assert __import__(name).rgb_to_hsv(0, 0, 0) == (0, 0, 0)


def test_what_is_imported_already_is_left_alone() -> None:
    with absent("sys"):
        assert __import__("sys") is sys
