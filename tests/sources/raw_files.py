"""How the tests make raw files."""

from __future__ import annotations

import io
import json
from pathlib import Path

from PIL import Image

from schemas import Json


def encoded(
    color: tuple[int, int, int] = (200, 30, 30), size: tuple[int, int] = (32, 24), kind: str = "PNG"
) -> bytes:
    """A small picture of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", size, color).save(buffer, kind)
    return buffer.getvalue()


def write(path: Path, content: bytes | Json) -> Path:
    """Write bytes as they are and anything else as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path
