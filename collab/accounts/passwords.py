"""Hashing of passwords with argon2id (parameters of OWASP's cheat sheet), and which are refused."""

import re
import unicodedata
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import lazy_gettext as _l

from collab.accounts.weak_words import ROWS, WEAK_WORDS

MIN_LENGTH = 12
MAX_LENGTH = 256
#: so few different characters are no secret
MIN_DIFFERENT = 5

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
#: hash of nothing anybody knows: unknown people cost as long as known ones
_decoy = _hasher.hash("there is no such person")
_LOOK_ALIKE = str.maketrans("@4301$5!7", "aaeoissit")
_WEAK = re.compile("|".join(sorted(WEAK_WORDS, key=len, reverse=True)))


def hash_password(password: str) -> str:
    """The argon2id hash to store; at most 256 characters are taken."""
    return _hasher.hash(password[:MAX_LENGTH])


def verify_password(password_hash: str | None, password: str) -> bool:
    """Whether the password fits; without a hash it takes as long and answers no."""
    try:
        _hasher.verify(password_hash or _decoy, password[:MAX_LENGTH])
    except (VerificationError, InvalidHashError):
        return False
    return bool(password_hash)


def _plain(text: str) -> str:
    """Lower case, without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in parts if not unicodedata.combining(one))


def _letters(text: str) -> str:
    return "".join(one for one in text if one.isalpha())


def _is_made_of_weak_words(plain: str) -> bool:
    """Whether nothing but at most two different words of the list is left of it."""
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
    for letters in (_letters(plain), _letters(core.translate(_LOOK_ALIKE))):
        if letters and not _WEAK.sub("", letters) and len(set(_WEAK.findall(letters))) <= 2:
            return True
    return False


def _is_row(plain: str) -> bool:
    """Whether it only goes along the keyboard, the alphabet or the numbers."""
    dense = "".join(plain.split())
    return any(dense in row * 12 or dense in row[::-1] * 12 for row in ROWS)


def _is_own_name(plain: str, own: tuple[str, ...]) -> bool:
    """Whether it is one's e-mail or name, whatever numbers and signs stand around it."""
    letters = _letters(plain)
    names = {_letters(_plain(part)) for text in own for part in (text, text.partition("@")[0])}
    return bool(letters) and any(name and not letters.replace(name, "") for name in names)


def find_fault(password: str, *own: str) -> Any:
    """Why this may not be a password, in the reader's words; None when it may.

    `own` are the e-mail and the name of whoever chooses it.
    """
    if len(password) < MIN_LENGTH:
        return _l("Please use at least %(min)d characters.", min=MIN_LENGTH)
    if len(password) > MAX_LENGTH:
        return _l("Please use at most %(max)d characters.", max=MAX_LENGTH)
    plain = _plain(password)
    if _is_own_name(plain, own):
        return _l("This is your name or e-mail. Please choose something nobody can guess.")
    if len(set(plain)) < MIN_DIFFERENT or _is_row(plain) or _is_made_of_weak_words(plain):
        return _l("Many people use this password, so it is guessed first. Please choose another.")
    return None
