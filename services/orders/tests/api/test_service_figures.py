"""Contacts, service figures, quality records and improvements over HTTP: exact figures from planted rows (rules CARE-4, CARE-6, CARE-7)."""

import io
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from order_making import OTHER_SHOP, SHOP, bring_to, line_body, new_uow, order_body, other_key, rows, sent, tell
from python_calamine import CalamineWorkbook

from chassis.testing import caller
from contracts.orders import CallbackEnded, CaseEnded, CaseOpened, ComplaintOpened
from orders.consumers import feedback
from orders.use_cases.customers.count_orders import count_orders

CARE = "/v1/care"
Ask = Callable[..., Awaitable[Any]]
# In the middle of a month, so that no test lies across two.
BEGAN = datetime(2026, 10, 15, 2, 0, tzinfo=UTC)


def at(seconds: int = 0, *, days: int = 0) -> str:
    return (BEGAN + timedelta(days=days, seconds=seconds)).isoformat()


@pytest.fixture
def ask(client: httpx.AsyncClient, clerk: dict[str, str]) -> Ask:
    async def ask(
        method: str, path: str, *, status: int = 200, headers: dict[str, str] = clerk, version: int | None = None, **rest: Any
    ) -> Any:
        given = other_key(headers) | ({} if version is None else {"If-Match": f'"{version}"'})
        answer = await client.request(method, f"/v1{path}", headers=given, **rest)
        assert answer.status_code == status, answer.text
        return answer.json() if "json" in answer.headers.get("content-type", "") else answer.content

    return ask


def contact(number: str, **changes: Any) -> dict[str, Any]:
    body = {"shop_id": SHOP, "contact_no": number, "agent_id": "acc_a", "agent_name": "小安", "buyer_id": f"b-{number}", "started_at": at()}
    return body | changes


async def tell_contacts(ask: Ask, *contacts: dict[str, Any], **rest: Any) -> Any:
    return await ask("POST", "/care/contacts", json={"contacts": list(contacts)}, **rest)


async def figures(ask: Ask, query: str = "by=person", **rest: Any) -> dict[str, dict[str, tuple[float | None, int]]]:
    found = await ask("GET", f"/care/figures?month=2026-10&{query}", **rest)
    told = {row["key"]: row["figures"] for row in found["rows"]} | {"": found["total"]}
    return {key: {one["figure"]: (one["value"], one["counted"]) for one in values} for key, values in told.items()}


async def plant(ask: Ask) -> None:
    """小安: three chats, one late, one that came again; 小博: one that nobody answered before it ended."""
    await tell_contacts(
        ask,
        contact("1", first_answer_at=at(60), ended_at=at(600), satisfaction=5, buyer_id="same"),
        contact("2", started_at=at(days=3), first_answer_at=at(200, days=3), ended_at=at(800, days=3), satisfaction=2, buyer_id="same"),
        contact("3", first_answer_at=at(100)),
        contact("4", agent_id="acc_b", agent_name="小博", ended_at=at(300), shop_id=OTHER_SHOP),
    )


async def test_the_figures_are_those_of_the_planted_contacts(ask: Ask) -> None:
    await plant(ask)
    found = await figures(ask)
    assert found["acc_a"] == {
        "handled": (3.0, 3),
        "first_answer": (120.0, 3),
        "solution": (700.0, 2),
        "satisfaction": (3.5, 2),
        "repeat": (0.3333, 3),
        "in_time": (0.6667, 3),
    }
    assert found["acc_b"]["in_time"] == (0.0, 1)
    assert found["acc_b"]["first_answer"] == (None, 0)
    assert found[""]["handled"] == (4.0, 4)
    assert (await figures(ask, "by=shop"))[OTHER_SHOP]["handled"] == (1.0, 1)
    assert list(await figures(ask, "by=month&months=2")) == ["2026-10", ""]


async def test_a_figure_opens_to_exactly_the_rows_that_count_in_it(ask: Ask) -> None:
    await plant(ask)

    async def behind(figure: str, query: str = "") -> list[str]:
        return [row["number"] for row in (await ask("GET", f"/care/figures/rows?month=2026-10&figure={figure}{query}"))["data"]]

    assert await behind("satisfaction", "&person_id=acc_a") == ["2", "1"]
    assert await behind("in_time", "&person_id=acc_b") == ["4"]
    assert len(await behind("handled")) == 4
    page = await ask("GET", "/care/figures/rows?month=2026-10&figure=handled&limit=3")
    rest = await ask("GET", f"/care/figures/rows?month=2026-10&figure=handled&limit=3&cursor={page['next_cursor']}")
    assert len({row["id"] for row in page["data"] + rest["data"]}) == 4


