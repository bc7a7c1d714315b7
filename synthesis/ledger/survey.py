"""A ledger looked through: what it holds, what was paid for it, and everything that cannot be read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from schemas import Reply
from synthesis.ledger.ledger import Ledger
from synthesis.ledger.values import DECODERS, ForeignValueError


@dataclass(frozen=True)
class Survey:
    """What every entry of a ledger says when each is read once."""

    entries: dict[str, int]
    """Whole entries by kind."""
    value_bytes: dict[str, int]
    """Bytes of their values by kind."""
    prompt_tokens: int
    completion_tokens: int
    cost_usd: float
    """As the replies themselves state it; those whose price is not known count 0."""
    torn: dict[str, str]
    """Place -> reason of what is not what was once put there."""
    foreign: dict[str, str]
    """Key -> reason of whole entries that this program cannot read."""

    @property
    def readable(self) -> bool:
        """Whether every entry can be used; what cannot is owed again, and nothing else is."""
        return not self.torn and not self.foreign


def survey(ledger: Ledger) -> Survey:
    """Read every entry of a ledger; raises LedgerError where the ledger itself cannot be read on."""
    entries, value_bytes = Counter[str](), Counter[str]()
    prompt_tokens, completion_tokens, cost_usd = 0, 0, 0.0
    foreign: dict[str, str] = {}
    for entry in ledger.scan():
        entries[entry.kind] += 1
        value_bytes[entry.kind] += len(entry.value)
        decode = DECODERS.get(entry.kind)
        if decode is None:
            foreign[entry.key] = f"of kind {entry.kind!r}; this program reads {', '.join(DECODERS)}"
            continue
        try:
            value = decode(entry.value)
        except ForeignValueError as fault:
            foreign[entry.key] = str(fault)
            continue
        if isinstance(value, Reply):
            prompt_tokens += value.prompt_tokens
            completion_tokens += value.completion_tokens
            cost_usd += value.cost_usd or 0.0
    return Survey(
        entries=dict(sorted(entries.items())),
        value_bytes=dict(sorted(value_bytes.items())),
        prompt_tokens=prompt_tokens,
        completion_tokens=completion_tokens,
        cost_usd=cost_usd,
        torn=ledger.torn,
        foreign=foreign,
    )
