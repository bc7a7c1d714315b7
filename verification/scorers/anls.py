"""ANLS: average normalised Levenshtein similarity (DocVQA, InfographicVQA)."""

from __future__ import annotations

from collections.abc import Sequence

from verification.scorers.plain import one_spaced

ANLS_THRESHOLD = 0.5


def anls(answer: str, references: Sequence[str]) -> float:
    """Return the similarity to the closest reference, 0 where it is below 0.5.

    Similarity is 1 - edit distance / length of the longer text, without case and repeated space, as the
    evaluator of the Robust Reading Competition (challenge 17) defines it.
    """
    given = one_spaced(answer).lower()
    best = max((_similarity(given, one_spaced(r).lower()) for r in references), default=0.0)
    return best if best >= ANLS_THRESHOLD else 0.0


def _similarity(a: str, b: str) -> float:
    longer, shorter = max(len(a), len(b)), min(len(a), len(b))
    # The distance is at least the difference in length: a page of text is settled without the table.
    if shorter == 0 or shorter < longer * ANLS_THRESHOLD:
        return 0.0
    return 1 - edit_distance(a, b) / longer


def edit_distance(a: str, b: str) -> int:
    """Return the Levenshtein distance of two texts: insertions, deletions and substitutions cost 1."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        diagonal, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (x != y))
    return row[-1]
