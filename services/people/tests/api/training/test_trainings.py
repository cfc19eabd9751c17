"""Trainings, sessions, tests and results over HTTP (rule ORG-5)."""

from asyncio import gather
from typing import Any

import pytest

from services.people.tests.firm import day, refused
from services.people.tests.house import House
from services.people.tests.training_school import QUESTIONS, Member, School, moment

pytestmark = pytest.mark.rule("ORG-5")
RIGHT = {"q1": ["b"], "q2": ["true"]}


@pytest.fixture
async def school(house: House) -> School:
    return School(house)


async def take(member: Member, enrolment: dict[str, Any], answers: dict[str, list[str]]) -> dict[str, Any]:
    attempt = await member.must("POST", "/v1/training-attempts", json={"enrolment_id": enrolment["id"]})
    return await member.must("POST", f"/v1/training-attempts/{attempt['id']}/hand-in", json={"answers": answers})


async def test_from_plan_to_certificate(school: School) -> None:
    wang = await school.member("wang")
    training = await school.training()
    session = await school.session(training, begins=-2)
    await school.paper(training)
    [enrolment] = await school.enrol(training, wang, session=session)
    early = await wang.ask("POST", "/v1/training-attempts", json={"enrolment_id": enrolment["id"]})
    assert refused(early) == (409, "not_taken_part", "ORG-5")
    await school.attend(session, (enrolment, "late"))
    done = await take(wang, enrolment, RIGHT)
    assert (done["state"], done["score"], done["most"], done["passed"]) == ("marked", 100, 100, True)
    [own] = (await wang.must("GET", "/v1/training-enrolments/own"))["data"]
    assert (own["state"], own["outcome"], own["score"]) == ("late", "passed", 100)
    assert own["certificate_number"].startswith("TC-")
    assert own["valid_until"] == day(365)
    pdf = await wang.ask("GET", f"/v1/training-certificates/{own['certificate_number']}/pdf")
    assert (pdf.status_code, pdf.headers["content-type"], pdf.content[:5]) == (200, "application/pdf", b"%PDF-")
    again = await wang.ask("POST", "/v1/training-attempts", json={"enrolment_id": enrolment["id"]})
    assert refused(again) == (409, "outcome_stands", "ORG-5")


async def test_right_answers_stay_hidden_until_nobody_can_try_again(school: School) -> None:
    wang = await school.member("wang")
    training = await school.training()
    await school.paper(training, attempts=2)
    [enrolment] = await school.enrol(training, wang)
    first = await wang.must("POST", "/v1/training-attempts", json={"enrolment_id": enrolment["id"]})
    assert "right" in first["questions"][0]
    assert {question["right"] for question in first["questions"]} == {None}
    assert (await wang.ask("GET", f"/v1/trainings/{training['id']}/papers")).status_code == 403
    failed = await wang.must("POST", f"/v1/training-attempts/{first['id']}/hand-in", json={"answers": {"q1": ["b"]}})
    assert (failed["score"], failed["passed"]) == (40, False)
    assert {question["right"] for question in failed["questions"]} == {None}
    [own] = (await wang.must("GET", "/v1/training-enrolments/own"))["data"]
    assert (own["outcome"], own["attempts"], own["attempts_allowed"]) == (None, 1, 2)
    second = await take(wang, enrolment, {"q2": ["false"]})
    assert [question["right"] for question in sorted(second["questions"], key=lambda one: one["id"])] == [["b"], ["true"]]
    [own] = (await wang.must("GET", "/v1/training-enrolments/own"))["data"]
    assert (own["outcome"], own["score"], own["certificate_number"]) == ("failed", 0, None)
    # The same training once more: a new enrolment begins anew.
    [again] = await school.enrol(training, wang)
    assert (await take(wang, again, RIGHT))["passed"] is True


