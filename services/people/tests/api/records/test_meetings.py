"""Meetings, minutes and the tasks that come of them (rule ORG-9)."""

from typing import Any

import pytest

from people.jobs.remind_of_tasks import run as remind
from services.people.tests.firm import day, refused
from services.people.tests.house import House
from services.people.tests.training_school import Member, School, moment

pytestmark = pytest.mark.rule("ORG-9")
Json = dict[str, Any]


@pytest.fixture
async def school(house: House) -> School:
    return School(house)


async def call(chair: Member, *invited: Member, begins: float = -1, **changes: Any) -> Json:
    body: Json = {
        "title": "周会",
        "unit_id": None,
        "starts_at": moment(hours=begins),
        "ends_at": moment(hours=begins + 1),
        "place": "二楼",
        "chair_id": None,
        "writer_id": None,
        "agenda": [{"title": "上周数据", "minutes": 15, "presenter": "王"}],
        "invited": [one.id for one in invited],
    }
    return await chair.must("POST", "/v1/meetings", json={**body, **changes})


def decision(key: str, owner: Member | None, due: str | None, text: str = "清点库存") -> Json:
    return {"id": key, "text": text, "owner_id": owner and owner.id, "due_on": due}


async def write(chair: Member, meeting: Json, *decisions: Json, text: str = "讨论了数据") -> Json:
    path = f"/v1/meetings/{meeting['id']}/minutes"
    return await chair.must("PUT", path, version=meeting["version"], json={"text": text, "decisions": list(decisions)})


async def close(chair: Member, meeting: Json) -> Json:
    return await chair.must("POST", f"/v1/meetings/{meeting['id']}/minutes/close", version=meeting["version"])


async def test_decisions_become_tasks_with_owner_and_due_date(school: School) -> None:
    chair, wang, li = await school.member("chair"), await school.member("wang"), await school.member("li")
    meeting = await call(chair, wang)
    assert [one["name"] for one in meeting["invited"]] == ["Chair", "Wang"]
    assert (await li.ask("GET", f"/v1/meetings/{meeting['id']}")).status_code == 404
    foreign = await wang.ask("PUT", f"/v1/meetings/{meeting['id']}/minutes", version=1, json={"text": "x", "decisions": []})
    assert refused(foreign) == (403, "not_your_meeting", "ORG-9")
    meeting = await write(chair, meeting, decision("d1", None, None), decision("d2", wang, day(-1)))
    early = await chair.ask("POST", f"/v1/meetings/{meeting['id']}/minutes/close", version=meeting["version"])
    assert refused(early) == (422, "decisions_incomplete", "ORG-9")
    assert [error["pointer"] for error in early.json()["errors"]] == ["/decisions/0/owner_id", "/decisions/0/due_on", "/decisions/1/due_on"]
    assert (await chair.must("GET", "/v1/tasks"))["data"] == []
    meeting = await close(chair, await write(chair, meeting, decision("d1", wang, day(3)), decision("d2", li, day(1))))
    assert (meeting["state"], meeting["task_count"], meeting["open_task_count"]) == ("closed", 2, 2)
    [mine] = (await wang.must("GET", "/v1/tasks?mine=true"))["data"]
    assert (mine["title"], mine["due_on"], mine["giver_name"], mine["meeting_number"]) == ("清点库存", day(3), "Chair", meeting["number"])
    # Li was not in the meeting, and sees only the task.
    assert [one["owner_name"] for one in (await li.must("GET", "/v1/tasks"))["data"]] == ["Li"]
    assert [one["owner_name"] for one in (await chair.must("GET", "/v1/tasks"))["data"]] == ["Li", "Wang"]


async def test_closed_minutes_never_change_and_a_later_version_has_a_reason(school: School, database: Any) -> None:
    chair, wang = await school.member("chair"), await school.member("wang")
    first = await write(
        chair, await call(chair, wang), decision("d1", wang, day(3)), decision("d2", wang, day(4)), decision("d3", wang, day(5))
    )
    meeting = await close(chair, first)
    again = await chair.ask("PUT", f"/v1/meetings/{meeting['id']}/minutes", version=meeting["version"], json={"text": "?", "decisions": []})
    assert refused(again) == (409, "minutes_closed", "ORG-9")
    done = next(one for one in (await wang.must("GET", "/v1/tasks"))["data"] if one["due_on"] == day(5))
    await wang.must("POST", f"/v1/tasks/{done['id']}/done", version=1, json={"note": "已清点"})
    path = f"/v1/meetings/{meeting['id']}/minutes"
    assert (await chair.ask("POST", path, version=meeting["version"], json={"reason": ""})).status_code == 422
    meeting = await chair.must("POST", path, version=meeting["version"], json={"reason": "记错了负责人"})
    twice = await chair.ask("POST", path, version=meeting["version"], json={"reason": "再来一版"})
    assert refused(twice) == (409, "minutes_open", "ORG-9")
    # d1 goes to the chair, d2 and d3 are struck out: d3 is done and stays done.
    meeting = await close(chair, await write(chair, meeting, decision("d1", chair, day(3)), text="更正"))
    assert [(one["number"], one["state"], one["text"], one["reason"]) for one in meeting["minutes"]] == [
        (2, "closed", "更正", "记错了负责人"),
        (1, "closed", "讨论了数据", ""),
    ]
    tasks = (await chair.must("GET", f"/v1/tasks?meeting_id={meeting['id']}"))["data"]
    assert [(one["due_on"], one["owner_name"], one["state"], one["note"]) for one in tasks] == [
        (day(3), "Chair", "open", ""),
        (day(4), "Wang", "dropped", "记错了负责人"),
        (day(5), "Wang", "done", "已清点"),
    ]
    import psycopg

    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as connection, pytest.raises(psycopg.errors.RaiseException, match="never change"):
        connection.execute("UPDATE meeting_minutes SET text = 'x' WHERE number = 1")


