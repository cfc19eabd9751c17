import asyncio

import httpx
import psycopg

from chassis.testing import TestDatabase, caller

from ..conftest import MANAGER, Catalog


def audited(database: TestDatabase) -> list[str]:
    """SKU numbers in the audit trail."""
    with psycopg.connect(database.url.set(drivername="postgresql").render_as_string(hide_password=False)) as connection:
        return [row[0] for row in connection.execute("SELECT after ->> 'sku' FROM audit_entry WHERE noun = 'sku' ORDER BY at")]


async def test_a_sku_is_added_and_read_back(
    catalog: Catalog, client: httpx.AsyncClient, manager: dict[str, str], database: TestDatabase
) -> None:
    made = await catalog.sku("A-1", barcode="6901234567892", weight_g=320)
    assert made.status_code == 201, made.text
    answer = await client.get(f"/v1/skus/{made.json()['id']}", headers=manager)
    assert answer.json() == made.json()
    assert (answer.json()["sku"], answer.json()["weight_g"], answer.headers["etag"]) == ("A-1", 320, '"1"')
    assert audited(database) == ["A-1"]


async def test_nobody_and_a_reader_cannot_add(client: httpx.AsyncClient, catalog: Catalog) -> None:
    product_id = await catalog.product()
    body = {"sku": "A-1", "product_id": product_id, "name_zh": "杯"}
    assert (await client.post("/v1/skus", json=body, headers={"Idempotency-Key": "x"})).status_code == 401
    assert (await client.post("/v1/skus", json=body, headers=caller("catalog.skus.read"))).status_code == 403
    assert (await client.get("/v1/skus", headers=caller(*MANAGER))).json()["data"] == []


async def test_a_number_or_barcode_exists_once(catalog: Catalog) -> None:
    await catalog.sku("A-1", barcode="6901234567892")
    product_id = await catalog.product("P-2")
    again = await catalog.sku("A-1", product_id=product_id)
    assert (again.status_code, again.json()["code"]) == (409, "sku_number_taken")
    other = await catalog.sku("A-2", product_id=product_id, barcode="6901234567892")
    assert (other.status_code, other.json()["code"]) == (409, "barcode_taken")
    assert "A-1" in other.json()["detail"]


async def test_a_wrong_check_digit_is_refused_in_the_callers_language(catalog: Catalog, client: httpx.AsyncClient) -> None:
    product_id = await catalog.product()
    body = {"sku": "A-1", "product_id": product_id, "name_zh": "杯", "barcode": "6901234567890"}
    answer = await client.post("/v1/skus", json=body, headers=caller(*MANAGER, language="zh-CN"))
    assert (answer.status_code, answer.json()["code"]) == (422, "barcode_wrong")
    assert answer.json()["detail"].startswith("条码 6901234567890")
    assert answer.json()["errors"][0]["pointer"] == "/barcode"


async def test_a_change_needs_the_version_that_was_read(catalog: Catalog, client: httpx.AsyncClient, manager: dict[str, str]) -> None:
    sku = (await catalog.sku("A-1", name_en="cup", barcode="ABC")).json()
    path = f"/v1/skus/{sku['id']}"
    assert (await client.patch(path, json={"weight_g": 5}, headers=manager)).status_code == 428
    changed = await client.patch(path, json={"weight_g": 5, "barcode": None}, headers={**manager, "If-Match": '"1"'})
    assert (changed.status_code, changed.json()["weight_g"], changed.json()["barcode"]) == (200, 5, None)
    assert changed.json()["name_en"] == "cup"
    stale = await client.patch(path, json={"weight_g": 6}, headers={**manager, "If-Match": '"1"'})
    assert stale.status_code == 412
    assert (await client.get(path, headers=manager)).json()["weight_g"] == 5


async def test_null_takes_the_barcode_away_and_nothing_else(catalog: Catalog) -> None:
    sku = (await catalog.sku("A-1", name_en="cup", barcode="ABC", weight_g=5)).json()
    nulls = {"name_zh": None, "name_en": None, "barcode": None, "weight_g": None, "unit": None, "active": None}
    changed = await catalog.ask("PATCH", f"/v1/skus/{sku['id']}", version=1, json=nulls)
    assert changed.status_code == 200, changed.text
    assert {**changed.json(), "updated_at": ""} == {**sku, "barcode": None, "version": 2, "updated_at": ""}


