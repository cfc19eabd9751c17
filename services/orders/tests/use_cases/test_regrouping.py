"""Orders are split, merged and taken apart (rules ORD-2, ORD-4; docs/adr/0018)."""

from decimal import Decimal
from typing import Any

import pytest
from fastapi import FastAPI
from order_making import (
    START,
    bring_to,
    new_uow,
    order_body,
    other_key,
    reserved,
    rows,
    sent,
    short,
    tell,
    tell_reserved,
    tell_shipped,
    uuid_of,
)
from parcel_making import MIXED, requests, split, stopped

from contracts.orders import OrderShipped
from contracts.warehouse import StockLine, WarehouseOffer, WithdrawalRefused, WithdrawShipments
from orders.consumers import warehouse
from orders.domain.reference import reference_of
from orders.use_cases.find_mergeable import find_mergeable

pytestmark = pytest.mark.rule("ORD-2")


async def test_a_split_by_hand_finds_every_piece_and_cent_once(app: FastAPI, place: Any, show: Any, do: Any) -> None:
    made = await place(order_body(**MIXED))
    answer = await split(do, made["id"], {1: 1}, {1: 1, 2: 1})
    assert (answer["status"], len(answer["parts"])) == ("split", 3)
    parts = [await show(part["id"]) for part in answer["parts"]]
    assert [[(line["sku"], line["quantity"]) for line in part["lines"]] for part in parts] == [
        [("TEE-W", 1)],
        [("TEE-W", 1), ("MUG", 1)],
        [("TEE-W", 1)],
    ]
    for name, whole in (("goods", "50.00"), ("discount", "7.00"), ("freight", "5.00"), ("paid", "48.00")):
        assert sum(Decimal(part[name]["amount"]) for part in parts) == Decimal(whole)
    # 43.00 was paid for goods: 25.80 for three shirts of 10, 17.20 for the mug of 20.
    assert sum(Decimal(line["paid"]["amount"]) for part in parts for line in part["lines"]) == Decimal("43.00")
    origin = await show(made["id"])
    assert (origin["status"], origin["reservation"], len(origin["related"])) == ("split", "released", 3)
    asked = (await requests(app))[1:]
    assert [request["takes_over"] for request in asked] == [[made["id"]]] * 3
    assert parts[0]["related"][0]["number"] == made["number"]


async def test_pieces_that_are_not_there_and_a_split_into_one_are_refused(place: Any, show: Any, client: Any, clerk: Any) -> None:
    made = await place(order_body(**MIXED))
    before = await show(made["id"])
    for pieces, code in (([{"line_no": 1, "quantity": 4}], "pieces_not_there"), ([{"line_no": 9, "quantity": 1}], "pieces_not_there"),
                         ([{"line_no": 1, "quantity": 3}, {"line_no": 2, "quantity": 1}], "nothing_to_split")):  # fmt: skip
        answer = await client.post(f"/v1/orders/{made['id']}/split", json={"parcels": [{"pieces": pieces}]}, headers=other_key(clerk))
        assert (answer.status_code in (409, 422), answer.json()["code"]) == (True, code)
    assert await show(made["id"]) == before


async def test_a_split_by_warehouse_takes_what_each_offered(app: FastAPI, place: Any, show: Any, do: Any) -> None:
    made = await place(order_body(**MIXED))
    told = short(made["id"], skus=("MUG",)).model_copy(
        update={
            "offers": [
                WarehouseOffer(warehouse_code="HZ", lines=[StockLine(sku="TEE-W", quantity=3)]),
                WarehouseOffer(warehouse_code="GZ", lines=[StockLine(sku="TEE-W", quantity=1), StockLine(sku="MUG", quantity=1)]),
            ]
        }
    )
    await tell_reserved(app, told)
    assert [offer["warehouse_code"] for offer in (await show(made["id"]))["offers"]] == ["HZ", "GZ"]
    answer = await do("/split", {"ids": [made["id"]], "by": "warehouse"})
    assert answer["results"][0]["status"] == "split"
    parts = [await show(part["id"]) for part in (await show(made["id"]))["related"]]
    assert [[(line["sku"], line["quantity"]) for line in part["lines"]] for part in parts] == [[("TEE-W", 3)], [("MUG", 1)]]


