"""Routes are seen, drafted, published with a date, and never lead to nobody (rules APR-2, SYS-6)."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chassis.ids import new_id, show_id
from services.people.tests.approval_scene import Scene

SUPERIOR = {"kind": "superior", "levels": 1, "of": "requester", "role": None, "position_id": None}


def step(*who: dict[str, Any], mode: str = "one", above: str | None = None) -> dict[str, Any]:
    return {"mode": mode, "who": list(who) or [SUPERIOR], "above": above, "remind_after_hours": 4, "within_hours": 12}


def route(*steps: dict[str, Any]) -> dict[str, Any]:
    return {"name_zh": "请假", "name_en": "Leave", "steps": list(steps), "reason": "as agreed"}


async def drafted(scene: Scene, *steps: dict[str, Any], kind: str = "leave") -> dict[str, Any]:
    answer = await scene.people["dora"].ask("POST", "/v1/approvals/routes", json={"kind": kind, **route(*steps)})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def publish(scene: Scene, draft: dict[str, Any], at: datetime | None = None) -> Any:
    body = {"effective_from": None if at is None else at.isoformat()}
    return await scene.people["dora"].ask("POST", f"/v1/approvals/routes/{draft['id']}/publish", version=draft["version"], json=body)


async def test_every_house_begins_with_a_route_for_each_kind(scene: Scene) -> None:
    rows = (await scene.people["dora"].ask("GET", "/v1/approvals/routes?limit=100")).json()["data"]
    assert {row["kind"] for row in rows} >= {"price_change", "leave", "stocktake_adjustment", "rebate_settlement"}
    assert all(row["in_force"] and row["number"] == 1 for row in rows)
    stocktake = next(row for row in rows if row["kind"] == "stocktake_adjustment")
    assert [(one["mode"], [who["kind"] for who in one["who"]]) for one in stocktake["steps"]] == [("joint", ["role", "finance"])]
    assert (await scene.people["anna"].ask("GET", "/v1/approvals/routes")).status_code == 403
    names = (await scene.people["anna"].ask("GET", "/v1/approvals/kinds")).json()["data"]
    assert {"kind": "leave", "name_zh": "请假", "name_en": "Leave"} in names


@pytest.mark.rule("SYS-6")
async def test_a_new_version_holds_from_its_date_and_what_waits_goes_on_by_the_old(scene: Scene) -> None:
    draft = await drafted(scene, step(), step({**SUPERIOR, "kind": "role", "role": "director"}))
    assert (draft["number"], draft["effective_from"], draft["in_force"]) == (2, None, False)
    before = await scene.file("leave", by="anna")
    assert (await publish(scene, draft, datetime.now(UTC) - timedelta(minutes=1))).json()["code"] == "approval_route_in_the_past"
    done = await publish(scene, draft)
    assert (done.status_code, done.json()["in_force"]) == (200, True)
    after = await scene.file("leave", by="anna")
    pages = [(await scene.people["anna"].page(asked))["approval"] for asked in (before, after)]
    assert [(page["route_number"], page["step_count"]) for page in pages] == [(1, 1), (2, 2)]
    again = await publish(scene, {**draft, "version": 2})
    assert (again.status_code, again.json()["code"]) == (409, "approval_route_published")
    every = (await scene.people["dora"].ask("GET", "/v1/approvals/routes?kind=leave&every_version=true")).json()["data"]
    assert [(row["number"], row["in_force"]) for row in every] == [(2, True), (1, False)]


async def test_a_draft_is_changed_and_dropped(scene: Scene) -> None:
    dora, draft = scene.people["dora"], await drafted(scene, step())
    path = f"/v1/approvals/routes/{draft['id']}"
    changed = await dora.ask("PUT", path, version=1, json=route(step(), step(above="100.00")))
    assert (changed.status_code, changed.json()["version"], len(changed.json()["steps"])) == (200, 2, 2)
    assert (await dora.ask("PUT", path, version=1, json=route(step()))).status_code == 412
    assert (await dora.ask("DELETE", path, version=2)).status_code == 204
    assert (await dora.ask("GET", path)).status_code == 404


@pytest.mark.rule("APR-2")
@pytest.mark.parametrize(
    ("who", "told"),
    [
        ({**SUPERIOR, "kind": "role", "role": "hr"}, '2. nobody who can sign in holds the role "Human resources"'),
        ({**SUPERIOR, "kind": "position", "position_id": show_id("pos", new_id())}, "2. there is no such position"),
    ],
)
async def test_a_route_that_leads_to_nobody_is_refused(scene: Scene, who: dict[str, Any], told: str) -> None:
    draft = await drafted(scene, step(), step(who))
    answer = await publish(scene, draft)
    assert (answer.status_code, answer.json()["code"], answer.json()["rule"]) == (422, "approval_route_unsound", "APR-2")
    assert told in answer.json()["detail"]
    assert answer.json()["errors"][0]["pointer"] == "/steps/1"
    found = (await scene.people["dora"].ask("GET", f"/v1/approvals/routes/{draft['id']}")).json()
    assert (found["effective_from"], found["version"]) == (None, 1)


async def test_a_new_kind_begins_with_its_route(scene: Scene) -> None:
    draft = await drafted(scene, step(), kind="sample_gift")
    assert (await publish(scene, draft)).status_code == 200
    asked = await scene.file("sample_gift", by="anna")
    assert [row["id"] for row in await scene.people["hugo"].inbox()] == [show_id("apr", asked)]


async def test_a_second_level_is_a_second_person(scene: Scene) -> None:
    head = {**SUPERIOR, "kind": "unit_head"}
    assert (await publish(scene, await drafted(scene, step(), step(head)))).status_code == 200
    asked = await scene.file("leave", by="anna")
    await scene.people["hugo"].decide(asked, "approve")
    assert [row["id"] for row in await scene.people["dora"].inbox()] == [show_id("apr", asked)]
    # Above Dora stands nobody: Hugo asks, Dora agrees to the first step, and the second needs nobody else but the top.
    own = await scene.file("leave", by="hugo")
    await scene.people["dora"].decide(own, "approve")
    assert (await scene.people["hugo"].page(own))["approval"]["state"] == "approved"
    assert await scene.log(own) == ["filed", "step_opened", "agreed", "agreed_before", "approved"]


async def test_decision_times_are_measured(scene: Scene) -> None:
    for kind in ("leave", "leave", "price_change"):
        await scene.people["hugo"].decide(await scene.file(kind, by="anna"), "approve")
    await scene.people["hugo"].decide(await scene.file("leave", by="bob"), "refuse", comment="no")
    found = (await scene.people["dora"].ask("GET", "/v1/approvals/figures")).json()["rows"]
    assert [(row["key"], row["decided"], row["refused"]) for row in found] == [("leave", 3, 1), ("price_change", 1, 0)]
    assert all(0 <= row["median_seconds"] <= row["p90_seconds"] < 60 for row in found)
    people = (await scene.people["dora"].ask("GET", "/v1/approvals/figures?by=decider")).json()["rows"]
    assert [(row["key"], row["decided"]) for row in people] == [("Hugo", 4)]
    assert (await scene.people["hugo"].ask("GET", "/v1/approvals/figures")).status_code == 403


async def test_two_who_file_the_same_at_once_file_it_once(scene: Scene) -> None:
    made = await asyncio.gather(*(scene.file("leave", by="anna", reference="leave/1") for _ in range(4)))
    assert len(set(made)) == 1
    changed = await asyncio.gather(*(scene.file("leave", by="anna", reference="leave/1", content_digest=f"sha256:{n}") for n in (7, 8)))
    rows = await scene.people["anna"].inbox("asked")
    assert sorted(row["state"] for row in rows) == ["voided", "voided", "waiting"]
    assert len(set(changed)) == 2


async def test_who_writes_routes_finds_roles_and_positions_by_name_without_more_rights(scene: Scene) -> None:
    writer = await scene.staff("rita", "people.approval_routes.read", "people.approval_routes.publish")
    assert (await writer.ask("GET", "/v1/roles")).status_code == 403
    roles = (await writer.ask("GET", "/v1/approvals/route-choices/roles")).json()["data"]
    assert {"code": "finance", "name_zh": "财务", "name_en": "Finance"} in roles
    await scene.sql("UPDATE unit_period SET name_zh = '店铺部', name_en = 'Shop team' WHERE unit_id = :id", id=scene.units["shop"])

    async def found(**query: Any) -> list[tuple[str, str | None]]:
        rows = (await writer.ask("GET", "/v1/approvals/route-choices/positions", params=query)).json()["data"]
        return [(row["title_zh"], row["unit_en"]) for row in rows]

    assert await found(q="p-ANNA") == [("P-anna", "Shop team")]
    assert await found(q="店铺") == [("P-anna", "Shop team"), ("P-bob", "Shop team"), ("P-hugo", "Shop team")]
    await scene.sql("UPDATE position SET closed_on = '2021-01-01' WHERE code = 'P-anna'")
    assert await found(q="p-anna") == []
    (held,) = await scene.sql("SELECT id FROM position WHERE code = 'P-anna'")
    assert await found(position_id=show_id("pos", held.id)) == [("P-anna", "Shop team")], "an old route still shows a name"
    for path in ("roles", "positions"):
        assert (await scene.people["anna"].ask("GET", f"/v1/approvals/route-choices/{path}")).status_code == 403
