"""Customer files over HTTP: how they come together and go apart, what they count, and who sees what (rules CARE-4, ORD-5)."""

import asyncio
from typing import Any

import httpx
import pytest
from customer_making import Ask, count, listed
from fastapi import FastAPI
from order_making import OTHER_SHOP, SHOP, at, bring_to, line_body, money, new_uow, newer, order_body, other_key, rows, run

from chassis.testing import caller
from orders.domain.customers.file import Customer
from orders.use_cases.customers.walk_orders import ALL, NEW, walk_orders

MASKED = "138****5678"


def sums(customer: dict[str, Any]) -> tuple[int, list[tuple[str, str]]]:
    return customer["orders"], [(one["paid"]["amount"], one["refunded"]["amount"]) for one in customer["sums"]]


async def test_equal_keys_are_one_file_and_different_ones_are_not(app: FastAPI, place: Any, ask: Ask) -> None:
    first = await place(order_body(buyer_id="b-1", placed_at=at(1)))
    await place(order_body(buyer_id="b-1", placed_at=at(2), receiver={"name": "李四", "phone": "13900001111"}))
    await place(order_body(buyer_id="b-2", placed_at=at(3), receiver={"name": "王五", "phone": "13900002222"}, shop_id=OTHER_SHOP))
    await count(app)
    newest, older = await listed(ask)
    assert (newest["orders"], older["orders"]) == (1, 2)
    assert sums(older) == (2, [("200.00", "0.00")])
    file = await ask("GET", f"/{older['id']}")
    assert [contact["phone"] for contact in file["contacts"]] == ["139****1111", "138****5678"]
    assert "13812345678" not in str(file)
    # The same phone and name in another shop, from a buyer nobody knew: the order holds keys of both files.
    await place(order_body(buyer_id="b-2", placed_at=at(4), receiver={"name": "李四", "phone": "13900001111"}))
    await count(app)
    (one,) = await listed(ask)
    assert sums(one) == (4, [("400.00", "0.00")])
    assert [merge["how"] for merge in (await ask("GET", f"/{one['id']}"))["merges"]] == ["key"]
    assert (await ask("GET", f"/{newest['id']}"))["id"] == one["id"]
    happened = await ask("GET", f"/{one['id']}/timeline?limit=3")
    assert happened["has_more"]
    more = await ask("GET", f"/{one['id']}/timeline?cursor={happened['next_cursor']}")
    kinds = [(row["kind"], row["what"]) for row in happened["data"] + more["data"]]
    assert kinds.count(("entry", "merged")) == 1
    assert len(kinds) == 5
    assert first["id"] in [row["id"] for row in more["data"]]


async def test_counts_follow_the_orders(app: FastAPI, place: Any, ask: Ask, act: Any) -> None:
    """Cancelled, left out, not paid yet: not counted. Refunded: told apart. Counting again changes nothing."""
    lines = [line_body(paid_amount=money("60.00")), line_body(platform_line_no="2", sku="MUG", paid_amount=money("40.00"), quantity=1)]
    kept = order_body(lines=lines, placed_at=at(1))
    cancelled, unpaid, fake = (order_body(placed_at=at(minute)) for minute in (2, 3, 4))
    await place(kept)
    made = await place(cancelled)
    await place(unpaid | {"state": "awaiting_payment", "paid_at": None})
    left_out = await place(fake)
    await count(app)
    (customer,) = await listed(ask)
    assert sums(customer) == (3, [("300.00", "0.00")])
    await act("cancel", made["id"], reason="买家不要了")
    await run(app, "UPDATE sales_order SET left_out = true WHERE id = :id", id=left_out["id"].removeprefix("ord_"))
    refunded = [lines[0], lines[1] | {"refund": "done"}]
    await place(newer(kept, lines=refunded), status=200)
    for _ in range(2):
        await count(app)
        (customer,) = await listed(ask)
        assert sums(customer) == (1, [("100.00", "40.00")])
        assert customer["last_order_at"] == customer["first_order_at"]
    assert len(await rows(app, "SELECT order_id FROM customer_order")) == 4


async def test_the_walks_go_on_where_they_stopped_and_miss_nothing(app: FastAPI, place: Any, ask: Ask) -> None:
    for minute in range(5):
        await place(order_body(placed_at=at(minute)))
    await run(app, "UPDATE sales_order SET id = overlay(id::text placing '01800000' from 1 for 8)::uuid")
    for walk, turns in ((NEW, 3), (ALL, 4)):
        for turn in range(turns):
            async with new_uow(app) as uow:
                assert await walk_orders(uow, walk=walk, most=2) is (turn < 2)
                await uow.commit()
        assert sums((await listed(ask))[0])[0] == 5
    # A change that no message told of is found by the next round.
    await run(app, "UPDATE sales_order SET left_out = true")
    for _ in range(3):
        async with new_uow(app) as uow:
            await walk_orders(uow, walk=ALL, most=2)
            await uow.commit()
    assert await listed(ask) == []


