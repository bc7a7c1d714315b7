"""Values on a page: tables first (a row and a column named), then "label: value", dates, page numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from teachers.programmatic.letters import addressee, signer
from teachers.programmatic.lines import Line, below, right_of
from teachers.programmatic.questions import content_words, normal, number, singular, squeezed

Reading = tuple[str, str] | None
"""The value and the sentence it follows from; None where the page does not determine it."""

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
DATE = re.compile(
    rf"\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|\d{{4}}-\d\d-\d\d|{_MONTH} ?\d{{1,2}},? ?\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}}",
    re.I,
)
_LABEL_ALIASES = {
    "to whom": ("to", "attention", "attn"),
    "addressed to": ("to", "attention", "attn"),
    "recipient": ("to",),
    "who sent": ("from",),
    "sent by": ("from",),
    "sender": ("from",),
    "from whom": ("from",),
    "memo from": ("from",),
    "letter from": ("from",),
    "who wrote": ("from",),
    "subject": ("subject", "re"),
    "amount due": ("amount due", "total due", "balance due", "total amount due"),
}


def read(question: str, lines: Sequence[Line]) -> Reading:
    """Return the value a question asks for, or None."""
    text = normal(question)
    for reader in (_table_cell, _keyed, addressee, signer, _date, _numbered, _page_number):
        if (reading := reader(text, lines)) is not None:
            return reading
    return None


def _table_cell(text: str, lines: Sequence[Line]) -> Reading:
    """Where the row and the column that the question names cross stands exactly one value."""
    asked = set(content_words(text))
    named = [line for line in lines if _named(line, asked)]
    hits: dict[str, tuple[Line, Line, Line]] = {}
    for row in named:
        for column in named:
            if column is row or column.bottom > row.top + 0.3 * row.height or column.left < row.right:
                continue
            if set(content_words(row.text)) & set(content_words(column.text)):
                continue
            cells = [x for x in lines if x.on_row_of(row) and x.left >= row.right and _overlap(x, column)]
            if len(cells) == 1 and _nearest_heading(lines, cells[0], column):
                hits[cells[0].text] = (row, column, cells[0])
    if len(hits) != 1:
        return None
    row, column, cell = next(iter(hits.values()))
    return cell.text, f"The row {row.text} and the column {column.text} cross at {cell.text}."


def _named(line: Line, asked: set[str]) -> bool:
    own = set(content_words(line.text))
    return bool(own) and own <= asked


def _overlap(cell: Line, column: Line) -> bool:
    return min(cell.right, column.right) - max(cell.left, column.left) > 0


def _nearest_heading(lines: Sequence[Line], cell: Line, column: Line) -> bool:
    """Whether no other heading of the same form (a year over years) stands between column and cell."""
    year = re.compile(r"(19|20)\d\d\*?")
    between = [x for x in lines if column.bottom < x.top < cell.top and _overlap(x, column)]
    return not any(year.fullmatch(x.text) for x in between) if year.fullmatch(column.text) else True


def _keyed(text: str, lines: Sequence[Line]) -> Reading:
    """The value of the label that the question asks for: after its colon, right of it, or below it."""
    labels = list(_asked_labels(text))
    found: dict[str, tuple[str, str]] = {}
    for line in lines:
        key, colon, value = line.text.partition(":")
        if not any(_same(key, label) for label in labels):
            continue
        if value.strip():
            found[squeezed(value)] = (value.strip(), key)
            continue
        beside = right_of(lines, line)
        if beside is None and colon:
            beside = below(lines, line)
        elif beside is None and len(labels) == 1:
            under = below(lines, line)
            beside = under if under is not None and number(under.text) is not None else None
        if beside is not None:
            found[squeezed(beside.text)] = (beside.text.lstrip(": "), key)
    if len(found) != 1:
        return None
    value, key = next(iter(found.values()))
    return value, f"The page prints {value} at the label {key.strip()}."


def _asked_labels(text: str) -> Sequence[str]:
    """The label a question asks for, by its wording."""
    for phrase, labels in _LABEL_ALIASES.items():
        if phrase in text:
            return labels
    if m := re.fullmatch(r"who (?:has |have )?(\w+ed)\b.*", text):
        return (f"{m[1]} by",)
    if m := re.fullmatch(r"which ([\w ]+?) is (?:mentioned|given|shown|printed|stated|listed)\b.*", text):
        return (m[1],)
    m = re.match(
        r"(?:what|who|which|when|where|how much|how many) (?:is|are|was|were) (?:the |mentioned as the )?"
        r"(?:name of (?:the )?)?(.+)",
        text,
    )
    if m is None:
        return ()
    phrase = re.sub(r"^['\"]|['\"]$", "", m[1])
    phrase = re.sub(
        r" (?:mentioned|given|shown|printed|stated|written|listed|on the|in the|of the|for the|of this).*",
        "",
        phrase,
    )
    return (phrase, re.sub(r" (?:number|name|value|amount)$", "", phrase)) if phrase else ()


def _same(key: str, label: str) -> bool:
    short = squeezed(key)
    variants = {squeezed(label), squeezed(" ".join(singular(w) for w in label.split()))}
    number_word = {
        v.removesuffix("number") + end for v in variants if v.endswith("number") for end in ("no", "nr")
    }
    return bool(short) and short in variants | number_word


def _date(text: str, lines: Sequence[Line]) -> Reading:
    """The only date printed on the page, for questions that ask for the date of the whole document."""
    if not re.search(r"\bdate\b|\bwhen\b|\bdated\b", text) or re.search(
        r"\b(venue|time|due|birth|start|end)\b", text
    ):
        return None
    dates = {squeezed(m[0]): m[0] for line in lines if (m := DATE.search(line.text))}
    if len(dates) != 1:
        return None
    value = next(iter(dates.values()))
    return value, f"The only date printed on the page is {value}."


def _numbered(text: str, lines: Sequence[Line]) -> Reading:
    """The number of the only heading of its kind: "SCHEDULE 1", "Table No. 2"."""
    m = re.fullmatch(r"what is the (\w+) number", text)
    if m is None or m[1] == "page":
        return None
    heading = re.compile(rf"{m[1]} ?(?:no\.?|number|#)? ?(\d+|[IVX]+)[.:]?", re.I)
    found = {h[1] for line in lines if (h := heading.fullmatch(line.text))}
    if len(found) != 1:
        return None
    value = found.pop()
    return value, f"The only {m[1]} on the page is headed with number {value}."


def _page_number(text: str, lines: Sequence[Line]) -> Reading:
    """The page number printed as "Page 2", "-2-" or alone at the edge of the page."""
    if not re.search(r"\bpage (no|number)\b", text):
        return None
    found = {
        m[1]
        for line in lines
        if (m := re.fullmatch(r"(?:page|p\.)\s*(\d+)(?: of \d+)?|", line.text, re.I)) and m[1]
    }
    found = found or {m[1] for line in lines if (m := re.fullmatch(r"[-–]\s*(\d+)\s*[-–]", line.text))}
    if len(found) != 1:
        return None
    value = found.pop()
    return value, f"The page prints its number as {value}."
