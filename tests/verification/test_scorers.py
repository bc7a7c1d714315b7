"""Each metric on literal cases, the table of known wrong verdicts, and the laws every scorer obeys."""

from __future__ import annotations

import ast
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import Metric
from verification import scorers
from verification.scorers import UnknownMetricError, anls, direct_answer, score, vqa_accuracy
from verification.scorers.anls import edit_distance
from verification.scorers.table import OPEN_METRICS

COLOURS = ("red", "blue", "green")
ANIMALS = ("cat", "dog", "bird", "fish")
ANGLES = ("30°", "40°", "50°", "60°")

# (dataset, metric, gold, choices, answer, score): replies on which checkers in use were measured to err.
KNOWN_WRONG_VERDICTS = [
    ("ChartQA", "relaxed_accuracy", ["100"], (), "109", 0),
    ("ChartQA", "relaxed_accuracy", ["5"], (), "15", 0),
    ("ChartQA", "relaxed_accuracy", ["5"], (), "not 5 but 7", 0),
    ("ChartQA", "relaxed_accuracy", ["No"], (), "I do not know", 0),
    ("ChartQA", "relaxed_accuracy", ["No"], (), "None", 0),
    ("ChartQA", "relaxed_accuracy", ["yes"], (), "not right", 0),
    ("ChartQA", "relaxed_accuracy", ["no"], (), "10", 0),
    ("ChartQA", "relaxed_accuracy", ["50"], (), "0.5", 0),
    ("ChartQA", "relaxed_accuracy", ["25"], (), "2500", 0),
    ("ChartQA", "relaxed_accuracy", ["12"], (), "12 bars", 1),
    ("ChartQA", "relaxed_accuracy", ["3"], (), "3 baskets", 1),
    ("FigureQA", "yes_no", ["No"], (), "not sure", 0),
    ("FigureQA", "yes_no", ["Yes"], (), "yes and no", 0),
    ("Geometry3K", "choice", ["B"], ("15", "5", "50", "500"), "15", 0),
    ("Geometry3K", "choice", ["B"], ("15", "5", "50", "500"), "50", 0),
    ("Geometry3K", "choice", ["B"], ("15", "5", "50", "500"), "500", 0),
    ("Geometry3K", "choice", ["B"], ("15", "5", "50", "500"), "0.05", 0),
    ("Geometry3K", "choice", ["A"], ("2π", "3π", "4π", "5π"), "6.283", 1),
    ("Geometry3K", "choice", ["A"], ("2 \\pi", "3 \\pi", "4 \\pi", "5 \\pi"), "23.14", 0),
    ("GeoQA", "choice", ["A"], ANGLES, "THE ANSWER IS C", 0),
    ("GeoQA", "choice", ["A"], ANGLES, "ANSWER: B", 0),
    ("GeoQA", "choice", ["D"], ANGLES, "The final answer is D", 1),
    ("UniGeo", "choice", ["B"], ANGLES, "B", 1),
    ("UniGeo", "choice", ["B"], ANGLES, "40", 1),
    ("MapQA", "set_equality", ["Texas", "Ohio"], (), "Texas, Ohio, Utah, Iowa, Maine", 0),
    ("MapQA", "set_equality", ["Texas"], (), "Texas, Ohio, Utah", 0),
    ("ScienceQA", "choice", ["A"], COLOURS, "(A)", 1),
    ("ScienceQA", "choice", ["A"], COLOURS, "A. red", 1),
    ("ScienceQA", "choice", ["A"], COLOURS, "The answer is A", 1),
    ("A-OKVQA", "choice", ["B"], ANIMALS, "B", 1),
    ("A-OKVQA", "choice", ["B"], ANIMALS, "The answer is dog", 1),
    ("VizWiz", "vqa_accuracy", ["coke"] * 10, (), "o", 0),
    ("CLEVR", "exact", ["1"], (), "10", 0),
    ("CLEVR", "exact", ["1"], (), "11 objects", 0),
    ("CLEVR", "exact", ["no"], (), "unknown", 0),
    ("TABMWP", "exact", ["12"], (), "112", 0),
    ("TABMWP", "exact", ["12"], (), "1200", 0),
    ("TABMWP", "exact", ["1,200"], (), "1200", 1),
    ("TABMWP", "exact", ["1,200"], (), "1", 0),
    ("AI2D", "choice", ["A"], ("grass", "hawk"), "the answer is not grass but hawk", 0),
    ("CLEVR-Math", "integer", ["8"], (), "8 minus 5 is 3", 0),
    ("CLEVR-Math", "integer", ["3"], (), "8 minus 5 is 3", 1),
    ("IconQA", "choice", ["A"], ("10", "12"), "It is A bird", 0),
    ("IconQA", "choice", ["A"], ("10", "12"), "12 not 10", 0),
    ("MathVista", "exact", ["7"], (), "17", 0),
    ("MathVista", "exact", ["7"], (), "1.7", 0),
    # A sentence with two numbers is no number to PlotQA's rule, and taking either one would be a guess.
    ("PlotQA", "relaxed_accuracy", ["2004"], (), "In 2004 it was 5", 0),
    ("PlotQA", "relaxed_accuracy", ["2004"], (), "2004", 1),
]