@pytest.fixture
async def alike(app: FastAPI, place: Any) -> dict[str, str]:
    """Two platforms' accounts, one name and address; the second phone is masked."""
    await place(order_body(buyer_id="b-1", placed_at=at(1)))
    await place(order_body(buyer_id="b-2", placed_at=at(2), shop_id=OTHER_SHOP, receiver={"phone": MASKED}))
    await count(app)
    found = await rows(app, "SELECT id, file_id FROM customer ORDER BY id")
    assert [row["id"] == row["file_id"] for row in found] == [True, True]
    return {name: f"cus_{row['id'].hex}" for name, row in zip(("one", "other"), found, strict=True)}


async def test_a_masked_phone_only_proposes_and_a_person_decides(app: FastAPI, ask: Ask, alike: dict[str, str]) -> None:
    (proposal,) = await listed(ask, "/proposals")
    assert {proposal["one"]["id"], proposal["other"]["id"]} == set(alike.values())
    await ask("POST", f"/proposals/{proposal['id']}/refuse", json={"reason": "  "}, status=422)
    await ask("POST", f"/proposals/{proposal['id']}/refuse", json={"reason": "电话确认是两个人"}, status=204)
    await ask("POST", f"/proposals/{proposal['id']}/confirm", json={"reason": "再想想"}, status=409)
    await run(app, "UPDATE customer_order SET seen = 0")
    await count(app)
    assert await listed(ask, "/proposals") == []
    assert len(await listed(ask)) == 2


async def test_merge_and_take_apart_give_back_what_there_was(
    app: FastAPI, place: Any, ask: Ask, alike: dict[str, str], client: httpx.AsyncClient, clerk: dict[str, str]
) -> None:
    one, other = alike["one"], alike["other"]
    await ask("POST", f"/{other}/tags", json={"tag": "VIP"})
    await ask("POST", f"/{other}/notes", json={"text": "喜欢顺丰"})
    before = sorted(await listed(ask), key=lambda row: row["id"])
    (proposal,) = await listed(ask, "/proposals")
    path = f"/v1/customers/proposals/{proposal['id']}/confirm"
    answers = [client.post(path, json={"reason": "同一地址"}, headers=other_key(clerk)) for _ in range(2)]
    assert sorted(answer.status_code for answer in await asyncio.gather(*answers)) == [200, 409]
    assert await listed(ask, "/proposals") == []
    (merged,) = await listed(ask)
    assert (merged["id"], merged["tags"], sums(merged)) == (one, ["VIP"], (2, [("200.00", "0.00")]))
    assert (await ask("GET", f"/{other}"))["id"] == one
    assert [row["id"] for row in await listed(ask, "?tag=VIP")] == [one]
    (merge,) = (await ask("GET", f"/{one}"))["merges"]
    await ask("POST", f"/merges/{merge['id']}/take-apart", json={"reason": "弄错了"})
    assert sorted(await listed(ask), key=lambda row: row["id"]) == before
    await ask("POST", f"/merges/{merge['id']}/take-apart", json={"reason": "弄错了"}, status=409)
    assert [row["text"] for row in (await ask("GET", f"/{other}/timeline"))["data"] if row["what"] == "note"] == ["喜欢顺丰"]
    # No key brings them together again, only a person does.
    await place(order_body(buyer_id="b-2", placed_at=at(5), shop_id=OTHER_SHOP))
    await count(app)
    assert len(await listed(ask)) == 2
    await ask("POST", "/merges", json={"one_id": one, "other_id": other, "reason": "确认同一人"})
    await ask("POST", "/merges", json={"one_id": one, "other_id": other, "reason": "确认同一人"}, status=409)
    assert [sums(row)[0] for row in await listed(ask)] == [3]


async def test_two_counting_at_once_count_once(app: FastAPI, place: Any, ask: Ask) -> None:
    for minute in range(4):
        await place(order_body(placed_at=at(minute), buyer_id=f"b-{minute % 2}"))
    await asyncio.gather(count(app), count(app), count(app))
    (customer,) = await listed(ask)
    assert sums(customer) == (4, [("400.00", "0.00")])
    async with new_uow(app) as uow:
        assert await uow.session.get(Customer, (await rows(app, "SELECT file_id FROM customer LIMIT 1"))[0]["file_id"]) is not None


