"""One customer over shops: what is the same person, what they bought, and what people write of them (rules CARE-4, ORD-5)."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from tests.acceptance.world import Person, World

CLERK = ("orders.customers.read", "orders.customers.edit", "orders.customers.merge", "orders.receivers.reveal", "orders.audit.read")


def found(clerk: Person, q: str) -> list[dict[str, Any]]:
    answer = clerk.ask("GET", f"/orders/v1/customers?q={q}")
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def done(clerk: Person, path: str, **body: Any) -> Any:
    answer = clerk.ask("POST", f"/orders/v1/customers/{path}", json=body)
    assert answer.status_code < 400, answer.text
    return answer.json() if answer.content else None


@pytest.mark.rule("CARE-4", "ORD-5")
def test_one_file_over_two_shops_counts_exactly_and_shows_contacts_masked(world: World) -> None:
    sku, buyer, shops = world.sku(10), f"b{uuid4().hex[:10]}", [world.shop(), world.shop("shopify")]
    orders = [world.body(shops[0], sku=sku, buyer_id=buyer, price="30.00") for _ in range(2)]
    # Another platform knows the buyer by another id; the full phone with the name is the same.
    orders.append(world.body(shops[1], sku=sku, buyer_id=f"s{buyer}", price="12.50", receiver=orders[0]["receiver"]))
    for order in orders:
        assert world.place(order).status_code == 201
    clerk = world.person(*CLERK)
    world.eventually(lambda: [row["orders"] for row in found(clerk, buyer)] == [3], what="three orders counted to one file")
    (row,) = found(clerk, buyer)
    assert [(Decimal(one["paid"]["amount"]), Decimal(one["refunded"]["amount"])) for one in row["sums"]] == [(Decimal("72.50"), 0)]
    assert sorted(row["shops"]) == sorted(shops)
    cancelled = world.order(orders[1]["platform_order_no"])["id"]
    world.call("POST", "/orders/v1/orders/cancel", json={"ids": [cancelled], "reason": "the buyer does not want it"})
    world.eventually(lambda: [row["orders"] for row in found(clerk, buyer)] == [2], what="the cancelled order taken out")

    file = clerk.ask("GET", f"/orders/v1/customers/{row['id']}")
    phone, street = orders[0]["receiver"]["phone"], orders[0]["receiver"]["street"]
    assert phone not in file.text
    assert street not in file.text
    contact = next(one for one in file.json()["contacts"] if one["phone"].endswith(phone[-4:]))
    full = done(clerk, f"{row['id']}/reveal-contact", order_id=contact["order_id"], reason="calls back about the size")
    assert full["phone"] == phone
    log = world.call("GET", f"/orders/v1/audit-entries?noun=customer&noun_id={row['id']}")["data"]
    assert ("customer.contact_revealed", "calls back about the size") in [(entry["action"], entry["reason"]) for entry in log]
    done(clerk, f"{row['id']}/tags", tag="VIP")
    done(clerk, f"{row['id']}/notes", text="likes blue")
    column = clerk.ask("GET", f"/orders/v1/customers/{row['id']}/timeline").json()["data"]
    assert {"order", "entry"} == {entry["kind"] for entry in column}
    assert {"note", "tagged", "contact_revealed"} <= {entry["what"] for entry in column}
    # Who has one of the shops sees what was bought there.
    limited = world.person(*CLERK, shops=[shops[1]])
    assert [(one["orders"], one["shops"]) for one in found(limited, f"s{buyer}")] == [(1, [shops[1]])]
    assert world.person(*CLERK, shops=[world.shop()]).ask("GET", f"/orders/v1/customers/{row['id']}").status_code == 404
    assert world.person("orders.orders.read").ask("GET", f"/orders/v1/customers/{row['id']}").status_code == 403


@pytest.mark.rule("CARE-4")
def test_a_masked_phone_only_proposes_and_what_a_person_says_is_remembered(world: World) -> None:
    sku, buyer, shop = world.sku(10), f"b{uuid4().hex[:10]}", world.shop()
    known = world.body(shop, sku=sku, buyer_id=buyer)
    masked = {**known["receiver"], "phone": f"***{known['receiver']['phone'][-4:]}"}
    other = world.body(shop, sku=sku, buyer_id=f"o{buyer}", receiver=masked)
    for order in (known, other):
        assert world.place(order).status_code == 201
    clerk = world.person(*CLERK)

    def proposals() -> list[dict[str, Any]]:
        rows = clerk.ask("GET", "/orders/v1/customers/proposals?limit=100").json()["data"]
        files = {row["id"] for q in (buyer, f"o{buyer}") for row in found(clerk, q)}
        return [row for row in rows if {row["one"]["id"], row["other"]["id"]} == files]

    world.eventually(lambda: len(proposals()) == 1, what="a proposal")
    assert found(clerk, buyer)[0]["id"] != found(clerk, f"o{buyer}")[0]["id"]
    (proposal,) = proposals()
    before = [found(clerk, q) for q in (buyer, f"o{buyer}")]
    kept = done(clerk, f"proposals/{proposal['id']}/confirm", reason="one person, said by phone")["id"]
    assert [[row["id"] for row in found(clerk, q)] for q in (buyer, f"o{buyer}")] == [[kept], [kept]]
    assert found(clerk, buyer)[0]["orders"] == 2
    (merge,) = clerk.ask("GET", f"/orders/v1/customers/{kept}").json()["merges"]
    done(clerk, f"merges/{merge['id']}/take-apart", reason="they are sisters")
    assert [found(clerk, q) for q in (buyer, f"o{buyer}")] == before
    # An order that holds the keys of both would join them; the person's word stands.
    again = world.body(shop, sku=sku, buyer_id=f"o{buyer}", receiver=known["receiver"])
    assert world.place(again).status_code == 201
    world.eventually(lambda: [row["orders"] for row in found(clerk, f"o{buyer}")] == [2], what="the new order counted")
    assert found(clerk, buyer)[0]["id"] != found(clerk, f"o{buyer}")[0]["id"]
    assert proposals() == []
