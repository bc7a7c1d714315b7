"""Pies: sectors of a disc by colour, and the percentages printed on or beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from environment.tools.color_shape_detect.colors import RGB
from environment.tools.opencv_chart_table.legend import clean_name
from environment.tools.opencv_chart_table.numbers import read_number, split_percent
from environment.tools.opencv_chart_table.palette import Ink
from environment.tools.opencv_chart_table.view import Text

RAYS = 1440
AGREES = 4.0
"""Percentage points by which a printed share may differ from the measured one."""


@dataclass(frozen=True)
class Sector:
    """One sector: colour, middle direction in degrees clockwise from the top, and share in percent."""

    rgb: RGB
    middle: float
    share: float


@dataclass(frozen=True)
class Pie:
    """A disc with its sectors in clockwise order."""

    centre: tuple[float, float]
    radius: float
    sectors: tuple[Sector, ...]


def find_pie(inks: Sequence[Ink], shape: tuple[int, int]) -> Pie | None:
    """Return the largest disc that is cut into at least two sectors; None where there is none."""
    if not inks:
        return None
    painted = np.zeros(shape, np.uint8)
    for ink in inks:
        painted |= ink.mask.astype(np.uint8)
    closed = cv2.morphologyEx(painted, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    closed = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
    contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:3]:
        (x, y), radius = cv2.minEnclosingCircle(contour)
        filled = cv2.contourArea(contour) / (np.pi * radius**2 + 1e-9)
        if radius >= 0.1 * min(shape) and filled >= 0.88:
            sectors = _sectors(inks, x, y, radius)
            return Pie((x, y), radius, tuple(sectors)) if len(sectors) >= 2 else None
    return None


def _sectors(inks: Sequence[Ink], x: float, y: float, radius: float) -> list[Sector]:
    angles = np.arange(RAYS) * 2 * np.pi / RAYS
    votes = np.zeros((RAYS, len(inks)), np.int32)
    for share in (0.7, 0.76, 0.82, 0.88, 0.93):
        columns = np.clip((x + share * radius * np.sin(angles)).astype(int), 0, inks[0].mask.shape[1] - 1)
        rows = np.clip((y - share * radius * np.cos(angles)).astype(int), 0, inks[0].mask.shape[0] - 1)
        for at, ink in enumerate(inks):
            votes[:, at] += ink.mask[rows, columns]
    owner = np.where(votes.max(axis=1) > 0, votes.argmax(axis=1), -1)
    cuts = np.flatnonzero(owner != np.roll(owner, 1))
    if len(cuts) < 2:
        return []
    runs = [
        (int(a), int((b - a) % RAYS or RAYS), int(owner[a]))
        for a, b in zip(cuts, np.roll(cuts, -1), strict=True)
    ]
    kept = [(start, length, ink) for start, length, ink in runs if ink >= 0 and length >= RAYS * 0.006]
    total = sum(length for _, length, _ in kept)
    return [
        Sector(inks[ink].rgb, ((start + length / 2) * 360 / RAYS) % 360, 100 * length / total)
        for start, length, ink in kept
    ]


def read_pie(
    pie: Pie, texts: Sequence[Text], legend: Mapping[RGB, Text]
) -> tuple[list[tuple[str, float]], list[Text]]:
    """Return label and percentage of each sector in clockwise order, and the texts that were used."""
    words: list[list[str]] = [[] for _ in pie.sectors]
    printed: list[list[float]] = [[] for _ in pie.sectors]
    used: list[Text] = [*legend.values()]
    within = [text for text in texts if _is_within(pie, text)]
    labelled = any(c.isalpha() for text in within for c in text.text)
    for text in within if labelled else texts:
        at = None if text in used else _sector_of(pie, text)
        if at is None:
            continue
        number = read_number(text.text)
        label, share = split_percent(text.text)
        if number is not None:
            share, label = number.value, ""
        if share is not None:
            printed[at].append(share)
        if label:
            words[at].append(clean_name(label).strip(" -"))
        used.append(text)
    rows: list[tuple[str, float]] = []
    for sector, label_parts, shares in zip(pie.sectors, words, printed, strict=True):
        near = [share for share in shares if abs(share - sector.share) <= AGREES]
        name = clean_name(legend[sector.rgb].text) if sector.rgb in legend else " ".join(label_parts)
        rows.append((name, near[0] if near else round(sector.share, 1)))
    return rows, used


def _is_within(pie: Pie, text: Text) -> bool:
    x0, y0, x1, y1 = text.box
    return bool(np.hypot((x0 + x1) / 2 - pie.centre[0], (y0 + y1) / 2 - pie.centre[1]) <= pie.radius)


def _sector_of(pie: Pie, text: Text) -> int | None:
    x0, y0, x1, y1 = text.box
    cx, cy = pie.centre
    nearest = (min(max(cx, x0), x1) - cx, min(max(cy, y0), y1) - cy)
    middle = ((x0 + x1) / 2 - cx, (y0 + y1) / 2 - cy)
    inside = _is_within(pie, text)
    if not inside and np.hypot(*nearest) > 1.55 * pie.radius:
        return None
    dx, dy = middle if inside else nearest
    angle = float(np.degrees(np.arctan2(dx, -dy)) % 360)
    away = [abs((angle - s.middle + 180) % 360 - 180) - 1.8 * s.share for s in pie.sectors]
    return int(np.argmin(away))
