"""A decided refund is told to its shop once, whatever happens in between, and orders hears what came of it (rule CARE-2)."""

import json
from typing import Any

import httpx
import pytest

from channels.domain.write_back import PAUSES
from chassis.ids import new_id
from services.channels.tests.api.test_write_backs import in_state
from services.channels.tests.fakes import Desk, FakeShop, eventually

PAID = httpx.Response(201, json={"id": 77})
NONE_YET = httpx.Response(200, json=[])


def new_refund() -> str:
    """Streams outlive a test's database."""
    return f"rfd_{new_id().hex}"


async def answers(desk: Desk, refund_id: str) -> list[tuple[str, str]]:
    async def look() -> list[tuple[str, str]]:
        told = await desk.outbox("orders.refund_told.note.v1")
        return [(one["outcome"], one["detail"]) for one in told if one["refund_id"] == refund_id]

    return await eventually(look)


def payments(shop: FakeShop) -> list[dict[str, Any]]:
    return [json.loads(request.content) for request in shop.requests if request.method == "POST"]


@pytest.mark.rule("CARE-2")
async def test_a_refund_decided_three_times_is_told_once(desk: Desk, fake_shop: FakeShop) -> None:
    shop, refund = await desk.register("mall"), new_refund()
    await desk.decide(shop["id"], refund_id=refund, times=3)
    (told,) = await in_state(desk, "told")
    assert (told["kind"], told["decision"], told["amount"], told["currency"]) == ("refund", "pay", "90.00", "USD")
    assert (told["order_number"], told["shipment_number"]) == ("AS-20261122-000001", refund)
    assert await answers(desk, refund) == [("told", "")]
    assert [one["data"]["amount"] for one in payments(fake_shop)] == ["90.00"]
    assert [row["kind"] for row in await desk.write_backs(kind="refund")] == ["refund"]
    assert await desk.write_backs(kind="shipment") == []


@pytest.mark.rule("CARE-2")
async def test_a_lost_answer_is_read_back_and_nothing_is_paid_twice(desk: Desk, fake_shop: FakeShop) -> None:
    shop, refund = await desk.register("woocommerce"), new_refund()
    fake_shop.script = [NONE_YET, httpx.ReadTimeout("no answer")]
    await desk.decide(shop["id"], refund_id=refund)
    (failed,) = await in_state(desk, "failed")
    assert failed["last_code"] == "answer_lost"
    paid = payments(fake_shop)[0]
    fake_shop.script = [httpx.Response(200, json=[{"id": 77, "reason": paid["reason"]}])]
    await desk.sql("UPDATE write_back SET next_try_at = now()")
    (told,) = await in_state(desk, "told")
    assert told["last_code"] == "already_refunded"
    assert len(payments(fake_shop)) == 1
    assert [outcome for outcome, _ in await answers(desk, refund)] == ["told"]


async def test_a_shop_that_answers_late_is_told_when_it_is_back(desk: Desk, fake_shop: FakeShop) -> None:
    shop, refund = await desk.register("woocommerce"), new_refund()
    fake_shop.script = [httpx.Response(503)]
    await desk.decide(shop["id"], refund_id=refund)
    await in_state(desk, "failed")
    assert payments(fake_shop) == []
    fake_shop.script = [NONE_YET, PAID]
    await desk.sql("UPDATE write_back SET next_try_at = now()")
    await in_state(desk, "told")
    assert len(payments(fake_shop)) == 1


@pytest.mark.rule("CARE-2")
async def test_a_shop_that_never_answers_fails_for_good_and_a_person_is_warned(desk: Desk, fake_shop: FakeShop) -> None:
    shop, refund = await desk.register("woocommerce"), new_refund()
    fake_shop.script = [NONE_YET, httpx.ReadTimeout("no answer")]
    await desk.decide(shop["id"], refund_id=refund)
    await in_state(desk, "failed")
    fake_shop.otherwise = lambda _: httpx.Response(503)
    await desk.sql(f"UPDATE write_back SET next_try_at = now(), attempts = {len(PAUSES)}")
    (dead,) = await in_state(desk, "dead")
    ((outcome, detail),) = await answers(desk, refund)
    assert (outcome, "look there before you pay by hand" in detail) == ("failed", True)
    health = (await desk.get("/v1/shops/health")).json()["data"][0]
    assert (health["write_back_dead"], health["refund_dead"]) == (1, 1)
    pushed = await desk.post("/v1/write-backs/push-again", {"ids": [dead["id"]]})
    assert pushed.json() == {"pushed": 0, "left": 1}, "a person pays it by hand: told again, it would be paid twice"


@pytest.mark.parametrize(
    ("platform", "code"),
    [
        # They hear what was decided about a buyer's request there; this one was asked for here.
        ("pinduoduo", "no_request_at_platform"),
        ("taobao", "no_request_at_platform"),
        ("wechat", "platform_cannot_be_told"),
    ],
)
async def test_what_a_platform_cannot_be_told_fails_at_once_with_its_reason(
    desk: Desk, fake_shop: FakeShop, platform: str, code: str
) -> None:
    shop, refund = await desk.register(platform), new_refund()
    await desk.decide(shop["id"], refund_id=refund)
    await in_state(desk, "dead")
    ((outcome, detail),) = await answers(desk, refund)
    assert (outcome, detail.split(":")[0], "by hand" in detail) == ("failed", code, True)
    assert fake_shop.requests == []


async def test_a_crash_between_paying_and_marking_is_settled_by_reading_back(desk: Desk, fake_shop: FakeShop) -> None:
    shop, refund = await desk.register("woocommerce"), new_refund()
    fake_shop.script = [NONE_YET, PAID]
    await desk.decide(shop["id"], refund_id=refund)
    await in_state(desk, "told")
    paid = payments(fake_shop)[0]
    fake_shop.script = [httpx.Response(200, json=[{"id": 77, "reason": paid["reason"]}])]
    # As a process leaves it that dies after the shop has paid: being told, the lease over.
    await desk.sql("UPDATE write_back SET state = 'telling', unsure = false, told_at = NULL, next_try_at = now() - interval '1 s'")
    (told,) = await in_state(desk, "told")
    assert told["last_code"] == "already_refunded"
    assert len(payments(fake_shop)) == 1
