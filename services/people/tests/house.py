"""What tests do again and again: sign in, make accounts, ask as somebody."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx

BOSS = "boss"
BOSS_PASSWORD = "gate-7-opens-slowly"
PAGES = {"X-Requested-With": "dianzhang"}


class MovingTime:
    """Real time, until a test moves it."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def move(self, **by: float) -> None:
        self.ahead += timedelta(**by)


@dataclass
class Signed:
    """Somebody signed in, with the cookie a browser would hold."""

    client: httpx.AsyncClient
    token: str
    cookie: str
    account: dict[str, Any]
    expires_in: int

    @classmethod
    def of(cls, client: httpx.AsyncClient, answer: httpx.Response) -> "Signed":
        body = answer.json()
        return cls(client, body["access_token"], cookies_of(answer)["dz_refresh"], body["account"], body["expires_in"])

    async def ask(self, method: str, path: str, *, version: int | None = None, **more: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}", "Accept-Language": "en", "Idempotency-Key": f'"{uuid4()}"'}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return await self.client.request(method, path, headers=headers, **more)

    async def refresh(self, cookie: str | None = None) -> httpx.Response:
        return await refresh(self.client, self.cookie if cookie is None else cookie)


@dataclass
class House:
    client: httpx.AsyncClient
    boss: Signed = None  # type: ignore[assignment]  # open() signs in

    async def open(self) -> "House":
        self.boss = await self.sign_in(BOSS, BOSS_PASSWORD)
        return self

    async def sign_in(self, login: str, password: str) -> Signed:
        answer = await sign_in(self.client, login, password)
        assert answer.status_code == 201, answer.text
        return Signed.of(self.client, answer)

    async def role(self, *permissions: str) -> dict[str, Any]:
        body = {"name_zh": "角色", "name_en": f"Role {uuid4().hex[:6]}", "permissions": list(permissions)}
        answer = await self.boss.ask("POST", "/v1/roles", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def account(self, login: str, *permissions: str, shops: list[str] | None = None) -> dict[str, Any]:
        """A new account with a role of its own: `{account, initial_password}`."""
        roles = [(await self.role(*permissions))["id"]] if permissions else []
        body = {"login": login, "name": login.title(), "locale": "en-US", "role_ids": roles, "shop_ids": shops}
        answer = await self.boss.ask("POST", "/v1/accounts", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def person(self, login: str, *permissions: str, shops: list[str] | None = None) -> Signed:
        made = await self.account(login, *permissions, shops=shops)
        return await self.sign_in(login, made["initial_password"])

    async def api_client(self, name: str, *permissions: str) -> dict[str, Any]:
        answer = await self.boss.ask("POST", "/v1/api-clients", json={"name": name, "permissions": list(permissions), "shop_ids": None})
        assert answer.status_code == 201, answer.text
        return answer.json()


async def sign_in(client: httpx.AsyncClient, login: str, password: str) -> httpx.Response:
    headers = {"Accept-Language": "en", "User-Agent": "tests"}
    return await client.post("/v1/sessions", json={"login": login, "password": password}, headers=headers)


async def refresh(client: httpx.AsyncClient, cookie: str, headers: dict[str, str] = PAGES) -> httpx.Response:
    return await client.post("/v1/sessions/refresh", headers={**headers, "Cookie": f"dz_refresh={cookie}", "Accept-Language": "en"})


def cookies_of(answer: httpx.Response) -> dict[str, str]:
    pairs = (header.split(";")[0].partition("=") for header in answer.headers.get_list("set-cookie"))
    return {name: value for name, _, value in pairs}
