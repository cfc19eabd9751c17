"""Erasing a customer goes to the end: no column of the service holds their name or phone, and the books stay (rule ORD-5)."""

import io
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from case_making import NOW, opening
from customer_making import Ask, count, listed
from fastapi import FastAPI
from order_making import SHOP, bring_to, line_body, new_uow, order_body, other_key, rows, run, sent
from PIL import Image

from chassis.sealing import SealBroken
from chassis.testing import caller
from orders.domain.customers.erasure import erased_mark
from orders.jobs.customers import erase_outdated

pytestmark = pytest.mark.rule("ORD-5")
NAME, PHONE, STREET = "钱学明", "13987654321", "文二路 77 号 3 单元"
SAID = f"我是{NAME}，打 {PHONE} 找我"
CARE, CASES = "/v1/care", "/v1/aftersales/cases"
BOSS = caller("orders.*", account="acc_boss", name="裁决人")
ERASER = caller("orders.*", account="acc_second", name="赵六")


@pytest.fixture
def tell_it(client: httpx.AsyncClient, clerk: dict[str, str]) -> Any:
    async def tell_it(path: str, *, headers: dict[str, str] = clerk, method: str = "POST", **rest: Any) -> Any:
        answer = await client.request(method, path, headers=other_key(headers), **rest)
        assert answer.status_code < 300, answer.text
        return answer.json() if "json" in answer.headers.get("content-type", "") else None

    return tell_it


def picture() -> dict[str, tuple[str, bytes, str]]:
    written = io.BytesIO()
    Image.new("RGB", (80, 80), "red").save(written, "PNG")
    return {"file": ("a.png", written.getvalue(), "image/png")}


async def write_everything(app: FastAPI, tell_it: Any, order: dict[str, Any], customer: str) -> dict[str, str]:
    """Every way in which a customer comes to words: case, complaint, mediation, review, call-back, request at the platform, invoice."""
    case = await tell_it(CASES, json=opening(order["id"], "compensation", "quality", amount="5.00", note=SAID))
    await tell_it(f"{CASES}/{case['id']}/notes", json={"text": SAID})
    shown = await tell_it(f"{CASES}/{case['id']}/pictures", files=picture())
    await tell_it(f"{CASES}/refuse", json={"ids": [case["id"]], "reason": "证据不足"})
    complaint = await tell_it(f"{CARE}/complaints", json={"kind": "service", "text": SAID, "order_id": order["id"]})
    path = f"{CARE}/complaints/{complaint['id']}"
    await tell_it(f"{path}/answer", json={"text": f"{NAME}您好"})
    await tell_it(f"{path}/notes", json={"text": SAID})
    await tell_it(f"{path}/close", json={"responsible": "staff", "improvement": f"以后先联系{NAME}这样的客户"})
    mediation = await tell_it(f"{CARE}/mediations", json={"order_id": order["id"], "claim": SAID}, headers=BOSS)
    path = f"{CARE}/mediations/{mediation['id']}"
    await tell_it(f"{path}/statements", json={"side": "buyer", "text": SAID})
    await tell_it(f"{path}/statements", json={"side": "seller", "text": f"{NAME}收货时未验货"})
    proof = await tell_it(f"{path}/evidence", data={"side": "buyer"}, files=picture())
    decision = {"outcome": "for_buyer", "reason": f"{NAME}所述属实", "to_do": f"退给{NAME} 20 元"}
    await tell_it(f"{path}/decide", json=decision, headers=BOSS)
    review = {"shop_id": SHOP, "platform_review_no": "R-1", "platform_order_no": order["platform_order_no"], "stars": 1,
        "text": SAID, "pictures": ["https://pictures.example/1.jpg"], "written_at": NOW.isoformat()}  # fmt: skip
    [taken] = (await tell_it(f"{CARE}/reviews", json={"reviews": [review]}))["results"]
    await tell_it(f"{CARE}/reviews/answer", json={"ids": [taken["id"]], "text": f"{NAME}您好，已处理"})
    invoice = {"order_id": order["id"], "title_kind": "person", "title": NAME, "email": "qian@mail.example", "phone": PHONE, "note": SAID}
    asked = await tell_it("/v1/invoice-requests", json=invoice)
    await tell_it(f"/v1/invoice-requests/{asked['id']}/withdraw", json={"reason": "不需要了"}, headers=BOSS | {"If-Match": '"1"'})
    for state in ("planned", "open", "reached"):
        done = {
            "state": state,
            "order": UUID(order["id"].removeprefix("ord_")),
            "customer": UUID(customer.removeprefix("cus_")),
            "note": SAID,
        }
        await run(app, CALLBACK, **done)
    await run(app, REQUEST, number=order["platform_order_no"], note=SAID)
    return {"case": case["id"], "picture": shown["id"], "complaint": complaint["id"], "mediation": mediation["id"], "proof": proof["id"],
        "review": taken["id"]}  # fmt: skip


