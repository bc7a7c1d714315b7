"""Weights that this process runs itself, with torch and the transformers library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, TypeAlias

from environment.errors import UnavailableError
from environment.providers.settings import WeightSettings

if TYPE_CHECKING:
    import torch

Load: TypeAlias = Callable[[str, str | None, str], tuple[Any, Any]]
"""From a folder or repository, its commit and a precision to processor and model."""

LIBRARY = f"transformers-{version('transformers')}"

LAYOUT = "channels_last"
"""How pixels lie; a processor that is not told takes a picture of one or three rows for its channels."""


@dataclass(frozen=True)
class Loaded:
    """A model ready to be run, and what turns pictures and words into its inputs."""

    processor: Any
    model: Any

    def inputs(self, encoded: Any) -> Any:  # noqa: ANN401 - the library's own class
        """Return what a processor made, on the model's device, its real numbers in the model's precision."""
        import torch

        return {
            name: value.to(self.model.device, self.model.dtype if value.is_floating_point() else None)
            if isinstance(value, torch.Tensor)
            else value
            for name, value in encoded.items()
        }


class LocalModel:
    """Weights of the settings, loaded with the first call that needs them; one process has one such model.

    A tool that only describes itself never loads: what it was recorded to say is found without weights.
    """

    def __init__(self, settings: WeightSettings, load: Load) -> None:
        self._settings = settings
        self._load = load
        self._loaded: Loaded | None = None

    def get(self) -> Loaded:
        """Return the model, ready to be run; raises UnavailableError where it cannot be had."""
        if self._loaded is None:
            own = self._settings
            try:
                processor, model = self._load(own.model, own.revision or None, own.dtype)
                self._loaded = Loaded(processor, model.to(_device(own.device)).eval())
            except MemoryError:
                raise
            except Exception as fault:  # the library raises what it will
                # One line, and no path: it is told to the model and stored.
                raise UnavailableError(
                    f"The model behind this tool cannot be loaded ({type(fault).__name__}): use another tool."
                ) from fault
        return self._loaded


def pillow_processor(processor: Any, weights: str, commit: str | None) -> Any:  # noqa: ANN401
    """Return a processor whose pictures go through Pillow on every machine, which needs no torchvision."""
    from transformers import AutoImageProcessor

    processor.image_processor = AutoImageProcessor.from_pretrained(weights, revision=commit, backend="pil")
    return processor


def numbers(tensor: torch.Tensor) -> Any:  # noqa: ANN401 - nested as deep as the tensor
    """Return a tensor's numbers as plain lists."""
    return tensor.detach().float().cpu().tolist()


def _device(wanted: str) -> str:
    import torch

    if wanted != "auto":
        return wanted
    return "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
