"""Write a Qwen2.5-VL or a Qwen3-VL of a few thousand random weights to a folder, laid out as on the hub.

Imports torch; for tests that the fixture `torch_here` guards.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import (
    PreTrainedTokenizerFast,
    Qwen2_5_VLConfig,
    Qwen2_5_VLForConditionalGeneration,
    Qwen3VLConfig,
    Qwen3VLForConditionalGeneration,
)
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

SPECIAL = (
    "<|endoftext|>",
    "<|im_start|>",
    "<|im_end|>",
    "<|vision_start|>",
    "<|vision_end|>",
    "<|image_pad|>",
    "<|video_pad|>",
)
TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n"
    "{% for part in message.content %}"
    "{% if part.type == 'image' %}<|vision_start|><|image_pad|><|vision_end|>"
    "{% else %}{{ part.text }}{% endif %}"
    "{% endfor %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
THINKING_TEMPLATE = TEMPLATE.replace("assistant\n{% endif %}", "assistant\n<think>\n{% endif %}")
TEXT = {
    "hidden_size": 32,
    "intermediate_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "num_key_value_heads": 2,
    "max_position_embeddings": 1024,
    "bos_token_id": None,
}
VISION = {"depth": 2, "hidden_size": 32, "out_hidden_size": 32, "intermediate_size": 32, "num_heads": 2}


def write_qwen2_5_vl(folder: Path, template: str = TEMPLATE, context: int = 1024) -> Path:
    """Write the model, its processor's parts and its chat template; returns the folder."""
    special = write_processor(folder, "Qwen2_5_VLProcessor", 14, template)
    rope = {"type": "mrope", "rope_type": "default", "mrope_section": [2, 3, 3]}
    vision = {"patch_size": 14, "fullatt_block_indexes": [1], "window_size": 56}
    config = Qwen2_5_VLConfig(
        text_config={**TEXT, "max_position_embeddings": context, "rope_scaling": rope, **special.pop("text")},
        vision_config={**VISION, **vision},
        **special,
    )
    Qwen2_5_VLForConditionalGeneration(config).save_pretrained(folder)
    return folder


def write_qwen3_vl(folder: Path, template: str = TEMPLATE) -> Path:
    """As `write_qwen2_5_vl`, for Qwen3-VL."""
    special = write_processor(folder, "Qwen3VLProcessor", 16, template)
    rope = {"rope_type": "default", "mrope_section": [2, 3, 3], "mrope_interleaved": True}
    vision = {"patch_size": 16, "num_position_embeddings": 64, "deepstack_visual_indexes": [0, 1]}
    config = Qwen3VLConfig(
        text_config={**TEXT, "head_dim": 16, "rope_scaling": rope, **special.pop("text")},
        vision_config={**VISION, **vision},
        **special,
    )
    Qwen3VLForConditionalGeneration(config).save_pretrained(folder)
    return folder


def write_processor(folder: Path, kind: str, patch: int, template: str) -> dict[str, Any]:
    """Write tokenizer and image processor as a checkpoint holds them; returns the token ids a config wants.

    The processor as a whole cannot be made here: its part for videos wants torchvision.
    """
    vocabulary = {t: n for n, t in enumerate((*SPECIAL, *sorted(pre_tokenizers.ByteLevel.alphabet())))}
    core = Tokenizer(models.BPE(vocabulary, []))
    core.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    core.decoder = decoders.ByteLevel()
    core.add_special_tokens(list(SPECIAL))
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=core, pad_token="<|endoftext|>", eos_token="<|im_end|>", chat_template=template
    )
    tokenizer.save_pretrained(folder)
    Qwen2VLImageProcessorPil(
        patch_size=patch, merge_size=2, min_pixels=4 * 32 * 32, max_pixels=16 * 32 * 32
    ).save_pretrained(folder)
    file = folder / "preprocessor_config.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "processor_class": kind}))
    ids = {
        f"{name}_token_id": vocabulary[f"<|{token}|>"]
        for name, token in (
            ("image", "image_pad"),
            ("video", "video_pad"),
            ("vision_start", "vision_start"),
            ("vision_end", "vision_end"),
        )
    }
    text = {"vocab_size": len(vocabulary), "eos_token_id": vocabulary["<|im_end|>"], "pad_token_id": 0}
    return {**ids, "text": text}
