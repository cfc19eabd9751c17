"""The pack check (rule WMS-12), the label, and who may see the receiver (rule ORD-5)."""

import asyncio
import io

import pypdf
import pytest
from sqlalchemy import text

from ..floor import Floor

ACTIONS: list[tuple[str, dict[str, object]]] = [("scans", {"barcode": "69A"}), ("scans/forget", {}), ("pack", {}), ("ship", {})]


async def picked(floor: Floor, quantity: int = 2) -> str:
    number = await floor.make_shipment(quantity=quantity)
    await floor.pick(number)
    return number


@pytest.mark.rule("WMS-12")
async def test_a_wrong_scan_is_refused_with_a_code_to_say_aloud(floor: Floor) -> None:
    number = await picked(floor)
    for barcode in ("69B", "B", "never seen"):
        wrong = await floor.post(f"/v1/shipments/{number}/scans", {"barcode": barcode})
        assert (wrong.status_code, wrong.json()["code"], wrong.json()["rule"]) == (409, "wrong_item", "WMS-12")
    many = await floor.post(f"/v1/shipments/{number}/scans", {"barcode": "69A", "quantity": 3})
    assert (many.status_code, many.json()["code"]) == (409, "too_many")
    shown = (await floor.get(f"/v1/shipments/{number}")).json()
    assert [line["scanned_quantity"] for line in shown["lines"]] == [0]


@pytest.mark.rule("WMS-12")
async def test_it_is_packed_when_all_is_scanned_and_not_before(floor: Floor) -> None:
    number = await picked(floor)
    first = await floor.post(f"/v1/shipments/{number}/scans", {"barcode": "69A"})
    assert first.json()["lines"][0]["scanned_quantity"] == 1
    early = await floor.post(f"/v1/shipments/{number}/pack")
    assert (early.status_code, early.json()["code"]) == (409, "not_all_scanned")
    assert "A × 1" in early.json()["detail"]
    await floor.post(f"/v1/shipments/{number}/scans", {"barcode": "A"})
    packed = await floor.post(f"/v1/shipments/{number}/pack", {"weight_g": 750})
    assert (packed.json()["shipment"]["state"], packed.json()["shipment"]["weight_g"]) == ("packed", 750)
    again = await floor.post(f"/v1/shipments/{number}/pack")
    assert (again.status_code, again.json()["code"]) == (409, "shipment_state")


