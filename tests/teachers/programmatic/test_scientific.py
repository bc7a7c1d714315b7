from __future__ import annotations

import pytest

from schemas import Family
from teachers.programmatic.plan import Abstain

MAGNETS = "Will these magnets attract or repel each other?"
GENES = "The allele for curled ears (E) is dominant over the allele for straight ears (e)."


def _poles(text):
    return [(pole, 40 * i, 10, 40 * i + 12, 24) for i, pole in enumerate(text)]


@pytest.mark.parametrize(("poles", "letter"), [("SNSN", "B"), ("SNNS", "A"), ("NSNS", "B")])
def test_the_facing_poles_decide(ask, ocr, poles, letter):
    assert ask(Family.SCIENTIFIC, MAGNETS, ocr(*_poles(poles)), choices=("repel", "attract")).text == letter


@pytest.mark.parametrize("poles", ["SNS", "NNSS"])
def test_poles_that_are_no_two_magnets_stay_open(ask, ocr, poles):
    assert isinstance(
        ask(Family.SCIENTIFIC, MAGNETS, ocr(*_poles(poles)), choices=("repel", "attract")), Abstain
    )


def test_equal_particles_in_equal_volumes_have_the_same_concentration(ask, ocr, observed):
    text = ocr(
        ("Solvent volume: 40 mL", 0, 200, 160, 216),
        ("Solvent volume: 20 mL", 210, 200, 370, 216),
        ("Solution A", 40, 236, 120, 250),
        ("Solution B", 250, 236, 330, 250),
    )
    dots = [(50, 100), (90, 120), (260, 100), (300, 110)]
    objects = [{"shape": "circle", "color": "green", "center": list(c)} for c in dots]
    seen = (text, observed("color_shape_detect", {"objects": objects, "points": []}))
    question = "Which solution has a higher concentration of green particles?"
    choices = ("Solution B", "neither; their concentrations are the same", "Solution A")
    context = "Each green ball represents one particle of solute."
    assert ask(Family.SCIENTIFIC, question, *seen, choices=choices, context=context).text == "A"


def test_heavier_particles_at_the_same_speed_are_hotter(ask, ocr):
    text = ocr(
        ("Sample A", 80, 300, 160, 320),
        ("Sample B", 400, 300, 480, 320),
        ("Mass of each particle: 44 u", 20, 350, 220, 368),
        ("Mass of each particle: 46 u", 340, 350, 540, 368),
        ("Average particle speed: 1,400 m/s", 0, 386, 245, 404),
        ("Average particle speed: 1,400 m/s", 318, 386, 562, 404),
    )
    question = "Compare the average kinetic energies of the particles in each sample. Which is hotter?"
    choices = ("neither; the samples have the same temperature", "sample A", "sample B")
    assert ask(Family.SCIENTIFIC, question, text, choices=choices).text == "C"


def test_genotypes_are_counted(ask, ocr):
    cells = [
        (c, 60 * (i % 2), 60 * (i // 2), 60 * (i % 2) + 40, 60 * (i // 2) + 30)
        for i, c in enumerate(("EE", "Ee", "Ee", "ee"))
    ]
    question = "What is the probability that a cat produced by this cross will be {} for the ear type gene?"
    choices = ("0/4", "1/4", "2/4", "3/4")
    for state, letter in (("homozygous dominant", "B"), ("heterozygous", "C")):
        assert (
            ask(Family.SCIENTIFIC, question.format(state), ocr(*cells), choices=choices, context=GENES).text
            == letter
        )


def test_the_place_printed_furthest_right_is_farthest_east(ask, ocr):
    text = ocr(("Idaho", 100, 50, 140, 60), ("Maine", 400, 40, 440, 50))
    question = "Which of these states is farthest east?"
    assert ask(Family.SCIENTIFIC, question, text, choices=("Idaho", "Maine")).text == "B"
    assert isinstance(ask(Family.SCIENTIFIC, question, text, choices=("Idaho", "Ohio")), Abstain)


def test_lesson_knowledge_stays_open(ask, ocr):
    question = "What is the capital of Ohio?"
    text = ocr(("Columbus", 10, 10, 60, 20))
    assert isinstance(ask(Family.SCIENTIFIC, question, text, choices=("Reno", "Columbus")), Abstain)
