"""Levels with their reasons, personal data that leaves only approved, and customers who are erased (rules CARE-4, ORD-5)."""

import io
from typing import Any
from uuid import uuid4

import pytest
from python_calamine import CalamineWorkbook

from tests.acceptance.people.approvals_scene import Office
from tests.acceptance.people.organisation import Organisation
from tests.acceptance.test_orders_come_in import taobao_page
from tests.acceptance.world import Person, World

CLERK = ("orders.orders.read", "orders.customers.read", "orders.customers.edit", "orders.cases.read")
EXPORTS = "/orders/v1/data-exports"
ERASURES = "/orders/v1/customer-erasures"


@pytest.fixture(scope="module")
def office(world: World) -> Office:
    office = Office(world)
    for name in ("director", "head"):
        office.hire(name)
    office.hire("clerk", *CLERK, "orders.orders.export", "orders.customers.export", "orders.customers.erase", "orders.receivers.reveal")
    office.hire("colleague", *CLERK, "orders.orders.export", "orders.customers.export", "orders.customers.erase")
    company = office.unit("director", parent_id=Organisation(world).top()["id"])
    office.unit("head", "clerk", "colleague", parent_id=company)
    return office


def file_of(world: World, who: Person, buyer: str, *, orders: int) -> dict[str, Any]:
    def rows() -> list[dict[str, Any]]:
        return who.ask("GET", f"/orders/v1/customers?q={buyer}").json()["data"]

    world.eventually(lambda: [row["orders"] for row in rows()] == [orders], what=f"{orders} orders counted to one file")
    return rows()[0]


@pytest.mark.rule("CARE-4")
def test_desks_say_whom_they_serve_first_and_can_be_kept_to_them(world: World) -> None:
    sku, shop, buyer = world.sku(10), world.shop(), f"b{uuid4().hex[:10]}"
    clerk = world.person(*CLERK, "orders.complaints.read", "orders.complaints.open", "orders.cases.open")
    receiver = world.body(shop, sku=sku)["receiver"]
    valued = world.body(shop, sku=sku, buyer_id=buyer, receiver=receiver, price="990.00")
    usual = world.body(shop, sku=sku, buyer_id=f"{buyer}-2")
    for order in (valued, world.body(shop, sku=sku, buyer_id=buyer, receiver=receiver, price="19.90"), usual):
        assert world.place(order).status_code == 201
    assert file_of(world, clerk, buyer, orders=2)["level"] == "valued"
    file_of(world, clerk, f"{buyer}-2", orders=1)
    for order in (valued, usual):
        grievance = {"kind": "service", "text": "没人理", "shop_id": shop, "platform_order_no": order["platform_order_no"]}
        assert clerk.ask("POST", "/orders/v1/care/complaints", json=grievance).status_code == 201
        placed = world.becomes(order["platform_order_no"], status="allocated")
        wish = {"kind": "refund_before_shipping", "reason_code": "not_wanted", "order_id": placed["id"]}
        opened = clerk.ask("POST", "/orders/v1/aftersales/cases", json=wish)
        assert opened.status_code == 201, opened.text
    for desk in ("care/complaints", "aftersales/cases"):
        rows = clerk.ask("GET", f"/orders/v1/{desk}?shop_id={shop}").json()["data"]
        assert sorted((row["service"]["level"], row["service"]["priority"]) for row in rows) == [("regular", 5), ("valued", 2)]
        first = clerk.ask("GET", f"/orders/v1/{desk}?shop_id={shop}&priority=true").json()["data"]
        assert [row["service"]["level"] for row in first] == ["valued"]
        refused = clerk.ask("GET", f"/orders/v1/{desk}?view=all&priority=true")
        assert (refused.status_code, refused.json()["rule"], refused.json()["errors"][0]["pointer"]) == (422, "CARE-4", "/priority")


