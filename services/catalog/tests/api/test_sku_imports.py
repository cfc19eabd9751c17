"""Files of SKUs: every mistake at once, all or nothing, twice without harm (rule SYS-3)."""

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
    assert checked.json() == {"rows": 2, "changed": 0, "checked_only": True, "errors": []}
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
        (4, "中文名称", "missing"),
        (4, "重量(克)", "not_a_number"),
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
