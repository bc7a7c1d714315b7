"""Lectures, food webs, climates and the text-only rows behind the ScienceQA sample."""

LECTURES = {
    "magnets": (
        "Magnets act on each other without touching: they pull together (attract) or push apart "
        "(repel). Every "
        "magnet has a north pole, marked N, and a south pole, marked S. Unlike poles that face each "
        "other attract; "
        "like poles that face each other repel."
    ),
    "concentration": (
        "A solution is a solute mixed evenly into a solvent. Its concentration says how much solute "
        "there is in a "
        "certain volume of solvent: concentration = particles of solute / volume of solvent."
    ),
    "temperature": (
        "The temperature of a substance depends on the average kinetic energy of its particles. Kinetic "
        "energy "
        "grows with the mass of the particles and with their speed."
    ),
    "food web": (
        "A food web shows where organisms get their food. An arrow starts at the organism that is eaten "
        "and points "
        "to the organism that eats it; matter moves along the arrows. Producers have no arrow pointing "
        "to them."
    ),
    "punnett": (
        "A Punnett square lists the allele pairs that offspring can have. Each box is one equally "
        "likely outcome. "
        "An organism with at least one dominant allele shows the dominant version of the trait."
    ),
    "climate": "Climate data are measured over many years and show the usual weather of a place in each "
    "month.",
    "map": "On most maps north is at the top, south at the bottom, east on the right and west on the left.",
}

FOOD_WEBS = (
    (
        "a forest ecosystem",
        "the Northwest Woods, a forest in Maine",
        {
            "oak tree": (0.16, 0.82),
            "grass": (0.58, 0.86),
            "caterpillar": (0.13, 0.47),
            "deer mouse": (0.46, 0.58),
            "songbird": (0.34, 0.22),
            "red fox": (0.78, 0.42),
            "hawk": (0.66, 0.13),
            "fungus": (0.88, 0.80),
        },
        (
            ("oak tree", "caterpillar"),
            ("oak tree", "deer mouse"),
            ("grass", "deer mouse"),
            ("caterpillar", "songbird"),
            ("deer mouse", "red fox"),
            ("songbird", "hawk"),
            ("deer mouse", "hawk"),
            ("red fox", "fungus"),
        ),
        ("oak tree", "grass"),
    ),
    (
        "a lake ecosystem",
        "Clear Lake, a freshwater lake in Ontario",
        {
            "green algae": (0.15, 0.78),
            "pondweed": (0.56, 0.86),
            "water flea": (0.22, 0.42),
            "snail": (0.55, 0.55),
            "perch": (0.45, 0.18),
            "pike": (0.80, 0.22),
            "crayfish": (0.84, 0.62),
        },
        (
            ("green algae", "water flea"),
            ("green algae", "snail"),
            ("pondweed", "snail"),
            ("water flea", "perch"),
            ("snail", "crayfish"),
            ("perch", "pike"),
            ("crayfish", "pike"),
        ),
        ("green algae", "pondweed"),
    ),
)
"""(kind of ecosystem, place, organism -> where it stands, arrows eaten -> eater, producers)."""

CLIMATES = (
    ("Hillview", "New Zealand", (52, 47, 55, 50, 71, 64, 68, 58, 44, 46, 49, 57)),
    ("Port Salter", "Portugal", (98, 84, 62, 58, 45, 18, 6, 9, 31, 80, 109, 121)),
)
"""(town, country, average millimetres of rain in January to December)."""

PUNNETT = (
    ("pea plants", "flower colour", "purple flowers", "white flowers", "F", ("Ff", "Ff")),
    ("guinea pigs", "coat texture", "a soft coat", "a rough coat", "S", ("Ss", "ss")),
)
"""(organisms, trait, dominant version, recessive version, letter, the two parents)."""

TEXT_ONLY = (
    {
        "question": "Which word would you find on a dictionary page with the following guide "
        "words?\nharvest - hinge",
        "choices": ["hotel", "helmet", "hail"],
        "answer": 1,
        "grade": "grade4",
        "subject": "language science",
        "topic": "reference-skills",
        "category": "Reference skills",
        "skill": "Use guide words",
        "lecture": "Guide words are the first and the last word on a dictionary page. The words between "
        "them in "
        "alphabetical order are on that page.",
        "solution": "Put in alphabetical order, helmet comes after harvest and before hinge.",
    },
    {
        "question": "Select the solid.",
        "choices": ["water in a glass", "steam above a kettle", "a brick", "milk"],
        "answer": 2,
        "grade": "grade2",
        "subject": "natural science",
        "topic": "chemistry",
        "category": "Solids, liquids, and gases",
        "skill": "Classify matter as solid, liquid, or gas",
        "lecture": "A solid keeps its own shape. A liquid takes the shape of its container. A gas fills "
        "its container.",
        "solution": "A brick keeps its shape and its size, so it is a solid.",
    },
)