async def test_two_packers_scan_the_same_parcel(floor: Floor) -> None:
    number = await picked(floor, quantity=3)
    answers = await asyncio.gather(*(floor.post(f"/v1/shipments/{number}/scans", {"barcode": "69A"}) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [409] * 3
    packs = await asyncio.gather(*(floor.post(f"/v1/shipments/{number}/pack") for _ in range(3)))
    assert sorted(answer.status_code for answer in packs) == [200, 409, 409]


async def test_starting_over(floor: Floor) -> None:
    number = await picked(floor)
    await floor.post(f"/v1/shipments/{number}/scans", {"barcode": "69A", "quantity": 2})
    fresh = await floor.post(f"/v1/shipments/{number}/scans/forget")
    assert [line["scanned_quantity"] for line in fresh.json()["lines"]] == [0]


async def test_without_scan_needs_its_own_permission_and_is_shown(floor: Floor) -> None:
    number = await picked(floor)
    body = {"without_scan": "no barcode on the goods"}
    refused = await floor.post(f"/v1/shipments/{number}/pack", body, "warehouse.shipments.pack")
    assert refused.status_code == 403
    allowed = await floor.post(f"/v1/shipments/{number}/pack", body, "warehouse.shipments.pack", "warehouse.shipments.pack_without_scan")
    assert allowed.json()["shipment"]["packed_without_scan"] is True
    trail = (await floor.get("/v1/audit-entries", noun="shipment", noun_id=number)).json()["data"]
    assert (trail[0]["action"], trail[0]["reason"]) == ("shipment.packed", "no barcode on the goods")


async def test_steps_out_of_turn_are_refused_and_change_nothing(floor: Floor) -> None:
    number = await floor.make_shipment()
    for action, body in ACTIONS:
        answer = await floor.post(f"/v1/shipments/{number}/{action}", body)
        assert (answer.status_code, answer.json()["code"]) == (409, "shipment_state"), action
        unknown = await floor.post(f"/v1/shipments/SH-0/{action}", body)
        assert (unknown.status_code, unknown.json()["code"]) == (404, "shipment_not_found"), action
    assert (await floor.get(f"/v1/shipments/{number}")).json()["shipment"]["version"] == 1


@pytest.mark.rule("ORD-5")
async def test_the_receiver_is_masked_and_the_label_shows_them_to_who_may_print_it(floor: Floor) -> None:
    number = await floor.make_shipment()
    shown = await floor.get(f"/v1/shipments/{number}", "warehouse.shipments.read")
    assert shown.json()["receiver"] == {"name": "张**", "phone": "138****5678", "region": "浙江省 杭州市"}
    assert "文三路" not in shown.text
    assert "文三路" not in (await floor.get("/v1/shipments")).text
    assert (await floor.get(f"/v1/shipments/{number}/label", "warehouse.shipments.read")).status_code == 403
    assert (await floor.get(f"/v1/shipments/{number}/label.pdf", "warehouse.shipments.read")).status_code == 403
    label = await floor.get(f"/v1/shipments/{number}/label", "warehouse.labels.print")
    assert (label.json()["name"], label.json()["address"]) == ("张三丰", "浙江省 杭州市 西湖区 文三路 1 号")
    trail = (await floor.get("/v1/audit-entries", noun="shipment", noun_id=number)).json()["data"]
    assert (trail[0]["action"], trail[0]["reason"]) == ("shipment.receiver_revealed", "label shown")


@pytest.mark.rule("ORD-5")
async def test_a_label_of_what_has_left_needs_a_reason(floor: Floor) -> None:
    shipped = await floor.make_shipped("left")
    withdrawn = await floor.make_shipment("stopped")
    await floor.withdraw("stopped")
    for number in (shipped, withdrawn):
        for path in ("label", "label.pdf"):
            refused = await floor.get(f"/v1/shipments/{number}/{path}", "warehouse.labels.print")
            assert (refused.status_code, refused.json()["code"]) == (409, "label_needs_reason")
        for body in ({}, {"reason": ""}, {"reason": "   "}):
            assert (await floor.post(f"/v1/shipments/{number}/label-reprints", body)).status_code == 422
        trail = (await floor.get("/v1/audit-entries", noun="shipment", noun_id=number)).json()["data"]
        assert "shipment.receiver_revealed" not in [entry["action"] for entry in trail]
        path, body = f"/v1/shipments/{number}/label-reprints", {"reason": "came back, label torn"}
        assert (await floor.post(path, body, "warehouse.shipments.read")).status_code == 403
        again = await floor.post(path, body, "warehouse.labels.print")
        assert "张三丰" in pypdf.PdfReader(io.BytesIO(again.content)).pages[0].extract_text()
        trail = (await floor.get("/v1/audit-entries", noun="shipment", noun_id=number)).json()["data"]
        assert (trail[0]["action"], trail[0]["reason"]) == ("shipment.receiver_revealed", "came back, label torn")
    async with floor.context.engine.connect() as connection:
        assert (
            await connection.execute(text("SELECT count(*) FROM idempotency_key WHERE media_type = 'application/pdf'"))
        ).scalar_one() == 0


async def test_the_label_has_receiver_number_and_contents(floor: Floor) -> None:
    number = await floor.make_packed()
    answer = await floor.get(f"/v1/shipments/{number}/label.pdf")
    words = pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    for expected in ("张三丰", "13812345678", "文三路", "SF1000000000001", number, "商品A", "× 1", "易碎"):
        assert expected in words, expected


async def test_the_desk_finds_shipments(floor: Floor) -> None:
    one = await floor.make_packed("one", tracking_number="SF1000000000001")
    two = await floor.make_shipment("two")
    for query, found in [
        ({"state": "packed"}, [one]),
        ({"state": ["packed", "waiting"]}, [two, one]),
        ({"carrier": "SF"}, [one]),
        ({"warehouse": "GZ"}, []),
        ({"q": "sf10000"}, [one]),
        ({"q": two}, [two]),
        ({"q": "so-two"}, [two]),
        ({"q": "SO-"}, [two, one]),
        ({"q": "two"}, [two]),
        ({"sort": "created_at"}, [one, two]),
    ]:
        rows = (await floor.get("/v1/shipments", **query)).json()["data"]
        assert [row["number"] for row in rows] == found, query