async def test_the_list_is_paged_by_number_and_searched(catalog: Catalog, client: httpx.AsyncClient, manager: dict[str, str]) -> None:
    product_id = await catalog.product()
    await asyncio.gather(*(catalog.sku(f"A-{number}", product_id=product_id, name_zh=f"杯 {number}") for number in range(5)))
    first = (await client.get("/v1/skus?limit=3", headers=manager)).json()
    second = (await client.get("/v1/skus", params={"limit": 3, "cursor": first["next_cursor"]}, headers=manager)).json()
    assert [sku["sku"] for sku in first["data"] + second["data"]] == ["A-0", "A-1", "A-2", "A-3", "A-4"]
    assert (first["has_more"], second["has_more"], second["next_cursor"]) == (True, False, None)
    for q, found in (("A-3", ["A-3"]), ("杯 2", ["A-2"]), ("%", [])):
        assert [sku["sku"] for sku in (await client.get("/v1/skus", params={"q": q}, headers=manager)).json()["data"]] == found
    assert (await client.get("/v1/skus?cursor=nonsense", headers=manager)).status_code == 422


async def test_lookup_by_number_and_barcode(catalog: Catalog, client: httpx.AsyncClient, manager: dict[str, str]) -> None:
    await catalog.sku("A-1", barcode="B1")
    await catalog.sku("A-2", barcode="B2")
    answer = await client.post("/v1/skus/lookup", json={"skus": ["A-1", "none"], "barcodes": ["B2"]}, headers=manager)
    assert [sku["sku"] for sku in answer.json()["data"]] == ["A-1", "A-2"]


async def test_republishing_tells_every_sku_again(catalog: Catalog, client: httpx.AsyncClient, manager: dict[str, str]) -> None:
    await catalog.sku("A-1")
    await catalog.sku("A-2")
    assert (await client.post("/v1/skus/republish", headers=manager)).json() == {"count": 2}


async def test_everybody_is_told_with_a_version_that_grows(catalog: Catalog) -> None:
    sku = (await catalog.sku("A-1", barcode="B1", weight_g=320)).json()
    path = f"/v1/skus/{sku['id']}"
    await catalog.ask("PATCH", path, version=1, json={"weight_g": 330})
    await catalog.ask("PATCH", path, version=2, json={"weight_g": 330})
    await catalog.ask("PATCH", path, version=2, json={"active": False})
    messages = await catalog.told(3)
    facts = [fact for message in messages for fact in message.skus]
    assert [(fact.sku, fact.version, fact.weight_g, fact.active) for fact in facts] == [
        ("A-1", 1, 320, True),
        ("A-1", 2, 330, True),
        ("A-1", 3, 330, False),
    ]
    assert [row["sku"] for row in (await catalog.ask("GET", "/v1/skus", params={"active": True})).json()["data"]] == []


async def test_a_sku_number_never_changes_and_looks_like_one(catalog: Catalog) -> None:
    product_id = await catalog.product()
    sku = (await catalog.sku("A-1", product_id=product_id)).json()
    assert (await catalog.ask("PATCH", f"/v1/skus/{sku['id']}", version=1, json={"sku": "A-2"})).status_code == 422
    for number in (" A", "A ", "A\tB", "", "x" * 65, " "):
        assert (await catalog.sku(number, product_id=product_id)).status_code == 422, number
    for number in ("茶杯-红", "x" * 64, "a b", "/?#"):
        assert (await catalog.sku(number, product_id=product_id)).status_code == 201, number
        assert (await catalog.by_number(number))["sku"] == number


async def test_a_change_to_a_taken_barcode_changes_nothing(catalog: Catalog) -> None:
    product_id = await catalog.product()
    await catalog.sku("A-1", product_id=product_id, barcode="B1")
    other = (await catalog.sku("A-2", product_id=product_id)).json()
    answer = await catalog.ask("PATCH", f"/v1/skus/{other['id']}", version=1, json={"barcode": "B1", "weight_g": 9})
    assert (answer.status_code, answer.json()["code"]) == (409, "barcode_taken")
    assert (await catalog.by_number("A-2")) == other


async def test_the_same_request_twice_makes_one_sku(catalog: Catalog, client: httpx.AsyncClient, manager: dict[str, str]) -> None:
    body = {"sku": "A-1", "product_id": await catalog.product(), "name_zh": "杯"}
    first = await client.post("/v1/skus", json=body, headers=manager)
    again = await client.post("/v1/skus", json=body, headers=manager)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"


async def test_changes_are_audited_with_what_was_before(catalog: Catalog) -> None:
    sku = (await catalog.sku("A-1", weight_g=1)).json()
    await catalog.ask("PATCH", f"/v1/skus/{sku['id']}", version=1, json={"weight_g": 2, "unit": "pcs"})
    entry = (await catalog.ask("GET", "/v1/audit-entries", params={"noun": "sku", "noun_id": sku["id"]})).json()["data"][0]
    assert (entry["action"], entry["before"], entry["after"]) == ("sku.changed", {"weight_g": 1}, {"weight_g": 2})
