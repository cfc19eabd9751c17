"""Everybody locks orders in one order (store/orders.py): whoever waits for the first of those it needs holds none of the others yet, so that
nobody waits for ever (503 crossed_with_another).
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest
from fastapi import FastAPI
from order_making import START, line_body, money, new_uow, newer, order_body, other_key, reserved, tell, uuid_of
from parcel_making import MIXED, split
from sqlalchemy import text

from contracts.warehouse import ParcelTracked, ShipmentsAdvanced, ShipmentStep, ShipmentWithdrawn, StockReserved
from orders.consumers import warehouse

pytestmark = pytest.mark.rule("ORD-2")
HOLD = text("SELECT id FROM sales_order WHERE id = :id FOR UPDATE")
FREE = text("SELECT id FROM sales_order WHERE id = ANY (CAST(:ids AS uuid[])) FOR UPDATE SKIP LOCKED")
WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


async def holds_none_of(app: FastAPI, others: Sequence[str], work: Callable[[], Awaitable[Any]], *, waits_for: str) -> Any:
    """`work` needs all of them. Gives what it answers once it may go on."""
    async with new_uow(app, "holder") as holder, new_uow(app, "looker") as looker:
        await holder.session.execute(HOLD, {"id": uuid_of(waits_for)})
        working = asyncio.ensure_future(work())
        while not (await looker.session.execute(WAITING)).scalar_one():
            assert not working.done(), "it does not need that order"
            # What a transaction has seen of others' activity stays as it saw it.
            await looker.session.rollback()
            await asyncio.sleep(0.01)
        free = set(await looker.session.scalars(FREE, {"ids": [uuid_of(one) for one in others]}))
        await looker.session.rollback()
        await holder.session.rollback()
        answer = await asyncio.wait_for(working, 10)
    assert free == {uuid_of(one) for one in others}
    return answer


@pytest.fixture
async def apart(app: FastAPI, place: Any, do: Any) -> dict[str, str]:
    """An order, split in two parts; and another one, made before the parts and after what they send."""
    origin = await place(order_body(**MIXED))
    other = await place(order_body(buyer_id="buyer-2"))
    parts = (await split(do, origin["id"], {2: 1}))["parts"]
    first, second = sorted(part["id"] for part in parts)
    await tell(app, warehouse.on_stock_reserved, StockReserved(results=[reserved(one) for one in (first, other["id"])], decided_at=START))
    return {"origin": origin["id"], "other": other["id"], "first": first, "second": second}


def step(reference: str, state: str) -> ShipmentStep:
    return ShipmentStep(reference=reference, shipment_number=f"SH-{reference[-4:]}", state=state, happened_at=START, by="王拣货")


async def test_numbers_and_steps_of_parcels(app: FastAPI, apart: dict[str, str]) -> None:
    told = ShipmentsAdvanced(steps=[step(apart["other"], "waiting"), step(apart["first"], "picked")])
    await holds_none_of(
        app,
        [apart["other"], apart["origin"]],
        lambda: tell(app, warehouse.on_shipments_advanced, told),
        waits_for=apart["first"],
    )


async def test_answers_about_stock(app: FastAPI, apart: dict[str, str]) -> None:
    told = StockReserved(results=[reserved(apart["other"]), reserved(apart["second"])], decided_at=START)
    await holds_none_of(app, [apart["other"]], lambda: tell(app, warehouse.on_stock_reserved, told), waits_for=apart["second"])


async def test_a_part_takes_what_it_sends_with_it(app: FastAPI, apart: dict[str, str], do: Any) -> None:
    def hold() -> Awaitable[Any]:
        return do("/hold", {"ids": [apart["other"], apart["second"]], "reason": "看一下"})

    answer = await holds_none_of(app, [apart["other"]], hold, waits_for=apart["origin"])
    assert [result["refusal"] for result in answer["results"]] == [None, None]


async def test_two_that_are_split_are_cancelled_together(app: FastAPI, apart: dict[str, str], place: Any, do: Any) -> None:
    again = await place(order_body(**MIXED, buyer_id="buyer-3"))
    parts = (await split(do, again["id"], {2: 1}))["parts"]

    def cancel() -> Awaitable[Any]:
        return do("/cancel", {"ids": [apart["origin"], again["id"]], "reason": "不要了"})

    await holds_none_of(app, [apart["origin"], again["id"]], cancel, waits_for=max(part["id"] for part in parts))


async def test_those_that_wait_together_for_the_warehouse(app: FastAPI, place: Any, do: Any) -> None:
    one, two = await place(order_body()), await place(order_body())
    await tell(app, warehouse.on_stock_reserved, StockReserved(results=[reserved(each["id"]) for each in (one, two)], decided_at=START))
    await do("/merge", {"groups": [{"ids": [one["id"], two["id"]]}]})
    stopped = ShipmentWithdrawn(reference=two["id"], withdrawn_at=START, stock_kept=True)
    await holds_none_of(app, [two["id"]], lambda: tell(app, warehouse.on_shipment_withdrawn, stopped), waits_for=one["id"])


async def test_a_set_of_news_takes_all_that_it_is_about_first(app: FastAPI, apart: dict[str, str]) -> None:
    news = [
        ParcelTracked(reference=one, carrier_code="SF", tracking_number="SF1", state="in_transit", text="…", happened_at=START)
        for one in (apart["other"], apart["second"])
    ]

    async def take() -> None:
        async with new_uow(app) as uow:
            await warehouse.lock_each(uow, news)
            for one in news:
                await warehouse.on_parcel_tracked(uow, one)
            await uow.commit()

    await holds_none_of(app, [apart["other"], apart["origin"]], take, waits_for=apart["second"])


async def test_what_shops_hand_in_again(app: FastAPI, client: Any, clerk: Any, place: Any) -> None:
    changed, same = order_body(), order_body()
    first, second = await place(changed), await place(same)
    lines = [line_body(quantity=3, unit_price=money("40.00"))]
    told = [newer(changed, lines=lines), newer(same)]

    def again() -> Awaitable[Any]:
        return client.post("/v1/orders/batch", json={"orders": told}, headers=other_key(clerk))

    answer = await holds_none_of(app, [second["id"]], again, waits_for=first["id"])
    assert [one["outcome"] for one in answer.json()["results"]] == ["updated", "unchanged"], answer.text
