"""What tests of gifts say again and again."""

from typing import Any

import httpx
from fastapi import FastAPI
from order_making import other_key

from orders.jobs.gifts import look


def gift(**changes: Any) -> dict[str, Any]:
    """Two white shirts: a mug."""
    return {
        "name": "买二赠杯", "shops": [], "buy_skus": ["TEE-W"], "least_quantity": 2, "least_paid": None, "currency": "CNY",
        "gift_sku": "MUG", "pieces": 1, "per": "order", "most_times": 1, "limit_total": None, "limit_per_buyer": None,
        "while_stocks_last": False, "exclusive": False, "priority": 0, "ends_at": None,
    } | changes  # fmt: skip


async def publish(
    client: httpx.AsyncClient, headers: dict[str, str], code: str = "MUG", *, status: int = 201, stopped: bool = False,
    effective_from: str | None = None, **changes: Any,
) -> dict[str, Any]:  # fmt: skip
    body = {"parameters": gift(**changes), "stopped": stopped, "effective_from": effective_from}
    answer = await client.post(f"/v1/gift-rules/{code}/versions", json=body, headers=other_key(headers))
    assert answer.status_code == status, answer.text
    return answer.json()


async def settle(app: FastAPI) -> None:
    await look(app.state.context)


def gifts_of(order: dict[str, Any]) -> dict[str, int]:
    return {line["sku"]: line["quantity"] for line in order["lines"] if line["gift"]}
