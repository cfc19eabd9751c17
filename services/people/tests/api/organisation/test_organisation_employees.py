"""Employees, what they hold, and whose rows one sees (rules ORG-3, ORG-6, ORG-8)."""

import asyncio

import pytest

from services.people.tests.firm import Firm, day, refused
from services.people.tests.house import Signed

CONTACT = {"phone": "13812345678", "email": "wang@example.com", "id_card": "110101199003078888", "address": "杭州市西湖区文三路 1 号"}


@pytest.mark.rule("ORG-6")
async def test_an_employee_has_a_number_and_a_masked_contact(firm: Firm) -> None:
    made = await firm.employee("王小明", contact=CONTACT, probation_until="2026-04-05")
    assert made["number"].startswith("EM-")
    assert made["stage"] == "probation"
    assert made["contact"] == {
        "phone": "138****5678",
        "email": "w***@example.com",
        "id_card": "110***********8888",
        "address": "杭***",
        "emergency_contact": "",
    }


@pytest.mark.rule("ORG-6")
async def test_the_contact_is_revealed_with_a_reason_that_is_logged(firm: Firm) -> None:
    made = await firm.employee("王小明", contact=CONTACT)
    path = f"/v1/employees/{made['id']}/reveal"
    assert (await firm.ask("POST", path, json={"reason": ""})).status_code == 422
    shown = await firm.must("POST", path, json={"reason": "办理社保"})
    assert shown == {**CONTACT, "emergency_contact": ""}
    entries = (await firm.must("GET", f"/v1/audit-entries?noun=employee&noun_id={made['id']}"))["data"]
    assert next((entry["action"], entry["reason"]) for entry in entries) == ("employee.contact_revealed", "办理社保")
    assert "13812345678" not in str(entries)


async def test_an_employee_is_changed_with_the_version_that_was_read(firm: Firm) -> None:
    made = await firm.employee("王小明", contact=CONTACT)
    path = f"/v1/employees/{made['id']}"
    change = {"name": "王晓明", "contact": {"phone": "13900001111"}}
    changed = await firm.ask("PATCH", path, version=1, json=change)
    assert (changed.json()["name"], changed.json()["contact"]["phone"]) == ("王晓明", "139****1111")
    assert changed.json()["contact"]["email"] == "w***@example.com"
    assert (await firm.ask("PATCH", path, version=1, json=change)).status_code == 412
    wrong = await firm.ask("PATCH", path, version=2, json={"probation_until": "2025-01-01"})
    assert refused(wrong) == (409, "probation_ends_before_hiring", "ORG-6")


@pytest.mark.rule("ORG-8")
async def test_an_account_belongs_to_one_employee(firm: Firm) -> None:
    account = (await firm.house.account("li"))["account"]
    await firm.employee("李强", account_id=account["id"])
    other = await firm.employee("王小明")
    answer = await firm.ask("PATCH", f"/v1/employees/{other['id']}", version=1, json={"account_id": account["id"]})
    assert refused(answer) == (409, "account_taken", "ORG-8")
    body = {"name": "赵", "kind": "formal", "hired_on": "2026-01-05", "account_id": account["id"]}
    assert refused(await firm.ask("POST", "/v1/employees", json=body))[1] == "account_taken"
    assert refused(await firm.ask("POST", "/v1/employees", json=body | {"account_id": f"acc_{'0' * 32}"}))[1] == "account_not_found"


