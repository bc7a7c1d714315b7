"""What the sample infographics tell; all figures invented."""

from dataclasses import dataclass

Pair = tuple[str, str]


@dataclass(frozen=True)
class Big:
    """Large figures beside an icon: (icon, figure, what it counts), and a question for each."""

    items: tuple[tuple[str, str, str], ...]
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Ring:
    """A ring whose coloured part is `percent`."""

    percent: int
    caption: str
    question: str


@dataclass(frozen=True)
class Crowd:
    """`count` of ten people are coloured."""

    count: int
    caption: str
    question: str


@dataclass(frozen=True)
class Bars:
    """A ranking with its values printed in percent; `noun` is what a bar stands for."""

    heading: str
    noun: str
    bars: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Steps:
    """A line of years, and what happened in each."""

    heading: str
    steps: tuple[Pair, ...]
    questions: tuple[str, ...]


Part = Big | Ring | Crowd | Bars | Steps


@dataclass(frozen=True)
class Infographic:
    title: str
    subtitle: str
    color: str
    accent: str
    parts: tuple[Part, ...]
    source: str


TRAIN = (
    Infographic(
        "COFFEE AT WORK",
        "How office teams drink their coffee",
        "#6f4328",
        "#e8912d",
        (
            Big(
                (
                    ("cup", "3.1", "cups a day for the average employee"),
                    ("clock", "10:30", "is the busiest time at the machine"),
                    ("coin", "$92", "spent on coffee a month"),
                ),
                (
                    "How many cups of coffee does the average employee drink a day?",
                    "What is the busiest time at the coffee machine?",
                    "How much is spent on coffee a month?",
                ),
            ),
            Ring(64, "drink their coffee with milk", "What percentage drink their coffee with milk?"),
            Bars(
                "FAVORITE DRINK", "drink", (("Latte", 38), ("Espresso", 27), ("Americano", 21), ("Mocha", 14))
            ),
        ),
        "coffee-survey.example",
    ),
    Infographic(
        "SAVE WATER AT HOME",
        "Where the water goes, and what you can do",
        "#1d6fa5",
        "#37b5c9",
        (
            Bars(
                "USE OF WATER IN THE HOME",
                "place",
                (("Toilet", 31), ("Shower", 24), ("Kitchen", 19), ("Laundry", 17), ("Garden", 9)),
            ),
            Big(
                (
                    ("drop", "140", "liters used by each person a day"),
                    ("clock", "5 min", "is enough time for a shower"),
                ),
                (
                    "How many liters of water does each person use a day?",
                    "How long a shower is enough?",
                ),
            ),
            Crowd(7, "turn off the tap while brushing", "How many out of ten people turn off the tap?"),
        ),
        "waterwise.example",
    ),
    Infographic(
        "A SHORT HISTORY OF THE CITY TRAM",
        "From horses to batteries",
        "#8a2f3b",
        "#d9a441",
        (
            Steps(
                "MILESTONES",
                (
                    ("1874", "First horse tram"),
                    ("1898", "Electric lines open"),
                    ("1931", "Longest network"),
                    ("1967", "Last old line closes"),
                    ("2019", "Battery trams arrive"),
                ),
                (
                    "In which year did the electric lines open?",
                    "What happened in 1874?",
                ),
            ),
            Ring(
                82, "of riders say the tram is on time", "What percentage of riders say the tram is on time?"
            ),
            Big(
                (("tram", "46", "trams run every day"), ("person", "118,000", "riders on a weekday")),
                ("How many trams run every day?", "How many riders are there on a weekday?"),
            ),
        ),
        "tram-museum.example",
    ),
    Infographic(
        "SLEEP AND TEENS",
        "What 2,400 students told us",
        "#3d3a7c",
        "#8d7be0",
        (
            Crowd(6, "keep a phone beside the bed", "How many out of ten keep a phone beside the bed?"),
            Big(
                (
                    ("moon", "6.8 h", "of sleep on a school night"),
                    ("sun", "9.1 h", "of sleep at the weekend"),
                ),
                (
                    "How many hours do teens sleep on a school night?",
                    "How many hours do teens sleep at the weekend?",
                ),
            ),
            Bars(
                "WHAT KEEPS THEM AWAKE",
                "reason",
                (("Homework", 41), ("Phone", 29), ("Noise", 16), ("Worry", 14)),
            ),
        ),
        "sleep-study.example",
    ),
)

VAL = (
    Infographic(
        "RECYCLING IN NUMBERS",
        "One town, one year",
        "#2d7d46",
        "#9bc53d",
        (
            Big(
                (("leaf", "5,300", "tons collected"), ("person", "412", "kilograms from each household")),
                ("How many tons were collected?", "How many kilograms came from each household?"),
            ),
            Ring(57, "of all waste is recycled", "What percentage of all waste is recycled?"),
            Bars(
                "WHAT IS IN THE BIN",
                "material",
                (("Paper", 44), ("Glass", 26), ("Plastic", 20), ("Metal", 10)),
            ),
        ),
        "greentown.example",
    ),
)
