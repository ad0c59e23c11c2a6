"""A passkey in software: makes keys and signs challenges as a phone does, rightly or wrongly."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers.encode_cbor import encode_cbor

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def encode(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def decode(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Authenticator:
    """One device with one passkey."""

    origin: str
    host: str
    verifies: bool = True
    count: int = 0
    counts: bool = True
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    user_handle: str = ""

    def _client_data(self, kind: str, challenge: str) -> bytes:
        data = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(data).encode()

    def _head(self, *, attested: bool = False) -> bytes:
        flags = PRESENT | (VERIFIED if self.verifies else 0) | (ATTESTED if attested else 0)
        self.count += 1 if self.counts else 0
        digest = hashlib.sha256(self.host.encode()).digest()
        return digest + bytes([flags]) + self.count.to_bytes(4, "big")

    def _public_key(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
        return encode_cbor({1: 2, 3: -7, -1: 1, -2: x, -3: y})

    def make(self, options: str, **changes: Any) -> str:
        """What the browser sends after `navigator.credentials.create`."""
        asked = json.loads(options)
        self.user_handle = asked["user"]["id"]
        head = self._head(attested=True)
        size = len(self.credential_id).to_bytes(2, "big")
        data = head + bytes(16) + size + self.credential_id + self._public_key()
        attestation = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        response = {
            "clientDataJSON": encode(self._client_data("webauthn.create", asked["challenge"])),
            "attestationObject": encode(attestation),
            "transports": ["internal", "hybrid", "carrier pigeon"],
        }
        return self._answer(response | changes)

    def sign(self, options: str, **changes: Any) -> str:
        """What the browser sends after `navigator.credentials.get`."""
        asked = json.loads(options)
        client_data = self._client_data("webauthn.get", asked["challenge"])
        head = self._head()
        signed = self.key.sign(head + hashlib.sha256(client_data).digest(), ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": encode(client_data),
            "authenticatorData": encode(head),
            "signature": encode(signed),
            "userHandle": self.user_handle or None,
        }
        return self._answer(response | changes)

    def _answer(self, response: dict[str, Any]) -> str:
        name = encode(self.credential_id)
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "response": response}
            | {"clientExtensionResults": {}, "authenticatorAttachment": "platform"}
        )
