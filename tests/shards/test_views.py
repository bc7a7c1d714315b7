"""Both views say the same, and only pictures are placeholders."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from schemas import Block, Message
from shards.views import PLACEHOLDER, block_messages, escaped, text_messages, unescaped

tricky = st.text(alphabet=st.sampled_from("<> imagevdo\n"), max_size=12) | st.sampled_from(
    ["<image>", "< image>", "<  video>", "a<audio>b", "<ima", "ge>", "<"]
)
blocks = st.one_of(tricky.map(lambda t: Block("text", t)), st.just(Block("picture", picture="0" * 64)))
turns = st.lists(blocks, max_size=6).map(lambda content: Message("user", tuple(content)))


@given(st.lists(tricky, max_size=4).map("".join))
def test_escaping_hides_every_placeholder_and_can_be_undone(text: str) -> None:
    assert not re.search("<(image|video|audio)>", escaped(text))
    assert unescaped(escaped(text)) == text


@given(st.lists(turns, max_size=5))
def test_both_views_hold_the_same_turns_the_same_text_and_every_picture(messages: list[Message]) -> None:
    views = list(zip(messages, block_messages(messages), text_messages(messages), strict=True))
    for message, view, text in views:
        assert message.role == view.role == text.role
        pieces = [b.text if b.type == "text" else PLACEHOLDER for b in view.content]
        assert pieces == ([p for p in re.split("(<image>)", text.content) if p] or [""])
        pictures = [b for b in message.content if b.kind == "picture"]
        assert pieces.count(PLACEHOLDER) == len(pictures) == text.content.count("<image>")
        said = "".join(b.text for b in message.content if b.kind == "text")
        if not pictures:
            assert unescaped(text.content) == said


def test_a_literal_placeholder_split_over_two_texts_is_still_no_picture() -> None:
    (view,) = text_messages([Message("user", (Block("text", "<ima"), Block("text", "ge>")))])
    assert view.content == "< image>"