@pytest.mark.parametrize(("dataset", "metric", "gold", "choices", "answer", "expected"), KNOWN_WRONG_VERDICTS)
def test_every_reply_that_checkers_in_use_misjudge_is_judged_rightly(
    dataset: str, metric: str, gold: list[str], choices: tuple[str, ...], answer: str, expected: int
) -> None:
    assert score(metric, answer, gold, choices) == expected, dataset


@pytest.mark.parametrize("answer", ["10", "1000", "1200"])
def test_docvqa_gives_a_near_number_its_anls_and_never_full_score(answer: str) -> None:
    assert 0 < score("anls", answer, ["100"]) < 1


@pytest.mark.parametrize(
    ("answer", "reference", "expected"),
    [
        ("105", "100", 1),
        ("106", "100", 0),
        ("95", "100", 1),
        ("-100", "100", 0),
        ("12%", "0.12", 1),
        ("12%", "12", 0),
        ("12", "12%", 0),
        ("0.0", "0", 0),
        ("0", "0", 1),
        ("1,200", "1200", 0),
        ("United States", "united states", 1),
        ("nan", "5", 0),
        ("inf", "5", 0),
        ("1_00", "100", 0),
        ("12 million", "12", 0),
        ("12 percent", "12", 0),
        ("12.4 bars", "12.4", 0),
        ("13 bars", "12.9", 0),
        ("12 of 20", "12", 0),
    ],
)
def test_relaxed_accuracy_follows_chartqa(answer: str, reference: str, expected: int) -> None:
    assert score("relaxed_accuracy", answer, [reference]) == expected


@pytest.mark.parametrize(
    ("answer", "references", "expected"),
    [
        ("The Great Gatsby", ["the great  gatsby"], 1.0),
        ("abcd", ["abce"], 0.75),
        ("ab", ["abcd"], 0.5),
        ("a", ["abc"], 0.0),
        ("abxxx", ["abcde"], 0.0),
        ("abcd", ["wxyz", "abcx"], 0.75),
        ("x" * 100_000, ["total"], 0.0),
    ],
)
def test_anls_is_one_minus_the_normalised_distance_and_zero_below_one_half(
    answer: str, references: list[str], expected: float
) -> None:
    assert anls(answer, references) == pytest.approx(expected)


@given(st.text("abc", max_size=8), st.text("abc", max_size=8), st.text("abc", max_size=8))
def test_edit_distance_is_a_metric(a: str, b: str, c: str) -> None:
    assert edit_distance(a, b) == edit_distance(b, a)
    assert (edit_distance(a, b) == 0) == (a == b)
    assert edit_distance(a, c) <= edit_distance(a, b) + edit_distance(b, c)


@pytest.mark.parametrize(
    ("answer", "choices", "right"),
    [
        ("a", COLOURS, "A"),
        ("[B]", COLOURS, "B"),
        ("C.", COLOURS, "C"),
        ("(C) green", COLOURS, "C"),
        ("GREEN.", COLOURS, "C"),
        ("Option B", COLOURS, "B"),
        ("Answer: (B) blue", COLOURS, "B"),
        ("So, the correct choice is: blue", COLOURS, "B"),
        ("D", ("c", "D", "b", "a"), "D"),
        ("2", ("1", "2", "4"), "B"),
        ("3/2", ("1", "1.5", "2"), "B"),
        ("5\\sqrt{2}", ("5", "5 \\sqrt { 2 }", "10"), "B"),
        ("7.07", ("5", "5 \\sqrt { 2 }", "10"), "B"),
        ("$\\frac{3\\pi}{4}$", ("3\\pi/4", "\\pi"), "A"),
        ("12 cm", ("12", "13"), "A"),
        ("A. red", ("A. red", "B. blue"), "A"),
    ],
)
def test_an_option_is_picked_by_letter_text_or_value(
    answer: str, choices: tuple[str, ...], right: str
) -> None:
    assert score("choice", answer, [right], choices) == 1


