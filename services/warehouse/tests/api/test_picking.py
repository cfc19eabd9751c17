"""Pick lists: made, walked, confirmed; and the paper they are on."""

import asyncio
import io

import pypdf
import pytest

from chassis.testing import caller

from ..floor import EVERYTHING, Floor


async def make_three(floor: Floor) -> list[str]:
    await floor.receive(A=5, B=5, C=5)
    await floor.reserve({"r1": {"A": 1, "C": 2}, "r2": {"A": 1}, "r3": {"B": 3}})
    steps = await floor.request(r1={"A": 1, "C": 2}, r2={"A": 1}, r3={"B": 3})
    return [step["shipment_number"] for step in steps]


async def place(floor: Floor, **bins: str) -> None:
    for order, code in enumerate(sorted(set(bins.values()), reverse=True)):
        made = await floor.post("/v1/warehouses/HZ/bins", {"code": code, "zone": "Z1", "sort_order": order})
        assert made.status_code == 201, made.text
    lines = [{"sku": sku, "bin": code} for sku, code in bins.items()]
    answer = await floor.post("/v1/warehouses/HZ/stock-places", {"lines": lines})
    assert answer.status_code == 204, answer.text


async def test_the_walk_is_in_the_order_of_the_bins(floor: Floor) -> None:
    await make_three(floor)
    await place(floor, A="A-01", B="B-01", C="C-01")
    made = await floor.post("/v1/pick-lists", {"warehouse": "HZ", "next": 10})
    assert made.status_code == 201, made.text
    stops = made.json()["stops"]
    assert [(stop["bin"], stop["sku"], stop["quantity"]) for stop in stops] == [("C-01", "C", 2), ("B-01", "B", 3), ("A-01", "A", 2)]
    assert [share["quantity"] for share in stops[2]["shares"]] == [1, 1]


async def test_the_pdf_has_the_walk_with_chinese_names_and_barcodes(floor: Floor) -> None:
    numbers = await make_three(floor)
    await place(floor, A="A-01", B="B-01", C="C-01")
    pick_list = (await floor.post("/v1/pick-lists", {"warehouse": "HZ", "next": 10})).json()["pick_list"]["number"]
    answer = await floor.get(f"/v1/pick-lists/{pick_list}/pdf")
    assert answer.headers["content-type"] == "application/pdf"
    page = pypdf.PdfReader(io.BytesIO(answer.content)).pages[0]
    words = page.extract_text()
    assert pick_list in words
    assert "商品A" in words
    assert all(number in words for number in numbers)
    assert words.index("C-01") < words.index("B-01") < words.index("A-01")
    # A barcode is drawn as many bars: the list's own number and one for each stop.
    assert page.get_contents().get_data().count(b" re") > 4 * 20


async def test_a_long_list_goes_over_several_pages(floor: Floor) -> None:
    skus = [f"S{number:03}" for number in range(40)]
    await floor.tell_skus(*skus)
    await floor.receive(**dict.fromkeys(skus, 1))
    await floor.reserve({"big": dict.fromkeys(skus, 1)})
    await floor.request(big=dict.fromkeys(skus, 1))
    pick_list = (await floor.post("/v1/pick-lists", {"warehouse": "HZ", "next": 1})).json()["pick_list"]["number"]
    pages = pypdf.PdfReader(io.BytesIO((await floor.get(f"/v1/pick-lists/{pick_list}/pdf")).content)).pages
    assert len(pages) == 3
    assert all(pick_list in page.extract_text() for page in pages)


async def test_every_share_of_a_stop_is_on_the_paper(floor: Floor) -> None:
    await floor.receive(A=40)
    wishes = {f"r{number}": {"A": 1} for number in range(40)}
    await floor.reserve(wishes)
    numbers = [step["shipment_number"] for step in await floor.request(**wishes)]
    pick_list = (await floor.post("/v1/pick-lists", {"warehouse": "HZ", "next": 40})).json()["pick_list"]["number"]
    page = pypdf.PdfReader(io.BytesIO((await floor.get(f"/v1/pick-lists/{pick_list}/pdf")).content)).pages[0]
    words = page.extract_text()
    assert all(f"{number[-6:]} × 1" in words for number in numbers)


async def test_two_pickers_at_once_get_different_shipments(floor: Floor) -> None:
    await floor.receive(A=20)
    references = [f"r{number}" for number in range(20)]
    await floor.reserve({reference: {"A": 1} for reference in references})
    await floor.request(**{reference: {"A": 1} for reference in references})
    answers = await asyncio.gather(*(floor.post("/v1/pick-lists", {"warehouse": "HZ", "next": 5}) for _ in range(4)))
    assert [answer.status_code for answer in answers] == [201] * 4
    taken = [one["number"] for answer in answers for one in answer.json()["shipments"]]
    assert len(taken) == len(set(taken)) == 20
    nothing = await floor.post("/v1/pick-lists", {"warehouse": "HZ", "next": 5})
    assert (nothing.status_code, nothing.json()["code"]) == (409, "nothing_to_pick")