async def test_the_list_is_searched_filtered_and_paged(firm: Firm) -> None:
    top = await firm.unit()
    ops = await firm.unit("运营部", top)
    promoter = await firm.position(ops, planned=2)
    people = [await firm.employee(name) for name in ("王小明", "李强", "赵敏")]
    assert (await firm.assign(people[0], promoter)).status_code == 201
    assert (await firm.assign(people[1], promoter)).status_code == 201

    async def names(query: str) -> list[str]:
        return [row["name"] for row in (await firm.must("GET", f"/v1/employees?{query}"))["data"]]

    assert await names("") == ["王小明", "李强", "赵敏"]
    assert await names("q=李") == ["李强"]
    assert await names(f"q={people[2]['number']}") == ["赵敏"]
    assert await names(f"unit_id={top['id']}") == ["王小明", "李强"]
    assert await names(f"position_id={promoter['id']}") == ["王小明", "李强"]
    assert await names(f"position_id={promoter['id']}&on=2026-01-31") == []
    assert await names("stage=probation") == []
    first = await firm.must("GET", "/v1/employees?limit=2")
    assert (len(first["data"]), first["has_more"]) == (2, True)
    assert await names(f"limit=2&cursor={first['next_cursor']}") == ["赵敏"]
    assert (await firm.ask("GET", "/v1/employees?cursor=x")).status_code == 422


@pytest.mark.rule("ORG-3")
async def test_hiring_past_the_headcount_is_refused(firm: Firm) -> None:
    top = await firm.unit()
    promoter = await firm.position(top, planned=1)
    wang, li = await firm.employee("王小明"), await firm.employee("李强")
    assert (await firm.assign(wang, promoter)).status_code == 201
    answer = await firm.assign(li, promoter)
    assert refused(answer) == (409, "headcount_exceeded", "ORG-3")
    assert "planned for 1 and has 1" in answer.json()["detail"]
    assert (await firm.must("GET", f"/v1/employees/{li['id']}"))["assignments"] == []


@pytest.mark.rule("ORG-3")
async def test_a_position_without_a_plan_takes_nobody(firm: Firm) -> None:
    promoter = await firm.position(await firm.unit(), planned=None)
    assert refused(await firm.assign(await firm.employee(), promoter))[1] == "headcount_exceeded"


@pytest.mark.rule("ORG-3")
async def test_who_begins_later_is_counted_then(firm: Firm) -> None:
    promoter = await firm.position(await firm.unit(), planned=1)
    wang, li = await firm.employee("王小明"), await firm.employee("李强")
    assert (await firm.assign(wang, promoter, valid_from=day(10))).status_code == 201
    assert refused(await firm.assign(li, promoter, valid_from=day(0)))[1] == "headcount_exceeded"
    assert (await firm.assign(li, promoter, valid_from=day(0), valid_until=day(10))).status_code == 201


@pytest.mark.rule("ORG-3")
async def test_two_hires_at_once_fill_one_place_once(firm: Firm) -> None:
    promoter = await firm.position(await firm.unit(), planned=1)
    people = [await firm.employee(name) for name in ("王", "李", "赵")]
    answers = await asyncio.gather(*(firm.assign(person, promoter) for person in people))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]


async def test_one_main_position_at_a_time_and_further_ones_beside_it(firm: Firm) -> None:
    top = await firm.unit()
    first, second = await firm.position(top, planned=2), await firm.position(top, planned=2)
    wang = await firm.employee()
    assert (await firm.assign(wang, first)).status_code == 201
    assert refused(await firm.assign(wang, second)) == (409, "main_position_taken", "ORG-3")
    assert refused(await firm.assign(wang, first, main=False))[1] == "already_holds_position"
    assert (await firm.assign(wang, second, main=False)).status_code == 201
    file = await firm.must("GET", f"/v1/employees/{wang['id']}")
    assert sorted((held["position_id"] == first["id"], held["main"]) for held in file["assignments"]) == [(False, False), (True, True)]
    assert file["position_id"] == first["id"]


