"""A shipped order is told to its shop once, whatever happens in between."""

import asyncio
import dataclasses
import json
from datetime import timedelta
from typing import Any

import httpx
import pytest

from channels.domain.shipping.dialogue import Answer, Outcome, ShipmentNotice, ShopAccess, Verdict
from channels.domain.shipping.registry import DIALOGUES
from channels.domain.write_back import PAUSES, WriteBack, WriteBackState
from channels.use_cases.claim_write_back import claim_write_back
from channels.use_cases.note_attempt import note_attempt
from channels.use_cases.tell_shop import tell_shop
from chassis.testing import caller
from services.channels.tests.domain.samples import NOW
from services.channels.tests.domain.test_shipping import NOTICE
from services.channels.tests.fakes import EVERYTHING, MALL_SECRET, Desk, FakeShop, NearOutside, eventually

PDD_TOLD = httpx.Response(200, json={"logistics_online_send_response": {"is_success": True}})


def pdd_order(number: str, parcel: str) -> httpx.Response:
    return httpx.Response(200, json={"order_info_get_response": {"order_info": {"order_sn": number, "tracking_number": parcel}}})


async def in_state(desk: Desk, state: str, count: int = 1, *, seconds: float = 15) -> list[dict[str, Any]]:
    async def look() -> list[dict[str, Any]]:
        found = await desk.write_backs(state=state)
        return found if len(found) >= count else []

    return await eventually(look, seconds=seconds)


async def test_a_shipment_heard_three_times_is_told_once(desk: Desk, fake_shop: FakeShop) -> None:
    shop = await desk.register("mall")
    await desk.ship(shop["id"], times=3)
    (told,) = await in_state(desk, "told")
    assert (told["order_number"], told["tracking_number"], told["attempts"]) == ("SO-20261122-000001", "SF1", 1)
    await asyncio.sleep(0.7)
    assert len(fake_shop.requests) == 1
    sent = json.loads(fake_shop.requests[0].content)
    assert (sent["type"], sent["data"]["platform_order_no"], sent["data"]["notice_id"]) == ("order.shipped", "900001", told["id"])
    assert fake_shop.requests[0].headers["webhook-id"] == told["id"]


async def test_a_hundred_shipments_of_three_shops_are_all_told(desk: Desk, fake_shop: FakeShop) -> None:
    shops = [await desk.register("mall") for _ in range(3)]
    await asyncio.gather(*(desk.ship(shops[number % 3]["id"], number=str(number), times=2) for number in range(1, 101)))
    assert len(await in_state(desk, "told", 100, seconds=60)) == 100
    assert len(fake_shop.requests) == 100


async def test_a_shop_that_is_down_is_tried_again_and_told_when_it_is_back(desk: Desk, fake_shop: FakeShop) -> None:
    shop = await desk.register("mall")
    fake_shop.script = [httpx.Response(503)]
    await desk.ship(shop["id"])
    (failed,) = await in_state(desk, "failed")
    assert (failed["last_code"], failed["attempts"]) == ("shop_busy", 1)
    health = (await desk.get("/v1/shops/health")).json()["data"][0]
    assert (health["write_back_waiting"], health["write_back_failed"], health["last_failure"]) == (1, 1, "shop_busy")
    await desk.sql("UPDATE write_back SET next_try_at = now()")
    await in_state(desk, "told")
    assert (await desk.get("/v1/shops/health")).json()["data"][0]["last_told_at"] is not None


async def test_a_lost_answer_is_read_back_and_the_shop_that_knows_is_not_told_twice(desk: Desk, fake_shop: FakeShop) -> None:
    shop = await desk.register("pinduoduo")
    fake_shop.script = [httpx.ReadTimeout("no answer"), pdd_order("900001", "SF1")]
    await desk.ship(shop["id"])
    (failed,) = await in_state(desk, "failed")
    assert failed["last_code"] == "answer_lost"
    await desk.sql("UPDATE write_back SET next_try_at = now()")
    (told,) = await in_state(desk, "told")
    assert told["last_code"] == "already_shipped"
    kinds = [b"pdd.logistics.online.send" in request.content for request in fake_shop.requests]
    assert kinds == [True, False]


async def test_a_lost_answer_is_told_again_only_when_the_shop_does_not_know(desk: Desk, fake_shop: FakeShop) -> None:
    shop = await desk.register("pinduoduo")
    fake_shop.script = [httpx.ReadTimeout("no answer"), pdd_order("900001", ""), PDD_TOLD]
    await desk.ship(shop["id"])
    await in_state(desk, "failed")
    await desk.sql("UPDATE write_back SET next_try_at = now()")
    (told,) = await in_state(desk, "told")
    assert told["attempts"] == 2
    assert len(fake_shop.requests) == 3


async def test_a_crash_between_telling_and_marking_is_settled_by_reading_back(desk: Desk, fake_shop: FakeShop) -> None:
    shop = await desk.register("pinduoduo")
    fake_shop.script = [PDD_TOLD, pdd_order("900001", "SF1")]
    await desk.ship(shop["id"])
    await in_state(desk, "told")
    # As a process leaves it that dies after the shop has heard: being told, the lease over.
    await desk.sql("UPDATE write_back SET state = 'telling', unsure = false, told_at = NULL, next_try_at = now() - interval '1 s'")
    (told,) = await in_state(desk, "told")
    assert told["last_code"] == "already_shipped"
    assert sum(b"pdd.logistics.online.send" in request.content for request in fake_shop.requests) == 1


