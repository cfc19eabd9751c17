"""Requests that share a transaction: the fault of one is not the fault of the others; and bodies that are odd (rules ORD-1, SYS-1)."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from order_making import OTHER_SHOP, SHOP, line_body, newer, order_body, other_key, rows, run

from chassis.testing import caller
from orders.domain.handed_in import KeyTakenMeanwhile
from orders.store import intake


@pytest.mark.rule("SYS-1")
async def test_what_the_database_does_not_take_fails_alone(
    app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A value that passes every check of ours and is too large for its column: it stands for whatever we have not thought of."""
    written = intake.order_row

    def order_row(draft: Any, verdict: Any, **others: Any) -> dict[str, Any]:
        row = written(draft, verdict, **others)
        return row | {"line_count": 1_000_000} if draft.buyer_remark == "poison" else row

    monkeypatch.setattr(intake, "order_row", order_row)
    bodies = [order_body(buyer_remark="poison" if place == 3 else "") for place in range(8)]
    answers = await asyncio.gather(*(client.post("/v1/orders", json=body, headers=other_key(clerk)) for body in bodies))
    assert [answer.status_code for answer in answers] == [201, 201, 201, 422, 201, 201, 201, 201]
    assert answers[3].json()["code"] == "value_not_storable"
    assert (await rows(app, "SELECT count(*) FROM sales_order")) == [{"count": 7}]
    assert (await rows(app, "SELECT count(*) FROM idempotency_key")) == [{"count": 7}]


@pytest.mark.rule("SYS-1")
async def test_an_order_whose_old_receiver_cannot_be_opened_is_renewed_like_any_other(
    app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str], place: Any
) -> None:
    body = order_body()
    made = await place(body)
    await run(app, "UPDATE sales_order SET receiver_sealed = 'v1.broken'")
    reveal = await client.post(f"/v1/orders/{made['id']}/reveal-receiver", json={"reason": "核对"}, headers=other_key(clerk))
    assert (reveal.status_code, reveal.json()["code"]) == (409, "receiver_unreadable")
    assert await rows(app, "SELECT 1 FROM audit_entry WHERE action = 'order.receiver_revealed'") == []
    assert (await place(newer(body, seller_remark="x"), status=200))["outcome"] == "updated"
    reveal = await client.post(f"/v1/orders/{made['id']}/reveal-receiver", json={"reason": "核对"}, headers=other_key(clerk))
    assert reveal.json()["phone"] == "13812345678"


@pytest.mark.rule("SYS-1")
@pytest.mark.parametrize("error", [KeyTakenMeanwhile(), RuntimeError("a mistake of ours")])
async def test_whatever_breaks_at_one_order_breaks_that_one_only(
    app: FastAPI, clerk: dict[str, str], client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    written = intake.order_row

    def order_row(draft: Any, verdict: Any, **others: Any) -> dict[str, Any]:
        if draft.buyer_remark == "poison":
            raise error
        return written(draft, verdict, **others)

    monkeypatch.setattr(intake, "order_row", order_row)
    bodies = [order_body(buyer_remark="poison" if place == 3 else "") for place in range(8)]
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url="http://test") as hardened:
        answers = await asyncio.gather(*(hardened.post("/v1/orders", json=body, headers=other_key(clerk)) for body in bodies))
    assert [answer.status_code for answer in answers] == [201, 201, 201, 500, 201, 201, 201, 201]
    assert (await rows(app, "SELECT count(*) FROM sales_order")) == [{"count": 7}]


@pytest.mark.rule("SYS-1")
async def test_the_key_of_a_refused_request_is_told_apart_in_the_same_set(app: FastAPI, client: httpx.AsyncClient) -> None:
    platform = caller("orders.orders.place", shops=[SHOP])
    bodies = [order_body(shop_id=OTHER_SHOP), order_body()]
    answers = await asyncio.gather(*(client.post("/v1/orders", json=body, headers=platform) for body in bodies))
    assert [answer.json()["code"] for answer in answers] == ["shop_not_yours", "idempotency_key_reused"]
    assert (await rows(app, "SELECT count(*) FROM sales_order")) == [{"count": 0}]


@pytest.mark.parametrize(("escape", "status"), [("\\u0000", 422), ("\\ud800", 422)])
async def test_characters_that_are_none_are_refused(client: httpx.AsyncClient, clerk: dict[str, str], escape: str, status: int) -> None:
    content = httpx.Request("POST", "http://test", json=order_body(buyer_remark="@@")).content.replace(b"@@", escape.encode())
    answer = await client.post("/v1/orders", content=content, headers=clerk | {"Content-Type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    batch = await client.post(
        "/v1/orders/batch", content=b'{"orders":[' + content + b"]}", headers=other_key(clerk) | {"Content-Type": "application/json"}
    )
    assert batch.status_code in (200, 400, 422)
    if batch.status_code == 200:
        assert batch.json()["refused"] == 1


async def test_another_content_type_is_refused(client: httpx.AsyncClient, clerk: dict[str, str]) -> None:
    content = httpx.Request("POST", "http://test", json=order_body()).content
    answer = await client.post("/v1/orders", content=content, headers=clerk | {"Content-Type": "text/plain"})
    assert answer.status_code == 422


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
async def test_json_in_another_encoding_is_read(client: httpx.AsyncClient, clerk: dict[str, str], encoding: str) -> None:
    headers = clerk | {"Content-Type": "application/json"}
    for path, body in (("/v1/orders", order_body()), ("/v1/orders/batch", {"orders": [order_body(), order_body()]})):
        answer = await client.post(path, content=json.dumps(body).encode(encoding), headers=other_key(headers))
        assert answer.status_code in (200, 201), answer.text
        assert "made" in answer.json() or answer.json()["outcome"] == "made"


async def test_a_number_that_no_computer_counts_to_is_a_wrong_field(client: httpx.AsyncClient, clerk: dict[str, str]) -> None:
    wrong = order_body(lines=[line_body(quantity=99999999999999999999)])
    answer = await client.post("/v1/orders", json=wrong, headers=other_key(clerk))
    assert answer.status_code == 422
    batch = await client.post("/v1/orders/batch", json={"orders": [order_body(), wrong]}, headers=other_key(clerk))
    assert batch.status_code == 200, batch.text
    assert [result["outcome"] for result in batch.json()["results"]] == ["made", "refused"]
    assert batch.json()["results"][1]["errors"][0]["pointer"] == "/lines/0/quantity"
