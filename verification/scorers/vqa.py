"""Agreement with ten annotators: VQA accuracy (VizWiz, TextVQA) and A-OKVQA's direct answers."""

from __future__ import annotations

import re
from collections.abc import Sequence

ENOUGH_ANNOTATORS = 3

_PUNCTUATION = ';/[]"{}()=+\\_-><@`,?!'
_DIGIT_COMMA_DIGIT = re.compile(r"\d,\d")
_PERIOD = re.compile(r"\.(?!\d)")
_ARTICLES = frozenset(("a", "an", "the"))
_NUMBERS = "zero one two three four five six seven eight nine ten"
_NUMBER_WORDS = {"none": "0"} | {word: str(number) for number, word in enumerate(_NUMBERS.split())}
_CONTRACTED = """
ain't aren't can't could've couldn't couldn't've didn't doesn't don't hadn't hadn't've hasn't haven't
he'd he'd've he's how'd how'll how's isn't it'd it'd've it'll ma'am mightn't mightn't've might've mustn't
must've needn't not've o'clock oughtn't 'ow's'at shan't she'd've should've shouldn't shouldn't've
somebody'd've somebody'll somebody's someone'd someone'd've someone'll someone's something'd
something'd've something'll that's there'd there'd've there're there's they'd they'd've they'll they're
they've 'twas wasn't we'd've we've weren't what'll what're what's what've when's where'd where's where've
who'd who'd've who'll who's who've why'll why're why's won't would've wouldn't wouldn't've y'all y'all'll
y'all'd've you'd you'd've you'll you're you've
"""
# EvalAI's table is every contraction with one apostrophe forgotten.
_CONTRACTIONS = {
    word[:place] + word[place + 1 :]: word
    for word in _CONTRACTED.split()
    for place in (i for i, letter in enumerate(word) if letter == "'")
}


def vqa_accuracy(answer: str, references: Sequence[str]) -> float:
    """Return the mean over annotators left out of min(1, agreeing others / 3), in [0, 1].

    `references` are the annotators' answers with repetitions, ten in every dataset that uses this metric.
    Both sides are normalised as EvalAI's evaluator of VQA v2 does.
    """
    given = normalised(answer)
    agrees = [normalised(reference) == given for reference in references]
    if not given or not agrees:
        return 0.0
    shares = [min(1.0, (sum(agrees) - own) / ENOUGH_ANNOTATORS) for own in agrees]
    return sum(shares) / len(shares)


def direct_answer(answer: str, references: Sequence[str]) -> float:
    """Return min(1, annotators with exactly this answer / 3), in [0, 1].

    As A-OKVQA's own evaluator does, without leaving one out and without its normalisation; only outer space
    and case, which no annotator meant, are left aside.
    """
    given = answer.strip().casefold()
    return min(
        1.0, sum(reference.strip().casefold() == given for reference in references) / ENOUGH_ANNOTATORS
    )


def normalised(text: str) -> str:
    """Return the text as EvalAI compares it: no case, punctuation or articles; small numbers as digits."""
    bare = text.lower().replace(",", "").replace("?", "").replace("'s", " 's")
    bare = _without_punctuation(" ".join(bare.split()))
    words = (_NUMBER_WORDS.get(word, word) for word in bare.split())
    return " ".join(_CONTRACTIONS.get(word, word) for word in words if word not in _ARTICLES)


def _without_punctuation(text: str) -> str:
    out = text
    for mark in _PUNCTUATION:
        beside_blank = f"{mark} " in text or f" {mark}" in text
        out = out.replace(mark, "" if beside_blank or _DIGIT_COMMA_DIGIT.search(text) else " ")
    return _PERIOD.sub("", out)
