"""Parcels that come back: received, matched, inspected, booked, told (rule CARE-2)."""

import asyncio
import io
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from chassis.testing import caller
from contracts.warehouse import ReturnArrived, ReturnInspected

from ..floor import EVERYTHING, Floor

NUMBER = "SF9000000000001"


async def told_of(floor: Floor, reference: str) -> list[tuple[str, list[tuple[str, int, str]]]]:
    """Match numbers with their inspected lines. Streams outlive a test's database, so references are the test's own."""
    found = [one for one in await floor.told(ReturnInspected) if one["reference"] == reference]
    return [(one["return_number"], [(line["sku"], line["quantity"], line["verdict"]) for line in one["lines"]]) for one in found]


async def defective(floor: Floor, sku: str) -> int:
    return (await floor.get(f"/v1/stock/{sku}")).json()["defective"]


def picture(*, size: int = 80, kind: str = "PNG") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (size, size), "red").save(written, kind)
    return written.getvalue()


async def send_picture(floor: Floor, number: str, content: bytes) -> Any:
    return await floor.client.post(f"/v1/returns/{number}/pictures", files={"file": ("p.png", content)}, headers=caller(EVERYTHING))


@pytest.mark.rule("CARE-2")
async def test_the_inspection_decides_the_stock_and_is_told_once(floor: Floor) -> None:
    await floor.expect("decides", {"A": 2, "B": 1, "C": 1}, tracking_number=NUMBER)
    parcel = await floor.arrive(NUMBER.lower())
    number = parcel["parcel"]["number"]
    assert (parcel["parcel"]["state"], parcel["parcel"]["cases"]) == ("waiting", ["AS-DECIDES"])
    arrived = [one for one in await floor.told(ReturnArrived) if one["reference"] == "decides"]
    assert [(one["return_number"], one["tracking_number"], one["carrier_code"]) for one in arrived] == [(f"{number}-1", NUMBER, "SF")]
    assert (await floor.find(number, "69A", "good")).status_code == 201
    assert (await floor.find(number, "69A", "damaged", note="壳裂")).status_code == 201
    assert (await floor.find(number, "B", "wrong", note="里面是一块砖")).status_code == 201
    assert (await floor.level("A"), await told_of(floor, "decides")) == ((0, 0), [])
    closed = await floor.post(f"/v1/returns/{number}/close", {"rest": "missing"})
    assert (closed.status_code, closed.json()["parcel"]["state"]) == (200, "inspected")
    again = await floor.post(f"/v1/returns/{number}/close", {"rest": "missing"})
    assert (again.status_code, again.json()["code"], again.json()["rule"]) == (409, "return_closed", "CARE-2")
    assert (await floor.level("A"), await defective(floor, "A")) == ((1, 0), 1)
    assert (await floor.level("B"), await defective(floor, "B")) == ((0, 0), 0)
    assert await told_of(floor, "decides") == [
        (f"{number}-1", [("A", 1, "good"), ("A", 1, "damaged"), ("B", 1, "wrong"), ("C", 1, "missing")])
    ]
    ledger = (await floor.get("/v1/stock-movements", document=number)).json()["data"]
    assert [(row["kind"], row["state"], row["quantity"], row["balance_after"]) for row in ledger] == [
        ("defect", "defective", 1, 1),
        ("return", "good", 1, 1),
    ]
    assert await floor.differences() == []


async def test_good_pieces_go_to_who_waits_and_damaged_ones_to_nobody(floor: Floor) -> None:
    assert await floor.reserve({"first": {"A": 1}, "second": {"A": 1}}) == {"first": None, "second": None}
    await floor.expect("serves", {"A": 2}, tracking_number=NUMBER)
    number = (await floor.arrive(NUMBER))["parcel"]["number"]
    await floor.find(number, "A", "damaged", note="脏")
    await floor.find(number, "A", "good")
    assert (await floor.post(f"/v1/returns/{number}/close", {"rest": "missing"})).status_code == 200
    assert await floor.level("A") == (1, 1)
    assert await floor.differences() == []


async def test_the_same_scan_again_has_one_effect(floor: Floor) -> None:
    await floor.expect("once", {"A": 1}, tracking_number=NUMBER)
    numbers = {(await floor.arrive(NUMBER))["parcel"]["number"] for _ in range(3)}
    both = await asyncio.gather(*(floor.arrive("SF9000000000002") for _ in range(5)))
    assert (len(numbers), len({one["parcel"]["number"] for one in both})) == (1, 1)
    assert len([one for one in await floor.told(ReturnArrived) if one["reference"] == "once"]) == 1


