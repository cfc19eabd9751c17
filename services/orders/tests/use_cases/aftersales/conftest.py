"""Orders that buyers have, and what is asked for them."""

from typing import Any

import httpx
import pytest
from case_making import THREE_OF_100
from fastapi import FastAPI
from order_making import order_body, other_key, reserved, run, tell_reserved, tell_shipped


@pytest.fixture
def ask(client: httpx.AsyncClient, clerk: dict[str, str]) -> Any:
    async def ask(path: str, body: dict[str, Any], *, status: int = 200, headers: dict[str, str] = clerk) -> dict[str, Any]:
        answer = await client.post(f"/v1/aftersales/cases{path}", json=body, headers=other_key(headers))
        assert answer.status_code == status, answer.text
        return answer.json()

    return ask


@pytest.fixture
def case_of(client: httpx.AsyncClient, clerk: dict[str, str]) -> Any:
    async def case_of(case_id: str) -> dict[str, Any]:
        answer = await client.get(f"/v1/aftersales/cases/{case_id}", headers=clerk)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return case_of


@pytest.fixture
def delivered(app: FastAPI, place: Any) -> Any:
    """A new order that the buyer has."""

    async def delivered(**changes: Any) -> str:
        body = order_body(**{**THREE_OF_100, **changes})
        made = await place(body)
        await tell_reserved(app, reserved(made["id"]))
        pieces: dict[str, int] = {}
        for line in body["lines"]:
            pieces[line["sku"]] = pieces.get(line["sku"], 0) + line["quantity"]
        await tell_shipped(app, made["id"], pieces=pieces)
        await run(
            app, "UPDATE sales_order SET status = 'delivered', delivered_at = now(), paid_at = now() WHERE number = :n", n=made["number"]
        )
        return made["id"]

    return delivered