@pytest.mark.parametrize(
    ("answer", "choices"),
    [
        ("A. blue", COLOURS),
        ("A or B", COLOURS),
        ("bad", COLOURS),
        ("reddish", COLOURS),
        ("The answer is not red", COLOURS),
        ("1", COLOURS),
        ("0", COLOURS),
        ("Z", COLOURS),
        ("7.1", ("5 \\sqrt { 2 }", "10")),
        ("12 cm", ("12 in", "13 in")),
        ("7.07", ("7.1", "10")),
        ("7.071", ("7.0712", "10")),
        ("40", ("40 cm", "40 m")),
        ("same", ("same", "same")),
        ("9^9^9^9^9", ("1", "2")),
        ("1/0", ("1", "2")),
        ("(" * 79, ("1", "2")),
    ],
)
def test_an_answer_that_names_no_single_option_picks_none(answer: str, choices: tuple[str, ...]) -> None:
    letters = [chr(ord("A") + i) for i in range(len(choices))]
    assert score("choice", answer, letters, choices) == 0


def test_a_direct_answer_counts_exact_agreement_and_leaves_nobody_out() -> None:
    assert direct_answer("red", ["red"] * 3 + ["blue"] * 7) == 1
    assert direct_answer(" Red ", ["red"] * 2 + ["blue"] * 8) == pytest.approx(2 / 3)
    assert direct_answer("the red", ["red"] * 10) == 0
    assert score("direct_answer", "red", ["red"] + ["blue"] * 9) == pytest.approx(1 / 3)


def test_vqa_accuracy_leaves_each_annotator_out_once() -> None:
    assert vqa_accuracy("red", ["red"] * 10) == 1
    assert vqa_accuracy("red", ["red"] * 3 + ["blue"] * 7) == pytest.approx(0.9)
    assert vqa_accuracy("red", ["red"] * 2 + ["blue"] * 8) == pytest.approx(0.6)
    assert vqa_accuracy("red", ["red"] + ["blue"] * 9) == pytest.approx(0.3)
    assert vqa_accuracy("green", ["red"] + ["blue"] * 9) == 0


@pytest.mark.parametrize(
    ("answer", "reference"),
    [
        ("The dog.", "dog"),
        ("Two", "2"),
        ("none", "0"),
        ("dont know", "don't know"),
        ("couldntve", "couldntve"),
        ("couldnt've", "couldn't've"),
        ("1,000", "1000"),
        ("black-white", "black white"),
        ("a cat?", "cat"),
        ("3.5", "3.5"),
    ],
)
def test_vqa_answers_are_normalised_as_evalai_does(answer: str, reference: str) -> None:
    assert vqa_accuracy(answer, [reference] * 10) == 1


@pytest.mark.parametrize(
    ("answer", "references", "expected"),
    [
        ("Ohio, Texas", ["Texas", "Ohio"], 1),
        ("ohio and texas", ["Texas, Ohio"], 1),
        ("Ohio; Texas;", ["Texas, Ohio", "Ohio, Texas"], 1),
        ("Iowa, Ohio, and Texas", ["Texas", "Ohio", "Iowa"], 1),
        ("Bosnia and Herzegovina", ["Bosnia and Herzegovina"], 1),
        ("1,000-2,000", ["1,000-2,000"], 1),
        ("Texas", ["Texas", "Ohio"], 0),
        ("Texas Ohio", ["Texas", "Ohio"], 0),
        ("West Virginia", ["Virginia"], 0),
        (",", ["Texas"], 0),
    ],
)
def test_a_set_is_right_only_when_its_members_are_the_same(
    answer: str, references: list[str], expected: int
) -> None:
    assert score("set_equality", answer, references) == expected


@pytest.mark.parametrize(
    ("metric", "answer", "reference", "expected"),
    [
        ("exact", "$56.40", "56.4", 1),
        ("exact", "3/4", "0.75", 1),
        ("exact", "1/3", "0.333", 1),
        ("exact", "0.3334", "0.333", 0),
        ("exact", "1,20", "120", 0),
        ("exact", " Large  Metal. ", "large metal", 1),
        ("exact", ".5 cm", "5 cm", 0),
        ("exact", "1/0", "0", 0),
        ("exact", "9" * 5000, "9", 0),
        ("integer", "3 cubes", "3", 1),
        ("integer", "3.5", "3.5", 0),
        ("integer", "3 or 4", "3", 0),
        ("integer", "it is not 3", "3", 0),
        ("integer", "it is 3 and that is 4", "4", 0),
        ("integer", "three", "3", 0),
        ("yes_no", "Yes.", "yes", 1),
        ("yes_no", "no", "yes", 0),
        ("yes_no", "nope", "no", 0),
    ],
)
def test_numbers_words_and_yes_or_no_are_read_whole(
    metric: str, answer: str, reference: str, expected: int
) -> None:
    assert score(metric, answer, [reference]) == expected


