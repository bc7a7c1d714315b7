"""text_cdl: sentences of geometry problems to logic-form predicates."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from environment.errors import ArgumentValueError, NothingFoundError
from environment.tools import text_cdl
from environment.tools.text_cdl import parse


@pytest.mark.parametrize(
    ("text", "predicates"),
    [
        (r"In \odot X, A B = 30. Find m \widehat A B.",
         ["Circle(X)", "Equals(LengthOf(Line(A,B)),30)", "Find(MeasureOf(Arc(A,B)))"]),
        (r"parallelogram $MNPQ$ with $m \angle M=10 x$ and $m \angle N=20 x$, find $\angle Q$",
         ["Parallelogram(M,N,P,Q)", "Equals(MeasureOf(Angle(M)),10x)", "Equals(MeasureOf(Angle(N)),20x)",
          "Find(MeasureOf(Angle(Q)))"]),
        ("Quadrilateral ABCD is a rectangle. Find x and y.", ["Rectangle(A,B,C,D)", "Find(x)", "Find(y)"]),
        ("ABCD is a rhombus.", ["Rhombus(A,B,C,D)"]),
        ("Find y so that the quadrilateral is a parallelogram.", ["Find(y)", "Parallelogram($)"]),
        ("△ABC ~ △DEF, ∠A = 3x + 5°", ["Similar(Triangle(A,B,C),Triangle(D,E,F))",
                                        "Equals(MeasureOf(Angle(A)),3x+5)"]),
        ("△ABC ≅ △DEF", ["Congruent(Triangle(A,B,C),Triangle(D,E,F))"]),
        ("Lines l and m are parallel", ["Parallel(Line(l),Line(m))"]),
        ("AB is perpendicular to CD.", ["Perpendicular(Line(A,B),Line(C,D))"]),
        ("Ray AC bisects angle BAD", ["BisectsAngle(Line(A,C),Angle(B,A,D))"]),
        ("E is the midpoint of AB.", ["IsMidpointOf(Point(E),Line(A,B))"]),
        ("KL is tangent to circle M at K.", ["Tangent(Line(K,L),Circle(M))"]),
        ("AB is a diameter of circle O.", ["IsDiameterOf(Line(A,B),Circle(O))"]),
        ("Triangle ABC is isosceles.", ["Isosceles(Triangle(A,B,C))"]),
        ("In right triangle ABC, find sin x.", ["Right(Triangle(A,B,C))", "Find(SinOf(x))"]),
        ("A circle has a radius of 5 inches. Find its circumference.",
         ["Equals(RadiusOf(Circle($)),5)", "Find(CircumferenceOf(Circle($)))"]),
        ("Find the area of the shaded region.", ["Find(AreaOf(Shaded(Shape($))))"]),
        ("Find the scale factor of trapezoid ABCD to trapezoid AEFG",
         ["Find(ScaleFactorOf(Trapezoid(A,B,C,D),Trapezoid(A,E,F,G)))"]),
        ("The sum of AB and CD is 10.", ["Equals(SumOf(LengthOf(Line(A,B)),LengthOf(Line(C,D))),10)"]),
        ("AB + CD = 10.", ["Equals(SumOf(LengthOf(Line(A,B)),LengthOf(Line(C,D))),10)"]),
        ("The ratio of AB to CD is 2 : 5.",
         ["Equals(RatioOf(LengthOf(Line(A,B)),LengthOf(Line(C,D))),(2)/(5))"]),
        ("frac {AD}{DB} = frac {1.0}{2.0}",
         ["Equals(RatioOf(LengthOf(Line(A,D)),LengthOf(Line(D,B))),(1.0)/(2.0))"]),
        ("DE parallel BC, then the size of angle CED is ()",
         ["Parallel(Line(D,E),Line(B,C))", "Find(MeasureOf(Angle(C,E,D)))"]),
        ("In triangle ABC, it is known that angle A = 80.0, then BC is equal to ()",
         ["Triangle(A,B,C)", "Equals(MeasureOf(Angle(A)),80.0)", "Find(LengthOf(Line(B,C)))"]),
        ("AD is the bisector of angle BAC", ["BisectsAngle(Line(A,D),Angle(B,A,C))"]),
        ("DE ⊥ AB at E", ["Perpendicular(Line(D,E),Line(A,B))", "PointLiesOnLine(E,Line(A,B))"]),
        ("Points A, B, and C are on circle O",
         ["PointLiesOnCircle(A,Circle(O))", "PointLiesOnCircle(B,Circle(O))",
          "PointLiesOnCircle(C,Circle(O))"]),
        ("F is a point on AB.", ["PointLiesOnLine(F,Line(A,B))"]),
        ("PA and PB are tangents of circle O",
         ["Tangent(Line(P,A),Circle(O))", "Tangent(Line(P,B),Circle(O))"]),
        ("DB and DC are tangent to circle O at points B and C",
         ["Tangent(Line(D,B),Circle(O))", "Tangent(Line(D,C),Circle(O))", "PointLiesOnCircle(B,Circle(O))",
          "PointLiesOnCircle(C,Circle(O))"]),
        ("The diagonals AC and BD of parallelogram ABCD intersect at point O",
         ["Parallelogram(A,B,C,D)", "IntersectAt(Line(A,C),Line(B,D),Point(O))"]),
        ("AB intersects CD at E.", ["IntersectAt(Line(A,B),Line(C,D),Point(E))"]),
        ("In Rt△ABC, tanA = 2", ["Right(Triangle(A,B,C))", "Equals(TanOf(Angle(A)),2)"]),
        ("Triangle ABC is the inscribed triangle of circle O", ["InscribedIn(Triangle(A,B,C),Circle(O))"]),
        ("⊙O is the circumscribed circle of quadrilateral ABCD",
         ["InscribedIn(Quadrilateral(A,B,C,D),Circle(O))"]),
        ("Circle P is inscribed in equilateral triangle LMN.",
         ["InscribedIn(Circle(P),Equilateral(Triangle(L,M,N)))"]),
    ],
)  # fmt: skip
def test_a_sentence_becomes_the_predicates_it_states(text: str, predicates: list[str]) -> None:
    reading = parse(text)
    assert list(reading.predicates) == predicates
    assert reading.unparsed == ()


@pytest.mark.parametrize(
    "text",
    [
        "The sum of AB and the longest side is 10.",
        "AB is 5 more than BC.",
        "AB is not parallel to CD.",
        "AB + 2 CD = 10.",
        "The ratio of AB to it is 3.",
        "AD is the bisector of the widest angle.",
        "Points A, B and C are on the edge.",
        "AB and CD intersect somewhere.",
        "It is unknown whether ABCD is a square.",
    ],
)
def test_what_is_not_understood_is_listed_and_never_half_read(text: str) -> None:
    reading = parse(text)
    assert reading.predicates == ()
    assert reading.unparsed


def test_a_clause_after_one_that_is_not_understood_is_still_read() -> None:
    reading = parse("AB is 5 more than BC and CD is 10. Find x.")
    assert reading.predicates == ("Equals(LengthOf(Line(C,D)),10)", "Find(x)")
    assert reading.unparsed == ("AB is 5 more than BC",)


def test_rounding_and_hints_are_neither_facts_nor_gaps() -> None:
    reading = parse("Find x. (Hint: Draw an auxiliary line.) Round to the nearest tenth if necessary.")
    assert reading.predicates == ("Find(x)",)
    assert reading.unparsed == ()


def test_a_text_without_geometry_finds_nothing() -> None:
    with pytest.raises(NothingFoundError):
        text_cdl.run({"text": "How many people voted last year?"}, ())


def test_a_text_that_is_too_long_says_so() -> None:
    with pytest.raises(ArgumentValueError, match="4000"):
        text_cdl.run({"text": "x" * 4001}, ())


_WORDS = (
    r"AB CD ABC angle circle \odot is a the = 5 x ( ) find of area and , . parallel to with \overline{ } m ^ "
    r"has radius rectangle"
)


@settings(max_examples=200, deadline=1000)
@given(st.lists(st.sampled_from(_WORDS.split()), max_size=25))
def test_any_jumble_of_the_languages_words_is_read_or_listed(words: list[str]) -> None:
    reading = parse(" ".join(words))
    assert all(form.count("(") == form.count(")") for form in reading.predicates if "+" not in form)


@pytest.mark.realdata
def test_nine_of_ten_predicates_of_the_real_rows_are_read(realdata: Path) -> None:
    gold = found = 0
    for path in sorted(realdata.glob("geometry3k*/geometry3k/*/*/logic_form.json")):
        forms = {form.replace(" ", "") for form in json.loads(path.read_text())["text_logic_form"]}
        text = json.loads((path.parent / "data.json").read_text())["annotat_text"]
        gold, found = gold + len(forms), found + len(forms & set(parse(text).predicates))
    assert found >= 0.9 * gold > 0