async def test_an_open_attempt_goes_on_with_the_same_questions(school: School) -> None:
    wang, li = await school.member("wang"), await school.member("li")
    training = await school.training()
    questions = [{**QUESTIONS[0], "id": f"k{number}", "points": 10} for number in range(12)]
    await school.paper(training, questions=questions, draw=6)
    mine, theirs = await school.enrol(training, wang, li)
    first = await wang.must("POST", "/v1/training-attempts", json={"enrolment_id": mine["id"]})
    assert (len(first["questions"]), first["most"]) == (6, 60)
    key = first["questions"][0]["id"]
    await wang.must("POST", f"/v1/training-attempts/{first['id']}/answers", json={"answers": {key: ["a"]}})
    await school.paper(training, questions=questions[:3])
    second = await wang.must("POST", "/v1/training-attempts", json={"enrolment_id": mine["id"]})
    assert second["id"] == first["id"]
    assert [one["id"] for one in second["questions"]] == [one["id"] for one in first["questions"]]
    assert (second["questions"][0]["answer"], second["paper_number"]) == (["a"], 1)
    assert (await li.ask("GET", f"/v1/training-attempts/{first['id']}")).status_code == 404
    assert (await li.ask("POST", "/v1/training-attempts", json={"enrolment_id": mine["id"]})).status_code == 404
    assert (await li.must("POST", "/v1/training-attempts", json={"enrolment_id": theirs["id"]}))["paper_number"] == 2
    wrong = await wang.ask("POST", f"/v1/training-attempts/{first['id']}/answers", json={"answers": {"k99": ["a"], key: ["c"]}})
    assert refused(wrong) == (422, "answers_wrong", "ORG-5")
    assert sorted(error["pointer"] for error in wrong.json()["errors"]) == sorted([f"/answers/{key}", "/answers/k99"])


async def test_a_free_text_is_marked_by_somebody_else(school: School) -> None:
    wang = await school.member("wang", None, "people.trainings.plan")
    training = await school.training()
    free = {"id": "q3", "kind": "free_text", "text": "为什么?", "options": [], "right": [], "points": 100}
    await school.paper(training, questions=[*QUESTIONS, free])
    [enrolment] = await school.enrol(training, wang)
    done = await take(wang, enrolment, {**RIGHT, "q3": ["因为信用"]})
    assert (done["state"], done["score"], done["passed"]) == ("waiting", None, None)
    path = f"/v1/training-attempts/{done['id']}/marks"
    own = await wang.ask("POST", path, json={"marks": {"q3": {"points": 100, "comment": ""}}})
    assert refused(own) == (409, "own_result", "ORG-5")
    [waiting] = (await school.firm.must("GET", "/v1/training-attempts/waiting"))["data"]
    assert waiting["id"] == done["id"]
    marked = await school.firm.must("POST", path, json={"marks": {"q3": {"points": 20, "comment": "太短"}}})
    assert (marked["state"], marked["score"], marked["passed"]) == ("marked", 120, True)
    seen = await wang.must("GET", f"/v1/training-attempts/{done['id']}")
    assert [(one["given"], one["comment"]) for one in seen["questions"] if one["id"] == "q3"] == [(20, "太短")]


async def test_a_published_paper_never_changes(school: School, database: Any) -> None:
    training = await school.training()
    await school.paper(training)
    path = f"/v1/trainings/{training['id']}/papers"
    assert refused(await school.firm.ask("POST", f"{path}/1/publish")) == (409, "paper_published", "ORG-5")
    await school.paper(training, pass_mark=80)
    papers = (await school.firm.must("GET", path))["data"]
    assert [(paper["number"], paper["pass_mark"]) for paper in papers] == [(2, 80), (1, 60)]


async def test_staff_and_outside_parties_alike(school: School) -> None:
    wang = await school.member("wang")
    training = await school.training()
    session = await school.session(training, begins=-1)
    await school.paper(training)
    mine, theirs = await school.enrol(training, wang, session=session, outside=("dist-7",))
    await school.attend(session, (mine, "present"), (theirs, "present"))
    by_hand = {"passed": True, "score": None, "comment": ""}
    assert refused(await school.firm.ask("POST", f"/v1/training-enrolments/{mine['id']}/result", json=by_hand)) == (
        409,
        "result_by_test",
        "ORG-5",
    )
    path = f"/v1/training-enrolments/{theirs['id']}/result"
    assert refused(await school.firm.ask("POST", path, json=by_hand)) == (422, "score_needed", "ORG-5")
    result = await school.firm.must("POST", path, json={**by_hand, "score": 60})
    assert (result["outcome"], result["participant_kind"], result["outside_reference"]) == ("passed", "outside", "dist-7")
    assert result["certificate_number"]
    found = (await school.firm.must("GET", f"/v1/training-enrolments?training_id={training['id']}"))["data"]
    assert [one["name"] for one in found] == ["分销商 dist-7", "Wang"]
    # Only who sees all results sees those outside.
    assert [one["name"] for one in (await wang.must("GET", "/v1/training-enrolments"))["data"]] == ["Wang"]
    assert (await wang.ask("GET", f"/v1/training-enrolments/{theirs['id']}")).status_code == 404
    assert (await wang.ask("GET", f"/v1/training-certificates/{result['certificate_number']}/pdf")).status_code == 404
    inside = await school.training(audience={"everyone": True})
    answer = await school.firm.ask(
        "POST", f"/v1/trainings/{inside['id']}/enrolments",
        json={"session_id": None, "employee_ids": [], "outside": [{"reference": "d", "name": "d"}]},
    )  # fmt: skip
    assert refused(answer) == (409, "outside_not_meant", "ORG-5")


