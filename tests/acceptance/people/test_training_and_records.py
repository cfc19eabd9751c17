"""Trainings for staff and distributors, meetings whose decisions become tasks, and files in versions, as people use them (rules ORG-5, ORG-9)."""

import asyncio
import hashlib
import io
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import nats
import pytest
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from python_calamine import CalamineWorkbook

from contracts.people import TrainingPassed
from tests.acceptance.people.organisation import Json, Organisation, day, refused
from tests.acceptance.world import Person, World

PART_BYTES = 1024 * 1024
STAFF = (
    "people.organisation.read",
    "people.trainings.read",
    "people.meetings.read",
    "people.meetings.hold",
    "people.tasks.work",
    "people.files.read",
    "people.files.file",
)


def moment(hours: float) -> str:
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat()


@dataclass
class Colleague:
    """Works in a unit and can sign in."""

    person: Person
    id: str

    def ask(self, method: str, path: str, *, version: int | None = None, **rest: Any) -> httpx.Response:
        headers = {**rest.pop("headers", {}), **({"If-Match": f'"{version}"'} if version is not None else {})}
        return self.person.ask(method, f"/people/v1{path}", headers=headers, **rest)

    def call(self, method: str, path: str, **rest: Any) -> Any:
        answer = self.ask(method, path, **rest)
        assert answer.status_code < 400, f"{method} {path} -> {answer.status_code} {answer.text[:800]}"
        return answer.json() if answer.content else None


@pytest.fixture
def organisation(world: World) -> Organisation:
    return Organisation(world)


def colleague(organisation: Organisation, name: str, position: Json, *more: str) -> Colleague:
    person = organisation.world.person(*STAFF, *more)
    employee = organisation.employee(name, account_id=person.account_id)
    assert organisation.assign(employee, position).status_code == 201
    return Colleague(person, employee["id"])


async def _passed(url: str) -> list[TrainingPassed]:
    connection = await nats.connect(url)
    config = ConsumerConfig(deliver_policy=DeliverPolicy.ALL, ack_policy=AckPolicy.NONE, inactive_threshold=10)
    reader = await connection.jetstream(timeout=30).pull_subscribe(TrainingPassed.subject, config=config)
    told: list[TrainingPassed] = []
    try:
        while True:
            told += [TrainingPassed.model_validate_json(message.data) for message in await reader.fetch(100, timeout=0.5)]
    except TimeoutError:  # of NATS, or of asyncio while the machine is busy
        return told
    finally:
        await connection.close()


def open_training(organisation: Organisation, unit: Json) -> tuple[Json, Json]:
    """For the unit and for outside parties, with a test and one session that is just over: the training and the session."""
    code = f"R-{uuid4().hex[:6]}"
    plan = {
        "code": code,
        "title": "平台规则培训",
        "kind": "rules",
        "goal": "人人知道刷单的后果",
        "unit_id": unit["id"],
        "audience": {"unit_ids": [unit["id"]], "outside": True},
        "certificate_months": 12,
    }
    training = organisation.call("POST", "/trainings", json=plan)
    path = f"/trainings/{training['id']}"
    question = {"id": "q1", "kind": "single", "text": "可以刷单吗?", "points": 100, "right": ["no"]}
    question["options"] = [{"id": "yes", "text": "可以"}, {"id": "no", "text": "不可以"}]
    paper = {"pass_mark": 60, "attempts": 1, "minutes": 30, "draw": None, "questions": [question]}
    organisation.call("POST", f"{path}/papers", json=paper)
    organisation.call("POST", f"{path}/papers/1/publish")
    training = organisation.call("POST", f"{path}/open", version=training["version"])
    body = {"training_id": training["id"], "place": "三楼", "trainer": "张老师", "capacity": 3}
    body |= {"starts_at": moment(-2), "ends_at": moment(-1)}
    session = organisation.call("POST", "/training-sessions", json=body)["sessions"][0]
    return training, session


