"""`dianzhang orders import FILE`: hands a file of orders to a house, as a person or as an API client, and tells what became of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from dianzhang.sentences import CannotGoOn, Sentence

IMPORTS = "/api/channels/v1/order-imports"
LOGIN = "/api/people/v1/sessions"
CLIENT_TOKEN = "/api/people/v1/tokens"
READ_SECONDS = 120.0


@dataclass(frozen=True)
class Caller:
    """Who imports: a login with a password, or an API client with its secret."""

    name: str
    secret: str
    is_client: bool


def import_orders(file: Path, *, shop_id: str, check_only: bool, address: str, caller: Caller, language: str) -> dict[str, Any]:
    """The answer of the service: what was made, held and refused, row by row. Raises CannotGoOn with its sentence."""
    headers = {"Accept-Language": language}
    with httpx.Client(base_url=address, headers=headers, timeout=httpx.Timeout(10.0, read=READ_SECONDS)) as client:
        try:
            client.headers["Authorization"] = f"Bearer {_sign_in(client, caller)}"
            with file.open("rb") as content:
                answer = client.post(
                    IMPORTS,
                    files={"file": (file.name, content)},
                    data={"shop_id": shop_id, "check_only": str(check_only).lower()},
                )
        except FileNotFoundError:
            raise CannotGoOn(en=f"There is no file {file}.", zh=f"文件 {file} 不存在。") from None
        except httpx.HTTPError as problem:
            raise CannotGoOn(en=f"Dianzhang does not answer at {address}: {problem}", zh=f"{address} 没有响应：{problem}") from problem
    return _content(answer)


def _sign_in(client: httpx.Client, caller: Caller) -> str:
    if caller.is_client:
        form = {"grant_type": "client_credentials", "client_id": caller.name, "client_secret": caller.secret}
        return _content(client.post(CLIENT_TOKEN, data=form))["access_token"]
    return _content(client.post(LOGIN, json={"login": caller.name, "password": caller.secret}))["access_token"]


def _content(answer: httpx.Response) -> dict[str, Any]:
    try:
        content: dict[str, Any] = answer.json()
    except ValueError:
        content = {"detail": answer.text[:200]}
    if answer.is_success:
        return content
    detail = content.get("detail") or content.get("title") or ""
    said = "; ".join(f"{entry.get('pointer', '')} {entry.get('detail', '')}".strip() for entry in content.get("errors", [])[:20])
    words = f"{answer.status_code} {detail} {said}".strip()
    raise CannotGoOn(en=words, zh=words)


def summary(answer: dict[str, Any]) -> list[tuple[str, str]]:
    """The figures of the answer in the order they came; long lists as their length."""
    return [
        (name, str(len(value)) if isinstance(value, list) else str(value)) for name, value in answer.items() if not isinstance(value, dict)
    ]


DONE = Sentence("The file was handed over:", "文件已提交：")
