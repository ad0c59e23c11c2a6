"""Images made anew: nothing of a file that was sent but its picture stays."""

import shutil
import struct
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO, Final

from flask_babel import lazy_gettext as _l

from collab.core.child import MIB, ChildFailed, Limits, run_child
from collab.inspection.errors import Refused

#: of an image that is opened; photographs of today have up to 50 million
MAX_PIXELS: Final = 60_000_000
#: of an image that is kept, the longer side
MAX_SIDE: Final = 2560
_SCRIPT: Final = Path(__file__).with_name("picturing.py")
_LIMITS: Final = Limits(memory=1024 * MIB, seconds=15, answer=40 * MIB)
_HEAD: Final = struct.Struct("!4sII")
_MEDIA_TYPES: Final = {b"JPEG": "image/jpeg", b"PNG\0": "image/png"}


class NoImage(Refused):
    """It is no image, or one that cannot be opened here."""

    code = "no_image"
    message = _l("This is not an image that can be shown. Please use PNG, JPEG, WebP or GIF.")


@dataclass(frozen=True, slots=True)
class Reencoded:
    """A new image."""

    content: bytes
    media_type: str
    #: pixels
    width: int
    height: int


def reencode(
    file: Path | BinaryIO, *, max_pixels: int = MAX_PIXELS, max_side: int = MAX_SIDE
) -> Reencoded:
    """A new PNG or JPEG with the same picture, turned as it is meant to be seen; NoImage.

    Without place, time, camera, or anything else that was in the file, and smaller when it is
    larger than `max_side`. It is opened in a process of its own with little memory.
    """
    if isinstance(file, Path):
        return _reencode(file, max_pixels, max_side)
    with NamedTemporaryFile() as kept:
        shutil.copyfileobj(file, kept)
        kept.flush()
        return _reencode(Path(kept.name), max_pixels, max_side)


def _reencode(path: Path, max_pixels: int, max_side: int) -> Reencoded:
    numbers = (str(max_pixels), str(max_side))
    try:
        answer = run_child(_SCRIPT, str(path.absolute()), *numbers, limits=_LIMITS)
    except ChildFailed as error:
        raise NoImage from error
    kind, width, height = _HEAD.unpack_from(answer)
    return Reencoded(answer[_HEAD.size :], _MEDIA_TYPES[kind], width, height)
