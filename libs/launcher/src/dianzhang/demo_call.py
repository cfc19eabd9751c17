"""Asking a running house over its public API, as the demo maker does."""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any, TypeVar
from uuid import uuid4

import httpx

from dianzhang.house import House
from dianzhang.sentences import CannotGoOn

Given = TypeVar("Given")
Made = TypeVar("Made")
PATIENCE_SECONDS = 120.0
AT_ONCE = 6
RENEW_SECONDS = 300.0
UNAVAILABLE = 503
PAUSES = (0.2, 0.5, 1.0, 2.0)


class Caller:
    """Signs in as the first administrator, and goes on as an API client of its own, which is switched off at the end."""

    def __init__(self, house: House) -> None:
        self._address = house.address
        self._http = httpx.Client(timeout=60, limits=httpx.Limits(max_connections=AT_ONCE * 2))
        first = house.administrator
        credentials = {"login": first.login, "password": first.password}
        self._token = ""
        self._until = 0.0
        self._admin = self._send("POST", "/people/v1/sessions", json=credentials)["access_token"]
        wanted = {"name": "Demo", "permissions": ["*"], "shop_ids": None, "rate_limit_per_minute": 1_000_000}
        self._client = self.as_admin("POST", "/people/v1/api-clients", json=wanted)
        self._passwords: dict[str, str] = {}
        self._signing_in = Lock()
        self._signed_in: dict[str, tuple[str, float]] = {}

    def as_admin(self, method: str, path: str, **rest: Any) -> Any:
        return self._send(method, path, token=self._admin, **rest)

    def know(self, login: str, password: str) -> None:
        """Somebody who can be asked to do things `by` themselves."""
        self._passwords[login] = password

    def by(self, login: str, method: str, path: str, **rest: Any) -> Any:
        """As this person, who signs in when they first act."""
        # Several hands of one person sign in once.
        with self._signing_in:
            token, until = self._signed_in.get(login, ("", 0.0))
            if time.monotonic() > until:
                credentials = {"login": login, "password": self._passwords[login]}
                token = self._send("POST", "/people/v1/sessions", json=credentials)["access_token"]
                self._signed_in[login] = token, time.monotonic() + RENEW_SECONDS
        return self._send(method, path, token=token, **rest)

    def call(self, method: str, path: str, **rest: Any) -> Any:
        """One request; its JSON. Raises CannotGoOn for a refusal: the demo company asks for nothing that should be refused."""
        if time.monotonic() > self._until:
            form = {
                "grant_type": "client_credentials",
                "client_id": self._client["client_id"],
                "client_secret": self._client["client_secret"],
            }
            self._token = self._send("POST", "/people/v1/oauth/token", data=form)["access_token"]
            self._until = time.monotonic() + RENEW_SECONDS
        return self._send(method, path, token=self._token, **rest)

    def _send(self, method: str, path: str, *, token: str = "", **rest: Any) -> Any:
        headers = {"Idempotency-Key": f'"{uuid4()}"', **({"Authorization": f"Bearer {token}"} if token else {}), **rest.pop("headers", {})}
        answer = self._http.request(method, f"{self._address}/api{path}", headers=headers, **rest)
        for pause in PAUSES:
            if answer.status_code != UNAVAILABLE:
                break
            # Others worked on the same records at that moment: the same request again, under its key.
            time.sleep(pause)
            answer = self._http.request(method, f"{self._address}/api{path}", headers=headers, **rest)
        if answer.status_code >= 400:
            said = f"{method} {path}: {answer.status_code} {answer.text[:300]}"
            raise CannotGoOn(en=f"The demo company could not be made: {said}", zh=f"无法创建演示公司：{said}")
        return answer.json() if answer.content else None

    def each(self, act: Callable[[Given], Made], things: Iterable[Given]) -> list[Made]:
        """A few at once, as several people would."""
        with ThreadPoolExecutor(AT_ONCE) as hands:
            return list(hands.map(act, things))

    def wait(self, says: Callable[[], bool], *, what: str) -> None:
        """Raises CannotGoOn when it does not come true."""
        until = time.monotonic() + PATIENCE_SECONDS
        while not says():
            if time.monotonic() > until:
                raise CannotGoOn(en=f"The demo company could not be made: {what} did not come.", zh=f"无法创建演示公司：未等到 {what}。")
            time.sleep(0.05)

    def close(self) -> None:
        """Switches the client off: what made the demo company must not stay a way in."""
        path = f"/people/v1/api-clients/{self._client['id']}"
        version = self.call("GET", path)["version"]
        # By itself: on a slow machine the administrator's token has run out by now.
        self.call("PATCH", path, json={"disabled": True}, headers={"If-Match": f'"{version}"'})
        self._http.close()
