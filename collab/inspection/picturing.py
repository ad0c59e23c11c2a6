"""A child process: makes a new image out of one that a stranger sent.

Run by collab.inspection.images, never imported by the server.
"""

import io
import struct
import sys
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps

from collab.core.confined import limit_self

#: what is opened at all
_TAKEN: Final = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
#: exit code: too many pixels
TOO_LARGE: Final = 3
_MAX_SIDE: Final = 2**14


def remake(path: Path, most: int, side: int) -> tuple[str, bytes, tuple[int, int]]:
    """Format, bytes and size of a new image without anything but the picture itself.

    Turned as it is meant to be seen, not wider or higher than `side`; SystemExit(TOO_LARGE).
    """
    with Image.open(path, formats=_TAKEN) as given:
        if given.width * given.height > most or max(given.size) > 4 * _MAX_SIDE:
            raise SystemExit(TOO_LARGE)
        given.draft("RGB", (side, side))
        given.thumbnail((side, side))
        turned = ImageOps.exif_transpose(given)
        is_photo = given.format == "JPEG"
    picture = turned.convert("RGB" if is_photo or not _is_clear(turned) else "RGBA")
    picture.info.clear()
    sink = io.BytesIO()
    if is_photo:
        picture.save(sink, "JPEG", quality=85, optimize=True)
    else:
        picture.save(sink, "PNG", optimize=False)
    return ("JPEG" if is_photo else "PNG"), sink.getvalue(), picture.size


def _is_clear(image: Image.Image) -> bool:
    """Whether something shines through."""
    return image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info


def main() -> None:
    """Write format, width, height and bytes of the new image."""
    path, most, side = limit_self()
    Image.MAX_IMAGE_PIXELS = None  # counted here, with an answer that says so
    kind, content, (width, height) = remake(Path(path), int(most), int(side))
    sys.stdout.buffer.write(struct.pack("!4sII", kind.encode(), width, height) + content)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