async def test_an_unknown_parcel_waits_in_the_pool_and_is_matched_when_its_case_comes(floor: Floor) -> None:
    unknown = (await floor.arrive(NUMBER))["parcel"]
    assert (unknown["state"], unknown["cases"]) == ("unknown", [])
    refused = await floor.find(unknown["number"], "A", "good")
    assert (refused.status_code, refused.json()["code"]) == (409, "return_unknown")
    assert (await floor.get("/v1/figures/today")).json()["returns_unknown"] == 1
    await floor.expect("comes-late", {"A": 1}, tracking_number=NUMBER)
    await floor.expect("comes-late", {"A": 1}, tracking_number=NUMBER)
    matched = (await floor.get(f"/v1/returns/{unknown['number']}")).json()
    assert (matched["parcel"]["state"], matched["parcel"]["cases"]) == ("waiting", ["AS-COMES-LATE"])
    assert len([one for one in await floor.told(ReturnArrived) if one["reference"] == "comes-late"]) == 1
    figures = (await floor.get("/v1/figures/today")).json()
    assert (figures["returns_unknown"], figures["returns_waiting"], figures["returns_overdue"]) == (0, 1, 0)


async def test_a_parcel_and_its_case_at_the_same_moment_find_each_other(floor: Floor) -> None:
    for place in range(5):
        number = f"SF90000000001{place:02}"
        await asyncio.gather(floor.arrive(number), floor.expect(f"moment-{place}", {"A": 1}, tracking_number=number))
        assert (await floor.arrive(number))["parcel"]["cases"] == [f"AS-MOMENT-{place}"]


async def test_an_unknown_parcel_is_matched_by_hand_once(floor: Floor) -> None:
    await floor.expect("by-hand", {"A": 1})
    number = (await floor.arrive(NUMBER))["parcel"]["number"]
    answers = await asyncio.gather(*(floor.post(f"/v1/returns/{number}/matches", {"reference": "by-hand"}) for _ in range(4)))
    assert {answer.status_code for answer in answers} == {201}
    assert len((await floor.get(f"/v1/returns/{number}")).json()["matches"]) == 1
    assert (await floor.post(f"/v1/returns/{number}/matches", {"reference": "nobody"})).status_code == 404
    refused = await floor.post(f"/v1/returns/{number}/dismiss", {"reason": "not ours"})
    assert (refused.status_code, refused.json()["code"]) == (409, "return_matched")


async def test_one_parcel_with_goods_of_two_cases_is_told_to_each(floor: Floor) -> None:
    await floor.expect("two-one", {"A": 1}, tracking_number=NUMBER)
    await floor.expect("two-two", {"A": 1, "B": 1})
    number = (await floor.arrive(NUMBER))["parcel"]["number"]
    refused = await floor.find(number, "69B", "good")
    assert (refused.status_code, refused.json()["code"]) == (422, "not_expected_here")
    awaited = (await floor.get("/v1/expected-returns", sku="69B")).json()["data"]
    assert [one["number"] for one in awaited] == ["AS-TWO-TWO"]
    await floor.post(f"/v1/returns/{number}/matches", {"reference": "two-two"})
    assert (await floor.find(number, "69A", "good", quantity=2)).status_code == 201
    assert (await floor.find(number, "69B", "good")).status_code == 201
    too_many = await floor.find(number, "69A", "good")
    assert (too_many.status_code, too_many.json()["code"]) == (422, "more_than_expected")
    await floor.post(f"/v1/returns/{number}/close", {"rest": "missing"})
    assert await told_of(floor, "two-one") == [(f"{number}-1", [("A", 1, "good")])]
    assert await told_of(floor, "two-two") == [(f"{number}-2", [("A", 1, "good"), ("B", 1, "good")])]
    assert (await floor.level("A"), await floor.level("B")) == ((2, 0), (1, 0))


async def test_one_case_in_two_parcels_is_told_of_each(floor: Floor) -> None:
    await floor.expect("parts", {"A": 2}, tracking_number=NUMBER)
    first = (await floor.arrive(NUMBER))["parcel"]["number"]
    await floor.find(first, "A", "good")
    await floor.post(f"/v1/returns/{first}/close", {"rest": "awaited"})
    assert [row["state"] for row in (await floor.get("/v1/expected-returns", q="AS-PARTS")).json()["data"]] == ["expected"]
    second = (await floor.arrive("SF9000000000002"))["parcel"]["number"]
    await floor.post(f"/v1/returns/{second}/matches", {"reference": "parts"})
    await floor.find(second, "A", "damaged", note="压坏")
    await floor.post(f"/v1/returns/{second}/close", {"rest": "missing"})
    assert await told_of(floor, "parts") == [(f"{first}-1", [("A", 1, "good")]), (f"{second}-1", [("A", 1, "damaged")])]
    assert [row["state"] for row in (await floor.get("/v1/expected-returns", q="AS-PARTS")).json()["data"]] == ["inspected"]


