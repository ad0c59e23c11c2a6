"""Where the project's files are that are no modules."""

from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def find_folder(name: str) -> Path:
    """The folder of this name: inside the package in a wheel, beside it in a checkout."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name
