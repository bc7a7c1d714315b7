"""Lines of text stand in the order a person reads them."""

from environment.tools.lines import Line, in_reading_order


def test_rows_are_formed_by_overlap_and_not_by_the_exact_top() -> None:
    lines = [
        Line("b", (100, 8, 140, 28), 1.0),
        Line("a", (10, 12, 50, 30), 1.0),
        Line("c", (10, 40, 50, 60), 1.0),
    ]
    assert [line.text for line in in_reading_order(lines)] == ["a", "b", "c"]
