from __future__ import annotations

import pytest

from schemas import Family
from teachers.programmatic.plan import Abstain

PAGE = [
    ("Page 2", 300, 10, 360, 25),
    ("1987", 200, 40, 240, 55),
    ("1986*", 300, 40, 345, 55),
    ("Salaries", 20, 70, 90, 85),
    ("$117,047", 195, 70, 245, 85),
    ("$123,110", 295, 70, 345, 85),
    ("Rent", 20, 90, 60, 105),
    ("9,154", 205, 90, 245, 105),
    ("9,020", 305, 90, 345, 105),
    ("To: Mr. A. Miller", 20, 130, 150, 145),
    ("Invoice No.", 20, 150, 110, 165),
    ("4471", 130, 150, 170, 165),
    ("April 17, 1972", 20, 180, 120, 195),
]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What is the Expenses for Salaries for 1986?", "$123,110"),
        ("What is the Expenses for Rent for 1987?", "9,154"),
        ("To whom is the letter addressed?", "Mr. A. Miller"),
        ("What is the invoice number?", "4471"),
        ("What is the date mentioned in the letter?", "April 17, 1972"),
        ("What is the page number?", "2"),
    ],
)
def test_a_printed_value_is_copied(ask, ocr, question, answer):
    assert ask(Family.DOCUMENT, question, ocr(*PAGE)).text == answer


@pytest.mark.parametrize(
    "question", ["What is the Expenses for Travel for 1986?", "Who is the chairman?", "What is the due date?"]
)
def test_what_is_not_printed_stays_open(ask, ocr, question):
    assert isinstance(ask(Family.DOCUMENT, question, ocr(*PAGE)), Abstain)


LETTER = [
    ("Marian E. Lindqvist", 20, 10, 150, 25),
    ("Dear Mr. Lindqvist:", 20, 40, 150, 55),
    ("SCHEDULE 1", 200, 60, 280, 75),
    ("Sincerely yours,", 200, 100, 300, 115),
    ("cllee", 200, 125, 300, 150),
    ("Elaine M. Castellano", 200, 155, 330, 170),
    ("Director of Research", 200, 172, 330, 187),
]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("To whom is the letter addressed?", "Marian E. Lindqvist"),
        ("Who has signed the letter?", "Elaine M. Castellano"),
        ("What is the schedule number?", "1"),
    ],
)
def test_a_letter_tells_its_people(ask, ocr, question, answer):
    assert ask(Family.DOCUMENT, question, ocr(*LETTER)).text == answer


def test_two_dates_on_a_page_leave_the_date_open(ask, ocr):
    page = [*PAGE, ("May 2, 1973", 20, 200, 120, 215)]
    assert isinstance(ask(Family.DOCUMENT, "What is the date of the letter?", ocr(*page)), Abstain)