async def test_a_refusal_is_dead_at_once_and_a_person_pushes_it_again(desk: Desk, fake_shop: FakeShop) -> None:
    shop = await desk.register("pinduoduo")
    refusal = httpx.Response(200, json={"error_response": {"error_code": 50001, "sub_msg": "订单不存在"}})
    fake_shop.script = [refusal, pdd_order("900001", ""), PDD_TOLD]
    await desk.ship(shop["id"])
    (dead,) = await in_state(desk, "dead")
    assert (dead["last_code"], dead["last_detail"], dead["next_try_at"]) == ("shop_refused", "50001 订单不存在", None)
    pushed = await desk.post("/v1/write-backs/push-again", {"ids": [dead["id"]]})
    assert pushed.json() == {"pushed": 1, "left": 0}
    await in_state(desk, "told")
    assert b"pdd.order.information.get" in fake_shop.requests[1].content, "what may have been heard is read back first"


async def test_all_dead_ones_of_a_shop_are_pushed_at_once_and_those_told_stay(desk: Desk, fake_shop: FakeShop) -> None:
    first, second = await desk.register("jd"), await desk.register("taobao")
    fake_shop.otherwise = lambda _: httpx.Response(400)
    for number in range(1, 5):
        await desk.ship((first if number % 2 else second)["id"], number=str(number))
    await in_state(desk, "dead", 4)
    fake_shop.otherwise = lambda _: httpx.Response(503)
    assert (await desk.post("/v1/write-backs/push-again", {"shop_id": first["id"]})).json() == {"pushed": 2, "left": 0}
    assert len(await desk.write_backs(state="dead")) == 2
    unseen = await desk.post("/v1/write-backs/push-again", {}, headers=caller("channels.*", shops=[first["id"]]))
    assert unseen.json() == {"pushed": 0, "left": 0}


async def test_a_shop_nobody_registered_or_that_cannot_be_told_is_dead_with_its_reason(desk: Desk, fake_shop: FakeShop) -> None:
    wechat = await desk.register("wechat")
    await desk.ship(wechat["id"], number="1")
    await desk.ship("shp_" + "0" * 32, number="2")
    dead = await in_state(desk, "dead", 2)
    assert sorted(entry["last_code"] for entry in dead) == ["platform_cannot_be_told", "shop_unknown"]
    assert fake_shop.requests == []


async def test_a_slow_shop_keeps_no_other_waiting(desk: Desk, fake_shop: FakeShop) -> None:
    slow, quick = await desk.register("mall"), await desk.register("jd")
    released = asyncio.Event()

    async def answer(request: httpx.Request) -> httpx.Response:
        if request.headers["host"] == "127.0.0.1:9":
            await released.wait()
            return httpx.Response(200)
        return httpx.Response(200, json={"jingdong_pop_order_shipment_responce": {"code": "0", "sopjosshipment_result": {"success": True}}})

    fake_shop.answer = answer  # type: ignore[method-assign]  # the test puts its own answer in
    transport = httpx.MockTransport(answer)
    desk.context.parts["outside"]._client = httpx.AsyncClient(transport=transport)
    await desk.ship(slow["id"], number="1")
    await in_state(desk, "telling")
    await desk.ship(quick["id"], number="2")
    (told,) = await in_state(desk, "told")
    assert told["shop_id"] == quick["id"]
    released.set()
    await in_state(desk, "told", 2)


async def test_a_secret_that_cannot_sign_is_named_and_the_other_notices_go_on(desk: Desk, fake_shop: FakeShop) -> None:
    bad, good = await desk.register("mall", credentials={"webhook_secret": "whsec_abc12"}), await desk.register("mall")
    await desk.ship(bad["id"], number="1")
    await desk.ship(good["id"], number="2")
    await in_state(desk, "told")
    (dead,) = await in_state(desk, "dead")
    assert (dead["shop_id"], dead["last_code"]) == (bad["id"], "credentials_unusable")


