"""The policy of returned parcels, how their pictures go, and who sent them is forgotten (rules CARE-2, ORD-5, SYS-6)."""

from typing import Any

import pytest
from sqlalchemy import text

from chassis.testing import caller
from warehouse.jobs.old_pictures import remove_pictures
from warehouse.use_cases.forget_receivers import forget_receivers

from ..floor import Floor
from .test_returns import NUMBER, picture, send_picture


async def change(floor: Floor, statement: str, **values: Any) -> None:
    async with floor.context.new_system_uow("test") as uow:
        await uow.session.execute(text(statement), values)
        await uow.commit()


async def publish(floor: Floor, **figures: int) -> Any:
    return await floor.post("/v1/policies/returns", {"parameters": {"inspect_hours": 24, "picture_days": 365} | figures})


@pytest.mark.rule("CARE-2", "SYS-6")
async def test_when_a_parcel_is_overdue_is_a_policy_with_versions(floor: Floor) -> None:
    await floor.expect("lies", {"A": 1}, tracking_number=NUMBER)
    number = (await floor.arrive(NUMBER))["parcel"]["number"]
    await change(floor, "UPDATE return_parcel SET arrived_at = arrived_at - interval '25 hours'")
    shown = (await floor.get("/v1/policies/returns")).json()["data"]
    assert [(one["version"], one["parameters"]["inspect_hours"], one["rule"]) for one in shown] == [(0, 24, "CARE-2")]
    assert (await floor.get("/v1/figures/today")).json()["returns_overdue"] == 1
    made = await publish(floor, inspect_hours=48)
    assert (made.status_code, made.json()["version"]) == (201, 1)
    assert (await floor.get("/v1/figures/today")).json()["returns_overdue"] == 0
    assert (await floor.get(f"/v1/returns/{number}")).json()["parcel"]["overdue"] is False
    assert (await floor.get("/v1/returns", overdue="true")).json()["data"] == []
    wrong = await publish(floor, inspect_hours=0, picture_days=9999)
    assert (wrong.status_code, len(wrong.json()["errors"])) == (422, 2)
    limited = await floor.client.get("/v1/policies/returns", headers=caller("warehouse.stock.read"))
    assert limited.status_code == 403


@pytest.mark.rule("ORD-5", "SYS-6")
async def test_pictures_go_when_their_time_is_over_and_that_they_were_there_stays(floor: Floor) -> None:
    await floor.expect("pictured", {"A": 1}, tracking_number=NUMBER)
    number = (await floor.arrive(NUMBER))["parcel"]["number"]
    kept = (await send_picture(floor, number, picture())).json()["id"]
    await publish(floor, picture_days=30)
    await change(floor, "UPDATE return_picture SET taken_at = taken_at - interval '31 days'")
    await remove_pictures(floor.context)
    assert (await floor.post(f"/v1/returns/{number}/pictures/{kept}/look", {})).status_code == 200, "its parcel is still open"
    await floor.find(number, "A", "good")
    await floor.post(f"/v1/returns/{number}/close", {"rest": "missing"})
    for _ in range(2):
        await remove_pictures(floor.context)
    gone = await floor.post(f"/v1/returns/{number}/pictures/{kept}/look", {})
    assert (gone.status_code, gone.json()["code"], gone.json()["rule"]) == (404, "return_picture_removed", "ORD-5")
    shown = (await floor.get(f"/v1/returns/{number}")).json()
    assert (shown["parcel"]["pictures"], shown["pictures"][0]["removed_at"] is not None) == (1, True)
    audit = (await floor.get("/v1/audit-entries", noun="return", noun_id=number)).json()["data"]
    removed = [one for one in audit if one["action"] == "return.picture_removed"]
    assert [one["after"] for one in removed] == [{"policy_version": 1}]


@pytest.mark.rule("ORD-5")
async def test_who_sent_a_parcel_back_is_forgotten_with_its_pictures(floor: Floor) -> None:
    for name, tracking in (("theirs", NUMBER), ("others", "SF9000000000002")):
        await floor.expect(name, {"A": 1}, tracking_number=tracking)
        number = (await floor.arrive(tracking))["parcel"]["number"]
        await change(floor, "UPDATE return_parcel SET sender = '钱学明', note = '箱外写 13987654321' WHERE number = :number", number=number)
        await send_picture(floor, number, picture())
        await floor.find(number, "A", "good")
        await floor.post(f"/v1/returns/{number}/close", {"rest": "missing"})
    await change(floor, "UPDATE expected_return SET order_number = 'SO-THEIRS' WHERE reference = 'theirs'")
    for _ in range(2):
        async with floor.context.new_system_uow("test") as uow:
            await forget_receivers(uow, references=["ord_x"], numbers=["SO-THEIRS"])
            await uow.commit()
    rows = (await floor.get("/v1/returns")).json()["data"]
    assert {row["cases"][0]: (row["sender"], row["note"]) for row in rows} == {
        "AS-THEIRS": ("", ""),
        "AS-OTHERS": ("钱学明", "箱外写 13987654321"),
    }
    for row in rows:
        shown = (await floor.get(f"/v1/returns/{row['number']}")).json()
        assert (shown["pictures"][0]["removed_at"] is None) == (row["cases"] == ["AS-OTHERS"])
        assert shown["findings"][0]["verdict"] == "good"
