"""Reading questions and printed texts: normalisation, numbers, words."""

from __future__ import annotations

import re
from collections.abc import Iterable

NUMBER = re.compile(r"[-−]?\$?\d[\d,   ]*(?:\.\d+)?|[-−]?\.\d+")
_WORDS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
# fmt: off
_STOP = frozenset({
    "a", "an", "the", "of", "in", "on", "at", "to", "for", "from", "by", "with", "and", "or", "is", "are",
    "was", "were", "be", "been", "do", "does", "did", "has", "have", "had", "what", "which", "who", "whom",
    "when", "where", "how", "much", "many", "that",
    "this", "these", "those", "it", "its", "their", "there", "as", "per",
})
# fmt: on


def normal(text: str) -> str:
    """Lower case, straight quotes, single blanks, no closing punctuation."""
    text = text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"').replace("–", "-")
    return re.sub(r"\s+", " ", text).strip().strip("?.!:;, ").lower()


def squeezed(text: str) -> str:
    """Letters and digits only, lower case: how a text is compared that OCR may have glued together."""
    return re.sub(r"[^a-z0-9]", "", normal(text))


def words(text: str) -> tuple[str, ...]:
    """The words and numbers of a text, in order."""
    return tuple(re.findall(r"[a-z0-9][a-z0-9'.&-]*[a-z0-9]|[a-z0-9]", normal(text)))


def content_words(text: str) -> tuple[str, ...]:
    """The words that carry meaning, plural endings removed."""
    return tuple(singular(w) for w in words(text) if w not in _STOP)


def singular(word: str) -> str:
    """Strip a regular plural ending."""
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def number(text: str) -> float | None:
    """Return the number a text is (currency, per cent and thousands marks aside), or None."""
    bare = re.sub(r"[$€£%\s,]|°", "", text.strip()).replace("−", "-")
    if re.fullmatch(r"\([\d.]+\)", bare):
        bare = "-" + bare[1:-1]
    return float(bare) if re.fullmatch(r"-?(\d+\.?\d*|\.\d+)", bare) else None


def numbers_in(text: str) -> tuple[float, ...]:
    """Return every number written in digits in a text, in order."""
    found = (number(m) for m in re.findall(r"(?<![\w.])-?\d[\d,]*(?:\.\d+)?", text))
    return tuple(n for n in found if n is not None)


def small_number(word: str) -> int | None:
    """Return the value of a digit string or a number word up to twelve, or None."""
    return int(word) if word.isdigit() else _WORDS.get(word)


def mentioned(names: Iterable[str], question: str) -> tuple[str, ...]:
    """Return the names that occur in a question as whole words, in the order they occur there.

    A name inside a longer one that also occurs ("Korea" in "South Korea") counts only where it stands alone.
    """
    text = f" {' '.join(words(question))} "
    found: list[tuple[int, str]] = []
    for name in sorted(set(names), key=len, reverse=True):
        probe = " ".join(words(name))
        at = text.find(f" {probe} ") if probe else -1
        if at >= 0:
            found.append((at, name))
            text = text[: at + 1] + "\0" * len(probe) + text[at + 1 + len(probe) :]
    return tuple(name for _, name in sorted(found))
