"""The twenty-six tools of the paper (arXiv 2511.19773, Appendix B, and `zoom`) and their state here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from environment import registry


class State(StrEnum):
    """What stands between a user and a tool."""

    AVAILABLE = "available"
    NEEDS_ENDPOINT = "needs endpoint"
    """A public server serves the model; nobody has said where it runs."""
    NEEDS_WEIGHTS = "needs weights"
    """Its code runs here; nobody has said which weights, or torch is not installed."""
    CONTRACT_ONLY = "contract only"
    """The client is here and tested, but no public server of the model speaks what the client does."""
    NEEDS_LIBRARY = "needs library"
    """Its code is here and a library of it cannot be imported."""


@dataclass(frozen=True)
class PaperTool:
    """One of the twenty-six, and what must be done to have it."""

    name: str
    model: str
    provider: str
    """`native`, `transformers` or `endpoint`."""
    state: State
    why: str
    """What is lacking or how to start it; empty where it is available."""


_NO_SERVER = "its own code must be put behind an OpenAI-compatible server: no public server loads it"
_NO_SERVICE = "its repository has no server: its model must be put behind the detector contract"
_ONLY_A_PAGE = (
    "its repository's server answers with a page: its model must be put behind the detector contract"
)
_START = "python -m sglang.launch_server --model-path WEIGHTS --chat-template vicuna_v1.1 --port 30000"
_EASYOCR = "python -m services.easyocr_service --port 9100 --languages en"
_MODELS: dict[str, tuple[str, str, str]] = {
    "grounding_dino": ("IDEA-Research/grounding-dino-tiny", "transformers", ""),
    "sam": ("facebook/sam-vit-base", "transformers", ""),
    "easyocr": ("EasyOCR 1.7", "endpoint", _EASYOCR),
    "unichart_to_table": ("ahmed-masry/unichart-base-960", "transformers", ""),
    "deplot_to_table": ("google/deplot", "transformers", ""),
    "chartmoe_to_table": ("IDEA-FinAI/chartmoe", "endpoint", _NO_SERVER),
    "chartmoe_extract_data": ("IDEA-FinAI/chartmoe", "endpoint", _NO_SERVER),
    "opencv_to_svg": ("OpenCV", "native", ""),
    "chartdet_to_svg": ("ChartDete", "endpoint", _NO_SERVICE),
    "chartocr_to_svg": ("DeepRule", "endpoint", _ONLY_A_PAGE),
    "chartdet_to_scene_graph": ("ChartDete", "endpoint", _NO_SERVICE),
    "chartocr_to_scene_graph": ("DeepRule", "endpoint", _ONLY_A_PAGE),
    "chartassistant_caption": ("OpenGVLab ChartAst", "endpoint", _NO_SERVER),
    "chartvlm_caption": ("Alpha-Innovator ChartVLM", "endpoint", _NO_SERVER),
    "chartmoe_answer": ("IDEA-FinAI/chartmoe", "endpoint", _NO_SERVER),
    "chartmoe_analyze": ("IDEA-FinAI/chartmoe", "endpoint", _NO_SERVER),
    "chartmoe_describe": ("IDEA-FinAI/chartmoe", "endpoint", _NO_SERVER),
    "image_cdl": ("NaughtyDog97/DiagramFormalizer", "endpoint", _NO_SERVER),
    "text_cdl": ("a parser", "native", ""),
    "construction_cdl": ("OpenCV and text recognition", "native", ""),
    "goal_cdl": ("a parser", "native", ""),
    "inter_gps_solve": ("a solver over Inter-GPS's logic forms", "native", ""),
    "diagram_formalizer": ("NaughtyDog97/DiagramFormalizer", "endpoint", _NO_SERVER),
    "g_llava_solve": ("G-LLaVA 13B (LLaVA 1.5)", "endpoint", _START),
    "multimath_solve": ("MultiMath 7B", "endpoint", _NO_SERVER),
    "zoom": ("none", "native", ""),
}
"""Model, provider, and for an endpoint the command that starts it or why there is none; a command names the
folder or repository of the weights as WEIGHTS."""


def paper_tools() -> tuple[PaperTool, ...]:
    """Return the twenty-six in the paper's order, each with its state in this process."""
    return tuple(_row(name, *known) for name, known in _MODELS.items())


def _row(name: str, model: str, provider: str, start: str) -> PaperTool:
    loaded = registry.load()
    if name in loaded.tools:
        return PaperTool(name, model, provider, State.AVAILABLE, "")
    if name in registry.WEIGHTED:
        return PaperTool(name, model, provider, State.NEEDS_WEIGHTS, loaded.unavailable[name])
    if name in registry.SERVED:
        state = State.NEEDS_ENDPOINT if start in (_START, _EASYOCR) else State.CONTRACT_ONLY
        return PaperTool(name, model, provider, state, f"{start}; {loaded.unavailable[name]}")
    return PaperTool(name, model, provider, State.NEEDS_LIBRARY, loaded.unavailable[name])
