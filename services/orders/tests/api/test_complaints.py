"""Complaints over HTTP: received once, answered once, handed on, closed with responsibility, escalated once (rule CARE-3)."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from customer_making import count
from fastapi import FastAPI
from order_making import OTHER_SHOP, SHOP, order_body, other_key, rows, run, sent, tell

from chassis.ids import read_id, show_id
from chassis.testing import caller
from contracts.orders import ComplaintAnswered, ComplaintAssigned, ComplaintClosed, ComplaintEscalated, ComplaintOpened
from contracts.people import AccountDisabled
from orders.consumers import people
from orders.jobs.care import escalate

TEXT = "客服态度很差，打 13812345678 找我"
CLOSING = {"responsible": "staff", "improvement": "话术培训"}


@pytest.fixture
def ask(client: httpx.AsyncClient, clerk: dict[str, str]) -> Any:
    async def ask(path: str, body: dict[str, Any] | None = None, *, status: int = 200, headers: dict[str, str] = clerk) -> Any:
        url = f"/v1/care{path}"
        answer = await (client.get(url, headers=headers) if body is None else client.post(url, json=body, headers=other_key(headers)))
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    return ask


@pytest.fixture
def receive(ask: Any) -> Any:
    async def receive(*, status: int = 201, headers: dict[str, str] | None = None, **changes: Any) -> Any:
        body = {"kind": "service", "text": TEXT, "shop_id": SHOP, **changes}
        return await ask("/complaints", body, status=status, **({} if headers is None else {"headers": headers}))

    return receive


@pytest.mark.rule("CARE-3")
async def test_told_twice_by_a_platform_it_is_one_and_phones_are_masked(app: FastAPI, receive: Any, ask: Any, place: Any) -> None:
    order = order_body()
    placed = await place(order)
    told = {"platform_no": "TS-1", "platform_order_no": order["platform_order_no"]}
    first = await receive(**told)
    again = await receive(status=200, **told, text="别的说法")
    assert (first["is_new"], again["is_new"], again["id"]) == (True, False, first["id"])
    # Another shop may use the same number.
    assert (await receive(shop_id=OTHER_SHOP, platform_no="TS-1"))["id"] != first["id"]
    found = await ask(f"/complaints/{first['id']}")
    assert (found["order_id"], found["source"], found["state"]) == (placed["id"], "platform", "opened")
    assert "13812345678" not in found["text"]
    assert len([one for one in await sent(app, ComplaintOpened.subject) if one["complaint_id"] == first["id"]]) == 1


@pytest.mark.rule("CARE-3")
async def test_of_two_who_answer_at_once_one_is_refused(app: FastAPI, client: httpx.AsyncClient, receive: Any, ask: Any) -> None:
    one = await receive()
    url = f"/v1/care/complaints/{one['id']}/answer"
    clerks = [caller("orders.*", account=f"acc_{name}", name=name) for name in ("甲", "乙")]
    answers = await asyncio.gather(*[client.post(url, json={"text": f"您好，{n}"}, headers=clerk) for n, clerk in enumerate(clerks)])
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    refused = next(answer.json() for answer in answers if answer.status_code == 409)
    assert (refused["code"], refused["rule"]) == ("complaint_answered", "CARE-3")
    (told,) = await sent(app, ComplaintAnswered.subject)
    assert (told["first"], told["in_time"]) == (True, True)
    assert (await ask(f"/complaints/{one['id']}"))["assignee_name"] == told["by"]


@pytest.mark.rule("CARE-3")
async def test_it_is_closed_after_an_answer_and_with_both(app: FastAPI, receive: Any, ask: Any) -> None:
    one = await receive()
    path = f"/complaints/{one['id']}"
    assert (await ask(f"{path}/close", CLOSING, status=409))["code"] == "complaint_not_answered"
    await ask(f"{path}/answer", {"text": "马上处理"})
    for missing in CLOSING:
        wrong = await ask(f"{path}/close", {name: value for name, value in CLOSING.items() if name != missing}, status=422)
        assert [error["pointer"] for error in wrong["errors"]] == [f"/{missing}"]
    await ask(f"{path}/close", CLOSING | {"improvement": "  "}, status=422)
    await ask(f"{path}/close", CLOSING)
    assert (await ask(f"{path}/close", CLOSING, status=409))["code"] == "complaint_closed"
    await ask(f"{path}/reopen", {"reason": "买家又来了"})
    found = await ask(path)
    assert (found["state"], found["reopened"], found["responsible"], found["answered_at"] is not None) == ("opened", 1, "", True)
    await ask(f"{path}/answer", {"text": "再次处理"})
    await ask(f"{path}/close", CLOSING)
    assert [(one["in_time"], one["reopened"]) for one in await sent(app, ComplaintClosed.subject)] == [(True, 0), (True, 1)]
    assert [entry["what"] for entry in (await ask(f"{path}/timeline"))["data"]] == [
        "opened", "answered", "closed", "reopened", "answered", "closed",
    ]  # fmt: skip


@pytest.mark.rule("CARE-3")
async def test_each_deadline_escalates_once_also_when_the_job_runs_twice(app: FastAPI, receive: Any, ask: Any) -> None:
    one = await receive()
    path = f"/complaints/{one['id']}"
    await run(app, "UPDATE care_complaint SET answer_due_at = now() - interval '1 minute', escalate_at = now() - interval '1 minute'")
    for _ in range(2):
        await escalate(app.state.context)
    assert [told["deadline"] for told in await sent(app, ComplaintEscalated.subject)] == ["answer"]
    assert [row["number"] for row in (await ask("/complaints?view=escalated"))["data"]] == [one["number"]]
    await ask(f"{path}/answer", {"text": "抱歉晚了"})
    assert (await ask(path))["answered_in_time"] is False
    await run(app, "UPDATE care_complaint SET solve_due_at = now() - interval '1 minute', escalate_at = now() - interval '1 minute'")
    for _ in range(2):
        await escalate(app.state.context)
    assert [told["deadline"] for told in await sent(app, ComplaintEscalated.subject)] == ["answer", "solution"]
    await ask(f"{path}/close", CLOSING)
    assert [told["in_time"] for told in await sent(app, ComplaintClosed.subject)] == [False]
    await escalate(app.state.context)
    assert len(await sent(app, ComplaintEscalated.subject)) == 2


@pytest.mark.rule("CARE-3")
async def test_handed_to_who_is_at_the_desk_and_sees_the_shop(receive: Any, ask: Any) -> None:
    mine, other = await receive(), await receive(shop_id=OTHER_SHOP)
    ids = [mine["id"], other["id"], f"cpl_{'0' * 32}", mine["id"]]
    body = {"ids": ids, "to_id": "acc_li", "reason": "下班交接"}
    assert (await ask("/complaints/transfer", body, status=422))["code"] == "colleague_unknown"
    li = caller("orders.*", account="acc_li", name="李", shops=[SHOP])
    await ask("/colleagues/me", {}, status=204, headers=li)
    results = await ask("/complaints/transfer", body)
    assert [(one["refusal"] or {}).get("code") for one in results["results"]] == [None, "colleague_of_other_shops", "complaint_not_found"]
    assert (results["done"], results["refused"]) == (1, 2)
    assert [row["id"] for row in (await ask("/complaints?view=mine", headers=li))["data"]] == [mine["id"]]


@pytest.mark.rule("CARE-3")
async def test_what_somebody_who_left_had_is_back_at_the_desk(app: FastAPI, receive: Any, ask: Any) -> None:
    li = caller("orders.*", account="acc_li", name="李")
    held, closed, others = [await receive() for _ in range(3)]
    for one in (held, closed):
        await ask(f"/complaints/{one['id']}/answer", {"text": "马上处理"}, headers=li)
    await ask(f"/complaints/{closed['id']}/close", CLOSING, headers=li)
    await ask(f"/complaints/{others['id']}/answer", {"text": "您好"})
    assert "李" in [one["name"] for one in (await ask("/colleagues"))["data"]]
    left = AccountDisabled(account_id="acc_li", disabled_at=datetime.now(UTC))
    for _ in range(2):
        await tell(app, people.on_account_disabled, left)
    found = await ask(f"/complaints/{held['id']}")
    assert (found["assignee_id"], found["assignee_name"], found["state"]) == (None, "", "answered")
    *_, last = (await ask(f"/complaints/{held['id']}/timeline"))["data"]
    assert (last["what"], last["facts"]) == ("back_at_desk", {"before": "李"})
    assert (await ask(f"/complaints/{others['id']}"))["assignee_name"] != ""
    # What they did stays theirs.
    assert (await ask(f"/complaints/{closed['id']}"))["assignee_name"] == "李"
    assert [(one["assignee_id"], one["complaint_id"]) for one in await sent(app, ComplaintAssigned.subject)] == [(None, held["id"])]
    assert "李" not in [one["name"] for one in (await ask("/colleagues"))["data"]]
    assert (await ask("/complaints/transfer", {"ids": [held["id"]], "to_id": "acc_li"}, status=422))["code"] == "colleague_unknown"
    await ask(f"/complaints/{closed['id']}/reopen", {"reason": "买家又来了"})
    found = await ask(f"/complaints/{closed['id']}")
    assert (found["assignee_id"], found["state"]) == (None, "opened")


async def test_who_came_back_keeps_what_they_have(app: FastAPI, receive: Any, ask: Any) -> None:
    long_ago = AccountDisabled(account_id="acc_li", disabled_at=datetime(2026, 1, 1, tzinfo=UTC))
    held = await receive()
    await ask(f"/complaints/{held['id']}/answer", {"text": "您好"}, headers=caller("orders.*", account="acc_li", name="李"))
    await tell(app, people.on_account_disabled, long_ago)
    assert (await ask(f"/complaints/{held['id']}"))["assignee_name"] == "李"
    assert await sent(app, ComplaintAssigned.subject) == []


async def test_two_who_hand_to_each_other_while_one_leaves_all_come_to_an_end(
    app: FastAPI, client: httpx.AsyncClient, receive: Any, ask: Any
) -> None:
    people_at_desk = {name: caller("orders.*", account=f"acc_{name}", name=name) for name in ("甲", "乙")}
    for headers in people_at_desk.values():
        await ask("/colleagues/me", {}, status=204, headers=headers)
    ids = [(await receive())["id"] for _ in range(6)]

    async def hand(ids: list[str], by: str, to: str) -> int:
        body = {"ids": ids, "to_id": f"acc_{to}"}
        return (await client.post("/v1/care/complaints/transfer", json=body, headers=other_key(people_at_desk[by]))).status_code

    async def leave() -> int:
        await tell(app, people.on_account_disabled, AccountDisabled(account_id="acc_乙", disabled_at=datetime.now(UTC)))
        return 200

    codes = await asyncio.gather(*[hand(ids[n:] + ids[:n], *pair) for n, pair in enumerate([("甲", "乙"), ("乙", "甲")] * 3)], leave())
    assert set(codes) <= {200, 422}
    if "乙" not in [one["name"] for one in (await ask("/colleagues"))["data"]]:
        assert not [row for row in await rows(app, "SELECT assignee_name FROM care_complaint") if row["assignee_name"] == "乙"]


async def test_who_has_one_shop_neither_sees_nor_touches_another_s(receive: Any, ask: Any, place: Any) -> None:
    order = await place(order_body())
    one = await receive(order_id=order["id"])
    limited = caller("orders.*", shops=[OTHER_SHOP], account="acc_other")
    assert (await ask("/complaints?view=all", headers=limited))["data"] == []
    assert (await ask(f"/complaints?view=all&shop_id={SHOP}", headers=limited))["data"] == []
    for path in ("", "/timeline"):
        await ask(f"/complaints/{one['id']}{path}", status=404, headers=limited)
    await ask(f"/complaints/{one['id']}/answer", {"text": "?"}, status=404, headers=limited)
    await receive(status=403, headers=limited)
    await receive(status=404, headers=limited, order_id=order["id"], shop_id=None)
    results = await ask("/complaints/transfer", {"ids": [one["id"]], "to_id": "acc_other"}, headers=limited)
    assert results["results"][0]["refusal"]["code"] == "complaint_not_found"
    await ask("/complaints", status=403, headers=caller("orders.orders.read"))


async def test_an_order_names_its_shop_and_its_complaints_are_shown_together(receive: Any, ask: Any, place: Any) -> None:
    order = await place(order_body())
    first, second = [await receive(order_id=order["id"], shop_id=None, kind=kind) for kind in ("quality", "delivery")]
    assert [one["number"] for one in (await ask(f"/complaints/{first['id']}"))["others"]] == [second["number"]]
    assert len((await ask(f"/complaints?view=all&q={order['number']}"))["data"]) == 2
    assert len((await ask(f"/complaints?view=all&order_id={order['id']}"))["data"]) == 2
    wrong = await receive(shop_id=None, status=422)
    assert (wrong["code"], wrong["errors"][0]["pointer"]) == ("shop_needed", "/shop_id")
    await receive(shop_id="shp_nobody", status=422)
    assert (await receive(order_id=order["id"], shop_id=OTHER_SHOP, status=422))["code"] == "links_differ"


@pytest.mark.rule("CARE-3")
async def test_a_customer_who_is_not_the_order_s_is_refused(app: FastAPI, receive: Any, ask: Any, place: Any) -> None:
    async def files() -> list[str]:
        return [
            show_id("cus", row["file_id"]) for row in await rows(app, "SELECT DISTINCT file_id, made_at FROM customer ORDER BY made_at")
        ]

    body = order_body(buyer_id="b-1")
    await place(body)
    await count(app)
    (customer,) = await files()
    other = await place(order_body(buyer_id="b-2", receiver={"name": "李四", "phone": "13900001111"}))
    about = {"platform_no": "TS-9", "platform_order_no": body["platform_order_no"]}
    uncounted = await receive(order_id=other["id"], customer_id=customer, status=422)
    assert (uncounted["errors"][0]["pointer"], uncounted["rule"]) == ("/customer_id", "CARE-3")
    await count(app)
    (stranger,) = set(await files()) - {customer}
    wrong = await receive(**about, customer_id=stranger, status=422)
    assert (wrong["code"], wrong["errors"][0]["pointer"], wrong["rule"]) == ("links_differ", "/customer_id", "CARE-3")
    assert await rows(app, "SELECT id FROM care_complaint") == []
    made = await receive(**about, customer_id=customer)
    # Files that were merged are one customer.
    await run(app, "UPDATE customer SET file_id = :file", file=read_id("cus", customer))
    assert (await receive(order_id=other["id"], customer_id=customer))["is_new"]
    assert (await ask(f"/complaints/{made['id']}"))["customer_id"] == customer


async def test_lists_go_on_after_the_last_row_for_all_shops_and_for_some(receive: Any, ask: Any) -> None:
    made = [(await receive(shop_id=shop))["id"] for shop in (SHOP, OTHER_SHOP, SHOP)]
    some = caller("orders.*", shops=[SHOP, OTHER_SHOP])
    for view in ("open", "all"):
        for headers in (caller("orders.*"), some):
            seen: list[str] = []
            cursor = ""
            while True:
                page = await ask(f"/complaints?view={view}&limit=1{cursor}", headers=headers)
                seen += [row["id"] for row in page["data"]]
                if not page["has_more"]:
                    break
                cursor = f"&cursor={page['next_cursor']}"
            assert sorted(seen) == sorted(made)
    assert (await ask("/complaints/counts"))["open"] == 3


@pytest.mark.rule("SYS-6")
async def test_a_newer_policy_sets_the_deadlines_of_what_comes_then(app: FastAPI, receive: Any, ask: Any) -> None:
    before = await receive()
    (shipped,) = (await ask("/policies"))["data"]
    terms = shipped["parameters"]["terms"] | {"service": {"answer_hours": 200, "solve": 300, "solve_unit": "days"}}
    made = await ask("/policies", {"parameters": shipped["parameters"] | {"terms": terms}, "note": "双十一"}, status=201)
    after = await receive()
    due = {row["id"]: row["answer_due_at"] - row["opened_at"] for row in await rows(app, "SELECT * FROM care_complaint")}
    assert max(due.values()) > 10 * min(due.values())
    assert [(await ask(f"/complaints/{one['id']}"))["policy_version"] for one in (before, after)] == [0, made["version"]]
    late = {"parameters": shipped["parameters"], "effective_from": "2020-01-01T00:00:00Z"}
    assert (await ask("/policies", late, status=409))["code"] == "policy_in_the_past"