CALLBACK = """
    INSERT INTO care_callback (id, plan_id, plan_version, trigger, subject_id, shop_id, order_id, customer_id, state, void_reason, due_at, next_at,
        attempts, note, made_at, done_at, done_by, done_by_id, version, satisfaction)
    SELECT gen_random_uuid(), gen_random_uuid(), 1, 'after_delivery', CAST(:order AS uuid), 'shp_main', CAST(:order AS uuid),
        CAST(:customer AS uuid), CAST(:state AS text), '', now(), now(), 1, :note, now(),
        CASE CAST(:state AS text) WHEN 'reached' THEN now() END, '', '', 1, CASE CAST(:state AS text) WHEN 'reached' THEN 5 END
"""
REQUEST = """
    INSERT INTO platform_request (shop_id, platform_refund_no, platform_order_no, modified_at, told, given_up, first_at, tried_at)
    VALUES ('shp_main', 'RF-1', :number, now(), jsonb_build_object('note', CAST(:note AS text), 'amount', '5.00'), true, now(), now())
"""


PASSING = {"idempotency_key.body", "outbox.payload"}
"""What is on its way out: answers are sealed and go after 72 hours, messages once they are sent."""


async def everywhere(app: FastAPI, *words: str) -> list[str]:
    """Columns of the schema, sealed ones opened, that hold one of the words."""
    found: list[str] = []
    columns = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
    for column in await rows(app, columns):
        table, name = column["table_name"], column["column_name"]
        # Names come from the database's own catalogue.
        values = [row["value"] for row in await rows(app, f'SELECT DISTINCT "{name}" AS value FROM "{table}" WHERE "{name}" IS NOT NULL')]
        if any(word in _in_clear(app, value) for value in values for word in words):
            found.append(f"{table}.{name}")
    return sorted(set(found) - PASSING)


def _in_clear(app: FastAPI, value: object) -> str:
    sealer = app.state.context.sealer
    try:
        if isinstance(value, str) and value.startswith("v1."):
            return str(sealer.open(value))
        if isinstance(value, bytes):
            return bytes(sealer.open_bytes(value)).decode(errors="replace")
    except (SealBroken, ValueError):
        pass
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


async def erase(tell_it: Any, customer: str) -> None:
    erasure = await tell_it("/v1/customer-erasures", json={"customer_id": customer, "ground": "buyer", "reason": "来信要求"})
    await tell_it(f"/v1/customer-erasures/{erasure['id']}/carry-out", json={}, headers=ERASER)


async def theirs(app: FastAPI, place: Any, ask: Ask) -> tuple[dict[str, Any], str]:
    await run(app, "UPDATE shop SET platform = 'mall' WHERE id = :shop", shop=SHOP)
    receiver = {"name": NAME, "phone": PHONE, "street": STREET}
    body = order_body(receiver=receiver, buyer_id="qianxm", buyer_remark=SAID, lines=[line_body()])
    order = await place(body)
    await bring_to(app, order["id"], "shipped")
    await run(app, "UPDATE sales_order SET status = 'completed', delivered_at = now()")
    await count(app)
    (row,) = await listed(ask)
    return order | {"platform_order_no": body["platform_order_no"]}, row["id"]


async def test_no_column_holds_the_name_or_phone_and_the_books_stay(
    app: FastAPI, place: Any, ask: Ask, tell_it: Any, client: httpx.AsyncClient, clerk: dict[str, str]
) -> None:
    order, customer = await theirs(app, place, ask)
    made = await write_everything(app, tell_it, order, customer)
    refused = await client.post(
        "/v1/customer-erasures", json={"customer_id": customer, "ground": "buyer", "reason": "来信要求"}, headers=other_key(clerk)
    )
    erasure = refused.json()["id"]
    waits = await client.post(f"/v1/customer-erasures/{erasure}/carry-out", json={}, headers=other_key(ERASER))
    assert (waits.status_code, waits.json()["code"]) == (409, "erasure_while_open"), "a mediation still waits to be complied with"
    await tell_it(f"{CARE}/mediations/{made['mediation']}/compliance", json={"complied": True, "text": f"已退给{NAME}"}, headers=BOSS)
    before = await everywhere(app, NAME, PHONE)
    assert "care_mediation_entry.text" in before
    await tell_it(f"/v1/customer-erasures/{erasure}/carry-out", json={}, headers=ERASER)
    assert await everywhere(app, NAME, PHONE, STREET, "qianxm") == []

    mark = erased_mark(new_uow(app).today)
    complaint = await tell_it(f"{CARE}/complaints/{made['complaint']}", method="GET")
    assert (complaint["text"], complaint["improvement"]) == (mark, f"以后先联系{mark}这样的客户")
    mediation = await tell_it(f"{CARE}/mediations/{made['mediation']}", method="GET")
    record = {entry["what"] if entry["what"] != "statement" else entry["side"]: entry for entry in mediation["record"]}
    assert (record["opened"]["text"], record["buyer"]["text"], record["seller"]["text"]) == (mark, mark, f"{mark}收货时未验货")
    decided = record["decided"]
    assert (decided["text"], decided["facts"]["to_do"]) == (f"{mark}所述属实", f"退给{mark} 20 元")
    assert (decided["facts"]["outcome"], mediation["outcome"], decided["erased_at"] is not None) == ("for_buyer", "for_buyer", True)
    assert mediation["evidence"][0]["removed_at"] is not None
    for path in (f"{CARE}/mediations/{made['mediation']}/evidence/{made['proof']}", f"{CASES}/{made['case']}/pictures/{made['picture']}"):
        answer = await client.post(f"{path}/look", json={"reason": "核对"}, headers=other_key(clerk))
        assert (answer.status_code, answer.json()["rule"]) == (404, "ORD-5")
    review = await tell_it(f"{CARE}/reviews/{made['review']}", method="GET")
    assert (review["text"], review["pictures"], review["stars"], review["answer"]) == (mark, [], 1, f"{mark}您好，已处理")
    calls = await rows(app, "SELECT state, void_reason, note FROM care_callback ORDER BY state, void_reason")
    assert [(call["state"], call["void_reason"]) for call in calls] == [("reached", ""), ("void", "erased"), ("void", "erased")]
    [case] = await rows(app, "SELECT note, amount::text, state FROM aftersales_case")
    assert case == {"note": mark, "amount": "5.00", "state": "refused"}
    [message] = await sent(app, "orders.customer.erased.v1")
    assert message["platform_orders"] == [{"shop_id": SHOP, "platform_order_no": order["platform_order_no"]}]


