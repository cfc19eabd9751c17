"""Stock over HTTP: movements, lists, files."""

import asyncio
import io

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from sqlalchemy import text

from chassis.testing import caller
from warehouse.store.gate import enter_alone
from warehouse.store.stock import HeldStock

from ..floor import EVERYTHING, Floor


def movement(kind: str, *lines: tuple[str, str, int]) -> dict[str, object]:
    rows = [{"sku": sku, "warehouse": warehouse, "quantity": quantity} for sku, warehouse, quantity in lines]
    return {"kind": kind, "reason": "test", "document": "D-1", "lines": rows}


async def test_each_kind_moves_the_level_and_stands_in_the_ledger(floor: Floor) -> None:
    for kind, quantity, balance in [
        ("receive", 10, 10),
        ("return", 2, 12),
        ("adjust", -1, 11),
        ("adjust", 3, 14),
        ("damage", 4, 10),
        ("count", 7, 7),
    ]:
        answer = await floor.post("/v1/stock-movements", movement(kind, ("A", "HZ", quantity)))
        assert answer.status_code == 201, answer.text
        assert answer.json()["posted"][0]["balance_after"] == balance
    ledger = (await floor.get("/v1/stock-movements", sku="A", warehouse="HZ")).json()["data"]
    assert [row["quantity"] for row in ledger] == [-3, -4, 3, -1, 2, 10]
    right = await floor.post("/v1/stock-movements", movement("count", ("A", "HZ", 7)))
    assert right.json() == {"posted": []}
    assert await floor.differences() == []


async def test_a_negative_quantity_is_refused_where_it_means_nothing(floor: Floor) -> None:
    for kind in ("receive", "return", "damage", "count"):
        answer = await floor.post("/v1/stock-movements", movement(kind, ("A", "HZ", -1)))
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "no_quantity"), kind


async def test_all_wrong_lines_are_named_and_nothing_is_posted(floor: Floor) -> None:
    answer = await floor.post("/v1/stock-movements", movement("receive", ("A", "HZ", 1), ("X", "HZ", 1), ("A", "NO", 1)))
    assert (answer.status_code, answer.json()["code"], answer.json()["rule"]) == (422, "movements_refused", "WMS-3")
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [
        ("/lines/1/sku", "unknown_sku"),
        ("/lines/2/warehouse", "unknown_warehouse"),
    ]
    assert (await floor.get("/v1/stock-movements")).json()["data"] == []


@pytest.mark.rule("ORD-3")
async def test_promised_stock_cannot_be_taken_away(floor: Floor) -> None:
    await floor.receive(A=5)
    await floor.reserve({"r": {"A": 3}})
    for kind, quantity in [("damage", 3), ("adjust", -3), ("count", 2)]:
        answer = await floor.post("/v1/stock-movements", movement(kind, ("A", "HZ", quantity)))
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "promised_stock")
    assert await floor.level("A") == (5, 3)
    assert (await floor.post("/v1/stock-movements", movement("damage", ("A", "HZ", 2)))).status_code == 201


async def test_a_level_that_changed_meanwhile_is_not_overwritten(floor: Floor) -> None:
    await floor.receive(A=5)
    version = (await floor.get("/v1/stock/A")).json()["levels"][0]["version"]
    body = movement("count", ("A", "HZ", 9))
    body["lines"][0]["expected_version"] = version  # type: ignore[index]  # it is a list of lines
    assert (await floor.post("/v1/stock-movements", body)).status_code == 201
    stale = await floor.post("/v1/stock-movements", body)
    assert (stale.status_code, stale.json()["code"]) == (412, "stock_changed_meanwhile")


async def test_receipts_at_the_same_time_add_up(floor: Floor) -> None:
    await asyncio.gather(*(floor.receive(A=1, B=2) for _ in range(10)))
    assert (await floor.level("A"), await floor.level("B")) == ((10, 0), (20, 0))
    assert await floor.differences() == []