async def test_an_earlier_contact_told_later_makes_the_later_one_repeated(ask: Ask) -> None:
    await tell_contacts(ask, contact("new", started_at=at(days=2), buyer_id="b"))
    assert (await figures(ask))["acc_a"]["repeat"] == (0.0, 1)
    await tell_contacts(ask, contact("old", buyer_id="b"))
    assert (await figures(ask))["acc_a"]["repeat"] == (0.5, 2)


async def test_later_facts_complete_a_contact_and_the_same_twice_changes_nothing(app: FastAPI, ask: Ask) -> None:
    for body, outcome in (
        (contact("1"), "made"),
        (contact("1", first_answer_at=at(5)), "completed"),
        (contact("1", first_answer_at=at(5)), "unchanged"),
        (contact("1", ended_at=at(50)), "completed"),
        (contact("1", satisfaction=4), "completed"),
    ):
        [result] = (await tell_contacts(ask, body))["results"]
        assert result["outcome"] == outcome
    events = await sent(app, "orders.contact.ended.v1")
    assert [(event["first_answer_s"], event["in_time"], event["satisfaction"], event["by_id"]) for event in events] == [
        (5, True, None, "acc_a"),
        (5, True, 4, "acc_a"),
    ]
    assert await rows(app, "SELECT count(*) AS facts FROM service_fact") == [{"facts": 1}]


async def test_every_mistake_of_contacts_is_named_and_nothing_is_kept(app: FastAPI, ask: Ask) -> None:
    await tell_contacts(ask, contact("known", buyer_id="b"))
    wrong = [
        contact("1", shop_id="nowhere"),
        contact("2", ended_at=at(-1)),
        contact("3"),
        contact("3"),
        contact("known", started_at=at(9), buyer_id="other"),
    ]
    refused = await tell_contacts(ask, *wrong, status=422)
    assert [(error["pointer"], error["code"]) for error in refused["errors"]] == [
        ("/contacts/0/shop_id", "shop_unknown"),
        ("/contacts/1/ended_at", "before_the_start"),
        ("/contacts/2/contact_no", "twice"),
        ("/contacts/3/contact_no", "twice"),
        ("/contacts/4/started_at", "differs"),
        ("/contacts/4/buyer_id", "differs"),
    ]
    kept = await rows(app, "SELECT contact_no, started_at FROM chat_contact")
    assert kept == [{"contact_no": "known", "started_at": BEGAN}]


async def test_figures_and_their_export_are_limited_to_the_callers_shops(ask: Ask) -> None:
    await plant(ask)
    limited = caller("orders.*", shops=[OTHER_SHOP])
    assert (await figures(ask, headers=limited))[""]["handled"] == (1.0, 1)
    assert (await ask("GET", "/care/figures/rows?month=2026-10&figure=handled", headers=limited))["data"][0]["number"] == "4"
    refused = await tell_contacts(ask, contact("9"), headers=limited, status=403)
    assert refused["code"] == "shop_not_yours"
    content = await ask("GET", "/care/figures/export?month=2026-10", headers=limited)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert (sheet[1][0], sheet[1][1], sheet[2][0]) in {("小博", 1.0, "合计"), ("小博", 1.0, "All")}


async def delivered(app: FastAPI, place: Any, **changes: Any) -> dict[str, Any]:
    made = await place(order_body(**changes))
    await bring_to(app, made["id"], "delivered")
    return made


async def case_of(app: FastAPI, ask: Ask, order: dict[str, Any], reason: str) -> dict[str, Any]:
    body = {"order_id": order["id"], "kind": "return_and_refund", "reason_code": reason, "lines": [{"line_no": 1, "quantity": 1}]}
    made = await ask("POST", "/aftersales/cases", json=body, status=201)
    for message in await sent(app, CaseOpened.subject):
        await tell(app, feedback.on_case, CaseOpened.model_validate(message))
    return made


async def test_cases_complaints_and_reviews_count_as_problems_of_a_product(app: FastAPI, ask: Ask, place: Any) -> None:
    order = await delivered(app, place, platform_order_no="P-1")
    case = await case_of(app, ask, order, "quality")
    told = {"shop_id": SHOP, "platform_review_no": "R-1", "platform_order_no": "P-1", "stars": 2, "text": "开线", "written_at": at()}
    await ask("POST", "/care/reviews", json={"reviews": [told | {"written_at": datetime.now(UTC).isoformat()}]})
    await ask("POST", "/care/complaints", json={"kind": "quality", "text": "质量差", "order_id": order["id"]}, status=201)
    for message in await sent(app, ComplaintOpened.subject):
        await tell(app, feedback.on_complaint, ComplaintOpened.model_validate(message))
    [row] = (await ask("GET", "/care/improvements"))["data"]
    assert (row["class_code"], row["sku"], row["problems"], row["state"]) == ("quality", "TEE-W", 3, "new")
    assert {one["kind"]: one["problems"] for one in row["kinds"]} == {"case": 1, "complaint": 1, "review": 1}
    assert [month["problems"] for month in row["months"]] == [0, 0, 3]
    behind = (await ask("GET", "/care/improvements/problems?class_code=quality&sku=TEE-W"))["data"]
    assert sorted(one["kind"] for one in behind) == ["case", "complaint", "review"]
    # A case that comes to nothing is no problem of the product.
    await ask("POST", "/aftersales/cases/refuse", json={"ids": [case["id"]], "reason": "无凭证"})
    for message in await sent(app, CaseEnded.subject):
        await tell(app, feedback.on_case, CaseEnded.model_validate(message))
    assert (await ask("GET", "/care/improvements?class_code=product"))["data"][0]["problems"] == 2
    assert (await ask("GET", "/care/improvements?class_code=service"))["data"] == []


