"""Fake orders and their desk as tests need them."""

from typing import Any

import httpx
from fastapi import FastAPI
from order_making import at, order_body, other_key, sent, tell

from contracts.orders import OrdersPlaced
from orders.consumers import integrity

PLACED = "orders.orders.placed.v1"
DESK = "/v1/integrity"


async def mark(app: FastAPI) -> None:
    """What the broker brings back after the commit of intake; also what was told before."""
    for payload in await sent(app, PLACED):
        await tell(app, integrity.on_orders_placed, OrdersPlaced.model_validate(payload))


def buyer(number: int, **changes: Any) -> dict[str, Any]:
    """An order of its own buyer at its own address."""
    receiver = {"name": f"买家{number}", "street": f"文三路 {number} 号"} | changes.pop("receiver", {})
    return order_body(buyer_id=f"b{number}", receiver=receiver, placed_at=at(number * 30), **changes)


async def ring(app: FastAPI, place: Any, *, first: int = 1, count: int = 3, **changes: Any) -> list[dict[str, Any]]:
    """Orders of different buyers with one payer and one device."""
    made = [await place(buyer(number, payer="P-1", device="D-1", **changes)) for number in range(first, first + count)]
    await mark(app)
    return made


async def post(client: httpx.AsyncClient, path: str, headers: dict[str, str], status: int = 200, **body: Any) -> Any:
    answer = await client.post(f"{DESK}{path}", json=body, headers=other_key(headers))
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None


async def read(client: httpx.AsyncClient, path: str, headers: dict[str, str]) -> Any:
    answer = await client.get(f"{DESK}{path}", headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()
