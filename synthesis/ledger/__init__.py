"""The ledger: every teacher reply and tool result, durable before use, so that nothing is bought twice.

`Ledger.open` takes a path (an embedded database) or a URL that fsspec knows (append-only objects); all else
is the same. `values` says what entries hold, `sealed` how a ledger travels, `survey` how one is audited.
"""

from synthesis.ledger.ledger import Ledger, LedgerStats
from synthesis.ledger.store import Entry, LedgerError, Store

__all__ = ["Entry", "Ledger", "LedgerError", "LedgerStats", "Store"]
