"""Pictures of a request: bytes, or files of one folder, and nothing outside it."""

from __future__ import annotations

import base64
import io
import os
from pathlib import Path

import pytest
from PIL import Image

from environment.server.pictures import picture_of_bytes, picture_of_text
from environment.server.refusals import RequestError
from schemas.picture import MAX_PIXELS
from tests.builders import picture

SHOWN = picture(80, 60, "red")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with a picture in it, and one beside it."""
    folder = tmp_path / "pictures"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "a.png").write_bytes(SHOWN.data)
    (tmp_path / "outside.png").write_bytes(SHOWN.data)
    (tmp_path / "pictures-beside").mkdir()
    (tmp_path / "pictures-beside" / "b.png").write_bytes(SHOWN.data)
    os.symlink(tmp_path / "outside.png", folder / "link.png")
    return folder


def jpeg(size: tuple[int, int] = (64, 48), orientation: int | None = None) -> bytes:
    """A JPEG, whose base64 begins like a path."""
    out = io.BytesIO()
    exif = Image.Exif()
    if orientation:
        exif[274] = orientation
    Image.new("RGB", size, "green").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_data_url_and_bare_base64_give_the_very_bytes(root: Path) -> None:
    for data, kind in ((SHOWN.data, "image/png"), (jpeg(), "image/jpeg")):
        text = base64.b64encode(data).decode()
        for written in (text, f"data:image/jpeg;base64,{text}"):
            for allowed in (None, root):
                read = picture_of_text(written, allowed)
                assert (read.data, read.media_type) == (data, kind)


def test_a_path_below_the_root_is_read(root: Path) -> None:
    for path in ("inner/a.png", str(root / "inner" / "a.png"), "inner/../inner/a.png"):
        assert picture_of_text(path, root) == SHOWN


@pytest.mark.parametrize(
    "path",
    ["../outside.png", "link.png", "{root}/../outside.png", "{root}-beside/b.png", "/etc/hostname", "inner",
     "no.png", "a\0b.png", "x" * 5000, "http://127.0.0.1/a.png", "file:///etc/hostname"],
)  # fmt: skip
def test_what_lies_outside_the_root_is_refused(root: Path, path: str) -> None:
    with pytest.raises(RequestError) as refused:
        picture_of_text(path.format(root=root), root)
    assert refused.value.status == 400


@pytest.mark.parametrize("length", range(64, 72))
def test_no_path_is_read_where_no_root_is_set(root: Path, length: int) -> None:
    with pytest.raises(RequestError, match=r"set serve\.picture_root"):
        picture_of_text(str(root / "inner" / "a.png"), None)
    with pytest.raises(RequestError, match=r"set serve\.picture_root"):
        picture_of_text("folder/a.png".rjust(length, "x"), None)


def test_what_is_no_picture_or_turned_or_too_large_is_refused() -> None:
    with pytest.raises(RequestError, match="none that can be read"):
        picture_of_bytes(b"GIF89a, not really")
    with pytest.raises(RequestError, match="rotated by its EXIF tag"):
        picture_of_bytes(jpeg(orientation=6))
    side = int(MAX_PIXELS**0.5) + 1
    large = io.BytesIO()
    Image.new("1", (side, side)).save(large, "PNG")
    with pytest.raises(RequestError, match="at most 40000000"):
        picture_of_bytes(large.getvalue())
