"""All orders of a filter in one call: done set by set, once, each with its own result (rule ORD-2)."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from order_making import OTHER_SHOP, order_body, other_key, rows

from chassis import jobs
from chassis.testing import caller
from orders.jobs import bulk_reviews
from orders.jobs.bulk_reviews import go_on

REMARK = {"buyer_remark": "请尽快"}
ASK = "/v1/bulk-reviews"


@pytest.fixture(autouse=True)
def only_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The timed job would go on by itself in the middle of a test."""

    async def rest(*_: Any, **__: Any) -> None:
        return

    monkeypatch.setattr(jobs, "run_alone", rest)


async def ask(client: httpx.AsyncClient, headers: dict[str, str], verb: str = "release", *, status: int = 202, **asked: Any) -> Any:
    reason = asked.pop("reason", "已看过")
    answer = await client.post(ASK, params={"held": "true", **asked}, json={"verb": verb, "reason": reason}, headers=headers)
    assert answer.status_code == status, answer.text
    return answer.json()


async def standing(client: httpx.AsyncClient, headers: dict[str, str], review: dict[str, Any]) -> tuple[int, int, int, bool]:
    now = (await client.get(f"{ASK}/{review['id']}", headers=headers)).json()
    return now["total"], now["done"], now["refused"], now["ended_at"] is not None


@pytest.mark.rule("ORD-2", "SYS-3")
async def test_all_that_match_are_done_in_sets_and_refusals_are_listed(
    app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str], place: Any, show: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_reviews, "SET", 2)
    remarks = [await place(order_body(**REMARK)) for _ in range(5)]
    unpaid = await place(order_body(state="awaiting_payment"))
    clear = await place(order_body())
    assert (await client.get(f"{ASK}/matching", params={"held": "true"}, headers=clerk)).json() == {"count": 6, "capped": False}
    review = await ask(client, other_key(clerk))
    later = await place(order_body(**REMARK))
    await go_on(app.state.context)
    assert await standing(client, clerk, review) == (6, 5, 1, True)
    assert {(await show(order["id"]))["status"] for order in remarks} == {"reviewed"}
    [refused] = (await client.get(f"{ASK}/{review['id']}/refusals", headers=clerk)).json()["data"]
    assert (refused["number"], refused["code"], refused["rule"]) == (unpaid["number"], "hold_not_ours", "ORD-2")
    # Neither what was not held nor what came to match afterwards was meant.
    assert (await show(clear["id"]))["version"] == 1
    assert [hold["code"] for hold in (await show(later["id"]))["holds"]] == ["buyer_remark"]
    entries = await rows(app, "SELECT by_kind, facts->>'note' AS note FROM timeline_entry WHERE what = 'released'")
    assert len(entries) == len(remarks)
    assert {entry["note"] for entry in entries} == {"已看过"}
    assert {entry["by_kind"] for entry in entries} != {"system"}


@pytest.mark.rule("ORD-2", "SYS-3")
async def test_asked_for_twice_it_is_done_once_and_goes_on_after_a_crash(
    app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str], place: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_reviews, "SET", 2)
    for _ in range(5):
        await place(order_body(**REMARK))
    key = other_key(clerk)
    first, again = await ask(client, key, verb="hold"), await ask(client, key, verb="hold")
    assert first == again
    whole, calls = bulk_reviews.carry_on_bulk_review, 0

    async def crashing(uow: Any, **rest: Any) -> None:
        nonlocal calls
        calls += 1
        await whole(uow, **rest)
        if calls == 2:
            raise RuntimeError("the process dies before the commit")

    monkeypatch.setattr(bulk_reviews, "carry_on_bulk_review", crashing)
    with pytest.raises(RuntimeError):
        await go_on(app.state.context)
    assert await standing(client, clerk, first) == (5, 2, 0, False)
    await go_on(app.state.context)
    assert await standing(client, clerk, first) == (5, 5, 0, True)
    [held] = await rows(app, "SELECT count(*) AS times FROM timeline_entry WHERE what = 'held'")
    assert held["times"] == 5
    [reviews] = await rows(app, "SELECT count(*) AS asked FROM bulk_review")
    assert reviews["asked"] == 1


@pytest.mark.rule("ORD-2")
async def test_it_is_stopped_by_who_asked_and_nobody_else_sees_it(
    app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str], place: Any
) -> None:
    await place(order_body(**REMARK))
    review = await ask(client, other_key(clerk), verb="cancel", reason="停产")
    stranger = caller("orders.*", account="acc_other")
    assert (await client.get(f"{ASK}/{review['id']}", headers=stranger)).status_code == 404
    assert (await client.post(f"{ASK}/{review['id']}/stop", headers=other_key(stranger))).status_code == 404
    stopped = await client.post(f"{ASK}/{review['id']}/stop", headers=other_key(clerk))
    assert stopped.json()["stopped"]
    await go_on(app.state.context)
    assert await standing(client, clerk, review) == (1, 0, 0, True)
    again = await client.post(f"{ASK}/{review['id']}/stop", headers=other_key(clerk))
    assert (again.status_code, again.json()["code"]) == (409, "bulk_review_ended")
    assert [one["id"] for one in (await client.get(ASK, headers=clerk)).json()["data"]] == [review["id"]]


@pytest.mark.rule("ORD-2")
async def test_it_stays_within_ones_shops_and_rights(
    app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str], place: Any, show: Any
) -> None:
    foreign, own = await place(order_body(**REMARK)), await place(order_body(shop_id=OTHER_SHOP, **REMARK))
    limited = caller("orders.*", shops=[OTHER_SHOP])
    await ask(client, other_key(limited))
    await go_on(app.state.context)
    assert ((await show(foreign["id"]))["status"], (await show(own["id"]))["status"]) == ("placed", "reviewed")
    reader = caller("orders.orders.read", "orders.orders.review")
    assert (await ask(client, other_key(reader), verb="cancel", status=403))["code"] == "forbidden"
    assert (await ask(client, other_key(clerk), verb="hold", reason=" ", status=422))["code"] == "reason_missing"
    assert (await ask(client, other_key(clerk), hold_reason="refund_asked", status=422))["code"] == "nothing_matches"
