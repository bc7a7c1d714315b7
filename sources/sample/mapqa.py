"""MapQA's raw layout, subset U: MapQA_U/{images/map_<n>.png, questions/{train,dev}-QA.json}."""

import random
from pathlib import Path

from sources.sample.mapqa_facts import BORDERS, PALETTES, SUBJECTS
from sources.sample.mapqa_map import StateMap, render
from sources.sample.output import save_png, seeded, write_json
from sources.sample.usa import states

MAPS = {"train": 6, "dev": 2}
Answer = str | list[str]
Asked = tuple[str, int, str, Answer]
"""(question type, template id, question, answer)."""


def write(folder: Path, seed: int) -> None:
    """Write the maps and their questions; `answer` is one string or, for several states, a list."""
    rng = seeded("mapqa", seed)
    root = folder / "MapQA_U"
    subjects = rng.sample(SUBJECTS, sum(MAPS.values()))
    number = 0
    for split, count in MAPS.items():
        rows: list[dict[str, object]] = []
        for _ in range(count):
            name = f"map_{number}.png"
            state_map = _draw_map(subjects[number], PALETTES[number % len(PALETTES)], number, rng)
            save_png(render(state_map, rng.choice((760, 860, 960))), root / "images" / name)
            asked = _questions(state_map, rng)
            asked = asked[1:3] if split == "dev" else asked
            rows += [_row(name, f"{split}_{len(rows) + i}", state_map, *one) for i, one in enumerate(asked)]
            number += 1
        write_json(root / "questions" / f"{split}-QA.json", rows, indent=1)


def _draw_map(
    subject: tuple[str, str, float, float], palette: tuple[str, ...], number: int, rng: random.Random
) -> StateMap:
    title, kind, low, high = subject
    steps = len(palette)
    cuts = [low + (high - low) * i / steps for i in range(steps + 1)]
    legend = tuple(_range(kind, cuts[i], cuts[i + 1], last=i == steps - 1) for i in range(steps))
    codes = [state.code for state in states()]
    weights = [3, 4, 3, 2, 1][:steps]
    classes = {code: rng.choices(range(steps), weights)[0] for code in codes}
    for index, code in enumerate(rng.sample([c for c in codes if c != "DC"], 2 * steps)):
        classes[code] = index % steps
    if number % 3 == 2:
        for code in rng.sample(codes, 4):
            del classes[code]
    return StateMap(title, legend, palette, classes, ("#ffffff", "#444444")[number % 2], number % 3 == 1)


def _range(kind: str, low: float, high: float, last: bool) -> str:
    if kind == "percent":
        return f"{low:.1f}% - {high - (0 if last else 0.1):.1f}%"
    if kind == "money":
        return f"${round(low):,} - ${round(high) - (0 if last else 1):,}"
    if kind == "rate":
        return f"{low:.2f} - {high - (0 if last else 0.01):.2f}"
    return f"{round(low):,} - {round(high) - (0 if last else 1):,}"


def _questions(state_map: StateMap, rng: random.Random) -> list[Asked]:
    known = {
        state.name: state_map.classes[state.code]
        for state in states()
        if state.code in state_map.classes and state.code != "DC"
    }
    lowest, highest = min(known.values()), max(known.values())
    one, two = rng.sample(sorted(known), 2)
    three = rng.choice(sorted(name for name in known if known[name] != known[two]))
    small = min(set(known.values()), key=lambda c: (sum(v == c for v in known.values()), c))
    asked: list[Asked] = [
        ("retrieval", 0, f"What is the legend range of {one}?", state_map.legend[known[one]]),
        (
            "relational",
            5,
            f"Does {two} have a lower value than {three}?",
            "Yes" if known[two] < known[three] else "No",
        ),
        (
            "retrieval",
            1,
            f"Which states have a value in the range {state_map.legend[small]}?",
            _named(known, small),
        ),
        _extreme(known, highest, "highest") if rng.random() < 0.5 else _extreme(known, lowest, "lowest"),
    ]
    near = _among_neighbours(known, rng)
    return [*asked, near] if near and rng.random() < 0.6 else asked


def _extreme(known: dict[str, int], value: int, word: str) -> Asked:
    return ("relational", 6, f"Which states have the {word} value in the USA?", _named(known, value))


def _among_neighbours(known: dict[str, int], rng: random.Random) -> Asked | None:
    """Asked only where one neighbour stands alone at the top."""
    for state in rng.sample(sorted(BORDERS), len(BORDERS)):
        near = {name: known[name] for name in BORDERS[state] if name in known}
        top = _named(near, max(near.values()))
        if len(near) == len(BORDERS[state]) and isinstance(top, str):
            return (
                "relational",
                9,
                f"Among the states that border {state}, which state has the highest value?",
                top,
            )
    return None


def _named(known: dict[str, int], value: int) -> Answer:
    names = sorted(name for name, other in known.items() if other == value)
    return names[0] if len(names) == 1 else names


def _row(
    name: str, identity: str, state_map: StateMap, kind: str, template: int, question: str, answer: Answer
) -> dict[str, object]:
    spoken = {text: f"[legend_{index}]" for index, text in enumerate(state_map.legend)}
    bare_question, bare_answer = question, answer
    for text, token in spoken.items():
        bare_question = bare_question.replace(text, token)
        bare_answer = token if bare_answer == text else bare_answer
    return {
        "map_id": name,
        "question_type": kind,
        "question_template_id": template,
        "question": question,
        "oracle_delexicalized_question": bare_question,
        "tesseract_delexicalized_question": bare_question,
        "answer": answer,
        "oracle_delexicalized_answer": bare_answer,
        "question_id": identity,
    }