async def test_who_may_end_and_move_a_task(school: School) -> None:
    unit = await school.firm.unit("运营部")
    position = await school.firm.position(unit, planned=3)
    head, wang, li = [await school.member(name, position) for name in ("head", "wang", "li")]
    await school.firm.change(unit, head_id=head.id)
    refusal = await wang.ask("POST", "/v1/tasks", json={"title": "x", "owner_id": li.id, "due_on": day(1)})
    assert refused(refusal) == (403, "not_your_people", "ORG-9")
    task = await head.must("POST", "/v1/tasks", json={"title": "写文案", "owner_id": wang.id, "due_on": day(1)})
    path = f"/v1/tasks/{task['id']}"
    assert (await li.ask("GET", path)).status_code == 404
    assert refused(await wang.ask("POST", f"{path}/drop", version=1, json={"reason": "不想做"})) == (403, "not_your_task", "ORG-9")
    assert refused(await wang.ask("PATCH", path, version=1, json={"due_on": day(9), "reason": "太忙"})) == (403, "not_your_task", "ORG-9")
    assert refused(await head.ask("PATCH", path, version=1, json={"due_on": day(-1), "reason": "改期"})) == (
        409,
        "due_in_the_past",
        "ORG-9",
    )
    moved = await head.must("PATCH", path, version=1, json={"owner_id": li.id, "due_on": day(2), "reason": "王请假"})
    assert (moved["owner_name"], moved["due_on"], moved["version"]) == ("Li", day(2), 2)
    assert (await li.ask("POST", f"{path}/done", version=1, json={"note": ""})).status_code == 412
    done = await li.must("POST", f"{path}/done", version=2, json={"note": "好了"})
    assert (done["state"], done["note"], done["overdue"]) == ("done", "好了", False)
    assert refused(await head.ask("POST", f"{path}/drop", version=3, json={"reason": "不用了"})) == (409, "task_over", "ORG-9")
    own = await wang.must("POST", "/v1/tasks", json={"title": "自己的事", "owner_id": None, "due_on": day(0)})
    await wang.must("POST", f"/v1/tasks/{own['id']}/drop", version=1, json={"reason": "自己定的，不做了"})


async def test_late_tasks_are_listed_and_reminded_of_once_a_day(school: School, app: Any, database: Any) -> None:
    wang = await school.member("wang")
    soon = await wang.must("POST", "/v1/tasks", json={"title": "明天", "owner_id": None, "due_on": day(1)})
    later = await wang.must("POST", "/v1/tasks", json={"title": "以后", "owner_id": None, "due_on": day(2)})
    late = await wang.must("POST", "/v1/tasks", json={"title": "过期", "owner_id": None, "due_on": day(0)})
    import psycopg

    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("UPDATE task SET due_on = due_on - 2 WHERE number = %s", [late["number"]])
    assert await wang.must("GET", "/v1/tasks/figures") == {"open": 3, "overdue": 1, "today": 0, "tomorrow": 1}
    assert [one["title"] for one in (await wang.must("GET", "/v1/tasks?overdue=true"))["data"]] == ["过期"]
    await remind(app.state.context)
    await remind(app.state.context)
    tasks = {one["title"]: one["reminded_on"] for one in (await wang.must("GET", "/v1/tasks?mine=true"))["data"]}
    assert tasks == {"过期": day(0), "明天": day(0), "以后": None}
    audit = (await school.firm.must("GET", "/v1/audit-entries?noun=task&limit=100"))["data"]
    assert sorted(one["noun_id"] for one in audit if one["action"] == "task.reminded") == sorted([soon["id"], late["id"]])
    assert later["id"]


async def test_a_meeting_has_its_time(school: School) -> None:
    chair, wang = await school.member("chair"), await school.member("wang")
    bad = {"ends_at": moment(hours=-9)}
    body = {"title": "t", "unit_id": None, "starts_at": moment(hours=1), "place": "", "chair_id": None, "writer_id": None, "agenda": []}
    answer = await chair.ask("POST", "/v1/meetings", json={**body, **bad, "invited": []})
    assert refused(answer) == (422, "meeting_ends_before_it_begins", "ORG-9")
    meeting = await call(chair, wang, begins=5)
    mark = {"marks": [{"employee_id": wang.id, "presence": "present", "reason": ""}]}
    assert refused(await chair.ask("POST", f"/v1/meetings/{meeting['id']}/presence", json=mark)) == (409, "meeting_not_begun", "ORG-9")
    moved = await chair.must("PATCH", f"/v1/meetings/{meeting['id']}", version=1, json={"starts_at": moment(hours=-2), "place": "三楼"})
    assert (moved["place"], moved["version"]) == ("三楼", 2)
    seen = await chair.must("POST", f"/v1/meetings/{meeting['id']}/presence", json=mark)
    assert [one["presence"] for one in seen["invited"]] == ["invited", "present"]
    other = await call(chair, begins=7)
    await chair.must("POST", f"/v1/meetings/{other['id']}/cancel", version=1, json={"reason": "改期"})
    gone = await chair.ask("PATCH", f"/v1/meetings/{other['id']}", version=2, json={"place": "x"})
    assert refused(gone) == (409, "meeting_fixed", "ORG-9")
    # The administrator is nobody's employee and names who chairs.
    assert refused(await school.firm.ask("POST", "/v1/meetings", json={**body, "ends_at": moment(hours=2), "invited": []})) == (
        409,
        "chair_needed",
        "ORG-9",
    )
