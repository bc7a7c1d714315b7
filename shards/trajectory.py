"""The trajectory column: a whole rollout as canonical JSON, pictures named by their place in `images`.

It holds every call, its full result, tool versions, weights digests and determinism, so that a row can be
replayed from the shard alone. Seconds are left out: nothing in a row depends on a clock.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import count
from typing import Any

from schemas import Dense, Picture, Rollout, RowImage, Task, canonical_json, from_plain, sha256_hex, to_plain


def trajectory_json(task: Task, rollout: Rollout, dense: Dense | None = None) -> str:
    """Return the rollout as canonical JSON, with the prompt's pictures under `pictures`.

    A picture is {image, sha256, width, height, media_type, source_sha256}: `image` is its 0-based place in
    the row's `images`, the prompt's first, then those of the observations in order. The steps hold the
    original thoughts, `dense` the rewritten ones (schemas/dense.schema.json) or null.
    """
    index = count()
    plain = to_plain(rollout)
    plain["pictures"] = [_named(to_plain(p), next(index)) for p in task.pictures]
    for observation in filter(None, (step["observation"] for step in plain["steps"])):
        observation["pictures"] = [_named(p, next(index)) for p in observation["pictures"]]
    plain["dense"] = to_plain(dense)
    for usage in _usages(plain):
        del usage["seconds"]
    return canonical_json(plain)


def parse_trajectory(text: str, images: Sequence[RowImage]) -> tuple[tuple[Picture, ...], Rollout]:
    """Return the prompt's pictures and the rollout (`usage.seconds` 0) from a row's two columns.

    Raises ValueError where a picture's digest differs from the image at its place.
    """
    plain = json.loads(text)
    del plain["dense"]
    pictures = tuple(from_plain(Picture, _restored(p, images)) for p in plain.pop("pictures"))
    for observation in filter(None, (step["observation"] for step in plain["steps"])):
        observation["pictures"] = [_restored(p, images) for p in observation["pictures"]]
    plain["usage"]["seconds"] = 0.0
    return pictures, from_plain(Rollout, plain)


def parse_dense(text: str) -> Dense | None:
    """Return the dense thoughts of a row's trajectory (`usage.seconds` 0), None where it has none."""
    plain = json.loads(text)
    for usage in _usages(plain):
        usage["seconds"] = 0.0
    return None if plain["dense"] is None else from_plain(Dense, plain["dense"])


def _usages(plain: dict[str, Any]) -> list[dict[str, Any]]:
    thoughts = plain["dense"]["thoughts"] if plain["dense"] else ()
    return [plain["usage"], *(thought["usage"] for thought in thoughts)]


def _named(picture: dict[str, Any], index: int) -> dict[str, Any]:
    return {"image": index, **{key: value for key, value in picture.items() if key != "data"}}


def _restored(named: dict[str, Any], images: Sequence[RowImage]) -> dict[str, Any]:
    index = named.pop("image")
    data = images[index].bytes
    if sha256_hex(data) != named["sha256"]:
        raise ValueError(f"image {index} is not the picture {named['sha256'][:12]} that the trajectory names")
    return {"data": data, **named}
