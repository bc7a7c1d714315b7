"""The adapters by name."""

from __future__ import annotations

from sources.adapter import Adapter
from sources.ai2d import AI2D
from sources.aokvqa import AOKVQA, AOKVQA_DIRECT
from sources.chartqa import CHARTQA
from sources.clevr import CLEVR
from sources.clevr_math import CLEVR_MATH
from sources.docvqa import DOCVQA
from sources.faults import UnknownAdapterError
from sources.figureqa import FIGUREQA
from sources.geometry3k import GEOMETRY3K
from sources.geoqa import GEOQA
from sources.iconqa import ICONQA
from sources.infographicvqa import INFOGRAPHICVQA
from sources.mapqa import MAPQA
from sources.mathv360k import MATHV360K
from sources.mathvision import MATHVISION
from sources.mathvista import MATHVISTA
from sources.plotqa import PLOTQA
from sources.scienceqa import SCIENCEQA
from sources.tabmwp import TABMWP
from sources.thinkvl import THINKVL
from sources.unigeo import UNIGEO
from sources.vizwiz import VIZWIZ

_TRAIN = (
    AOKVQA,
    AOKVQA_DIRECT,
    CHARTQA,
    CLEVR,
    DOCVQA,
    FIGUREQA,
    GEOMETRY3K,
    GEOQA,
    INFOGRAPHICVQA,
    MAPQA,
    SCIENCEQA,
    THINKVL,
    UNIGEO,
    VIZWIZ,
)
"""What the paper trains on."""
_EVALUATION = (AI2D, CLEVR_MATH, ICONQA, MATHVISTA, PLOTQA, TABMWP)
"""What it evaluates on besides test splits of those."""
_APPENDIX = (MATHVISION, MATHV360K)
"""What only its appendix lists."""

ADAPTERS: dict[str, Adapter] = {
    a.name: a for a in sorted((*_TRAIN, *_EVALUATION, *_APPENDIX), key=lambda a: a.name)
}


def adapter_named(name: str) -> Adapter:
    """Return an adapter; raises UnknownAdapterError naming those that exist."""
    if name not in ADAPTERS:
        raise UnknownAdapterError(name, tuple(sorted(ADAPTERS)))
    return ADAPTERS[name]
