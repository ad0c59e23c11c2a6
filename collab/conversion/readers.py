"""A child process: reads a file that a stranger sent as the text of a page.

Run by collab.conversion.opening, never imported by the server.
"""

import json
import sys
from base64 import b64encode
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from collab.conversion.reading.texts import read_text
from collab.conversion.results import Format, TooLong
from collab.core.confined import limit_self


def find_beside(paths: list[str], address: str) -> bytes | None:
    """The bytes of the picture of this name among `paths`, "name", "path", "name" …"""
    name = PurePosixPath(unquote(urlsplit(address).path).replace("\\", "/")).name.casefold()
    for known, path in zip(paths[::2], paths[1::2], strict=True):
        if name and known.casefold() == name:
            return Path(path).read_bytes()
    return None


def read(kind: str, path: str, beside: list[str]) -> dict[str, Any]:
    """What the file says, as JSON has it."""
    try:
        made = read_text(Path(path), Format(kind), lambda address: find_beside(beside, address))
    except TooLong:
        return {"failure": "too_long"}
    return {
        "content": made.content,
        "images": {key: b64encode(each).decode() for key, each in made.images.items()},
        "losses": dict(made.losses),
        "title": made.title,
        "language": made.language,
    }


def main() -> None:
    """Write it to the standard output."""
    kind, path, *beside = limit_self()
    json.dump(read(kind, path, beside), sys.stdout)


if __name__ == "__main__":
    main()