async def test_what_may_lie_in_another_open_parcel_is_not_missing(floor: Floor) -> None:
    await floor.expect("open", {"A": 2}, tracking_number=NUMBER)
    first = (await floor.arrive(NUMBER))["parcel"]["number"]
    second = (await floor.arrive("SF9000000000002"))["parcel"]["number"]
    await floor.post(f"/v1/returns/{second}/matches", {"reference": "open"})
    await floor.find(first, "A", "good")
    await floor.post(f"/v1/returns/{first}/close", {"rest": "missing"})
    assert await told_of(floor, "open") == [(f"{first}-1", [("A", 1, "good")])]
    assert (await floor.find(second, "A", "good")).status_code == 201


async def test_two_who_inspect_at_once_find_no_more_than_was_sent(floor: Floor) -> None:
    await floor.expect("at-once", {"A": 3}, tracking_number=NUMBER)
    number = (await floor.arrive(NUMBER))["parcel"]["number"]
    answers = await asyncio.gather(*(floor.find(number, "A", "good") for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [422] * 5
    closings = await asyncio.gather(*(floor.post(f"/v1/returns/{number}/close", {"rest": "missing"}) for _ in range(4)))
    assert sorted(answer.status_code for answer in closings) == [200, 409, 409, 409]
    assert await floor.level("A") == (3, 0)
    assert len(await told_of(floor, "at-once")) == 1


async def test_a_withdrawn_case_is_not_awaited_but_inspected_when_it_lies_there(floor: Floor) -> None:
    await floor.expect("kept", {"A": 1}, tracking_number=NUMBER)
    await floor.expect_no_more("kept")
    assert (await floor.arrive(NUMBER))["parcel"]["state"] == "unknown"
    await floor.expect("lies", {"A": 1}, tracking_number="SF9000000000002")
    number = (await floor.arrive("SF9000000000002"))["parcel"]["number"]
    await floor.expect_no_more("lies")
    assert (await floor.find(number, "A", "good")).status_code == 201
    await floor.post(f"/v1/returns/{number}/close", {"rest": "missing"})
    assert len(await told_of(floor, "lies")) == 1


async def test_a_withdrawal_that_overtakes_its_case_stands(floor: Floor) -> None:
    await floor.expect_no_more("overtaken")
    await floor.expect("overtaken", {"A": 1}, tracking_number=NUMBER)
    assert (await floor.arrive(NUMBER))["parcel"]["state"] == "unknown"
    await floor.expect("overtaken", {"A": 1}, tracking_number=NUMBER)
    assert (await floor.arrive(NUMBER))["parcel"]["state"] == "waiting"


async def test_what_was_received_is_not_replaced(floor: Floor) -> None:
    await floor.expect("replaced", {"A": 1}, tracking_number=NUMBER)
    await floor.expect("replaced", {"B": 2}, tracking_number=NUMBER)
    assert [line["sku"] for line in (await floor.arrive(NUMBER))["matches"][0]["lines"]] == ["B"]
    await floor.expect("replaced", {"C": 1}, tracking_number=NUMBER)
    assert [line["sku"] for line in (await floor.arrive(NUMBER))["matches"][0]["lines"]] == ["B"]


async def test_the_inspection_can_start_over_until_it_is_closed(floor: Floor) -> None:
    await floor.expect("over", {"A": 1}, tracking_number=NUMBER)
    number = (await floor.arrive(NUMBER))["parcel"]["number"]
    for verdict in ("damaged", "wrong"):
        refused = await floor.find(number, "A", verdict)
        assert (refused.status_code, refused.json()["code"]) == (422, "note_needed")
    nothing = await floor.post(f"/v1/returns/{number}/close", {"rest": "awaited"})
    assert (nothing.status_code, nothing.json()["code"]) == (422, "nothing_inspected")
    await floor.find(number, "A", "good")
    forgotten = await floor.post(f"/v1/returns/{number}/findings/forget")
    assert (forgotten.status_code, forgotten.json()["findings"]) == (200, [])
    assert (await floor.find(number, "A", "damaged", note="x")).status_code == 201


async def test_the_pool_is_described_and_what_is_not_ours_dismissed(floor: Floor) -> None:
    parcel = (await floor.arrive(NUMBER))["parcel"]
    path = f"/v1/returns/{parcel['number']}"
    headers = {**caller(EVERYTHING), "If-Match": f'"{parcel["version"]}"'}
    told = await floor.client.put(f"{path}/description", json={"sender": "王女士", "note": "红盒子"}, headers=headers)
    assert (told.status_code, told.json()["parcel"]["sender"]) == (200, "王女士")
    stale = await floor.client.put(f"{path}/description", json={"sender": "", "note": ""}, headers=headers)
    assert stale.status_code == 412
    gone = await floor.post(f"{path}/dismiss", {"reason": "隔壁公司的"})
    assert (gone.status_code, gone.json()["parcel"]["state"]) == (200, "dismissed")
    assert (await floor.get("/v1/returns", state="unknown")).json()["data"] == []
    assert [row["number"] for row in (await floor.get("/v1/returns", q="SF9000")).json()["data"]] == [parcel["number"]]


async def test_pictures_are_pictures_and_looks_are_kept(floor: Floor) -> None:
    number = (await floor.arrive(NUMBER))["parcel"]["number"]
    for content, status in ((b"no picture", 422), (picture(size=10), 422), (b"x" * 10_000_001, 413)):
        assert (await send_picture(floor, number, content)).status_code == status
    kept = [(await send_picture(floor, number, picture())).json()["id"] for _ in range(2)]
    assert len(set(kept)) == 1
    looked = await floor.post(f"/v1/returns/{number}/pictures/{kept[0]}/look")
    assert (looked.status_code, looked.headers["content-type"], looked.content[:2]) == (200, "image/jpeg", b"\xff\xd8")
    async with floor.context.engine.begin() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM audit_entry WHERE action = 'return.picture_seen'"))).scalar_one() == 1


@pytest.mark.rule("SYS-1")
async def test_who_is_limited_to_shops_sees_only_theirs(floor: Floor) -> None:
    await floor.expect("mine", {"A": 1}, tracking_number=NUMBER)
    number = (await floor.arrive(NUMBER))["parcel"]["number"]
    await floor.arrive("SF9000000000002")

    async def ask(method: str, path: str, shop: str, **rest: Any) -> Any:
        return await floor.client.request(method, path, headers=caller(EVERYTHING, shops=[shop]), **rest)

    for shop, found in (("shp_a", 1), ("shp_b", 0)):
        assert len((await ask("GET", "/v1/returns", shop)).json()["data"]) == found
        assert len((await ask("GET", "/v1/expected-returns", shop)).json()["data"]) == found
        assert (await ask("GET", "/v1/figures/today", shop)).json()["returns_waiting"] == found
    other = {"json": {"code": "A", "verdict": "good"}}
    assert (await ask("POST", f"/v1/returns/{number}/findings", "shp_b", **other)).status_code == 404
    assert (await ask("POST", f"/v1/returns/{number}/findings", "shp_a", **other)).status_code == 201


async def test_who_may_not_is_refused(floor: Floor) -> None:
    number = (await floor.arrive(NUMBER))["parcel"]["number"]
    for path, body in (
        ("/v1/returns", {"tracking_number": NUMBER, "warehouse": "HZ"}),
        (f"/v1/returns/{number}/findings", {"code": "A", "verdict": "good"}),
        (f"/v1/returns/{number}/close", {"rest": "missing"}),
    ):
        assert (await floor.post(path, body, "warehouse.returns.read")).status_code == 403


@pytest.mark.rule("CARE-2")
async def test_defective_stock_is_never_less_than_nothing(floor: Floor) -> None:
    await floor.expect("scrapped", {"A": 1}, tracking_number=NUMBER)
    number = (await floor.arrive(NUMBER))["parcel"]["number"]
    await floor.find(number, "A", "damaged", note="碎")
    await floor.post(f"/v1/returns/{number}/close", {"rest": "missing"})
    body = {"kind": "scrap", "reason": "报废", "lines": [{"sku": "A", "warehouse": "HZ", "quantity": 2}]}
    refused = await floor.post("/v1/stock-movements", body)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "too_little_defective")
    body["lines"] = [{"sku": "A", "warehouse": "HZ", "quantity": 1}]
    assert (await floor.post("/v1/stock-movements", body)).status_code == 201
    assert (await defective(floor, "A"), await floor.level("A"), await floor.differences()) == (0, (0, 0), [])
    async with floor.context.engine.begin() as connection:
        await connection.execute(text("UPDATE stock SET defective = 5"))
    assert {(one["what"], one["kept"], one["proved"]) for one in await floor.differences()} == {
        ("defective", 5, 0),
        ("defective in bins", 5, 0),
        ("defective in books", 5, 0),
    }
    with pytest.raises(IntegrityError):
        async with floor.context.engine.begin() as connection:
            await connection.execute(text("UPDATE stock SET defective = -1"))
