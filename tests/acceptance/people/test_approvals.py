"""Approvals as everybody meets them: another service asks by message, people decide through the gateway, and the service hears (APR-1 to APR-5)."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from contracts.people import WithdrawApproval
from tests.acceptance.people.approvals_scene import Office, company_day, open_office
from tests.acceptance.world import World

STANDARD_KINDS = {
    "price_change", "promotion_plan", "leave", "headcount", "refund", "compensation", "stocktake_adjustment", "damage_liability",
    "distributor_policy", "penalty", "rebate_settlement", "role_grant", "export", "personal_data_export",
}  # fmt: skip


@pytest.fixture(scope="module")
def office(world: World) -> Office:
    return open_office(world)


@pytest.mark.rule("APR-1")
def test_everything_that_needs_approval_has_a_route_and_takes_effect_only_once_approved(office: Office) -> None:
    rows = office.director.person.ask("GET", "/people/v1/approvals/routes?limit=100").json()["data"]
    assert {row["kind"] for row in rows if row["in_force"]} >= STANDARD_KINDS
    wish = office.wish("price_change")
    row = office.filed(wish, "head")
    assert (row["state"], row["takes_effect_at"]) == ("waiting", None)
    assert office.head.decide(row, "approve").status_code == 200
    (told,) = office.heard(wish.reference, count=1)
    assert (told.outcome, told.content_digest, told.decided_by) == ("approved", "sha256:1", [office.head.person.account_id])
    assert told.takes_effect_at == told.decided_at


@pytest.mark.rule("APR-1")
def test_within_the_clerks_limit_nobody_needs_to_decide(office: Office) -> None:
    wish = office.wish("refund", amount="50.00")
    office.send(wish)
    (told,) = office.heard(wish.reference, count=1)
    assert (told.outcome, told.decided_by) == ("approved", [])


@pytest.mark.rule("APR-2")
def test_a_refund_goes_up_by_its_amount(office: Office) -> None:
    wish = office.wish("refund", amount="500.01")
    row = office.filed(wish, "head")
    assert office.director.row(wish.reference) is None
    assert office.head.decide(row, "approve").json()["approval"]["state"] == "waiting"
    second = office.director.row(wish.reference)
    assert second is not None
    assert (second["step"], second["step_count"]) == (2, 2)
    assert office.director.decide(second, "approve").json()["approval"]["state"] == "approved"
    assert [one.outcome for one in office.heard(wish.reference, count=1)] == ["approved"]


@pytest.mark.rule("APR-2")
def test_a_delegate_decides_while_somebody_is_away(office: Office) -> None:
    day = company_day()
    body = {
        "to_account_id": office.colleague.person.account_id,
        "kinds": ["promotion_plan"],
        "from_on": day.isoformat(),
        "until_on": (day + timedelta(days=2)).isoformat(),
        "reason": "at the fair",
    }
    made = office.head.person.ask("POST", "/people/v1/approvals/delegations", json=body).json()
    assert made["state"] == "active"
    other = office.wish("price_change")
    office.filed(other, "head")
    row = office.filed(office.wish("promotion_plan", amount="100.00"), "colleague", "head")
    assert office.colleague.row(other.reference) is None
    page = office.colleague.decide(row, "approve").json()
    assert [(seat["decided_by"], seat["decided_for"]) for seat in page["seats"]] == [
        (f"Person {office.colleague.person.login[2:]}", f"Person {office.head.person.login[2:]}")
    ]
    ended = office.head.person.ask("POST", f"/people/v1/approvals/delegations/{made['id']}/end", headers={"If-Match": '"1"'})
    assert ended.json()["state"] == "over"


@pytest.mark.rule("APR-2")
def test_deciders_are_reminded_and_past_the_deadline_it_goes_up(office: Office) -> None:
    row = office.filed(office.wish("price_change"), "head")
    office.world.house.set_clock(timedelta(hours=25).total_seconds())
    office.world.eventually(lambda: office.director.row(row["reference"]) is not None, what="escalation")
    log = [one["happened"] for one in office.director.page(row["id"])["log"]]
    assert log == ["filed", "step_opened", "escalated", "reminded"]
    assert office.head.page(row["id"])["may_decide"]
    now = office.director.row(row["reference"])
    assert now is not None
    assert office.director.decide(now, "refuse", "too late for this one").status_code == 200


@pytest.mark.rule("APR-2")
def test_a_route_that_leads_to_nobody_is_refused(office: Office) -> None:
    who = {"kind": "position", "levels": 1, "of": "requester", "role": None, "position_id": f"pos_{'0' * 32}"}
    step = {"mode": "one", "who": [who], "above": None, "remind_after_hours": 8, "within_hours": 24}
    body = {"kind": "sample_gift", "name_zh": "样品", "name_en": "Sample", "steps": [step], "reason": "test"}
    draft = office.director.person.ask("POST", "/people/v1/approvals/routes", json=body).json()
    path = f"/people/v1/approvals/routes/{draft['id']}/publish"
    answer = office.director.person.ask("POST", path, json={"effective_from": None}, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["rule"], answer.json()["errors"][0]["pointer"]) == (422, "APR-2", "/steps/0")


@pytest.mark.rule("APR-3")
def test_one_inbox_bulk_approval_and_a_refusal_with_its_comment(office: Office) -> None:
    wishes = [office.wish(kind) for kind in ("price_change", "price_change", "distributor_policy")]
    rows = [office.filed(wish, "head") for wish in wishes]
    missing = office.head.decide(rows[0], "refuse")
    assert (missing.status_code, missing.json()["code"], missing.json()["rule"]) == (422, "comment_missing", "APR-3")
    assert office.head.decide(rows[0], "refuse", "margin too thin").json()["approval"]["comment"] == "margin too thin"
    items = [{"id": row["id"], "version": row["version"], "content_digest": row["content_digest"]} for row in rows]
    body = {"decision": "approve", "comment": "", "items": items}
    answer = office.head.person.ask("POST", "/people/v1/approvals/decisions", json=body).json()
    assert [(one["state"], one["refusal"] and one["refusal"]["code"]) for one in answer["results"]] == [
        (None, "approval_closed"), ("approved", None), ("waiting", None),
    ]  # fmt: skip
    assert [one["happened"] for one in office.head.page(rows[0]["id"])["log"]] == ["filed", "step_opened", "refused"]
    assert office.heard(wishes[0].reference, count=1)[0].comment == "margin too thin"


@pytest.mark.rule("APR-3")
def test_two_who_decide_at_once_one_wins_and_the_other_is_told(office: Office) -> None:
    row = office.filed(office.wish("export"), "head", "director")
    answers = office.world.at_once([lambda who=who: who.decide(row, "approve") for who in (office.head, office.director)])
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"decided_by_another"}
    assert len(office.heard(row["reference"], count=1)) == 1


@pytest.mark.rule("APR-3")
def test_what_happened_to_a_request_is_never_rewritten(office: Office) -> None:
    row = office.filed(office.wish("price_change"), "head")
    assert office.head.decide(row, "approve").status_code == 200
    before = office.head.page(row["id"])["log"]
    changes = ("UPDATE people.approval_log_entry SET comment = 'x'", "DELETE FROM people.approval_log_entry")
    for change in changes:
        # As the service itself, not as somebody without the right to it.
        with psycopg.connect(office.world.house.database_url("people")) as connection, pytest.raises(psycopg.Error, match="append-only"):
            connection.execute(change)
    assert [one["happened"] for one in before] == ["filed", "step_opened", "agreed", "approved"]
    assert office.head.page(row["id"])["log"] == before


@pytest.mark.rule("ORG-7")
def test_nobody_approves_their_own_request(office: Office) -> None:
    wish = office.wish("leave", by="head")
    row = office.filed(wish, "director")
    own = office.head.decide(row, "approve")
    assert (own.status_code, own.json()["code"], own.json()["rule"]) == (403, "own_request", "ORG-7")
    assert office.head.row(wish.reference) is None
    assert office.head.row(wish.reference, "asked") is not None


@pytest.mark.rule("APR-4")
def test_a_change_of_content_voids_the_approval_in_front_of_everybody(office: Office) -> None:
    wish = office.wish("price_change")
    row = office.filed(wish, "head")
    office.send(wish)
    assert office.head.decide(row, "approve").status_code == 200
    changed = wish.model_copy(update={"content_digest": "sha256:2", "evidence": [wish.evidence[0].model_copy(update={"value": "99.00"})]})
    anew = office.filed(changed, "head")
    assert anew["id"] != row["id"]
    page = office.head.page(anew["id"])["approval"]
    assert (page["replaces_id"], page["evidence"][0]["value"], page["evidence"][0]["before"]) == (row["id"], "99.00", "199.00")
    stale = office.head.decide({**anew, "content_digest": "sha256:1"}, "approve")
    assert (stale.status_code, stale.json()["code"], stale.json()["rule"]) == (409, "content_changed", "APR-4")
    assert office.head.page(row["id"])["approval"]["state"] == "voided"
    assert [(one.outcome, one.content_digest) for one in office.heard(wish.reference, count=2)] == [
        ("approved", "sha256:1"),
        ("voided", "sha256:1"),
    ]


@pytest.mark.rule("APR-5")
def test_a_stocktake_needs_finance_and_the_warehouse(office: Office) -> None:
    wish = office.wish("stocktake_adjustment")
    row = office.filed(wish, "keeper", "bookkeeper")
    assert office.keeper.decide(row, "approve").json()["approval"]["state"] == "waiting"
    assert office.keeper.row(wish.reference) is None
    second = office.bookkeeper.row(wish.reference)
    assert second is not None
    assert office.bookkeeper.decide(second, "approve").json()["approval"]["state"] == "approved"
    (told,) = office.heard(wish.reference, count=1)
    assert told.decided_by == [office.keeper.person.account_id, office.bookkeeper.person.account_id]
    assert len(told.decided_by_names) == len(told.decided_by)
    assert not any(name.startswith("acc_") for name in told.decided_by_names)


@pytest.mark.rule("APR-5")
def test_a_late_approval_acts_from_its_own_time_and_an_early_one_waits(office: Office) -> None:
    now = datetime.now(UTC)
    late, early = (office.wish("price_change", effective_at=now + timedelta(hours=hours)) for hours in (-10, 10))
    for wish in (late, early):
        assert office.head.decide(office.filed(wish, "head"), "approve").status_code == 200
    (told_late,), (told_early,) = office.heard(late.reference, count=1), office.heard(early.reference, count=1)
    assert told_late.takes_effect_at == told_late.decided_at
    assert told_early.takes_effect_at == early.effective_at


def test_a_service_withdraws_what_it_no_longer_wants(office: Office) -> None:
    wish = office.wish("price_change")
    office.filed(wish, "head")
    office.send(WithdrawApproval(kind="price_change", reference=wish.reference, reason="sold out"))
    assert [(one.outcome, one.comment) for one in office.heard(wish.reference, count=1)] == [("withdrawn", "sold out")]
    assert office.head.row(wish.reference) is None
