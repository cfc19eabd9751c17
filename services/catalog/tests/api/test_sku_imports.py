"""Files of SKUs: every mistake at once, all or nothing, twice without harm (rule SYS-3)."""

import asyncio
import io

import httpx
import pytest
from python_calamine import CalamineWorkbook

from chassis.testing import caller

from ..conftest import MANAGER, Catalog

GOOD = "SKU编号,商品编号,中文名称,条码,重量(克)\nA-1,P-1,白杯,6901234567892,320\nA-2,P-1,黑杯,,330\n"


async def send(client: httpx.AsyncClient, content: str | bytes, *, mode: str = "run") -> httpx.Response:
    raw = content.encode() if isinstance(content, str) else content
    return await client.post("/v1/sku-imports", files={"file": ("skus.csv", raw)}, data={"mode": mode}, headers=caller(*MANAGER))


async def numbers(client: httpx.AsyncClient) -> list[str]:
    return [sku["sku"] for sku in (await client.get("/v1/skus", headers=caller(*MANAGER))).json()["data"]]


async def test_a_check_changes_nothing_and_a_run_does(client: httpx.AsyncClient) -> None:
    checked = await send(client, GOOD, mode="check")
    assert checked.json() == {"rows": 2, "changed": 2, "checked_only": True, "errors": []}
    assert await numbers(client) == []
    assert (await send(client, GOOD)).json()["changed"] == 2
    assert await numbers(client) == ["A-1", "A-2"]


async def test_the_same_file_twice_changes_nothing_the_second_time(client: httpx.AsyncClient) -> None:
    await send(client, GOOD)
    assert (await send(client, GOOD)).json()["changed"] == 0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk"])
async def test_files_of_chinese_offices_are_read(client: httpx.AsyncClient, encoding: str) -> None:
    assert (await send(client, GOOD.encode(encoding))).json()["changed"] == 2


async def test_every_bad_row_is_named_and_none_is_taken(client: httpx.AsyncClient, catalog: Catalog) -> None:
    await catalog.sku("OLD", barcode="6901234567892")
    bad = GOOD + "A-3,P-1,,6901234567890,abc\nA-4,P-1,杯,,1\nA-4,P-1,杯,,1\n"
    answer = (await send(client, bad)).json()
    found = [(error["row"], error["column"], error["code"]) for error in answer["errors"]]
    assert found == [
        (2, "条码", "barcode_taken"),
        (4, "条码", "barcode_wrong"),
        (4, "重量(克)", "not_a_number"),
        (4, "中文名称", "missing"),
        (5, "SKU编号", "twice_in_file"),
        (6, "SKU编号", "twice_in_file"),
    ]
    assert await numbers(client) == ["OLD"]


async def test_a_file_may_move_a_barcode_from_one_sku_to_another(client: httpx.AsyncClient) -> None:
    await send(client, "SKU,商品名称,条码\nA-1,杯,X1\nA-2,杯,X2\n")
    assert (await send(client, "SKU,商品名称,条码\nA-1,杯,X2\nA-2,杯,X1\n")).json()["changed"] == 2


async def test_no_table_is_a_clear_refusal(client: httpx.AsyncClient) -> None:
    answer = await send(client, b"\x89PNG\x00\x00\x00")
    assert (answer.status_code, answer.json()["code"], answer.json()["rule"]) == (422, "file_unreadable", "SYS-3")
    missing = await send(client, "a,b\n1,2\n")
    assert (missing.status_code, missing.json()["code"]) == (422, "columns_missing")


@pytest.mark.parametrize("lang", ["zh-CN", "en-US"])
async def test_the_template_can_be_imported(client: httpx.AsyncClient, lang: str) -> None:
    for kind in ("xlsx", "csv"):
        template = await client.get(f"/v1/sku-imports/template?format={kind}&lang={lang}", headers=caller(*MANAGER))
        answer = await send(client, template.content, mode="check")
        assert (answer.json()["rows"], answer.json()["errors"]) == (1, [])


async def test_the_export_can_be_imported_and_runs_no_formula(client: httpx.AsyncClient, catalog: Catalog) -> None:
    await catalog.sku("A-1", name_en="=1+1")
    exported = await client.get("/v1/skus/export", headers=caller(*MANAGER))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(exported.content)).get_sheet_by_index(0).to_python()
    assert "=1+1" in rows[1]
    assert (await send(client, exported.content)).json()["errors"] == []


async def test_columns_that_a_file_lacks_stay_as_they_are(client: httpx.AsyncClient, catalog: Catalog) -> None:
    made = (await catalog.sku("A-1", barcode="B1", name_en="Cup", spec="white", length_mm=7)).json()
    assert (await send(client, "SKU编号,重量(克)\nA-1,320\n")).json()["changed"] == 1
    now = await catalog.by_number("A-1")
    assert now == {**made, "weight_g": 320, "version": 2, "updated_at": now["updated_at"]}
    new = (await send(client, "SKU编号,重量(克)\nA-2,320\n")).json()
    assert [(error["row"], error["code"]) for error in new["errors"]] == [(2, "missing")], "a new one needs a name"


async def test_an_empty_cell_clears_but_keeps_the_product(client: httpx.AsyncClient, catalog: Catalog) -> None:
    made = (await catalog.sku("A-1", barcode="B1", spec="white")).json()
    await send(client, "SKU编号,商品编号,中文名称,条码,规格\nA-1,,杯,,\n")
    now = await catalog.by_number("A-1")
    assert (now["barcode"], now["spec"], now["name_zh"], now["product_id"]) == (None, "", "杯", made["product_id"])


