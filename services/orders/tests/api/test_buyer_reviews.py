"""Reviews over HTTP: taken in once, answered once, followed up, classified, appealed (rule CARE-6)."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from order_making import OTHER_SHOP, SHOP, bring_to, line_body, order_body, other_key, rows, run, sent, tell

from chassis.testing import caller
from contracts.orders import OrdersPlaced, ReviewsReceived
from orders.consumers.integrity import on_orders_placed, on_reviews_received

CARE = "/v1/care"
numbers = count(1)
Ask = Callable[..., Awaitable[Any]]
WRITTEN = (datetime.now(UTC) - timedelta(hours=2)).replace(microsecond=0)


@pytest.fixture
def ask(client: httpx.AsyncClient, clerk: dict[str, str]) -> Ask:
    async def ask(
        method: str, path: str, *, status: int = 200, headers: dict[str, str] = clerk, version: int | None = None, **rest: Any
    ) -> Any:
        given = other_key(headers) | ({} if version is None else {"If-Match": f'"{version}"'})
        answer = await client.request(method, f"{CARE}{path}", headers=given, **rest)
        assert answer.status_code == status, answer.text
        return answer.json() if "json" in answer.headers.get("content-type", "") else answer.content

    return ask


def review(**changes: Any) -> dict[str, Any]:
    body = {
        "shop_id": SHOP,
        "platform_review_no": f"R{next(numbers)}",
        "stars": 1,
        "text": "质量差，开线了",
        "written_at": WRITTEN.isoformat(),
    }
    return body | changes


async def take(ask: Ask, *reviews: dict[str, Any], **rest: Any) -> Any:
    return await ask("POST", "/reviews", json={"reviews": list(reviews)}, **rest)


async def one(ask: Ask, **changes: Any) -> dict[str, Any]:
    [result] = (await take(ask, review(**changes)))["results"]
    return await ask("GET", f"/reviews/{result['id']}")


async def test_a_review_exists_once_and_an_edited_one_is_a_version(app: FastAPI, ask: Ask, place: Any) -> None:
    order = await place(order_body(platform_order_no="P-1"))
    body = review(platform_order_no="P-1")
    assert [one["outcome"] for one in (await take(ask, body))["results"]] == ["made"]
    assert [one["outcome"] for one in (await take(ask, body))["results"]] == ["unchanged"]
    newer = body | {"stars": 5, "text": "客服已解决，好评", "modified_at": (WRITTEN + timedelta(hours=1)).isoformat()}
    [result] = (await take(ask, newer))["results"]
    assert result["outcome"] == "updated"
    assert [one["outcome"] for one in (await take(ask, body))["results"]] == ["stale"]
    # Its buyer changed it and changed it back: what they wrote in between is told last.
    back = newer | {"modified_at": (WRITTEN + timedelta(minutes=62)).isoformat()}
    between = newer | {"stars": 2, "modified_at": (WRITTEN + timedelta(minutes=61)).isoformat()}
    assert [(await take(ask, one))["results"][0]["outcome"] for one in (back, between)] == ["unchanged", "stale"]
    shown = await ask("GET", f"/reviews/{result['id']}")
    assert (shown["stars"], shown["sku"], shown["order_number"]) == (5, "TEE-W", order["number"])
    assert (shown["follow_up"], shown["class_code"], shown["edits"]) == ("none", None, 1)
    assert [(one["edit"], one["stars"]) for one in shown["versions"]] == [(1, 5), (0, 1)]
    assert [part["stars"] for message in await sent(app, "orders.reviews.received.v1") for part in message["reviews"]] == [1, 5]


async def test_every_mistake_of_a_batch_is_named_and_nothing_is_taken(app: FastAPI, ask: Ask) -> None:
    late = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    same = review()
    refused = await take(ask, review(shop_id="nowhere"), same, same, review(written_at=late), review(), status=422)
    assert refused["code"] == "buyer_reviews_wrong"
    assert [error["pointer"] for error in refused["errors"]] == [
        "/reviews/0/shop_id",
        "/reviews/1/platform_review_no",
        "/reviews/2/platform_review_no",
        "/reviews/3/written_at",
        "/reviews/3/modified_at",
    ]
    assert await rows(app, "SELECT 1 FROM buyer_review") == []


async def test_a_file_is_checked_first_and_taken_once(ask: Ask) -> None:
    good = "评价编号,星级,评价内容,评价时间\nF-1,差评,质量差,2026-11-01 10:00\nF-2,5,很好,2026/11/02 10:00\n"
    bad = good + "F-2,5,很好,2026-11-02 10:00\nF-3,0,x,昨天\n"

    async def send(text: str, mode: str) -> Any:
        files = {"file": ("评价.csv", text.encode("gb18030"), "text/csv")}
        return await ask("POST", "/review-imports", files=files, data={"shop_id": SHOP, "mode": mode})

    checked = await send(bad, "run")
    assert [(error["row"], error["column"], error["code"]) for error in checked["errors"]] == [
        (3, "评价编号", "twice"),
        (4, "评价编号", "twice"),
        (5, "评价时间", "not_a_time"),
        (5, "星级", "not_stars"),
    ]
    assert checked["changed"] == 0
    assert (await send(good, "check"))["changed"] == 0
    assert (await send(good, "run"))["changed"] == 2
    assert (await send(good, "run"))["changed"] == 0


async def test_of_two_clerks_who_answer_one_is_told_that_the_other_did(app: FastAPI, ask: Ask) -> None:
    made = await one(ask)
    answers = await asyncio.gather(
        *(
            ask("POST", "/reviews/answer", json={"ids": [made["id"]], "text": "抱歉"}, headers=caller("orders.*", name=name))
            for name in ("甲", "乙")
        )
    )
    assert sorted(answer["done"] for answer in answers) == [0, 1]
    [refused] = [answer["results"][0]["refusal"] for answer in answers if answer["refused"]]
    assert (refused["code"], refused["rule"]) == ("review_answered_already", "CARE-6")
    [event] = await sent(app, "orders.review.answered.v1")
    assert (event["answer"], event["in_time"], event["bad"]) == ("抱歉", True, True)


async def test_a_standard_answer_is_filled_for_each_and_counts_its_uses(ask: Ask, place: Any) -> None:
    await place(order_body(platform_order_no="P-2"))
    with_order, without = await one(ask, platform_order_no="P-2"), await one(ask)
    content = {"class_code": "quality", "title": "质量致歉", "keys": ["质量"], "zh": "您好，{shop} 订单 {order_no} 我们为您补发"}
    made = await ask("POST", "/standard-answers", json=content, status=201)
    assert (await ask("POST", "/standard-answers", json=content, status=409))["code"] == "title_taken"
    done = await ask("POST", "/reviews/answer", json={"ids": [with_order["id"], without["id"]], "standard_answer_id": made["id"]})
    assert [result["refusal"] and result["refusal"]["code"] for result in done["results"]] == [None, "nothing_for_placeholder"]
    assert (await ask("GET", f"/reviews/{with_order['id']}"))["answer"] == f"您好，店 {SHOP} 订单 P-2 我们为您补发"
    [listed] = (await ask("GET", "/standard-answers?q=质量&class_code=quality"))["data"]
    assert (listed["uses"], listed["version"]) == (1, 1)
    changed = await ask("PUT", f"/standard-answers/{made['id']}", json=content | {"active": False}, version=1)
    assert changed["version"] == 2
    stale = await ask("PUT", f"/standard-answers/{made['id']}", json=content, version=1, status=412)
    assert stale["code"] == "changed_meanwhile"
    assert (await ask("GET", "/standard-answers"))["data"] == []
    assert [one["version"] for one in (await ask("GET", f"/standard-answers/{made['id']}/versions"))["data"]] == [2, 1]


async def test_a_bad_review_becomes_a_complaint_once_or_is_noted(app: FastAPI, ask: Ask, place: Any) -> None:
    await place(order_body(platform_order_no="P-3"))
    bad, good = await one(ask, platform_order_no="P-3"), await one(ask, stars=5, text="好")
    body = {"complaint": "quality", "reason": "请质检核实"}
    standing = await ask("POST", f"/reviews/{bad['id']}/follow-up", json=body, version=bad["version"])
    assert standing["follow_up"] == "complaint"
    [complaint] = await rows(app, "SELECT id, source, kind, order_id FROM care_complaint")
    assert (complaint["source"], complaint["kind"]) == ("review", "quality")
    assert standing["complaint_id"] == f"cpl_{complaint['id'].hex}"
    again = await ask("POST", f"/reviews/{bad['id']}/follow-up", json=body, version=standing["version"], status=409)
    assert (again["code"], again["rule"]) == ("nothing_to_follow_up", "CARE-6")
    await ask("POST", f"/reviews/{good['id']}/follow-up", json={"reason": "x"}, version=good["version"], status=409)
    stale = await ask("POST", f"/reviews/{bad['id']}/follow-up", json=body, version=1, status=412)
    assert stale["code"] == "changed_meanwhile"


async def test_a_malicious_review_counts_until_its_platform_has_taken_it_down(app: FastAPI, ask: Ask, place: Any) -> None:
    await place(order_body(platform_order_no="P-4"))
    made = await one(ask, platform_order_no="P-4")

    async def problems() -> int:
        return sum(row["problems"] for row in await rows(app, "SELECT problems FROM problem_tally"))

    path, version = f"/reviews/{made['id']}/malicious", made["version"]
    assert await problems() == 1
    early = await ask("POST", f"{path}/appeal", json={"reason": "x"}, version=version, status=409)
    assert early["code"] == "malice_step_not_allowed"
    for step, body in (("", {"evidence": ["https://e/1.png"], "reason": "勒索"}), ("/appeal", {"reason": "SS-1"})):
        version = (await ask("POST", f"{path}{step}", json=body, version=version))["version"]
    assert await problems() == 1
    upheld = await ask("POST", f"{path}/result", json={"upheld": True, "reason": "平台已删除"}, version=version)
    assert (upheld["malice"], await problems()) == ("upheld", 0)


async def test_what_a_person_classified_stays_when_the_buyer_edits(ask: Ask, place: Any) -> None:
    body = review(text="开线")
    [made] = (await take(ask, body))["results"]
    await ask("POST", "/reviews/classify", json={"ids": [made["id"]], "class_code": "attitude", "sku": "MUG"})
    later = (WRITTEN + timedelta(minutes=1)).isoformat()
    await take(ask, body | {"text": "发错货", "modified_at": later})
    shown = await ask("GET", f"/reviews/{made['id']}")
    assert (shown["class_code"], shown["sku"]) == ("attitude", "MUG")
    refused = await ask("POST", "/reviews/classify", json={"ids": [made["id"]], "class_code": "nothing"}, status=422)
    assert refused["code"] == "problem_class_not_there"


async def test_whoever_sees_one_shop_sees_and_touches_only_its_reviews(ask: Ask) -> None:
    ours, theirs = await one(ask), await one(ask, shop_id=OTHER_SHOP)
    limited = caller("orders.*", shops=[SHOP])
    assert [row["id"] for row in (await ask("GET", "/reviews?view=all", headers=limited))["data"]] == [ours["id"]]
    await ask("GET", f"/reviews/{theirs['id']}", headers=limited, status=404)
    done = await ask("POST", "/reviews/answer", json={"ids": [theirs["id"]], "text": "x"}, headers=limited)
    assert done["results"][0]["refusal"]["code"] == "buyer_review_not_found"
    refused = await take(ask, review(shop_id=OTHER_SHOP), headers=limited, status=403)
    assert refused["code"] == "shop_not_yours"


async def test_the_views_and_their_pages(ask: Ask) -> None:
    made = [await one(ask, stars=stars, text="") for stars in (1, 5, 2)]
    first = await ask("GET", "/reviews?view=follow_up&limit=1")
    second = await ask("GET", f"/reviews?view=follow_up&limit=1&cursor={first['next_cursor']}")
    assert {page["data"][0]["id"] for page in (first, second)} == {made[0]["id"], made[2]["id"]}
    assert second["has_more"] is False
    # Bad ones are due first.
    waiting = (await ask("GET", "/reviews"))["data"]
    assert [row["stars"] for row in waiting][-1] == 5
    assert (await ask("GET", f"/reviews?view=all&q={made[1]['platform_review_no']}"))["data"][0]["id"] == made[1]["id"]


async def test_a_tree_is_published_on_the_newest_one_only(ask: Ask) -> None:
    tree = (await ask("GET", "/problem-trees"))["data"][0]
    body = {"based_on": tree["version"], "classes": tree["classes"], "note": "新版"}
    assert (await ask("POST", "/problem-trees", json=body, status=201))["version"] == 1
    refused = await ask("POST", "/problem-trees", json=body, status=409)
    assert refused["code"] == "changed_meanwhile"


async def test_praise_right_after_delivery_is_heard_by_integrity(app: FastAPI, ask: Ask, place: Any) -> None:
    made = await place(order_body(platform_order_no="P-9", lines=[line_body()]))
    [placed] = await sent(app, "orders.orders.placed.v1")
    await tell(app, on_orders_placed, OrdersPlaced.model_validate(placed))
    await bring_to(app, made["id"], "delivered")
    await run(app, "UPDATE sales_order SET delivered_at = :at", at=WRITTEN - timedelta(seconds=30))
    await take(ask, review(platform_order_no="P-9", stars=5, text="好评好评好评好评"))
    [taken] = await sent(app, "orders.reviews.received.v1")
    assert (taken["reviews"][0]["after_delivery_s"], len(taken["reviews"][0]["text_digest"])) == (30, 32)
    await tell(app, on_reviews_received, ReviewsReceived.model_validate(taken))
    assert await rows(app, "SELECT praised_after_s FROM integrity_mark") == [{"praised_after_s": 30}]