async def test_an_assignment_ends_ahead_and_never_in_the_past(firm: Firm) -> None:
    top = await firm.unit()
    first, second = await firm.position(top), await firm.position(top)
    wang = await firm.employee()
    held = (await firm.assign(wang, first)).json()["assignments"][0]
    path = f"/v1/employees/{wang['id']}/assignments/{held['id']}/end"
    assert refused(await firm.ask("POST", path, json={"until": day(-1), "reason": ""}))[1] == "date_in_the_past"
    assert (await firm.must("POST", path, json={"until": day(5), "reason": "调岗"}))["position_id"] == first["id"]
    assert (await firm.assign(wang, second, valid_from=day(5))).status_code == 201
    moved = await firm.must("GET", f"/v1/employees/{wang['id']}?on={day(5)}")
    assert moved["position_id"] == second["id"]
    planned = next(one for one in moved["assignments"] if one["position_id"] == second["id"])
    await firm.must("POST", f"/v1/employees/{wang['id']}/assignments/{planned['id']}/end", json={"until": day(0), "reason": "不调了"})
    assert len((await firm.must("GET", f"/v1/employees/{wang['id']}"))["assignments"]) == 1
    stranger = await firm.employee("李")
    other = f"/v1/employees/{stranger['id']}/assignments/{held['id']}/end"
    assert (await firm.ask("POST", other, json={"until": day(5), "reason": ""})).status_code == 404


async def test_nobody_holds_a_position_before_they_are_hired(firm: Firm) -> None:
    promoter = await firm.position(await firm.unit())
    wang = await firm.employee(hired_on="2026-03-01")
    assert refused(await firm.assign(wang, promoter)) == (409, "not_employed_then", "ORG-6")
    backward = await firm.assign(wang, promoter, valid_from="2026-03-01", valid_until="2026-03-01")
    assert refused(backward)[1] == "assignment_ends_too_early"


@pytest.mark.rule("ORG-7")
async def test_a_head_sees_the_people_below_and_staff_sees_themselves(firm: Firm) -> None:
    top = await firm.unit()
    ops, service = await firm.unit("运营部", top), await firm.unit("客服部", top)
    head = await firm.house.person("head", "people.organisation.read")
    clerk = await firm.house.person("clerk", "people.organisation.read")
    boss = await firm.employee("王经理", account_id=head.account["id"])
    own = await firm.employee("李强", account_id=clerk.account["id"])
    other = await firm.employee("赵敏")
    assert (await firm.assign(own, await firm.position(ops))).status_code == 201
    assert (await firm.assign(other, await firm.position(service))).status_code == 201
    assert (await firm.change(ops, head_id=boss["id"])).status_code == 200

    async def seen(person: Signed) -> list[str]:
        return [row["name"] for row in (await person.ask("GET", "/v1/employees")).json()["data"]]

    assert await seen(head) == ["王经理", "李强"]
    assert await seen(clerk) == ["李强"]
    assert (await clerk.ask("GET", f"/v1/employees/{other['id']}")).status_code == 404
    assert (await head.ask("GET", f"/v1/employees/{own['id']}")).status_code == 200
    assert (await clerk.ask("GET", "/v1/employees/me")).json()["employee"]["name"] == "李强"
    assert (await firm.must("GET", "/v1/employees/me"))["employee"] is None
    for path, body in ((f"/v1/employees/{own['id']}/reveal", {"reason": "好奇"}), ("/v1/employees", {"name": "x"})):
        assert (await clerk.ask("POST", path, json=body)).status_code == 403


@pytest.mark.rule("ORG-7")
async def test_who_reports_to_somebodys_position_is_one_of_their_people(firm: Firm) -> None:
    top = await firm.unit()
    account = await firm.house.person("lead", "people.organisation.read")
    lead = await firm.employee("组长", account_id=account.account["id"])
    above = await firm.position(top)
    below = await firm.position(top, superior_id=above["id"])
    member = await firm.employee("组员")
    assert (await firm.assign(lead, above)).status_code == 201
    assert (await firm.assign(member, below)).status_code == 201
    rows = (await account.ask("GET", "/v1/employees")).json()["data"]
    assert [row["name"] for row in rows] == ["组长", "组员"]
