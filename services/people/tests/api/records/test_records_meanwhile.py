"""Meetings, tasks and files that are changed meanwhile, by two at once, or by somebody they are not (rule ORG-9)."""

import asyncio
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from people.jobs.forget_unfiled_uploads import run as forget
from services.people.tests.api.records.test_files import file, upload
from services.people.tests.api.records.test_meetings import call, close, decision, write
from services.people.tests.firm import day, refused
from services.people.tests.house import House
from services.people.tests.training_school import School, moment

pytestmark = pytest.mark.rule("ORG-9")


@pytest.fixture
async def school(house: House) -> School:
    return School(house)


def pointers(answer: Any) -> list[str]:
    return [error["pointer"] for error in answer.json()["errors"]]


async def test_ones_own_task_is_no_way_to_give_work_to_strangers(school: School) -> None:
    wang, li = await school.member("wang"), await school.member("li")
    own = await wang.must("POST", "/v1/tasks", json={"title": "自己的事", "owner_id": None, "due_on": day(1)})
    assert own["may_change"] is True
    path = f"/v1/tasks/{own['id']}"
    answer = await wang.ask("PATCH", path, version=1, json={"owner_id": li.id, "reason": "请帮忙"})
    assert (refused(answer), pointers(answer)) == ((403, "not_your_people", "ORG-9"), ["/owner_id"])
    past = await wang.ask("PATCH", path, version=1, json={"due_on": day(-1), "reason": "改期"})
    assert (refused(past), pointers(past)) == ((409, "due_in_the_past", "ORG-9"), ["/due_on"])
    assert (await li.must("GET", "/v1/tasks"))["data"] == []


async def test_a_task_says_whether_one_may_change_it(school: School) -> None:
    chair, wang, li = await school.member("chair"), await school.member("wang"), await school.member("li")
    await close(chair, await write(chair, await call(chair, wang, li), decision("d1", wang, day(2))))
    may = {}
    for name, who in (("chair", chair), ("wang", wang), ("li", li), ("boss", school.firm)):
        [task] = (await who.must("GET", "/v1/tasks"))["data"]
        may[name] = task["may_change"]
    assert may == {"chair": True, "wang": False, "li": False, "boss": True}
    # A late task may be reworded without another day; the chair may hand it on to whoever the minutes could name.
    moved = await chair.must("PATCH", f"/v1/tasks/{task['id']}", version=1, json={"owner_id": li.id, "reason": "王请假"})
    assert (moved["owner_name"], moved["may_change"]) == ("Li", True)
    done = await li.must("POST", f"/v1/tasks/{task['id']}/done", version=2, json={"note": ""})
    assert done["may_change"] is False


async def test_a_late_task_can_be_reworded_with_its_day_as_it_is(school: School, database: Any) -> None:
    wang = await school.member("wang")
    own = await wang.must("POST", "/v1/tasks", json={"title": "旧", "owner_id": None, "due_on": day(0)})
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("UPDATE task SET due_on = due_on - 2")
    wish = {"title": "新", "due_on": day(-2), "reason": "说清楚"}
    assert (await wang.must("PATCH", f"/v1/tasks/{own['id']}", version=1, json=wish))["title"] == "新"


async def test_unchanged_decisions_leave_their_tasks_alone(school: School) -> None:
    chair, wang, li = await school.member("chair"), await school.member("wang"), await school.member("li")
    decisions = [decision("d1", wang, day(2)), decision("d2", wang, day(3))]
    meeting = await close(chair, await write(chair, await call(chair, wang), *decisions))
    task = next(one for one in (await chair.must("GET", "/v1/tasks"))["data"] if one["due_on"] == day(2))
    await chair.must("PATCH", f"/v1/tasks/{task['id']}", version=1, json={"owner_id": li.id, "due_on": day(9), "reason": "王请假"})
    meeting = await chair.must("POST", f"/v1/meetings/{meeting['id']}/minutes", version=meeting["version"], json={"reason": "改一处文字"})
    await close(chair, await write(chair, meeting, decisions[0], text="更正文字"))
    kept = await chair.must("GET", f"/v1/tasks/{task['id']}")
    assert (kept["owner_name"], kept["due_on"], kept["state"], kept["version"]) == ("Li", day(9), "open", 2)


async def test_a_struck_out_decision_lends_its_id_to_no_other(school: School) -> None:
    chair, wang = await school.member("chair"), await school.member("wang")
    meeting = await close(chair, await write(chair, await call(chair, wang), decision("d1", wang, day(2))))
    path = f"/v1/meetings/{meeting['id']}/minutes"
    meeting = await chair.must("POST", path, version=meeting["version"], json={"reason": "撤销"})
    meeting = await close(chair, await write(chair, meeting))
    meeting = await chair.must("POST", path, version=meeting["version"], json={"reason": "新的决定"})
    again = await write(chair, meeting, decision("d1", wang, day(4), text="别的事"))
    answer = await chair.ask("POST", f"{path}/close", version=again["version"])
    assert (refused(answer), pointers(answer)) == ((422, "decisions_incomplete", "ORG-9"), ["/decisions/0/id"])
    await close(chair, await write(chair, again, decision("d2", wang, day(4), text="别的事")))
    tasks = (await wang.must("GET", "/v1/tasks"))["data"]
    assert [(one["title"], one["state"]) for one in tasks] == [("清点库存", "dropped"), ("别的事", "open")]


