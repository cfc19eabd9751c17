"""Personal data at rest and in messages: sealed with the company's data key; searched by keyed digests (rule ORD-5)."""

import base64
import hashlib
import hmac
import os

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12
DIGEST_BYTES = 16


class SealBroken(Exception):
    """The sealed text was changed, or sealed with another key."""


class Sealer:
    """AES-256-GCM with a random nonce; sealed text is `v1.<base64>`. One data key gives two: for sealing and for digests."""

    def __init__(self, data_key: str) -> None:
        key = base64.b64decode(data_key)
        if len(key) != 32:
            raise ValueError("DIANZHANG_DATA_KEY must be the base64 of 32 bytes")
        self._aead = AESGCM(_derive(key, b"seal"))
        self._digest_key = _derive(key, b"digest")

    def seal(self, content: object) -> str:
        return "v1." + base64.b64encode(self.seal_bytes(orjson.dumps(content))).decode()

    def open(self, sealed: str) -> dict[str, str]:
        """Raises SealBroken."""
        try:
            return orjson.loads(self.open_bytes(base64.b64decode(sealed.removeprefix("v1."), validate=True)))
        except ValueError as error:
            raise SealBroken from error

    def seal_bytes(self, content: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._aead.encrypt(nonce, content, None)

    def open_bytes(self, sealed: bytes) -> bytes:
        """Raises SealBroken."""
        try:
            return self._aead.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)
        except (InvalidTag, ValueError) as error:
            raise SealBroken from error

    def digest(self, text: str) -> str:
        """Equal texts give equal digests, so a column of them can be searched; without the key nothing can be tried."""
        return hmac.new(self._digest_key, text.encode(), hashlib.sha256).digest()[:DIGEST_BYTES].hex()


def _derive(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"dianzhang " + purpose).derive(key)
