"""Every tool that needs a server, at one server on the loopback that answers as a test wants it to."""

from __future__ import annotations

import contextlib
import io
import json
import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from PIL import Image

from environment.providers.settings import ProviderSettings
from environment.registry import SERVED
from environment.tool import Tool
from tests.endpoint import Answer, completion, endpoint

Answering: TypeAlias = Callable[[str, bytes], Answer]
"""The provider that is asked and the request's body: status and body of the reply."""

CDL = "construction_cdl: Shape(AB,BC,CA)\nimage_cdl: Equal(LengthOfLine(AB),5)"
ELEMENT = {
    "chartdet": ("plot_area", "legend_patch", "bar"),
    "chartocr": ("InnerPlotArea", "line", "text"),
    "easyocr": ("text",),
}


@contextlib.contextmanager
def served_tools(answering: Answering, timeout_s: float = 5.0) -> Iterator[Mapping[str, Tool]]:
    """Yield every served tool by name; each provider has an address of its own at one server."""

    def handle(method: str, path: str, sent: bytes) -> Answer:
        provider = path.split("/")[2]
        assert path in (f"/v1/{provider}/chat/completions", f"/v1/{provider}/detect")
        return answering(provider, sent)

    with endpoint(handle) as url:
        yield {
            name: known.served(ProviderSettings(f"{url}/{known.provider}", name, timeout_s=timeout_s))
            for name, known in SERVED.items()
        }


def right(provider: str, sent: bytes) -> Answer:
    """Answer as the provider's contract has it, the same to the same request."""
    return 200, seen(provider, sent) if provider in ELEMENT else completion(said(sent))


def said(sent: bytes) -> str:
    """What a model says to a request; the name it is asked under is the tool's."""
    name = json.loads(sent)["model"]
    if name == "chartmoe_extract_data":
        return '{"series": [{"name": "a", "values": [1, 2]}]}'
    if name == "chartmoe_to_table":
        return "| Year | Sales |\n|---|---|\n| 2010 | 3 |"
    return CDL if name in ("diagram_formalizer", "image_cdl") else "Sales rose."


def seen(provider: str, sent: bytes) -> bytes:
    """What a detector sees in a picture, whatever the picture is: one element of a few classes."""
    with Image.open(io.BytesIO(sent)) as image:
        width, height = image.size
    box = [0, 0, width, height]
    elements: list[dict[str, Any]] = [
        {"class": kind, "box": box, "score": 0.9, "text": "2010", "points": [[0, 0], [width, height]]}
        for kind in ELEMENT[provider]
    ]
    return json.dumps({"width": width, "height": height, "elements": elements}).encode()


class Fickle:
    """Answers right half of the time, and else with what never may become a result."""

    def __init__(self, draw: random.Random) -> None:
        self.was_right: bool | None = None
        """Of the last answer; None until one is given."""
        self._draw = draw

    def __call__(self, provider: str, sent: bytes) -> Answer:
        """Answer a provider's request."""
        status, body = right(provider, sent)
        self.was_right = self._draw.random() < 0.5
        if self.was_right:
            return status, body
        if self._draw.random() < 0.2:
            return self._draw.choice([401, 404, 429, 500]), body
        spoil = spoil_elements if provider in ELEMENT else spoil_completion
        return status, spoil(body, self._draw)


def spoil_completion(body: bytes, draw: random.Random) -> bytes:
    """Return a reply that is no completion, or one that says nothing."""
    cut = json.loads(body)
    cut["choices"][0]["finish_reason"] = "length"
    return draw.choice(
        [
            b"",
            b"<html>busy</html>",
            b"{}",
            b"[" * 100_000,
            body[: draw.randrange(len(body) - 1)],
            completion(" "),
            completion("I'm sorry, but I can't help with that."),
            json.dumps(cut).encode(),
        ]
    )


def spoil_elements(body: bytes, draw: random.Random) -> bytes:
    """Return a reply that breaks the detectors' contract in one place."""
    reply = json.loads(body)
    element = draw.choice(reply["elements"])
    kind = draw.randrange(8)
    if kind == 0:
        return body[: draw.randrange(len(body) - 1)]
    if kind == 1:
        return body.replace(
            b"0.9", draw.choice([b"NaN", b"-Infinity", b"1e999", b"-1", b'"0.9"', b"null"]), 1
        )
    if kind == 2:
        reply[draw.choice(["width", "height"])] += 1
    elif kind == 3:
        element["box"][draw.randrange(4)] = draw.choice([-1, 10**30, 1e300, None, "0", []])
    elif kind == 4:
        element["points"][0] = draw.choice([[-1, 0], [10**30, 0], [0], [0, 0, 0], "0", None])
    elif kind == 5:
        del element[draw.choice(["class", "box", "score"])]
    elif kind == 6:
        element["class"] = draw.choice(["dragon", "", 7, None])
    else:
        reply = draw.choice([reply["elements"], {}, {**reply, "elements": None}, {**reply, "more": 1}])
    return json.dumps(reply).encode()
