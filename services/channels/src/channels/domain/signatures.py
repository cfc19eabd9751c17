"""How each platform signs: what we send them, and what they send us. All comparisons take constant time."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote

from standardwebhooks.webhooks import Webhook


def taobao_md5(parameters: Mapping[str, str], secret: str) -> str:
    """MD5(secret + sorted name+value + secret), hex upper; `sign` itself and empty values are left out."""
    return _md5_upper(f"{secret}{_strung(parameters)}{secret}")


def taobao_hmac(parameters: Mapping[str, str], secret: str, *, method: str = "hmac-sha256") -> str:
    """`method` is `hmac` (HMAC-MD5) or `hmac-sha256`."""
    digest = hashlib.md5 if method == "hmac" else hashlib.sha256
    return hmac.new(secret.encode(), _strung(parameters).encode(), digest).hexdigest().upper()


def jd_md5(parameters: Mapping[str, str], secret: str) -> str:
    return _md5_upper(f"{secret}{_strung(parameters)}{secret}")


def pinduoduo_md5(parameters: Mapping[str, str], secret: str) -> str:
    """Values are given as they are sent: booleans in lower case, objects as compact JSON."""
    return _md5_upper(f"{secret}{_strung(parameters)}{secret}")


def pinduoduo_message_path(client_id: str, secret: str, timestamp_ms: int) -> str:
    digest = hashlib.md5(f"{client_id}{timestamp_ms}{secret}".encode(), usedforsecurity=False).hexdigest()
    return f"/message/{client_id}/{timestamp_ms}/{quote(base64.b64encode(digest.encode()).decode(), safe='')}"


def douyin_parameter_text(parameters: Mapping[str, object]) -> str:
    """Keys sorted at every depth, compact, characters raw: exactly these bytes are signed and sent."""
    return json.dumps(parameters, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def douyin_hmac(*, app_key: str, secret: str, method: str, parameter_text: str, timestamp: str) -> str:
    signed = f"{secret}app_key{app_key}method{method}param_json{parameter_text}timestamp{timestamp}v2{secret}"
    return hmac.new(secret.encode(), signed.encode(), hashlib.sha256).hexdigest()


def webhook_base64(body: bytes, secret: str) -> str:
    """What Shopify, WooCommerce and AfterShip put beside a webhook: base64 of HMAC-SHA256 over the raw bytes."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def is_webhook_signed(body: bytes, secret: str, signature: str) -> bool:
    return bool(secret) and _same(webhook_base64(body, secret), signature)


def kuaidi100_push(param: str, salt: str) -> str:
    return _md5_upper(f"{param}{salt}")


def is_kuaidi100_push_signed(param: str, salt: str, signature: str) -> bool:
    return bool(salt) and _same(kuaidi100_push(param, salt), signature.upper())


def is_aftership_signed(body: bytes, secret: str, signature: str) -> bool:
    return is_webhook_signed(body, secret, signature)


def standard_webhook(*, secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """One `v1,…` signature by the Standard Webhooks specification. The secret is base64 with the prefix `whsec_`."""
    return Webhook(secret).sign(message_id, datetime.fromtimestamp(timestamp, UTC), body.decode())


def standard_webhook_signatures(*, secrets: list[str], message_id: str, timestamp: int, body: bytes) -> str:
    """Signed with every secret that is valid, so that a receiver may change over at its own time."""
    return " ".join(standard_webhook(secret=secret, message_id=message_id, timestamp=timestamp, body=body) for secret in secrets)


def _strung(parameters: Mapping[str, str]) -> str:
    kept = sorted((name, value) for name, value in parameters.items() if name != "sign" and value != "")
    return "".join(f"{name}{value}" for name, value in kept)


def _md5_upper(text: str) -> str:
    # MD5 is what these platforms ask for; it proves nothing to us.
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest().upper()


def _same(ours: str, theirs: str) -> bool:
    return hmac.compare_digest(ours.encode(), theirs.strip().encode())
