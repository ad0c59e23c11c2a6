"""Images that people upload: made small and anew, whatever was in the file."""

import io
import struct
import zlib

import pytest
from PIL import Image
from PIL.ExifTags import Base as Tags

from collab.core.errors import Invalid
from collab.foundings.service.emblems import EDGE, MOST_BYTES, shrink


def as_file(image: Image.Image, form: str = "PNG", **options) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def read(png: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(png))
    image.load()
    return image


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_an_image_becomes_a_small_png(form) -> None:
    image = read(shrink(as_file(Image.new("RGB", (800, 400), "navy"), form)))
    assert image.format == "PNG"
    assert image.size == (EDGE, EDGE // 2)


def test_a_small_image_is_not_blown_up_and_stays_see_through() -> None:
    image = read(shrink(as_file(Image.new("RGBA", (20, 30), (255, 0, 0, 0)))))
    assert image.size == (20, 30)
    assert image.getpixel((1, 1))[3] == 0


def test_nothing_else_in_the_file_is_kept() -> None:
    photo = Image.new("RGB", (60, 40), "navy")
    exif = Image.Exif()
    exif[Tags.Artist] = "Secret Person"
    exif[Tags.Orientation] = 6
    made = shrink(as_file(photo, "JPEG", exif=exif, comment=b"Secret Person"))
    assert b"Secret" not in made
    assert read(made).size == (40, 60)  # turned as the camera was held
    assert not read(made).getexif()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is huge."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("uploaded", "words"),
    [
        (b"", "choose a file"),
        (b"x" * (MOST_BYTES + 1), "too large"),
        (b"no image at all", "cannot be read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "cannot be read"),
        (as_file(Image.new("RGB", (9, 9)), "GIF"), "cannot be read"),
        (as_file(Image.new("RGB", (90, 90)))[:60], "cannot be read"),
        (bomb(30_000, 30_000), "image"),
        (bomb(5_000, 5_000), "image is too large"),
        (bomb(100, 100), "cannot be read"),
    ],
)
def test_what_is_no_emblem_is_refused_in_plain_words(uploaded, words) -> None:
    with pytest.raises(Invalid) as refusal:
        shrink(uploaded)
    assert words in str(refusal.value.fields["emblem"])