@pytest.mark.rule("CARE-4")
def test_the_file_shows_level_reason_and_cases(world: World) -> None:
    sku, buyer, shop = world.sku(10), f"b{uuid4().hex[:10]}", world.shop()
    clerk = world.person(*CLERK)
    receiver = world.body(shop, sku=sku)["receiver"]
    sent = world.allocated(shop, sku=sku, buyer_id=buyer, receiver=receiver, price="19.90")
    world.send(sent)
    world.becomes(sent["platform_order_no"], status="shipped")
    assert file_of(world, clerk, buyer, orders=1)["level"] == "regular"
    assert world.place(world.body(shop, sku=sku, buyer_id=buyer, receiver=receiver, price="990.00")).status_code == 201
    row = file_of(world, clerk, buyer, orders=2)
    assert row["level"] == "valued"
    standing = clerk.ask("GET", f"/orders/v1/customers/{row['id']}").json()["standing"]
    assert (standing["orders"], standing["paid"]["amount"], standing["next"]["code"]) == (2, "1009.90", "key")
    assert (standing["next"]["paid_reached"], standing["plan"]["trusted_refund"]) == (False, "50")
    found = clerk.ask("GET", f"/orders/v1/customers?level=valued&shop_id={shop}").json()["data"]
    assert [one["id"] for one in found] == [row["id"]]
    body = {
        "order_id": sent["id"],
        "kind": "return_and_refund",
        "reason_code": "quality",
        "lines": [{"line_no": 1, "quantity": 1}],
        "agree": False,
    }
    case = world.call("POST", "/orders/v1/aftersales/cases", json=body)
    cases = clerk.ask("GET", f"/orders/v1/customers/{row['id']}/cases").json()["data"]
    assert [one["number"] for one in cases] == [case["number"]]
    assert clerk.ask("GET", f"/orders/v1/customers/{row['id']}/credit").status_code == 403


@pytest.mark.rule("ORD-5", "APR-1")
def test_personal_data_leaves_only_approved_and_for_who_asked(world: World, office: Office) -> None:
    order = world.body(world.shop(), sku=world.sku(1), buyer_id="=1+1")
    world.place(order)
    number, phone = order["platform_order_no"], order["receiver"]["phone"]
    clerk, colleague = office.clerk.person, office.colleague.person
    world.eventually(lambda: bool(world.find(number)), what="the order is there")
    asked = clerk.ask("POST", f"{EXPORTS}/orders?q={number}", json={"reason": "checks the month's invoices"})
    assert (asked.status_code, asked.json()["state"], asked.json()["row_count"]) == (202, "asked", 1)
    path = f"{EXPORTS}/{asked.json()['id']}"
    assert clerk.ask("GET", f"{path}/file").json()["code"] == "data_export_not_ready"
    found: list[dict[str, Any]] = []

    def is_asked() -> bool:
        row = office.head.row(asked.json()["id"])
        found[:] = [row] if row else []
        return bool(found)

    world.eventually(is_asked, what="the superior is asked")
    assert office.head.decide(found[0], "approve").status_code == 200
    world.eventually(lambda: clerk.ask("GET", path).json()["state"] == "ready", what="the file is made")
    assert colleague.ask("GET", f"{path}/file").status_code == 404
    file = clerk.ask("GET", f"{path}/file")
    assert file.status_code == 200, file.text
    cells = CalamineWorkbook.from_filelike(io.BytesIO(file.content)).get_sheet_by_index(0).to_python()
    text = "\n".join(str(cell) for row in cells for cell in row)
    assert number in text
    assert phone not in text
    assert all("EX-" in str(row[-1]) and f"Person {clerk.login[2:]}" in str(row[-1]) for row in cells[1:-1])
    assert found[0]["id"] in str(cells[-1][0])
    assert [one["by_name"] for one in clerk.ask("GET", path).json()["downloaded"]] == [f"Person {clerk.login[2:]}"]


@pytest.mark.rule("ORD-5")
def test_a_customer_is_erased_by_a_second_person_and_the_books_stay(world: World, office: Office) -> None:
    sku, buyer, shop = world.sku(5), f"b{uuid4().hex[:10]}", world.shop()
    order = world.allocated(shop, sku=sku, buyer_id=buyer, price="120.00", buyer_remark="")
    world.shipment_of(order)
    clerk, colleague = office.clerk.person, office.colleague.person
    row = file_of(world, clerk, buyer, orders=1)
    body = {"customer_id": row["id"], "ground": "buyer", "reason": "asks for it by letter"}
    asked = clerk.ask("POST", ERASURES, json=body)
    assert asked.status_code == 201, asked.text
    path = f"{ERASURES}/{asked.json()['id']}/carry-out"
    own = clerk.ask("POST", path, json={})
    assert (own.status_code, own.json()["code"], own.json()["rule"]) == (403, "erasure_by_another", "ORD-5"), "by who asked, never"
    refused = colleague.ask("POST", path, json={})
    assert (refused.status_code, refused.json()["code"], refused.json()["rule"]) == (409, "erasure_while_open", "ORD-5")
    world.call("POST", "/orders/v1/orders/cancel", json={"ids": [order["id"]], "reason": "the buyer does not want it"})
    world.becomes(order["platform_order_no"], status="cancelled")
    done = colleague.ask("POST", path, json={})
    assert (done.status_code, done.json()["state"], done.json()["orders"]) == (200, "done", 1), done.text
    kept = world.order(order["platform_order_no"])
    assert (kept["paid"]["amount"], kept["receiver"]["name"], kept["receiver"]["phone"]) == ("120.00", "", "")
    assert clerk.ask("GET", f"/orders/v1/customers/{row['id']}").status_code == 404
    assert clerk.ask("GET", f"/orders/v1/customers?q={buyer}").json()["data"] == []
    log = world.call("GET", f"/orders/v1/audit-entries?noun=customer&noun_id={row['id']}")["data"]
    assert ("customer.erased", "asks for it by letter") in [(entry["action"], entry["reason"]) for entry in log]

    def forgotten() -> bool:
        rows = world.call("GET", f"/warehouse/v1/shipments?q={order['number']}")["data"]
        entries = [world.call("GET", f"/warehouse/v1/audit-entries?noun=shipment&noun_id={one['number']}")["data"] for one in rows]
        return any(entry["action"] == "shipment.receiver_erased" for found in entries for entry in found)

    world.eventually(forgotten, what="the warehouse has forgotten whom it went to")
    # Who buys again begins a new file.
    assert world.place(world.body(shop, sku=sku, buyer_id=buyer)).status_code == 201
    assert file_of(world, clerk, buyer, orders=1)["id"] != row["id"]


