"""ScienceQA rows with their pictures; an answer is kept as text until the choices are shuffled."""

import random
from dataclasses import dataclass

from PIL import Image

from sources.sample import scienceqa_pictures as pictures
from sources.sample.scienceqa_facts import CLIMATES, FOOD_WEBS, LECTURES, PUNNETT
from sources.sample.usa import states


@dataclass(frozen=True)
class Item:
    """One row before it is written."""

    question: str
    answer: str
    others: tuple[str, ...]
    hint: str
    solution: str
    lecture: str
    grade: str
    subject: str
    topic: str
    category: str
    skill: str
    picture: Image.Image


def magnets(rng: random.Random) -> Item:
    """Facing poles decide."""
    left, right = rng.choice(("NS", "SN")), rng.choice(("NS", "SN"))
    attract = left[1] != right[0]
    verb = "attract" if attract else "repel"
    names = {"N": "north", "S": "south"}
    return Item(
        "Will these magnets attract or repel each other?",
        verb,
        ("repel" if attract else "attract",),
        "Two magnets are placed as shown.",
        f"The {names[left[1]]} pole of one magnet is closest to the {names[right[0]]} pole of the other "
        f"magnet. "
        f"So, these magnets will {verb} each other.",
        LECTURES["magnets"],
        f"grade{rng.randint(3, 5)}",
        "natural science",
        "physics",
        "Magnets",
        "Identify magnets that attract or repel",
        pictures.magnets(left, right, rng.choice(pictures.MAGNET_COLORS), rng.random() < 0.5),
    )


def magnet_pairs(rng: random.Random) -> Item:
    """Same magnets, two distances: the nearer pair has the stronger force."""
    gaps = tuple(rng.choice(((1, 2), (2, 1), (1.5, 3), (2, 2), (3, 1))))
    statements = (
        "The magnitude of the magnetic force is greater in Pair 1.",
        "The magnitude of the magnetic force is greater in Pair 2.",
        "The magnitude of the magnetic force is the same in both pairs.",
    )
    truth = statements[2 if gaps[0] == gaps[1] else int(gaps[1] < gaps[0])]
    poles = [(rng.choice(("NS", "SN")), rng.choice(("NS", "SN"))) for _ in gaps]
    return Item(
        "Think about the magnetic force between the magnets in each pair. Which of the following "
        "statements is true?",
        truth,
        tuple(s for s in statements if s != truth),
        "The images below show two pairs of magnets. The magnets in different pairs do not affect each "
        "other. "
        "All the magnets shown are made of the same material and have the same size and shape.",
        "The magnets are alike, so only the distance matters: the magnitude of the force is greater where "
        "the "
        f"distance is smaller. The distances are {gaps[0]:g} in and {gaps[1]:g} in.",
        LECTURES["magnets"],
        "grade7",
        "natural science",
        "physics",
        "Velocity, acceleration, and forces",
        "Compare magnitudes of magnetic forces",
        pictures.magnet_pairs((*poles[0], gaps[0]), (*poles[1], gaps[1])),
    )


def concentration(rng: random.Random) -> Item:
    """Particles per millilitre, same volume or same count or both different."""
    a, b, va, vb = rng.choice(
        ((4, 7, 40, 40), (6, 6, 25, 50), (5, 5, 35, 35), (8, 3, 30, 30), (3, 6, 20, 40), (7, 4, 50, 50))
    )
    name, color = rng.choice((("green", "#0b9444"), ("blue", "#2f6fd0"), ("purple", "#8e44ad")))
    options = ("Solution A", "Solution B", "neither; their concentrations are the same")
    truth = options[2 if a * vb == b * va else int(b * va > a * vb)]
    return Item(
        f"Which solution has a higher concentration of {name} particles?",
        truth,
        tuple(o for o in options if o != truth),
        f"The diagram below is a model of two solutions. Each {name} ball represents one particle of solute.",
        f"Solution A has {a} particles in {va} mL, Solution B has {b} particles in {vb} mL.",
        LECTURES["concentration"],
        f"grade{rng.randint(6, 8)}",
        "natural science",
        "chemistry",
        "Solutions",
        "Compare concentrations of solutions",
        pictures.solutions((a, b), (va, vb), color, rng),
    )


def temperature(rng: random.Random) -> Item:
    """Mass equal or speed equal, the other one larger on one side, or all the same."""
    masses, speeds = rng.choice(
        (
            ((44, 46), (1400, 1400)),
            ((32, 28), (970, 970)),
            ((20, 20), (870, 1290)),
            ((40, 40), (1100, 840)),
            ((32, 32), (680, 680)),
        )
    )
    options = ("sample A", "sample B", "neither; the samples have the same temperature")
    energy = [m * s * s for m, s in zip(masses, speeds, strict=True)]
    truth = options[2 if energy[0] == energy[1] else int(energy[1] > energy[0])]
    return Item(
        "Compare the average kinetic energies of the particles in each sample. Which sample has the "
        "higher temperature?",
        truth,
        tuple(o for o in options if o != truth),
        "The diagrams below show two pure samples of gas in identical closed, rigid containers. Each "
        "colored ball "
        "represents one gas particle. Both samples have the same number of particles.",
        f"The particles have masses of {masses[0]} u and {masses[1]} u and average speeds of "
        f"{speeds[0]:,} m/s and "
        f"{speeds[1]:,} m/s.",
        LECTURES["temperature"],
        f"grade{rng.randint(6, 8)}",
        "natural science",
        "physics",
        "Particle motion and energy",
        "Identify how particle motion affects temperature and pressure",
        pictures.gas_samples(masses, speeds, rng.randint(4, 6), rng),
    )


