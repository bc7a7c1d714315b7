"""TRL's own trainer takes a batch of a written `bc` folder; test_trl.py runs this where TRL is installed.

    python trl_batch.py FOLDER

Imports nothing of this project. The vision model and its processor are tiny, random and made on the spot,
with a byte-level tokenizer. Prints one JSON line: the batch's shapes, the trained text of each row, the loss.
"""

from __future__ import annotations

import json
import sys
import tempfile

import tokenizers
from datasets import load_dataset
from transformers import (
    CLIPVisionConfig,
    LlamaConfig,
    LlavaConfig,
    LlavaForConditionalGeneration,
    LlavaProcessor,
    PreTrainedTokenizerFast,
)
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil
from trl import SFTConfig, SFTTrainer

SIDE, PATCH = 28, 14
SPECIAL = ("<pad>", "<|im_start|>", "<|im_end|>", "<image>")
CHAT_TEMPLATE = """\
{%- for message in messages -%}
<|im_start|>{{ message.role }}
{% if message.role == "assistant" -%}
{% generation %}{% for b in message.content %}{{ b.text }}{% endfor %}<|im_end|>{% endgeneration %}
{%- else -%}
{% for b in message.content %}{{ "<image>" if b.type == "image" else b.text }}{% endfor %}<|im_end|>
{%- endif %}
{% endfor -%}
"""


def byte_tokenizer() -> PreTrainedTokenizerFast:
    """Return a tokenizer with one token a byte, and the four special ones."""
    alphabet = sorted(tokenizers.pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {token: index for index, token in enumerate([*SPECIAL, *alphabet])}
    core = tokenizers.Tokenizer(tokenizers.models.BPE(vocabulary, []))
    core.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    core.decoder = tokenizers.decoders.ByteLevel()
    core.add_special_tokens(list(SPECIAL))
    return PreTrainedTokenizerFast(tokenizer_object=core, pad_token="<pad>", eos_token="<|im_end|>")


def processor() -> LlavaProcessor:
    """Return a LLaVA processor whose template marks the assistant's tokens."""
    images = CLIPImageProcessorPil(
        size={"height": SIDE, "width": SIDE}, crop_size={"height": SIDE, "width": SIDE}, do_center_crop=False
    )
    return LlavaProcessor(
        image_processor=images,
        tokenizer=byte_tokenizer(),
        patch_size=PATCH,
        vision_feature_select_strategy="full",
        num_additional_image_tokens=0,
        chat_template=CHAT_TEMPLATE,
    )


def model(vocabulary: int, image_token: int) -> LlavaForConditionalGeneration:
    """Return a random LLaVA of a few thousand weights."""
    sizes = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}
    return LlavaForConditionalGeneration(
        LlavaConfig(
            vision_config=CLIPVisionConfig(**sizes, image_size=SIDE, patch_size=PATCH),
            text_config=LlamaConfig(**sizes, vocab_size=vocabulary, max_position_embeddings=8192),
            image_token_index=image_token,
            vision_feature_select_strategy="default",
            vision_feature_layer=-1,
        )
    )


def main(folder: str) -> None:
    """Take one batch of two rows, then one training step, and print what was seen."""
    rows = load_dataset(folder, split="train")
    tools = processor()
    tokenizer = tools.tokenizer
    with tempfile.TemporaryDirectory() as out:
        trainer = SFTTrainer(
            model=model(len(tokenizer), tokenizer.convert_tokens_to_ids("<image>")),
            processing_class=tools,
            train_dataset=rows,
            args=SFTConfig(
                out,
                max_steps=1,
                per_device_train_batch_size=2,
                max_length=None,
                assistant_only_loss=True,
                use_cpu=True,
                bf16=False,
                report_to=[],
            ),
        )
        batch = next(iter(trainer.get_train_dataloader()))
        loss = trainer.train().training_loss
    trained = [tokenizer.decode([t for t in labels if t != -100]) for labels in batch["labels"].tolist()]
    seen = {
        "rows": len(rows),
        "input_ids": list(batch["input_ids"].shape),
        "pixel_values": list(batch["pixel_values"].shape),
        "trained": sorted(trained),
        "loss": loss,
    }
    print(json.dumps(seen))


if __name__ == "__main__":
    main(sys.argv[1])
