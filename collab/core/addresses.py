"""Addresses that work outside of this site's own pages, such as in mails."""

_base = ["http://127.0.0.1:8000"]


def set_base(url: str) -> None:
    """Say under which address people reach this installation."""
    _base[0] = url.rstrip("/")


def public_url(path: str) -> str:
    """The whole address of a path of this site; never taken from what a browser sent."""
    return f"{_base[0]}{path}"
