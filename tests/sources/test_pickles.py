"""Pickles from the internet: numbers and texts come out, and nothing else is ever called."""

from __future__ import annotations

import builtins
import collections
import os
import pickle
import resource
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from schemas import DeadLetter, Task
from sources.faults import Fault, RowError
from sources.pickles import PickledArray, pickled_rows, plain, values_of

Read = Callable[..., tuple[list[Task], list[DeadLetter]]]
Raw = Callable[[str], Path]


class Calls:
    """An object whose pickle calls a function when it is read."""

    def __init__(self, function: Callable[..., object], *arguments: object) -> None:
        self._call = function, arguments

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self._call


def rows(file: Path, content: bytes) -> list[dict[str, object]]:
    file.write_bytes(content)
    return [row for _, row in pickled_rows(file)]


def refusal(file: Path, content: bytes) -> RowError:
    with pytest.raises(RowError) as caught:
        rows(file, content)
    return caught.value


def test_a_pickle_that_would_run_a_command_runs_none_and_costs_its_file(
    tmp_path: Path, raw: Raw, read: Read
) -> None:
    root, proof = raw("geoqa"), tmp_path / "proof"
    (root / "test.pk").write_bytes(pickle.dumps([{"subject": Calls(os.system, f"touch {proof}")}]))
    tasks, letters = read("geoqa", root)
    assert not proof.exists()
    assert [(x.row, x.reason) for x in letters] == [("test.pk", "forbidden_pickle")]
    assert f"{os.system.__module__}.system" in letters[0].detail
    assert len(tasks) == 2


@pytest.mark.parametrize(
    "thing",
    [
        Calls(eval, "1"),
        Calls(builtins.getattr, "a", "upper"),
        Calls(np.load, "secret.npy"),
        Calls(np.frombuffer, b"1"),
        collections.OrderedDict(a=1),
        date(2024, 1, 1),
        Path("a"),
        np.str_("a"),
        np.array(["a"]),
        np.array([object], dtype=object),
        np.zeros(2, dtype=[("a", "u1")]),
        np.array(["2024-01-01"], dtype="M8[D]"),
        np.ma.masked_array([1]),
    ],
)
def test_whatever_is_no_plain_data_refuses_the_file(thing: object, tmp_path: Path) -> None:
    for protocol in (2, 4, 5):
        assert refusal(tmp_path / "a.pk", pickle.dumps([thing], protocol)).fault is Fault.FORBIDDEN_PICKLE


@pytest.mark.parametrize(
    "program",
    [
        b"cnumpy\ndtype\n}Vcode\nVf8\nsb.",
        b"cnumpy\ndtype\n(N}V_make\nNstb.",
        b"\x80\x02cnumpy\nndarray\n)\x81.",
        b"c_codecs\nencode\n(Vabc\nVzlib\ntR.",
        b"cnumpy\ndtype\n(Vobject\ntR.",
        b"Pname\n.",
    ],
)
def test_no_program_changes_the_stand_ins_or_reaches_behind_them(program: bytes, tmp_path: Path) -> None:
    error = refusal(tmp_path / "a.pk", program)
    assert error.fault in (Fault.FORBIDDEN_PICKLE, Fault.BROKEN_PICKLE)
    kept = rows(tmp_path / "a.pk", pickle.dumps([{"a": np.arange(3, dtype="u1")}]))
    assert values_of("a", kept[0]["a"]).tolist() == [0, 1, 2]


