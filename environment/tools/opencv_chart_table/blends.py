"""Smoothed drawing: pixels and colours between the ground and a drawing colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from environment.tools.color_shape_detect.colors import RGB, Floats
from environment.tools.opencv_chart_table.palette import lab_of, swatch
from environment.tools.opencv_chart_table.view import Text
from environment.tools.pixels import Mask

BLEND_WITHIN = 14.0
"""Lab distance from the blends of a colour and the ground."""


def named_by(legend: Mapping[RGB, Text], colours: Sequence[RGB], ground: RGB) -> dict[RGB, Text]:
    """Return the legend's name for each of `colours`; a thin mark may be a blend of it and the ground.

    Each name goes to its very colour, else to the one whose blends come closest, if any comes near.
    """
    named: dict[RGB, Text] = {}
    origin = lab_of(swatch(ground))[0, 0]
    for rgb, text in sorted(legend.items(), key=lambda entry: entry[0] not in colours):
        wanted = lab_of(swatch(rgb))[0, 0] - origin
        off = [(_off_blends(wanted, other, origin), other) for other in colours if other not in named]
        best = min(off, default=(np.inf, rgb))
        if best[0] <= BLEND_WITHIN:
            named[best[1]] = text
    order = list(legend.values())
    return dict(sorted(named.items(), key=lambda entry: order.index(entry[1])))


def is_blend(rgb: RGB, others: Sequence[RGB], ground: RGB) -> bool:
    """Whether a colour lies between the ground and another, as the smoothed edges of that one do."""
    origin = lab_of(swatch(ground))[0, 0]
    colour = lab_of(swatch(rgb))[0, 0] - origin
    return any(_off_blends(colour, other, origin) <= BLEND_WITHIN for other in others)


def drawn_in(lab: Floats, ground: RGB, rgb: RGB) -> Mask:
    """Mask the pixels of a picture that blend the ground and at least 40 % of a colour."""
    return drawn_on(lab, lab_of(swatch(ground))[0, 0], lab_of(swatch(rgb))[0, 0])


def drawn_on(plot: Floats, ground: Floats, colour: Floats) -> Mask:
    """Mask the pixels that blend ground and at least 40 % of the colour, as smoothed thin lines do."""
    along = colour - ground
    share = (plot - ground) @ along / float(along @ along)
    off = np.linalg.norm(plot - ground - share[..., None] * along, axis=2)
    mask: Mask = (share > 0.4) & (share < 1.3) & (off < BLEND_WITHIN)
    return mask


def _off_blends(colour: Floats, rgb: RGB, origin: Floats) -> float:
    """Return how far a colour, relative to the ground `origin`, lies from the blends of that and `rgb`."""
    along = lab_of(swatch(rgb))[0, 0] - origin
    share = float(np.clip(colour @ along / (along @ along), 0.25, 1.2))
    return float(np.linalg.norm(colour - share * along))
