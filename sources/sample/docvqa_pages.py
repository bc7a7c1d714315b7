"""Business pages and what can be asked of them: letter, memo, invoice, form, expenses, survey table."""

import random
from collections.abc import Callable

import numpy as np

from sources.sample.docvqa_facts import (
    DISTRICTS,
    EXPENSES,
    FIRMS,
    GOODS,
    LETTER_TEXT,
    MEMO_TEXT,
    MONTHS,
    PEOPLE,
    SUBJECTS,
)
from sources.sample.docvqa_page import WIDTH, Page

Asked = tuple[str, list[str]]
"""A question and the answers that count, as annotators would have typed them."""
Maker = Callable[[random.Random, np.random.Generator], tuple[Page, list[Asked]]]
MIDDLE = WIDTH / 2


def letter(rng: random.Random, noise: np.random.Generator) -> tuple[Page, list[Asked]]:
    """A typed letter on a firm's paper."""
    page = Page("typewriter", 27)
    sender, receiver = rng.sample(PEOPLE, 2)
    firm, other = rng.sample(FIRMS, 2)
    date = _date(rng)
    page.text(MIDDLE, 120, firm[0].upper(), "serif-bold", 42, "ms")
    page.text(MIDDLE, 162, f"{firm[1]} - {firm[2]}", "serif", 26, "ms")
    page.line(170, 184, WIDTH - 170, 184)
    page.text(780, 270, date)
    for index, line in enumerate((receiver, other[0], other[1], other[2])):
        page.text(170, 350 + 36 * index, line)
    name = receiver.removeprefix("Dr. ").split()[-1]
    title = "Dr." if receiver.startswith("Dr.") else rng.choice(("Mr.", "Ms."))
    page.text(170, 550, f"Dear {title} {name}:")
    y = 620.0
    for paragraph in LETTER_TEXT:
        y = page.paragraph(170, y, paragraph, 62, 38, 60) + 24
    page.text(700, y + 20, "Sincerely yours,")
    page.signature(700, y + 90, noise)
    page.text(700, y + 150, sender)
    page.text(700, y + 186, "Director of Research")
    return page, [
        ("To whom is the letter addressed?", _with_plain_name(receiver)),
        ("What is the date of the letter?", [date]),
        ("Who has signed the letter?", _with_plain_name(sender)),
        ("Which company's name is at the top of the letter?", _any_case(firm[0])),
    ]


def memo(rng: random.Random, _: np.random.Generator) -> tuple[Page, list[Asked]]:
    """An interoffice memorandum with TO, FROM, DATE and SUBJECT."""
    page = Page("mono", 23)
    sender, receiver = rng.sample(PEOPLE, 2)
    subject, date = rng.choice(SUBJECTS), _date(rng)
    page.text(150, 140, rng.choice(FIRMS)[0], "sans-bold", 30)
    page.underlined(MIDDLE, 230, "INTEROFFICE MEMORANDUM", "sans-bold", 30)
    for index, (key, value) in enumerate(
        (("TO:", receiver), ("FROM:", sender), ("DATE:", date), ("SUBJECT:", subject))
    ):
        page.text(150, 330 + 56 * index, key, "mono-bold")
        page.text(350, 330 + 56 * index, value)
    page.line(150, 540, WIDTH - 150, 540, 3)
    y = 620.0
    for paragraph in MEMO_TEXT:
        y = page.paragraph(150, y, paragraph, 68, 38) + 26
    page.text(150, y + 30, f"cc: {rng.choice([p for p in PEOPLE if p not in (sender, receiver)])}")
    page.text(MIDDLE, 1560, "- 1 -", anchor="ms")
    return page, [
        ("What is the date of the memo?", [date]),
        ("Who is the memo from?", _with_plain_name(sender)),
        ("To whom is the memo addressed?", _with_plain_name(receiver)),
        ("What is the subject of the memo?", _any_case(subject)),
    ]


