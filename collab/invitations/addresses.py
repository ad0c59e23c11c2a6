"""E-mail addresses: which ones can be invited, and how much of one a stranger may read."""

from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

MAX_ADDRESS = 254


@lru_cache(maxsize=20_000)  # a list of thousands is looked at again with each correction
def parse_address(text: str) -> str | None:
    """The address in lower case; None when it is none."""
    plain = text.strip()
    if not plain or len(plain) > MAX_ADDRESS:
        return None
    try:
        found = validate_email(plain, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return None
    return found if len(found) <= MAX_ADDRESS else None


def _first(text: str) -> str:
    return f"{text[0]}…" if len(text) > 1 else "…"


def mask_address(email: str) -> str:
    """`a…@r….eu`: enough to recognise one's own address, too little to learn one."""
    local, _at, domain = email.rpartition("@")
    name, dot, end = domain.rpartition(".")
    return f"{_first(local)}@{_first(name)}{dot}{end}"
