"""The processor of a local model: conversations with pictures in, tensors out, with no need of torchvision.

Pictures go through the library's Pillow backend on every machine, so that what is installed beside it changes
no pixel. Processors that also take videos (Qwen2.5-VL, Qwen3-VL) are loaded without that part, which is the
one that needs torchvision and which nothing here uses.
"""

from __future__ import annotations

from typing import Any

from transformers import AutoConfig, AutoImageProcessor
from transformers.models.auto.processing_auto import PROCESSOR_MAPPING

from teachers.teacher import TeacherRefusedError


def load_processor(model: str, revision: str | None) -> Any:  # noqa: ANN401 - the library's own class
    """Return a model's processor, padding on the left as generation wants it.

    Raises TeacherRefusedError for a model that has none, or none that works without torchvision.
    """
    kind = type(AutoConfig.from_pretrained(model, revision=revision))
    if kind not in PROCESSOR_MAPPING:
        raise TeacherRefusedError(f"{model}: the library has no processor of text and pictures for it")
    try:
        processor = _for_pictures(PROCESSOR_MAPPING[kind]).from_pretrained(model, revision=revision)
        processor.image_processor = AutoImageProcessor.from_pretrained(
            model, revision=revision, backend="pil"
        )
    except ImportError as missing:
        raise TeacherRefusedError(
            f"{model}: its processor needs more than is installed; serve this model over HTTP and use kind "
            f"openai, or install what is missing ({' '.join(str(missing).split())})"
        ) from missing
    tokenizer = processor.tokenizer
    tokenizer.padding_side = "left"
    # Tags such as <think> are tokens of their own with some models and must stay so; only the control tokens
    # of a chat are taken as plain text where a question or a tool's result spells one.
    tokenizer.chat_control_tokens = []
    return processor


def _for_pictures(kind: Any) -> Any:  # noqa: ANN401
    """Return a processor class whose parts are those of `kind` without the one for videos."""

    def get_attributes(cls: Any) -> list[str]:  # noqa: ANN401
        return [name for name in kind.get_attributes() if name != "video_processor"]

    return type(kind.__name__, (kind,), {"get_attributes": classmethod(get_attributes)})
