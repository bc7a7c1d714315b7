"""The dataset card: README.md with the features `datasets` needs to decode pictures, and words for people."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa
import yaml

from schemas import Manifest, arrow_schema, digest
from shards.templating import render
from shards.writer import RECORD_OF

Feature: TypeAlias = dict[str, object]

TITLES = {
    "bc": "Tool-use trajectories for behaviour cloning",
    "rl": "Verified visual questions for reinforcement learning with tools",
    "rl_tail_patch": "Hard but solvable visual questions for reinforcement learning with tools",
    "rejected": "Tool-use trajectories that did not pass verification",
}

_SIZES = ((10**3, "n<1K"), (10**4, "1K<n<10K"), (10**5, "10K<n<100K"), (10**6, "100K<n<1M"))


def write_card(folder: Path, manifest: Manifest, keys: tuple[str, ...], funnel: Mapping[str, int]) -> Path:
    """Write a config's README.md; `keys` are its tool names (`rl`), `funnel` its counts by step."""
    path = folder / "README.md"
    path.write_text(card_text(manifest, keys, funnel), encoding="utf-8")
    return path


def card_text(manifest: Manifest, keys: tuple[str, ...], funnel: Mapping[str, int]) -> str:
    """Return a card: YAML that declares every column, then what the rows are and how to load them."""
    kind = RECORD_OF[manifest.config]
    header = {
        "license": _licence(manifest),
        "pretty_name": TITLES[manifest.config],
        "task_categories": ["visual-question-answering", "image-text-to-text"],
        "language": ["en"],
        "tags": ["tool-use", "trajectories", "vision-language", "vistaforge"],
        "size_categories": [next((name for limit, name in _SIZES if manifest.rows < limit), "1M<n<10M")],
        "dataset_info": {"features": features(arrow_schema(kind, keys))},
        "configs": [
            {
                "config_name": "default",
                "description": f"rows {content_digest(manifest)}",
                "data_files": [{"split": "train", "path": "data/train-*.parquet"}],
            }
        ],
    }
    front = yaml.safe_dump(header, sort_keys=False, allow_unicode=True, width=120)
    body = render(
        "card.md.j2",
        title=TITLES[manifest.config],
        manifest=manifest,
        funnel=funnel,
        columns=[(f.name, _type_name(f.type), _COLUMN_NOTES[f.name]) for f in arrow_schema(kind, keys)],
    )
    return f"---\n{front}---\n\n{body}"


def content_digest(manifest: Manifest) -> str:
    """Return the digest of a config's files.

    It stands in the card because `datasets` caches a local folder under a hash of its card alone: without
    it, a folder whose rows changed, or another folder of the same name, is answered with the old rows.
    """
    return digest([[entry.path, entry.sha256] for entry in manifest.files])


def features(schema: pa.Schema) -> list[Feature]:
    """Return an Arrow schema as the Hub's feature list; `images` is declared as pictures to decode."""
    return [
        {"name": "images", "sequence": "image"} if f.name == "images" else _feature(f.name, f.type)
        for f in schema
    ]


def _feature(name: str, kind: pa.DataType) -> Feature:
    if pa.types.is_list(kind):
        inner = kind.value_type
        if pa.types.is_struct(inner):
            return {"name": name, "list": [_feature(f.name, f.type) for f in inner]}
        return {"name": name, "sequence": _type_name(inner)}
    if pa.types.is_struct(kind):
        return {"name": name, "struct": [_feature(f.name, f.type) for f in kind]}
    return {"name": name, "dtype": _type_name(kind)}


def _type_name(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return f"list<{_type_name(kind.value_type)}>"
    if pa.types.is_struct(kind):
        return "struct"
    return {"float": "float32", "double": "float64"}.get(str(kind), str(kind))


def _licence(manifest: Manifest) -> str:
    """Return the one licence of all sources, or `other` where they differ; the card lists each."""
    found = {source.licence for source in manifest.lineage.sources}
    return found.pop() if len(found) == 1 else "other"


_COLUMN_NOTES = {
    "ability": "task family",
    "answer": "the final answer: the rollout's in `bc` and `rejected`, the first reference in `rl`",
    "answer_type": "form the question asks for: letter, short, integer, list or span",
    "data_source": "dataset",
    "dataset": "dataset the task comes from",
    "difficulty": "1 - pass rate of the probed policy; null where nothing was probed",
    "extra_info": "what verl hands on to the tool server; holds no answer",
    "family": "task family",
    "findings": "every finding with its evidence, fatal or advisory, as a JSON list",
    "generator_version": "version of vistaforge",
    "id": "stable: a hash of what made the row",
    "images": "the pictures in the order of the placeholders, bytes as published",
    "info": "source, picture digests and evidence of difficulty, as a JSON object",
    "license": "licence of the source dataset",
    "messages": "the turns as blocks `{type, text}` (TRL)",
    "messages_text": "the same turns as strings with `<image>` (verl, LLaMA-Factory, ms-swift)",
    "n_images": "pictures in the row",
    "n_turns": "assistant turns",
    "pass_rate": "of the probed policy; null where nothing was probed",
    "prompt": "system and question as blocks, without tool schemas (TRL GRPO, OpenRLHF)",
    "prompt_text": "the same as strings, without tool schemas (verl and others that add them)",
    "prompt_text_tools": "the same with tool schemas in the system text (verl-tool)",
    "reasons": "fatal reason codes",
    "reward": "the dataset's official metric of the answer, 0 to 1",
    "reward_model": "verl's reward field; `ground_truth` is JSON `{metric, references, choices}`",
    "rollout_id": "id of the attempt",
    "schema_version": "version of the row's schema",
    "solution": "the first reference, under ms-swift's name",
    "source": "`<dataset>@<revision>:<row>` of the raw row",
    "split": "split of the source dataset",
    "success": "always true",
    "task_id": "id of the question",
    "teacher": "name of the model or program that acted",
    "teacher_kind": "openai, transformers, recorded or programmatic",
    "tool_policy": "`required` or `optional`: whether the system text demands a call",
    "tools_json": "OpenAI function schemas of the tools the prompt lists, as a JSON list",
    "trajectory": "the whole attempt as JSON: calls, results, tool versions, picture digests, dense thoughts",
}
