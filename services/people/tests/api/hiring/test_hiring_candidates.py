"""From candidate to employee (rules ORG-3, ORG-4, ORG-6)."""

import asyncio
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from services.people.tests.firm import Firm, Json, day, refused, today
from services.people.tests.recruiting import FITTING, Recruiting

WEAK: Json = {"education": "secondary", "major": "", "experience": [], "certificates": [], "abilities": []}


@pytest.mark.rule("ORG-4")
async def test_papers_are_sealed_masked_and_shown_with_a_logged_reason(firm: Firm, recruiting: Recruiting, app: FastAPI) -> None:
    requisition = await recruiting.open(await firm.position(await firm.unit()))
    contact = {"phone": "13912345678", "email": "zhao@example.com", "id_card": "110101199003074518"}
    made = await recruiting.candidate(requisition, "赵敏", contact=contact, documents="毕业证扫描件编号 A-77")
    assert made["contact"]["phone"] == "139****5678"
    assert "A-77" not in str(made)
    assert made["has_documents"] is True
    async with app.state.context.engine.connect() as connection:
        row = (await connection.execute(text("SELECT c::text FROM candidate c"))).scalar_one()
    assert "13912345678" not in row
    assert "A-77" not in row
    assert [one["id"] for one in (await firm.must("GET", "/v1/candidates?q=139 1234 5678"))["data"]] == [made["id"]]
    reads = await firm.house.person("reads", "people.candidates.read")
    path = f"/v1/candidates/{made['id']}/reveal"
    assert (await reads.ask("POST", path, json={"reason": "好奇"})).status_code == 403
    assert (await firm.ask("POST", path, json={"reason": ""})).status_code == 422
    shown = await firm.must("POST", path, json={"reason": "电话约面试"})
    assert (shown["phone"], shown["documents"]) == ("13912345678", "毕业证扫描件编号 A-77")
    log = (await firm.must("GET", f"/v1/audit-entries?noun=candidate&noun_id={made['id']}"))["data"]
    assert ("candidate.revealed", "电话约面试") in [(entry["action"], entry["reason"]) for entry in log]
    assert refused(await firm.ask("POST", "/v1/candidates", json=_body(requisition, contact)))[1] == "candidate_twice"


def _body(requisition: Json, contact: Json) -> Json:
    plain = {"source": "referral", "source_note": "", "profile": FITTING, "documents": ""}
    return {"requisition_id": requisition["id"], "name": "赵敏", "contact": contact, **plain}


@pytest.mark.rule("ORG-4")
async def test_each_unmet_point_is_named_and_a_person_may_go_on_with_a_reason(firm: Firm, recruiting: Recruiting) -> None:
    requisition = await recruiting.open(await firm.position(await firm.unit()))
    made = await recruiting.candidate(requisition, profile=WEAK)
    points = {point["en"]: point["met"] for point in made["qualifications"]["points"]}
    assert points == {
        "Education: junior college or higher": False,
        "Major: 市场营销": False,
        "Experience: 2 years with 淘宝推广": False,
        "Ability: 文案": False,
    }
    assert (made["unmet"], made["qualifications"]["age_from"], made["qualifications"]["age_to"]) == (4, 22, 40)
    await recruiting.interview(made)
    answer = await recruiting.offer(made)
    assert refused(answer) == (409, "qualifications_unmet", "ORG-4")
    assert [error["pointer"] for error in answer.json()["errors"]] == [
        "/qualifications/education",
        "/qualifications/majors",
        "/qualifications/experience/0",
        "/qualifications/abilities/0",
    ]
    went = await recruiting.ask(made, "go-on", reason="学习能力强，试用")
    assert (went.json()["excused"], went.json()["went_on"]["reason"]) == (4, "学习能力强，试用")
    assert (await recruiting.offer(made)).status_code == 201


