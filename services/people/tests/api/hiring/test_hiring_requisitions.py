"""Nobody is asked for past the headcount, unless an approval has raised it (rules ORG-3, APR-1)."""

import pytest

from services.people.tests.firm import Firm, Json, day, refused
from services.people.tests.recruiting import Recruiting


async def four_openings(firm: Firm, recruiting: Recruiting) -> dict[str, Json]:
    """The example of the rulebook: promoter 1, operator 1, customer service 2."""
    unit = await firm.unit("电商部")
    plan = {"推广专员": 1, "运营专员": 1, "客服专员": 2}
    positions = {title: await firm.position(unit, planned=planned, title_zh=title) for title, planned in plan.items()}
    for title, planned in plan.items():
        await recruiting.open(positions[title], openings=planned)
    return positions


@pytest.mark.rule("ORG-3")
async def test_four_openings_and_the_third_in_service_is_refused_with_the_plans_numbers(firm: Firm, recruiting: Recruiting) -> None:
    positions = await four_openings(firm, recruiting)
    rows = (await firm.must("GET", "/v1/requisitions"))["data"]
    assert sum(row["openings"] for row in rows) == 4
    answer = await recruiting.requisition(positions["客服专员"])
    assert refused(answer) == (409, "requisition_past_headcount", "ORG-3")
    assert "planned for 2" in answer.json()["detail"]
    assert "has 0 people and 2 openings are asked for already" in answer.json()["detail"]
    assert len((await firm.must("GET", "/v1/requisitions"))["data"]) == 3


@pytest.mark.rule("ORG-3")
async def test_staff_counts_against_the_plan(firm: Firm, recruiting: Recruiting) -> None:
    unit = await firm.unit()
    position = await firm.position(unit, planned=2)
    await firm.assign(await firm.employee(), position)
    assert refused(await recruiting.requisition(position, openings=2))[1] == "requisition_past_headcount"
    made = await recruiting.open(position)
    assert (made["planned"], made["staff"], made["openings"], made["hired"], made["state"]) == (2, 1, 1, 0, "open")
    more = await firm.ask("PATCH", f"/v1/requisitions/{made['id']}", version=1, json={"openings": 2})
    assert refused(more) == (409, "requisition_past_headcount", "ORG-3")


@pytest.mark.rule("ORG-3")
async def test_who_leaves_makes_room_from_the_day_after(firm: Firm, recruiting: Recruiting) -> None:
    position = await firm.position(await firm.unit(), planned=1)
    employee = await firm.employee()
    await firm.assign(employee, position)
    body = {"last_day": day(10), "kind": "resigned", "reason": "回老家"}
    await firm.must("POST", f"/v1/employments/{employee['id']}/leaving", json=body)
    assert refused(await recruiting.requisition(position, wanted_by=day(10)))[1] == "requisition_past_headcount"
    assert (await recruiting.requisition(position, wanted_by=day(11))).status_code == 201


@pytest.mark.rule("ORG-3")
async def test_an_approved_request_raises_the_headcount(firm: Firm, recruiting: Recruiting) -> None:
    """The route of headcount is the unit's head, then a director; without either it goes to the administrators."""
    position = await firm.position(await firm.unit(), planned=1)
    asks = await firm.house.person("asks", "people.requisitions.open", "people.requisitions.read")
    body = {"position_id": position["id"], "planned": 3, "valid_from": day(0), "reason": "双十一"}
    answer = await asks.ask("POST", "/v1/headcount-requests", json=body)
    assert answer.status_code == 201, answer.text
    request = answer.json()
    assert (request["before"], request["asked"], request["state"]) == (1, 3, "waiting")
    assert refused(await asks.ask("POST", "/v1/headcount-requests", json=body)) == (409, "headcount_request_waits", "ORG-3")
    assert refused(await recruiting.requisition(position, openings=3))[1] == "requisition_past_headcount"
    for _ in range(2):
        seen = await firm.must("GET", f"/v1/approvals/{request['approval_id']}")
        if seen["approval"]["state"] != "waiting":
            break
        decision = {"decision": "approve", "comment": "", "content_digest": seen["approval"]["content_digest"]}
        await firm.must("POST", f"/v1/approvals/{request['approval_id']}/decision", version=seen["approval"]["version"], json=decision)
    (row,) = (await firm.must("GET", "/v1/headcount-requests"))["data"]
    assert row["state"] == "approved"
    made = await recruiting.open(position, openings=3)
    assert made["planned"] == 3


@pytest.mark.rule("ORG-3")
async def test_a_refused_request_raises_nothing_and_one_may_be_withdrawn(firm: Firm, recruiting: Recruiting) -> None:
    position = await firm.position(await firm.unit(), planned=1)
    asks = await firm.house.person("asks", "people.requisitions.open", "people.requisitions.read")
    body = {"position_id": position["id"], "planned": 2, "valid_from": day(0), "reason": "双十一"}
    request = (await asks.ask("POST", "/v1/headcount-requests", json=body)).json()
    seen = await firm.must("GET", f"/v1/approvals/{request['approval_id']}")
    decision = {"decision": "refuse", "comment": "不需要", "content_digest": seen["approval"]["content_digest"]}
    await firm.must("POST", f"/v1/approvals/{request['approval_id']}/decision", version=seen["approval"]["version"], json=decision)
    (row,) = (await firm.must("GET", "/v1/headcount-requests"))["data"]
    assert (row["state"], row["comment"]) == ("refused", "不需要")
    assert refused(await recruiting.requisition(position, openings=2))[1] == "requisition_past_headcount"
    again = (await asks.ask("POST", "/v1/headcount-requests", json=body)).json()
    assert (
        refused(await firm.ask("POST", f"/v1/headcount-requests/{again['id']}/withdraw", json={"reason": "别人"}))[1] == "not_the_requester"
    )
    gone = await asks.ask("POST", f"/v1/headcount-requests/{again['id']}/withdraw", json={"reason": "不用了"})
    assert gone.json()["state"] == "withdrawn"


@pytest.mark.parametrize(
    ("change", "code"),
    [({"wanted_by": day(-1)}, "wanted_in_the_past"), ({"openings": 0}, "request_invalid"), ({"reason": ""}, "request_invalid")],
)
async def test_what_makes_no_sense_is_refused(firm: Firm, recruiting: Recruiting, change: Json, code: str) -> None:
    position = await firm.position(await firm.unit())
    answer = await recruiting.requisition(position, **change)
    assert answer.status_code == 422


async def test_closing_ends_the_candidates(firm: Firm, recruiting: Recruiting) -> None:
    requisition = await recruiting.open(await firm.position(await firm.unit()))
    one, two = await recruiting.candidate(requisition), await recruiting.candidate(requisition, "王芳")
    await recruiting.accepted(two)
    closed = await firm.must("POST", f"/v1/requisitions/{requisition['id']}/close", version=1, json={"reason": "暂停招聘"})
    assert (closed["state"], closed["in_the_running"]) == ("closed", 0)
    for candidate in (one, two):
        seen = await recruiting.now(candidate)
        assert (seen["stage"], seen["ended_reason"]) == ("rejected", "暂停招聘")
    assert refused(await recruiting.ask(two, "take-up", reason="再看看")) == (409, "requisition_not_open", "ORG-4")


async def test_who_may_not_is_told(firm: Firm) -> None:
    nobody = await firm.house.person("nobody", "people.organisation.read")
    for path in ("/v1/requisitions", "/v1/candidates", "/v1/headcount-requests"):
        assert (await nobody.ask("GET", path)).status_code == 403
    assert (await firm.house.client.get("/v1/candidates")).status_code == 401
