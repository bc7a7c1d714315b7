"""Which rows and which series of a table a question names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from teachers.programmatic.questions import content_words, mentioned, words
from teachers.programmatic.tables import Cell, Table

_COLOR_ALIASES = {"grey": "gray", "navy": "dark blue"}


@dataclass(frozen=True)
class Scope:
    """Row labels and series that a question names, each in its order there."""

    labels: tuple[str, ...]
    series: tuple[str, ...]

    def cells(self, table: Table) -> tuple[Cell, ...]:
        """Return the cells named, in the order the question names them."""
        cells = table.where(self.labels, self.series)
        return tuple(
            sorted(cells, key=lambda c: (_place(self.labels, c.label), _place(self.series, c.series)))
        )


def scope_of(question: str, table: Table) -> Scope:
    """Find the labels and series a question names: in full, by colour, or by a word of its own."""
    labels = mentioned(table.labels, question) or _by_own_word(table.labels, question)
    names = mentioned(table.series, question) if len(table.series) > 1 else ()
    series = names or _by_color(table, question)
    if not series and len(table.series) > 1:
        series = _by_own_word(table.series, question)
    return Scope(labels, series)


def _by_own_word(names: Sequence[str], question: str) -> tuple[str, ...]:
    """Names of which the question holds half the words or more, one of them a word of that name alone."""
    asked = set(content_words(question))
    found = []
    for name in names:
        own = set(content_words(name))
        others = {w for other in names if other != name for w in content_words(other)}
        shared = own & asked
        if (
            own
            and len(shared) * 2 >= len(own)
            and shared - others
            and any(not w.isdigit() for w in shared - others)
        ):
            found.append(name)
    return tuple(found)


def _by_color(table: Table, question: str) -> tuple[str, ...]:
    """Series (of one-series tables: none) named by a colour that only one of them has."""
    text = " ".join(_COLOR_ALIASES.get(w, w) for w in words(question))
    found = []
    for name in table.series:
        color = _COLOR_ALIASES.get(table.colors.get(name, ""), table.colors.get(name, ""))
        twins = [n for n in table.series if table.colors.get(n) == table.colors.get(name)]
        if color and len(twins) == 1 and f" {color} " in f" {text} ":
            found.append((text.index(color), name))
    return tuple(name for _, name in sorted(found)) if len(table.series) > 1 else ()


def _place(order: Sequence[str], name: str) -> int:
    return order.index(name) if name in order else len(order)