@pytest.mark.rule("ORG-4")
async def test_a_reason_excuses_only_what_was_unmet_then(firm: Firm, recruiting: Recruiting) -> None:
    position = await firm.position(await firm.unit())
    made = await recruiting.candidate(await recruiting.open(position), profile={**FITTING, "abilities": []})
    await recruiting.interview(made)
    await recruiting.ask(made, "go-on", reason="文案可以学")
    change = {"profile": {**FITTING, "abilities": [], "major": ""}}
    await firm.must("PATCH", f"/v1/candidates/{made['id']}", version=(await recruiting.now(made))["version"], json=change)
    answer = await recruiting.offer(made)
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/qualifications/majors"]


async def test_nothing_to_excuse_is_no_excuse(firm: Firm, recruiting: Recruiting) -> None:
    made = await recruiting.candidate(await recruiting.open(await firm.position(await firm.unit())))
    assert made["unmet"] == 0
    assert refused(await recruiting.ask(made, "go-on", reason="没有必要")) == (422, "nothing_unmet", "ORG-4")


@pytest.mark.rule("ORG-4")
async def test_interview_notes_are_their_authors_and_every_version_is_kept(firm: Firm, recruiting: Recruiting) -> None:
    made = await recruiting.candidate(await recruiting.open(await firm.position(await firm.unit())))
    assert refused(await recruiting.offer(made)) == (409, "not_yet_interviewed", "ORG-4")
    note = (await recruiting.interview(made)).json()
    assert (await recruiting.now(made))["stage"] == "interview"
    path = f"/v1/candidates/{made['id']}/interview-notes/{note['id']}"
    later = {"held_at": "2026-11-20T09:00:00Z", "interviewers": "陈经理", "impression": "再想了想，不合适", "recommendation": "no"}
    other = await firm.house.person("other", "people.candidates.read", "people.candidates.interview")
    assert refused(await other.ask("PUT", path, version=1, json=later)) == (403, "not_the_author", "ORG-4")
    assert (await firm.must("PUT", path, version=1, json=later))["version"] == 2
    assert refused(await firm.ask("PUT", path, version=1, json=later))[0] == 412
    (seen,) = (await recruiting.now(made))["notes"]
    assert seen["own"] is True
    assert [(one["number"], one["recommendation"]) for one in seen["versions"]] == [(2, "no"), (1, "yes")]
    ahead = await recruiting.interview(made, held_at="2099-01-01T00:00:00Z")
    assert refused(ahead) == (422, "interview_ahead", "ORG-4")


@pytest.mark.rule("ORG-4")
async def test_an_offer_is_declined_withdrawn_or_lapses(firm: Firm, recruiting: Recruiting, app: FastAPI, tmp_path: Path) -> None:
    requisition = await recruiting.open(await firm.position(await firm.unit()))
    one = await recruiting.candidate(requisition)
    await recruiting.interview(one)
    assert refused(await recruiting.ask(one, "offers/answer", answer="accepted", note=""))[1] == "candidate_in_another_stage"
    await recruiting.offer(one, valid_until=day(1))
    back = await recruiting.ask(one, "offers/answer", answer="withdrawn", note="预算变化")
    assert back.json()["stage"] == "interview"
    await recruiting.offer(one, valid_until=day(1))
    move_clock(app, tmp_path, days=2)
    assert (await recruiting.now(one))["offers"][0]["lapsed"] is True
    late = await recruiting.ask(one, "offers/answer", answer="accepted", note="")
    assert refused(late) == (409, "offer_lapsed", "ORG-4")
    declined = await recruiting.ask(one, "offers/answer", answer="declined", note="另有去处")
    assert (declined.json()["stage"], declined.json()["ended_reason"]) == ("declined", "另有去处")
    assert (await recruiting.ask(one, "take-up", reason="又想来了")).json()["stage"] == "interview"


def move_clock(app: FastAPI, tmp_path: Path, *, days: float) -> None:
    from chassis.clock import Clock

    file = tmp_path / "offset"
    file.write_text(str(days * 86400))
    app.state.context.clock = Clock(company_timezone="Asia/Shanghai", offset_file=file)


