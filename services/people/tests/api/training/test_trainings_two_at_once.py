"""What goes wrong where trainings are changed meanwhile, or by two at once (rule ORG-5)."""

from asyncio import gather
from typing import Any

import pytest

from services.people.tests.firm import refused
from services.people.tests.house import House
from services.people.tests.training_school import School, moment

pytestmark = pytest.mark.rule("ORG-5")
WRONG = {"answers": {}}


@pytest.fixture
async def school(house: House) -> School:
    return School(house)


def pointers(answer: Any) -> list[str]:
    return [error["pointer"] for error in answer.json()["errors"]]


async def test_a_code_is_given_once_even_at_once(school: School) -> None:
    body = {"code": "TWICE", "title": "t", "kind": "other", "goal": "", "unit_id": None, "audience": {"everyone": True}}
    answers = await gather(*(school.firm.ask("POST", "/v1/trainings", json={**body, "certificate_months": None}) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    taken = next(answer for answer in answers if answer.status_code == 409)
    assert (refused(taken), pointers(taken)) == ((409, "training_code_taken", "ORG-5"), ["/code"])


async def test_a_refused_field_is_named(school: School) -> None:
    unit = await school.firm.unit()
    training = await school.training()
    stranger = unit["id"][:-4] + "0000"
    wish = {"unit_id": stranger, "audience": {"unit_ids": [unit["id"], stranger]}}
    path = f"/v1/trainings/{training['id']}"
    answer = await school.firm.ask("PATCH", path, version=training["version"], json=wish)
    assert (refused(answer), pointers(answer)) == ((422, "audience_unknown", "ORG-5"), ["/audience/unit_ids/1", "/unit_id"])
    wang, li = await school.member("wang"), await school.member("li")
    session = await school.session(training)
    await school.enrol(training, wang, li, session=session)
    path = f"/v1/training-sessions/{session['id']}"
    small = await school.firm.ask("PATCH", path, version=1, json={"capacity": 1})
    assert (refused(small), pointers(small)) == ((409, "capacity_too_small", "ORG-5"), ["/capacity"])
    early = await school.firm.ask("PATCH", path, version=1, json={"ends_at": moment(hours=1)})
    assert (refused(early), pointers(early)) == ((422, "session_ends_before_it_begins", "ORG-5"), ["/ends_at"])
    assert (await school.firm.ask("PATCH", path, version=2, json={"place": "三楼"})).status_code == 412
    moved = await school.firm.must("PATCH", path, version=1, json={"place": "三楼", "capacity": 2, "starts_at": moment(hours=23)})
    assert [(one["place"], one["capacity"], one["taken"], one["version"]) for one in moved["sessions"]] == [("三楼", 2, 2, 2)]


async def test_another_unit_that_gives_it_is_in_the_audit_trail(school: School) -> None:
    unit = await school.firm.unit()
    training = await school.training()
    await school.firm.must("PATCH", f"/v1/trainings/{training['id']}", version=training["version"], json={"unit_id": unit["id"]})
    entries = (await school.firm.must("GET", f"/v1/audit-entries?noun_id={training['id']}&limit=100"))["data"]
    [changed] = [one for one in entries if one["action"] == "training.changed"]
    assert (changed["before"]["unit_id"], changed["after"]["unit_id"]) == (None, unit["id"])


async def test_a_mark_says_whether_somebody_was_there_and_nothing_else(school: School) -> None:
    wang = await school.member("wang")
    training = await school.training()
    session = await school.session(training, begins=-2)
    [enrolment] = await school.enrol(training, wang, session=session)
    path = f"/v1/training-sessions/{session['id']}/participation"
    for state in ("withdrawn", "enrolled"):
        marks = [{"enrolment_id": enrolment["id"], "state": state, "reason": ""}]
        assert (await school.firm.ask("POST", path, json={"marks": marks})).status_code == 422
    silent = {"marks": [{"enrolment_id": enrolment["id"], "state": "absent", "reason": ""}]}
    assert pointers(await school.firm.ask("POST", path, json=silent)) == ["/marks/0/reason"]
    assert (await wang.must("GET", "/v1/training-enrolments/own"))["data"][0]["state"] == "enrolled"


async def test_whoever_has_begun_the_test_was_there(school: School) -> None:
    wang, li = await school.member("wang"), await school.member("li")
    training = await school.training()
    session = await school.session(training, begins=-2)
    await school.paper(training)
    [mine] = await school.enrol(training, wang, session=session)
    await school.attend(session, (mine, "present"))
    attempt = await wang.must("POST", "/v1/training-attempts", json={"enrolment_id": mine["id"]})
    absent = {"marks": [{"enrolment_id": mine["id"], "state": "absent", "reason": "病假"}]}
    answer = await school.firm.ask("POST", f"/v1/training-sessions/{session['id']}/participation", json=absent)
    assert refused(answer) == (409, "test_begun", "ORG-5")
    await wang.must("POST", f"/v1/training-attempts/{attempt['id']}/hand-in", json={"answers": {"q1": ["b"], "q2": ["true"]}})
    [own] = (await wang.must("GET", "/v1/training-enrolments/own"))["data"]
    assert (own["state"], own["outcome"]) == ("present", "passed")
    [alone] = await school.enrol(training, li)
    await li.must("POST", "/v1/training-attempts", json={"enrolment_id": alone["id"]})
    answer = await li.ask("POST", f"/v1/training-enrolments/{alone['id']}/withdraw", json={"reason": "太难"})
    assert refused(answer) == (409, "test_begun", "ORG-5")


async def test_a_new_paper_with_fewer_attempts_strands_nobody(school: School) -> None:
    wang = await school.member("wang")
    training = await school.training()
    await school.paper(training, attempts=3)
    [enrolment] = await school.enrol(training, wang)
    first = await wang.must("POST", "/v1/training-attempts", json={"enrolment_id": enrolment["id"]})
    await wang.must("POST", f"/v1/training-attempts/{first['id']}/hand-in", json=WRONG)
    await school.paper(training, attempts=1)
    [own] = (await wang.must("GET", "/v1/training-enrolments/own"))["data"]
    assert (own["outcome"], own["attempts"], own["attempts_allowed"]) == (None, 1, 3)
    second = await wang.must("POST", "/v1/training-attempts", json={"enrolment_id": enrolment["id"]})
    assert second["paper_number"] == 2
    await wang.must("POST", f"/v1/training-attempts/{second['id']}/hand-in", json=WRONG)
    [own] = (await wang.must("GET", "/v1/training-enrolments/own"))["data"]
    assert own["outcome"] == "failed"
    # With a result they may take the training again.
    await school.enrol(training, wang)


async def test_nobody_takes_part_twice_at_a_time(school: School) -> None:
    wang = await school.member("wang")
    training = await school.training()
    missed, other = await school.session(training, begins=-2), await school.session(training, begins=30)
    [first] = await school.enrol(training, wang, session=missed)
    await school.attend(missed, (first, "absent"))
    await school.enrol(training, wang, session=other)
    there = {"marks": [{"enrolment_id": first["id"], "state": "present", "reason": ""}]}
    answer = await school.firm.ask("POST", f"/v1/training-sessions/{missed['id']}/participation", json=there)
    assert refused(answer) == (409, "already_enrolled", "ORG-5")


async def test_what_still_goes_on_can_be_asked_for(school: School) -> None:
    wang = await school.member("wang")
    over, ahead = await school.training(), await school.training()
    [done] = await school.enrol(over, wang)
    await school.firm.must("POST", f"/v1/training-enrolments/{done['id']}/result", json={"passed": True, "score": None, "comment": ""})
    await school.enrol(ahead, wang)
    found = (await wang.must("GET", "/v1/training-enrolments/own?undecided=true"))["data"]
    assert [one["training_id"] for one in found] == [ahead["id"]]
    assert len((await wang.must("GET", "/v1/training-enrolments/own"))["data"]) == 2
    # The administrator is nobody's employee: their desk is empty, and no refusal.
    assert (await school.firm.must("GET", "/v1/training-enrolments/own?undecided=true"))["data"] == []


async def test_many_are_enrolled_in_one_go(school: School) -> None:
    training = await school.training()
    names = tuple(f"d-{number}" for number in (3, 1, 2))
    made = await school.enrol(training, outside=names)
    assert [one["outside_reference"] for one in made] == list(names)