async def test_who_has_one_shop_sees_what_was_bought_there(app: FastAPI, place: Any, ask: Ask) -> None:
    await place(order_body(placed_at=at(1)))
    await place(order_body(placed_at=at(2), shop_id=OTHER_SHOP))
    await place(order_body(placed_at=at(3), shop_id=OTHER_SHOP, buyer_id="b-9", receiver={"name": "王五", "phone": "13900002222"}))
    await count(app)
    limited = caller("orders.*", shops=[SHOP])
    (seen,) = await listed(ask, headers=limited)
    assert (sums(seen), seen["shops"]) == ((1, [("100.00", "0.00")]), [SHOP])
    assert [row["shop_id"] for row in (await ask("GET", f"/{seen['id']}/timeline", headers=limited))["data"]] == [SHOP]
    hidden = next(row for row in await listed(ask) if row["id"] != seen["id"])
    await ask("GET", f"/{hidden['id']}", headers=limited, status=404)
    await ask("POST", f"/{hidden['id']}/notes", json={"text": "?"}, headers=limited, status=404)
    assert await listed(ask, "?q=13900002222", headers=limited) == []
    assert await listed(ask, f"?shop_id={OTHER_SHOP}", headers=limited) == []
    body = {"one_id": seen["id"], "other_id": hidden["id"], "reason": "?"}
    await ask("POST", "/merges", json=body, headers=limited, status=404)
    both = await listed(ask, f"?shop_id={SHOP}&shop_id={OTHER_SHOP}&limit=1")
    assert both[0]["id"] == hidden["id"]
    pages = await ask("GET", f"?shop_id={SHOP}&shop_id={OTHER_SHOP}&limit=1")
    rest = await listed(ask, f"?shop_id={SHOP}&shop_id={OTHER_SHOP}&cursor={pages['next_cursor']}")
    assert [row["id"] for row in rest] == [seen["id"]]
    for nobody in (caller("orders.orders.read"), caller("orders.customers.read")):
        wanted = 403
        await ask("POST", f"/{seen['id']}/notes", json={"text": "?"}, headers=nobody, status=wanted)


async def test_a_customer_is_found_by_what_one_has_in_hand(app: FastAPI, place: Any, ask: Ask) -> None:
    made = await place(order_body(buyer_id="open-id-77", placed_at=at(1)))
    await place(order_body(buyer_id="b-2", placed_at=at(2), receiver={"name": "王五", "phone": "13900002222"}))
    await count(app)
    number = made["number"]
    for q in ("13812345678", "5678", "open-id-77", number):
        found = await listed(ask, f"?q={q}")
        assert [row["name"] for row in found] == ["张**"], q
    assert await listed(ask, "?q=open-id") == []
    assert len(await listed(ask, f"?last_to={at(2).replace('+', '%2B')}")) == 1
    await ask("GET", "?last_to=yesterday", status=422)


async def test_a_contact_is_shown_with_a_reason_that_is_logged(app: FastAPI, place: Any, ask: Ask, client: Any, clerk: Any) -> None:
    made = await place(order_body(placed_at=at(1)))
    other = await place(order_body(buyer_id="b-2", placed_at=at(2), receiver={"name": "王五", "phone": "13900002222"}))
    await bring_to(app, made["id"], "allocated")
    await count(app)
    customer = next(row for row in await listed(ask) if row["name"] == "张**")
    path = f"/{customer['id']}/reveal-contact"
    await ask("POST", path, json={"order_id": made["id"]}, status=422)
    await ask("POST", path, json={"order_id": other["id"], "reason": "看错了"}, status=404)
    await ask("POST", path, json={"order_id": made["id"], "reason": "?!"}, headers=caller("orders.customers.read"), status=403)
    full = await ask("POST", path, json={"order_id": made["id"], "reason": "买家来电"})
    assert full["phone"] == "13812345678"
    happened = (await ask("GET", f"/{customer['id']}/timeline"))["data"]
    assert [(row["what"], row["text"]) for row in happened if row["kind"] == "entry"] == [("contact_revealed", "买家来电")]
    log = (await client.get(f"/v1/audit-entries?noun=customer&noun_id={customer['id']}", headers=clerk)).json()["data"]
    assert [(entry["action"], entry["reason"]) for entry in log] == [("customer.contact_revealed", "买家来电")]


async def test_tags_and_notes_are_checked_and_kept_once(app: FastAPI, place: Any, ask: Ask) -> None:
    await place(order_body(placed_at=at(1)))
    await count(app)
    (customer,) = await listed(ask)
    for wrong in ({"tag": ""}, {"tag": " x"}, {"tag": "长" * 41}, {"tag": "x", "more": 1}):
        await ask("POST", f"/{customer['id']}/tags", json=wrong, status=422)
    for _ in range(2):
        await ask("POST", f"/{customer['id']}/tags", json={"tag": "企业采购"})
    assert (await listed(ask, "?tag=企业采购"))[0]["tags"] == ["企业采购"]
    for _ in range(2):
        await ask("POST", f"/{customer['id']}/tags/remove", json={"tag": "企业采购"})
    assert await listed(ask, "?tag=企业采购") == []
    happened = (await ask("GET", f"/{customer['id']}/timeline"))["data"]
    assert [row["what"] for row in happened if row["kind"] == "entry"] == ["untagged", "tagged"]
    await ask("POST", "/cus_00000000000070008000000000000000/tags", json={"tag": "x"}, status=404)