@pytest.mark.rule("ORG-5")
def test_a_training_has_plan_sessions_participants_and_results_for_staff_and_distributors(organisation: Organisation) -> None:
    unit = organisation.unit("运营部")
    position = organisation.position(unit, planned=2)
    wang, li = colleague(organisation, "王小明", position), colleague(organisation, "李小红", position)
    training, session = open_training(organisation, unit)
    path, code = f"/trainings/{training['id']}", training["code"]
    dealer = f"dist-{uuid4().hex[:8]}"
    wish = {"session_id": session["id"], "employee_ids": [wang.id, li.id], "outside": [{"reference": dealer, "name": "杭州分销商"}]}
    first, second, third = organisation.call("POST", f"{path}/enrolments", json=wish)["data"]
    more = {"session_id": session["id"], "employee_ids": [], "outside": [{"reference": "one-more", "name": "多一个"}]}
    assert refused(organisation.ask("POST", f"{path}/enrolments", json=more)) == (409, "session_full", "ORG-5")
    marks = [
        {"enrolment_id": first["id"], "state": "present", "reason": ""},
        {"enrolment_id": second["id"], "state": "absent", "reason": "病假"},
        {"enrolment_id": third["id"], "state": "late", "reason": ""},
    ]
    organisation.call("POST", f"/training-sessions/{session['id']}/participation", json={"marks": marks})
    assert refused(li.ask("POST", "/training-attempts", json={"enrolment_id": second["id"]})) == (409, "enrolment_over", "ORG-5")
    attempt = wang.call("POST", "/training-attempts", json={"enrolment_id": first["id"]})
    assert attempt["questions"][0]["right"] is None
    done = wang.call("POST", f"/training-attempts/{attempt['id']}/hand-in", json={"answers": {"q1": ["no"]}})
    assert (done["score"], done["passed"]) == (100, True)
    result = {"passed": False, "score": 60, "comment": "纸质试卷"}
    outside = organisation.call("POST", f"/training-enrolments/{third['id']}/result", json=result)
    assert (outside["outcome"], outside["participant_kind"]) == ("passed", "outside")
    found = organisation.call("GET", f"/training-enrolments?training_id={training['id']}")["data"]
    assert {(one["name"], one["state"], one["outcome"]) for one in found} == {
        ("王小明", "present", "passed"),
        ("李小红", "absent", None),
        ("杭州分销商", "late", "passed"),
    }
    table = organisation.ask("GET", f"/training-enrolments/export?training_id={training['id']}", language="zh-CN")
    assert table.status_code == 200
    rows = CalamineWorkbook.from_filelike(io.BytesIO(table.content)).get_sheet_by_index(0).to_python()
    # A heading, three people, and who took it.
    assert {(row[9], row[10], row[14], row[15]) for row in rows[1:-1]} == {
        ("王小明", "出席", "通过", 100),
        ("李小红", "缺席", "", ""),
        ("杭州分销商", "迟到", "通过", 60),
    }
    own = CalamineWorkbook.from_filelike(io.BytesIO(li.ask("GET", "/training-enrolments/export").content)).get_sheet_by_index(0)
    assert {row[9] for row in own.to_python()[1:-1]} == {"李小红"}
    [mine] = wang.call("GET", "/training-enrolments/own")["data"]
    pdf = wang.ask("GET", f"/training-certificates/{mine['certificate_number']}/pdf")
    assert (pdf.status_code, pdf.content[:5]) == (200, b"%PDF-")
    assert refused(li.ask("GET", f"/training-certificates/{mine['certificate_number']}/pdf"))[0] == 404

    heard: set[tuple[str, str, str | None]] = set()

    def told() -> bool:
        events = asyncio.run(_passed(organisation.world.house.nats_url))
        heard.update((one.participant_kind, one.participant, one.score) for one in events if one.code == code)
        return len(heard) >= 2

    organisation.world.eventually(told, what="both are told as passed")
    assert heard == {("employee", wang.id, "100"), ("outside", dealer, "60")}


@pytest.mark.rule("ORG-9")
def test_decisions_of_a_meeting_become_tasks_and_closed_minutes_never_change(organisation: Organisation) -> None:
    position = organisation.position(organisation.unit("客服部"), planned=2)
    chair, wang = colleague(organisation, "周组长", position), colleague(organisation, "王小明", position)
    body: Json = {
        "title": "客服周会",
        "unit_id": None,
        "starts_at": moment(-1),
        "ends_at": moment(0.5),
        "place": "线上",
        "chair_id": None,
        "writer_id": None,
        "agenda": [{"title": "差评回顾", "minutes": 20, "presenter": "王"}],
        "invited": [wang.id],
    }
    meeting = chair.call("POST", "/meetings", json=body)
    path = f"/meetings/{meeting['id']}"
    decision = {"id": "d1", "text": "整理差评话术", "owner_id": None, "due_on": None}
    meeting = chair.call("PUT", f"{path}/minutes", version=1, json={"text": "回顾了 12 条差评。", "decisions": [decision]})
    early = chair.ask("POST", f"{path}/minutes/close", version=meeting["version"])
    assert refused(early) == (422, "decisions_incomplete", "ORG-9")
    decision |= {"owner_id": wang.id, "due_on": day(2)}
    draft = {"text": "回顾了 12 条差评。", "decisions": [decision]}
    meeting = chair.call("PUT", f"{path}/minutes", version=meeting["version"], json=draft)
    meeting = chair.call("POST", f"{path}/minutes/close", version=meeting["version"])
    again = chair.ask("PUT", f"{path}/minutes", version=meeting["version"], json={"text": "别的", "decisions": []})
    assert refused(again) == (409, "minutes_closed", "ORG-9")
    [task] = wang.call("GET", "/tasks?mine=true&state=open")["data"]
    assert (task["title"], task["due_on"], task["giver_name"], task["may_change"]) == ("整理差评话术", day(2), "周组长", False)
    wish = {"due_on": day(9), "reason": "太忙"}
    assert refused(wang.ask("PATCH", f"/tasks/{task['id']}", version=task["version"], json=wish)) == (403, "not_your_task", "ORG-9")
    own = wang.call("POST", "/tasks", json={"title": "自己的事", "owner_id": None, "due_on": day(2)})
    wish = {"owner_id": chair.id, "reason": "请帮忙"}
    stranger = wang.ask("PATCH", f"/tasks/{own['id']}", version=1, json=wish)
    assert (refused(stranger), [one["pointer"] for one in stranger.json()["errors"]]) == ((403, "not_your_people", "ORG-9"), ["/owner_id"])
    wang.call("POST", f"/tasks/{own['id']}/drop", version=1, json={"reason": "不做了"})
    organisation.world.house.set_clock(3 * 86_400)
    [late] = wang.call("GET", "/tasks?mine=true&overdue=true")["data"]
    assert (late["id"], late["overdue"]) == (task["id"], True)
    organisation.world.house.set_clock(0)
    done = wang.call(
        "POST", f"/tasks/{task['id']}/done", version=wang.call("GET", f"/tasks/{task['id']}")["version"], json={"note": "已发群"}
    )
    assert (done["state"], done["note"]) == ("done", "已发群")
    meeting = chair.call("POST", f"{path}/minutes", version=meeting["version"], json={"reason": "补充结论"})
    assert [(one["number"], one["state"], one["reason"]) for one in meeting["minutes"]] == [(2, "draft", "补充结论"), (1, "closed", "")]


