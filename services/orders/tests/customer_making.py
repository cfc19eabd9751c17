"""Customer files as tests need them."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI
from order_making import new_uow, rows

from orders.use_cases.customers.count_orders import count_orders

Ask = Callable[..., Awaitable[Any]]


async def count(app: FastAPI) -> None:
    """As the job does, without waiting for orders to settle."""
    async with new_uow(app) as uow:
        await count_orders(uow, ids=[row["id"] for row in await rows(app, "SELECT id FROM sales_order ORDER BY id")])
        await uow.commit()


async def listed(ask: Ask, query: str = "", **rest: Any) -> list[dict[str, Any]]:
    return (await ask("GET", query, **rest))["data"]
