"""Opening, listing, selecting: what a pipeline leans on."""

from __future__ import annotations

import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import DeadLetter, Family, Json, Task
from sources import (
    ADAPTERS,
    EmptySourceError,
    NoHubCopyError,
    RawRow,
    Source,
    SourceSettings,
    UnknownAdapterError,
    duplicate_letter,
    list_rows,
    open_source,
    to_task,
)

Read = Callable[..., tuple[list[Task], list[DeadLetter]]]
Raw = Callable[[str], Path]
Write = Callable[[Path, bytes | Json], Path]


def many_rows(write: Write, root: Path, count: int) -> Source:
    """A ChartQA folder with `count` rows in each of two files and no picture at all."""
    for half in ("human", "augmented"):
        rows = [{"imgname": "a.png", "query": f"{half} {n}?", "label": "1"} for n in range(count)]
        write(root / f"train/train_{half}.json", rows)
    return open_source(SourceSettings("chartqa", "chartqa", str(root)))


def places(source: Source, **settings: object) -> list[str]:
    changed = SourceSettings("chartqa", "chartqa", source.settings.path, **settings)  # type: ignore[arg-type]
    return [r.place for r in list_rows(open_source(changed)) if isinstance(r, RawRow)]


def test_listing_opens_no_picture(tmp_path: Path, write: Write) -> None:
    source = many_rows(write, tmp_path, 3)
    assert len(list(list_rows(source))) == 6


def test_listing_yields_the_first_row_before_the_second_file_is_read(tmp_path: Path, write: Write) -> None:
    source = many_rows(write, tmp_path, 2)
    rows = list_rows(source)
    next(rows)
    (tmp_path / "train/train_human.json").write_bytes(b"[")
    assert sum(isinstance(row, DeadLetter) for row in rows) == 1


def test_a_row_holds_only_the_columns_its_adapter_names(any_dataset: tuple[str, Path]) -> None:
    name, root = any_dataset
    for row in list_rows(open_source(SourceSettings(name, name, str(root)))):
        assert isinstance(row, RawRow)
        assert set(row.fields) <= set(ADAPTERS[name].columns)


def test_rows_and_source_travel_to_another_process(any_dataset: tuple[str, Path]) -> None:
    name, root = any_dataset
    source = open_source(SourceSettings(name, name, str(root)))
    for row in list_rows(source):
        assert isinstance(row, RawRow)
        assert to_task(*pickle.loads(pickle.dumps((source, row)))) == to_task(source, row)


def test_the_place_of_a_row_leads_back_to_it(raw: Raw, read: Read) -> None:
    assert [t.source.row for t in read("chartqa", raw("chartqa"))[0]] == [
        "train/train_human.json#0",
        "train/train_human.json#1",
    ]
    assert [t.source.row for t in read("scienceqa", raw("scienceqa"))[0]] == [
        "problems.json#7",
        "problems.json#8",
    ]


def test_a_copied_folder_gives_the_same_tasks(any_dataset: tuple[str, Path], read: Read) -> None:
    name, root = any_dataset
    shutil.copytree(root, root / "elsewhere" / "copy")
    assert read(name, root / "elsewhere" / "copy") == read(name, root)


def test_the_revision_follows_annotations_and_not_pictures(raw: Raw, write: Write, encoded: Callable) -> None:
    root = raw("chartqa")
    settings = SourceSettings("chartqa", "chartqa", str(root))
    first = open_source(settings).revision
    write(root / "train/png/a.png", encoded((1, 2, 3)))
    assert open_source(settings).revision == first
    write(root / "val/val_human.json", [])
    assert open_source(settings).revision != first


def test_a_broken_file_is_one_letter_with_its_position_and_the_others_go_on(
    raw: Raw, read: Read, write: Write
) -> None:
    root = raw("chartqa")
    write(root / "train/train_augmented.json", b'[{"imgname": "a.png",\n  "query": oops}]')
    tasks, letters = read("chartqa", root)
    assert len(tasks) == 2
    assert [(x.row, x.reason) for x in letters] == [("train/train_augmented.json", "broken_json")]
    assert "line 2, column 12" in letters[0].detail


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b'{"rows": 1}',
        b"null",
        b"[" * 100_000,
        b'[{"label": NaN}]',
        b"[" + b"1" * 5000 + b"]",
    ],
)
def test_whatever_a_file_holds_the_run_goes_on(content: bytes, raw: Raw, read: Read, write: Write) -> None:
    root = raw("chartqa")
    write(root / "train/train_augmented.json", content)
    tasks, letters = read("chartqa", root)
    assert [(x.row, x.reason) for x in letters] == [("train/train_augmented.json", "broken_json")]
    assert len(tasks) == 2


def test_rows_before_a_break_are_read_and_the_break_is_told(raw: Raw, read: Read, write: Write) -> None:
    root = raw("clevr")
    file = root / "questions/CLEVR_train_questions.json"
    write(file, file.read_bytes()[:-20])
    tasks, letters = read("clevr", root)
    assert [t.answers for t in tasks] == [("2",)]
    assert [(x.row, x.reason) for x in letters] == [("questions/CLEVR_train_questions.json", "broken_json")]