@pytest.mark.rule("ORG-9")
def test_files_of_a_unit_have_versions_and_open_by_role(organisation: Organisation) -> None:
    unit, other = organisation.unit("商品部"), organisation.unit("渠道部")
    position = organisation.position(unit, planned=2)
    keeper, wang = colleague(organisation, "孙主管", position), colleague(organisation, "王小明", position)
    zhao = colleague(organisation, "赵某", organisation.position(other))
    assert organisation.change_unit(unit, head_id=keeper.id).status_code == 200

    def upload(name: str, content: bytes) -> str:
        begun = keeper.call("POST", "/file-uploads", json={"file_name": name, "size": len(content)})
        for number in range(begun["part_count"]):
            part = content[number * PART_BYTES : (number + 1) * PART_BYTES]
            headers = {"Content-Type": "application/octet-stream"}
            keeper.call("POST", f"/file-uploads/{begun['id']}/parts/{number}", content=part, headers=headers)
        return begun["id"]

    # As large as a file may be: 25 MB through the gateway, in parts.
    content = b"%PDF-1.7\n" + os.urandom(25 * PART_BYTES - 9)
    wish = {
        "upload_id": upload("入库标准.pdf", content),
        "unit_id": unit["id"],
        "folder": "标准",
        "name": "入库标准",
        "description": "",
        "keep_until": day(365),
        "access": [{"unit_id": unit["id"], "role_id": None, "access": "read"}],
        "note": "",
    }
    made = keeper.call("POST", "/files", json=wish)
    assert made["versions"][0]["digest"] == hashlib.sha256(content).hexdigest()
    path = f"/files/{made['id']}"
    assert wang.ask("GET", f"{path}/versions/1/content").content == content
    assert zhao.ask("GET", path).status_code == 404
    assert zhao.ask("GET", f"{path}/versions/1/content").status_code == 404
    text = upload("入库标准.txt", "第二版".encode())
    assert refused(wang.ask("POST", f"{path}/versions", json={"upload_id": text, "note": ""})) == (403, "document_read_only", "ORG-9")
    second = keeper.call("POST", f"{path}/versions", json={"upload_id": text, "note": "改为文本"})
    assert [one["number"] for one in second["versions"]] == [2, 1]
    role = organisation.call("GET", f"/accounts/{zhao.person.account_id}")["role_ids"][0]
    access = [{"unit_id": None, "role_id": role, "access": "read"}]
    keeper.call("PUT", f"{path}/access", version=second["version"], json={"access": access})
    assert zhao.ask("GET", f"{path}/versions/2/content").content == "第二版".encode()
    assert wang.ask("GET", path).status_code == 404
    fake = upload("照片.png", b"<html></html>")
    assert refused(keeper.ask("POST", "/files", json={**wish, "upload_id": fake, "name": "照片"})) == (422, "file_kind_refused", "ORG-9")
    held = organisation.call("GET", f"/files/{made['id']}")
    early = organisation.ask("POST", f"{path}/destroy", version=held["version"], json={"reason": "到期"})
    assert refused(early) == (409, "kept_longer", "ORG-9")
    entries = organisation.call("GET", f"/audit-entries?noun_id={made['id']}&limit=100")["data"]
    taken = {one["actor_id"] for one in entries if one["action"] == "document.downloaded"}
    assert taken == {wang.person.account_id, zhao.person.account_id}
