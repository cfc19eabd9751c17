"""Who may do what: nobody without a token, nobody without the permission, and every route says which."""

import httpx
from fastapi import FastAPI

from chassis.testing import caller
from warehouse.permissions import Permission

OPEN = {"/v1/carrier-pushes/kuaidi100", "/v1/carrier-pushes/aftership"}
HOUSE = ("/v1/live", "/v1/audit-entries", "/v1/dead-letters")


def operations(app: FastAPI) -> list[tuple[str, str]]:
    return [(method.upper(), path) for path, methods in app.openapi()["paths"].items() for method in methods if not path.startswith(HOUSE)]


def filled(path: str) -> str:
    for name in ("code", "bin_code", "sku", "number", "carrier_code", "tracking_number"):
        path = path.replace("{" + name + "}", "x")
    return path


async def test_every_route_but_the_signed_ones_needs_a_token_and_a_permission(app: FastAPI, client: httpx.AsyncClient) -> None:
    seen = operations(app)
    assert len(seen) > 40
    for method, path in seen:
        if path in OPEN:
            continue
        headers = {"If-Match": '"1"', "Idempotency-Key": "k"}
        anonymous = await client.request(method, filled(path), headers=headers)
        assert anonymous.status_code == 401, (method, path)
        stranger = await client.request(method, filled(path), headers={**caller("orders.*"), "If-Match": '"1"'})
        assert stranger.status_code == 403, (method, path, stranger.text)


def test_permissions_are_named_after_the_service() -> None:
    assert all(permission.startswith("warehouse.") and permission.count(".") == 2 for permission in Permission)


def test_operation_ids_are_words(app: FastAPI) -> None:
    names = [operation["operationId"] for methods in app.openapi()["paths"].values() for operation in methods.values()]
    assert len(names) == len(set(names))


BAD_BODIES: list[tuple[str, dict[str, object]]] = [
    ("/v1/warehouses", {"code": "no spaces", "name_zh": "a", "name_en": "b", "province": ""}),
    ("/v1/warehouses", {"code": "X", "name_zh": "a", "name_en": "b", "province": "", "more": 1}),
    ("/v1/stock-movements", {"kind": "ship", "reason": "r", "lines": [{"sku": "A", "warehouse": "HZ", "quantity": 1}]}),
    ("/v1/stock-movements", {"kind": "receive", "reason": "r", "lines": []}),
    ("/v1/stock-movements", {"kind": "receive", "reason": "r", "lines": [{"sku": "A", "warehouse": "HZ", "quantity": 2**40}]}),
    ("/v1/shipments/ship", {"numbers": ["x"] * 501}),
    ("/v1/policies/stuck-parcel", {"hours": 0}),
]
LISTS = ["/v1/stock", "/v1/shipments", "/v1/parcels", "/v1/pick-lists", "/v1/stock-movements", "/v1/reservations"]
BAD_QUERIES = [
    "cursor=rubbish",
    "cursor=WyJ4Il0",
    "limit=0",
    "q=%00",
    "sku=%00",
    "warehouse=%F0%9F%93%A6",
    "below_available=99999999999999999999",
]


async def test_bad_bodies_name_the_field(client: httpx.AsyncClient) -> None:
    for path, body in BAD_BODIES:
        answer = await client.post(path, json=body, headers=caller("warehouse.*"))
        assert (answer.status_code, bool(answer.json()["errors"])) == (422, True), (path, body)


async def test_bad_queries_are_no_server_error(client: httpx.AsyncClient) -> None:
    for path in LISTS:
        for query in BAD_QUERIES:
            answer = await client.get(f"{path}?{query}", headers=caller("warehouse.*"))
            assert answer.status_code in (200, 422), (path, query, answer.text)
