"""Hashing of passwords with argon2id (parameters of OWASP's password storage cheat sheet)."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_LENGTH = 12
MAX_LENGTH = 128

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
#: hash of nothing anybody knows: unknown people cost as long as known ones
_decoy = _hasher.hash("there is no such person")


def hash_password(password: str) -> str:
    """The argon2id hash to store; at most 128 characters are taken."""
    return _hasher.hash(password[:MAX_LENGTH])


def verify_password(password_hash: str | None, password: str) -> bool:
    """Whether the password fits; without a hash it takes as long and answers no."""
    try:
        _hasher.verify(password_hash or _decoy, password[:MAX_LENGTH])
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None
