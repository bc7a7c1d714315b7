"""The adapters by name."""

from __future__ import annotations

from sources.adapter import Adapter
from sources.aokvqa import AOKVQA
from sources.chartqa import CHARTQA
from sources.clevr import CLEVR
from sources.clevr_math import CLEVR_MATH
from sources.docvqa import DOCVQA
from sources.faults import UnknownAdapterError
from sources.geometry3k import GEOMETRY3K
from sources.mapqa import MAPQA
from sources.scienceqa import SCIENCEQA

ADAPTERS: dict[str, Adapter] = {
    a.name: a for a in (AOKVQA, CHARTQA, CLEVR, CLEVR_MATH, DOCVQA, GEOMETRY3K, MAPQA, SCIENCEQA)
}


def adapter_named(name: str) -> Adapter:
    """Return an adapter; raises UnknownAdapterError naming those that exist."""
    if name not in ADAPTERS:
        raise UnknownAdapterError(name, tuple(sorted(ADAPTERS)))
    return ADAPTERS[name]
