"""`dianzhang orders import FILE`: hands a file of orders to a house, as a person or as an API client, and tells what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from dianzhang.sentences import CannotGoOn

IMPORTS = "/api/channels/v1/order-imports"
SIGN_IN = "/api/people/v1/sessions"
CLIENT_TOKEN = "/api/people/v1/oauth/token"
READ_SECONDS = 120.0


@dataclass(frozen=True)
class Caller:
    """Who imports: a login with a password, or an API client with its secret."""

    name: str
    secret: str
    is_client: bool


def import_orders(file: Path, *, shop_id: str, check_only: bool, address: str, caller: Caller, language: str) -> dict[str, Any]:
    """The answer of channels: what was made, held and set aside. Raises CannotGoOn with its sentence, row by row where it names rows."""
    with httpx.Client(base_url=address, headers={"Accept-Language": language}, timeout=httpx.Timeout(10.0, read=READ_SECONDS)) as client:
        try:
            token = _sign_in(client, caller)
            with file.open("rb") as content:
                answer = client.post(
                    IMPORTS,
                    files={"file": (file.name, content)},
                    data={"shop_id": shop_id, "mode": "check" if check_only else "run"},
                    headers={"Authorization": f"Bearer {token}", "Idempotency-Key": f'"{uuid4()}"'},
                )
        except FileNotFoundError:
            raise CannotGoOn(en=f"There is no file {file}.", zh=f"文件 {file} 不存在。") from None
        except OSError as problem:
            raise CannotGoOn(en=f"{file} cannot be read: {problem.strerror}.", zh=f"无法读取 {file}：{problem.strerror}。") from None
        except httpx.HTTPError as problem:
            raise CannotGoOn(en=f"Dianzhang does not answer at {address}: {problem}", zh=f"{address} 没有响应：{problem}") from problem
    return _content(answer)


def lines(answer: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The answer as name and value, the counts and reasons among them one by one."""
    for name, value in answer.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{part}", str(number)) for part, number in value.items())
        else:
            yield name, str(value)


def _sign_in(client: httpx.Client, caller: Caller) -> str:
    if caller.is_client:
        form = {"grant_type": "client_credentials", "client_id": caller.name, "client_secret": caller.secret}
        return _content(client.post(CLIENT_TOKEN, data=form))["access_token"]
    return _content(client.post(SIGN_IN, json={"login": caller.name, "password": caller.secret}))["access_token"]


def _content(answer: httpx.Response) -> dict[str, Any]:
    try:
        content: dict[str, Any] = answer.json()
    except ValueError:
        content = {"detail": answer.text[:200]}
    if answer.is_success:
        return content
    # RFC 9457, or RFC 6749 from the token endpoint.
    detail = content.get("detail") or content.get("error_description") or content.get("title") or ""
    rows = "".join(f"\n   {entry['pointer']}: {entry['detail']}" for entry in content.get("errors", []))
    words = f"{detail} ({answer.status_code}){rows}"
    raise CannotGoOn(en=words, zh=words)
