"""Who is limited to shops sees their goods and nobody else's; a keeper without that limit sees all (rule SYS-1)."""

from typing import Any

import httpx
import pytest

from chassis.testing import caller

from ..floor import EVERYTHING, Floor

LISTS = ("/v1/shipments", "/v1/parcels", "/v1/pick-lists", "/v1/reservations?state=reserved", "/v1/reservations?state=waiting")


class Clerk:
    """Somebody who may do everything, in these shops; None for all of them."""

    def __init__(self, floor: Floor, *shops: str | None) -> None:
        self.client = floor.client
        self.shops = None if None in shops else [shop for shop in shops if shop]

    async def ask(self, method: str, path: str, **rest: Any) -> httpx.Response:
        return await self.client.request(method, path, headers={**caller(EVERYTHING, shops=self.shops), "If-Match": '"1"'}, **rest)

    async def rows(self, path: str) -> list[dict[str, Any]]:
        answer = await self.ask("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]


async def one_of_each(floor: Floor) -> tuple[str, str, str]:
    """A shipment that has left, one on a pick list that is open, and that list; beside them one reserved and one short, all of one shop."""
    floor.owner = "shp_a"
    shipped = await floor.make_shipped("left")
    picking = await floor.make_shipment("picked")
    made = await floor.post("/v1/pick-lists", {"warehouse": "HZ", "shipments": [picking]})
    await floor.receive(A=1)
    await floor.reserve({"kept": {"A": 1}, "short": {"B": 1}})
    return shipped, picking, made.json()["pick_list"]["number"]


async def test_another_shops_clerk_finds_nothing(floor: Floor) -> None:
    shipped, picking, pick_list = await one_of_each(floor)
    for other in (Clerk(floor, "shp_b"), Clerk(floor)):
        for path in LISTS:
            assert await other.rows(path) == [], path
        for path in (
            f"/v1/shipments/{shipped}",
            f"/v1/shipments/{picking}/label",
            f"/v1/shipments/{picking}/label.pdf",
            f"/v1/pick-lists/{pick_list}",
            f"/v1/pick-lists/{pick_list}/pdf",
            "/v1/parcels/SF/SF1000000000001",
        ):
            assert (await other.ask("GET", path)).status_code == 404, path
        figures = (await other.ask("GET", "/v1/figures/today")).json()
        assert [figures[name] for name in ("waiting", "picking", "shipped_today", "short")] == [0, 0, 0, 0]


async def test_the_shops_own_clerk_and_a_keeper_find_all(floor: Floor) -> None:
    shipped, picking, pick_list = await one_of_each(floor)
    for one in (Clerk(floor, "shp_b", "shp_a"), Clerk(floor, None)):
        assert [row["number"] for row in await one.rows("/v1/shipments")] == [picking, shipped]
        assert [row["tracking_number"] for row in await one.rows("/v1/parcels")] == ["SF1000000000001"]
        assert pick_list in [row["number"] for row in await one.rows("/v1/pick-lists")]
        assert [row["reference"] for row in await one.rows("/v1/reservations?state=reserved")] == ["picked", "kept"]
        assert [row["reference"] for row in await one.rows("/v1/reservations?state=waiting")] == ["short"]
        assert (await one.ask("GET", f"/v1/pick-lists/{pick_list}")).status_code == 200
        assert (await one.ask("GET", f"/v1/shipments/{picking}/label")).status_code == 200
        figures = (await one.ask("GET", "/v1/figures/today")).json()
        assert [figures[name] for name in ("picking", "shipped_today", "short")] == [1, 1, 1]


@pytest.mark.parametrize(
    ("method", "action", "body"),
    [
        ("POST", "scans", {"barcode": "69A"}),
        ("POST", "scans/forget", {}),
        ("POST", "pack", {}),
        ("POST", "ship", {}),
        ("POST", "label-reprints", {"reason": "curious"}),
        ("PUT", "waybill", {"carrier_code": "SF", "tracking_number": "SF1000000000002"}),
    ],
)
async def test_another_shops_clerk_moves_nothing(floor: Floor, method: str, action: str, body: dict[str, object]) -> None:
    _, picking, _ = await one_of_each(floor)
    before = (await floor.get(f"/v1/shipments/{picking}")).json()
    answer = await Clerk(floor, "shp_b").ask(method, f"/v1/shipments/{picking}/{action}", json=body)
    assert (answer.status_code, answer.json()["code"]) == (404, "shipment_not_found")
    assert (await floor.get(f"/v1/shipments/{picking}")).json() == before


async def test_another_shops_clerk_neither_confirms_nor_cancels_a_list(floor: Floor) -> None:
    _, _, pick_list = await one_of_each(floor)
    for action, body in (("confirm", {}), ("cancel", {"reason": "curious"})):
        answer = await Clerk(floor, "shp_b").ask("POST", f"/v1/pick-lists/{pick_list}/{action}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (404, "pick_list_not_found")
    assert (await floor.get(f"/v1/pick-lists/{pick_list}")).json()["pick_list"]["state"] == "open"


async def test_a_limited_picker_is_offered_their_own_only(floor: Floor) -> None:
    await floor.make_shipment("theirs")
    floor.owner = "shp_b"
    own = await floor.make_shipment("own")
    made = await Clerk(floor, "shp_b").ask("POST", "/v1/pick-lists", json={"warehouse": "HZ", "next": 10})
    assert [one["number"] for one in made.json()["shipments"]] == [own]


async def test_files_of_a_limited_clerk_name_their_own_only(floor: Floor) -> None:
    _, picking, _ = await one_of_each(floor)
    clerk = Clerk(floor, "shp_b")
    for path, rows, code in (
        ("/v1/waybill-imports", f"Shipment,Carrier,Tracking number\n{picking},SF,SF1000000000002\n", "shipment_not_found"),
        (
            "/v1/tracking-imports",
            "Carrier,Tracking number,Time,Text,State\nSF,SF1000000000001,2026-11-22 18:00,gone,lost\n",
            "parcel_not_found",
        ),
    ):
        answer = await clerk.ask("POST", path, files={"file": ("rows.csv", rows.encode())})
        assert [error["code"] for error in answer.json()["errors"]] == [code], answer.text
    assert (await floor.get("/v1/parcels/SF/SF1000000000001")).json()["events"] == []


async def test_what_bears_no_owner_is_for_those_without_a_limit(floor: Floor) -> None:
    floor.owner = ""
    await floor.receive(A=1)
    await floor.reserve({"nobodys": {"A": 1}})
    assert await Clerk(floor, "shp_a").rows("/v1/reservations?state=reserved") == []
    assert len(await Clerk(floor, None).rows("/v1/reservations?state=reserved")) == 1