def invoice(rng: random.Random, _: np.random.Generator) -> tuple[Page, list[Asked]]:
    """An invoice with a table of goods, its sums worked out."""
    page = Page("sans", 22)
    seller, buyer = rng.sample(FIRMS, 2)
    identity, date = f"{rng.choice('ABKRT')}-{rng.randint(10000, 99999)}", _date(rng)
    page.text(110, 140, seller[0], "sans-bold", 36)
    page.text(110, 178, f"{seller[1]}, {seller[2]}")
    page.text(WIDTH - 110, 140, "INVOICE", "sans-bold", 46, "rs")
    for index, (key, value) in enumerate(
        (("Invoice No.", identity), ("Date", date), ("Terms", "Net 30 days"))
    ):
        page.text(770, 260 + 40 * index, f"{key}:", "sans-bold")
        page.text(960, 260 + 40 * index, value)
    for index, line in enumerate(("Sold to:", *buyer)):
        page.text(110, 260 + 36 * index, line, "sans-bold" if index == 0 else None)
    columns = (110, 690, 830, 1000, WIDTH - 110)
    top, step = 470, 52
    goods = rng.sample(GOODS, rng.randint(4, 6))
    lines = [(name, rng.randint(2, 24), round(rng.uniform(low, high), 2)) for name, low, high in goods]
    page.box(columns[0], top, columns[-1], top + step * (len(lines) + 1), 3)
    for x in columns[1:-1]:
        page.line(x, top, x, top + step * (len(lines) + 1))
    page.line(columns[0], top + step, columns[-1], top + step, 3)
    for title, x in zip(("Description", "Quantity", "Unit price", "Amount"), columns, strict=False):
        page.text(x + 14, top + 35, title, "sans-bold")
    for row, (name, count, price) in enumerate(lines, 1):
        y = top + step * row + 35
        page.text(columns[0] + 14, y, name)
        for x, text in (
            (columns[2], str(count)),
            (columns[3], f"{price:,.2f}"),
            (columns[4], f"{count * price:,.2f}"),
        ):
            page.text(x - 14, y, text, anchor="rs")
    goods_total = round(sum(count * price for _, count, price in lines), 2)
    freight = round(rng.uniform(12, 60), 2)
    total = f"{goods_total + freight:,.2f}"
    below = top + step * (len(lines) + 1) + 50
    for key, value in (
        ("Subtotal", f"{goods_total:,.2f}"),
        ("Freight", f"{freight:,.2f}"),
        ("Total amount due", f"${total}"),
    ):
        page.text(990, below, key, "sans-bold" if "Total" in key else None, anchor="rs")
        page.text(columns[-1] - 14, below, value, "sans-bold" if "Total" in key else None, anchor="rs")
        below += 44
    page.text(110, 1520, "Please make checks payable to the company named above.")
    name, count, _price = rng.choice(lines)
    return page, [
        ("What is the invoice number?", [identity]),
        ("What is the total amount due?", [f"${total}", total]),
        ("What is the date of the invoice?", [date]),
        (f"What is the quantity of {name} on the invoice?", [str(count)]),
    ]


def form(rng: random.Random, _: np.random.Generator) -> tuple[Page, list[Asked]]:
    """A filled-in request form: printed keys, typed values on dotted lines."""
    page = Page("sans", 23)
    person, head = rng.sample(PEOPLE, 2)
    fields = (
        ("Request No.", str(rng.randint(1000, 9999))),
        ("Date of request", _date(rng)),
        ("Requested by", person),
        (
            "Department",
            rng.choice(("Analytical Chemistry", "Market Research", "Plant Engineering", "Accounts")),
        ),
        ("Telephone ext.", str(rng.randint(100, 999))),
        ("Project code", f"{rng.choice('CDFHM')}{rng.randint(100, 989)}"),
        ("Sample size", f"{rng.randint(12, 90) * 5} units"),
        ("Approved by", head),
    )
    page.box(90, 90, WIDTH - 90, 1500, 4)
    page.text(MIDDLE, 165, "LABORATORY SERVICE REQUEST", "sans-bold", 36, "ms")
    page.text(
        MIDDLE,
        205,
        "Complete all items. Forward the white copy to the records office.",
        "serif-italic",
        25,
        "ms",
    )
    page.line(90, 230, WIDTH - 90, 230, 3)
    for index, (key, value) in enumerate(fields):
        y = 310 + 92 * index
        page.text(130, y, f"{key}:", "sans-bold")
        page.text(450, y, value, "typewriter", 29)
        for x in range(430, WIDTH - 140, 9):
            page.line(x, y + 10, x + 3, y + 10, 1)
    page.line(90, 1040, WIDTH - 90, 1040, 2)
    page.text(130, 1090, "Remarks:", "sans-bold")
    page.face, page.size = "typewriter", 27
    page.paragraph(
        130,
        1140,
        "Results are needed before the next meeting of the committee. Please keep one half of "
        "each sample for later reference.",
        62,
        40,
    )
    values = dict(fields)
    return page, [
        ("What is the project code?", [values["Project code"]]),
        ("What is the request number?", [values["Request No."]]),
        ("Who approved the request?", _with_plain_name(head)),
        ("What is the sample size?", [values["Sample size"], values["Sample size"].removesuffix(" units")]),
        ("Which department is mentioned in the form?", _any_case(values["Department"])),
    ]