async def test_the_same_shipment_for_two_lists_at_once(floor: Floor) -> None:
    number = await floor.make_shipment()
    answers = await asyncio.gather(*(floor.post("/v1/pick-lists", {"warehouse": "HZ", "shipments": [number]}) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    refused = next(answer for answer in answers if answer.status_code == 409).json()
    assert (refused["code"], refused["errors"][0]["pointer"], refused["errors"][0]["code"]) == (
        "shipments_not_pickable",
        "/shipments/0",
        "shipment_state",
    )


async def test_named_shipments_go_all_or_none(floor: Floor) -> None:
    number = await floor.make_shipment()
    answer = await floor.post("/v1/pick-lists", {"warehouse": "HZ", "shipments": [number, "SH-0"]})
    assert answer.status_code == 409
    assert (await floor.get(f"/v1/shipments/{number}")).json()["shipment"]["state"] == "waiting"
    elsewhere = await floor.post("/v1/pick-lists", {"warehouse": "GZ", "shipments": [number]})
    assert elsewhere.status_code == 409


@pytest.mark.parametrize("body", [{"warehouse": "HZ"}, {"warehouse": "HZ", "next": 1, "shipments": ["x"]}, {"warehouse": "HZ", "next": 0}])
async def test_either_shipments_or_next(floor: Floor, body: dict[str, object]) -> None:
    assert (await floor.post("/v1/pick-lists", body)).status_code == 422


async def test_a_short_pick_goes_back_with_its_problem_and_is_not_offered_by_itself(floor: Floor) -> None:
    numbers = await make_three(floor)
    pick_list = (await floor.post("/v1/pick-lists", {"warehouse": "HZ", "next": 10})).json()["pick_list"]["number"]
    wrong = await floor.post(f"/v1/pick-lists/{pick_list}/confirm", {"short": [{"shipment": numbers[0], "sku": "B", "missing": 1}]})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/short/0")
    done = await floor.post(f"/v1/pick-lists/{pick_list}/confirm", {"short": [{"shipment": numbers[0], "sku": "C", "missing": 1}]})
    assert done.status_code == 200, done.text
    listed = {row["number"]: row for row in (await floor.get("/v1/shipments")).json()["data"]}
    assert [listed[number]["state"] for number in numbers] == ["waiting", "picked", "picked"]
    assert listed[numbers[0]]["problem"] == f"{pick_list}: C × 1"
    assert (await floor.post("/v1/pick-lists", {"warehouse": "HZ", "next": 10})).status_code == 409
    assert [row["number"] for row in (await floor.get("/v1/shipments", problem=True)).json()["data"]] == [numbers[0]]
    again = await floor.post("/v1/pick-lists", {"warehouse": "HZ", "shipments": [numbers[0]]})
    assert again.status_code == 201
    twice = await floor.post(f"/v1/pick-lists/{pick_list}/confirm")
    assert (twice.status_code, twice.json()["code"]) == (409, "pick_list_closed")


async def test_a_cancelled_list_gives_its_shipments_back(floor: Floor) -> None:
    numbers = await make_three(floor)
    pick_list = (await floor.post("/v1/pick-lists", {"warehouse": "HZ", "next": 10})).json()["pick_list"]["number"]
    answer = await floor.post(f"/v1/pick-lists/{pick_list}/cancel", {"reason": "the printer is broken"})
    assert answer.json()["pick_list"]["state"] == "cancelled"
    second = await floor.post("/v1/pick-lists", {"warehouse": "HZ", "next": 10})
    assert [one["number"] for one in second.json()["shipments"]] == sorted(numbers)


async def test_a_withdrawn_shipment_is_passed_over(floor: Floor) -> None:
    numbers = await make_three(floor)
    pick_list = (await floor.post("/v1/pick-lists", {"warehouse": "HZ", "next": 10})).json()["pick_list"]["number"]
    await floor.withdraw("r1")
    shown = (await floor.get(f"/v1/pick-lists/{pick_list}")).json()
    assert [(stop["sku"], stop["quantity"]) for stop in shown["stops"]] == [("A", 1), ("B", 3)]
    assert (await floor.post(f"/v1/pick-lists/{pick_list}/confirm")).status_code == 200
    states = {row["number"]: row["state"] for row in (await floor.get("/v1/shipments")).json()["data"]}
    assert [states[number] for number in numbers] == ["withdrawn", "picked", "picked"]


async def test_what_was_not_found_for_a_withdrawn_shipment_is_passed_over(floor: Floor) -> None:
    numbers = await make_three(floor)
    pick_list = (await floor.post("/v1/pick-lists", {"warehouse": "HZ", "next": 10})).json()["pick_list"]["number"]
    await floor.withdraw("r1")
    short = [{"shipment": numbers[0], "sku": "C", "missing": 1}, {"shipment": numbers[1], "sku": "A", "missing": 1}]
    done = await floor.post(f"/v1/pick-lists/{pick_list}/confirm", {"short": short})
    assert done.status_code == 200, done.text
    states = {row["number"]: row["state"] for row in (await floor.get("/v1/shipments")).json()["data"]}
    assert [states[number] for number in numbers] == ["withdrawn", "waiting", "picked"]
    entry = (await floor.get("/v1/audit-entries", noun="pick_list", noun_id=pick_list)).json()["data"][0]
    assert entry["after"] == {"picked": 1, "short": {numbers[1]: ["A × 1"]}}


async def test_lists_page_by_page(floor: Floor) -> None:
    await floor.receive(A=5)
    references = [f"r{number}" for number in range(5)]
    await floor.reserve({reference: {"A": 1} for reference in references})
    await floor.request(**{reference: {"A": 1} for reference in references})
    for _ in references:
        await floor.post("/v1/pick-lists", {"warehouse": "HZ", "next": 1})
    for path in ("/v1/pick-lists", "/v1/shipments"):
        seen: list[str] = []
        cursor: str | None = None
        while True:
            page = (await floor.get(path, limit=2, **({"cursor": cursor} if cursor else {}))).json()
            seen += [row["number"] for row in page["data"]]
            cursor = page["next_cursor"]
            if not page["has_more"]:
                break
        assert len(seen) == len(set(seen)) == 5
    assert len((await floor.get("/v1/pick-lists", state="open")).json()["data"]) == 5
    assert (await floor.get("/v1/pick-lists", state="open", warehouse="GZ")).json()["data"] == []
    assert (await floor.client.get("/v1/pick-lists/PK-0", headers=caller(EVERYTHING))).status_code == 404
