import base64
import hashlib
import json
from pathlib import Path

import httpx
import pytest

from chassis.testing import TestDatabase, running
from people.domain.signing import SigningKeys, SigningKeyUnusable
from people.domain.standard_roles import STANDARD_ROLES
from people.main import build
from people.settings import Settings
from services.people.tests.conftest import make_pem
from services.people.tests.house import BOSS, BOSS_PASSWORD, House, refresh


async def test_the_key_is_published_under_its_thumbprint(client: httpx.AsyncClient) -> None:
    (key,) = (await client.get("/v1/jwks")).json()["keys"]
    members = {name: key[name] for name in ("crv", "kty", "x", "y")}
    print_of = hashlib.sha256(json.dumps(members, separators=(",", ":")).encode()).digest()
    assert key["kid"] == base64.urlsafe_b64encode(print_of).rstrip(b"=").decode()
    assert (key["kty"], key["crv"], key["alg"], key["use"]) == ("EC", "P-256", "ES256", "sig")
    assert "d" not in key


async def test_a_new_key_signs_nobody_out(database: TestDatabase, settings: Settings, tmp_path: Path) -> None:
    database.empty()
    async with running(build(settings)) as client:
        before = (await House(client).open()).boss
    newer = tmp_path / "newer.pem"
    newer.write_bytes(make_pem())
    rotated = settings.model_copy(update={"signing_key_file": newer, "previous_signing_key_file": settings.signing_key_file})
    async with running(build(rotated)) as client:
        keys = (await client.get("/v1/jwks")).json()["keys"]
        assert len({key["kid"] for key in keys}) == 2
        assert (await client.get("/v1/me", headers={"Authorization": f"Bearer {before.token}"})).status_code == 200
        answer = await refresh(client, before.cookie)
        assert answer.status_code == 200
        assert (await client.get("/v1/me", headers={"Authorization": f"Bearer {answer.json()['access_token']}"})).status_code == 200
    finished = rotated.model_copy(update={"previous_signing_key_file": None})
    async with running(build(finished)) as client:
        assert (await client.get("/v1/me", headers={"Authorization": f"Bearer {before.token}"})).status_code == 401


async def test_a_second_start_keeps_the_house(database: TestDatabase, settings: Settings) -> None:
    database.empty()
    async with running(build(settings)) as client:
        house = await House(client).open()
        role = next(r for r in (await house.boss.ask("GET", "/v1/roles")).json()["data"] if r["code"] == "director")
        await house.boss.ask("PATCH", f"/v1/roles/{role['id']}", version=1, json={"name_en": "Head"})
    changed = settings.model_copy(update={"bootstrap_login": "other"})
    async with running(build(changed)) as client:
        house = await House(client).open()
        assert [account["login"] for account in (await house.boss.ask("GET", "/v1/accounts")).json()["data"]] == [BOSS]
        roles = (await house.boss.ask("GET", "/v1/roles")).json()["data"]
        assert len(roles) == len(STANDARD_ROLES)
        assert next(r for r in roles if r["code"] == "director")["name_en"] == "Head"
        assert BOSS_PASSWORD not in str(roles)


@pytest.mark.parametrize("pem", [b"", b"-----BEGIN PRIVATE KEY-----\nxx\n-----END PRIVATE KEY-----\n"])
def test_a_file_that_is_no_key_is_told_at_start(pem: bytes) -> None:
    with pytest.raises(SigningKeyUnusable, match="DIANZHANG_SIGNING_KEY_FILE"):
        SigningKeys(current=pem)