async def test_a_split_by_shortage_sends_what_is_there(app: FastAPI, place: Any, show: Any, do: Any) -> None:
    made = await place(order_body(**MIXED))
    offer = WarehouseOffer(warehouse_code="HZ", lines=[StockLine(sku="TEE-W", quantity=2)])
    await tell_reserved(app, short(made["id"]).model_copy(update={"offers": [offer]}))
    refused = await do("/split", {"ids": [made["id"]], "by": "warehouse"})
    assert refused["results"][0]["refusal"]["code"] == "lacks_everywhere"
    await do("/split", {"ids": [made["id"]], "by": "shortage"})
    parts = [await show(part["id"]) for part in (await show(made["id"]))["related"]]
    assert [[(line["sku"], line["quantity"]) for line in part["lines"]] for part in parts] == [[("TEE-W", 2)], [("TEE-W", 1), ("MUG", 1)]]


async def test_what_nobody_offered_is_not_guessed(place: Any, do: Any) -> None:
    made = await place(order_body(**MIXED))
    answer = await do("/split", {"ids": [made["id"]], "by": "warehouse"})
    assert answer["results"][0]["refusal"]["code"] == "no_word_of_stock"


async def test_a_split_by_presale(app: FastAPI, place: Any, show: Any, do: Any) -> None:
    made = await place(order_body(**MIXED))
    await do("/split", {"ids": [made["id"]], "by": "presale", "presale_skus": ["MUG"]})
    parts = [await show(part["id"]) for part in (await show(made["id"]))["related"]]
    assert [[line["sku"] for line in part["lines"]] for part in parts] == [["TEE-W"], ["MUG"]]


async def test_a_part_is_split_once_more(app: FastAPI, place: Any, show: Any, do: Any) -> None:
    made = await place(order_body(**MIXED))
    first, second = (part["id"] for part in (await split(do, made["id"], {2: 1}))["parts"])
    await split(do, second, {1: 1})
    related = (await show(made["id"]))["related"]
    assert (len(related), (await show(second))["status"], (await show(first))["status"]) == (3, "closed", "reviewed")
    assert sum(line["quantity"] for part in related for line in part["lines"]) == 4


async def test_orders_of_one_buyer_and_address_are_one_parcel_and_each_shop_order_is_told(
    app: FastAPI, place: Any, show: Any, do: Any
) -> None:
    one, two = await place(order_body()), await place(order_body(**MIXED))
    await tell_reserved(app, reserved(one["id"]))
    await stopped(app, one["id"])  # nobody asked for it: held by a person
    await do("/release", {"ids": [one["id"]]})
    answer = await do("/merge", {"groups": [{"ids": [one["id"], two["id"]]}]})
    if answer["results"][0]["order"] is None:
        reference = (await rows(app, "SELECT attempt FROM sales_order WHERE id = :id", id=uuid_of(one["id"])))[0]["attempt"]
        await stopped(app, reference_of(uuid_of(one["id"]), reference))
    [merged] = (await show(one["id"]))["related"]
    assert merged["kind"] == "merged"
    parcel = await show(merged["id"])
    assert (parcel["paid"]["amount"], sum(line["quantity"] for line in parcel["lines"])) == ("148.00", 6)
    assert {(await show(each["id"]))["status"] for each in (one, two)} == {"merged"}
    await tell_reserved(app, reserved(merged["id"]))
    await tell_shipped(app, merged["id"], pieces={"TEE-W": 5, "MUG": 1})
    told = {message["order_id"]: sum(line["quantity"] for line in message["lines"]) for message in await sent(app, OrderShipped.subject)}
    assert told == {one["id"]: 2, two["id"]: 4}
    for each in (one, two):
        order = await show(each["id"])
        assert (order["status"], order["tracking_number"]) == ("shipped", "SF123")


@pytest.mark.parametrize(
    "other",
    [
        {"buyer_id": "buyer-2"},
        {"receiver": {"street": "文三路 101 号"}},
        {"receiver": {"name": "张**", "phone": "138****5678"}},
        {"shop_id": "shp_other"},
        {"buyer_id": ""},
    ],
)
async def test_what_is_not_proved_to_be_one_address_is_not_merged(place: Any, show: Any, do: Any, other: dict[str, Any]) -> None:
    one, two = await place(order_body()), await place(order_body(**other))
    answer = await do("/merge", {"groups": [{"ids": [one["id"], two["id"]]}]})
    assert answer["results"][0]["refusal"]["code"] == "not_mergeable"
    assert {(await show(each["id"]))["status"] for each in (one, two)} == {"reviewed"}


async def test_a_masked_address_matches_by_the_platforms_own_key(place: Any, do: Any) -> None:
    masked = {"name": "张**", "phone": "138****5678", "street": "文三路****", "open_id": "oaid-1"}
    one, two = await place(order_body(receiver=masked)), await place(order_body(receiver=masked))
    other = await place(order_body(receiver=masked | {"open_id": "oaid-2"}))
    assert (await do("/merge", {"groups": [{"ids": [one["id"], other["id"]]}]}))["refused"] == 1
    assert (await do("/merge", {"groups": [{"ids": [one["id"], two["id"]]}]}))["done"] == 1


