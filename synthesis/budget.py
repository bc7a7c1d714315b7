"""The budget: no request is made that might pass the cap, so that a run stops with money left."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from schemas import Reply
from synthesis.ledger import Ledger
from synthesis.ledger.values import REPLY, ForeignValueError, decode_reply
from teachers.teacher import TeacherError


class BudgetSpentError(TeacherError):
    """What is left would not pay for another reply; the task is owed."""


@dataclass(frozen=True)
class Spent:
    """What replies have cost."""

    usd: float = 0.0
    replies: int = 0

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.usd + other.usd, self.replies + other.replies)


def spent_in(ledger: Ledger) -> Spent:
    """Return what all replies of a ledger have cost; those whose price is not known count as free."""
    spent = Spent()
    for entry in ledger.of_kind(REPLY):
        # What cannot be read will be asked for again, and paid again.
        with contextlib.suppress(ForeignValueError):
            spent += Spent(decode_reply(entry.value).cost_usd or 0.0, 1)
    return spent


class Budget:
    """Lets requests through while what is left may pay for them. Belongs to one event loop.

    A request under way counts as dear as the dearest reply so far; before there is one, requests go one at a
    time. `spent` is what was paid before, by whatever run.
    """

    def __init__(self, cap_usd: float, spent: Spent) -> None:
        self.cap_usd = cap_usd
        self.spent = spent
        self._dearest = spent.usd / spent.replies if spent.replies else None
        self._under_way = 0
        self._settled = asyncio.Event()
        """Set whenever a request has ended; those who wait for money look again."""

    @contextlib.asynccontextmanager
    async def request(self) -> AsyncIterator[None]:
        """Hold the money for one request, waiting for others to settle where that may free enough.

        Raises BudgetSpentError where what is left would not pay even for this one alone.
        """
        while not self._fits():
            self._settled.clear()
            await self._settled.wait()
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1
            self._settled.set()

    def paid(self, reply: Reply) -> None:
        """Book a reply that was bought; one of unknown price counts as free."""
        cost = reply.cost_usd or 0.0
        self.spent += Spent(cost, 1)
        self._dearest = max(self._dearest or 0.0, cost)

    def _fits(self) -> bool:
        expected = self._dearest or 0.0
        if self.spent.usd + expected > self.cap_usd or self.spent.usd >= self.cap_usd:
            raise BudgetSpentError(
                f"{self.spent.usd:.2f} of {self.cap_usd:.2f} US dollars are spent, and another reply may "
                f"cost {expected:.2f}: raise budget_usd to go on"
            )
        if self._dearest is None:
            return self._under_way == 0
        return self.spent.usd + expected * (self._under_way + 1) <= self.cap_usd
