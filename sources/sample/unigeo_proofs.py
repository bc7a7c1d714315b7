"""Short proofs as UniGeo tells them: what is given, what is to be shown, and the steps with their reasons."""

from dataclasses import dataclass

from sources.sample.geometry3k_figures import Figure


@dataclass(frozen=True)
class Proof:
    """One problem; each step is a reason in brackets followed by what it gives."""

    text: str
    steps: tuple[str, ...]
    kind: str
    figure: Figure


_CROSS = {"A": (0.0, 4.0), "B": (0.0, 0.0), "C": (6.0, 4.0), "D": (6.0, 0.0), "M": (3.0, 2.0)}
_PARALLELS = {"A": (-4.0, 4.0), "B": (6.0, 4.0), "C": (-4.0, 0.0), "D": (6.0, 0.0), "E": (2.5, 4.0)}

PROOFS = (
    Proof(
        "In the figure, M is the midpoint of AD and M is the midpoint of BC. Prove that △ABM ≅ △DCM.",
        (
            "[ definition of midpoint ] AM = DM",
            "[ definition of midpoint ] BM = CM",
            "[ vertical angles ] ∠AMB = ∠DMC",
            "[ side angle side ] △ABM ≅ △DCM",
        ),
        "congruent",
        Figure(_CROSS, ("AB", "CD", "AD", "BC")),
    ),
    Proof(
        "In the figure, line AB is parallel to line CD and EF meets them at E and F. Prove that ∠AEF = ∠DFE.",
        ("[ given ] AB ∥ CD", "[ alternate interior angles ] ∠AEF = ∠DFE"),
        "parallel",
        Figure({**_PARALLELS, "F": (0.0, 0.0)}, ("AB", "CD", "EF")),
    ),
    Proof(
        "In the figure, AB = AC and D is the midpoint of BC. Prove that ∠ABD = ∠ACD.",
        (
            "[ definition of midpoint ] BD = CD",
            "[ common side ] AD = AD",
            "[ side side side ] △ABD ≅ △ACD",
            "[ corresponding parts ] ∠ABD = ∠ACD",
        ),
        "triangle",
        Figure(
            {"A": (3.0, 5.0), "B": (0.0, 0.0), "C": (6.0, 0.0), "D": (3.0, 0.0)}, ("AB", "BC", "CA", "AD")
        ),
    ),
    Proof(
        "In the figure, DE is parallel to BC, D lies on AB and E lies on AC. Prove that △ADE ∼ △ABC.",
        (
            "[ corresponding angles ] ∠ADE = ∠ABC",
            "[ common angle ] ∠DAE = ∠BAC",
            "[ angle angle ] △ADE ∼ △ABC",
        ),
        "similarity",
        Figure(
            {"A": (3.0, 6.0), "B": (0.0, 0.0), "C": (8.0, 0.0), "D": (1.5, 3.0), "E": (5.5, 3.0)},
            ("AB", "BC", "CA", "DE"),
        ),
    ),
)