async def test_what_is_told_later_brings_no_words_back(app: FastAPI, place: Any, ask: Ask, tell_it: Any) -> None:
    order, customer = await theirs(app, place, ask)
    review = {"shop_id": SHOP, "platform_review_no": "R-1", "platform_order_no": order["platform_order_no"], "stars": 1, "text": SAID,
        "written_at": NOW.isoformat()}  # fmt: skip
    await tell_it(f"{CARE}/reviews", json={"reviews": [review]})
    await run(app, "INSERT INTO integrity_mark (order_id, shop_id, placed_at) SELECT id, shop_id, placed_at FROM sales_order")
    await erase(tell_it, customer)
    later = review | {"stars": 5, "text": f"{SAID}！", "modified_at": NOW.isoformat()}
    fresh = review | {"platform_review_no": "R-2"}
    results = (await tell_it(f"{CARE}/reviews", json={"reviews": [later, fresh]}))["results"]
    assert [one["outcome"] for one in results] == ["updated", "made"]
    assert {row["stars"] for row in await rows(app, "SELECT stars FROM buyer_review")} == {5, 1}
    seen = {"shop_id": SHOP, "platform_order_no": order["platform_order_no"], "payer": NAME, "device": "D-1", "browsed_seconds": 2}
    assert (await tell_it("/v1/integrity/observations", json={"observations": [seen]}))["noted"] == 1
    assert await rows(app, "SELECT payer, device, browsed_s FROM integrity_mark") == [{"payer": None, "device": None, "browsed_s": 2}]
    assert await everywhere(app, NAME, PHONE) == []


@pytest.mark.rule("SYS-6")
async def test_words_and_pictures_go_when_the_policys_months_are_over(
    app: FastAPI, place: Any, ask: Ask, tell_it: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, customer = await theirs(app, place, ask)
    made = await write_everything(app, tell_it, order, customer)
    await tell_it(f"{CARE}/mediations/{made['mediation']}/compliance", json={"complied": True, "text": "已退"}, headers=BOSS)
    clock = app.state.context.clock
    late = clock.now() + timedelta(days=190)
    parameters: dict[str, Any] = {"months": None, "answer_days": 15, "review_months": 6, "evidence_months": 12}
    await tell_it("/v1/retention-policies", json={"parameters": parameters})
    await erase_outdated(app.state.context)
    assert (await tell_it(f"{CARE}/reviews/{made['review']}", method="GET"))["text"].startswith("我是")
    monkeypatch.setattr(clock, "now", lambda: late)
    for _ in range(2):
        await erase_outdated(app.state.context)
    [review] = await rows(app, "SELECT text, pictures, stars, answer, version, words_removed_at FROM buyer_review")
    assert (review["text"], review["pictures"], review["stars"]) == (erased_mark(new_uow(app).today), [], 1)
    assert review["answer"] == f"{NAME}您好，已处理", "our own words are not the buyer's"
    assert [row["text"] for row in await rows(app, "SELECT text FROM buyer_review_version")] == [review["text"]]
    assert [row["kept"] for row in await rows(app, "SELECT image_sealed IS NOT NULL AS kept FROM care_mediation_evidence")] == [True]
    monkeypatch.setattr(clock, "now", lambda: late + timedelta(days=190))
    await erase_outdated(app.state.context)
    assert [row["kept"] for row in await rows(app, "SELECT image_sealed IS NOT NULL AS kept FROM care_mediation_evidence")] == [False]
    audit = await rows(app, "SELECT action, after FROM audit_entry WHERE action LIKE '%_removed' ORDER BY at")
    assert [(row["action"], row["after"]["policy_version"]) for row in audit] == [
        ("buyer_review.words_removed", 1),
        ("mediation.evidence_removed", 1),
    ]
