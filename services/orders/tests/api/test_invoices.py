"""Invoices: once for an order, for no more than was paid, taken back in red letters after a refund, personal data sealed (ORD-2, ORD-5)."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
import xlsxwriter
from fastapi import FastAPI
from order_making import OTHER_SHOP, SHOP, line_body, money, newer, order_body, other_key, rows, sent, tell
from python_calamine import CalamineWorkbook

from chassis import jobs
from chassis.testing import caller
from contracts.orders import OrdersAdvanced
from orders.consumers import sales
from orders.jobs.invoices import look

ASK = "/v1/invoice-requests"
TAX = "91110000600037341L"
NOW = datetime.now(UTC)
TODAY = NOW.astimezone(ZoneInfo("Asia/Shanghai")).date().isoformat()


@pytest.fixture(autouse=True)
def only_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async def rest(*_: Any, **__: Any) -> None:
        return

    monkeypatch.setattr(jobs, "run_alone", rest)


def paid(**changes: Any) -> dict[str, Any]:
    moment = (NOW - timedelta(hours=2)).isoformat()
    return order_body(placed_at=moment, paid_at=moment, modified_at=moment, **changes)


def wish(order: dict[str, Any], **changes: Any) -> dict[str, Any]:
    company = {"title_kind": "company", "title": "杭州云杉贸易有限公司", "tax_number": TAX, "email": "caiwu@yunshan.example.com"}
    return {"order_id": order["id"], **company} | changes


async def ask(client: httpx.AsyncClient, headers: dict[str, str], body: dict[str, Any], status: int = 201) -> dict[str, Any]:
    answer = await client.post(ASK, json=body, headers=other_key(headers))
    assert answer.status_code == status, answer.text
    return answer.json()


async def do(
    client: httpx.AsyncClient, headers: dict[str, str], invoice: dict[str, Any], verb: str, status: int = 200, **body: Any
) -> dict[str, Any]:
    stamped = other_key(headers) | {"If-Match": f'"{invoice["version"]}"'}
    answer = await client.post(f"{ASK}/{invoice['id']}/{verb}", json=body, headers=stamped)
    assert answer.status_code == status, answer.text
    return answer.json()


@pytest.mark.rule("ORD-2", "ORD-5")
async def test_asked_once_for_what_was_paid_and_issued_with_its_file(
    app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str], place: Any, show: Any
) -> None:
    order = await place(paid())
    made = await ask(client, clerk, wish(order))
    assert (made["amount"], made["state"], made["email_shown"]) == (money("100.00"), "requested", "c***@yunshan.example.com")
    again = await ask(client, clerk, wish(order), 409)
    assert (again["code"], again["rule"]) == ("invoice_twice", "ORD-2")
    assert made["number"] in again["detail"]
    [sealed] = await rows(app, "SELECT details_sealed FROM invoice_request")
    assert TAX not in sealed["details_sealed"]
    wrong = await do(client, clerk, made, "issue", 422, number="123", on=(NOW + timedelta(days=2)).date().isoformat())
    assert {error["pointer"] for error in wrong["errors"]} == {"/number", "/on"}
    issued = await do(client, clerk, made, "issue", number="24332000000012345678", on=TODAY)
    assert (issued["state"], issued["issued_number"]) == ("issued", "24332000000012345678")
    assert (await do(client, clerk, made, "issue", 412, number="24332000000012345679", on=TODAY))["code"] == "changed_meanwhile"
    assert (await do(client, clerk, issued, "withdraw", 409, reason="不要了"))["code"] == "invoice_state_forbids"
    for content, status in (
        (b"MZ not a file", 422),
        (b"PK\x03\x04 some zip", 422),
        (b"%PDF-1.7 " + b"x" * 6_000_000, 413),
        (b"%PDF-1.7 ok", 200),
    ):
        answer = await client.post(f"{ASK}/{made['id']}/file", files={"file": ("f", content)}, headers=other_key(clerk))
        assert answer.status_code == status, answer.text
    read = await client.post(f"{ASK}/{made['id']}/file/read", headers=clerk)
    assert (read.content, read.headers["content-type"]) == (b"%PDF-1.7 ok", "application/pdf")
    [kept] = await rows(app, "SELECT content_sealed FROM invoice_file")
    assert b"%PDF" not in kept["content_sealed"]
    full = (await client.post(f"{ASK}/{made['id']}/reveal", json={"reason": "核对税号"}, headers=other_key(clerk))).json()
    assert full["tax_number"] == TAX
    [look_up] = await rows(app, "SELECT reason FROM audit_entry WHERE action = 'invoice.revealed'")
    assert look_up["reason"] == "核对税号"


@pytest.mark.rule("ORD-2")
async def test_wrong_details_are_told_all_at_once_and_nothing_unpaid_is_invoiced(
    client: httpx.AsyncClient, clerk: dict[str, str], place: Any
) -> None:
    order = await place(paid())
    wrong = await ask(client, clerk, wish(order, kind="special", tax_number="91110000600037341X", email="caiwu", phone="", title=" "), 422)
    assert {(error["pointer"], error["code"]) for error in wrong["errors"]} == {
        ("/title", "missing"), ("/tax_number", "tax_number_wrong"), ("/email", "email_wrong"), ("/buyer_address", "missing"),
        ("/phone", "missing"), ("/bank", "missing"), ("/account", "missing"),
    }  # fmt: skip
    person = await ask(client, clerk, wish(order, title_kind="person", title="张三丰"), 422)
    assert person["errors"][0]["code"] == "not_wanted"
    assert (await ask(client, clerk, wish(order, amount="100.01"), 422))["code"] == "invoice_more_than_paid"
    unpaid = await place(paid(state="awaiting_payment") | {"paid_at": None})
    assert (await ask(client, clerk, wish(unpaid), 409))["code"] == "nothing_to_invoice"
    dollars = await place(paid(**{name: money("5.00", "USD") for name in ("goods_amount", "discount_amount", "freight_amount", "paid_amount")},
                               lines=[line_body(unit_price=money("5.00", "USD"))]))  # fmt: skip
    assert (await ask(client, clerk, wish(dollars), 409))["code"] == "nothing_to_invoice"
    made = await ask(client, clerk, wish(order, title_kind="person", title="张三丰", tax_number="", amount="60.00"))
    assert (made["title_shown"], made["amount"]) == ("张**", money("60.00"))


@pytest.mark.rule("ORD-2")
async def test_a_refund_lowers_what_was_not_issued_and_asks_for_red_letters_of_what_was(
    app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str], place: Any, show: Any
) -> None:
    two = [line_body(paid_amount=money("70.00")), line_body(platform_line_no="2", sku="TEE-B", quantity=1, paid_amount=money("30.00"))]
    half = [two[0], two[1] | {"refund": "done"}]
    first, second = paid(lines=two), paid(lines=two)
    waiting, issued = await ask(client, clerk, wish(await place(first))), await ask(client, clerk, wish(await place(second)))
    issued = await do(client, clerk, issued, "issue", number="12345678", on=TODAY)
    for body in (first, second):
        await place(newer(body, lines=half), status=200)
    await look(app.state.context)

    async def now(invoice: dict[str, Any]) -> dict[str, Any]:
        return (await client.get(f"{ASK}/{invoice['id']}", headers=clerk)).json()

    assert ((await now(waiting))["state"], (await now(waiting))["amount"]) == ("requested", money("70.00"))
    due = await now(issued)
    assert (due["state"], due["amount"]) == ("red_due", money("100.00"))
    counts = (await client.get(f"{ASK}/counts", headers=clerk)).json()["data"]
    assert {count["state"]: count["requests"] for count in counts} == {"requested": 1, "red_due": 1}
    assert (await ask(client, clerk, wish({"id": due["order_id"]}), 409))["code"] == "invoice_twice"
    red = await do(client, clerk, due, "red-letter", number="87654321", on=TODAY)
    assert (red["state"], red["red_number"]) == ("red_lettered", "87654321")
    assert (await ask(client, clerk, wish({"id": due["order_id"]})))["amount"] == money("70.00")
    # All given back: what was not issued falls away.
    await place(newer(first, minutes=2, lines=[line | {"refund": "done"} for line in half]), status=200)
    for message in await sent(app, "orders.orders.advanced.v1"):
        await tell(app, sales.on_orders_advanced, OrdersAdvanced.model_validate(message))
    assert (await now(waiting))["state"] == "withdrawn"


@pytest.mark.rule("ORD-2")
async def test_a_mall_asks_by_its_own_number_and_sees_its_own_shop_only(
    client: httpx.AsyncClient, clerk: dict[str, str], place: Any
) -> None:
    body = paid()
    await place(body)
    mall = caller("orders.invoices.request", "orders.invoices.read", shops=[SHOP])
    other = caller("orders.invoices.request", "orders.invoices.read", "orders.invoices.issue", shops=[OTHER_SHOP])
    by_number = wish({"id": None}) | {"order": {"shop_id": SHOP, "platform_order_no": body["platform_order_no"]}}
    del by_number["order_id"]
    assert (await ask(client, other, by_number, 404))["code"] == "order_not_found"
    made = await ask(client, mall, by_number)
    for path in (f"{ASK}/{made['id']}", f"/v1/orders/{made['order_id']}/invoices"):
        assert (await client.get(path, headers=other)).status_code in (403, 404)
    assert (await client.get(ASK, headers=other)).json()["data"] == []
    assert (await do(client, other, made, "issue", 404, number="12345678", on=TODAY))["code"] == "invoice_not_found"
    assert [row["number"] for row in (await client.get(ASK, params={"q": body["platform_order_no"]}, headers=mall)).json()["data"]] == [
        made["number"]
    ]
    assert (await ask(client, clerk, by_number | {"order_id": made["order_id"]}, 422))["code"] == "validation"


def sheet(*lines: tuple[str, str, str]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    page = book.add_worksheet()
    for number, line in enumerate([("申请单号", "发票号码", "开票日期"), *lines]):
        page.write_row(number, 0, line)
    book.close()
    return buffer.getvalue()


@pytest.mark.rule("ORD-2", "SYS-3", "ORD-5")
async def test_the_sheet_goes_out_in_full_and_comes_back_with_numbers_all_or_nothing(
    app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str], place: Any
) -> None:
    made = [await ask(client, clerk, wish(await place(paid()))) for _ in range(2)]
    assert (await client.get(f"{ASK}/export", headers=clerk)).status_code == 422
    out = await client.get(f"{ASK}/export", params={"reason": "月底开票"}, headers=clerk | {"Accept-Language": "zh-CN"})
    table = CalamineWorkbook.from_filelike(io.BytesIO(out.content)).get_sheet_by_index(0).to_python()
    assert (table[0][0], table[1][8], "月底开票" in str(table[-1][-1])) == ("申请单号", TAX, True)
    [written] = await rows(app, "SELECT reason FROM audit_entry WHERE action = 'invoices.exported'")
    assert written["reason"] == "月底开票"

    async def hand_in(content: bytes, mode: str = "run") -> dict[str, Any]:
        answer = await client.post(f"{ASK}/import", files={"file": ("f.xlsx", content)}, data={"mode": mode}, headers=other_key(clerk))
        assert answer.status_code == 200, answer.text
        return answer.json()

    wrong = await hand_in(
        sheet((made[0]["number"], "12345678", TODAY), ("IV-0", "12", "gestern"), (made[1]["number"], "12345678", "2099-01-01"))
    )
    assert {(error["row"], error["code"]) for error in wrong["errors"]} == {
        (2, "twice"), (3, "invoice_not_found"), (3, "number_wrong"), (3, "date_unreadable"), (4, "twice"), (4, "date_wrong")
    }  # fmt: skip
    template = await client.get(f"{ASK}/import-template", headers=clerk)
    assert CalamineWorkbook.from_filelike(io.BytesIO(template.content)).get_sheet_by_index(0).to_python()[0][0] == "申请单号"
    good = sheet((made[0]["number"], "12345678", TODAY), (made[1]["number"], "12345679", TODAY))
    assert await hand_in(good, "check") == {"rows": 2, "checked_only": True, "errors": []}
    assert (await client.get(ASK, params={"state": "issued"}, headers=clerk)).json()["data"] == []
    await hand_in(good)
    assert len((await client.get(ASK, params={"state": "issued"}, headers=clerk)).json()["data"]) == 2
    assert {error["code"] for error in (await hand_in(good))["errors"]} == {"invoice_state_forbids", "invoice_number_used"}
