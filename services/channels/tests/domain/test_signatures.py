import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime

import pytest
from standardwebhooks.webhooks import Webhook

from channels.domain import signatures
from services.channels.tests.domain.samples import sample

BODY = '{"id":820982911946154508,"name":"中文"}'.encode()


def vector(scheme: str) -> dict[str, object]:
    return next(v for v in json.loads(sample("signatures/published_vectors.json"))["vectors"] if v["scheme"] == scheme)


def test_jd_and_pinduoduo_sign_as_published() -> None:
    found = vector("jd_jos_md5")
    parameters, secret = found["params"], found["secret"]
    assert isinstance(parameters, dict)
    assert signatures.sorted_md5(parameters, str(secret)) == found["expected"]
    assert signatures.sorted_md5({**parameters, "sign": "x"}, str(secret)) == found["expected"], "the signature itself is not signed"


def test_douyin_signs_as_published() -> None:
    found = vector("douyin_hmac_sha256")
    parameters = found["param"]
    assert isinstance(parameters, dict)
    text = signatures.douyin_parameter_text(parameters)
    assert text == '{"a":"中文","z":{"a":1,"b":2}}'
    signed = signatures.douyin_hmac(
        app_key=str(found["app_key"]),
        secret=str(found["app_secret"]),
        method=str(found["method"]),
        parameter_text=text,
        timestamp=str(found["timestamp"]),
    )
    assert signed == found["expected"]


def test_standard_webhooks_are_signed_as_published() -> None:
    found = vector("standard_webhooks_v1")
    signed = signatures.standard_webhook(
        secret=str(found["secret"]),
        message_id=str(found["msg_id"]),
        timestamp=int(str(found["timestamp"])),
        body=str(found["body"]).encode(),
    )
    assert signed == found["expected"]


def test_taobao_signs_what_is_told_and_not_the_signature() -> None:
    parameters = {"b": "2", "a": "1", "sign": "old", "empty": ""}
    assert signatures.taobao_hmac(parameters, "s") == hmac.new(b"s", b"a1b2", hashlib.sha256).hexdigest().upper()


def test_a_webhook_is_verified_over_its_raw_bytes() -> None:
    good = base64.b64encode(hmac.new(b"secret", BODY, hashlib.sha256).digest()).decode()
    assert signatures.is_webhook_signed(BODY, "secret", good)
    assert not signatures.is_webhook_signed(BODY + b" ", "secret", good)
    assert not signatures.is_webhook_signed(BODY, "other", good)


@pytest.mark.parametrize("signature", ["", "x", "ÿ", "签名"])
def test_any_text_may_stand_where_the_signature_should(signature: str) -> None:
    assert not signatures.is_webhook_signed(BODY, "secret", signature)


def test_without_a_secret_nothing_is_signed() -> None:
    assert not signatures.is_webhook_signed(BODY, "", signatures.webhook_base64(BODY, ""))


def test_during_a_rotation_either_secret_verifies() -> None:
    old, new = ("whsec_" + base64.b64encode(bytes([n]) * 24).decode() for n in (1, 2))
    now = int(datetime.now(UTC).timestamp())
    signed = signatures.standard_webhook_signatures(secrets=[new, old], message_id="msg_1", timestamp=now, body=BODY)
    headers = {"webhook-id": "msg_1", "webhook-timestamp": str(now), "webhook-signature": signed}
    for secret in (old, new):
        assert Webhook(secret).verify(BODY.decode(), headers)
