"""How each platform signs: what we send them, and what they send us. The comparison takes constant time."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime

from standardwebhooks.webhooks import Webhook


def sorted_md5(parameters: Mapping[str, str], secret: str) -> str:
    """JD and Pinduoduo: MD5(secret + sorted name+value + secret), hex upper; values as they are sent."""
    # MD5 is what these platforms ask for; it proves nothing to us.
    return hashlib.md5(f"{secret}{_strung(parameters)}{secret}".encode(), usedforsecurity=False).hexdigest().upper()


def taobao_hmac(parameters: Mapping[str, str], secret: str) -> str:
    return hmac.new(secret.encode(), _strung(parameters).encode(), hashlib.sha256).hexdigest().upper()


def douyin_parameter_text(parameters: Mapping[str, object]) -> str:
    """Keys sorted at every depth, compact, characters raw: exactly these bytes are signed and sent."""
    return json.dumps(parameters, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def douyin_hmac(*, app_key: str, secret: str, method: str, parameter_text: str, timestamp: str) -> str:
    signed = f"{secret}app_key{app_key}method{method}param_json{parameter_text}timestamp{timestamp}v2{secret}"
    return hmac.new(secret.encode(), signed.encode(), hashlib.sha256).hexdigest()


def webhook_base64(body: bytes, secret: str) -> str:
    """What Shopify and WooCommerce put beside a webhook: base64 of HMAC-SHA256 over the raw bytes."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def is_webhook_signed(body: bytes, secret: str, signature: str) -> bool:
    return bool(secret) and hmac.compare_digest(webhook_base64(body, secret).encode(), signature.strip().encode())


def standard_webhook(*, secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """One `v1,…` signature by the Standard Webhooks specification. The secret is base64 with the prefix `whsec_`."""
    return Webhook(secret).sign(message_id, datetime.fromtimestamp(timestamp, UTC), body.decode())


def standard_webhook_signatures(*, secrets: list[str], message_id: str, timestamp: int, body: bytes) -> str:
    """Signed with every secret that is valid, so that a receiver may change over at its own time."""
    return " ".join(standard_webhook(secret=secret, message_id=message_id, timestamp=timestamp, body=body) for secret in secrets)


def _strung(parameters: Mapping[str, str]) -> str:
    """`sign` itself and empty values are left out."""
    kept = sorted((name, value) for name, value in parameters.items() if name != "sign" and value != "")
    return "".join(f"{name}{value}" for name, value in kept)