def expenses(rng: random.Random, _: np.random.Generator) -> tuple[Page, list[Asked]]:
    """A schedule of expenses for two years, with totals."""
    page = Page("mono", 23)
    year = rng.randint(1974, 1991)
    rows = [(name, rng.randint(2000, 98000), rng.randint(2000, 98000)) for name in rng.sample(EXPENSES, 8)]
    page.text(WIDTH - 150, 150, "SCHEDULE 1", anchor="rs")
    page.underlined(MIDDLE, 230, rng.choice(FIRMS)[0].upper(), "mono-bold")
    page.underlined(MIDDLE, 280, "SCHEDULE OF ADMINISTRATION EXPENSES", "mono-bold")
    page.text(960, 380, "Year Ending December 31,", anchor="ms")
    page.line(790, 392, 1130, 392)
    for x, label in ((890, year), (1110, year - 1)):
        page.text(x, 440, str(label), anchor="rs")
    for index, (name, now, before) in enumerate(rows):
        y = 510 + 46 * index
        page.text(150, y, name)
        for x, value in ((890, now), (1110, before)):
            page.text(x, y, f"${value:,}" if index == 0 else f"{value:,}", anchor="rs")
    totals = [sum(row[1] for row in rows), sum(row[2] for row in rows)]
    y = 510 + 46 * len(rows) + 30
    for x, total in ((890, totals[0]), (1110, totals[1])):
        page.line(x - 130, y - 40, x, y - 40)
        page.text(x, y, f"${total:,}", anchor="rs")
        page.line(x - 130, y + 10, x, y + 10)
        page.line(x - 130, y + 16, x, y + 16)
    page.text(150, y, "Total")
    page.text(150, y + 120, "See Accountant's Report.")
    page.text(MIDDLE, 1560, "-10-", anchor="ms")
    (one, now, _before), (two, _now, before) = rng.sample(rows, 2)
    return page, [
        (f"What is the Expenses for {one} for {year}?", [f"{now:,}", f"${now:,}"]),
        (f"What is the Expenses for {two} for {year - 1}?", [f"{before:,}", f"${before:,}"]),
        (f"What is the total of the expenses for {year}?", [f"${totals[0]:,}", f"{totals[0]:,}"]),
        ("What is the schedule number?", ["1", "SCHEDULE 1"]),
    ]


def survey(rng: random.Random, _: np.random.Generator) -> tuple[Page, list[Asked]]:
    """A report page with a ruled table of counts."""
    page = Page("book", 23)
    places = rng.sample(DISTRICTS, 4)
    groups = ("Under 40", "40 - 64", "65 and over")
    counts = {(group, place): rng.randint(310, 9800) for group in groups for place in places}
    number = rng.randint(2, 9)
    page.underlined(330, 150, "Background and Need", "book-bold", 26)
    text = (
        "The survey was carried out in four districts of the city. In each of them every tenth household was "
        "visited and the age of its members was noted. The table below shows the number of persons in "
        "each group."
    )
    page.paragraph(150, 220, text, 78, 44, 60)
    page.text(MIDDLE, 450, f"TABLE {number}. PERSONS BY AGE AND DISTRICT", "book-bold", 24, "ms")
    top, step, left = 490, 66, 150
    columns = [left, *(430 + 170 * i for i in range(4)), 430 + 170 * 4]
    bottom = top + step * (len(groups) + 2)
    page.box(left, top, columns[-1], bottom, 3)
    for x in columns[1:-1]:
        page.line(x, top, x, bottom)
    page.line(left, top + step, columns[-1], top + step, 3)
    page.line(left, bottom - step, columns[-1], bottom - step)
    page.text(left + 14, top + 43, "Age group", "book-bold")
    for column, place in enumerate(places, 1):
        middle = (columns[column] + columns[column + 1]) / 2
        page.text(middle, top + 43, place, "book-bold", anchor="ms")
        for row, group in enumerate(groups, 1):
            page.text(middle, top + step * row + 43, f"{counts[group, place]:,}", anchor="ms")
        total = sum(counts[group, place] for group in groups)
        page.text(middle, bottom - step + 43, f"{total:,}", "book-bold", anchor="ms")
    for row, name in enumerate((*groups, "Total"), 1):
        page.text(left + 14, top + step * row + 43, name)
    page.text(150, bottom + 60, "Source: household survey of the city health department.", "serif-italic", 25)
    place, other = rng.sample(places, 2)
    group = rng.choice(groups)
    total = sum(counts[name, other] for name in groups)
    return page, [
        (f"What is the number of persons {group} in the {place} district?", _with_bare(counts[group, place])),
        (f"What is the total number of persons in the {other} district?", _with_bare(total)),
        ("What is the table number?", [str(number), f"TABLE {number}"]),
    ]


MAKERS: tuple[Maker, ...] = (invoice, memo, letter, expenses, form, survey)


def _date(rng: random.Random) -> str:
    return f"{rng.choice(MONTHS)} {rng.randint(1, 28)}, {rng.randint(1968, 1996)}"


def _with_plain_name(person: str) -> list[str]:
    plain = person.removeprefix("Dr. ")
    return [person] if plain == person else [person, plain]


def _any_case(text: str) -> list[str]:
    return [text, text.lower()]


def _with_bare(value: int) -> list[str]:
    return [f"{value:,}", str(value)] if value >= 1000 else [str(value)]