async def test_a_full_session_takes_nobody_more_even_at_once(school: School) -> None:
    members = [await school.member(f"m{number}") for number in range(4)]
    training = await school.training()
    session = await school.session(training, capacity=2)
    path = f"/v1/trainings/{training['id']}/enrolments/own"
    answers = await gather(*(one.ask("POST", path, json={"session_id": session["id"]}) for one in members))
    assert sorted(answer.status_code for answer in answers) == [201, 201, 409, 409]
    full = next(answer for answer in answers if answer.status_code == 409)
    assert refused(full) == (409, "session_full", "ORG-5")
    inside = next(one for one, answer in zip(members, answers, strict=True) if answer.status_code == 201)
    mine = (await inside.must("GET", "/v1/training-enrolments/own"))["data"][0]
    assert refused(await inside.ask("POST", path, json={"session_id": session["id"]})) == (409, "already_enrolled", "ORG-5")
    await inside.must("POST", f"/v1/training-enrolments/{mine['id']}/withdraw", json={"reason": "出差"})
    outside = next(one for one, answer in zip(members, answers, strict=True) if answer.status_code == 409)
    assert (await outside.ask("POST", path, json={"session_id": session["id"]})).status_code == 201
    smaller = await school.firm.ask("PATCH", f"/v1/training-sessions/{session['id']}", version=1, json={"capacity": 1})
    assert refused(smaller) == (409, "capacity_too_small", "ORG-5")


async def test_only_those_it_is_meant_for_enrol_themselves(school: School) -> None:
    unit = await school.firm.unit("运营部")
    below = await school.firm.unit("推广组", parent=unit)
    position = await school.firm.position(below)
    wang, li = await school.member("wang", position), await school.member("li")
    training = await school.training(audience={"unit_ids": [unit["id"]]})
    path = f"/v1/trainings/{training['id']}/enrolments/own"
    assert (await wang.ask("POST", path, json={"session_id": None})).status_code == 201
    assert refused(await li.ask("POST", path, json={"session_id": None})) == (409, "not_in_audience", "ORG-5")
    meant = (await school.firm.must("GET", f"/v1/trainings/{training['id']}/audience"))["data"]
    assert [(one["name"], one["state"]) for one in meant] == [("Wang", "enrolled")]
    fresh = await school.training(audience={"new_hire_days": 1})
    assert (await li.ask("POST", f"/v1/trainings/{fresh['id']}/enrolments/own", json={"session_id": None})).status_code == 409
    empty = {"code": "E", "title": "t", "kind": "other", "goal": "", "unit_id": None, "audience": {}, "certificate_months": None}
    assert refused(await school.firm.ask("POST", "/v1/trainings", json=empty)) == (422, "audience_empty", "ORG-5")


async def test_participation_has_its_time_and_its_reasons(school: School) -> None:
    wang = await school.member("wang")
    training = await school.training(certificate_months=None)
    later, now = await school.session(training), await school.session(training, begins=-3)
    [enrolment] = await school.enrol(training, wang, session=now)
    path = f"/v1/training-sessions/{now['id']}/participation"
    silent = {"marks": [{"enrolment_id": enrolment["id"], "state": "absent", "reason": ""}]}
    assert refused(await school.firm.ask("POST", path, json=silent)) == (422, "absent_without_reason", "ORG-5")
    early = await school.firm.ask("POST", f"/v1/training-sessions/{later['id']}/participation", json=silent)
    assert refused(early)[1] in ("session_not_begun", "absent_without_reason")
    await school.attend(now, (enrolment, "absent"))
    result = {"passed": True, "score": None, "comment": ""}
    gone = await school.firm.ask("POST", f"/v1/training-enrolments/{enrolment['id']}/result", json=result)
    assert refused(gone) == (409, "enrolment_over", "ORG-5")
    await school.attend(now, (enrolment, "present"))
    done = await school.firm.must("POST", f"/v1/training-enrolments/{enrolment['id']}/result", json=result)
    assert (done["outcome"], done["certificate_number"]) == ("passed", None)
    twice = await school.firm.ask("POST", f"/v1/training-enrolments/{enrolment['id']}/result", json={**result, "passed": False})
    assert refused(twice) == (409, "outcome_stands", "ORG-5")


