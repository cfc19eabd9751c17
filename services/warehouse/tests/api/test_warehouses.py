"""Warehouses and bins."""

import asyncio

from chassis.testing import caller

from ..floor import EVERYTHING, Floor


async def patch(floor: Floor, path: str, body: dict[str, object], *, version: int | None) -> tuple[int, dict[str, object]]:
    headers = caller(EVERYTHING) | ({} if version is None else {"If-Match": f'"{version}"'})
    answer = await floor.client.patch(path, json=body, headers=headers)
    return answer.status_code, answer.json()


async def test_a_code_is_given_once(floor: Floor) -> None:
    body = {"code": "SH", "name_zh": "上海仓", "name_en": "Shanghai", "province": "上海市"}
    answers = await asyncio.gather(*(floor.post("/v1/warehouses", body) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert [row["code"] for row in (await floor.get("/v1/warehouses")).json()["data"]] == ["HZ", "GZ", "SH"]


async def test_changes_need_the_version_that_was_read(floor: Floor) -> None:
    assert (await patch(floor, "/v1/warehouses/HZ", {"name_en": "New"}, version=None))[0] == 428
    status, changed = await patch(floor, "/v1/warehouses/HZ", {"name_en": "New"}, version=1)
    assert (status, changed["name_en"], changed["name_zh"], changed["version"]) == (200, "New", "HZ仓", 2)
    assert (await patch(floor, "/v1/warehouses/HZ", {"name_en": "Other"}, version=1))[0] == 412
    assert (await patch(floor, "/v1/warehouses/NO", {"name_en": "Other"}, version=1))[0] == 404
    shown = await floor.client.get("/v1/warehouses/HZ", headers=caller(EVERYTHING))
    assert shown.headers["etag"] == '"2"'
    trail = (await floor.get("/v1/audit-entries", noun="warehouse", noun_id="HZ")).json()["data"]
    assert (trail[0]["before"], trail[0]["after"]) == ({"name_en": "HZ house"}, {"name_en": "New"})


async def test_bins_in_the_order_of_the_walk(floor: Floor) -> None:
    for code, order in (("A-02", 20), ("A-01", 10), ("B-01", 10)):
        made = await floor.post("/v1/warehouses/HZ/bins", {"code": code, "zone": "A", "sort_order": order})
        assert made.status_code == 201, made.text
    assert (await floor.post("/v1/warehouses/HZ/bins", {"code": "A-01", "sort_order": 1})).json()["code"] == "bin_code_taken"
    assert (await floor.post("/v1/warehouses/GZ/bins", {"code": "A-01", "sort_order": 1})).status_code == 201
    first = (await floor.get("/v1/warehouses/HZ/bins", limit=2)).json()
    second = (await floor.get("/v1/warehouses/HZ/bins", limit=2, cursor=first["next_cursor"])).json()
    assert [row["code"] for row in first["data"] + second["data"]] == ["A-01", "B-01", "A-02", "@BACK"]
    status, changed = await patch(floor, "/v1/warehouses/HZ/bins/A-02", {"sort_order": 1}, version=1)
    assert (status, changed["sort_order"], changed["version"]) == (200, 1, 2)
    assert (await patch(floor, "/v1/warehouses/HZ/bins/NO", {"sort_order": 1}, version=1))[0] == 404
    assert (await floor.get("/v1/warehouses/NO/bins")).status_code == 404


async def test_a_sku_has_its_place(floor: Floor) -> None:
    await floor.receive(A=1)
    await floor.post("/v1/warehouses/HZ/bins", {"code": "A-01", "sort_order": 1})
    wrong = {"lines": [{"sku": "A", "bin": "NO"}, {"sku": "B", "bin": "A-01"}]}
    refused = await floor.post("/v1/warehouses/HZ/stock-places", wrong)
    assert [(error["pointer"], error["code"]) for error in refused.json()["errors"]] == [
        ("/lines/0/bin", "unknown_bin"),
        ("/lines/1/sku", "unknown_sku"),
    ]
    placed = await floor.post("/v1/warehouses/HZ/stock-places", {"lines": [{"sku": "A", "bin": "A-01"}]})
    assert placed.status_code == 204
    assert (await floor.get("/v1/stock/A")).json()["levels"][0]["bin"] == "A-01"
    assert (await floor.get("/v1/warehouses/HZ/bins")).json()["data"][0]["sku_count"] == 1
    by_file = await floor.upload("/v1/stock-imports", b"sku,warehouse,quantity,bin\nB,HZ,1,A-01\n")
    assert by_file.json()["applied"] is True
    assert (await floor.get("/v1/stock/B")).json()["levels"][0]["bin"] == "A-01"
