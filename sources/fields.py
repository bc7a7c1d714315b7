"""Reading raw JSON without trust: each reader returns what it names or raises RowError naming the field."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

from schemas import Json
from sources.adapter import Fields
from sources.faults import Fault, RowError

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def text(fields: Fields, name: str) -> str:
    """Return a non-empty text, stripped."""
    value = _present(fields, name)
    if not isinstance(value, str):
        raise _bad(name, "a text", value)
    if not value.strip():
        raise RowError(Fault.MISSING_FIELD, f"field {name!r} is empty")
    return _clean(name, value)


def optional_text(fields: Fields, name: str) -> str:
    """Return a text, stripped, or an empty one where the field is absent or null."""
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _bad(name, "a text", value)
    return _clean(name, value)


def integer(fields: Fields, name: str) -> int:
    """Return an integer; a JSON true, a fraction or a text of digits is none."""
    value = _present(fields, name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise _bad(name, "an integer", value)
    return value


def answer_texts(fields: Fields, name: str) -> tuple[str, ...]:
    """Return one answer or a list of them as texts, in order, without repeats.

    JSON numbers become their shortest text. Raises RowError `no_gold` where none is published (null, an
    empty text or list, the field absent).
    """
    value = fields.get(name)
    given = value if isinstance(value, list | tuple) else [value]
    texts = [_answer_text(name, item) for item in given if item is not None]
    kept = tuple(dict.fromkeys(t for t in texts if t))
    if not kept:
        raise _no_gold(name)
    return kept


def choices(fields: Fields, name: str = "choices") -> tuple[str, ...]:
    """Return two or more option texts in the dataset's order."""
    value = _present(fields, name)
    if not isinstance(value, list | tuple):
        raise _bad(name, "a list of options", value)
    if not 2 <= len(value) <= len(LETTERS):
        raise RowError(
            Fault.BAD_FIELD, f"field {name!r} has {len(value)} options; a choice needs 2 to {len(LETTERS)}"
        )
    options = []
    for option in value:
        if not isinstance(option, str) or not option.strip():
            raise _bad(name, "a list of non-empty texts", value)
        options.append(_clean(name, option))
    return tuple(options)


def gold_integer(fields: Fields, name: str) -> int:
    """Return an integer answer; raises RowError `no_gold` where it is null or absent."""
    _published(fields, name)
    return integer(fields, name)


def gold_at(fields: Fields, name: str, options: tuple[str, ...]) -> str:
    """Return the letter of the option at the 0-based index in a field, an integer or its digits as text.

    Raises RowError `no_gold` where it is null or absent, `answer_not_among_choices` where it points at none.
    """
    _published(fields, name)
    given = fields[name]
    digits = isinstance(given, str) and given.isascii() and given.isdigit() and len(given) < len(LETTERS)
    index = int(str(given)) if digits else integer(fields, name)
    if not 0 <= index < len(options):
        raise _not_among(f"field {name!r} is {index}", options)
    return LETTERS[index]


def gold_letter(fields: Fields, name: str, options: tuple[str, ...]) -> str:
    """Return the letter in a field, upper-cased; raises as `gold_at`."""
    _published(fields, name)
    given = text(fields, name).upper()
    if given not in tuple(LETTERS[: len(options)]):
        raise _not_among(f"field {name!r} is {given!r}", options)
    return given


def gold_text(fields: Fields, name: str, options: tuple[str, ...]) -> str:
    """Return the letter of the one option that is the text in a field; raises as `gold_at`.

    An option that stands twice counts as the first: the gold check tells it.
    """
    given = answer_texts(fields, name)[0]
    if given not in options:
        raise _not_among(f"field {name!r} is {given!r}", options)
    return LETTERS[options.index(given)]


def annotators(fields: Fields, name: str) -> tuple[str, ...]:
    """Return every annotator's answer, repeats and all, the most frequent first.

    An entry is a text, or an object with the text under `answer`. Raises RowError `no_gold` where the list is
    null, empty or absent.
    """
    value = fields.get(name)
    if value is None or value == []:
        raise _no_gold(name)
    if not isinstance(value, list | tuple):
        raise _bad(name, "a list of answers", value)
    given = [_answer_text(name, v.get("answer") if isinstance(v, Mapping) else v) for v in value]
    times = Counter(answer.casefold() for answer in given)
    return tuple(sorted(given, key=lambda answer: -times[answer.casefold()]))


def _present(fields: Fields, name: str) -> Json:
    value = fields.get(name)
    if value is None:
        raise RowError(Fault.MISSING_FIELD, f"field {name!r} is {'null' if name in fields else 'absent'}")
    return value


def _clean(name: str, value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise _bad(name, "text that UTF-8 can hold", value) from None
    return value.strip()


def _published(fields: Fields, name: str) -> None:
    if fields.get(name) is None:
        raise _no_gold(name)


def _answer_text(name: str, item: Json) -> str:
    if isinstance(item, str):
        return _clean(name, item)
    if isinstance(item, int | float) and not isinstance(item, bool) and math.isfinite(item):
        return str(item)
    raise _bad(name, "a text or a finite number", item)


def _no_gold(name: str) -> RowError:
    return RowError(
        Fault.NO_GOLD, f"field {name!r} holds no answer: the split hides them, or the row is incomplete"
    )


def _not_among(said: str, options: tuple[str, ...]) -> RowError:
    last = LETTERS[len(options) - 1]
    detail = f"{said}, but there are {len(options)} choices, A to {last} (0 to {len(options) - 1})"
    return RowError(Fault.ANSWER_NOT_AMONG_CHOICES, detail)


def _bad(name: str, expected: str, value: Json) -> RowError:
    return RowError(Fault.BAD_FIELD, f"field {name!r} should be {expected}, not {_short(value)}")


def _short(value: Json, limit: int = 60) -> str:
    shown = repr(value)
    return shown if len(shown) <= limit else shown[:limit] + "..."
