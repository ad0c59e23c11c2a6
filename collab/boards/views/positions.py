"""Where something is to go among its like, as the settings of a board send it."""

from flask import request

from collab.core.errors import Invalid


def read_position() -> int:
    """The position in the form, 0 is first; Invalid when it is none."""
    text = request.form.get("position", "")
    if not text.isascii() or not text.isdigit() or len(text) > 4:
        raise Invalid
    return int(text)