async def test_what_nobody_foresaw_of_one_notice_is_tried_again_and_keeps_no_other_waiting(
    desk: Desk, fake_shop: FakeShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = await desk.register("mall")
    judge = DIALOGUES["mall"].judge

    def surprised(notice: ShipmentNotice, answer: Answer) -> Outcome:
        if notice.tracking_number == "SF1":
            raise KeyError("secret thing")
        return judge(notice, answer)

    monkeypatch.setitem(DIALOGUES, "mall", dataclasses.replace(DIALOGUES["mall"], judge=surprised))
    await desk.ship(shop["id"], number="1")
    await desk.ship(shop["id"], number="2")
    (told,) = await in_state(desk, "told")
    assert told["tracking_number"] == "SF2"
    (failed,) = await in_state(desk, "failed")
    assert (failed["last_code"], failed["last_detail"]) == ("telling_failed", "KeyError")


async def test_credentials_sealed_with_another_key_are_missing_and_can_be_given_anew(desk: Desk) -> None:
    shop = await desk.register("jd")
    await desk.sql("UPDATE shop SET credentials_sealed = 'v1.AAAA'")
    await desk.ship(shop["id"])
    (dead,) = await in_state(desk, "dead")
    assert dead["last_code"] == "credentials_missing"
    body = {"credentials": {"app_key": "k", "app_secret": "s", "access_token": "t"}}
    changed = await desk.client.patch(f"/v1/shops/{shop['id']}", json=body, headers={**caller(*EVERYTHING), "If-Match": '"1"'})
    assert (changed.status_code, changed.json()["credential_names"]) == (200, ["access_token", "app_key", "app_secret"])


@pytest.mark.parametrize(("asked", "rest"), [({}, 5.0), ({"Retry-After": "1"}, 1.0), ({"Retry-After": "86400"}, 60.0)])
async def test_a_busy_shop_is_left_alone_for_as_long_as_it_asks(fake_shop: FakeShop, asked: dict[str, str], rest: float) -> None:
    fake_shop.otherwise = lambda _: httpx.Response(429, headers=asked)
    near = NearOutside(allow_private=True, client=httpx.AsyncClient(transport=httpx.MockTransport(fake_shop.answer)))
    access = ShopAccess(platform="mall", base_url="http://127.0.0.1:9/shop", credentials={"webhook_secret": MALL_SECRET})
    attempt = await tell_shop(near, notice=NOTICE, access=access, unsure=False, now=NOW)
    assert (attempt.outcome.code, attempt.rest) == ("shop_busy", rest)


async def test_a_late_answer_does_not_overrule_who_claimed_it_meanwhile(desk: Desk, fake_shop: FakeShop) -> None:
    shop = await desk.register("jd", credentials={})
    await desk.ship(shop["id"])
    (dead,) = await in_state(desk, "dead")
    (row,) = await desk.sql("UPDATE write_back SET state = 'telling', claimed_at = now(), next_try_at = now() + interval '1 h' RETURNING *")
    late = Outcome(verdict=Verdict.LATER, code="late")
    for claimed_at, code in ((row.claimed_at - timedelta(seconds=91), dead["last_code"]), (row.claimed_at, "late")):
        async with desk.context.new_system_uow("test") as uow:
            await note_attempt(uow, write_back_id=row.id, claimed_at=claimed_at, outcome=late, unsure=False, pause_factor=1)
            await uow.commit()
        assert (await desk.write_backs())[0]["last_code"] == code


async def test_two_pushers_never_take_the_same_notice(desk: Desk, fake_shop: FakeShop) -> None:
    shop = await desk.register("mall")
    await desk.sql("UPDATE shop SET active = true")
    async with desk.context.new_system_uow("a") as first, desk.context.new_system_uow("b") as second:
        await desk.sql(
            "INSERT INTO write_back SELECT gen_random_uuid(), :shop, 'ord_x', 'n', 'p', 'SH', 'SF', 'T', '[]', now(), 'pending', false, 0, "
            "now() - interval '1 h', NULL, '', '', now(), now(), NULL",
            shop=shop["id"],
        )
        one, two = await claim_write_back(first, shop_id=shop["id"]), await claim_write_back(second, shop_id=shop["id"])
        assert (one is None) + (two is None) >= 1


class TestLife:
    """The state machine without a database."""

    def row(self) -> WriteBack:
        return WriteBack(state=WriteBackState.PENDING, unsure=False, attempts=0)

    @pytest.mark.parametrize(
        ("verdict", "state"),
        [
            (Verdict.TOLD, "told"),
            (Verdict.ALREADY, "told"),
            (Verdict.REFUSED, "dead"),
            (Verdict.LATER, "failed"),
            (Verdict.UNKNOWN, "failed"),
        ],
    )
    def test_what_an_outcome_makes_of_it(self, verdict: Verdict, state: str) -> None:
        row = self.row()
        row.claim(now=NOW)
        row.note(Outcome(verdict=verdict), unsure=verdict == Verdict.UNKNOWN, pause_factor=1, now=NOW)
        assert row.state == state
        assert row.unsure is (verdict == Verdict.UNKNOWN)

    def test_pauses_grow_and_the_last_failure_is_dead(self) -> None:
        row = self.row()
        waits: list[timedelta] = []
        for _ in range(len(PAUSES)):
            row.claim(now=NOW)
            row.note(Outcome(verdict=Verdict.LATER), unsure=False, pause_factor=1, now=NOW)
            waits.append(row.next_try_at - NOW)
        assert (waits, row.state) == (list(PAUSES), "failed")
        row.claim(now=NOW)
        row.note(Outcome(verdict=Verdict.LATER), unsure=False, pause_factor=1, now=NOW)
        assert row.state == "dead"

    def test_one_that_was_left_in_the_middle_is_in_doubt(self) -> None:
        row = self.row()
        row.claim(now=NOW)
        assert row.unsure is False
        row.claim(now=NOW)
        assert row.unsure is True
