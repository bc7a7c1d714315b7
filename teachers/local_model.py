"""A vision-language model in this process: a batch of requests in, a reply or a reason for each out.

Imports torch, so it is imported only where a model is run.
"""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Sequence
from typing import Any

import torch
from PIL import Image
from transformers import (
    AutoModelForImageTextToText,
    GenerationConfig,
    LogitsProcessorList,
    RepetitionPenaltyLogitsProcessor,
    StoppingCriteriaList,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)

from schemas import Message, Picture, Reply, Request
from teachers.local_processor import load_processor
from teachers.sampling import Sampling, draw_seed
from teachers.teacher import TeacherError, TeacherRefusedError

OPENED = "<think>"
"""What the chat templates of some thinking models begin the assistant's turn with."""


class LocalModel:
    """Loaded weights and their processor; used by one thread at a time."""

    def __init__(
        self, model: str, revision: str, device: str, dtype: str, sampling: Sampling, stop: threading.Event
    ) -> None:
        """Load a folder or a repository of the hub; raises TeacherRefusedError saying why it cannot be.

        Once `stop` is set, what is being generated ends at its next token and its replies are lost.
        """
        commit = revision or None
        try:
            self._processor = load_processor(model, commit)
            loaded = AutoModelForImageTextToText.from_pretrained(model, revision=commit, dtype=dtype)
            self._model = loaded.to(_device(device)).eval()
        except TeacherRefusedError:
            raise
        except Exception as fault:  # the library raises what it will
            raise TeacherRefusedError(f"{model}: cannot be loaded ({fault})") from fault
        self._sampling = sampling
        self._stop = stop
        tokenizer = self._processor.tokenizer
        self._ends = _ends(self._model.generation_config.eos_token_id, tokenizer.eos_token_id)
        pad = self._ends[0] if tokenizer.pad_token_id is None else tokenizer.pad_token_id
        tokenizer.pad_token_id = pad
        # The model's own recommendations would be filled in for whatever is not set here.
        self._model.generation_config = GenerationConfig(
            do_sample=False, eos_token_id=self._ends, pad_token_id=pad
        )
        self._context = getattr(self._model.config.get_text_config(), "max_position_embeddings", None)

    def generate(self, requests: Sequence[Request]) -> list[Reply | TeacherError]:
        """Return one outcome for each request, in their order.

        A batch that fails as a whole is halved, so that a request the model cannot take, or too little
        memory, costs no other its reply.
        """
        try:
            return list(self._together(requests))
        except Exception as fault:  # the processor and the model raise what they will
            reason = f"{type(fault).__name__}: {fault}"
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
        if len(requests) == 1:
            return [TeacherRefusedError(f"the local model cannot take this request ({reason})")]
        half = len(requests) // 2
        return [*self.generate(requests[:half]), *self.generate(requests[half:])]

    def _together(self, requests: Sequence[Request]) -> list[Reply]:
        began = time.monotonic()
        inputs = self._processor.apply_chat_template(
            [conversation(request) for request in requests],
            add_generation_prompt=True,
            tokenize=True,
            return_dict=True,
            return_tensors="pt",
            sanitize_control_tokens=True,
            processor_kwargs={"padding": True},
        ).to(self._model.device, dtype=self._model.dtype)
        prompts = inputs["attention_mask"].sum(dim=1).tolist()
        with torch.inference_mode():
            output = self._model.generate(
                **inputs,
                max_new_tokens=self._room(prompts),
                logits_processor=self._drawing(requests),
                stopping_criteria=StoppingCriteriaList([self._stopped]),
            )
        if self._stop.is_set():
            raise RuntimeError("the teacher was closed")
        opened = self._processor.tokenizer.decode(inputs["input_ids"][0, -8:]).rstrip().endswith(OPENED)
        drawn = output[:, inputs["input_ids"].shape[1] :].tolist()
        seconds = time.monotonic() - began
        pairs = zip(drawn, prompts, strict=True)
        return [self._reply(tokens, prompt, opened, seconds) for tokens, prompt in pairs]

    def _room(self, prompts: Sequence[int]) -> int:
        """Return how many tokens the replies may have; raises ValueError where a prompt leaves none."""
        wanted = self._sampling.max_tokens
        if self._context is None or max(prompts) + wanted <= self._context:
            return wanted
        if len(prompts) > 1:
            # One long prompt must not shorten its neighbours' replies.
            raise ValueError("a prompt of this batch leaves less room than max_tokens")
        if prompts[0] >= self._context:
            raise ValueError(f"the prompt has {prompts[0]} tokens, the model holds {self._context}")
        return int(self._context - prompts[0])

    def _drawing(self, requests: Sequence[Request]) -> LogitsProcessorList:
        sampling, steps = self._sampling, LogitsProcessorList()
        if sampling.repetition_penalty != 1:
            steps.append(RepetitionPenaltyLogitsProcessor(sampling.repetition_penalty))
        if sampling.temperature == 0:
            return steps
        if sampling.temperature != 1:
            steps.append(TemperatureLogitsWarper(sampling.temperature))
        if sampling.top_k:
            steps.append(TopKLogitsWarper(sampling.top_k))
        if sampling.top_p < 1:
            steps.append(TopPLogitsWarper(sampling.top_p))
        seeds = [draw_seed(sampling.seed, request) for request in requests]
        steps.append(_Draws(seeds, self._model.device))
        return steps

    def _stopped(self, tokens: torch.Tensor, scores: torch.Tensor, **_: object) -> torch.Tensor:
        return torch.full((tokens.shape[0],), self._stop.is_set(), device=tokens.device)

    def _reply(self, tokens: list[int], prompt: int, opened: bool, seconds: float) -> Reply:
        end = next((n for n, token in enumerate(tokens) if token in self._ends), None)
        text = self._processor.tokenizer.decode(tokens[:end], skip_special_tokens=True)
        return Reply(
            text=f"{OPENED}{text}" if opened else text,
            finish="length" if end is None else "stop",
            prompt_tokens=prompt,
            completion_tokens=len(tokens) if end is None else end + 1,
            cost_usd=0.0,
            seconds=seconds,
        )