@settings(max_examples=60, deadline=None)
@given(
    hnp.arrays(
        st.sampled_from(["?", "u1", "<u2", ">u2", "i8", ">i4", "f4", ">f8"]),
        hnp.array_shapes(max_dims=3, max_side=5),
    ),
    st.sampled_from([0, 2, 4, 5]),
    st.sampled_from(["C", "F"]),
)
def test_every_array_of_numbers_comes_out_as_it_went_in(
    tmp_path_factory: pytest.TempPathFactory, array: npt.NDArray[Any], protocol: int, order: Literal["C", "F"]
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.pk"
    there = np.asarray(array, order=order)
    (row,) = rows(file, pickle.dumps([{"image": there}], protocol))
    here = values_of("image", row["image"])
    assert (here.dtype, here.shape) == (there.dtype, there.shape)
    assert np.array_equal(here, there, equal_nan=there.dtype.kind == "f")


def test_both_of_numpy_s_module_paths_are_read(tmp_path: Path) -> None:
    new = pickle.dumps([{"a": np.arange(3.0), "n": np.int64(7)}], 0)
    old = new.replace(b"numpy._core.", b"numpy.core.")
    assert old != new
    for content in (old, new):
        (row,) = rows(tmp_path / "a.pk", content)
        assert plain("a", row["a"]) == [0.0, 1.0, 2.0]
        assert plain("n", row["n"]) == 7


def test_a_pickle_of_python_2_is_read(tmp_path: Path) -> None:
    array = b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR(I1\n(I2\nt"
    number = b"cnumpy\ndtype\n(S'u1'\nI0\nI1\ntR(I3\nS'|'\nNNNI-1\nI-1\nI0\ntb"
    content = b"(lp0\n(dp1\nVsubject\nV\\u5982\\u56fe\nsVa\n" + array + number + b"I00\nS'\\x01\\xff'\ntbsa."
    (row,) = rows(tmp_path / "a.pk", content)
    assert row["subject"] == "如图"
    assert values_of("a", row["a"]).tolist() == [1, 255]


@pytest.mark.parametrize(
    "content", [b"", b"\x80\x04", pickle.dumps([1] * 99)[:-9], b"no pickle", b"\x80\x04N."]
)
def test_a_broken_pickle_is_told_as_one(content: bytes, tmp_path: Path) -> None:
    error = refusal(tmp_path / "a.pk", content)
    assert error.fault is Fault.BROKEN_PICKLE
    assert "a.pk" in error.detail


def test_a_memo_index_of_two_thousand_million_takes_no_memory(tmp_path: Path) -> None:
    limit = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (16 << 30, limit[1]))
    try:
        assert rows(tmp_path / "a.pk", b"\x80\x02]r\xff\xff\xff\x7f.") == []
    finally:
        resource.setrlimit(resource.RLIMIT_AS, limit)


def bomb(depth: int) -> list[object]:
    value: list[object] = ["ha"] * 10
    for _ in range(depth):
        value = [value] * 10
    return value


@pytest.mark.parametrize("value", [bomb(30), 1 << 80, {"a": b"bytes"}], ids=["bomb", "integer", "bytes"])
def test_a_field_that_is_no_plain_data_costs_its_row_alone(
    value: object, tmp_path: Path, raw: Raw, read: Read
) -> None:
    root = raw("geoqa")
    good = pickle.loads((root / "train.pk").read_bytes())
    (root / "train.pk").write_bytes(pickle.dumps([{**good[0], "choices": value}, good[1]]))
    tasks, letters = read("geoqa", root)
    assert [(x.row, x.reason) for x in letters] == [("train.pk#0", "bad_field")]
    assert len(tasks) == 1


def test_a_list_that_holds_itself_is_no_plain_data(tmp_path: Path) -> None:
    endless: list[object] = []
    endless.append(endless)
    (row,) = rows(tmp_path / "a.pk", pickle.dumps([{"a": endless}]))
    with pytest.raises(RowError, match="nested too deep"):
        plain("a", row["a"])


@pytest.mark.parametrize("image", ["a.png", [[1, 2]], PickledArray], ids=repr)
def test_a_picture_that_is_no_array_is_a_bad_field(image: object) -> None:
    with pytest.raises(RowError, match="'image' should be an array of numbers"):
        values_of("image", image() if isinstance(image, type) else image)
