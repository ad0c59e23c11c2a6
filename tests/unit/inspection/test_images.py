import io
from pathlib import Path

import pytest
from PIL import Image

from collab.inspection.images import NoImage, reencode
from tests import hostile

TURNED = 0x0112
PLACE = 0x8825


def jpeg_of_a_telephone() -> bytes:
    """Wide as the sensor saw it, to be turned upright, with the place where it was taken."""
    exif = Image.Exif()
    exif[TURNED] = 6
    exif[PLACE] = {1: "N", 2: (41.0, 23.0, 0.0)}
    sink = io.BytesIO()
    image = Image.new("RGB", (60, 30), "blue")
    image.putpixel((0, 0), (255, 0, 0))
    image.save(sink, "JPEG", exif=exif, comment=b"secret", quality=95)
    return sink.getvalue()


def test_photographs_are_turned_and_forget_where_they_were_taken() -> None:
    made = reencode(io.BytesIO(jpeg_of_a_telephone()))
    assert (made.media_type, made.width, made.height) == ("image/jpeg", 30, 60)
    assert b"Exif" not in made.content
    assert b"secret" not in made.content
    assert Image.open(io.BytesIO(made.content)).size == (30, 60)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "BMP", "TIFF"])
def test_other_images_become_png(kind: str) -> None:
    made = reencode(io.BytesIO(hostile.image(kind)))
    assert (made.media_type, made.width, made.height) == ("image/png", 8, 8)
    assert Image.open(io.BytesIO(made.content)).format == "PNG"


def test_what_shines_through_still_does() -> None:
    sink = io.BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(sink, "PNG")
    made = reencode(io.BytesIO(sink.getvalue()))
    assert Image.open(io.BytesIO(made.content)).getpixel((0, 0)) == (255, 0, 0, 0)


def test_large_images_get_smaller(tmp_path: Path) -> None:
    path = tmp_path / "image"
    Image.new("RGB", (400, 100)).save(path, "PNG")
    made = reencode(path, max_side=100)
    assert (made.width, made.height) == (100, 25)


def test_an_image_of_too_many_pixels_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "image"
    Image.new("1", (400, 100)).save(path, "PNG")
    with pytest.raises(NoImage):
        reencode(path, max_pixels=39_999)


@pytest.mark.parametrize(
    "content", [b"", hostile.SVG.encode(), hostile.PAGE.encode(), hostile.image()[:-30]]
)
def test_what_is_no_image_is_refused(content: bytes) -> None:
    with pytest.raises(NoImage):
        reencode(io.BytesIO(content))


def test_what_was_behind_an_image_is_gone() -> None:
    made = reencode(io.BytesIO(hostile.image() + b"<script>alert(1)</script>"))
    assert b"script" not in made.content