async def test_the_list_is_filtered_and_paged(floor: Floor) -> None:
    await floor.receive("HZ", A=5, B=1)
    await floor.receive("GZ", A=2)
    await floor.reserve({"r": {"A": 1}})
    first = (await floor.get("/v1/stock", limit=2)).json()
    second = (await floor.get("/v1/stock", limit=2, cursor=first["next_cursor"])).json()
    assert [(row["sku"], row["warehouse"]) for row in first["data"] + second["data"]] == [("A", "GZ"), ("A", "HZ"), ("B", "HZ")]
    for query, found in [
        ({"below_available": 3}, [("A", 2), ("B", 1)]),
        ({"warehouse": "GZ"}, [("A", 2)]),
        ({"q": "69B"}, [("B", 1)]),
        ({"q": "商品B"}, [("B", 1)]),
        ({"q": "goods a", "warehouse": "HZ"}, [("A", 4)]),
        ({"q": "%"}, []),
    ]:
        rows = (await floor.get("/v1/stock", **query)).json()["data"]
        assert [(row["sku"], row["available"]) for row in rows] == found, query


async def test_a_sku_over_all_warehouses(floor: Floor) -> None:
    await floor.receive("HZ", A=5)
    await floor.receive("GZ", A=2)
    await floor.reserve({"r": {"A": 4}, "w": {"A": 6}})
    shown = (await floor.get("/v1/stock/A")).json()
    assert (shown["on_hand"], shown["reserved"], shown["available"], shown["waited_for"]) == (7, 4, 3, 6)
    assert (await floor.get("/v1/stock/nothing")).status_code == 404


async def test_a_sku_may_have_a_slash_in_its_number(floor: Floor) -> None:
    await floor.tell_skus("T/500 %")
    shown = await floor.client.get("/v1/stock/T%2F500%20%25", headers=caller(EVERYTHING))
    assert shown.json()["sku"] == "T/500 %"


async def test_an_older_sku_never_overwrites_a_newer(floor: Floor) -> None:
    await floor.tell_skus("A", version=5)
    async with floor.context.engine.begin() as connection:
        await connection.execute(text("UPDATE sku SET name_en = 'kept'"))
    await floor.tell_skus("A", version=5)
    await floor.tell_skus("A", version=4)
    assert (await floor.get("/v1/stock/A")).json()["name_en"] == "kept"
    await floor.tell_skus("A", version=6)
    assert (await floor.get("/v1/stock/A")).json()["name_en"] == "Goods A"


# ---- files


