"""What trainers read: rows from records, the student's rendering, Parquet files, manifest and card.

Judges nothing: which rollout was right stands in its verdict. Imports nothing of Beam or of `datasets`.
"""

from shards.card import card_text, write_card
from shards.errors import ShardRowError
from shards.manifest import manifest_of, read_manifest, write_manifest
from shards.plan import FilePlan, plan_files
from shards.rows import bc_row, generator_version, rejected_row, rl_row
from shards.selection import (
    Left,
    RolloutSummary,
    RowRef,
    Selected,
    Selection,
    TaskSummary,
    select_bc,
    select_rejected,
    select_rl,
    select_rl_tail_patch,
)
from shards.templating import prompts_digest
from shards.trajectory import parse_dense, parse_trajectory
from shards.writer import Written, shard_path, write_shard

__all__ = [
    "FilePlan",
    "Left",
    "RolloutSummary",
    "RowRef",
    "Selected",
    "Selection",
    "ShardRowError",
    "TaskSummary",
    "Written",
    "bc_row",
    "card_text",
    "generator_version",
    "manifest_of",
    "parse_dense",
    "parse_trajectory",
    "plan_files",
    "prompts_digest",
    "read_manifest",
    "rejected_row",
    "rl_row",
    "select_bc",
    "select_rejected",
    "select_rl",
    "select_rl_tail_patch",
    "shard_path",
    "write_card",
    "write_manifest",
    "write_shard",
]
