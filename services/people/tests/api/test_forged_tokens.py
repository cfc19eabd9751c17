"""What an attacker would try on a token. Each must look like no token at all."""

import base64
import hashlib
import hmac
import json
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from jose import jwk, jwt

from services.people.tests.house import BOSS, BOSS_PASSWORD, House, MovingTime, sign_in


def b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def unsigned(claims: dict[str, Any], header: dict[str, Any]) -> str:
    return f"{b64(json.dumps(header).encode())}.{b64(json.dumps(claims).encode())}"


async def refuses(client: httpx.AsyncClient, token: str) -> bool:
    answer = await client.get("/v1/me", headers={"Authorization": f"Bearer {token}"})
    return answer.status_code == 401 and answer.json()["code"] == "not_signed_in"


@pytest.fixture
async def key(house: House) -> dict[str, Any]:
    answer = await house.client.get("/v1/jwks")
    assert answer.status_code == 200
    return answer.json()["keys"][0]


@pytest.mark.rule("ORG-8")
@pytest.mark.parametrize("algorithm", ["none", "None", "NONE"])
async def test_a_token_without_signature(house: House, key: dict[str, Any], algorithm: str) -> None:
    claims = jwt.get_unverified_claims(house.boss.token)
    for tail in (".", "", f".{house.boss.token.split('.')[2]}"):
        assert await refuses(house.client, unsigned(claims, {"alg": algorithm, "typ": "JWT", "kid": key["kid"]}) + tail)


@pytest.mark.rule("ORG-8")
async def test_a_token_signed_with_the_public_key_as_a_shared_secret(house: House, key: dict[str, Any]) -> None:
    claims = jwt.get_unverified_claims(house.boss.token)
    head = unsigned(claims, {"alg": "HS256", "typ": "JWT", "kid": key["kid"]})
    point = ec.EllipticCurvePublicNumbers(
        int.from_bytes(base64.urlsafe_b64decode(key["x"] + "=="), "big"),
        int.from_bytes(base64.urlsafe_b64decode(key["y"] + "=="), "big"),
        ec.SECP256R1(),
    ).public_key()
    pem = point.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    for secret in (pem, pem.strip(), json.dumps(key).encode()):
        assert await refuses(house.client, f"{head}.{b64(hmac.new(secret, head.encode(), hashlib.sha256).digest())}")


@pytest.mark.rule("ORG-8")
async def test_a_token_of_a_strange_key_under_our_key_id(house: House, key: dict[str, Any]) -> None:
    private = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    claims = jwt.get_unverified_claims(house.boss.token)
    assert await refuses(house.client, jwt.encode(claims, private.decode(), algorithm="ES256", headers={"kid": key["kid"]}))
    public = jwk.construct(private.decode(), "ES256").public_key().to_dict()
    own = {name: value.decode() if isinstance(value, bytes) else value for name, value in public.items()}
    assert await refuses(house.client, jwt.encode(claims, private.decode(), algorithm="ES256", headers={"jwk": own}))


@pytest.mark.rule("ORG-8")
async def test_a_token_whose_claims_were_changed(house: House) -> None:
    someone = await house.person("wang", "orders.orders.read")
    head, _, signature = someone.token.split(".")
    claims = {**jwt.get_unverified_claims(someone.token), "permissions": ["*"]}
    assert await refuses(house.client, f"{head}.{b64(json.dumps(claims).encode())}.{signature}")


@pytest.mark.rule("ORG-8")
async def test_an_expired_token(client: httpx.AsyncClient, real_time: MovingTime) -> None:
    real_time.move(minutes=-11)
    answer = await sign_in(client, BOSS, BOSS_PASSWORD)
    assert answer.status_code == 201
    assert await refuses(client, answer.json()["access_token"])


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "..", "e30.e30.e30", "9" * 5000])
async def test_what_is_no_token(client: httpx.AsyncClient, token: str) -> None:
    assert await refuses(client, token)


async def test_the_access_cookie_counts_for_nothing_but_the_live_stream(house: House) -> None:
    answer = await house.client.get("/v1/me", headers={"Cookie": f"dz_access={house.boss.token}"})
    assert answer.status_code == 401
