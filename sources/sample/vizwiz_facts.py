"""What the phone pictures of the VizWiz sample show, what is asked, and what ten people answered."""

from dataclasses import dataclass

Shown = dict[str, str | int]


@dataclass(frozen=True)
class Shot:
    """One picture and its question.

    `answers` are the ways in which people put the truth, the usual one first; none where the picture cannot
    answer. `quality` is how the picture was taken: fair, tilted, cropped, dim, or lost (nothing to be seen).
    """

    painter: str
    shows: Shown
    question: str
    answers: tuple[str, ...]
    quality: str
    kind: str = "other"


TRAIN = (
    Shot(
        "can",
        {"brand": "GOLDEN VALLEY", "lines": "TOMATO|SOUP", "color": "#b3261e"},
        "What is in this can?",
        ("tomato soup", "soup"),
        "tilted",
    ),
    Shot(
        "box",
        {"brand": "Sunny Morning", "lines": "CORN|FLAKES", "color": "#e3b21c"},
        "What kind of cereal is this?",
        ("corn flakes", "cornflakes"),
        "cropped",
    ),
    Shot("shirt", {"color": "blue", "pattern": "plain"}, "What color is this shirt?", ("blue",), "fair"),
    Shot(
        "bottle",
        {"brand": "CarePlus", "lines": "IBUPROFEN|200 mg", "color": "#2f6fb0"},
        "What medicine is this?",
        ("ibuprofen", "ibuprofen 200 mg"),
        "fair",
    ),
    Shot(
        "can",
        {"brand": "HARVEST", "lines": "GREEN|BEANS", "color": "#2e7d3a"},
        "What is this?",
        (),
        "lost",
        "unanswerable",
    ),
    Shot(
        "note",
        {"value": 20, "color": "#7f9c7a"},
        "How much money is this?",
        ("20", "20 dollars", "$20"),
        "tilted",
        "number",
    ),
    Shot(
        "shirt", {"color": "red", "pattern": "striped"}, "Is this shirt striped?", ("yes",), "fair", "yes/no"
    ),
    Shot(
        "dial",
        {"number": 350},
        "What temperature is this oven set to?",
        ("350", "350 degrees"),
        "cropped",
        "number",
    ),
    Shot(
        "box",
        {"brand": "Teahouse", "lines": "MINT|TEA", "color": "#3c8d6e"},
        "What flavor of tea is this?",
        ("mint", "mint tea"),
        "dim",
    ),
    Shot(
        "bottle",
        {"brand": "SilkCare", "lines": "SHAMPOO|for dry hair", "color": "#8e4f9e"},
        "Is this shampoo or conditioner?",
        ("shampoo",),
        "tilted",
    ),
    Shot("screen", {"lines": "Update|complete"}, "What does the screen say?", ("update complete",), "tilted"),
    Shot(
        "bottle",
        {"brand": "CarePlus", "lines": "VITAMIN D|1000 IU", "color": "#d98324"},
        "When does this expire?",
        (),
        "fair",
        "unanswerable",
    ),
    Shot("mug", {"color": "green"}, "What color is this mug?", ("green",), "dim"),
    Shot("screen", {"lines": "12:45|Tuesday"}, "What day does it say?", ("tuesday",), "fair"),
)

VAL = (
    Shot(
        "can",
        {"brand": "OLD MILL", "lines": "CHICKEN|BROTH", "color": "#c9892b"},
        "What is this?",
        ("chicken broth", "broth"),
        "tilted",
    ),
    Shot("shirt", {"color": "yellow", "pattern": "plain"}, "What color is this?", ("yellow",), "fair"),
    Shot(
        "note",
        {"value": 5, "color": "#8f8aa8"},
        "What bill is this?",
        ("5", "5 dollars", "$5"),
        "fair",
        "number",
    ),
    Shot(
        "box",
        {"brand": "Oven King", "lines": "APPLE|PIE", "color": "#a33b2a"},
        "What does this box say?",
        (),
        "lost",
        "unanswerable",
    ),
)
