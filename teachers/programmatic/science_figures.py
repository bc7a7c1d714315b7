"""Readers of science figures: from printed lines and drawn particles to one of the choices, or to nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from schemas import Prompt
from teachers.programmatic.answers import answered, picked, shown
from teachers.programmatic.lines import Line, printed
from teachers.programmatic.plan import Abstain, Action
from teachers.programmatic.questions import normal, squeezed, words

_NUMBER = r"([\d.,]+)"
_ROUND = frozenset({"circle", "sphere"})


def magnets(prompt: Prompt, lines: Sequence[Line]) -> Action:
    """Two magnets in a row: the two poles that face each other decide."""
    poles = [(line, pole) for line in lines for pole in _poles(line)]
    if len(poles) != 4:
        return Abstain(f"Of the four poles {len(poles)} were read, so the facing poles are not known.")
    xs, ys = [line.middle_x for line, _ in poles], [line.middle_y for line, _ in poles]
    across = max(xs) - min(xs) >= max(ys) - min(ys)
    ordered = sorted(poles, key=lambda p: p[0].middle_x if across else p[0].middle_y)
    signs = [pole for _, pole in ordered]
    if signs[0] == signs[1] or signs[2] == signs[3]:
        return Abstain("The poles as read do not form two magnets, so the facing poles are not known.")
    verb = "repel" if signs[1] == signs[2] else "attract"
    sentence = (
        f"The poles in order are {' '.join(signs)}, so {signs[1]} faces {signs[2]} and the magnets {verb}."
    )
    hits = [i for i, c in enumerate(prompt.choices) if verb in normal(c)]
    return picked(prompt, hits[0], sentence) if len(hits) == 1 else Abstain("No single choice says so.")


def _poles(line: Line) -> Sequence[str]:
    return [line.text] if line.text in ("N", "S") else []


def magnetic_force(prompt: Prompt, lines: Sequence[Line]) -> Action:
    """Two pairs of equal magnets: the force is greater where the printed distance is smaller."""
    if not re.search(r"same (?:size|shape)|identical", prompt.context) or "different sizes" in prompt.context:
        return Abstain("The magnets are not said to be alike, so distance alone does not decide.")
    gaps = [(x.left, m[1]) for x in lines if (m := re.search(r"([\d.]+) ?(?:mm|cm|in)\b", x.text))]
    pairs = sorted((x for x in lines if re.fullmatch(r"pair \d", normal(x.text))), key=lambda x: x.left)
    if len(gaps) != 2 or len(pairs) != 2:
        return Abstain("The distances of both pairs were not read.")
    one, two = (float(gap) for _, gap in sorted(gaps))
    sentence = f"{pairs[0].text} is {shown(one)} apart and {pairs[1].text} {shown(two)}."
    wanted = (
        "same" if one == two else f"(greater|larger|stronger) in {normal(pairs[0 if one < two else 1].text)}"
    )
    hits = [i for i, c in enumerate(prompt.choices) if re.search(wanted, normal(c))]
    return (
        picked(prompt, hits[0], sentence)
        if len(hits) == 1
        else Abstain(f"{sentence} No single choice says so.")
    )


def kinetic_energy(prompt: Prompt, lines: Sequence[Line]) -> Action:
    """Two samples of gas: kinetic energy per particle is m v^2 / 2, and the hotter sample has more."""
    masses, speeds = (
        _quantities(lines, rf"mass.*?:\s*{_NUMBER}"),
        _quantities(lines, rf"speed.*?:\s*{_NUMBER}"),
    )
    samples = sorted((x for x in lines if re.fullmatch(r"sample \w", normal(x.text))), key=lambda x: x.left)
    if not len(masses) == len(speeds) == len(samples) == 2:
        return Abstain("Mass and speed of both samples were not read.")
    energies = [m * v * v / 2 for m, v in zip(masses, speeds, strict=True)]
    told = " and ".join(f"{s.text} has {shown(e)} u(m/s)^2" for s, e in zip(samples, energies, strict=True))
    return _higher(prompt, [s.text for s in samples], energies, f"Per particle {told}.")


def _quantities(lines: Sequence[Line], pattern: str) -> list[float]:
    """The numbers after a printed label, from left to right."""
    found = [(x.left, m[1]) for x in lines if (m := re.search(pattern, x.text, re.I))]
    return [float(n.replace(",", "").rstrip(".")) for _, n in sorted(found)]


def _higher(prompt: Prompt, names: Sequence[str], values: Sequence[float], sentence: str) -> Action:
    if values[0] == values[1]:
        hits = [i for i, c in enumerate(prompt.choices) if re.search(r"neither|same|equal", normal(c))]
    else:
        name = names[0 if values[0] > values[1] else 1]
        hits = [i for i, c in enumerate(prompt.choices) if squeezed(c) == squeezed(name)]
    return (
        picked(prompt, hits[0], sentence)
        if len(hits) == 1
        else Abstain(f"{sentence} No single choice says so.")
    )


def concentration(
    prompt: Prompt, lines: Sequence[Line], objects: Sequence[Mapping[str, Any]], color: str
) -> Action:
    """Two beakers: particles of a colour over the printed volume, each particle given to the nearer name."""
    names = sorted((x for x in lines if re.fullmatch(r"solution \w", normal(x.text))), key=lambda x: x.left)
    volumes = _quantities(lines, rf"volume.*?:\s*{_NUMBER}")
    if len(names) != 2 or len(volumes) != 2:
        return Abstain("The names and volumes of both solutions were not read.")
    particles = [o for o in objects if o["shape"] in _ROUND and o["color"] == color]
    left = sum(
        abs(o["center"][0] - names[0].middle_x) < abs(o["center"][0] - names[1].middle_x) for o in particles
    )
    counts = [left, len(particles) - left]
    if 0 in counts:
        return Abstain(
            f"No {color} particles were found in one of the solutions, so they cannot be compared."
        )
    each = [c / v for c, v in zip(counts, volumes, strict=True)]
    told = " and ".join(
        f"{name.text} has {c} particles in {shown(v)} mL"
        for name, c, v in zip(names, counts, volumes, strict=True)
    )
    return _higher(prompt, [n.text for n in names], each, f"{told}.")


def farthest(prompt: Prompt, lines: Sequence[Line]) -> Action:
    """A map with north up: the choice whose label stands furthest in the direction asked for."""
    direction = re.search(r"farthest (north|south|east|west)", normal(prompt.question))
    labels = [printed(lines, c) for c in prompt.choices]
    if direction is None or any(len(found) != 1 for found in labels):
        return Abstain("Not every choice is printed once on the map, so they cannot be compared.")
    axis = [x[0].middle_x if direction[1] in ("east", "west") else x[0].middle_y for x in labels]
    best = max(axis) if direction[1] in ("east", "south") else min(axis)
    index = axis.index(best)
    return picked(
        prompt, index, f"With north up, {prompt.choices[index]} is printed farthest {direction[1]}."
    )


def punnett(prompt: Prompt, lines: Sequence[Line]) -> Action:
    """A 2 x 2 Punnett square: count the genotypes the question asks about."""
    cells = [c for x in lines if (c := re.sub(r"\s", "", x.text)) and re.fullmatch(r"([A-Za-z])\1", c, re.I)]
    alleles = re.search(
        r"allele for (.+?) \((\w)\) is dominant over the allele for (.+?) \((\w)\)", prompt.context
    )
    if len(cells) != 4 or alleles is None:
        return Abstain("The four cells of the square, or which allele is dominant, were not read.")
    dominant, recessive = alleles[2], alleles[4]
    if not all(set(c) <= {dominant, recessive} for c in cells):
        return Abstain("A cell of the square was read with letters that are no allele of the gene.")
    question = normal(prompt.question)
    tests: dict[str, Callable[[str], bool]] = {
        "homozygous dominant": lambda c: c == dominant * 2,
        "homozygous recessive": lambda c: c == recessive * 2,
        "heterozygous": lambda c: len(set(c)) == 2,
    }
    asked = [test for name, test in tests.items() if name in question]
    if len(asked) == 1 and "probability" in question:
        n = sum(asked[0](c) for c in cells)
        return answered(prompt, f"{n}/4", f"Of the cells {', '.join(cells)} {n} of 4 are what is asked for.")
    trait = re.search(r"probability that .+? will (?:have|be|show) (?:a |an )?(.+?)(?: for |$)", question)
    if trait is not None and _says(trait[1], alleles[1]) != _says(trait[1], alleles[3]):
        dominants = sum(dominant in c for c in cells)
        n = dominants if _says(trait[1], alleles[1]) else 4 - dominants
        return answered(prompt, f"{n}/4", f"Of the cells {', '.join(cells)} {n} of 4 show the trait.")
    ratio = re.search(r"ratio of offspring with (.+?) to offspring with (.+?)(?: choose|\?|$|\.)", question)
    if ratio is None:
        return Abstain("The question asks something else of the square than this can answer.")
    n = sum(dominant in c for c in cells)
    first_is_dominant = _says(ratio[1], alleles[1])
    if first_is_dominant == _says(ratio[1], alleles[3]):
        return Abstain("The traits in the question could not be told apart.")
    pair = (n, 4 - n) if first_is_dominant else (4 - n, n)
    return answered(
        prompt, f"{pair[0]}:{pair[1]}", f"Of the cells {', '.join(cells)} {n} show the dominant trait."
    )


def _says(phrase: str, trait: str) -> bool:
    """Whether a phrase names a trait by its first words ("woolly fleece" by "a woolly fleece")."""
    return any(w in words(phrase) for w in words(trait)[:2] if len(w) > 2)


def printed_choice(prompt: Prompt, lines: Sequence[Line]) -> Action:
    """A question for what is labelled, answered only where exactly one choice is printed."""
    if not re.search(r"label|shown|printed|written|which (word|name|part|letter)", normal(prompt.question)):
        return Abstain("The question needs knowledge that is not printed in the figure.")
    hits = [i for i, c in enumerate(prompt.choices) if printed(lines, c)]
    if len(hits) != 1:
        return Abstain(f"Of the choices {len(hits)} are printed in the figure, so the text does not decide.")
    return picked(prompt, hits[0], f"Of the choices only {prompt.choices[hits[0]]} is printed in the figure.")
