"""What people are called where others read it."""

from flask_babel import lazy_gettext as _l

FORMER_MEMBER = _l("Former member")


def shown_name(name: str) -> str:
    """The name as others read it; whose account was erased is a former member to everybody.

    In the reader's language, so never to be stored.
    """
    return name or str(FORMER_MEMBER)