@pytest.mark.rule("ORD-5")
def test_nothing_that_is_asked_for_answers_with_an_erased_name_or_phone(world: World, office: Office) -> None:
    sku, shop, tid = world.sku(5), world.shop("taobao"), f"8403{uuid4().int % 10**14:014d}"
    name, phone = f"钱{uuid4().hex[:6]}", f"139{uuid4().int % 10**8:08d}"
    page = taobao_page(tid, sku)
    page["trades_sold_get_response"]["trades"]["trade"][0] |= {
        "receiver_name": name,
        "receiver_mobile": phone,
        "buyer_message": f"打 {phone} 找 {name}",
        "buyer_open_uid": f"b{uuid4().hex[:10]}",
    }
    message = world.call("POST", f"/channels/v1/shops/{shop}/platform-orders", json=page)
    world.eventually(lambda: bool(world.find(tid)), what="the order is there")
    order = world.order(tid)
    said = {"platform_order_no": tid, "shop_id": shop, "kind": "delivery", "text": f"我是{name}，电话 {phone}"}
    complaint = f"/orders/v1/care/complaints/{world.call('POST', '/orders/v1/care/complaints', json=said)['id']}"
    world.call("POST", f"{complaint}/answer", json={"text": f"{name}您好"})
    world.call("POST", f"{complaint}/close", json={"responsible": "carrier", "improvement": f"先致电{name}"})
    written = {"shop_id": shop, "platform_review_no": tid, "platform_order_no": tid, "stars": 1, "text": f"{name}很失望",
        "written_at": order["placed_at"]}  # fmt: skip
    [review] = world.call("POST", "/orders/v1/care/reviews", json={"reviews": [written]})["results"]
    answers = [
        f"/orders/v1/orders/{order['id']}",
        f"/orders/v1/orders/{order['id']}/timeline",
        complaint,
        f"/orders/v1/care/complaints?view=all&shop_id={shop}",
        f"/orders/v1/care/reviews/{review['id']}",
        f"/orders/v1/care/reviews?view=all&shop_id={shop}",
        f"/channels/v1/inbound-messages/{message['id']}",
        f"/orders/v1/audit-entries?noun=order&noun_id={order['id']}",
        f"/orders/v1/audit-entries?noun=complaint&noun_id={complaint.rsplit('/', 1)[1]}",
    ]

    def told() -> list[str]:
        texts = {path: world.ask("GET", path).text for path in answers}
        return [path for path, text in texts.items() if name in text or phone in text]

    assert complaint in told()
    world.call("POST", "/orders/v1/orders/cancel", json={"ids": [order["id"]], "reason": "the buyer does not want it"})
    world.becomes(tid, status="cancelled")
    row = file_of(world, office.clerk.person, tid, orders=0)
    asked = office.clerk.person.ask("POST", ERASURES, json={"customer_id": row["id"], "ground": "law", "reason": "asks for it by letter"})
    done = office.colleague.person.ask("POST", f"{ERASURES}/{asked.json()['id']}/carry-out", json={})
    assert done.status_code == 200, done.text
    assert told() == []
    kept = world.call("GET", f"/orders/v1/care/reviews/{review['id']}")
    assert (kept["stars"], "erased" in kept["text"], world.order(tid)["paid"]["amount"]) == (1, True, "99.00")

    def gone() -> bool:
        return not world.call("GET", f"/channels/v1/inbound-messages/{message['id']}")["has_payload"]

    world.eventually(gone, what="channels has forgotten what the shop sent")
    again = world.ask("POST", f"/channels/v1/inbound-messages/{message['id']}/reprocess")
    assert (again.status_code, again.json()["rule"]) == (409, "ORD-5")
