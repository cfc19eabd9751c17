"""What is given on top, sold before it is there, and invoiced, through the gateway (rules ORD-2, ORD-5)."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.acceptance.world import World

COMPANY = ZoneInfo("Asia/Shanghai")
TAX = "91110000600037341L"


def day(number: float) -> str:
    return (datetime.now(UTC) + timedelta(days=number)).isoformat()


def rule(shop: str, sku: str, gift: str, **changes: Any) -> dict[str, Any]:
    return {
        "name": "满赠", "shops": [shop], "buy_skus": [sku], "least_quantity": 2, "least_paid": None, "currency": "CNY", "gift_sku": gift,
        "pieces": 1, "per": "order", "most_times": 1, "limit_total": 3, "limit_per_buyer": None, "while_stocks_last": False,
        "exclusive": False, "priority": 0, "ends_at": None,
    } | changes  # fmt: skip


def paid_now(world: World, shop: str, sku: str, **changes: Any) -> dict[str, Any]:
    now = datetime.now(UTC).isoformat()
    return world.body(shop, sku=sku, placed_at=now, paid_at=now, modified_at=now, **changes)


@pytest.mark.rule("ORD-2")
def test_fifty_orders_share_the_last_three_gifts_and_the_shop_is_not_told_of_them(world: World) -> None:
    shop, sku, gift = world.shop(), world.sku(200), world.sku(10)
    code = f"GIFT-{gift}"[:40]
    published = {"parameters": rule(shop, sku, gift)}
    assert world.call("POST", f"/orders/v1/gift-rules/{code}/versions", json=published)["version"] == 1
    orders = [paid_now(world, shop, sku, quantity=2, buyer_id=f"buyer-{number}") for number in range(50)]
    answers = world.at_once([lambda order=order: world.place(order) for order in orders])
    assert {answer.status_code for answer in answers} == {201}

    def gifted() -> list[dict[str, Any]]:
        shown = [world.call("GET", f"/orders/v1/orders/{answer.json()['id']}") for answer in answers]
        return [order for order in shown if any(line["gift"] for line in order["lines"])]

    for order in orders:
        world.becomes(order["platform_order_no"], status="allocated")
    with_gift = gifted()
    assert len(with_gift) == 3
    [listed] = [one for one in world.call("GET", "/orders/v1/gift-rules?limit=100")["data"] if one["code"] == code]
    assert listed["given"] == 3
    assert [line["quantity"] for line in with_gift[0]["lines"] if line["gift"]] == [1]
    shipped = with_gift[0]
    world.send(shipped)
    world.becomes(shipped["platform_order_no"], status="shipped")
    entries = world.call("GET", f"/orders/v1/orders/{shipped['id']}/gifts")["data"]
    assert [(entry["code"], entry["state"]) for entry in entries] == [(code, "given")]


@pytest.mark.rule("ORD-2")
def test_a_pre_order_waits_for_its_balance_and_then_goes_by_itself(world: World) -> None:
    shop, sku = world.shop(), world.sku(5)
    terms = {
        "shop_id": shop, "sku": sku, "name": "年货预售", "starts_at": day(-2), "ends_at": day(2), "deposit_kind": "percent", "deposit": "20",
        "balance_from": day(-1), "balance_until": day(3), "ships_until": day(9),
    }  # fmt: skip
    world.call("POST", "/orders/v1/presales", json=terms)
    deposit = {"amount": "3.98", "currency": "CNY"}
    order = paid_now(world, shop, sku, paid_amount=deposit)
    made = world.place(order).json()
    number = order["platform_order_no"]

    def holds() -> list[str]:
        return [hold["code"] for hold in world.call("GET", f"/orders/v1/orders/{made['id']}")["holds"]]

    world.eventually(lambda: holds() == ["awaiting_balance"], what="the balance is awaited", seconds=30)
    row = world.call("GET", f"/orders/v1/orders/{made['id']}/presale")["presale"]
    assert (row["deposit"]["amount"], row["balance"]["amount"], row["state"]) == ("3.98", "15.92", "balance_due")
    refused = world.ask("POST", "/orders/v1/orders/release", json={"ids": [made["id"]], "note": "放行"})
    assert refused.json()["results"][0]["refusal"]["code"] == "waits_for_another_stage"
    note = {"paid": row["balance_left"], "reference": "流水 001"}
    headers = {"If-Match": f'"{row["version"]}"'}
    world.call("POST", f"/orders/v1/presale-orders/{made['id']}/balance", json=note, headers=headers)
    world.becomes(number, status="allocated")
    assert world.call("GET", f"/orders/v1/orders/{made['id']}")["paid"]["amount"] == "19.90"


@pytest.mark.rule("ORD-2", "ORD-5")
def test_an_invoice_is_asked_for_once_and_its_person_is_masked(world: World) -> None:
    shop, sku = world.shop(), world.sku(5)
    order = paid_now(world, shop, sku)
    made = world.place(order).json()
    wish = {
        "order": {"shop_id": shop, "platform_order_no": order["platform_order_no"]},
        "title_kind": "person",
        "title": "诸葛亮",
        "email": "a@b.cn",
    }
    wrong = world.ask("POST", "/orders/v1/invoice-requests", json=wish | {"title_kind": "company", "tax_number": TAX[:-1] + "M"})
    assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (422, "tax_number_wrong")
    invoice = world.call("POST", "/orders/v1/invoice-requests", json=wish)
    assert (invoice["amount"]["amount"], "诸葛亮" in str(invoice)) == ("19.90", False)
    twice = world.ask("POST", "/orders/v1/invoice-requests", json=wish)
    assert (twice.status_code, twice.json()["rule"]) == (409, "ORD-2")
    headers = {"If-Match": f'"{invoice["version"]}"'}
    number = {"number": f"{int(datetime.now(UTC).timestamp() * 1000):020d}", "on": datetime.now(COMPANY).date().isoformat()}
    issued = world.call("POST", f"/orders/v1/invoice-requests/{invoice['id']}/issue", json=number, headers=headers)
    assert issued["state"] == "issued"
    clerk = world.person("orders.invoices.read", "orders.invoices.request", shops=["shp_none"])
    assert clerk.ask("GET", f"/orders/v1/invoice-requests/{invoice['id']}").status_code == 404
    world.call("POST", "/orders/v1/orders/cancel", json={"ids": [made["id"]], "reason": "不要了"})

    def due() -> bool:
        return world.call("GET", f"/orders/v1/invoice-requests/{invoice['id']}")["state"] == "red_due"

    world.eventually(due, what="the invoice has to be taken back", seconds=60)