@pytest.mark.parametrize("metric", [m.value for m in Metric])
@pytest.mark.parametrize("text", ["9", " ,", "a ", "is ", "(", "and ", "\\frac", "1,"])
def test_an_endless_answer_is_judged_at_once(metric: str, text: str) -> None:
    started = time.process_time()
    answer = "x" + text * 50_000 + "x"
    assert score(metric, answer, ["B", "7", "Texas, Ohio"], COLOURS) == 0
    assert score(metric, "x" + text[-1] * 50_000 + "x", ["B", "7", "Texas, Ohio"], COLOURS) == 0
    assert time.process_time() - started < 2


def test_every_metric_of_the_records_has_its_scorer() -> None:
    assert {*OPEN_METRICS, "choice"} == {metric.value for metric in Metric}


def test_an_unknown_metric_is_refused_by_name() -> None:
    with pytest.raises(UnknownMetricError, match=r"'bleu'.*relaxed_accuracy"):
        score("bleu", "1", ["1"])


@pytest.mark.parametrize("metric", [m.value for m in Metric])
@pytest.mark.parametrize("answer", ["", " ", "\n"])
def test_an_empty_answer_never_scores(metric: str, answer: str) -> None:
    assert score(metric, answer, [answer, ""], ("", "a")) == 0


def test_the_scorers_import_nothing_outside_the_standard_library() -> None:
    folder = Path(scorers.__file__).parent
    imported = set()
    for source in folder.glob("*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(node.module or "")
    foreign = {
        m
        for m in imported
        if m.split(".")[0] not in sys.stdlib_module_names and not m.startswith("verification.scorers")
    }
    assert not foreign


words = st.text("abcdefghij", min_size=1, max_size=8)
numbers = st.integers(-99_999, 99_999).map(str)
decimals = st.decimals("-9999", "9999", places=2).map(str)
golds = st.one_of(
    st.tuples(st.sampled_from(["relaxed_accuracy", "exact", "anls"]), numbers | decimals | words),
    st.tuples(st.just("integer"), numbers),
    st.tuples(st.just("yes_no"), st.sampled_from(["yes", "no", "Yes", "No"])),
    st.tuples(st.just("set_equality"), st.lists(words, min_size=1, max_size=4).map(", ".join)),
)


@given(golds)
def test_gold_always_scores_one(gold: tuple[str, str]) -> None:
    metric, reference = gold
    assert score(metric, reference, [reference]) == 1


@given(words.filter(lambda w: w not in ("a", "an", "the")))
def test_an_answer_of_all_annotators_scores_one(word: str) -> None:
    assert score("vqa_accuracy", word, [word] * 10) == 1


@given(st.lists(words, min_size=2, max_size=6, unique=True), st.data())
def test_the_right_letter_scores_one_and_every_other_letter_zero(
    options: list[str], data: st.DataObject
) -> None:
    right = data.draw(st.integers(0, len(options) - 1))
    for index in range(len(options)):
        letter = "ABCDEF"[index]
        assert score("choice", letter, ["ABCDEF"[right]], options) == (index == right)


@given(
    st.sampled_from(["relaxed_accuracy", "exact", "integer", "anls", "vqa_accuracy", "set_equality"]),
    st.integers(1, 99_999),
    st.integers(1, 999),
    st.booleans(),
)
def test_a_longer_number_that_contains_gold_never_scores(
    metric: str, gold: int, extra: int, before: bool
) -> None:
    longer = f"{extra}{gold}" if before else f"{gold}{extra}"
    assert score(metric, longer, [str(gold)] * 10) < 1


@given(golds, st.sampled_from(["", " ", "  ", "\n"]), words | numbers)
def test_scores_do_not_change_with_case_or_surrounding_space(
    gold: tuple[str, str], space: str, other: str
) -> None:
    metric, reference = gold
    for answer in (reference, other):
        expected = score(metric, answer, [reference])
        assert score(metric, space + answer.upper() + space, [reference]) == expected
        assert score(metric, answer, [space + reference.upper() + space]) == expected


@given(
    st.sampled_from([m.value for m in Metric]),
    st.text(max_size=40),
    st.lists(st.text(max_size=20), max_size=4),
)
def test_any_text_gets_a_score_between_zero_and_one(metric: str, answer: str, references: list[str]) -> None:
    assert 0 <= score(metric, answer, references, references) <= 1
