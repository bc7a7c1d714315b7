"""Folders of a few thousand random weights, laid out as on the hub, for each model that tools load."""

from __future__ import annotations

from pathlib import Path

from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import (
    BertConfig,
    DonutProcessor,
    DonutSwinConfig,
    GroundingDinoConfig,
    GroundingDinoForObjectDetection,
    GroundingDinoProcessor,
    MBartConfig,
    Pix2StructConfig,
    Pix2StructForConditionalGeneration,
    Pix2StructProcessor,
    PreTrainedTokenizerFast,
    SamConfig,
    SamModel,
    SamProcessor,
    SwinConfig,
    VisionEncoderDecoderConfig,
    VisionEncoderDecoderModel,
)
from transformers.models.donut.image_processing_pil_donut import DonutImageProcessorPil
from transformers.models.grounding_dino.image_processing_pil_grounding_dino import (
    GroundingDinoImageProcessorPil,
)
from transformers.models.pix2struct.image_processing_pil_pix2struct import Pix2StructImageProcessorPil
from transformers.models.sam.image_processing_pil_sam import SamImageProcessorPil

from tests.teachers.tiny_llava import byte_tokenizer

SIDE = 64
PAD, BEGIN, END = 0, 1, 2
"""Tokens of `byte_tokenizer`."""


def write_deplot(folder: Path) -> None:
    """Write a Pix2Struct whose request is drawn on the picture; its patches have 16 x 16 x 3 numbers."""
    tokenizer = byte_tokenizer()
    Pix2StructProcessor(Pix2StructImageProcessorPil(is_vqa=True, max_patches=64), tokenizer).save_pretrained(
        folder
    )
    sizes = {"hidden_size": 32, "d_ff": 32, "d_kv": 16}
    ends = {"pad_token_id": PAD, "eos_token_id": END, "decoder_start_token_id": PAD}
    config = Pix2StructConfig(
        text_config={**sizes, **ends, "vocab_size": len(tokenizer), "num_layers": 2, "num_heads": 2},
        vision_config={
            **sizes,
            "patch_embed_hidden_size": 768,
            "num_hidden_layers": 2,
            "num_attention_heads": 2,
        },
        is_vqa=True,
        **ends,
    )
    Pix2StructForConditionalGeneration(config).save_pretrained(folder)


def write_unichart(folder: Path) -> None:
    """Write a Donut: a Swin that sees and an MBart that writes, with UniChart's own tokens."""
    tokenizer = byte_tokenizer()
    tokenizer.add_special_tokens({"additional_special_tokens": ["<extract_data_table>", "<s_answer>"]})
    seen = DonutImageProcessorPil(size={"height": SIDE, "width": SIDE})
    DonutProcessor(seen, tokenizer).save_pretrained(folder)
    encoder = DonutSwinConfig(
        image_size=[SIDE, SIDE], embed_dim=16, depths=[1, 1], num_heads=[2, 2], window_size=4
    )
    decoder = MBartConfig(
        vocab_size=len(tokenizer),
        d_model=32,
        decoder_layers=2,
        decoder_attention_heads=2,
        decoder_ffn_dim=32,
        max_position_embeddings=64,
        pad_token_id=PAD,
        bos_token_id=BEGIN,
        eos_token_id=END,
    )
    config = VisionEncoderDecoderConfig.from_encoder_decoder_configs(encoder, decoder)
    config.decoder_start_token_id, config.pad_token_id, config.eos_token_id = BEGIN, PAD, END
    VisionEncoderDecoderModel(config).save_pretrained(folder)


def write_sam(folder: Path) -> None:
    """Write a Segment Anything."""
    square, low = {"height": SIDE, "width": SIDE}, {"height": 16, "width": 16}
    SamProcessor(
        SamImageProcessorPil(
            size={"longest_edge": SIDE},
            pad_size=square,
            mask_size={"longest_edge": 16},
            mask_pad_size=low,
        )
    ).save_pretrained(folder)
    seen = {"image_size": SIDE, "patch_size": 16}
    config = SamConfig(
        vision_config={
            **seen,
            "hidden_size": 32,
            "output_channels": 16,
            "num_hidden_layers": 2,
            "num_attention_heads": 2,
            "window_size": 2,
            "global_attn_indexes": [1],
            "num_pos_feats": 8,
            "mlp_dim": 32,
        },
        prompt_encoder_config={**seen, "hidden_size": 16, "mask_input_channels": 4},
        mask_decoder_config={
            "hidden_size": 16,
            "mlp_dim": 32,
            "num_hidden_layers": 2,
            "num_attention_heads": 2,
            "iou_head_hidden_dim": 16,
        },
    )
    SamModel(config).save_pretrained(folder)


def write_grounding_dino(folder: Path) -> None:
    """Write a GroundingDINO that knows cats, dogs and bars."""
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", "a", "cat", "dog", "bar"]
    core = Tokenizer(models.WordLevel({word: n for n, word in enumerate(words)}, unk_token="[UNK]"))
    core.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    core.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=core,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
    )
    seen = GroundingDinoImageProcessorPil(size={"shortest_edge": 96, "longest_edge": 128})
    GroundingDinoProcessor(seen, tokenizer).save_pretrained(folder)
    config = GroundingDinoConfig(
        backbone_config=SwinConfig(
            image_size=SIDE,
            embed_dim=16,
            depths=[1, 1, 1, 1],
            num_heads=[2, 2, 2, 2],
            window_size=4,
            out_features=["stage2", "stage3", "stage4"],
        ),
        text_config=BertConfig(
            vocab_size=30,
            hidden_size=32,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=32,
        ),
        d_model=32,
        encoder_layers=1,
        decoder_layers=2,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        num_queries=10,
        max_text_len=32,
        auxiliary_loss=False,
        disable_custom_kernels=True,
    )
    GroundingDinoForObjectDetection(config).save_pretrained(folder)


WRITE = {
    "deplot": write_deplot,
    "unichart": write_unichart,
    "sam": write_sam,
    "grounding_dino": write_grounding_dino,
}
"""By the provider's name."""
