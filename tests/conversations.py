"""Small conversations with real pictures, for whoever tests teachers or the ledger."""

from __future__ import annotations

import io

from PIL import Image

from schemas import (
    AnswerFormat,
    Block,
    Call,
    Determinism,
    Family,
    Message,
    NativeCall,
    Observation,
    Picture,
    Prompt,
    Reply,
    Request,
    Step,
    ToolSpec,
)

ZOOM = ToolSpec(
    name="zoom",
    family="perception",
    group="crop",
    provider="native",
    description="Show a region larger.",
    arguments_schema='{"type":"object","properties":{"bbox_2d":{"type":"array","items":{"type":"number"}}}}',
    result_schema='{"type":"object"}',
    version="1",
    weights_digest="",
    determinism=Determinism.EXACT,
)


def picture_of(colour: str) -> Picture:
    """A small PNG of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", (32, 24), colour).save(buffer, "PNG")
    return Picture.of(buffer.getvalue(), width=32, height=24, media_type="image/png")


def first_turn(
    ident: str, *, attempt: int = 0, native_tools: bool = True, picture: Picture | None = None
) -> Request:
    """A question about a picture; `[[id:...]]` is how the mock knows it."""
    picture = picture or picture_of("red")
    question = f"[[id:{ident}]] What colour is the square?"
    prompt = Prompt(
        task_id=f"chartqa-{ident}",
        dataset="chartqa",
        family=Family.CHART,
        question=question,
        context="",
        choices=(),
        answer_format=AnswerFormat.SHORT,
        pictures=(picture,),
        tools=(ZOOM,),
    )
    messages = (
        Message("system", (Block("text", "Answer from the picture."),)),
        Message("user", (Block("picture", picture=picture.sha256), Block("text", question))),
    )
    return Request(prompt, messages, (), attempt, 3, native_tools)


def next_turn(request: Request, reply: Reply) -> Request:
    """The conversation after a reply that called `zoom` and the crop it got, in the request's own dialect."""
    crop = picture_of("green")
    told = '{"picture":1}'
    call = reply.calls[0] if reply.calls else NativeCall("", "zoom", '{"bbox_2d":[0,0,9,9]}')
    if request.native_tools:
        said = Message("assistant", (Block("text", reply.text),), calls=(call,))
        seen = Message("tool", (Block("text", told),), call_id=call.id)
        shown = Message("user", (Block("picture", picture=crop.sha256),))
        added: tuple[Message, ...] = (said, seen, shown)
    else:
        said = Message("assistant", (Block("text", reply.text),))
        wrapped = Block("text", f"<tool_response>{told}</tool_response>")
        added = (said, Message("user", (wrapped, Block("picture", picture=crop.sha256))))
    step = Step("look closer", Call(call.name, call.arguments), Observation("ok", "", told, told, (crop,)))
    return Request(
        request.prompt,
        (*request.messages, *added),
        (*request.steps, step),
        request.attempt,
        request.turns_left - 1,
        request.native_tools,
    )
