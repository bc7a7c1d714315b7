"""Texts by MinHash: alike after a small rewording, and never alike when their numbers differ."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

PERMUTATIONS = 128
SHINGLE = 4
"""Characters; words would leave a question of six words with almost nothing to compare."""
BAND_ROWS = 3
BANDS = 16
"""Two texts of Jaccard similarity s share a band with probability 1 - (1 - s^3)^16: 0.998 at 0.7."""

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NO_WORD = re.compile(r"[^\w]+")


def normalised(question: str, context: str = "", choices: Sequence[str] = ()) -> str:
    """Return the words of a question without case, punctuation and typographic forms, choices sorted.

    Shuffled choices are the same question.
    """
    parts = [question, context, *sorted(_words(choice) for choice in choices)]
    return " ".join(filter(None, map(_words, parts)))


def numbers(question: str, context: str = "", choices: Sequence[str] = ()) -> tuple[str, ...]:
    """Return every number that stands in a question, sorted, without thousands separators."""
    text = unicodedata.normalize("NFKC", " ".join([question, context, *choices]))
    return tuple(sorted(_NUMBER.findall(_THOUSANDS.sub("", text))))


def minhash(text: str) -> bytes:
    """Return 128 bytes: the lowest byte of each MinHash value over the 4-character shingles of a text.

    One byte of a value is enough to estimate similarity (Li and Koenig, b-bit minwise hashing, 2010).
    """
    from datasketch import MinHash  # Brings scipy: only for those who hash.

    made = MinHash(PERMUTATIONS, seed=1, scheme="affine32")
    made.update_batch([shingle.encode() for shingle in sorted(shingles(text))])
    return (np.asarray(made.hashvalues) & 0xFF).astype(np.uint8).tobytes()


def shingles(text: str) -> frozenset[str]:
    """Return the 4-character shingles of a normalised text; a shorter text is its own shingle."""
    return frozenset(text[i : i + SHINGLE] for i in range(max(1, len(text) - SHINGLE + 1)))


def text_distances(one: bytes, others: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    """Return 1 - estimated Jaccard similarity of one MinHash to each of an (n, 128) array, in [0, 1]."""
    agreeing = (others == np.frombuffer(one, np.uint8)).mean(axis=1)
    by_chance = 1 / 256
    similar: npt.NDArray[np.float64] = (agreeing - by_chance) / (1 - by_chance)
    return np.clip(1 - similar, 0.0, 1.0)


def text_distance(one: bytes, other: bytes) -> float:
    """Return 1 - estimated Jaccard similarity of two MinHashes."""
    return float(text_distances(one, np.frombuffer(other, np.uint8).reshape(1, -1))[0])


def bands(made: bytes) -> Iterator[bytes]:
    """Yield the keys under which a MinHash meets those it may be alike to."""
    for band in range(BANDS):
        yield bytes([band]) + made[band * BAND_ROWS : (band + 1) * BAND_ROWS]


def _words(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _NO_WORD.sub(" ", _THOUSANDS.sub("", plain)).strip()
