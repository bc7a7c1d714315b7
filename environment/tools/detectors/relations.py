"""How the parts of a chart belong together, from their places and colours: series, axes, legend, titles.

The paper names series membership, axis association and legend colour as the edges of its scene graphs
(arXiv 2511.19773, Appendix B, ChartToSCG) and gives no rules; these are the ones used here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from environment.tools.detectors.colors import RGB, alike
from environment.tools.detectors.parts import MARKS, TITLES, Part, Role, gap, inside, nearest


class Relation(StrEnum):
    """What one part is to another."""

    TITLE_OF = "title_of"
    TEXT_OF = "text_of"
    """A bare text that stands in a title's box."""
    LABEL_OF = "label_of"
    TICK_OF = "tick_of"
    AT_TICK = "at_tick"
    PART_OF = "part_of"
    NAMES = "names"
    """A legend's text and its patch."""
    BELONGS_TO = "belongs_to"
    """A mark and the legend's entry of its colour."""
    VALUE_OF = "value_of"


class Edge(NamedTuple):
    """A relation between two parts, by their places in the sequence."""

    source: int
    relation: Relation
    target: int


_TO: Mapping[Role, tuple[Relation, tuple[Role, ...]]] = {
    Role.CHART_TITLE: (Relation.TITLE_OF, (Role.PLOT, Role.AXES)),
    Role.X_TITLE: (Relation.TITLE_OF, (Role.X_AXIS, Role.PLOT, Role.AXES)),
    Role.Y_TITLE: (Relation.TITLE_OF, (Role.Y_AXIS, Role.PLOT, Role.AXES)),
    Role.VALUE_TITLE: (Relation.TITLE_OF, (Role.PLOT, Role.AXES)),
    Role.CATEGORY_TITLE: (Relation.TITLE_OF, (Role.PLOT, Role.AXES)),
    Role.LEGEND_TITLE: (Relation.TITLE_OF, (Role.LEGEND,)),
    Role.X_LABEL: (Relation.LABEL_OF, (Role.X_AXIS, Role.PLOT, Role.AXES)),
    Role.Y_LABEL: (Relation.LABEL_OF, (Role.Y_AXIS, Role.PLOT, Role.AXES)),
    Role.X_TICK: (Relation.TICK_OF, (Role.X_AXIS, Role.PLOT, Role.AXES)),
    Role.Y_TICK: (Relation.TICK_OF, (Role.Y_AXIS, Role.PLOT, Role.AXES)),
    Role.LABEL_GROUP: (Relation.LABEL_OF, (Role.X_AXIS, Role.Y_AXIS)),
    Role.LEGEND_LABEL: (Relation.PART_OF, (Role.LEGEND,)),
    Role.LEGEND_PATCH: (Relation.PART_OF, (Role.LEGEND,)),
}
"""To which part a role is tied: the nearest one of the first role that the chart has."""
_TICKS = {Role.X_LABEL: (Role.X_TICK, 0), Role.Y_LABEL: (Role.Y_TICK, 1)}
"""The tick a label stands at, and the coordinate along that axis."""


def edges_of(parts: Sequence[Part], colors: Sequence[RGB | None]) -> tuple[Edge, ...]:
    """Return the relations between parts, in order of their sources; `colors` are those of the parts."""
    places = {id(part): place for place, part in enumerate(parts)}
    by_role = {role: [part for part in parts if part.role == role] for role in Role}
    entries = [n for n, p in enumerate(parts) if p.role == Role.LEGEND_PATCH and colors[n]]
    # A detector without patches leaves the key beside the text to tell an entry's colour.
    entries = entries or [n for n, p in enumerate(parts) if p.role == Role.LEGEND_LABEL and colors[n]]
    edges: list[Edge] = []
    for source, part in enumerate(parts):
        tied = [_home(part, by_role), _tick(part, by_role), _patch(part, by_role), _titled(part, by_role)]
        tied.append(_labelled(part, by_role))
        edges += [Edge(source, relation, places[id(to)]) for relation, to in filter(None, tied)]
        if part.role in MARKS and (entry := _entry(colors[source], entries, colors)) is not None:
            edges.append(Edge(source, Relation.BELONGS_TO, entry))
    return tuple(edges)


_Tie = tuple[Relation, Part] | None


def _home(part: Part, by_role: Mapping[Role, Sequence[Part]]) -> _Tie:
    if part.role not in _TO:
        return None
    relation, roles = _TO[part.role]
    there = next((by_role[role] for role in roles if by_role[role]), ())
    home = nearest(part, there)
    return (relation, home) if home else None


def _tick(part: Part, by_role: Mapping[Role, Sequence[Part]]) -> _Tie:
    if part.role not in _TICKS:
        return None
    role, along = _TICKS[part.role]
    low, high = part.seen.box[along], part.seen.box[along + 2]
    under = [tick for tick in by_role[role] if low <= tick.center[along] <= high]
    tick = min(under, key=lambda t: abs(t.center[along] - part.center[along]), default=None)
    return (Relation.AT_TICK, tick) if tick else None


def _patch(part: Part, by_role: Mapping[Role, Sequence[Part]]) -> _Tie:
    """Tie a legend's text to the patch in its row, rather the one on its left than the next entry's."""
    if part.role != Role.LEGEND_LABEL:
        return None
    _, top, _, bottom = part.seen.box
    row = [patch for patch in by_role[Role.LEGEND_PATCH] if top <= patch.center[1] <= bottom]
    left = [patch for patch in row if patch.center[0] < part.center[0]]
    patch = nearest(part, left or row)
    return (Relation.NAMES, patch) if patch else None


def _titled(part: Part, by_role: Mapping[Role, Sequence[Part]]) -> _Tie:
    if part.role != Role.TEXT:
        return None
    around = [title for role in sorted(TITLES) for title in by_role[role] if inside(part, title)]
    title = nearest(part, around)
    return (Relation.TEXT_OF, title) if title else None


def _labelled(part: Part, by_role: Mapping[Role, Sequence[Part]]) -> _Tie:
    """Tie a value or a name printed at a mark to the mark, if it is not farther off than it is high."""
    if part.role not in (Role.VALUE_LABEL, Role.MARK_LABEL):
        return None
    mark = nearest(part, [mark for role in sorted(MARKS) for mark in by_role[role]])
    if mark is None or gap(part, mark) > part.seen.box[3] - part.seen.box[1]:
        return None
    return (Relation.VALUE_OF if part.role == Role.VALUE_LABEL else Relation.LABEL_OF), mark


def _entry(color: RGB | None, entries: Sequence[int], colors: Sequence[RGB | None]) -> int | None:
    """Return the legend's entry of a colour; None where none or more than one has it."""
    same = [n for n in entries if color and (other := colors[n]) and alike(color, other)]
    return same[0] if len(same) == 1 else None
