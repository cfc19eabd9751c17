"""The company's signing key: ES256 for access tokens, and a key derived from it for refresh tokens. People alone holds it."""

import base64
import hashlib
import hmac
import re
from typing import Any
from uuid import UUID

import orjson
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from jose import jwk, jwt

ALGORITHM = "ES256"
REFRESH_TOKEN = re.compile(r"([0-9a-f]{32})\.([0-9]{1,9})\.([0-9a-f]{64})")


class SigningKeyUnusable(Exception):
    """The PEM is not a private key on the curve P-256."""


class SigningKey:
    """Raises SigningKeyUnusable."""

    def __init__(self, pem: bytes) -> None:
        try:
            private = serialization.load_pem_private_key(pem, password=None)
        except (ValueError, TypeError) as error:
            raise SigningKeyUnusable("DIANZHANG_SIGNING_KEY_FILE holds no private key in PEM form") from error
        if not isinstance(private, ec.EllipticCurvePrivateKey) or private.curve.name != "secp256r1":
            raise SigningKeyUnusable("DIANZHANG_SIGNING_KEY_FILE must hold a private key on the curve P-256")
        public = private.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        parts: dict[str, str] = jwk.construct(public.decode(), ALGORITHM).to_dict()
        shown = {name: parts[name] for name in ("crv", "kty", "x", "y")}
        # RFC 7638: the thumbprint is over these members, in this order, without spaces.
        self.id = base64.urlsafe_b64encode(hashlib.sha256(orjson.dumps(shown)).digest()).rstrip(b"=").decode()
        self.public = {**shown, "kid": self.id, "alg": ALGORITHM, "use": "sig"}
        # Built once: signing with text would parse it each time.
        self.signer = jwk.construct(pem.decode(), ALGORITHM)
        secret = private.private_numbers().private_value.to_bytes(32, "big")
        self.refresh_key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"dianzhang refresh tokens").derive(secret)


class SigningKeys:
    """The present key signs. During a rotation the one before is published and accepted, so that nobody is signed out."""

    def __init__(self, *, current: bytes, previous: bytes | None = None) -> None:
        self._current = SigningKey(current)
        self._all = [self._current] + ([SigningKey(previous)] if previous is not None else [])

    @property
    def key_set(self) -> dict[str, Any]:
        return {"keys": [key.public for key in self._all]}

    def sign(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, self._current.signer, algorithm=ALGORITHM, headers={"kid": self._current.id})

    def refresh_token(self, session_id: UUID, *, generation: int) -> str:
        """Made from the session and its generation by a key: the database holds nothing that could be stolen and used."""
        return _refresh_token(self._current, session_id, generation)

    def read_refresh_token(self, token: str) -> tuple[UUID, int] | None:
        """The session and generation of a token that we made; None for anything else."""
        match = REFRESH_TOKEN.fullmatch(token)
        if match is None:
            return None
        session_id, generation = UUID(match[1]), int(match[2])
        genuine = [hmac.compare_digest(_refresh_token(key, session_id, generation), token) for key in self._all]
        return (session_id, generation) if any(genuine) else None


def _refresh_token(key: SigningKey, session_id: UUID, generation: int) -> str:
    content = f"{session_id.hex}.{generation}"
    return f"{content}.{hmac.new(key.refresh_key, content.encode(), hashlib.sha256).hexdigest()}"