def test_a_broken_problem_costs_only_itself(raw: Raw, read: Read, write: Write) -> None:
    root = raw("geometry3k")
    write(root / "train/11/data.json", b'{"problem_text": ')
    tasks, letters = read("geometry3k", root)
    assert [t.source.row for t in tasks] == ["train/12/data.json"]
    assert [(x.row, x.reason) for x in letters] == [("train/11/data.json", "broken_json")]


def test_a_row_key_cannot_lead_out_of_the_data_set(raw: Raw, read: Read, write: Write) -> None:
    root = raw("scienceqa")
    row = {"question": "Why?", "choices": ["a", "b"], "answer": 0, "image": "image.png", "split": "train"}
    write(root / "problems.json", {"../../..": row, "\ud800": row})
    tasks, letters = read("scienceqa", root)
    assert (tasks, [x.reason for x in letters]) == ([], ["bad_field", "missing_picture"])
    assert letters[1].row.encode() == b"problems.json#\\ud800"


def test_splits_that_were_not_asked_for_are_not_read(tmp_path: Path, write: Write) -> None:
    write(tmp_path / "train/train_human.json", b"broken, but not asked for")
    write(tmp_path / "test/test_human.json", [{"imgname": "a.png", "query": "?", "label": "1"}])
    source = open_source(SourceSettings("chartqa", "chartqa", str(tmp_path), splits=("test",)))
    assert [r.place for r in list_rows(source) if isinstance(r, RawRow)] == ["test/test_human.json#0"]


def test_splits_that_rows_name_themselves_are_chosen_too(raw: Raw, read: Read) -> None:
    root = raw("scienceqa")
    assert read("scienceqa", root, splits=("test",)) == ([], [])
    assert len(read("scienceqa", root, splits=("train",))[0]) == 2


def test_a_limit_selects_that_many_rows_in_listing_order(tmp_path: Path, write: Write) -> None:
    source = many_rows(write, tmp_path, 20)
    everything = places(source)
    chosen = places(source, limit=7)
    assert len(chosen) == 7
    assert chosen == [p for p in everything if p in chosen]
    assert places(source, limit=100) == everything


def test_another_seed_selects_other_rows_and_the_same_seed_the_same(tmp_path: Path, write: Write) -> None:
    source = many_rows(write, tmp_path, 20)
    assert places(source, limit=7, seed=1) == places(source, limit=7, seed=1)
    assert places(source, limit=7, seed=1) != places(source, limit=7, seed=2)


def test_a_larger_limit_keeps_what_a_smaller_one_chose(tmp_path: Path, write: Write) -> None:
    source = many_rows(write, tmp_path, 20)
    assert set(places(source, limit=5)) < set(places(source, limit=6))


def test_a_limit_hides_no_broken_file(tmp_path: Path, write: Write) -> None:
    many_rows(write, tmp_path, 5)
    write(tmp_path / "val/val_human.json", b"{")
    settings = SourceSettings("chartqa", "chartqa", str(tmp_path), limit=1)
    assert [type(r) for r in list_rows(open_source(settings))] == [DeadLetter, RawRow]


def test_a_family_can_be_overridden(raw: Raw, read: Read) -> None:
    tasks, _ = read("chartqa", raw("chartqa"), family=Family.OTHER)
    assert {t.family for t in tasks} == {Family.OTHER}


def test_the_pixel_bound_of_the_settings_holds(raw: Raw, read: Read) -> None:
    tasks, letters = read("chartqa", raw("chartqa"), max_pixels=32 * 24 - 1)
    assert (tasks, {x.reason for x in letters}) == ([], {"picture_too_large"})


def test_an_unknown_adapter_is_named_with_those_that_exist() -> None:
    with pytest.raises(
        UnknownAdapterError, match="'chartqq'; there are ai2d, aokvqa, aokvqa_direct, chartqa, "
    ):
        open_source(SourceSettings("charts", "chartqq", "somewhere"))


def test_a_folder_without_annotations_says_what_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(EmptySourceError, match=r"val_v1\.0\.json.*sources/docvqa\.py"):
        open_source(SourceSettings("docvqa", "docvqa", str(tmp_path)))


def test_a_dataset_without_hub_copy_says_so() -> None:
    with pytest.raises(NoHubCopyError, match="mapqa has no script-free hub copy"):
        open_source(SourceSettings("mapqa", "mapqa", hub="someone/mapqa", revision="0" * 40))


def test_a_duplicate_letter_names_both_places() -> None:
    found = duplicate_letter("chartqa", "b.json#1", "a.json#0", "chartqa-0123456789abcdef")
    assert (found.row, found.reason) == ("b.json#1", "duplicate")
    assert "a.json#0" in found.detail


def test_importing_the_room_loads_nothing_heavy() -> None:
    code = "import sys, sources; print(sorted({'datasets', 'apache_beam', 'torch'} & {*sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["A", "train", "a.png"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=100, deadline=None)
@given(data=st.data(), name=st.sampled_from(sorted(ADAPTERS)))
def test_no_row_whatever_it_holds_raises(data: st.DataObject, name: str) -> None:
    fields = {c: data.draw(JSON, label=c) for c in ADAPTERS[name].columns if data.draw(st.booleans())}
    source = Source(SourceSettings(name, name, "no-such-folder"), "r")
    split = data.draw(st.sampled_from(["train", "val", "test", "minitrain", ""]))
    assert isinstance(to_task(source, RawRow("file.json#0", split, fields)), DeadLetter | Task)