class _Draws:
    """Makes the likeliest token a draw, each row from a generator of its own.

    The largest of log-probability plus Gumbel noise is a draw from the distribution (Gumbel-max), and with a
    generator a row a reply does not depend on who shares its batch, as it would with one for all.
    """

    def __init__(self, seeds: Sequence[int], device: torch.device) -> None:
        self._generators = [torch.Generator(device).manual_seed(seed) for seed in seeds]

    def __call__(self, tokens: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        scores = scores.float()
        noise = torch.stack(
            [torch.empty_like(scores[0]).exponential_(generator=own) for own in self._generators]
        )
        return scores - noise.clamp_min(torch.finfo(noise.dtype).tiny).log()


def conversation(request: Request) -> list[dict[str, Any]]:
    """Return a request's messages as chat templates take them, each picture in its place as RGB."""
    made = [p for step in request.steps if step.observation for p in step.observation.pictures]
    pictures = {picture.sha256: picture for picture in (*request.prompt.pictures, *made)}
    return [_message(message, pictures) for message in request.messages]


def _message(message: Message, pictures: dict[str, Picture]) -> dict[str, Any]:
    content: list[dict[str, Any]] = []
    for block in message.content:
        if block.kind == "text":
            content.append({"type": "text", "text": block.text})
        else:
            image = Image.open(io.BytesIO(pictures[block.picture].data)).convert("RGB")
            content.append({"type": "image", "image": image})
    return {"role": message.role, "content": content}


def _device(wanted: str) -> str:
    if wanted != "auto":
        return wanted
    return "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"


def _ends(*given: int | list[int] | None) -> list[int]:
    """Return every token that ends a turn, by the model's word or the tokenizer's."""
    found: list[int] = []
    for ids in given:
        found += [] if ids is None else ids if isinstance(ids, list) else [ids]
    if not found:
        raise ValueError("neither the model nor its tokenizer names a token that ends a turn")
    return list(dict.fromkeys(found))