async def test_an_improvement_needs_owner_and_day_and_ends_with_a_reason(app: FastAPI, ask: Ask, place: Any) -> None:
    order = await delivered(app, place)
    await case_of(app, ask, order, "quality")
    path, problem = "/care/improvements/decide", {"class_code": "quality", "sku": "TEE-W"}
    lacking = await ask("POST", path, json=problem | {"state": "open"}, version=0, status=422)
    assert [error["pointer"] for error in lacking["errors"]] == ["/owner", "/due_on"]
    taken = problem | {"state": "open", "owner": "刘品控", "due_on": "2026-12-31"}
    assert (await ask("POST", path, json=taken, version=0))["version"] == 1
    assert (await ask("POST", path, json=taken, version=0, status=412))["code"] == "changed_meanwhile"
    done = problem | {"state": "done", "owner": "刘品控"}
    assert (await ask("POST", path, json=done, version=1, status=422))["rule"] == "CARE-6"
    await ask("POST", path, json=done | {"reason": "更换面料供应商"}, version=1)
    [row] = (await ask("GET", "/care/improvements?state=done"))["data"]
    assert (row["owner"], row["reason"], row["version"]) == ("刘品控", "更换面料供应商", 2)
    nothing = await ask("POST", path, json=taken | {"sku": "MUG"}, version=0, status=409)
    assert nothing["code"] == "no_such_problem"
    foreign = await ask("POST", path, json=done | {"reason": "x"}, version=2, headers=caller("orders.*", shops=[OTHER_SHOP]), status=409)
    assert foreign["code"] == "no_such_problem"


async def test_the_quality_record_of_product_and_customer_holds_everything_once(app: FastAPI, ask: Ask, place: Any) -> None:
    order = await delivered(app, place, platform_order_no="P-1", lines=[line_body(), line_body(platform_line_no="2", sku="MUG")])
    await case_of(app, ask, order, "quality")
    now = datetime.now(UTC)
    review = {
        "shop_id": SHOP,
        "platform_review_no": "R-1",
        "platform_order_no": "P-1",
        "sku": "MUG",
        "stars": 4,
        "written_at": now.isoformat(),
    }
    await ask("POST", "/care/reviews", json={"reviews": [review]})
    [customer] = await customers(app, ask)
    call = CallbackEnded(
        callback_id="cbk_" + "1" * 32, plan_id="cbp_" + "2" * 32, trigger="after_delivery", shop_id=SHOP, order_id=order["id"],
        customer_id=customer["id"], outcome="reached", satisfaction=4, in_time=True, complaint_id=None, case_id=None, by="小安", by_id="acc_a",
        done_at=now,
    )  # fmt: skip
    for _ in range(2):
        await tell(app, feedback.on_callback_ended, call)
    record = (await ask("GET", f"/care/quality/customers/{customer['id']}"))["data"]
    assert sorted((one["kind"], one["skus"]) for one in record) == [("call_back", []), ("case", ["TEE-W"]), ("review", ["MUG"])]
    assert [one["kind"] for one in (await ask("GET", "/care/quality/products/MUG"))["data"]] == ["review"]
    months = (await ask("GET", "/care/quality/products/MUG/months"))["months"]
    assert [(one["kind"], one["told"], one["mean_stars"]) for one in months] == [("review", 1, 4.0)]
    limited = caller("orders.*", shops=[OTHER_SHOP])
    assert (await ask("GET", "/care/quality/products/MUG", headers=limited))["data"] == []
    await ask("GET", f"/care/quality/customers/{customer['id']}", headers=limited, status=404)


async def customers(app: FastAPI, ask: Ask) -> list[dict[str, Any]]:
    async with new_uow(app) as uow:
        await count_orders(uow, ids=[row["id"] for row in await rows(app, "SELECT id FROM sales_order ORDER BY id")])
        await uow.commit()
    return (await ask("GET", "/customers"))["data"]
