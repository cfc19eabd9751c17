"""The buyer's data: sealed at rest, masked in every answer, shown in full one at a time with a reason (rule ORD-5)."""

import psycopg
import pytest

from tests.acceptance.world import World


@pytest.mark.rule("ORD-5")
def test_masked_by_default_and_shown_with_a_logged_reason(world: World) -> None:
    order = world.body(world.shop(), sku=world.sku(1))
    world.place(order)
    person, phone, street = (order["receiver"][name] for name in ("name", "phone", "street"))
    order_id = world.order(order["platform_order_no"])["id"]
    reader = world.person("orders.orders.read")
    for path in (
        f"/orders/v1/orders?q={order['platform_order_no']}",
        f"/orders/v1/orders/{order_id}",
        f"/orders/v1/orders/{order_id}/timeline",
    ):
        shown = reader.ask("GET", path).text
        assert phone not in shown
        assert street not in shown
        assert person not in shown
    refused = reader.ask("POST", f"/orders/v1/orders/{order_id}/reveal-receiver", json={"reason": "curious"})
    assert refused.status_code == 403
    clerk = world.person("orders.orders.read", "orders.receivers.reveal")
    assert clerk.ask("POST", f"/orders/v1/orders/{order_id}/reveal-receiver", json={}).status_code == 422
    full = clerk.ask("POST", f"/orders/v1/orders/{order_id}/reveal-receiver", json={"reason": "buyer called about the floor"}).json()
    assert (full["name"], full["phone"], full["street"]) == (person, phone, street)
    log = world.call("GET", f"/orders/v1/audit-entries?noun=order&noun_id={order_id}")["data"]
    assert ("buyer called about the floor", f"Person {clerk.login[2:]}") in [(entry["reason"], entry["actor_name"]) for entry in log]


@pytest.mark.rule("ORD-5")
def test_no_table_holds_a_phone_or_street_in_the_clear(world: World) -> None:
    order = world.body(world.shop(), sku=world.sku(1))
    world.place(order)
    sent = world.becomes(order["platform_order_no"], status="allocated")
    world.shipment_of(sent)
    phone, street = order["receiver"]["phone"], order["receiver"]["street"]
    with psycopg.connect(world.house.database_url("postgres")) as connection:
        tables = connection.execute(
            "SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables WHERE table_schema IN ('orders', 'warehouse', 'channels')"
            " AND table_type = 'BASE TABLE'".replace("%I", "%%I"),
            [],
        ).fetchall()
        assert len(tables) > 20
        for (table,) in tables:
            found = connection.execute(
                f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s OR t::text LIKE %s", [f"%{phone}%", f"%{street}%"]
            ).fetchone()
            assert found == (0,), f"{table} holds personal data in the clear"


@pytest.mark.rule("ORD-5")
def test_the_phone_is_found_by_its_digest(world: World) -> None:
    order = world.body(world.shop(), sku=world.sku(1))
    world.place(order)
    phone = order["receiver"]["phone"]
    for q in (phone, phone[-4:]):
        found = world.call("GET", f"/orders/v1/orders?q={q}&limit=100")["data"]
        assert order["platform_order_no"] in [row["platform_order_no"] for row in found]
