"""Looking into JSON that somebody else wrote: whatever is not as expected is not there."""

from typing import Any

Object = dict[str, Any]


def text_of(one: Object, key: str) -> str:
    """The text there; a number as text; "" when it is neither."""
    found = one.get(key)
    if isinstance(found, bool):
        return ""
    return str(found) if isinstance(found, str | int) else ""


def objects_of(one: Object, key: str) -> list[Object]:
    """The objects in a list, or in an object by key; none when it is neither."""
    found = one.get(key)
    if isinstance(found, dict):
        found = list(found.values())
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def texts_of(one: Object, key: str) -> list[str]:
    """The texts in a list."""
    found = one.get(key)
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []


def place_of(one: Object, key: str) -> float:
    """A place in an order; 0 when there is none."""
    found = one.get(key)
    if isinstance(found, bool) or not isinstance(found, int | float):
        return 0.0
    return float(found) if abs(found) < 1e15 else 0.0
