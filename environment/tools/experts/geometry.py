"""Geometry experts: DiagramFormalizer, G-LLaVA and MultiMath.

DiagramFormalizer is asked with its model card's request; it saw FormalGeo7k, which gathers Geometry3K and
GeoQA among others. G-LLaVA is tuned on Geo170K, made of the training sets of Geometry3K and GeoQA+ (README);
MultiMath's own set MultiMath-300K is not broken down by source, so only its name is known (arXiv 2409.00147).
"""

from __future__ import annotations

from functools import partial

from environment.tools.experts.expert import Expert
from environment.tools.experts.replies import CDL, IMAGE_CDL, TEXT

_CARD = (
    "Based on the image, first describe what you see in the figure, then predict the construction_cdl and "
    "image_cdl and calibrate it."
)
_formalizer = partial(
    Expert,
    family="diagram",
    provider="diagram_formalizer",
    prompt=_CARD,
    trained_on=("formalgeo7k", "geometry3k", "geoqa"),
)

TOOLS = (
    _formalizer(
        name="diagram_formalizer",
        group="symbolic",
        description="Read a geometry diagram into predicates: its construction, and what is marked in it.",
        form=CDL,
    ),
    _formalizer(
        name="image_cdl",
        group="cdl",
        description="Read the measures and relations marked in a geometry diagram as predicates.",
        form=IMAGE_CDL,
    ),
    Expert(
        name="g_llava_solve",
        family="math",
        group="multimodal",
        provider="g_llava",
        description="Have an expert geometry model solve a problem about a diagram, with its steps.",
        prompt="{question}",
        form=TEXT,
        trained_on=("geo170k", "geometry3k", "geoqa"),
    ),
    Expert(
        name="multimath_solve",
        family="math",
        group="math",
        provider="multimath",
        description="Have an expert mathematics model solve a problem about a picture, with its steps.",
        prompt="{question}",
        form=TEXT,
        trained_on=("multimath-300k",),
    ),
)
