"""Leave is asked against work sessions and balances, and approved in the employee's own department (rule ATT-9)."""

import asyncio

import pytest

from services.people.tests.api.attendance.attendance_house import Attendance
from services.people.tests.api.attendance.leave_scene import LeaveScene
from services.people.tests.attendance_people import shown_employee

pytestmark = pytest.mark.rule("ATT-9")


@pytest.fixture
async def scene(attendance: Attendance) -> LeaveScene:
    return await LeaveScene(attendance).open()


async def test_half_a_day_is_one_session_and_half_a_balance_is_exact(scene: LeaveScene) -> None:
    await scene.grant("A", "1.5", document="HR-2026-01")
    morning = await scene.leave(first="2026-07-06", until_session=1)
    assert (morning.status_code, morning.json()["amount"], morning.json()["state"]) == (201, "0.5", "waiting")
    (asked,) = (await scene.people["A"].ask("GET", "/v1/approvals?view=asked")).json()["data"]
    assert asked["title_zh"].endswith("（2026-07-06 08:30–12:00）")
    assert asked["title_en"].endswith("(2026-07-06 08:30–12:00)")
    assert await scene.balance() == {"balance": "1.5", "held": "0.5", "available": "1"}
    assert (await scene.decide()).status_code == 200
    assert await scene.balance() == {"balance": "1", "held": "0", "available": "1"}
    over = await scene.leave(first="2026-07-07", last="2026-07-08", until_session=1)
    assert (over.status_code, over.json()["code"], over.json()["rule"]) == (409, "leave_over_balance", "ATT-9")
    whole = await scene.leave(first="2026-07-07")
    assert (whole.status_code, whole.json()["amount"]) == (201, "1")
    assert (await scene.leave(first="2026-07-09", from_session=2)).json()["code"] == "leave_over_balance"
    ledger = await scene.call("A", "GET", "/leave-balances/annual/ledger")
    assert [(line["move"], line["amount"], line["balance"]) for line in ledger["data"]] == [("grant", "1.5", "1.5"), ("use", "-0.5", "1")]
    assert ledger["data"][0]["document"] == "HR-2026-01"


