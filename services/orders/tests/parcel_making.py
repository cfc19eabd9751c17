"""Orders that go in several parcels, and the warehouse's word that one was stopped, as tests need them."""

from typing import Any

from fastapi import FastAPI
from order_making import START, line_body, money, new_uow, sent, tell

from contracts.warehouse import ReserveStock, ShipmentWithdrawn
from orders.consumers import warehouse
from orders.store.plans import find_plan_ids
from orders.use_cases.go_on_with_plan import go_on_with_plan

TWO_LINES = [
    line_body(platform_line_no="1", sku="TEE-W", quantity=3, unit_price=money("10.00")),
    line_body(platform_line_no="2", sku="MUG", quantity=1, unit_price=money("20.00")),
]
MIXED = {
    "lines": TWO_LINES,
    "goods_amount": money("50.00"),
    "discount_amount": money("7.00"),
    "freight_amount": money("5.00"),
    "paid_amount": money("48.00"),
}


async def run_plans(app: FastAPI) -> None:
    """What jobs/plans.py does."""
    async with new_uow(app) as uow:
        waiting = await find_plan_ids(uow, order_ids=None)
    for plan_id in waiting:
        async with new_uow(app) as uow:
            await go_on_with_plan(uow, plan_id=plan_id)
            await uow.commit()


async def stopped(app: FastAPI, reference: str, *, kept: bool = True) -> None:
    await tell(app, warehouse.on_shipment_withdrawn, ShipmentWithdrawn(reference=reference, withdrawn_at=START, stock_kept=kept))


async def requests(app: FastAPI) -> list[dict[str, Any]]:
    return [request for message in await sent(app, ReserveStock.subject) for request in message["requests"]]


async def split(do: Any, order_id: str, *parcels: dict[int, int]) -> dict[str, Any]:
    wanted = [{"pieces": [{"line_no": line_no, "quantity": count} for line_no, count in parcel.items()]} for parcel in parcels]
    return await do(f"/{order_id}/split", {"parcels": wanted})
