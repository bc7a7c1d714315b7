"""Contamination of a rollout: a tool cut a benchmark's picture out of a task that is clean as a whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from schemas import Finding, PictureSignature, Purpose, Reason, Rollout, Task
from verification.contamination import Index, contaminating_picture
from verification.signature import picture_signature, text_signature

Made = Mapping[str, PictureSignature]
"""Signatures of the pictures that tools made, by the pictures' `sha256`."""


def tool_pictures(rollout: Rollout) -> dict[str, PictureSignature]:
    """Return the signatures of the pictures that tools made in a rollout, by the pictures' `sha256`."""
    seen = (picture for s in rollout.steps if s.observation for picture in s.observation.pictures)
    return {picture.sha256: picture_signature(picture, frames=False) for picture in seen}


def contamination(
    task: Task, rollout: Rollout, made: Made, index: Index, rendered: Collection[str]
) -> Iterator[Finding]:
    """Yield a fatal finding for each picture a tool made that is a benchmark's; none for an eval task.

    `made` are the rollout's own (`tool_pictures`), so that neither record need hold its pictures' bytes.
    """
    if task.purpose is Purpose.EVAL or not made:
        return
    asked = text_signature(task, rendered)
    for place, step in enumerate(rollout.steps):
        if step.observation is None:
            continue
        for picture in step.observation.pictures:
            if match := contaminating_picture(asked, made[picture.sha256], index):
                told = f"{match.kind} of {match.matched_id}, distance {match.distance:.3f}"
                yield Finding(Reason.CONTAMINATED, place, f"a picture from {step.observation.tool}: {told}")
