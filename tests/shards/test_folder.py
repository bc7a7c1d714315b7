"""A config's folder is read by `datasets` in a process that knows nothing of us."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml
from conftest import WriteConfig
from shard_samples import REGISTRY, REGISTRY_NAMES, difficulty, rollout, task, verdict

from schemas import to_plain
from shards import bc_row, read_manifest, rejected_row, rl_row

READ = """
import json, sys
from datasets import load_dataset
for row in load_dataset(sys.argv[1], split="train", streaming=sys.argv[2] == "streaming"):
    row["images"] = [[type(i).__mro__[1].__module__, i.format, i.size] for i in row["images"]]
    print(json.dumps(row))
assert not {"schemas", "shards", "environment"} & set(sys.modules)
"""


def load(folder: Path, mode: str = "map") -> list[dict[str, Any]]:
    """Rows as `load_dataset(folder)` gives them, `map` or `streaming`; pictures as module, format and size."""
    env = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(folder.parent / "hf")}
    done = subprocess.run(
        [sys.executable, "-c", READ, str(folder), mode],
        capture_output=True,
        text=True,
        env=env,
        cwd=folder.parent,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_bc_loads_with_decoded_pictures_and_both_views(write_config: WriteConfig, tmp_path: Path) -> None:
    tasks = [task(n) for n in range(3)]
    made = [bc_row(t, r, verdict(r), difficulty(t), REGISTRY) for t, r in ((t, rollout(t)) for t in tasks)]
    write_config("bc", made)
    rows = load(tmp_path / "bc")
    assert load(tmp_path / "bc", "streaming") == rows
    assert [r["id"] for r in rows] == [m.id for m in made]
    for number, (row, row_made) in enumerate(zip(rows, made, strict=True)):
        assert row["images"] == [
            ["PIL.ImageFile", "JPEG", [64 + number, 48]],
            ["PIL.ImageFile", "PNG", [30, 30]],
        ]
        assert row["messages_text"] == to_plain(row_made.messages_text)
        assert_trainers_can_read(row["messages"], row["messages_text"], len(row["images"]))
        assert row["messages"][-1]["content"][-1]["text"].endswith(f"<answer>{number}</answer>")


def test_rl_loads_with_prompts_rewards_and_tool_arguments(write_config: WriteConfig, tmp_path: Path) -> None:
    write_config("rl", [rl_row(task(n), n, difficulty(task(n)), REGISTRY[:2], REGISTRY) for n in range(3)])
    for number, row in enumerate(load(tmp_path / "rl")):
        assert_trainers_can_read(row["prompt"], row["prompt_text"], len(row["images"]))
        assert row["extra_info"]["index"] == number
        assert json.loads(row["reward_model"]["ground_truth"])["references"] == [str(number)]
        assert set(row["extra_info"]["tools_kwargs"]) == set(REGISTRY_NAMES)
        assert (row["difficulty"], row["pass_rate"]) == (0.75, 0.25)


def test_rejected_loads_with_its_reasons(write_config: WriteConfig, tmp_path: Path) -> None:
    r = rollout(task(1))
    write_config("rejected", [rejected_row(task(1), r, verdict(r, accepted=False), REGISTRY)])
    (row,) = load(tmp_path / "rejected")
    assert row["reasons"] == []
    assert_trainers_can_read(row["messages"], row["messages_text"], len(row["images"]))


@pytest.mark.parametrize("config", ["bc", "rl", "rl_tail_patch", "rejected"])
def test_an_empty_config_is_one_file_that_streams_no_rows_and_says_why(
    config: str, write_config: WriteConfig, tmp_path: Path
) -> None:
    write_config(config, [], note="no sampled policy")
    assert load(tmp_path / config, "streaming") == []
    assert pq.read_table(tmp_path / config / "data").num_rows == 0
    manifest = read_manifest(tmp_path / config)
    assert (manifest.rows, manifest.note) == (0, "no sampled policy")
    assert [f.path for f in manifest.files] == ["data/train-00000-of-00001.parquet"]
    card = (tmp_path / config / "README.md").read_text()
    assert "Note: no sampled policy." in card
    assert "streaming=True" in card


def test_the_card_declares_every_column_of_the_file(write_config: WriteConfig, tmp_path: Path) -> None:
    write_config("rl", [rl_row(task(1), 0, None, REGISTRY[:2], REGISTRY)])
    text = (tmp_path / "rl" / "README.md").read_text()
    header = yaml.safe_load(text.split("---\n")[1])
    schema = pq.read_schema(tmp_path / "rl/data/train-00000-of-00001.parquet")
    assert [f["name"] for f in header["dataset_info"]["features"]] == schema.names
    assert header["license"] == "gpl-3.0"
    for name in schema.names:
        assert f"\n| {name} | " in text
    assert "\n| tasks | 40 |\n| rl | 1 |\n" in text


@pytest.mark.parametrize(
    ("config", "taken"),
    [
        ("bc", "prompt solution"),
        ("rl", "prompts completions completion_ids environment trainer_state agent_name trace trajectory"),
    ],
)
def test_no_column_has_a_name_that_a_trainer_takes_for_its_own(
    config: str, taken: str, write_config: WriteConfig, tmp_path: Path
) -> None:
    always = "tools tool_defs image completion text conversations videos audios system sampling_params"
    write_config(config, [])
    columns = pq.read_schema(tmp_path / config / "data/train-00000-of-00001.parquet").names
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
