from __future__ import annotations

from teachers.programmatic.lines import Line
from teachers.programmatic.tables import from_lines


def test_values_above_their_labels_pair_up():
    lines = [Line(v, x, y, x + 20, y + 10) for v, x, y in (("12", 10, 60), ("30", 60, 40), ("7", 110, 80))]
    lines += [Line(n, x, 150, x + 20, 160) for n, x in (("Peru", 10), ("Chile", 60), ("Mali", 110))]
    table = from_lines(lines)
    assert [(c.label, c.value) for c in table.cells] == [("Peru", 12), ("Chile", 30), ("Mali", 7)]


def test_two_values_over_one_label_make_no_table():
    lines = [Line(v, x, y, x + 20, y + 10) for v, x, y in (("12", 10, 60), ("30", 10, 40), ("7", 110, 80))]
    lines += [Line(n, x, 150, x + 20, 160) for n, x in (("Peru", 10), ("Chile", 60), ("Mali", 110))]
    assert from_lines(lines) is None
