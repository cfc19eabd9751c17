"""What follows each order after its commit and nobody waits for: the score of fake orders, and the files of customers.

The same orders are taken in once through the gateway. Then orders stands still, what was derived from them is taken away, and the very code of the
consumer and the job makes it again, by itself: what it uses of this process and of PostgreSQL is what it adds to an order.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg

from chassis.context import Context
from chassis.uow import UnitOfWork
from contracts.orders import OrdersPlaced, PlacedOrder
from orders.domain.reference import reference_of
from orders.main import build
from orders.use_cases.customers.count_orders import count_orders
from orders.use_cases.integrity.note_placed import note_placed
from tests.load.bench import Bench, cpu_seconds_of
from tests.load.company import wait_until
from tests.load.goals import Figure, against_limit
from tests.load.intake import DRAIN_SECONDS, SINGLE_LANES, flow

A_SECOND = 300
"""So many orders are sent for each second of the load, and more time is given: sets must be whole on a busy machine too."""
PATIENCE = 6
OURS = "starts_with(platform_order_no, 'FOLLOWED')"
SET = 200
"""What comes together in 0.2 s at 1,000 orders a second."""
OF_MARKS = ("integrity_mark", "integrity_minute", "integrity_sku_minute")
OF_FILES = ("customer", "customer_key", "customer_order", "customer_shop", "customer_entry", "customer_proposal")
Follow = Callable[[UnitOfWork, Sequence[Any]], Awaitable[None]]


def fake_order_scoring(bench: Bench) -> list[Figure]:
    """`fake_order_scoring`: CPU added to an order by marking and scoring it, against all else that it costs."""
    seconds = bench.seconds(12)
    bench.tell("orders one by one, to be followed")
    used = sum(bench.cpu_seconds().values())
    accepted, *_ = flow(bench, "followed", orders=int(A_SECOND * seconds), lanes=SINGLE_LANES, seconds=PATIENCE * seconds)
    wait_until(lambda: _followed(bench) >= accepted, what="all orders are marked and counted", seconds=DRAIN_SECONDS)
    whole = (sum(bench.cpu_seconds().values()) - used) * 1000 / accepted
    ids = [row[0] for row in bench.rows(f"SELECT id FROM orders.sales_order WHERE {OURS} ORDER BY id")]
    with _orders_standing_still(bench):
        bench.tell("scoring again, alone")
        scoring = _cost(bench, OF_MARKS, _envelopes(bench, ids), _score)
        bench.tell("customers' files again, alone")
        files = _cost(bench, OF_FILES, [ids[start : start + SET] for start in range(0, len(ids) - SET + 1, SET)], _count)
    rest = whole - sum(scoring["cpu_ms_an_order"].values()) - sum(files["cpu_ms_an_order"].values())
    added = sum(scoring["cpu_ms_an_order"].values())
    told = {"orders": accepted, "scoring": scoring, "customers_files": files, "whole_cpu_ms_an_order": round(whole, 3)}
    told["customers_files_share"] = round(sum(files["cpu_ms_an_order"].values()) / rest, 3)
    told["load_average"] = [round(one, 1) for one in os.getloadavg()]
    return [against_limit("fake_order_scoring", added, limit=rest, limit_name="all else an order costs", **told)]


def _followed(bench: Bench) -> int:
    """How many have their mark and stand in a file."""
    return bench.rows(
        f"""
        SELECT count(*) FROM orders.sales_order o JOIN orders.integrity_mark m ON m.order_id = o.id
        JOIN orders.customer_order c ON c.order_id = o.id WHERE {OURS}
        """
    )[0][0]


def _envelopes(bench: Bench, ids: Sequence[UUID]) -> list[str]:
    """As orders told them, without payer and device: the load tells none."""
    rows = bench.rows("SELECT id, number, shop_id, platform_order_no FROM orders.sales_order WHERE id = ANY (%s) ORDER BY id", list(ids))
    placed = [
        PlacedOrder(
            order_id=reference_of(order_id, 1), number=number, shop_id=shop, platform_order_no=told, status="reviewed",
            hold_reasons=[], attention_reasons=[],
        )
        for order_id, number, shop, told in rows
    ]  # fmt: skip
    now = bench.rows("SELECT now()")[0][0]
    return [
        OrdersPlaced(orders=placed[start : start + SET], placed_at=now).model_dump_json() for start in range(0, len(placed) - SET + 1, SET)
    ]


async def _score(uow: UnitOfWork, envelope: Any) -> None:
    await note_placed(uow, placed=OrdersPlaced.model_validate_json(envelope).orders)


async def _count(uow: UnitOfWork, ids: Any) -> None:
    await count_orders(uow, ids=ids)


def _cost(bench: Bench, tables: Sequence[str], sets: Sequence[Any], follow: Follow) -> dict[str, Any]:
    """CPU and time an order, over all whole sets but the first, which warms up."""
    with psycopg.connect(bench.house.database_url("postgres"), autocommit=True) as connection:
        connection.execute(f"TRUNCATE {', '.join(f'orders.{table}' for table in tables)} CASCADE")

    async def work(context: Context, some: Sequence[Any]) -> None:
        for one in some:
            async with context.new_system_uow("bench") as uow:
                await follow(uow, one)
                await uow.commit()

    async def measure() -> tuple[float, float, float]:
        context: Context = build().state.context
        try:
            await work(context, sets[:1])
            own, postgres, begun = time.process_time(), _postgres_seconds(bench), time.perf_counter()
            await work(context, sets[1:])
            return time.process_time() - own, _postgres_seconds(bench) - postgres, time.perf_counter() - begun
        finally:
            await context.engine.dispose()

    own, postgres, wall = asyncio.run(measure())
    orders = SET * (len(sets) - 1)
    return {
        "cpu_ms_an_order": {"orders": round(own * 1000 / orders, 3), "postgres": round(postgres * 1000 / orders, 3)},
        "wall_ms_an_order": round(wall * 1000 / orders, 3),
    }


def _postgres_seconds(bench: Bench) -> float:
    """Of the others orders is not there to be asked."""
    return cpu_seconds_of(bench.house.pid("postgres") or 0)


@contextmanager
def _orders_standing_still(bench: Bench) -> Iterator[None]:
    before = dict(os.environ)
    bench.house.kill("orders")
    os.environ.update(bench.house.service_environment("orders"))
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        bench.house.restart("orders")
