"""Questions about an infographic, each answer read or worked out from the facts that are drawn."""

from dataclasses import dataclass

from sources.sample.infographicvqa_facts import Bars, Big, Crowd, Infographic, Part, Ring, Steps

READ, WORKED_OUT = "Image-Span", "Non-Extractive"


@dataclass(frozen=True)
class Asked:
    """One question with every accepted way of writing its answer."""

    text: str
    answers: tuple[str, ...]
    kind: str = READ
    operation: str = ""


def questions(graphic: Infographic) -> list[Asked]:
    """Every question, part by part."""
    return [asked for part in graphic.parts for asked in _of(part)]


def _of(part: Part) -> list[Asked]:
    match part:
        case Big():
            figures = [figure for _, figure, _ in part.items]
            return [Asked(q, _written(f)) for q, f in zip(part.questions, figures, strict=True)]
        case Ring():
            return [Asked(part.question, _written(f"{part.percent}%"))]
        case Crowd():
            return [Asked(part.question, (str(part.count), f"{part.count} out of 10"))]
        case Bars():
            return _ranking(part)
        case Steps():
            (year, _), (_, event) = part.steps[1], part.steps[0]
            return [Asked(part.questions[0], (year,)), Asked(part.questions[1], (event,))]


def _ranking(part: Bars) -> list[Asked]:
    ranked = sorted(part.bars, key=lambda bar: -bar[1])
    (first, most), (second, less), (last, _) = ranked[0], ranked[1], ranked[-1]
    return [
        Asked(f"Which {part.noun} has the highest percentage?", (first,), READ, "Comparison"),
        Asked(f"Which {part.noun} has the lowest percentage?", (last,), READ, "Comparison"),
        Asked(f"What percentage is shown for {second}?", _written(f"{less}%")),
        Asked(
            f"What is the total percentage of {first} and {second}?",
            _written(f"{most + less}%"),
            WORKED_OUT,
            "Arithmetic",
        ),
        Asked(
            f"By how many percentage points is {first} above {second}?",
            (str(most - less),),
            WORKED_OUT,
            "Arithmetic",
        ),
        Asked(f"How many {part.noun}s are ranked?", (str(len(ranked)),), WORKED_OUT, "Counting"),
    ]


def _written(figure: str) -> tuple[str, ...]:
    """A figure as printed, and without its unit or separators as people type it."""
    bare = figure.strip("$%").replace(",", "").removesuffix(" min").removesuffix(" h")
    return (figure, bare) if bare != figure else (figure,)
