"""Category labels, title and axis titles: which text belongs to what."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

import numpy as np

from environment.tools.boxes import Box
from environment.tools.opencv_chart_table.groups import Group
from environment.tools.opencv_chart_table.numbers import read_number
from environment.tools.opencv_chart_table.separate import Reader
from environment.tools.opencv_chart_table.view import Span, Text, View, are_slanted, is_upright


def label_groups(
    groups: Sequence[Group], texts: Sequence[Text], foot: float, view: View, read: Reader
) -> tuple[list[str], list[Text]]:
    """Return one label a group (empty where none stands there) and the texts that were used."""
    near = [text for text in texts if text.span.v1 <= foot + 4]
    if view.vertical:
        usual_height = float(np.median([text.box[3] - text.box[1] for text in texts])) if texts else 0.0
        labels, used = _labels_below(groups, near, foot, view, read, usual_height)
    else:
        labels, used = _labels_beside(groups, [text for text in near if not is_upright(text)])
    return [label.rstrip("-–— ") for label in labels], used  # a tick mark beside a label reads as a dash


def _labels_beside(groups: Sequence[Group], near: Sequence[Text]) -> tuple[list[str], list[Text]]:
    labels: list[str] = []
    used: list[Text] = []
    step = float(np.median(np.diff([g.p for g in groups]))) if len(groups) > 1 else 1e9
    for group in groups:
        reach = min(max((group.p1 - group.p0) / 2, 6.0), 0.5 * abs(step))
        own = [text for text in near if abs(text.span.p - group.p) <= reach]
        words = " ".join(t.text for t in sorted(own, key=lambda t: (round(t.span.p / 4), t.span.v)))
        labels.append(words)
        used += own
    return labels, used


def _labels_below(
    groups: Sequence[Group], near: Sequence[Text], foot: float, view: View, read: Reader, usual_height: float
) -> tuple[list[str], list[Text]]:
    first, last = groups[0].p0 - 40, groups[-1].p1 + 40
    near = [text for text in near if first <= text.span.p <= last and foot - text.span.v1 <= 60]
    # Written upwards under the bars is a label, left of them it is the axis' title.
    near = [text for text in near if not is_upright(text) or groups[0].p0 <= text.span.p]
    if not near:
        return [""] * len(groups), []
    top = max(text.span.v1 for text in near)
    row = [text for text in near if top - text.span.v1 <= 8]
    line_height = float(np.median([text.box[3] - text.box[1] for text in row]))
    slanted = are_slanted(row, usual_height)
    upright = sum(map(is_upright, row)) * 2 > len(row)
    if slanted or len(row) == len(groups):
        row = sorted(row, key=lambda text: text.span.p1 if slanted else text.span.p)
    centres = np.array([group.p for group in groups])
    labels = [""] * len(groups)
    used: list[Text] = []
    if len(row) == len(groups):
        labels, used = [text.text for text in row], list(row)
    elif len(row) > len(groups):
        ends = np.array([text.span.p1 if slanted else text.span.p for text in row])
        nearest = [int(np.abs(ends - centre).argmin()) for centre in centres]
        if len(set(nearest)) == len(nearest):
            labels, used = [row[at].text for at in nearest], list(row)
    else:
        for text in row if upright else _split(row, groups, view, read):
            at = int(np.abs(centres - (text.span.p1 if slanted else text.span.p)).argmin())
            labels[at] = f"{labels[at]} {text.text}".strip()
            used.append(text)
    if 0 < sum(not label for label in labels) < len(labels) and not slanted:
        _read_again(labels, groups, used, view, read)
    if not slanted and not upright:
        _add_wrapped(labels, used, near, centres, top, line_height)
    return labels, [*used, *row]


def _add_wrapped(
    labels: list[str],
    used: list[Text],
    near: Sequence[Text],
    centres: np.ndarray[tuple[int], np.dtype[np.float64]],
    top: float,
    line_height: float,
) -> None:
    """Append second and third lines of labels that were wrapped."""
    bottom = top - line_height
    slot = float(np.diff(centres).min()) if len(centres) > 1 else 1e9
    below = sorted((t for t in near if t not in used), key=lambda t: -t.span.v1)
    middle = (centres[0] + centres[-1]) / 2
    if len(centres) > 2 and len(below) == 1 and abs(below[0].span.p - middle) <= 4:
        return  # alone and in the middle of all: the axis' title
    for text in below:
        if -6 <= bottom - text.span.v1 <= 0.6 * line_height and text.span.thickness <= slot:
            at = int(np.abs(centres - text.span.p).argmin())
            if abs(centres[at] - text.span.p) <= 0.2 * slot and labels[at]:
                labels[at] = f"{labels[at]} {text.text}"
                used.append(text)


def _read_again(
    labels: list[str], groups: Sequence[Group], used: Sequence[Text], view: View, read: Reader
) -> None:
    """Read the place of a missing label alone: what is lost in a whole picture may be found there."""
    v0, v1 = min(text.span.v0 for text in used), max(text.span.v1 for text in used)
    half = max(text.span.thickness for text in used) / 2 + 6
    for at, group in enumerate(groups):
        if not labels[at]:
            labels[at] = read(view.box(Span(group.p - half, v0, group.p + half, v1)))


def _split(row: Sequence[Text], groups: Sequence[Group], view: View, read: Reader) -> list[Text]:
    """Read a line that runs under several groups once for each of them."""
    parts: list[Text] = []
    edges = [(a.p + b.p) / 2 for a, b in pairwise(groups)]
    for text in row:
        inside = [edge for edge in edges if text.span.p0 + 8 < edge < text.span.p1 - 8]
        if not inside or len(groups) < 2:
            parts.append(text)
            continue
        under = [g.p for g in groups if text.span.p0 < g.p < text.span.p1]
        if len(under) == len(inside) + 1 and (words := _by_words(text, under)):
            parts += words
            continue
        cuts = [text.span.p0, *inside, text.span.p1]
        for p0, p1 in pairwise(cuts):
            span = Span(p0, text.span.v0, p1, text.span.v1)
            box = view.box(span)
            if part := read(box):
                parts.append(Text(part, span, box))
    return parts


def _by_words(text: Text, centres: Sequence[float]) -> list[Text]:
    """Cut a text at the blanks that leave its parts nearest to the centres; empty where no cut comes near."""
    blanks = [at for at, letter in enumerate(text.text) if letter == " "]
    each = text.span.thickness / len(text.text)
    best: tuple[float, list[tuple[int, int]]] = (0.15 * text.span.thickness, [])
    for cuts in combinations(blanks, len(centres) - 1):
        ranges = list(zip([0, *(cut + 1 for cut in cuts)], [*cuts, len(text.text)], strict=True))
        middles = [text.span.p0 + each * (a + b) / 2 for a, b in ranges]
        worst = max(abs(middle - centre) for middle, centre in zip(middles, centres, strict=True))
        best = min(best, (worst, ranges))
    x0, y0, _, y1 = text.box
    return [
        Text(
            text.text[a:b],
            Span(text.span.p0 + each * a, text.span.v0, text.span.p0 + each * b, text.span.v1),
            (round(x0 + each * a), y0, round(x0 + each * b), y1),
        )
        for a, b in best[1]
    ]


def _title_lines(above: Sequence[Text]) -> list[str]:
    """Return the lines of the largest lettering, from the first one down while they stay flush and close."""
    if not above:
        return []
    sizes = [text.box[3] - text.box[1] for text in above]
    first = next(text for text, size in zip(above, sizes, strict=True) if size >= 0.85 * max(sizes))
    size, lines, below = first.box[3] - first.box[1], [first.text], first.box[3]
    for text in above[above.index(first) + 1 :]:
        flush = abs(text.box[0] - first.box[0]) <= 8
        like = abs(text.box[3] - text.box[1] - size) <= 0.15 * size
        if flush and like and text.box[1] - below <= 0.6 * size:
            lines.append(text.text)
            below = text.box[3]
    return lines


def titles_of(texts: Sequence[Text], used: Sequence[Text], plot: Box) -> tuple[str, str, str]:
    """Return title, x title and y title, each empty where there is none.

    `plot` is the box of the marks in pixels. The title is the first block of text above it, in the letter
    height of its first line; the y title is written upwards left of it; the x title stands centred below.
    """
    x0, y0, x1, y1 = plot
    free = [text for text in texts if text not in used]
    free = [text for text in free if read_number(text.text) is None and "©" not in text.text]
    above = sorted(
        (t for t in free if t.box[3] <= y0 + 2 and len(t.text) > 3), key=lambda t: (t.box[1], t.box[0])
    )
    title = _title_lines(above)
    upright = [t for t in free if is_upright(t) and t.box[2] <= x0 + 5 and len(t.text) > 3]
    below = [
        t
        for t in free
        if t.box[1] >= y1 and abs((t.box[0] + t.box[2]) / 2 - (x0 + x1) / 2) <= 0.08 * (x1 - x0)
    ]
    below = [t for t in below if t.box[1] - y1 <= 90 and len(t.text) > 1 and not t.text.startswith("Source")]
    x_title = min(below, key=lambda t: t.box[1]).text if below else ""
    return " ".join(title), x_title, upright[0].text if upright else ""
