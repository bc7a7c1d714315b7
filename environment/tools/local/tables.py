"""DePlot and UniChart: a chart's picture to the table it was drawn from.

DePlot (arXiv 2212.10505) is Pix2Struct tuned on the training charts of ChartQA and PlotQA beside drawn ones;
its request is written on top of the picture. UniChart (arXiv 2305.14761) is a Donut whose request is a token;
its pretraining corpus holds PlotQA's charts, and Statista's and Pew's, out of which ChartQA was made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from environment.errors import BadReplyError
from environment.providers.local import LAYOUT, Loaded, LocalModel, pillow_processor
from environment.providers.settings import WeightSettings
from environment.tool import ToolResult
from environment.tools.experts.replies import TITLED_TABLE, read_deplot, read_unichart
from environment.tools.local.weighted import Weighted
from environment.tools.pixels import Pixels, decode_rgb, picture_at
from schemas import Json, Picture, ToolSpec

DEPLOT_REQUEST = "Generate underlying data table of the figure below:"
UNICHART_REQUEST = "<extract_data_table> <s_answer>"
MOST_TOKENS = 512
"""Of a table; DePlot's card names it, and UniChart's decoder holds little more."""
BEAMS = 4
"""UniChart's published beam search."""

Ask: TypeAlias = Callable[[Loaded, Pixels], str]


class TableReader:
    """A chart model that writes a table out: a Tool."""

    def __init__(
        self,
        spec: ToolSpec,
        model: LocalModel,
        ask: Ask,
        read: Callable[[str], tuple[dict[str, Json], str]],
    ) -> None:
        self.spec = spec
        self._model = model
        self._ask = ask
        self._read = read

    def run(self, arguments: Mapping[str, Any], pictures: Sequence[Picture]) -> ToolResult:
        """Read one chart; raises BadReplyError for writing that is no whole table, UnavailableError."""
        index, picture = picture_at(arguments, pictures)
        pixels = decode_rgb(picture)
        found, told = self._read(self._ask(self._model.get(), pixels))
        return ToolResult({"picture": index, **found}, told)


def ask_deplot(loaded: Loaded, pixels: Pixels) -> str:
    """Return DePlot's linearised table, decoded greedily."""
    import torch

    images = loaded.processor.image_processor
    headed = images.render_header(pixels.transpose(2, 0, 1), DEPLOT_REQUEST, font_path=str(_font()))
    inputs = loaded.inputs(images(headed, return_tensors="pt", input_data_format="channels_first"))
    with torch.inference_mode():
        output = loaded.model.generate(**inputs, max_new_tokens=MOST_TOKENS, do_sample=False, num_beams=1)
    return _written(loaded, output[0].tolist())


def ask_unichart(loaded: Loaded, pixels: Pixels) -> str:
    """Return UniChart's table, by beam search as published."""
    import torch

    tokenizer = loaded.processor.tokenizer
    request = tokenizer(UNICHART_REQUEST, add_special_tokens=False, return_tensors="pt").input_ids
    inputs = loaded.inputs(
        loaded.processor.image_processor(pixels, return_tensors="pt", input_data_format=LAYOUT)
    )
    room = loaded.model.decoder.config.max_position_embeddings - request.shape[1]
    with torch.inference_mode():
        output = loaded.model.generate(
            inputs["pixel_values"],
            decoder_input_ids=request.to(loaded.model.device),
            max_new_tokens=min(MOST_TOKENS, room),
            do_sample=False,
            num_beams=BEAMS,
            early_stopping=True,
            pad_token_id=tokenizer.pad_token_id,
            eos_token_id=tokenizer.eos_token_id,
            bad_words_ids=None if tokenizer.unk_token_id is None else [[tokenizer.unk_token_id]],
        )
    return _written(loaded, output[0, request.shape[1] :].tolist())


def _written(loaded: Loaded, tokens: list[int]) -> str:
    """Return the text up to the token that ends it; raises BadReplyError where the model never ended."""
    tokenizer = loaded.processor.tokenizer
    if tokenizer.eos_token_id not in tokens:
        raise BadReplyError("The model wrote on without an end: use another tool.")
    text: str = tokenizer.decode(tokens[: tokens.index(tokenizer.eos_token_id)], skip_special_tokens=True)
    return text


def _font() -> Path:
    """Return a font that every machine here has; the library would fetch one over the network."""
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"


def _load_deplot(weights: str, commit: str | None, dtype: str) -> tuple[Any, Any]:
    from transformers import Pix2StructForConditionalGeneration, Pix2StructProcessor

    processor = Pix2StructProcessor.from_pretrained(weights, revision=commit)
    processor = pillow_processor(processor, weights, commit)
    # The request is written on the picture here, with a font of our own.
    processor.image_processor.is_vqa = False
    model = Pix2StructForConditionalGeneration.from_pretrained(weights, revision=commit, dtype=dtype)
    return processor, model


def _load_unichart(weights: str, commit: str | None, dtype: str) -> tuple[Any, Any]:
    from transformers import DonutProcessor, VisionEncoderDecoderModel

    processor = DonutProcessor.from_pretrained(weights, revision=commit)
    processor = pillow_processor(processor, weights, commit)
    return processor, VisionEncoderDecoderModel.from_pretrained(weights, revision=commit, dtype=dtype)


def _deplot(spec: ToolSpec, settings: WeightSettings) -> TableReader:
    return TableReader(spec, LocalModel(settings, _load_deplot), ask_deplot, read_deplot)


def _unichart(spec: ToolSpec, settings: WeightSettings) -> TableReader:
    return TableReader(spec, LocalModel(settings, _load_unichart), ask_unichart, read_unichart)


TOOLS = (
    Weighted(
        name="deplot_to_table",
        family="chart",
        group="table",
        provider="deplot",
        model="google/deplot",
        description="Turn a plot or chart into its data table with a model trained for that.",
        arguments={},
        required=(),
        result=TITLED_TABLE,
        trained_on=("chartqa", "plotqa"),
        serve=_deplot,
    ),
    Weighted(
        name="unichart_to_table",
        family="chart",
        group="table",
        provider="unichart",
        model="ahmed-masry/unichart-base-960",
        description="Turn a bar, line or pie chart into its data table with a pretrained chart model.",
        arguments={},
        required=(),
        result=TITLED_TABLE,
        trained_on=("chartqa", "plotqa"),
        serve=_unichart,
    ),
)