async def test_candidates_are_proposed_and_go_when_merged(app: FastAPI, client: Any, clerk: Any, place: Any, do: Any) -> None:
    same = [await place(order_body()) for _ in range(3)]
    await place(order_body(buyer_id="buyer-9"))
    await place(order_body(receiver={"phone": "138****5678"}))
    async with new_uow(app) as uow:
        await find_mergeable(uow)
        await uow.commit()
    [group] = (await client.get("/v1/orders/merge-candidates", headers=clerk)).json()["data"]
    assert {order["id"] for order in group["orders"]} == {order["id"] for order in same}
    assert group["receiver_name"] == "张**"
    await do("/merge", {"groups": [{"ids": [order["id"] for order in same]}]})
    assert (await client.get("/v1/orders/merge-candidates", headers=clerk)).json()["data"] == []


async def test_at_the_warehouse_all_are_stopped_first_and_keep_their_stock(app: FastAPI, place: Any, show: Any, do: Any) -> None:
    one, two = await place(order_body()), await place(order_body())
    await bring_to(app, one["id"], "allocated")
    await bring_to(app, two["id"], "allocated")
    answer = await do("/merge", {"groups": [{"ids": [one["id"], two["id"]]}]})
    assert answer["results"][0]["order"] is None
    assert (await show(one["id"]))["pending"] == "adjusting"
    [withdrawal] = await sent(app, WithdrawShipments.subject)
    assert (sorted(withdrawal["references"]), withdrawal["keeps_stock"]) == (sorted([one["id"], two["id"]]), True)
    await stopped(app, one["id"])
    assert (await show(one["id"]))["pending"] == "adjusting"
    await stopped(app, two["id"])
    [merged] = (await show(one["id"]))["related"]
    assert (await requests(app))[-1]["takes_over"] == [one["id"], two["id"]]
    assert (await show(merged["id"]))["reservation"] == "requested"


async def test_when_one_has_left_the_others_go_on_as_they_were(app: FastAPI, place: Any, show: Any, do: Any) -> None:
    one, two = await place(order_body()), await place(order_body())
    await bring_to(app, one["id"], "allocated")
    await bring_to(app, two["id"], "picked")
    await do("/merge", {"groups": [{"ids": [one["id"], two["id"]]}]})
    await stopped(app, one["id"])
    await tell_shipped(app, two["id"])
    await tell(app, warehouse.on_withdrawal_refused, WithdrawalRefused(reference=two["id"], state="shipped", refused_at=START))
    assert [(await show(each["id"]))["status"] for each in (one, two)] == ["allocated", "shipped"]
    assert await rows(app, "SELECT 1 FROM order_plan") == []


async def test_what_is_packed_is_not_regrouped(app: FastAPI, place: Any, do: Any) -> None:
    one, two = await place(order_body()), await place(order_body())
    await bring_to(app, one["id"], "packed")
    answer = await do("/merge", {"groups": [{"ids": [one["id"], two["id"]]}]})
    assert answer["results"][0]["refusal"]["code"] == "order_is_packed"


async def test_taken_apart_the_orders_stand_for_themselves_with_their_stock(app: FastAPI, place: Any, show: Any, do: Any) -> None:
    one, two = await place(order_body()), await place(order_body())
    await do("/merge", {"groups": [{"ids": [one["id"], two["id"]]}]})
    [merged] = (await show(one["id"]))["related"]
    await tell_reserved(app, reserved(merged["id"]))
    await do("/take-apart", {"ids": [one["id"]], "reason": "分开寄"})
    assert (await show(merged["id"]))["pending"] == "adjusting"
    await stopped(app, merged["id"])
    assert (await show(merged["id"]))["status"] == "closed"
    for each in (one, two):
        order = await show(each["id"])
        assert (order["status"], order["reservation"], order["related"]) == ("reviewed", "requested", [])
    assert [request["takes_over"] for request in (await requests(app))[-2:]] == [[merged["id"]]] * 2


async def test_what_has_left_is_not_taken_apart(app: FastAPI, place: Any, show: Any, do: Any) -> None:
    made = await place(order_body(**MIXED))
    first, second = (part["id"] for part in (await split(do, made["id"], {2: 1}))["parts"])
    await tell_reserved(app, reserved(first))
    await tell_shipped(app, first, pieces={"MUG": 1})
    answer = await do("/take-apart", {"ids": [made["id"]], "reason": "x"})
    assert answer["results"][0]["refusal"]["code"] == "part_has_left"
    assert (await show(second))["status"] == "reviewed"
