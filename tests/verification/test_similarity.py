"""Texts and pictures: what signatures see, and what they do not."""

from __future__ import annotations

import io
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from schemas import sha256_hex
from tests.verification.similar import chart, encoded
from verification.similarity.pictures import FRAMES, decoded, perceived, pixels_sha256
from verification.similarity.text import bands, minhash, normalised, numbers, shingles, text_distance

TEXT = st.text(max_size=60)


def jaccard(one: str, other: str) -> float:
    """The similarity that MinHash estimates."""
    a, b = shingles(one), shingles(other)
    return len(a & b) / len(a | b)


@given(TEXT)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


def test_the_estimated_distance_is_near_the_true_one() -> None:
    words = ["how", "many", "of", "the", "blue", "tall", "bars", "lines", "cities", "are", "above", "left"]
    draw = random.Random(0)
    errors = []
    for _ in range(60):
        one = draw.choices(words, k=draw.randint(4, 12))
        other = [draw.choice(words) if draw.random() < 0.3 else word for word in one]
        told = " ".join(one), " ".join(other)
        estimate = text_distance(minhash(told[0]), minhash(told[1]))
        errors.append(abs(estimate - (1 - jaccard(*told))))
    assert sum(errors) / len(errors) < 0.05
    assert max(errors) < 0.2


@given(TEXT)
def test_a_text_is_at_no_distance_from_itself(text: str) -> None:
    assert text_distance(minhash(text), minhash(text)) == 0


def test_case_punctuation_width_and_the_order_of_choices_are_not_seen() -> None:
    told = normalised("What is  the TOTAL, in ２０１４?", choices=("(B) b", "a"))
    assert told == normalised("what is the total in 2014", choices=("a", "b b"))


def test_numbers_are_read_without_thousands_separators() -> None:
    assert numbers("1,200 of 3.5 in 2014, 15", choices=("7",)) == ("1200", "15", "2014", "3.5", "7")


def test_texts_that_differ_in_a_word_share_a_band() -> None:
    one, other = (
        minhash("how many of the blue bars are taller"),
        minhash("how many of the blue bars are higher"),
    )
    assert set(bands(one)) & set(bands(other))


def test_hashes_are_those_of_every_other_machine() -> None:
    """An index is passed on: a library that hashes otherwise must not pass for the one that wrote it."""
    ramp = Image.fromarray(np.add.outer(np.arange(64) * 2, (np.arange(96) ** 2) // 80).astype(np.uint8))
    made = minhash("how many bars are there"), *perceived(ramp.convert("RGB"), frames=True)
    assert [sha256_hex(part)[:16] for part in made] == [
        "6a6e894d269345f6",
        "5e4b4456d19921ce",
        "706c0b3c0abedfda",
    ]


def test_an_index_picture_has_a_hash_for_each_frame_and_a_suspect_one() -> None:
    whole, detail = perceived(chart(1), frames=False)
    framed, same = perceived(chart(1), frames=True)
    assert (len(whole), len(framed), len(detail)) == (32, 32 * len(FRAMES), 128)
    assert (framed[:32], same) == (whole, detail)
    assert len(FRAMES) == 36


@pytest.mark.parametrize(
    "flat", [Image.new("RGB", (99, 99), "red"), chart(1).resize((31, 400))], ids=["flat", "thin"]
)
def test_a_picture_with_nothing_to_compare_has_no_hash(flat: Image.Image) -> None:
    assert perceived(flat, frames=True) == (b"", b"")


def test_the_pixel_digest_sees_pixels_and_size_alone() -> None:
    one = chart(1)
    same = [encoded(one), encoded(one, "BMP"), encoded(one.convert("RGBA"))]
    assert len({pixels_sha256(decoded(p.data)) for p in same}) == 1
    flipped = one.transpose(Image.Transpose.ROTATE_90)
    assert pixels_sha256(Image.new("RGB", (2, 3))) != pixels_sha256(Image.new("RGB", (3, 2)))
    assert pixels_sha256(flipped) != pixels_sha256(one)


def test_sixteen_bits_become_eight() -> None:
    deep = np.linspace(0, 65535, 64 * 64).reshape(64, 64).astype(np.uint16)
    out = io.BytesIO()
    Image.fromarray(deep).save(out, "PNG")
    assert np.array_equal(np.asarray(decoded(out.getvalue()))[:, :, 0], deep >> 8)
