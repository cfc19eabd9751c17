"""Somebody else decides: delegates, who stands in for the absent and the departed, and who stands above when the deadline passes (rule APR-2)."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.clock import Clock
from chassis.ids import show_id
from people.domain.approvals.kinds import kinds
from people.jobs.look_after_approvals import run as look_after
from services.people.tests.approval_scene import Scene, Staff


def today(scene: Scene) -> date:
    return scene.context.clock.today()


async def delegate(giver: Staff, to: Staff, scene: Scene, *, begin: int = 0, end: int = 3, kinds: list[str] | None = None) -> Any:
    day = today(scene)
    body = {
        "to_account_id": show_id("acc", to.account_id),
        "kinds": kinds,
        "from_on": (day + timedelta(days=begin)).isoformat(),
        "until_on": (day + timedelta(days=end)).isoformat(),
        "reason": "on the road",
    }
    return await giver.ask("POST", "/v1/approvals/delegations", json=body)


def move(scene: Scene, monkeypatch: pytest.MonkeyPatch, **by: float) -> None:
    ahead = timedelta(**by)
    monkeypatch.setattr(Clock, "now", lambda _: datetime.now(UTC) + ahead)


def absent(monkeypatch: pytest.MonkeyPatch, *employees: UUID) -> None:
    async def ask(_: object, asked: Collection[UUID], __: date) -> set[UUID]:
        return set(asked) & set(employees)

    monkeypatch.setattr(kinds, "absent", ask)


async def test_a_delegate_decides_in_the_place_of_another(scene: Scene) -> None:
    hugo, bob = scene.people["hugo"], scene.people["bob"]
    asked = await scene.file("leave", by="anna")
    made = await delegate(hugo, bob, scene)
    assert (made.status_code, made.json()["state"], made.json()["mine"]) == (201, "active", True)
    assert [row["id"] for row in await bob.inbox()] == [show_id("apr", asked)] == [row["id"] for row in await hugo.inbox()]
    page = (await bob.decide(asked, "approve")).json()
    assert [(seat["decided_by"], seat["decided_for"]) for seat in page["seats"]] == [("Bob", "Hugo")]
    assert [(one["who"], one["for_whom"]) for one in page["log"] if one["happened"] == "agreed"] == [("Bob", "Hugo")]


@pytest.mark.rule("ORG-7")
async def test_a_delegation_of_somebody_who_left_gives_nothing_any_more(scene: Scene) -> None:
    hugo, bob = scene.people["hugo"], scene.people["bob"]
    asked = await scene.file("leave", by="anna")
    await delegate(hugo, bob, scene)
    left = await scene.house.boss.ask("POST", f"/v1/accounts/{show_id('acc', hugo.account_id)}/end-access", json={"reason": "left"})
    assert left.status_code == 204
    assert await bob.inbox() == []
    answer = await bob.decide(asked, "approve", version=1, digest="sha256:1")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_a_decider")


async def test_a_delegation_holds_for_its_days_and_kinds(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    hugo, bob = scene.people["hugo"], scene.people["bob"]
    await delegate(hugo, bob, scene, begin=1, end=2, kinds=["price_change"])
    await scene.file("leave", by="anna")
    price = await scene.file("price_change", by="anna")
    assert await bob.inbox() == []
    move(scene, monkeypatch, days=1)
    assert [row["id"] for row in await bob.inbox()] == [show_id("apr", price)]
    move(scene, monkeypatch, days=3)
    assert await bob.inbox() == []


@pytest.mark.rule("ORG-7")
async def test_a_delegate_still_does_not_decide_their_own_request(scene: Scene) -> None:
    asked = await scene.file("leave", by="anna")
    await delegate(scene.people["hugo"], scene.people["anna"], scene)
    assert await scene.people["anna"].inbox() == []
    answer = await scene.people["anna"].decide(asked, "approve")
    assert (answer.status_code, answer.json()["code"]) == (403, "own_request")


async def test_a_delegation_ends_at_once(scene: Scene) -> None:
    hugo, bob = scene.people["hugo"], scene.people["bob"]
    await scene.file("leave", by="anna")
    made = (await delegate(hugo, bob, scene)).json()
    stranger = await scene.people["anna"].ask("POST", f"/v1/approvals/delegations/{made['id']}/end", version=1)
    assert stranger.status_code == 404
    ended = await hugo.ask("POST", f"/v1/approvals/delegations/{made['id']}/end", version=1)
    assert (ended.status_code, ended.json()["state"]) == (200, "over")
    assert await bob.inbox() == []
    again = await hugo.ask("POST", f"/v1/approvals/delegations/{made['id']}/end", version=2)
    assert (again.status_code, again.json()["code"]) == (409, "delegation_over")
    listed = (await bob.ask("GET", "/v1/approvals/delegations")).json()["data"]
    assert [(one["mine"], one["from_name"], one["state"]) for one in listed] == [(False, "Hugo", "over")]


@pytest.mark.parametrize(("begin", "end"), [(-1, 3), (2, 1), (0, 366)])
async def test_days_that_are_none_are_refused(scene: Scene, begin: int, end: int) -> None:
    answer = await delegate(scene.people["hugo"], scene.people["bob"], scene, begin=begin, end=end)
    assert (answer.status_code, answer.json()["code"]) == (422, "delegation_days_wrong")


async def test_nobody_delegates_to_themselves(scene: Scene) -> None:
    answer = await delegate(scene.people["hugo"], scene.people["hugo"], scene)
    assert (answer.status_code, answer.json()["code"]) == (422, "delegate_unfit")
    found = (await scene.people["hugo"].ask("GET", "/v1/approvals/colleagues?q=bo")).json()["data"]
    assert [one["name"] for one in found if one["name"] != "Boss"] == ["Bob"]


@pytest.mark.rule("APR-2")
async def test_who_is_absent_is_stood_in_for(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    absent(monkeypatch, scene.people["hugo"].employee_id)
    asked = await scene.file("leave", by="anna")
    (seat,) = (await scene.people["anna"].page(asked))["seats"]
    assert sorted((one["name"], one["why"]) for one in seat["candidates"]) == [("Dora", "stand_in"), ("Hugo", "superior")]


@pytest.mark.rule("APR-2")
async def test_who_is_absent_and_has_a_delegate_is_not_stood_in_for(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    absent(monkeypatch, scene.people["hugo"].employee_id)
    await delegate(scene.people["hugo"], scene.people["bob"], scene)
    await scene.file("leave", by="anna")
    assert len(await scene.people["bob"].inbox()) == 1
    assert await scene.people["dora"].inbox() == []
    # Whose own delegate has asked has nobody in their place.
    await scene.file("leave", by="bob")
    assert len(await scene.people["dora"].inbox()) == 1


@pytest.mark.rule("APR-2")
async def test_who_left_is_stood_in_for_also_after_it_was_filed(scene: Scene) -> None:
    asked = await scene.file("leave", by="anna")
    await scene.sql("UPDATE employee SET stage = 'left', left_on = '2020-02-01' WHERE id = :id", id=scene.people["hugo"].employee_id)
    for _ in range(2):
        await look_after(scene.context)
    assert [row["id"] for row in await scene.people["dora"].inbox()] == [show_id("apr", asked)]
    assert await scene.log(asked) == ["filed", "step_opened", "stood_in"]
    later = await scene.file("leave", by="bob")
    assert await scene.log(later) == ["filed", "step_opened"]
    assert (await scene.people["dora"].page(later))["seats"][0]["candidates"] == [{"name": "Dora", "why": "superior"}]


@pytest.mark.rule("APR-2")
async def test_deciders_are_reminded_and_past_the_deadline_it_goes_up(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = await scene.file("leave", by="anna")
    move(scene, monkeypatch, hours=7.9)
    await look_after(scene.context)
    assert await scene.log(asked) == ["filed", "step_opened"]
    move(scene, monkeypatch, hours=8.1)
    for _ in range(2):
        await look_after(scene.context)
    assert await scene.log(asked) == ["filed", "step_opened", "reminded"]
    assert (await scene.people["hugo"].inbox())[0]["reminded_at"] is not None
    assert await scene.people["dora"].inbox() == []
    move(scene, monkeypatch, hours=24.1)
    for _ in range(2):
        await look_after(scene.context)
    assert await scene.log(asked) == ["filed", "step_opened", "reminded", "escalated", "reminded"]
    (row,) = await scene.people["dora"].inbox()
    assert row["escalated_at"] is not None
    counts = (await scene.people["hugo"].ask("GET", "/v1/approvals/counts")).json()
    assert (counts["to_decide"], counts["overdue"]) == (1, 0)
    assert (await scene.people["dora"].decide(asked, "approve")).status_code == 200
    lost = await scene.people["hugo"].decide(asked, "approve")
    assert (lost.status_code, lost.json()["detail"]) == (409, "Dora has decided this step before you.")


async def test_where_the_company_has_nobody_the_top_decides(scene: Scene) -> None:
    """Dora heads the company; she asks, and above her stands nobody but the administrator."""
    asked = await scene.file("leave", by="dora")
    (seat,) = (await scene.people["dora"].page(asked))["seats"]
    assert seat["candidates"] == [{"name": seat["candidates"][0]["name"], "why": "top"}]
    answer = await scene.house.boss.ask("GET", "/v1/approvals")
    assert [row["id"] for row in answer.json()["data"]] == [show_id("apr", asked)]
