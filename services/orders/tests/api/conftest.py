"""The order desk with eight orders, each different; asking for customers."""

from typing import Any

import httpx
import pytest
from customer_making import Ask
from fastapi import FastAPI
from order_making import OTHER_SHOP, at, bring_to, line_body, order_body, other_key, short, tell_reserved


@pytest.fixture
async def desk(app: FastAPI, place: Any) -> dict[str, dict[str, Any]]:
    """Eight orders, each different, an hour apart; the last is the newest."""
    bodies = {
        "clear": order_body(),
        "remark": order_body(buyer_remark="请尽快", receiver={"phone": "13900001111"}),
        "unknown": order_body(lines=[line_body(sku="??")]),
        "other_shop": order_body(shop_id=OTHER_SHOP),
        "allocated": order_body(),
        "short": order_body(),
        "cancelled": order_body(state="cancelled"),
        "unpaid": order_body(state="awaiting_payment", receiver={"phone": "139****1111"}),
    }
    made = {
        name: await place(body | {"placed_at": at(60 * hour), "platform_order_no": name})
        for hour, (name, body) in enumerate(bodies.items())
    }
    await bring_to(app, made["allocated"]["id"], "allocated")
    await tell_reserved(app, short(made["short"]["id"]))
    return made


@pytest.fixture
def ask(client: httpx.AsyncClient, clerk: dict[str, str]) -> Ask:
    """`await ask("GET", "?tag=VIP")`: of customers."""

    async def ask(method: str, path: str, *, status: int = 200, headers: dict[str, str] = clerk, **rest: Any) -> Any:
        answer = await client.request(method, f"/v1/customers{path}", headers=other_key(headers), **rest)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    return ask