@pytest.mark.rule("ORG-4")
async def test_hired_into_the_position_with_an_account_whose_rights_follow(firm: Firm, recruiting: Recruiting, app: FastAPI) -> None:
    role = await firm.house.role("orders.orders.read")
    position = await firm.position(await firm.unit(), role_ids=[role["id"]])
    requisition = await recruiting.open(position)
    candidate = await recruiting.candidate(requisition, "李华")
    await recruiting.accepted(candidate)
    login = {"login": "li.hua", "locale": "zh-CN", "shop_ids": []}
    hired = (await recruiting.hire(candidate, new_login=login)).json()
    employee = await recruiting.employee(hired)
    assert (employee["number"], employee["stage"], employee["position_id"]) == (hired["number"], "probation", position["id"])
    assert employee["contact"]["phone"] == "138****0001"
    signed = await firm.house.sign_in("li.hua", hired["initial_password"])
    assert signed.account["permissions"] == ["orders.orders.read"]
    after = await firm.must("GET", f"/v1/requisitions/{requisition['id']}")
    assert (after["state"], after["hired"], after["staff"]) == ("filled", 1, 1)
    assert (await recruiting.now(candidate))["employee_id"] == hired["employee_id"]
    async with app.state.context.engine.connect() as connection:
        told = (await connection.execute(text("SELECT payload FROM outbox WHERE subject = 'people.employee.hired.v1'"))).scalars().all()
    assert len(told) <= 1
    history = await firm.must("GET", f"/v1/employments/{hired['employee_id']}")
    assert [spell["hired_on"] for spell in history["spells"]] == [today().isoformat()]
    assert refused(await recruiting.hire(candidate))[1] == "requisition_not_open"


@pytest.mark.rule("ORG-3")
async def test_two_hires_at_once_for_one_place_and_one_is_refused(firm: Firm, recruiting: Recruiting) -> None:
    """Two openings were asked for, then the plan was lowered: both have accepted, one place is left."""
    position = await firm.position(await firm.unit(), planned=2)
    requisition = await recruiting.open(position, openings=2)
    candidates = [await recruiting.candidate(requisition, name) for name in ("甲", "乙")]
    for candidate in candidates:
        await recruiting.accepted(candidate)
    plan = {"valid_from": day(0), "planned": 1, "reason": "缩减"}
    await firm.must("POST", f"/v1/positions/{position['id']}/headcounts", json=plan)
    answers = await asyncio.gather(*(recruiting.hire(candidate) for candidate in candidates))
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    lost = next(answer for answer in answers if answer.status_code == 409)
    assert refused(lost) == (409, "headcount_exceeded", "ORG-3")
    assert "planned for 1 and has 1" in lost.json()["detail"]
    after = await firm.must("GET", f"/v1/requisitions/{requisition['id']}")
    assert (after["hired"], after["staff"], after["state"]) == (1, 1, "open")
    assert len((await firm.must("GET", "/v1/employees"))["data"]) == 1


@pytest.mark.rule("ORG-3")
async def test_two_hires_at_once_for_one_opening_and_one_is_refused(firm: Firm, recruiting: Recruiting) -> None:
    requisition = await recruiting.open(await firm.position(await firm.unit(), planned=5))
    candidates = [await recruiting.candidate(requisition, name) for name in ("甲", "乙", "丙")]
    for candidate in candidates:
        await recruiting.accepted(candidate)
    answers = await asyncio.gather(*(recruiting.hire(candidate) for candidate in candidates))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    assert {answer.json().get("code") for answer in answers if answer.status_code == 409} == {"requisition_not_open"}


async def test_a_login_that_is_taken_hires_nobody(firm: Firm, recruiting: Recruiting) -> None:
    candidate = await recruiting.candidate(await recruiting.open(await firm.position(await firm.unit())))
    await recruiting.accepted(candidate)
    taken = await recruiting.hire(candidate, new_login={"login": "boss", "locale": "zh-CN", "shop_ids": []})
    assert taken.status_code == 409
    assert (await recruiting.now(candidate))["stage"] == "accepted"
    assert (await firm.must("GET", "/v1/employees"))["data"] == []
