"""A planted leak of each kind is caught; what merely looks alike passes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from environment.execute import execute
from environment.registry import load_tools
from schemas import Call, Picture, Purpose, Reason, Signature, Task, canonical_json
from tests.builders import answer_step, observation, picture, rollout, task, tool_step
from tests.pipelines.small import draw_lines
from tests.verification.similar import brighter, chart, cropped, encoded, jpeg, scaled, scene
from verification.checks.contamination import contamination, tool_pictures
from verification.contamination import Index, Match, contaminating, index_of
from verification.signature import Radii, signature_of

ASKED = "How much higher was the share of exports in 2014 than the share of imports?"


def benchmark(
    pictures: Sequence[Picture], question: str = ASKED, dataset: str = "plots", **more: object
) -> Task:
    """A task that is evaluated on."""
    return task(
        question,
        pictures=pictures,
        dataset=dataset,
        split="test",
        purpose=Purpose.EVAL,
        **more,  # type: ignore[arg-type]
    )


def index(*tasks: Task) -> Index:
    """The index of these tasks."""
    return index_of(signature_of(t, frames=True) for t in tasks)


def match(suspect: Task, against: Index) -> Match | None:
    """What a train task repeats."""
    return contaminating(signature_of(suspect, frames=False), against)


LEAKS: dict[str, tuple[Callable[[Image.Image], Picture], str]] = {
    "exact copy": (encoded, "exact_picture"),
    "re-encoded without loss": (lambda i: encoded(i, "WEBP", lossless=1), "exact_picture"),
    "transparent where it was": (lambda i: encoded(i.convert("RGBA")), "exact_picture"),
    "JPEG": (lambda i: encoded(i, "JPEG", quality=40), "near_picture"),
    "half the size": (lambda i: encoded(scaled(i, 0.5)), "near_picture"),
    "twice the size": (lambda i: encoded(scaled(i, 2)), "near_picture"),
    "brighter": (lambda i: encoded(brighter(i, 1.2)), "near_picture"),
    "darker": (lambda i: encoded(brighter(i, 0.7)), "near_picture"),
    "a tenth cut from one side": (lambda i: encoded(cropped(i, 0.1, 0, 0, 0)), "near_picture"),
    "a tenth of the area cut": (lambda i: encoded(cropped(i, 0.025, 0.025, 0.025, 0.025)), "near_picture"),
    "cut, scaled and JPEG": (
        lambda i: encoded(jpeg(scaled(cropped(i, 0, 0, 0.05, 0.05), 0.7), 60)),
        "near_picture",
    ),
}


@pytest.mark.parametrize("leak", LEAKS)
def test_a_leaked_picture_is_caught_whatever_is_asked_about_it(leak: str) -> None:
    made, kind = LEAKS[leak]
    eleven = [benchmark([encoded(chart(seed))]) for seed in range(11)]
    found = match(task("What colour is the first bar?", pictures=[made(chart(7))]), index(*eleven))
    assert found is not None
    assert (found.matched_id, found.kind.value) == (eleven[7].task_id, kind)


def test_charts_drawn_alike_but_of_other_data_pass() -> None:
    against = index(*(benchmark([encoded(chart(seed))]) for seed in range(20)))
    assert all(match(task(pictures=[encoded(chart(seed))]), against) is None for seed in range(100, 160))


def test_a_form_filled_in_with_other_words_passes(tmp_path: Path) -> None:
    one, other = tmp_path / "one.png", tmp_path / "other.png"
    draw_lines(one, ["Invoice number: 4711", "Total: 93.50"])
    draw_lines(other, ["Invoice number: 5150", "Total: 12.25"])
    forms = [encoded(Image.open(path)) for path in (one, other)]
    assert (
        match(
            task("What is the total?", pictures=forms[:1]), index(benchmark(forms[1:], "What is the total?"))
        )
        is None
    )


def test_one_scene_of_a_renderer_is_known_by_its_question_too() -> None:
    shrunk = encoded(jpeg(scaled(scene(1), 0.8), 70))
    against = index(benchmark([encoded(scene(1))], "How many red balls are left of the blue one?", "clevr"))
    reworded = task("How many red balls are left of a blue one?", pictures=[shrunk], dataset="clevr")
    other = task("Is there a gold thing behind the green one?", pictures=[shrunk], dataset="clevr")
    found = match(reworded, against)
    assert found is not None
    assert found.kind.value == "picture_and_text"
    assert match(other, against) is None


def test_scenes_of_one_renderer_pass_with_other_questions_and_with_the_same() -> None:
    against = index(
        *(benchmark([encoded(scene(s))], f"How many balls are {s} steps away?", "clevr") for s in range(9))
    )
    other = [
        task("What colour is the ball?", pictures=[encoded(scene(s))], dataset="clevr") for s in range(50, 80)
    ]
    assert all(match(t, against) is None for t in other)


def test_the_same_pixels_are_a_leak_even_among_rendered_scenes() -> None:
    against = index(benchmark([encoded(scene(1))], dataset="clevr"))
    found = match(task("Is there a ball?", pictures=[encoded(scene(1))], dataset="clevr"), against)
    assert found is not None
    assert found.kind.value == "exact_picture"


def test_a_rendered_benchmark_needs_the_question_of_a_train_set_of_another_name_too() -> None:
    against = index(benchmark([encoded(scene(1))], dataset="clevr"))
    assert (
        match(task("Is there a ball?", pictures=[encoded(scaled(scene(1), 0.5))], dataset="mine"), against)
        is None
    )


def test_blank_pictures_are_the_same_only_with_the_same_question() -> None:
    against = index(benchmark([picture()]))
    assert match(task("Is there anything at all to be seen here?"), against) is None
    found = match(task(ASKED), against)
    assert found is not None
    assert found.kind.value == "picture_and_text"


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        (ASKED, "exact_text"),
        (ASKED.upper().replace(" ", "  "), "exact_text"),
        (ASKED.replace("much", "many percent").replace("was", "is"), "near_text"),
    ],
)
def test_a_question_without_picture_is_caught_by_its_text(question: str, kind: str) -> None:
    against = index(benchmark([], ASKED))
    found = match(task(question, pictures=[]), against)
    assert found is not None
    assert (found.kind.value, found.distance == 0) == (kind, kind == "exact_text")


@pytest.mark.parametrize(
    "question", [ASKED.replace("2014", "2015"), "How many exports were there in 2014?", "What is the total?"]
)
def test_another_year_or_another_question_passes(question: str) -> None:
    assert match(task(question, pictures=[]), index(benchmark([], ASKED))) is None


def test_the_same_question_below_another_picture_passes() -> None:
    against = index(benchmark([encoded(chart(1))]))
    assert match(task(ASKED, pictures=[encoded(chart(2))]), against) is None


def test_shuffled_choices_are_the_same_question() -> None:
    against = index(benchmark([], choices=("iron", "wood", "glass")))
    assert match(task(ASKED, pictures=[], choices=("wood", "glass", "iron")), against) is not None
    assert match(task(ASKED, pictures=[], choices=("marble", "granite", "limestone")), against) is None


def test_the_second_of_two_pictures_is_looked_at() -> None:
    found = match(
        task(pictures=[encoded(chart(5)), encoded(chart(1))]), index(benchmark([encoded(chart(1))]))
    )
    assert found is not None
    assert found.evidence.startswith("picture 1 ")


@pytest.mark.parametrize("box", [(60, 40, 420, 340), (72, 46, 414, 330)], ids=["whole", "nearly whole"])
def test_a_benchmark_picture_that_a_tool_cuts_out_of_a_clean_page_is_caught(box: tuple[int, ...]) -> None:
    page = Image.new("RGB", (1000, 1400), "white")
    page.paste(chart(1, (360, 300)), (60, 40))
    for line in range(40):
        ImageDraw.Draw(page).text(
            (60, 400 + 22 * line), f"Line {line} of a long report on trade.", fill="black"
        )
    against = index(benchmark([encoded(chart(1, (360, 300)))]))
    asked = task("What does the report say?", pictures=[encoded(page)])
    assert match(asked, against) is None
    call = Call("zoom", canonical_json({"bbox_2d": list(box)}))
    seen = execute(load_tools(), call, asked.pictures)
    made = rollout([tool_step(made=call, seen=seen), answer_step()], of=asked)
    (finding,) = contamination(asked, made, tool_pictures(made), against, ())
    assert (finding.reason, finding.step, finding.fatal) == (Reason.CONTAMINATED, 0, True)


def test_an_eval_tasks_own_crops_are_no_finding() -> None:
    asked = benchmark([encoded(chart(1))])
    made = rollout([tool_step(seen=observation(pictures=asked.pictures)), answer_step()], of=asked)
    assert list(contamination(asked, made, tool_pictures(made), index(asked), ())) == []


POOL: list[Signature] = [
    signature_of(benchmark([encoded(chart(seed % 6))], f"How high is bar {seed}?"), frames=True)
    for seed in range(12)
]
SUSPECT = signature_of(task("How high is bar 3?", pictures=[encoded(scaled(chart(3), 0.5))]), frames=False)


@settings(max_examples=25, deadline=None)
@given(st.permutations(POOL), st.integers(0, 3))
def test_neither_order_nor_repetition_of_the_index_changes_what_is_found(
    order: list[Signature], again: int
) -> None:
    first, second = index_of(POOL), index_of([*order, *order[:again]])
    assert second.digest == first.digest
    assert contaminating(SUSPECT, second) == contaminating(SUSPECT, first)


def test_an_empty_index_contaminates_nothing_and_other_radii_have_another_digest() -> None:
    assert contaminating(SUSPECT, index_of([])) is None
    assert index_of(POOL).digest != index_of(POOL, replace(Radii(), picture=20)).digest
