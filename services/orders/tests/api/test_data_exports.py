"""Personal data leaves as a file only approved, watermarked, for who asked, and for a day (rule ORD-5)."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from customer_making import Ask, count, listed
from export_making import ask_export, cells_of, decide, exported
from fastapi import FastAPI
from order_making import DESK, OTHER_SHOP, SHOP, at, order_body, other_key, rows, run, sent

from chassis.testing import caller
from orders.domain.customers.data_export import DEFAULT_EXPORT
from orders.jobs.data_exports import make_files

pytestmark = pytest.mark.rule("ORD-5")
PEER = {"name": "李四"}


async def file_of(client: httpx.AsyncClient, export: dict[str, Any], who: dict[str, str]) -> httpx.Response:
    return await client.get(f"/v1/data-exports/{export['id']}/file", headers=who)


async def state_of(client: httpx.AsyncClient, export: dict[str, Any], who: dict[str, str]) -> str:
    return (await client.get(f"/v1/data-exports/{export['id']}", headers=who)).json()["state"]


@pytest.mark.usefixtures("desk")
async def test_orders_leave_masked_and_marked_in_every_line(app: FastAPI, client: httpx.AsyncClient, place: Any) -> None:
    await place(order_body(buyer_remark='=HYPERLINK("http://evil")', placed_at=at(900), platform_order_no="formula"))
    await ask_export(client, caller("orders.orders.read"), "orders", status=403)
    clerk = caller("orders.orders.export", **PEER)
    cells = await exported(app, client, clerk, "orders", query="sort=placed_at_asc", reason="月度对账")
    assert [row[2] for row in cells[1:-1]] == [*DESK[::-1], "formula"]
    assert cells[1][12:14] == ["张**", "138****5678"]
    marks = {row[-1] for row in cells[1:-1]}
    assert len(marks) == 1
    number, name = marks.pop().split(" · ")
    assert (name, cells[-1][0].split(" · ")[:3]) == ("李四", [number, "李四", "acc_test"])
    assert "approval apr_1" in cells[-1][0]
    # As text: a formula would have no value here before a spreadsheet works it out.
    assert cells[9][17] == '=HYPERLINK("http://evil")'
    assert "13812345678" not in str(cells)
    log = await rows(app, "SELECT action, after FROM audit_entry WHERE noun = 'data_export' ORDER BY id")
    assert [entry["action"].removeprefix("data_export.") for entry in log] == ["asked", "approved", "made", "downloaded"]
    assert (log[0]["after"]["rows"], log[0]["after"]["asked"]) == (9, {"sort": "placed_at_asc"})


@pytest.mark.usefixtures("desk")
async def test_nothing_is_there_before_it_is_approved_and_nobody_else_gets_it(app: FastAPI, client: httpx.AsyncClient, clerk: Any) -> None:
    export = await ask_export(client, clerk, "orders")
    await make_files(app.state.context)
    assert (await file_of(client, export, clerk)).json()["code"] == "data_export_not_ready"
    await decide(app, export, content_digest="sha256:another")
    assert await state_of(client, export, clerk) == "asked"
    await decide(app, export)
    await asyncio.gather(*(make_files(app.state.context) for _ in range(3)))
    assert len(await rows(app, "SELECT 1 FROM data_export_part")) == 1
    other = caller("orders.*", account="acc_other")
    assert (await file_of(client, export, other)).status_code == 404
    assert (await file_of(client, export, caller("orders.orders.read"))).status_code == 403
    assert (await file_of(client, export, caller("orders.*", shops=[SHOP]))).json()["code"] == "data_export_outside_shops"
    assert (await file_of(client, export, clerk)).status_code == 200
    shown = (await client.get(f"/v1/data-exports/{export['id']}", headers=other)).json()
    assert shown["decided_by"] == "王总监"
    assert (shown["mine"], shown["downloads"], len(shown["downloaded"])) == (False, 1, 1)
    assert (
        await client.get(f"/v1/data-exports/{export['id']}", headers=caller("orders.orders.export", account="acc_x"))
    ).status_code == 404
    assert (await client.get("/v1/data-exports", headers=other)).json()["data"] == []
    assert len((await client.get("/v1/data-exports/everybodys", headers=other)).json()["data"]) == 1


@pytest.mark.usefixtures("desk")
async def test_what_changed_after_it_was_asked_is_void(app: FastAPI, client: httpx.AsyncClient, clerk: Any) -> None:
    before, after = [await ask_export(client, clerk, "orders") for _ in range(2)]
    await run(app, "UPDATE data_export SET full_contacts = true WHERE id = :id", id=before["id"].removeprefix("dex_"))
    for export in (before, after):
        await decide(app, export)
    await run(app, "UPDATE data_export SET columns = '{phone}' WHERE id = :id", id=after["id"].removeprefix("dex_"))
    await make_files(app.state.context)
    assert [await state_of(client, export, clerk) for export in (before, after)] == ["voided", "voided"]
    assert await rows(app, "SELECT 1 FROM data_export_part") == []


@pytest.mark.usefixtures("desk")
async def test_a_file_is_deleted_when_its_day_is_over(
    app: FastAPI, client: httpx.AsyncClient, clerk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = await ask_export(client, clerk, "orders")
    await decide(app, export)
    await make_files(app.state.context)
    clock = app.state.context.clock
    late = clock.now() + timedelta(hours=24, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: late)
    assert (await file_of(client, export, clerk)).json()["code"] == "data_export_not_ready"
    await make_files(app.state.context)
    assert await state_of(client, export, clerk) == "expired"
    assert await rows(app, "SELECT 1 FROM data_export_part") == []


@pytest.mark.usefixtures("desk")
async def test_refused_withdrawn_and_too_many(app: FastAPI, client: httpx.AsyncClient, clerk: Any) -> None:
    refused, withdrawn, made = [await ask_export(client, clerk, "orders") for _ in range(3)]
    await decide(app, refused, "refused")
    path = f"/v1/data-exports/{withdrawn['id']}/withdraw"
    other = caller("orders.*", account="acc_other")
    assert (await client.post(path, json={"reason": "不要了"}, headers=other_key(other))).status_code == 404
    assert (await client.post(path, json={"reason": "不要了"}, headers=other_key(clerk))).json()["state"] == "withdrawn"
    assert (await client.post(path, json={"reason": "不要了"}, headers=other_key(clerk))).json()["code"] == "data_export_settled"
    assert [one["reference"] for one in await sent(app, "people.approval.withdraw.v1")] == [withdrawn["id"]]
    await decide(app, withdrawn)
    await decide(app, made)
    await make_files(app.state.context)
    assert [await state_of(client, export, clerk) for export in (refused, withdrawn, made)] == ["refused", "withdrawn", "ready"]
    await client.post(f"/v1/data-exports/{made['id']}/withdraw", json={"reason": "不要了"}, headers=other_key(clerk))
    assert await rows(app, "SELECT 1 FROM data_export_part") == []
    await ask_export(client, clerk, "orders", query="q=NOTHING-LIKE-IT", status=409)
    searched = await ask_export(client, clerk, "orders", query="q=138 1234-5678&status=placed")
    assert searched["asked"]["q"] == "138****5678", "a phone that was searched for is kept masked"
    await ask_export(client, clerk, "orders", columns=["phone", "password"], status=422)
    await ask_export(client, clerk, "orders", reason=" ", status=422)
    policy = {"parameters": DEFAULT_EXPORT.model_dump() | {"most_rows": 3}}
    assert (await client.post("/v1/export-policies", json=policy, headers=other_key(clerk))).status_code == 201
    assert (await ask_export(client, clerk, "orders", status=422))["code"] == "export_too_large"


@pytest.mark.usefixtures("desk")
async def test_the_policy_says_how_many_masked_rows_leave_without_approval(app: FastAPI, client: httpx.AsyncClient, clerk: Any) -> None:
    policy = {"parameters": DEFAULT_EXPORT.model_dump() | {"rows_without_approval": 2, "hours": 1}}
    assert (await client.post("/v1/export-policies", json=policy, headers=other_key(caller("orders.policies.read")))).status_code == 403
    assert (await client.post("/v1/export-policies", json=policy, headers=other_key(clerk))).json()["version"] == 1
    few = await ask_export(client, clerk, "orders", query="q=remark")
    many = await ask_export(client, clerk, "orders")
    full = await ask_export(client, clerk, "orders", query="q=remark", full_contacts=True)
    assert [one["state"] for one in (few, many, full)] == ["approved", "asked", "asked"]
    await ask_export(client, caller("orders.orders.export"), "orders", query="q=remark", full_contacts=True, status=403)
    await make_files(app.state.context)
    assert len(cells_of((await file_of(client, few, clerk)).content)) == 3


async def test_customers_leave_as_their_asker_sees_them_and_in_full_only_told(
    app: FastAPI, client: httpx.AsyncClient, place: Any, ask: Ask
) -> None:
    made = await place(order_body(placed_at=at(1)))
    await place(order_body(placed_at=at(2), shop_id=OTHER_SHOP, receiver={"name": "王五", "phone": "13900002222"}))
    await count(app)
    limited = caller("orders.*", shops=[SHOP])
    cells = await exported(app, client, limited, "customers", columns=["phone", "address", "paid", "shops"])
    assert [row[:4] for row in cells[1:-1]] == [["139****2222", "", "100.00 CNY", SHOP]]
    assert len(cells) == 3
    cells = await exported(app, client, limited, "customers", columns=["name", "phone", "address"], full_contacts=True)
    assert cells[1][:3] == ["张三丰", "13812345678", "浙江省杭州市西湖区文三路 100 号"]
    (row,) = await listed(ask)
    told = [one["what"] for one in (await ask("GET", f"/{row['id']}/timeline"))["data"] if one["kind"] == "entry"]
    assert told == ["contact_revealed"]
    await exported(app, client, limited, "orders", columns=["phone"], full_contacts=True)
    timeline = (await client.get(f"/v1/orders/{made['id']}/timeline", headers=limited)).json()["data"]
    assert [one["what"] for one in timeline].count("receiver_revealed") == 1
    await ask_export(client, caller("orders.orders.export"), "customers", status=403)