async def test_two_requests_at_once_take_the_balance_once(scene: LeaveScene) -> None:
    await scene.grant("A", "1")
    answers = await asyncio.gather(*(scene.leave(first=f"2026-07-{day:02d}") for day in (6, 7, 8, 9)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


async def test_what_overlaps_is_refused_and_named(scene: LeaveScene) -> None:
    first = (await scene.leave(kind="personal", first="2026-07-06", from_time="09:00", until_time="11:00")).json()
    assert (first["amount"], first["unit"]) == ("2", "hour")
    other = await scene.leave(kind="personal", first="2026-07-06", from_time="10:30", until_time="11:30")
    assert (other.status_code, other.json()["code"]) == (409, "leave_overlaps")
    assert first["number"] in other.json()["detail"]
    assert (await scene.leave(kind="personal", first="2026-07-05", last="2026-07-07")).json()["code"] == "leave_overlaps"
    beside = await scene.leave(kind="personal", first="2026-07-06", from_time="11:00", until_time="12:00")
    assert beside.status_code == 201
    assert (await scene.leave("B", kind="personal", first="2026-07-06")).status_code == 201


async def test_rest_days_cost_nothing_unless_the_kind_counts_calendar_days(scene: LeaveScene) -> None:
    await scene.grant("A", "10")
    week = await scene.call("A", "GET", "/leave-preview?kind=annual&first_on=2026-07-03&last_on=2026-07-06")
    assert (week["amount"], [day["on"][8:] for day in week["days"]]) == ("3", ["03", "04", "06"])
    assert (await scene.refused("A", "GET", "/leave-preview?kind=annual&first_on=2026-07-05&last_on=2026-07-05"))[
        "code"
    ] == "leave_covers_no_work"
    child = await scene.call("A", "GET", "/leave-preview?kind=maternity&first_on=2026-07-03&last_on=2026-07-06")
    assert (child["amount"], len(child["days"])) == ("4", 4)
    assert (await scene.leave(kind="maternity", first="2026-07-06")).json()["code"] == "leave_evidence_missing"
    hours = "kind=personal&first_on=2026-07-06&last_on=2026-07-06&from_time=11:00&until_time=15:00"
    assert (await scene.call("A", "GET", f"/leave-preview?{hours}"))["amount"] == "2"


@pytest.mark.parametrize(
    ("span", "pointer"),
    [
        ({"first_on": "2026-07-08", "last_on": "2026-07-07"}, "/last_on"),
        ({"first_on": "2026-07-08", "last_on": "2026-07-08", "from_session": 3}, "/from_session"),
        ({"first_on": "2026-07-08", "last_on": "2026-07-08", "from_session": 2, "until_session": 1}, "/until_session"),
        ({"first_on": "2026-07-08", "last_on": "2026-07-08", "from_time": "09:00", "until_time": "10:00"}, "/from_time"),
    ],
)
async def test_a_span_that_does_not_hold_is_refused(scene: LeaveScene, span: dict[str, object], pointer: str) -> None:
    answer = await scene.ask("A", "POST", "/leave", json={"kind": "annual", "reason": "family", **span})
    assert (answer.status_code, answer.json()["code"]) == (422, "leave_span_wrong")
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.rule("APR-4", "ORG-7")
async def test_leave_is_taken_back_shortened_and_cancelled(scene: LeaveScene) -> None:
    await scene.grant("A", "5")
    leave = (await scene.leave(first="2026-07-06", last="2026-07-08")).json()
    assert (await scene.ask("A", "POST", f"/leave/{leave['id']}/take-back", version=1, json={"reason": "no"})).status_code == 200
    assert await scene.balance() == {"balance": "5", "held": "0", "available": "5"}
    assert (await scene.people["H"].ask("GET", "/v1/approvals?view=mine")).json()["data"] == []

    leave = (await scene.leave(first="2026-07-06", last="2026-07-08")).json()
    await scene.decide()
    leave = await scene.call("A", "GET", f"/leave/{leave['id']}")
    assert (leave["state"], leave["deciders"], (await scene.balance())["balance"]) == ("approved", ["Login.H"], "2")
    longer = {"first_on": "2026-07-06", "last_on": "2026-07-09", "reason": "more"}
    assert (await scene.refused("A", "POST", f"/leave/{leave['id']}/shorten", version=leave["version"], json=longer))[
        "code"
    ] == "leave_not_shorter"
    less = {"first_on": "2026-07-06", "last_on": "2026-07-07", "until_session": 1, "reason": "back sooner"}
    change = await scene.call("A", "POST", f"/leave/{leave['id']}/shorten", version=leave["version"], json=less)
    assert (change["purpose"], change["amount"], (await scene.balance())["balance"]) == ("shorten", "1.5", "2")
    assert (await scene.call("A", "GET", f"/leave/{leave['id']}"))["state"] == "approved"
    assert (await scene.decide()).status_code == 200
    assert (await scene.call("A", "GET", f"/leave/{leave['id']}"))["state"] == "replaced"
    assert (await scene.balance())["balance"] == "3.5"

    scene.attendance.set_clock("2026-07-06 10:00")
    change = await scene.call("A", "GET", f"/leave/{change['id']}")
    begun = await scene.refused("A", "POST", f"/leave/{change['id']}/take-back", version=change["version"], json={"reason": ""})
    assert begun["code"] == "leave_has_begun"
    await scene.call("A", "POST", f"/leave/{change['id']}/cancel", version=change["version"], json={"reason": "I came to work"})
    assert (await scene.decide()).status_code == 200
    assert (await scene.call("A", "GET", f"/leave/{change['id']}"))["state"] == "cancelled"
    assert (await scene.balance())["balance"] == "5"
    assert (await scene.leave(first="2026-07-06")).status_code == 201


async def test_who_sees_and_files_whose_leave(scene: LeaveScene) -> None:
    mine = (await scene.leave(kind="personal", first="2026-07-06")).json()
    path = f"/leave/{mine['id']}"
    assert [(await scene.ask(who, "GET", path)).status_code for who in "AHPB"] == [200, 200, 200, 404]
    body = {"employee_id": shown_employee("A"), "kind": "personal", "first_on": "2026-07-07", "last_on": "2026-07-07", "reason": "for A"}
    assert [(await scene.ask(who, "POST", "/leave", json=body)).status_code for who in "BP"] == [403, 201]
    # In the employee's name it goes to the employee's own head, whoever filed it.
    inbox = (await scene.people["H"].ask("GET", "/v1/approvals?view=mine")).json()["data"]
    assert len(inbox) == 2
    scene.attendance.company.employee("X", "sales")
    body |= {"employee_id": shown_employee("X")}
    assert (await scene.refused("P", "POST", "/leave", json=body))["code"] == "leave_needs_line"
    calendar = await scene.call("H", "GET", "/leave-calendar?first=2026-07-01&last=2026-07-31")
    assert [(row["employee_name"], row["on"], row["whole_day"]) for row in calendar["data"]] == [
        ("Name A", "2026-07-06", True),
        ("Name A", "2026-07-07", True),
    ]
    assert (await scene.call("B", "GET", "/leave"))["data"] == []


async def test_kinds_are_versioned_and_keep_their_unit(scene: LeaveScene) -> None:
    body = {
        "code": "care", "name_zh": "护理假", "name_en": "Care leave", "paid": True, "balance": False, "unit": "half_day", "evidence": False,
        "effective_from": "2026-07-03", "reason": "new law",
    }  # fmt: skip
    assert (await scene.refused("A", "POST", "/leave-kinds", json=body))["code"] == "forbidden"
    assert (await scene.call("P", "POST", "/leave-kinds", json=body))["version"] == 1
    assert (await scene.leave(kind="care", first="2026-07-06")).status_code == 201
    assert (await scene.refused("P", "POST", "/leave-kinds", json=body | {"unit": "hour"}))["code"] == "leave_unit_fixed"
    past = await scene.refused("P", "POST", "/leave-kinds", json=body | {"effective_from": "2026-07-01"})
    assert (past["code"], past["rule"]) == ("leave_kind_in_the_past", "SYS-6")
    later = body | {"active": False, "effective_from": "2026-08-01", "reason": "law repealed"}
    assert (await scene.call("P", "POST", "/leave-kinds", json=later))["version"] == 2
    assert (await scene.leave(kind="care", first="2026-07-07")).status_code == 201
    assert (await scene.leave(kind="care", first="2026-08-03")).json()["code"] == "leave_kind_closed"


async def test_a_correction_never_takes_what_is_used_or_waits(scene: LeaveScene) -> None:
    await scene.grant("A", "2")
    assert (await scene.leave(first="2026-07-06", until_session=1)).status_code == 201
    body = {"employee_ids": [shown_employee("A")], "kind": "annual", "move": "correct", "amount": "-2", "reason": "granted too much"}
    assert (await scene.refused("P", "POST", "/leave-balances/bookings", json=body))["code"] == "leave_over_balance"
    await scene.call("P", "POST", "/leave-balances/bookings", json=body | {"amount": "-1.5"})
    assert await scene.balance() == {"balance": "0.5", "held": "0.5", "available": "0"}
    sick = body | {"kind": "sick", "move": "grant", "amount": "1"}
    assert (await scene.refused("P", "POST", "/leave-balances/bookings", json=sick))["code"] == "leave_has_no_balance"
    assert (await scene.refused("P", "POST", "/leave-balances/bookings", json=body | {"amount": "0.001"}))["code"] == "leave_amount_wrong"


async def test_a_span_that_nobody_can_mean_is_refused_before_its_days_are_read(scene: LeaveScene, monkeypatch: pytest.MonkeyPatch) -> None:
    async def read_nothing(*_: object, **__: object) -> None:
        raise AssertionError("a century of days was read")

    await scene.grant("A", "1")
    taken = (await scene.leave(first="2026-07-07")).json()
    assert (await scene.decide()).status_code == 200
    monkeypatch.setattr("people.queries.attendance.leave_days.read_day_inputs", read_nothing)
    century = {"first_on": "2000-01-01", "last_on": "2099-12-31"}
    query = "&".join(f"{name}={value}" for name, value in century.items())
    for answer in (
        await scene.leave(first=century["first_on"], last=century["last_on"]),
        await scene.ask("A", "GET", f"/leave-preview?kind=annual&{query}"),
        await scene.ask("A", "POST", f"/leave/{taken['id']}/shorten", version=2, json={**century, "reason": "less"}),
        await scene.leave(first="2026-07-07", last="2026-07-06"),
    ):
        assert (answer.status_code, answer.json()["code"], answer.json()["errors"][0]["pointer"]) == (422, "leave_span_wrong", "/last_on")
    for path in ("/leave-calendar?first=9999-12-31&last=9999-12-31", "/leave-preview?kind=annual&first_on=9999-12-31&last_on=9999-12-31"):
        assert (await scene.ask("A", "GET", path)).status_code == 422


async def test_the_calendar_says_when_there_is_more(scene: LeaveScene, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in (8, 6, 7):
        assert (await scene.leave("A", kind="personal", first=f"2026-07-{day:02d}")).status_code == 201
    whole = await scene.call("H", "GET", "/leave-calendar?first=2026-07-01&last=2026-07-31")
    assert (whole["complete"], [row["on"][8:] for row in whole["data"]]) == (True, ["06", "07", "08"])
    monkeypatch.setattr("people.api.attendance.leave.MOST_AWAY", 2)
    cut = await scene.call("H", "GET", "/leave-calendar?first=2026-07-01&last=2026-07-31")
    assert (cut["complete"], [row["on"][8:] for row in cut["data"]]) == (False, ["06", "07"])


async def test_leave_is_not_taken_back_under_a_change_that_waits(scene: LeaveScene) -> None:
    await scene.grant("A", "2")
    taken = (await scene.leave(first="2026-07-07", last="2026-07-08")).json()
    assert (await scene.decide()).status_code == 200
    less = await scene.ask(
        "A", "POST", f"/leave/{taken['id']}/shorten", version=2, json={"first_on": "2026-07-07", "last_on": "2026-07-07", "reason": "less"}
    )
    assert less.status_code == 201
    refused = await scene.ask("A", "POST", f"/leave/{taken['id']}/take-back", version=2, json={"reason": "not at all"})
    assert (refused.status_code, refused.json()["code"]) == (409, "leave_change_waits")
    assert less.json()["number"] in refused.json()["detail"]
    # The change first, then the leave: nobody is left with a change of nothing to decide.
    assert (await scene.ask("A", "POST", f"/leave/{less.json()['id']}/take-back", version=1, json={"reason": "all"})).status_code == 200
    assert (await scene.ask("A", "POST", f"/leave/{taken['id']}/take-back", version=2, json={"reason": "all"})).status_code == 200
    assert await scene.balance() == {"balance": "2", "held": "0", "available": "2"}


async def test_what_was_asked_for_is_decided_by_the_version_it_named(scene: LeaveScene) -> None:
    """The kind was closed meanwhile: nobody asks for it any more, and what waits can still be approved (rule SYS-6)."""
    await scene.grant("A", "1")
    assert (await scene.leave(first="2026-07-07")).status_code == 201
    closed = {
        "code": "annual",
        "name_zh": "年假",
        "name_en": "Annual leave",
        "paid": True,
        "balance": True,
        "unit": "half_day",
        "evidence": False,
    }
    await scene.call(
        "P", "POST", "/leave-kinds", json={**closed, "active": False, "effective_from": "2026-07-04", "reason": "another kind now"}
    )
    assert (await scene.leave("B", first="2026-07-07")).json()["code"] == "leave_kind_closed"
    approved = await scene.decide()
    assert (approved.status_code, approved.json()["approval"]["state"]) == (200, "approved")


async def test_overtime_of_nobody_who_works_here_then_is_refused_as_overtime(scene: LeaveScene) -> None:
    scene.attendance.company._run("UPDATE employee SET stage = 'left', left_on = '2026-07-05' WHERE number = %s", ("A",))
    wish = {"on": "2026-07-06", "starts": "18:30", "ends": "19:30", "reason": "stocktaking"}
    answer = await scene.ask("A", "POST", "/overtime", json=wish)
    assert (answer.status_code, answer.json()["code"], answer.json()["rule"]) == (409, "overtime_outside_employment", "ATT-12")
    assert (await scene.ask("A", "POST", "/overtime", json={**wish, "on": "9999-12-31"})).status_code == 422