async def test_a_cancelled_session_frees_its_people(school: School) -> None:
    wang = await school.member("wang")
    training = await school.training()
    session = await school.session(training)
    await school.enrol(training, wang, session=session)
    path = f"/v1/training-sessions/{session['id']}/cancel"
    assert (await school.firm.ask("POST", path, version=9, json={"reason": "讲师生病"})).status_code == 412
    await school.firm.must("POST", path, version=1, json={"reason": "讲师生病"})
    other = await school.session(training, begins=48)
    await school.enrol(training, wang, session=other)
    answer = await wang.ask("POST", f"/v1/trainings/{training['id']}/enrolments/own", json={"session_id": session["id"]})
    assert refused(answer) == (409, "session_cancelled", "ORG-5")


async def test_certificates_that_run_out_are_listed_until_renewed(school: School) -> None:
    wang = await school.member("wang")
    short, long = await school.training(certificate_months=1), await school.training(certificate_months=0)
    for training in (short, long):
        await school.paper(training)
        [enrolment] = await school.enrol(training, wang)
        await take(wang, enrolment, RIGHT)
    listed = (await school.firm.must("GET", f"/v1/training-certificates/expiring?until={day(40)}"))["data"]
    assert [one["code"] for one in listed] == [short["code"]]
    assert (await school.firm.must("GET", f"/v1/training-certificates/expiring?until={day(5)}"))["data"] == []
    assert len((await wang.must("GET", f"/v1/training-certificates/expiring?until={day(40)}"))["data"]) == 1


async def test_what_people_think_is_summed_without_names(school: School) -> None:
    wang, li = await school.member("wang"), await school.member("li")
    training = await school.training()
    mine, theirs = await school.enrol(training, wang, li)
    opinion = {"content": 5, "teaching": 4, "usefulness": 3, "comment": "很实用"}
    await wang.must("POST", f"/v1/training-enrolments/{mine['id']}/rating", json=opinion)
    await wang.must("POST", f"/v1/training-enrolments/{mine['id']}/rating", json={**opinion, "content": 4})
    await li.must("POST", f"/v1/training-enrolments/{theirs['id']}/rating", json={**opinion, "content": 3, "comment": ""})
    assert (await li.ask("POST", f"/v1/training-enrolments/{mine['id']}/rating", json=opinion)).status_code == 404
    found = await li.must("GET", f"/v1/trainings/{training['id']}/ratings")
    assert found == {"count": 2, "content": "3.50", "teaching": "4.00", "usefulness": "3.00", "comments": ["很实用"]}


async def test_drafts_and_versions(school: School) -> None:
    wang = await school.member("wang")
    draft = await school.training(opened=False)
    assert (await wang.ask("GET", f"/v1/trainings/{draft['id']}")).status_code == 404
    assert (await wang.must("GET", "/v1/trainings"))["data"] == []
    answer = await school.firm.ask(
        "POST", f"/v1/trainings/{draft['id']}/enrolments", json={"session_id": None, "employee_ids": [wang.id], "outside": []}
    )
    assert refused(answer) == (409, "training_not_open", "ORG-5")
    assert (await school.firm.ask("PATCH", f"/v1/trainings/{draft['id']}", version=7, json={"title": "x"})).status_code == 412
    changed = await school.firm.must("PATCH", f"/v1/trainings/{draft['id']}", version=1, json={"title": "新名", "certificate_months": None})
    assert (changed["title"], changed["certificate_months"], changed["version"]) == ("新名", None, 2)
    await school.firm.must("POST", f"/v1/trainings/{draft['id']}/close", version=2)
    assert refused(await school.firm.ask("PATCH", f"/v1/trainings/{draft['id']}", version=3, json={"title": "x"})) == (
        409,
        "training_closed",
        "ORG-5",
    )
    bad = {"training_id": draft["id"], "starts_at": moment(hours=2), "ends_at": moment(hours=1), "place": "", "trainer": "x", "capacity": 1}
    assert refused(await school.firm.ask("POST", "/v1/training-sessions", json=bad)) == (422, "session_ends_before_it_begins", "ORG-5")
