"""Requests are filed, shown to who decides, decided once, and told."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from chassis.ids import show_id
from contracts.people import Evidence
from people.domain.account import LoginTaken
from people.domain.approvals.approval import State
from people.domain.approvals.kinds import Decision, kinds
from services.people.tests.approval_scene import Scene


@pytest.mark.rule("APR-2")
async def test_a_request_waits_for_the_superior_and_for_nobody_else(scene: Scene) -> None:
    asked = await scene.file("leave", by="anna")
    (row,) = await scene.people["hugo"].inbox()
    assert (row["id"], row["kind"], row["kind_en"], row["requester_name"], row["state"]) == (
        show_id("apr", asked),
        "leave",
        "Leave",
        "Anna",
        "waiting",
    )
    assert row["evidence"] == [{"label_zh": "天数", "label_en": "Days", "value": "1", "before": None}]
    assert (row["step"], row["step_count"]) == (1, 1)
    assert row["number"].startswith("AP-")
    for name in ("anna", "bob", "dora", "fiona"):
        assert await scene.people[name].inbox() == []
    assert [one["id"] for one in await scene.people["anna"].inbox("asked")] == [row["id"]]


@pytest.mark.rule("APR-3")
async def test_what_was_decided_is_told_and_takes_effect_from_then(scene: Scene) -> None:
    asked = await scene.file("leave", by="anna")
    answer = await scene.people["hugo"].decide(asked, "approve", comment=" enjoy ")
    assert answer.status_code == 200, answer.text
    page = answer.json()
    decided = page["approval"]
    assert (decided["state"], decided["comment"], page["may_decide"]) == ("approved", "", False)
    assert decided["takes_effect_at"] == decided["decided_at"]
    assert [one["happened"] for one in page["log"]] == ["filed", "step_opened", "agreed", "approved"]
    assert [(seat["state"], seat["decided_by"], seat["comment"]) for seat in page["seats"]] == [("agreed", "Hugo", "enjoy")]
    assert await scene.people["hugo"].inbox() == []
    assert [one["id"] for one in await scene.people["hugo"].inbox("decided")] == [decided["id"]]


@pytest.mark.rule("ORG-7")
async def test_nobody_decides_their_own_request(scene: Scene) -> None:
    asked = await scene.file("leave", by="hugo")
    (row,) = await scene.people["dora"].inbox()
    assert row["id"] == show_id("apr", asked)
    answer = await scene.people["hugo"].decide(asked, "approve")
    assert (answer.status_code, answer.json()["code"], answer.json()["rule"]) == (403, "own_request", "ORG-7")
    assert (await scene.people["hugo"].page(asked))["approval"]["state"] == "waiting"


async def test_who_has_no_part_in_it_neither_sees_nor_decides_it(scene: Scene) -> None:
    asked = await scene.file("leave", by="anna")
    assert (await scene.people["bob"].ask("GET", f"/v1/approvals/{show_id('apr', asked)}")).status_code == 404
    answer = await scene.people["bob"].decide(asked, "approve", version=1, digest="sha256:1")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_a_decider")
    assert (await scene.people["bob"].ask("GET", "/v1/approvals?view=all")).status_code == 403
    assert [row["id"] for row in await scene.people["dora"].inbox("all")] == [show_id("apr", asked)]
    assert (await scene.people["dora"].page(asked))["may_decide"] is False


@pytest.mark.rule("APR-3")
async def test_a_refusal_needs_a_comment(scene: Scene) -> None:
    asked = await scene.file("leave", by="anna")
    answer = await scene.people["hugo"].decide(asked, "refuse", comment="  ")
    assert (answer.status_code, answer.json()["code"], answer.json()["rule"]) == (422, "comment_missing", "APR-3")
    assert answer.json()["errors"][0]["pointer"] == "/comment"
    assert (await scene.people["hugo"].page(asked))["approval"]["state"] == "waiting"
    answer = await scene.people["hugo"].decide(asked, "refuse", comment="too busy that day")
    decided = answer.json()["approval"]
    assert (decided["state"], decided["comment"], decided["takes_effect_at"]) == ("refused", "too busy that day", None)
    assert await scene.log(asked) == ["filed", "step_opened", "refused"]


@pytest.mark.rule("APR-4")
async def test_only_what_was_seen_is_decided(scene: Scene) -> None:
    asked = await scene.file("leave", by="anna")
    answer = await scene.people["hugo"].decide(asked, "approve", digest="sha256:2")
    assert (answer.status_code, answer.json()["code"], answer.json()["rule"]) == (409, "content_changed", "APR-4")
    answer = await scene.people["hugo"].decide(asked, "approve", version=7)
    assert (answer.status_code, answer.json()["code"]) == (412, "changed_meanwhile")
    assert (await scene.people["hugo"].page(asked))["approval"]["state"] == "waiting"


@pytest.mark.rule("APR-4")
async def test_another_content_voids_what_was_asked_before(scene: Scene) -> None:
    first = await scene.file(reference="leave/7", content_digest="sha256:a")
    assert await scene.file(reference="leave/7", content_digest="sha256:a") == first
    assert (await scene.people["hugo"].decide(first, "approve")).status_code == 200
    assert await scene.file(reference="leave/7", content_digest="sha256:a") == first
    line = {"label_zh": "天数", "label_en": "Days", "value": "3"}
    second = await scene.file(reference="leave/7", content_digest="sha256:b", evidence=[Evidence(**line)])
    assert second != first
    before, after = await scene.people["hugo"].page(first), await scene.people["hugo"].page(second)
    assert (before["approval"]["state"], before["approval"]["takes_effect_at"]) == ("voided", None)
    assert (after["approval"]["state"], after["approval"]["replaces_id"]) == ("waiting", show_id("apr", first))
    assert after["approval"]["evidence"] == [{**line, "before": "1"}]
    assert await scene.log(first) == ["filed", "step_opened", "agreed", "approved", "voided"]
    answer = await scene.people["hugo"].decide(first, "approve")
    assert (answer.status_code, answer.json()["code"]) == (409, "approval_closed")


@pytest.mark.rule("APR-5")
@pytest.mark.parametrize(("wanted", "late"), [(timedelta(days=3), False), (timedelta(days=-3), True)])
async def test_a_late_approval_acts_from_its_own_time(scene: Scene, wanted: timedelta, late: bool) -> None:
    effective_at = datetime.now(UTC) + wanted
    asked = await scene.file("leave", by="anna", effective_at=effective_at)
    decided = (await scene.people["hugo"].decide(asked, "approve")).json()["approval"]
    assert datetime.fromisoformat(decided["takes_effect_at"]) == (datetime.fromisoformat(decided["decided_at"]) if late else effective_at)


@pytest.mark.rule("APR-5")
async def test_a_stocktake_needs_the_warehouse_and_finance(scene: Scene) -> None:
    asked = await scene.file("stocktake_adjustment", by="anna")
    first = await scene.people["walt"].decide(asked, "approve")
    assert (first.status_code, first.json()["approval"]["state"], first.json()["may_decide"]) == (200, "waiting", False)
    again = await scene.people["walt"].decide(asked, "approve")
    assert (again.status_code, again.json()["code"]) == (403, "not_a_decider")
    second = (await scene.people["fiona"].decide(asked, "approve")).json()["approval"]
    assert second["state"] == "approved"


@pytest.mark.rule("APR-5")
async def test_one_who_is_both_parties_does_not_agree_with_themselves(scene: Scene) -> None:
    """Walt heads the warehouse and keeps the books: somebody above him sits in the second seat."""
    both = "INSERT INTO account_role SELECT :walt, id FROM role WHERE code = 'finance'"
    await scene.sql(both, walt=scene.people["walt"].account_id)
    await scene.sql("DELETE FROM account_role WHERE account_id = :fiona", fiona=scene.people["fiona"].account_id)
    asked = await scene.file("stocktake_adjustment", by="anna")
    seats = (await scene.people["walt"].page(asked))["seats"]
    assert [[one["name"] for one in seat["candidates"]] for seat in seats] == [["Walt"], ["Dora"]]
    assert (await scene.people["walt"].decide(asked, "approve")).json()["approval"]["state"] == "waiting"
    assert (await scene.people["walt"].inbox()) == []
    assert (await scene.people["dora"].decide(asked, "approve")).json()["approval"]["state"] == "approved"


@pytest.mark.rule("APR-1")
@pytest.mark.parametrize(("amount", "deciders"), [("50.00", []), ("50.01", ["hugo"]), ("500.00", ["hugo"]), ("500.01", ["hugo", "dora"])])
async def test_a_refund_above_the_clerks_limit_goes_up_by_its_amount(scene: Scene, amount: str, deciders: list[str]) -> None:
    asked = await scene.file("refund", by="anna", amount=amount)
    for name in deciders:
        page = await scene.people[name].page(asked)
        assert (page["approval"]["state"], page["may_decide"]) == ("waiting", True)
        assert (await scene.people[name].decide(asked, "approve")).status_code == 200
    assert (await scene.people["anna"].page(asked))["approval"]["state"] == "approved"


@pytest.mark.rule("APR-3")
async def test_two_who_decide_at_once_one_wins_and_the_other_is_told(scene: Scene) -> None:
    asked = await scene.file("export", by="anna")
    now = (await scene.people["hugo"].page(asked))["approval"]
    seen = {"version": now["version"], "digest": now["content_digest"]}
    answers = await asyncio.gather(*(scene.people[name].decide(asked, "approve", **seen) for name in ("hugo", "dora")))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    (lost,) = [answer.json() for answer in answers if answer.status_code == 409]
    assert (lost["code"], lost["rule"]) == ("decided_by_another", "APR-3")
    assert lost["detail"] in ("Hugo has decided this step before you.", "Dora has decided this step before you.")
    assert await scene.log(asked) == ["filed", "step_opened", "agreed", "approved"]


@pytest.mark.rule("APR-3")
async def test_many_are_decided_together_each_with_a_result_of_its_own(scene: Scene) -> None:
    mine, own = [await scene.file("leave", by="anna") for _ in range(3)], await scene.file("leave", by="hugo")
    rows = {row["id"]: row for row in await scene.people["hugo"].inbox()}
    items = [{"id": key, "version": row["version"], "content_digest": row["content_digest"]} for key, row in rows.items()]
    items[1] = {**items[1], "content_digest": "sha256:other"}
    items.append({"id": show_id("apr", own), "version": 1, "content_digest": "sha256:1"})
    body = {"decision": "approve", "comment": "", "items": items}
    answer = (await scene.people["hugo"].ask("POST", "/v1/approvals/decisions", json=body)).json()
    assert (answer["done"], answer["refused"]) == (2, 2)
    assert [(one["state"], one["refusal"] and one["refusal"]["code"]) for one in answer["results"]] == [
        ("approved", None), (None, "content_changed"), ("approved", None), (None, "own_request"),
    ]  # fmt: skip
    assert [row["id"] for row in await scene.people["hugo"].inbox()] == [show_id("apr", mine[1])]


@pytest.mark.rule("APR-3")
async def test_the_log_only_grows(scene: Scene) -> None:
    await scene.file("leave", by="anna")
    for change in ("UPDATE approval_log_entry SET comment = 'x'", "DELETE FROM approval_log_entry", "TRUNCATE approval_log_entry"):
        with pytest.raises(Exception, match="append-only"):
            await scene.sql(change)


async def test_the_decision_comes_back_to_the_area_in_the_same_transaction(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Decision] = []

    async def hear(_: object, decision: Decision) -> None:
        heard.append(decision)

    monkeypatch.setitem(kinds.handlers, "leave", hear)
    asked = await scene.file("leave", by="anna", reference="leave/9")
    await scene.people["hugo"].decide(asked, "approve")
    (decision,) = heard
    assert (decision.approval_id, decision.outcome, decision.reference) == (asked, State.APPROVED, "leave/9")
    assert decision.decided_by == [scene.people["hugo"].account_id]


async def test_what_the_area_refuses_is_not_decided(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(_: object, __: Decision) -> None:
        raise LoginTaken(login="x")

    monkeypatch.setitem(kinds.handlers, "leave", refuse)
    asked = await scene.file("leave", by="anna")
    answer = await scene.people["hugo"].decide(asked, "approve")
    assert (answer.status_code, answer.json()["code"]) == (409, "login_taken")
    assert (await scene.people["hugo"].page(asked))["approval"]["state"] == "waiting"
    assert await scene.log(asked) == ["filed", "step_opened"]


async def test_a_fault_of_one_kind_does_not_hide_what_became_of_the_others(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    async def break_down(_: object, __: Decision) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(kinds.handlers, "leave", break_down)
    asked = [await scene.file(kind, by="anna") for kind in ("leave", "price_change")]
    items = [{"id": row["id"], "version": 1, "content_digest": row["content_digest"]} for row in await scene.people["hugo"].inbox()]
    body = {"decision": "approve", "comment": "", "items": items}
    answer = (await scene.people["hugo"].ask("POST", "/v1/approvals/decisions", json=body)).json()
    assert [(one["state"], one["refusal"] and one["refusal"]["code"]) for one in answer["results"]] == [
        (None, "not_decided_this_time"), ("approved", None),
    ]  # fmt: skip
    assert (await scene.people["hugo"].page(asked[0]))["approval"]["state"] == "waiting"


async def test_who_asked_withdraws_what_waits(scene: Scene) -> None:
    asked = await scene.file("leave", by="anna")
    path = f"/v1/approvals/{show_id('apr', asked)}/withdraw"
    assert (await scene.people["hugo"].ask("POST", path, version=1, json={"reason": "no"})).status_code == 403
    answer = await scene.people["anna"].ask("POST", path, version=1, json={"reason": "not needed"})
    assert (answer.status_code, answer.json()["approval"]["state"]) == (200, "withdrawn")
    assert (await scene.people["anna"].ask("POST", path, version=2, json={"reason": "x"})).json()["code"] == "approval_closed"
    assert await scene.people["hugo"].inbox() == []


async def test_counts_are_for_the_badge(scene: Scene) -> None:
    for _ in range(3):
        await scene.file("leave", by="anna")
    assert (await scene.people["hugo"].ask("GET", "/v1/approvals/counts")).json() == {"to_decide": 3, "overdue": 0, "asked": 0}
    assert (await scene.people["anna"].ask("GET", "/v1/approvals/counts")).json() == {"to_decide": 0, "overdue": 0, "asked": 3}


async def test_the_inbox_pages_oldest_first_and_filters(scene: Scene) -> None:
    asked = [show_id("apr", await scene.file(kind, by="anna")) for kind in ("leave", "price_change", "leave", "leave")]
    hugo, seen, cursor = scene.people["hugo"], [], ""
    for _ in range(2):
        page = (await hugo.ask("GET", f"/v1/approvals?limit=2{cursor}")).json()
        seen += [row["id"] for row in page["data"]]
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == asked
    assert page["has_more"] is False
    assert [row["id"] for row in await hugo.inbox(kind="price_change")] == [asked[1]]
    assert [row["id"] for row in await scene.people["anna"].inbox("asked", state="waiting")] == asked[::-1]