async def test_an_owner_nobody_knows_is_named_with_the_decision(school: School) -> None:
    chair, wang = await school.member("chair"), await school.member("wang")
    stranger = {**decision("d1", wang, day(2)), "owner_id": wang.id[:-4] + "0000"}
    meeting = await write(chair, await call(chair, wang), stranger)
    answer = await chair.ask("POST", f"/v1/meetings/{meeting['id']}/minutes/close", version=meeting["version"])
    assert (refused(answer), pointers(answer)) == ((422, "decisions_incomplete", "ORG-9"), ["/decisions/0/owner_id"])


async def test_a_meeting_of_no_unit_that_exists_is_refused(school: School) -> None:
    chair = await school.member("chair")
    stranger = (await school.firm.unit())["id"][:-4] + "0000"
    meeting = await call(chair, begins=3)
    path = f"/v1/meetings/{meeting['id']}"
    assert refused(await chair.ask("PATCH", path, version=1, json={"unit_id": stranger}))[:2] == (404, "unit_not_found")
    body = {"title": "t", "unit_id": stranger, "starts_at": moment(hours=1), "ends_at": moment(hours=2), "place": "", "agenda": []}
    answer = await chair.ask("POST", "/v1/meetings", json={**body, "chair_id": None, "writer_id": None, "invited": []})
    assert refused(answer)[:2] == (404, "unit_not_found")
    early = await chair.ask("PATCH", path, version=1, json={"ends_at": moment(hours=1)})
    assert (refused(early), pointers(early)) == ((422, "meeting_ends_before_it_begins", "ORG-9"), ["/ends_at"])


async def test_who_was_there_is_not_lost_with_the_invitation(school: School) -> None:
    chair, wang, li = await school.member("chair"), await school.member("wang"), await school.member("li")
    meeting = await call(chair, wang)
    path = f"/v1/meetings/{meeting['id']}"
    stranger = {"marks": [{"employee_id": one.id, "presence": "present", "reason": ""} for one in (wang, li)]}
    answer = await chair.ask("POST", f"{path}/presence", json=stranger)
    assert (refused(answer), pointers(answer)) == ((422, "not_invited", "ORG-9"), ["/marks/1/employee_id"])
    await chair.must("POST", f"{path}/presence", json={"marks": stranger["marks"][:1]})
    gone = await chair.ask("PATCH", path, version=1, json={"invited": [li.id]})
    assert (refused(gone), pointers(gone)) == ((409, "presence_noted", "ORG-9"), ["/invited"])
    assert gone.json()["detail"].startswith("It is noted whether Wang came")
    changed = await chair.must("PATCH", path, version=1, json={"invited": [wang.id, li.id], "writer_id": wang.id})
    assert [(one["name"], one["presence"]) for one in changed["invited"]] == [
        ("Chair", "invited"),
        ("Wang", "present"),
        ("Li", "invited"),
    ]
    entries = (await school.firm.must("GET", f"/v1/audit-entries?noun_id={meeting['id']}&limit=100"))["data"]
    [entry] = [one for one in entries if one["action"] == "meeting.changed"]
    assert (entry["before"]["writer_id"], entry["after"]["writer_id"], entry["after"]["invited"]) == (chair.id, wang.id, [li.id])


async def test_ones_own_meetings_of_the_next_days(school: School) -> None:
    chair, wang = await school.member("chair"), await school.member("wang")
    soon = await call(chair, wang, begins=2)
    await call(chair, begins=3)
    off = await call(chair, wang, begins=4)
    await chair.must("POST", f"/v1/meetings/{off['id']}/cancel", version=1, json={"reason": "改期"})
    params = {"mine": True, "state": "planned", "since": moment(hours=0), "before": moment(hours=24)}
    assert [one["id"] for one in (await wang.must("GET", "/v1/meetings", params=params))["data"]] == [soon["id"]]
    # Who oversees all meetings is invited to none of them.
    assert (await school.firm.must("GET", "/v1/meetings", params=params))["data"] == []


async def test_a_file_that_is_just_being_filed_is_not_swept_away(school: School, database: Any, app: Any) -> None:
    head = await school.member("head", await school.firm.position(await school.firm.unit()))
    await upload(head)
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    async with await psycopg.AsyncConnection.connect(url) as filing:
        await filing.execute("UPDATE file_upload SET begun_at = begun_at - %s", [timedelta(days=2)])
        await filing.commit()
        await filing.execute("UPDATE file_upload SET filed = true")
        sweep = asyncio.create_task(forget(app.state.context))
        await asyncio.sleep(0.5)
        await filing.commit()
        await sweep
        assert await (await filing.execute("SELECT count(*) FROM file_part")).fetchone() == (1,)


async def test_what_is_destroyed_is_told_by_the_audit_trail_and_stays_as_it_is(school: School, database: Any) -> None:
    unit = await school.firm.unit("运营部")
    head = await school.member("head", await school.firm.position(unit), "people.files.oversee")
    made = (await file(head, unit, keep_until=day(30))).json()
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("UPDATE document SET keep_until = current_date - 3")
    path = f"/v1/files/{made['id']}"
    await head.must("POST", f"{path}/destroy", version=1, json={"reason": "到期"})
    entries = (await school.firm.must("GET", f"/v1/audit-entries?noun_id={made['id']}&limit=100"))["data"]
    [entry] = [one for one in entries if one["action"] == "document.destroyed"]
    first = made["versions"][0]
    assert (entry["reason"], entry["after"]["unit_id"], entry["after"]["name"]) == ("到期", unit["id"], "考勤制度")
    assert entry["after"]["versions"] == [{"number": 1, "file": "制度.pdf", "size": first["size"], "digest": first["digest"]}]
    assert refused(await head.ask("PUT", f"{path}/access", version=2, json={"access": []})) == (409, "document_fixed", "ORG-9")
