from __future__ import annotations

import pytest

from schemas import Family
from teachers.programmatic.choice_values import value_of
from teachers.programmatic.geometry import problem_of
from teachers.programmatic.plan import Abstain

RIGHT = [
    "Triangle(A,B,C)",
    "Equals(MeasureOf(Angle(C)),90)",
    "Equals(LengthOf(Line(A,C)),3)",
    "Equals(LengthOf(Line(B,C)),4)",
    "Find(LengthOf(Line(A,B)))",
]
CHOICES = ("4", "5", "6", "7")


def test_the_smallest_set_of_licensed_equations_is_sent_to_the_solver(ask, observed):
    action = ask(
        Family.GEOMETRY, "any", observed("text_cdl", {"predicates": RIGHT, "unparsed": []}), choices=CHOICES
    )
    assert action.tool == "sympy_math"
    assert action.arguments == {"equations": ["AC = 3", "BC = 4", "BC**2 + AC**2 = AB**2"], "unknown": "AB"}


def _solved(*decimals):
    return {"solutions": [{"exact": str(d), "decimal": d} for d in decimals]}


def test_the_solution_picks_its_choice_and_a_negative_length_is_no_solution(ask, observed):
    seen = [
        observed("text_cdl", {"predicates": RIGHT, "unparsed": []}),
        observed("sympy_math", _solved(-5.0, 5.0), {"equations": [], "unknown": "AB"}),
    ]
    assert ask(Family.GEOMETRY, "any", *seen, choices=CHOICES).text == "B"


def test_a_solution_that_is_no_choice_stays_open(ask, observed):
    seen = [
        observed("text_cdl", {"predicates": RIGHT, "unparsed": []}),
        observed("sympy_math", _solved(5.5), {"equations": [], "unknown": "AB"}),
    ]
    assert isinstance(ask(Family.GEOMETRY, "any", *seen, choices=CHOICES), Abstain)


@pytest.mark.parametrize(
    "predicates",
    [
        ["Find(x)"],
        ["Triangle(B,A,Z)", "Equals(LengthOf(Line(Z,B)),LengthOf(Line(Z,A)))", "Find(MeasureOf(Angle(B)))"],
        ["Triangle(A,B,C)", "Equals(MeasureOf(Angle(A)),40)", "Find(MeasureOf(Angle(B)))"],
        ["Circle(O)", "Equals(MeasureOf(Arc(A,B)),80)", "Find(MeasureOf(Angle(A,C,B)))"],
    ],
)
def test_what_only_the_diagram_tells_is_not_assumed(predicates):
    assert problem_of(predicates) is None


@pytest.mark.parametrize(
    ("predicates", "equation"),
    [
        (
            [
                "Triangle(A,B,C)",
                "Equals(MeasureOf(Angle(A)),40)",
                "Equals(MeasureOf(Angle(B)),60)",
                "Find(MeasureOf(Angle(C)))",
            ],
            "angle_BAC + angle_ABC + angle_ACB = 180",
        ),
        (
            [
                "Parallelogram(M,N,P,Q)",
                "Equals(MeasureOf(Angle(M)),10x)",
                "Equals(MeasureOf(Angle(N)),20x)",
                "Find(MeasureOf(Angle(Q)))",
            ],
            "angle_NMQ = 10*x",
        ),
        (
            ["Circle(O)", "Equals(RadiusOf(Circle(O)),5)", "Find(AreaOf(Circle(O)))"],
            "area_O = pi*radius_O**2",
        ),
        (
            [
                "Triangle(Z,D,E)",
                "Perpendicular(Line(E,K),Line(Z,D))",
                "Equals(LengthOf(Line(Z,D)),10)",
                "Equals(LengthOf(Line(E,K)),12)",
                "Find(AreaOf(Triangle(Z,D,E)))",
            ],
            "area_DEZ = DZ*EK/2",
        ),
    ],
)
def test_a_theorem_is_used_where_the_text_licenses_it(predicates, equation):
    assert equation in [e.text for e in problem_of(predicates).equations]


@pytest.mark.parametrize(
    ("choice", "value"),
    [
        (r"5 \sqrt { 2 }", 7.0711),
        (r"\frac { \sqrt { 2 } } { 10 }", 0.1414),
        (r"\frac { 8 } { 3 } \pi", 8.3776),
        ("35.1", 35.1),
    ],
)
def test_a_choice_in_latex_has_its_value(choice, value):
    assert value_of(choice) == pytest.approx(value, abs=1e-3)


def test_a_choice_in_words_has_no_value():
    assert value_of("none of these") is None