def workbook(*rows: list[object]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return buffer.getvalue()


@pytest.mark.rule("SYS-3")
async def test_the_template_can_be_filled_in_and_taken(floor: Floor) -> None:
    template = await floor.get("/v1/stock-imports/template")
    headings = CalamineWorkbook.from_filelike(io.BytesIO(template.content)).get_sheet_by_index(0).to_python()[0]
    content = workbook(headings, ["A", "HZ", 12, ""], ["B", "GZ", 3, ""])
    answer = await floor.upload("/v1/stock-imports", content, name="stock.xlsx")
    assert (answer.status_code, answer.json()) == (200, {"rows": 2, "applied": True, "errors": []})
    assert (await floor.level("A"), await floor.level("B", "GZ")) == ((12, 0), (3, 0))
    assert await floor.differences() == []


@pytest.mark.rule("SYS-3")
async def test_every_mistake_is_told_at_once_and_nothing_is_taken(floor: Floor) -> None:
    await floor.receive(A=5)
    await floor.reserve({"r": {"A": 3}})
    rows = "商品编码,仓库,数量,货位\nA,HZ,2,\nX,HZ,1,\nA,NO,1,\n,HZ,1,\nB,HZ,many,\nB,GZ,-1,\nC,HZ,5,NO-BIN\nC,HZ,6,\n"
    checked = await floor.upload("/v1/stock-imports", rows.encode("gb18030"), check="true")
    assert checked.status_code == 200, checked.text
    found = {(error["row"], error["column"], error["code"]) for error in checked.json()["errors"]}
    assert found == {
        (2, "quantity", "promised_stock"),
        (3, "sku", "unknown_sku"),
        (4, "warehouse", "unknown_warehouse"),
        (5, "sku", "missing"),
        (6, "quantity", "no_quantity"),
        (7, "quantity", "no_quantity"),
        (8, "bin", "unknown_bin"),
        (9, None, "double"),
    }
    refused = await floor.upload("/v1/stock-imports", rows.encode())
    assert (refused.status_code, refused.json()["code"], refused.json()["rule"]) == (422, "rows_refused", "SYS-3")
    assert ("row 8/bin", "unknown_bin") in {(error["pointer"], error["code"]) for error in refused.json()["errors"]}
    assert await floor.level("A") == (5, 3)


async def test_goods_in_by_file_go_to_those_who_wait(floor: Floor) -> None:
    await floor.receive(A=1)
    await floor.reserve({"w": {"A": 3}})
    answer = await floor.upload("/v1/stock-imports", b"sku,warehouse,quantity\nA,HZ,4\n", kind="receive", document="GR-9")
    assert answer.status_code == 200, answer.text
    assert await floor.level("A") == (5, 3)
    assert (await floor.get("/v1/stock-movements", document="GR-9")).json()["data"][0]["quantity"] == 4


async def test_a_large_file(floor: Floor) -> None:
    skus = [f"L{number:05}" for number in range(20_000)]
    for start in range(0, len(skus), 5_000):
        await floor.tell_skus(*skus[start : start + 5_000])
    content = "sku,warehouse,quantity\n" + "".join(f"{sku},HZ,1\n" for sku in skus)
    answer = await floor.upload("/v1/stock-imports", content.encode())
    assert answer.json() == {"rows": 20_000, "applied": True, "errors": []}
    assert await floor.differences() == []


async def test_waybills_by_file(floor: Floor) -> None:
    one, two = await floor.make_shipment("one"), await floor.make_shipment("two")
    bad = f"发货单号,快递公司,运单号\n{one},SF,SF1000000000001\nSH-0,SF,SF1000000000002\n{two},SF,??\n{two},NOBODY,SF1000000000003\n"
    checked = await floor.upload("/v1/waybill-imports", bad.encode(), check="true")
    found = {(error["row"], error["code"]) for error in checked.json()["errors"]}
    assert found == {(3, "shipment_not_found"), (4, "tracking_number_malformed"), (5, "carrier_unknown"), (5, "double")}
    refused = await floor.upload("/v1/waybill-imports", bad.encode())
    assert refused.status_code == 422
    assert (await floor.get(f"/v1/shipments/{one}")).json()["shipment"]["tracking_number"] is None
    good = f"发货单号,快递公司,运单号\n{one},顺丰速运,SF1000000000001\n{two},SF,SF1000000000002\n"
    assert (await floor.upload("/v1/waybill-imports", good.encode())).json()["applied"] is True
    taken = (await floor.get(f"/v1/shipments/{two}")).json()["shipment"]["tracking_number"]
    assert taken == "SF1000000000002"


async def test_a_waybill_number_that_is_written_in_two_ways_is_one(floor: Floor) -> None:
    one, two = await floor.make_shipment("one"), await floor.make_shipment("two")
    rows = f"发货单号,快递公司,运单号\n{one},SF,SF 1000000000001\n{two},SF,sf1000000000001\n"
    refused = await floor.upload("/v1/waybill-imports", rows.encode())
    assert refused.json()["code"] == "rows_refused"
    assert [(error["pointer"], error["code"]) for error in refused.json()["errors"]] == [("row 3", "double")]


async def test_checking_a_stock_file_waits_for_nobody(floor: Floor) -> None:
    await floor.receive(A=5)
    await floor.reserve({"r": {"A": 3}})
    async with floor.context.new_system_uow("test") as deciding:
        await enter_alone(deciding.session)
        await (await HeldStock.begin(deciding)).hold(["A"])
        checking = floor.upload("/v1/stock-imports", b"sku,warehouse,quantity\nA,HZ,2\n", check="true")
        checked = await asyncio.wait_for(checking, timeout=5)
    assert [error["code"] for error in checked.json()["errors"]] == ["promised_stock"]


async def test_what_is_no_file_of_ours_is_refused(floor: Floor) -> None:
    for content in (b"", b"PK\x03\x04", b"a,b\n1,2\n", bytes(100)):
        for path in ("/v1/stock-imports", "/v1/waybill-imports", "/v1/tracking-imports"):
            assert (await floor.upload(path, content)).status_code == 422, (path, content)


async def test_the_figures_of_the_day(floor: Floor) -> None:
    await floor.make_shipped("one")
    await floor.make_shipment("two")
    await floor.reserve({"short": {"B": 1}})
    figures = (await floor.get("/v1/figures/today")).json()
    assert {name: figures[name] for name in ("waiting", "packed", "shipped_today", "stuck", "short")} == {
        "waiting": 1,
        "packed": 0,
        "shipped_today": 1,
        "stuck": 0,
        "short": 1,
    }
    assert [(one["warehouse"], one["waiting"], one["pieces_on_hand"]) for one in figures["warehouses"]] == [("HZ", 1, 1), ("GZ", 0, 0)]
