import httpx
import pytest

from chassis.testing import caller

from ..conftest import Catalog


async def test_a_product_is_added_changed_and_listed(catalog: Catalog) -> None:
    product_id = await catalog.product("P-1")
    await catalog.sku("A-1", product_id=product_id)
    path = f"/v1/products/{product_id}"
    changed = await catalog.ask("PATCH", path, version=1, json={"name_en": "Cup", "brand": "店长"})
    assert changed.status_code == 200
    assert (
        changed.json()
        == (await catalog.ask("GET", path)).json()
        == {
            "id": product_id,
            "number": "P-1",
            "name_zh": "杯子",
            "name_en": "Cup",
            "brand": "店长",
            "category": "",
            "active": True,
            "version": 2,
            "sku_count": 1,
        }
    )
    assert (await catalog.ask("PATCH", path, version=1, json={"brand": "x"})).status_code == 412
    for q in ("p-1", "杯", "CUP"):
        assert [row["number"] for row in (await catalog.ask("GET", "/v1/products", params={"q": q})).json()["data"]] == ["P-1"]
    assert (await catalog.ask("GET", "/v1/products", params={"q": "_"})).json()["data"] == []


async def test_products_are_paged_by_number(catalog: Catalog) -> None:
    for number in ("B", "A", "C"):
        await catalog.product(number)
    first = (await catalog.ask("GET", "/v1/products", params={"limit": 2})).json()
    rest = (await catalog.ask("GET", "/v1/products", params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert [row["number"] for row in first["data"] + rest["data"]] == ["A", "B", "C"]


async def test_a_product_number_exists_once_and_looks_like_one(catalog: Catalog) -> None:
    await catalog.product("P-1")
    for number, status, code in (
        ("P-1", 409, "product_number_taken"),
        (" P-2", 422, "product_number_wrong"),
        ("P\n2", 422, "product_number_wrong"),
        ("", 422, "validation"),
        ("x" * 65, 422, "validation"),
    ):
        answer = await catalog.ask("POST", "/v1/products", json={"number": number, "name_zh": "杯子"})
        assert (answer.status_code, answer.json()["code"]) == (status, code), number


async def test_a_name_is_more_than_spaces(catalog: Catalog) -> None:
    answer = await catalog.ask("POST", "/v1/products", json={"number": "P-1", "name_zh": "  "})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/name_zh")
    answer = await catalog.ask("POST", "/v1/products", json={"number": "P-1", "name_zh": " 杯子 "})
    assert (answer.status_code, answer.json()["name_zh"]) == (201, "杯子")


async def test_an_inactive_product_takes_no_new_skus(catalog: Catalog) -> None:
    product_id = await catalog.product("P-1")
    old = await catalog.sku("A-1", product_id=product_id)
    await catalog.ask("PATCH", f"/v1/products/{product_id}", version=1, json={"active": False})
    refused = await catalog.sku("A-2", product_id=product_id)
    assert (refused.status_code, refused.json()["code"]) == (409, "product_inactive")
    assert (await catalog.ask("PATCH", f"/v1/skus/{old.json()['id']}", version=1, json={"weight_g": 3})).status_code == 200
    assert (await catalog.ask("GET", "/v1/products", params={"active": True})).json()["data"] == []
    await catalog.ask("PATCH", f"/v1/products/{product_id}", version=2, json={"active": True})
    assert (await catalog.sku("A-2", product_id=product_id)).status_code == 201


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/products"),
        ("POST", "/v1/products"),
        ("GET", f"/v1/products/prd_{'0' * 32}"),
        ("PATCH", f"/v1/products/prd_{'0' * 32}"),
        ("GET", "/v1/skus"),
        ("POST", "/v1/skus"),
        ("POST", "/v1/skus/lookup"),
        ("POST", "/v1/skus/republish"),
        ("GET", "/v1/skus/export"),
        ("GET", f"/v1/skus/sku_{'0' * 32}"),
        ("PATCH", f"/v1/skus/sku_{'0' * 32}"),
        ("GET", "/v1/sku-imports/template"),
        ("POST", "/v1/sku-imports"),
        ("GET", "/v1/audit-entries"),
    ],
)
async def test_a_route_refuses_strangers_and_those_without_permission(client: httpx.AsyncClient, method: str, path: str) -> None:
    headers = {"Idempotency-Key": "stranger", "If-Match": '"1"'}
    assert (await client.request(method, path, headers=headers)).status_code == 401
    assert (await client.request(method, path, headers={**caller("orders.*"), **headers})).status_code == 403


async def test_what_there_is_not_is_not_found(catalog: Catalog) -> None:
    for path in (f"/v1/products/prd_{'0' * 32}", f"/v1/skus/sku_{'0' * 32}"):
        assert (await catalog.ask("GET", path)).status_code == 404
        assert (await catalog.ask("PATCH", path, version=1, json={})).status_code == 404
    lost = {"sku": "A-1", "product_id": f"prd_{'0' * 32}", "name_zh": "杯"}
    assert (await catalog.ask("POST", "/v1/skus", json=lost)).status_code == 404
