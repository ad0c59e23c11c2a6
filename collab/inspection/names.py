"""Names of files as people and programs give them, made safe to show and to save under."""

import unicodedata
from pathlib import PurePosixPath
from typing import Final

from collab.core.fields import clean_line

MAX_NAME: Final = 200
_MAX_ENDING: Final = 20
#: no system of our readers takes them in the name of a file
_NOT_IN_NAMES: Final = frozenset('<>:"|?*')
#: Windows takes them for devices, whatever follows the dot
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{kind}{n}" for kind in ("com", "lpt") for n in range(1, 10)}
)


def clean_name(name: str) -> str:
    """The name without folders and letters that hide what it is; never empty, never too long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    line = clean_line(unicodedata.normalize("NFC", last))
    letters = (one for one in line if unicodedata.category(one) != "Cf")
    clean = "".join("_" if one in _NOT_IN_NAMES else one for one in letters).strip(" .")
    if not clean:
        return "file"
    if clean.partition(".")[0].strip().casefold() in _DEVICES:
        clean = f"_{clean}"
    return _shortened(clean)


def _shortened(clean: str) -> str:
    if len(clean) <= MAX_NAME:
        return clean
    ending = PurePosixPath(clean).suffix[:_MAX_ENDING]
    return clean[: MAX_NAME - len(ending)].rstrip(" .") + ending


def ending_of(name: str) -> str:
    """What follows the last dot, small letters, without the dot; empty when there is none."""
    return PurePosixPath(name).suffix[1:].casefold()
