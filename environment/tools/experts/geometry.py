"""Geometry experts: DiagramFormalizer, G-LLaVA and MultiMath.

DiagramFormalizer is asked with its model card's request; its README names SynthGeo228K (arXiv 2409.04214),
and FormalGeo7k with the Geometry3K and GeoQA problems in it is kept as a caution, for no source was found
that says whether it saw them. G-LLaVA is tuned on Geo170K, made of the training sets of Geometry3K and
GeoQA+ (README). MultiMath is trained on MultiMath-300K, Geo170K and MathV360K (its README; arXiv
2409.00147); of the 24 data sets in MathV360K (arXiv 2406.17294), Math-LLaVA's README shows TabMWP and
IconQA.
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
    trained_on=("synthgeo228k", "formalgeo7k", "geometry3k", "geoqa"),
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
        trained_on=("multimath-300k", "geo170k", "geometry3k", "geoqa", "mathv360k", "tabmwp", "iconqa"),
    ),
)
