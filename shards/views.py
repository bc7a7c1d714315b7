"""The two views of one conversation, and its pictures: blocks for TRL, strings with `<image>` for the rest.

A literal placeholder in a question or in recognised text must not become a picture: `<image>` is written
`< image>` in rows, and what already has blanks there gets one more, so that `unescaped` restores any text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from schemas import Block, BlockMessage, Message, Picture, RowImage, TextBlock, TextMessage

PLACEHOLDER = "<image>"
_LITERAL = re.compile(r"<( *)(image|video|audio)>")
_ESCAPED = re.compile(r"< ( *)(image|video|audio)>")

EXTENSIONS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "image/gif": "gif",
    "image/bmp": "bmp",
    "image/tiff": "tiff",
}


def escaped(text: str) -> str:
    """Return text in which no trainer finds a placeholder; `unescaped` is its inverse."""
    return _LITERAL.sub(r"< \1\2>", text)


def unescaped(text: str) -> str:
    """Return the text as it was before `escaped`."""
    return _ESCAPED.sub(r"<\1\2>", text)


def block_messages(messages: Sequence[Message]) -> tuple[BlockMessage, ...]:
    """Return the turns as blocks of exactly `type` and `text`, adjoining texts joined."""
    return tuple(BlockMessage(m.role, _blocks(m.content)) for m in messages)


def text_messages(messages: Sequence[Message]) -> tuple[TextMessage, ...]:
    """Return the same turns as strings with `<image>` where a picture stands."""
    return tuple(
        TextMessage(m.role, "".join(PLACEHOLDER if b.text is None else b.text for b in m.content))
        for m in block_messages(messages)
    )


def row_images(pictures: Sequence[Picture]) -> tuple[RowImage, ...]:
    """Return pictures as rows hold them: the very bytes, and `<sha256>.<ext>` for a path."""
    return tuple(RowImage(p.data, f"{p.sha256}.{EXTENSIONS[p.media_type]}") for p in pictures)


def _blocks(content: Sequence[Block]) -> tuple[TextBlock, ...]:
    blocks: list[TextBlock] = []
    pending: list[str] = []
    for block in content:
        if block.kind == "text":
            pending.append(block.text)
            continue
        blocks += _text("".join(pending))
        pending.clear()
        blocks.append(TextBlock("image", None))
    blocks += _text("".join(pending))
    return tuple(blocks) or (TextBlock("text", ""),)


def _text(text: str) -> list[TextBlock]:
    return [TextBlock("text", escaped(text))] if text else []