async def test_a_file_sets_the_brand_and_category_of_products(client: httpx.AsyncClient, catalog: Catalog) -> None:
    await send(client, "SKU编号,商品编号,中文名称,品牌,类目\nA-1,P-1,杯,甲,\nA-2,P-1,杯,,杯具\n")
    assert [(await catalog.by_number(sku))[field] for sku in ("A-1", "A-2") for field in ("brand", "category")] == ["甲", "杯具"] * 2
    await send(client, "SKU编号,商品编号,品牌,类目\nA-1,P-1,乙,\n")
    now = await catalog.by_number("A-2")
    assert (now["brand"], now["category"], now["version"]) == ("乙", "杯具", 1)
    trail = {"noun": "product", "noun_id": now["product_id"]}
    entries = (await catalog.ask("GET", "/v1/audit-entries", params=trail)).json()["data"]
    assert [entry["after"] for entry in entries] == [{"brand": "乙", "category": "杯具"}, {"brand": "甲", "category": "杯具"}]
    apart = (await send(client, "SKU编号,商品编号,品牌\nA-1,P-1,甲\nA-2,P-1,丙\n")).json()
    assert [(error["row"], error["column"], error["code"]) for error in apart["errors"]] == [(3, "品牌", "product_differs")]
    assert (await catalog.by_number("A-1"))["brand"] == "乙"


async def test_a_file_moves_a_sku_but_not_to_an_inactive_product(client: httpx.AsyncClient, catalog: Catalog) -> None:
    old, new = await catalog.product("P-OLD"), await catalog.product("P-NEW")
    await catalog.sku("A-1", product_id=old)
    await catalog.ask("PATCH", f"/v1/products/{old}", version=1, json={"active": False})
    assert (await send(client, "SKU编号,商品编号,规格\nA-1,P-OLD,x\n")).json()["errors"] == [], "it is there already"
    assert (await send(client, "SKU编号,商品编号\nA-1,P-NEW\n")).json()["changed"] == 1
    assert (await catalog.by_number("A-1"))["product_id"] == new
    back = (await send(client, "SKU编号,商品编号\nA-1,P-OLD\n")).json()
    assert [(error["row"], error["code"]) for error in back["errors"]] == [(2, "product_inactive")]


async def test_errors_name_the_columns_as_the_file_does(client: httpx.AsyncClient) -> None:
    answer = (await send(client, "Barcode,Name (Chinese),SKU\n6901234567890,杯,A-1\n€,杯,A-2\n")).json()
    assert [(error["row"], error["column"], error["code"]) for error in answer["errors"]] == [
        (2, "Barcode", "barcode_wrong"),
        (3, "Barcode", "barcode_wrong"),
    ]
    assert answer["errors"][0]["detail_zh"].startswith("条码")
    assert answer["errors"][0]["detail_en"].startswith("the check digit")


async def test_an_import_is_told_in_messages_of_at_most_500_and_audited(client: httpx.AsyncClient, catalog: Catalog) -> None:
    rows = "".join(f"A-{number:04d},杯\n" for number in range(1200))
    assert (await send(client, "SKU,商品名称\n" + rows)).json()["changed"] == 1200
    messages = await catalog.told(3)
    assert [len(message.skus) for message in messages] == [500, 500, 200]
    assert len({fact.sku for message in messages for fact in message.skus}) == 1200
    await send(client, "SKU,规格\nA-0007,white\n")
    sku = await catalog.by_number("A-0007")
    entries = (await catalog.ask("GET", "/v1/audit-entries", params={"noun": "sku", "noun_id": sku["id"]})).json()["data"]
    assert [(entry["action"], entry["reason"]) for entry in entries] == [("sku.changed", "import"), ("sku.added", "import")]
    assert (entries[0]["before"], entries[0]["after"]) == ({"spec": ""}, {"spec": "white"})


async def test_two_files_at_once_both_arrive_or_one_is_refused(client: httpx.AsyncClient, catalog: Catalog) -> None:
    files = [f"SKU,商品名称,条码\nA-{name},杯,SAME\n" for name in "xyz"]
    answers = await asyncio.gather(*(send(client, file) for file in files))
    assert sorted(answer.status_code for answer in answers) in ([200, 200, 200], [200, 200, 409], [200, 409, 409])
    assert len([1 for answer in answers if answer.status_code == 200 and answer.json()["changed"] == 1]) == 1
    assert len(await numbers(client)) == 1


async def test_odd_cells_are_errors_not_failures(client: httpx.AsyncClient) -> None:
    odd = f"SKU,商品名称,重量(克),条码\n{'x' * 65},{'杯' * 201},{'9' * 5000},{'1' * 49}\n,,-1,\nA-1,杯,１２,\nA-2,杯,1.5,\n"
    answer = await send(client, odd)
    assert answer.status_code == 200
    codes = [(error["row"], error["code"]) for error in answer.json()["errors"]]
    assert codes == [
        (2, "too_long"),
        (2, "sku_number_wrong"),
        (2, "too_long"),
        (2, "too_long"),
        (2, "not_a_number"),
        (3, "sku_number_wrong"),
        (3, "not_a_number"),
        (4, "not_a_number"),
        (5, "not_a_number"),
    ]


async def test_too_many_rows_are_refused_as_a_whole(client: httpx.AsyncClient) -> None:
    answer = await send(client, "SKU,商品名称\n" + "".join(f"A-{number},杯\n" for number in range(20_001)))
    assert (answer.status_code, answer.json()["code"]) == (422, "file_too_long")