def food_web(rng: random.Random) -> Item:
    """Producers, or who gets matter from whom along the arrows."""
    kind, place, spots, arrows, producers = rng.choice(FOOD_WEBS)
    others = [name for name in spots if name not in producers]
    if rng.random() < 0.5:
        truth = rng.choice(producers)
        question = "Which of the organisms in this food web is a producer?"
        wrong = rng.sample(others, 2)
        solution = f"No arrow points to the {truth}, so it is a producer."
    else:
        eaten, eater = rng.choice([arrow for arrow in arrows if arrow[1] in others])
        truth = eaten
        question = f"Which of the following organisms is eaten directly by the {eater}?"
        food = {one for one, other in arrows if other == eater}
        wrong = rng.sample([name for name in spots if name not in food and name != eater], 2)
        solution = f"An arrow starts at the {eaten} and points to the {eater}."
    return Item(
        question,
        truth,
        tuple(wrong),
        f"Below is a food web from {kind} in {place}.\nA food web models how the matter eaten by "
        f"organisms moves "
        "through an ecosystem. The arrows in a food web represent how matter moves between organisms in "
        "an ecosystem.",
        solution,
        LECTURES["food web"],
        f"grade{rng.randint(5, 7)}",
        "natural science",
        "biology",
        "Ecological interactions",
        "Interpret food webs",
        pictures.food_web(spots, arrows, "lake" in kind),
    )


def punnett(rng: random.Random) -> Item:
    """Count the boxes that show one version of the trait."""
    organisms, trait, dominant, recessive, letter, parents = rng.choice(PUNNETT)
    boxes = [pictures.box(a, b) for a in parents[1] for b in parents[0]]
    shown = sum(letter in pair for pair in boxes)
    version, count = rng.choice(((dominant, shown), (recessive, 4 - shown)))
    ratios = [f"{n}/4" for n in range(5)]
    return Item(
        f"What is the probability that one of the offspring produced by this cross will have {version}?",
        f"{count}/4",
        tuple(r for r in ratios if r != f"{count}/4"),
        f"In a group of {organisms}, the gene for the {trait} trait has two alleles. The allele for "
        f"{dominant} "
        f"({letter}) is dominant over the allele for {recessive} ({letter.lower()}).\nThis Punnett square "
        f"shows a "
        f"cross between two {organisms}.",
        f"{count} of the 4 boxes are offspring with {version}.",
        LECTURES["punnett"],
        "grade8",
        "natural science",
        "biology",
        "Genes to traits",
        "Use Punnett squares to calculate probabilities of offspring types",
        pictures.punnett(parents),
    )


def climate(rng: random.Random) -> Item:
    """The wettest or the driest of three months."""
    town, country, rain = rng.choice(CLIMATES)
    names = (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    )
    months = rng.sample(range(12), 3)
    word, pick = rng.choice((("wettest", max), ("driest", min)))
    truth = pick(months, key=lambda month: rain[month])
    return Item(
        f"Which month is the {word} on average in {town}?",
        names[truth],
        tuple(names[m] for m in months if m != truth),
        "Use the graph to answer the question below.",
        f"Of the three months, {names[truth]} has {rain[truth]} mm of precipitation.",
        LECTURES["climate"],
        f"grade{rng.randint(3, 5)}",
        "natural science",
        "earth-science",
        "Weather and climate",
        "Use climate data to make predictions",
        pictures.rain_chart(town, country, rain),
    )


def direction(rng: random.Random) -> Item:
    """Which of four named states lies farthest in a direction."""
    inland = [state for state in states() if state.code in _FAR_APART]
    chosen = rng.sample(inland, 4)
    word, axis, sign = rng.choice((("north", 1, -1), ("south", 1, 1), ("east", 0, 1), ("west", 0, -1)))
    truth = max(chosen, key=lambda state: sign * state.label[axis])
    return Item(
        f"Which of these states is farthest {word}?",
        truth.name,
        tuple(s.name for s in chosen if s is not truth),
        "",
        f"Look at the compass rose. {truth.name} is farthest {word}.",
        LECTURES["map"],
        f"grade{rng.randint(2, 4)}",
        "social science",
        "geography",
        "Geography",
        "Read a map: cardinal directions",
        pictures.labelled_map([state.name for state in chosen]),
    )


_FAR_APART = ("ID", "NE", "AZ", "LA", "ME", "OH", "GA", "OR", "TX", "MN")
"""States whose middles differ clearly in both directions."""

MAKERS = (magnets, concentration, temperature, food_web, climate, direction, magnet_pairs, punnett)
