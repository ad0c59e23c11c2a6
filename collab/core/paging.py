"""Which page of a list was asked for."""

from flask import request

LAST = 10_000


def page_number(name: str = "page") -> int:
    """The page that the address names, counted from 1; nonsense is the first one."""
    text = request.args.get(name, "1")[:6]
    return min(max(int(text), 1), LAST) if text.isascii() and text.isdigit() else 1
