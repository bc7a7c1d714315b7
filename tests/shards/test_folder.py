"""A config's folder is read by `datasets` in a process that knows nothing of us."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow.parquet as pq
import pytest

from schemas import to_plain
from shards import bc_row, read_manifest, rejected_row, rl_row
from tests.shards.shard_samples import (
    REGISTRY,
    REGISTRY_NAMES,
    difficulty,
    rollout,
    task,
    verdict,
    write_config,
)

Loaded: TypeAlias = dict[str, list[dict[str, Any]]]

READ = """
import json, sys
from datasets import load_dataset

def told(rows):
    for row in rows:
        row["images"] = [[type(i).__mro__[1].__module__, i.format, i.size] for i in row["images"]]
        yield row

found = {}
for config in ("bc", "rl", "rejected"):
    found[config] = list(told(load_dataset(config, split="train")))
for config in ("bc", "rl_tail_patch"):
    found[config + " streaming"] = list(told(load_dataset(config, split="train", streaming=True)))
assert not {"schemas", "shards", "environment"} & set(sys.modules)
print(json.dumps(found))
"""

TASKS = [task(n) for n in range(3)]
BC = [bc_row(t, r, verdict(r), difficulty(t), REGISTRY) for t, r in ((t, rollout(t)) for t in TASKS)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All four configs; nothing was probed, so `rl_tail_patch` is empty."""
    root = tmp_path_factory.mktemp("shards")
    lost = rollout(TASKS[1])
    write_config(root / "bc", "bc", BC)
    write_config(
        root / "rl", "rl", [rl_row(t, i, difficulty(t), REGISTRY[:2], REGISTRY) for i, t in enumerate(TASKS)]
    )
    write_config(root / "rl_tail_patch", "rl_tail_patch", [], note="no sampled policy")
    write_config(
        root / "rejected",
        "rejected",
        [rejected_row(TASKS[1], lost, verdict(lost, accepted=False), REGISTRY)],
    )
    return root


@pytest.fixture(scope="module")
def loaded(folder: Path) -> Loaded:
    """Every config's rows as `load_dataset` gives them, a picture as its module, format and size."""
    env = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(folder / "hf")}
    done = subprocess.run([sys.executable, "-c", READ], capture_output=True, text=True, env=env, cwd=folder)
    assert done.returncode == 0, done.stderr[-3000:]
    rows: Loaded = json.loads(done.stdout)
    return rows


def test_bc_loads_with_decoded_pictures_and_both_views(loaded: Loaded) -> None:
    for number, (row, made) in enumerate(zip(loaded["bc"], BC, strict=True)):
        assert row["images"] == [
            ["PIL.ImageFile", "JPEG", [64 + number, 48]],
            ["PIL.ImageFile", "PNG", [30, 30]],
        ]
        assert row["messages"] == to_plain(made.messages)
        assert row["messages_text"] == to_plain(made.messages_text)
        assert_trainers_can_read(row["messages"], row["messages_text"], len(row["images"]))


def test_streaming_gives_the_same_rows(loaded: Loaded) -> None:
    assert loaded["bc streaming"] == loaded["bc"]


def test_rl_loads_with_prompts_rewards_and_tool_arguments(loaded: Loaded) -> None:
    assert len(loaded["rl"]) == len(TASKS)
    for number, row in enumerate(loaded["rl"]):
        assert_trainers_can_read(row["prompt"], row["prompt_text"], len(row["images"]))
        assert row["extra_info"]["index"] == number
        assert json.loads(row["reward_model"]["ground_truth"])["references"] == [str(number)]
        assert set(row["extra_info"]["tools_kwargs"]) == set(REGISTRY_NAMES)
        assert (row["difficulty"], row["pass_rate"]) == (0.75, 0.25)


def test_rejected_loads_with_the_same_conversation(loaded: Loaded) -> None:
    (row,) = loaded["rejected"]
    assert row["messages_text"] == to_plain(BC[1].messages_text)


def test_an_empty_config_is_one_file_that_streams_no_rows_and_says_why(folder: Path, loaded: Loaded) -> None:
    assert loaded["rl_tail_patch streaming"] == []
    manifest = read_manifest(folder / "rl_tail_patch")
    assert (manifest.rows, manifest.note) == (0, "no sampled policy")
    assert [f.path for f in manifest.files] == ["data/train-00000-of-00001.parquet"]
    assert pq.read_table(folder / "rl_tail_patch" / manifest.files[0].path).num_rows == 0


@pytest.mark.parametrize(
    ("config", "taken"),
    [
        ("bc", "prompt solution"),
        ("rl", "prompts completions completion_ids environment trainer_state agent_name trace trajectory"),
    ],
)
def test_no_column_has_a_name_that_a_trainer_takes_for_its_own(config: str, taken: str, folder: Path) -> None:
    always = "tools tool_defs image completion text conversations videos audios system sampling_params"
    columns = pq.read_schema(folder / config / "data/train-00000-of-00001.parquet").names
    assert not set(columns) & {*always.split(), *taken.split()}


def assert_trainers_can_read(
    blocks: list[dict[str, Any]], texts: list[dict[str, Any]], pictures: int
) -> None:
    """What TRL, verl and LLaMA-Factory each demand of a conversation."""
    roles = [m["role"] for m in texts]
    assert roles == [m["role"] for m in blocks]
    # LLaMA-Factory: user and assistant strictly alternate after the system turn.
    assert roles[0] == "system"
    assert all(role == ("user", "assistant")[i % 2] for i, role in enumerate(roles[1:]))
    # Qwen templates count a block with an `image` key as a picture, even a null one.
    assert all(set(b) == {"type", "text"} for m in blocks for b in m["content"])
    assert all(b["text"] is None for m in blocks for b in m["content"] if b["type"] == "image")
    # TRL fills placeholders over all turns in order; verl and LLaMA-Factory split strings at them.
    assert sum(b["type"] == "image" for m in blocks for b in m["content"]) == pictures
    assert sum(m["content"].count("<image>") for m in texts) == pictures
    for block_turn, text_turn in zip(blocks, texts, strict=True):
        joined = "".join("<image>" if b["text"] is None else b["text"] for b in block_turn["content"])
        assert joined == text_turn["content"]
