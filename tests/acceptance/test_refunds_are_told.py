"""A decision about money reaches its shop once, and orders hears what came of it (rule CARE-2). The decision comes as orders tells it."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import psycopg
import pytest

from contracts.orders import RefundDecided, RefundLine
from tests.acceptance.world import World

TELL = "INSERT INTO orders.outbox (message_id, subject, payload, headers, created_at) VALUES (%s, %s, %s, '{}', now())"


def decide(world: World, shop_id: str, *, times: int = 1) -> tuple[str, str]:
    """The platform's order number and the case's."""
    order_no, case = f"R{uuid4().hex[:10]}", f"AS-{uuid4().hex[:8].upper()}"
    told = RefundDecided(
        refund_id=f"rfd_{uuid4().hex}",
        case_id=f"case_{uuid4().hex}",
        case_number=case,
        shop_id=shop_id,
        platform_order_no=order_no,
        platform_refund_no=None,
        decision="pay",
        amount=Decimal("90.00"),
        currency="CNY",
        lines=[RefundLine(platform_line_no="1", quantity=1, amount=Decimal("90.00"))],
        reason="破损",
        decided_at=datetime.now(UTC),
    )
    with psycopg.connect(world.house.database_url("postgres"), autocommit=True) as connection:
        for _ in range(times):
            connection.execute(TELL, (uuid4(), RefundDecided.subject, told.model_dump_json()))
        connection.execute("SELECT pg_notify('outbox_orders', '')")
    return order_no, case


def states(world: World, case: str) -> list[tuple[str, str]]:
    rows = world.call("GET", f"/channels/v1/write-backs?kind=refund&order_number={case}")["data"]
    return [(row["state"], row["last_code"]) for row in rows]


@pytest.mark.rule("CARE-2")
def test_a_shop_hears_of_a_refund_once(world: World) -> None:
    order_no, case = decide(world, world.shop("mall"), times=3)
    world.eventually(lambda: states(world, case) == [("told", "")], what="the notice is settled")
    assert world.shops.book.refunded(order_no) == ["pay 90.00"]


@pytest.mark.rule("CARE-2")
def test_a_platform_that_cannot_be_told_is_for_a_person_at_once_and_is_never_pushed_again(world: World) -> None:
    shop = world.shop("wechat")
    _, case = decide(world, shop)
    world.eventually(lambda: states(world, case) == [("dead", "platform_cannot_be_told")], what="the notice ends")
    assert world.call("POST", "/channels/v1/write-backs/push-again", json={"shop_id": shop})["pushed"] == 0
    health = [row for row in world.call("GET", "/channels/v1/shops/health")["data"] if row["shop_id"] == shop]
    assert [row["refund_dead"] for row in health] == [1]
