"""Keeps small secrets unreadable for whoever has only the database."""

import base64
import logging

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_log = logging.getLogger(__name__)


class Sealer:
    """Seals with a key that comes from the installation's secret key."""

    def __init__(self) -> None:
        self._box: Fernet | None = None

    def use(self, secret_key: str) -> None:
        """Seal with this from now on; what was sealed with another one cannot be opened."""
        derived = HKDF(SHA256(), length=32, salt=None, info=b"collab accounts").derive(
            secret_key.encode()
        )
        self._box = Fernet(base64.urlsafe_b64encode(derived))

    def seal(self, text: str) -> str:
        """The text as it may be stored."""
        return self._ready().encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str | None:
        """The text again; None when it was sealed with another secret key."""
        try:
            return self._ready().decrypt(sealed.encode()).decode()
        except InvalidToken:
            _log.warning("a sealed secret does not open: was COLLAB_SECRET_KEY changed?")
            return None

    def _ready(self) -> Fernet:
        if self._box is None:
            raise RuntimeError("no secret key is set")
        return self._box


sealer = Sealer()
