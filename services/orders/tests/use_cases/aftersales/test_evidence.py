"""Pictures of cases: sealed, counted, seen with a reason, gone in time (rules CARE-1, ORD-5)."""

import io
from typing import Any

import pytest
from case_making import opening
from fastapi import FastAPI
from order_making import other_key, rows, run
from PIL import Image

from chassis.testing import caller
from orders.jobs.aftersales import remove_pictures


def picture(shade: int = 90) -> dict[str, Any]:
    out = io.BytesIO()
    Image.new("RGB", (200, 100), (shade, 20, 20)).save(out, "PNG")
    return {"file": ("broken.png", out.getvalue(), "image/png")}


@pytest.fixture
async def case_path(delivered: Any, ask: Any) -> str:
    case = await ask("", opening(await delivered(), "refund_only", "quality"), status=201)
    return f"/v1/aftersales/cases/{case['id']}"


@pytest.mark.rule("CARE-1", "ORD-5")
async def test_a_picture_is_sealed_and_seen_only_with_a_reason(app: FastAPI, case_path: str, client: Any, clerk: Any) -> None:
    kept = [await client.post(f"{case_path}/pictures", files=picture(), headers=other_key(clerk)) for _ in range(2)]
    assert [answer.status_code for answer in kept] == [201, 201]
    assert kept[0].json() == kept[1].json(), "the same picture again is kept once"
    [row] = await rows(app, "SELECT image_sealed, width FROM aftersales_picture")
    assert "JFIF" not in row["image_sealed"]
    assert row["width"] == 200
    look = f"{case_path}/pictures/{kept[0].json()['id']}/look"
    assert (await client.post(look, json={}, headers=clerk)).status_code == 422
    seen = await client.post(look, json={"reason": "审核售后"}, headers=clerk)
    assert (seen.status_code, seen.content[:2]) == (200, b"\xff\xd8")
    audits = await rows(app, "SELECT reason FROM audit_entry WHERE action = 'case.picture_looked_at'")
    assert [row["reason"] for row in audits] == ["审核售后"]
    for headers, status in (
        (caller("orders.cases.read", "orders.cases.open"), 403),
        (caller("orders.*", shops=frozenset({"shp_other"})), 404),
    ):
        assert (await client.post(look, json={"reason": "x"}, headers=headers)).status_code == status
    other = caller("orders.*", shops=frozenset({"shp_other"}))
    assert (await client.get(f"{case_path}/pictures", headers=other)).status_code == 404
    assert (await client.post(f"{case_path}/pictures", files=picture(), headers=other_key(other))).status_code == 404


async def test_what_is_no_picture_or_one_too_many_is_refused(case_path: str, client: Any, clerk: Any) -> None:
    no_picture = await client.post(f"{case_path}/pictures", files={"file": ("a.png", b"<svg/>", "image/png")}, headers=other_key(clerk))
    assert (no_picture.status_code, no_picture.json()["code"]) == (422, "picture_unreadable")
    for shade in range(20):
        assert (await client.post(f"{case_path}/pictures", files=picture(shade), headers=other_key(clerk))).status_code == 201
    refused = await client.post(f"{case_path}/pictures", files=picture(200), headers=other_key(clerk))
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_pictures")


async def test_pictures_go_when_their_time_is_over(app: FastAPI, case_path: str, client: Any, clerk: Any) -> None:
    kept = (await client.post(f"{case_path}/pictures", files=picture(), headers=other_key(clerk))).json()
    await remove_pictures(app.state.context)
    assert (await client.get(f"{case_path}/pictures", headers=clerk)).json()["data"][0]["removed_at"] is None
    await run(app, "UPDATE aftersales_picture SET keep_until = current_date - 3")
    await remove_pictures(app.state.context)
    [row] = await rows(app, "SELECT image_sealed, removed_at FROM aftersales_picture")
    assert row["image_sealed"] is None
    gone = await client.post(f"{case_path}/pictures/{kept['id']}/look", json={"reason": "x"}, headers=clerk)
    assert (gone.status_code, gone.json()["code"]) == (404, "picture_removed")
