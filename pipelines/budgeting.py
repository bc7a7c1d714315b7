"""What a stage may still spend: the cap of the parameters, less what all ledgers of the run hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipelines.params import TeacherParams
from synthesis.budget import Budget, spent_in
from synthesis.ledger import Ledger
from teachers.prices import price_for


class UnpricedError(ValueError):
    """A budget beside a teacher whose replies nobody can price."""

    def __init__(self, name: str, model: str) -> None:
        super().__init__(
            f"budget_usd is set, and what {model} costs is not known: give the teacher {name!r} a `price`, "
            "with zeros where it is your own"
        )


def check_prices(cap_usd: float | None, teachers: Mapping[str, TeacherParams]) -> None:
    """Raise UnpricedError where a budget is set and what an endpoint costs is not known."""
    for name, teacher in teachers.items():
        unknown = teacher.kind == "openai" and price_for(teacher.model, teacher.price) is None
        if cap_usd is not None and unknown:
            raise UnpricedError(name, teacher.model)


def budget_of(cap_usd: float | None, ledger: Ledger, others: Iterable[str]) -> Budget | None:
    """Return the budget of a process that buys into one ledger beside others; None where there is no cap."""
    if cap_usd is None:
        return None
    spent = spent_in(ledger)
    for place in others:
        if Ledger.exists(place):
            with Ledger.open(place) as other:
                spent += spent_in(other)
    return Budget(cap_usd, spent)
