"""Workflow 1 of the company's stories through the gateway, up to the month's close: a month of punches with every boundary in it."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from PIL import Image

from tests.acceptance.people.organisation import Json, Organisation
from tests.acceptance.world import Person, World

USUAL = ("08:20:00", "12:01:00", "13:50:00", "18:01:00")
OFF = {7, 14, 21, 28, 19, 30}
# The reference, the last second of a band, and the first beyond it, at each edge.
EDGES = {
    1: ("08:25:00", *USUAL[1:]),
    2: ("08:26:00", *USUAL[1:]),
    3: ("08:40:00", *USUAL[1:]),
    4: ("08:41:00", *USUAL[1:]),
    5: (*USUAL[:2], "13:55:00", USUAL[3]),
    6: (*USUAL[:2], "13:56:00", USUAL[3]),
    8: (USUAL[0], "11:55:00", *USUAL[2:]),
    9: (USUAL[0], "11:54:00", *USUAL[2:]),
    10: (*USUAL[:3], "17:55:00"),
    11: (*USUAL[:3], "17:54:00"),
    12: USUAL[1:],
}


def at(world: World, moment: str) -> None:
    wanted = datetime.fromisoformat(f"{moment}+08:00")
    world.house.set_clock((wanted - datetime.now(UTC)).total_seconds())


@dataclass
class Office:
    """O1 works in an office unit, R1 in one on a rota."""

    world: World
    organisation: Organisation
    clerk: Person
    o1: Json
    r1: Json
    unit: Json
    shift: Json

    def call(self, method: str, path: str, **rest: Any) -> Any:
        return self.organisation.call(method, f"/attendance{path}", **rest)

    def load(self, rows: list[tuple[str, str]], *, check: bool = False) -> Any:
        text = "工号,打卡时间\n" + "\n".join(",".join(row) for row in rows)
        files = {"file": ("june.csv", text.encode(), "text/csv")}
        return self.organisation.ask("POST", f"/attendance/punch-imports?check={str(check).lower()}", files=files).json()

    def day(self, who: Json, on: str) -> Json:
        return self.call("GET", f"/days/{who['id']}/{on}")["day"]

    def run(self, **body: Any) -> Json:
        made = self.call("POST", "/runs", json=body)
        self.world.eventually(lambda: self.call("GET", f"/runs/{made['id']}")["state"] == "done", what="the run is done")
        return self.call("GET", f"/runs/{made['id']}")


@pytest.fixture(scope="module")
def office(world: World) -> Office:
    organisation = Organisation(world)
    unit, shift = organisation.unit("办公室"), organisation.unit("客服组")
    desk = organisation.position(unit, planned=9, attendance_group="operations")
    counter = organisation.position(shift, planned=9, attendance_group="customer_service")
    clerk = world.person("people.attendance.own")
    o1 = organisation.employee("O1", account_id=clerk.account_id)
    r1 = organisation.employee("R1")
    for who, position in ((o1, desk), (r1, counter)):
        assert organisation.assign(who, position).status_code < 400
    return Office(world=world, organisation=organisation, clerk=clerk, o1=o1, r1=r1, unit=unit, shift=shift)


def june(number: str) -> list[tuple[str, str]]:
    return [(number, f"2026-06-{day:02d} {clock}") for day in range(1, 31) if day not in OFF for clock in EDGES.get(day, USUAL)]


@pytest.mark.rule("ATT-2")
def test_both_patterns_ask_for_24_days_in_june(office: Office) -> None:
    months = {(one["month"], one["group"]): one for one in office.call("GET", "/calendar/2026")["months"]}
    for group in ("office", "rota"):
        june = months["2026-06", group]
        assert (june["required_days"], june["punches"], june["minutes"]) == (24, 96, 180 * 60)
    kinds = {day["on"]: day["kind"] for day in office.call("GET", "/calendar/2026")["days"]}
    assert (kinds["2026-06-19"], kinds["2026-09-20"], kinds["2026-10-10"]) == ("statutory", "make_up", "make_up")
    # A make-up Sunday is worked, an ordinary one is not.
    assert (office.day(office.o1, "2026-09-20")["kind"], office.day(office.o1, "2026-09-13")["kind"]) == ("work", "rest")


@pytest.mark.rule("ATT-1", "ATT-3", "ATT-4", "ATT-5", "ATT-10", "ATT-11")
def test_the_month_of_o1_to_the_second(office: Office) -> None:
    world, number = office.world, office.o1["number"]
    at(world, "2026-06-12T08:24:00")
    buffer = io.BytesIO()
    Image.effect_noise((320, 240), 80).convert("RGB").save(buffer, "JPEG")
    files = {"file": ("me.jpg", buffer.getvalue(), "image/jpeg")}
    photo = office.clerk.ask("POST", "/people/v1/attendance/photos", files=files, data={"direction": "in"})
    assert photo.status_code == 201, photo.text

    at(world, "2026-07-03T10:00:00")
    rows = june(number)
    assert office.load(rows)["added"] == len(rows) == 95
    assert office.load(rows) | {"rows": 0} == {"rows": 0, "added": 0, "known": 95, "applied": True, "errors": []}

    compiled = office.run(kind="compile", first_day="2026-06-01", last_day="2026-06-30", unit_ids=[office.unit["id"]])
    assert (compiled["people_done"], compiled["days_done"]) == (1, 30)
    month = office.clerk.ask("GET", "/people/v1/attendance/my-month?month=2026-06").json()
    figures = month["figures"]
    assert (figures["late"], figures["early"], figures["leave_cases"], figures["photo_proved"]) == (3, 2, 3, 1)
    assert all(day["stored"] for day in month["days"])
    first = {
        day["on"][8:]: [edge["verdict"] for one in day["sessions"] for edge in (one["sign_in"], one["sign_out"])] for day in month["days"]
    }
    assert [first[day][0] for day in ("01", "02", "03", "04", "12")] == ["fine", "late", "late", "leave_case", "fine"]
    assert [first["05"][2], first["06"][2], first["08"][1], first["09"][1]] == ["fine", "late", "early", "leave_case"]
    assert [first["10"][3], first["11"][3]] == ["early", "leave_case"]
    opened = office.call("GET", f"/days/{office.o1['id']}/2026-06-04")
    assert [punch["at"] for punch in opened["punches"]] == list(EDGES[4])
    assert opened["day"]["reasons"][0] | {"minutes": 0} == {
        "code": "leave_case", "rule": "ATT-3", "session": 1, "edge": "in", "at": "08:41:00", "due": "08:25:00", "minutes": 0,
    }  # fmt: skip

    # 08:30 in place of 08:25 on a copy: 08:26 and 08:41 change class, nothing else.
    policy = office.call("GET", "/policies")["data"][-1]
    content = policy["content"]
    content["sessions"][0]["late_from"] = "work_start"
    draft = office.call("POST", "/policies", json={"content": content, "reason": "reading 4.1.1 otherwise"})
    replay = office.run(
        kind="replay", first_day="2026-06-01", last_day="2026-06-30", unit_ids=[office.unit["id"]], policy_number=draft["number"]
    )
    assert (replay["people_changed"], replay["days_changed"]) == (1, 2)
    changes = office.call("GET", f"/runs/{replay['id']}/differences")["data"]
    assert [(one["name"], one["on"], one["before"]["edges"][0]["verdict"], one["after"]["edges"][0]["verdict"]) for one in changes] == [
        ("O1", "2026-06-02", "late", "fine"),
        ("O1", "2026-06-04", "leave_case", "late"),
    ]


@pytest.mark.rule("ATT-5")
def test_bad_punches_are_named_and_bad_photos_refused(office: Office) -> None:
    number = office.o1["number"]
    future = (datetime.now(UTC).year + 1, "01-05 08:20:00")
    bad = [(number, f"{future[0]}-{future[1]}")] * 20 + [("NOBODY", "2026-05-04 08:20:00")] * 17
    checked = office.load(bad, check=True)
    assert (len(checked["errors"]), checked["applied"]) == (37, False)
    refused = office.load(bad)
    assert (refused["code"], len(refused["errors"]), refused["rule"]) == ("rows_refused", 37, "SYS-3")
    files = {"file": ("me.jpg", b"\xff\xd8\xff not a picture", "image/jpeg")}
    photo = office.clerk.ask("POST", "/people/v1/attendance/photos", files=files, data={"direction": "in"})
    assert (photo.status_code, photo.json()["code"], photo.json()["rule"]) == (422, "photo_unreadable", "ATT-5")


@pytest.mark.rule("ATT-5")
def test_a_contradiction_of_punch_and_photo_is_shown(office: Office) -> None:
    at(office.world, "2026-05-12T08:24:00")
    buffer = io.BytesIO()
    Image.effect_noise((320, 240), 60).convert("RGB").save(buffer, "PNG")
    files = {"file": ("me.png", buffer.getvalue(), "image/png")}
    assert office.clerk.ask("POST", "/people/v1/attendance/photos", files=files, data={"direction": "in"}).status_code == 201
    at(office.world, "2026-05-13T10:00:00")
    office.load([(office.o1["number"], f"2026-05-12 {clock}") for clock in ("08:41:00", *USUAL[1:])])
    edge = office.day(office.o1, "2026-05-12")["sessions"][0]["sign_in"]
    assert (edge["verdict"], edge["contradiction"], edge["punch"], edge["photo"][:5]) == ("fine", True, "08:41:00", "08:24")


@pytest.mark.rule("ATT-8")
def test_a_notice_changes_the_hours_of_its_days_and_units(office: Office) -> None:
    rows = [(office.o1["number"], f"2026-05-{day:02d} {clock}") for day in (6, 7) for clock in ("09:25:00", *USUAL[1:])]
    office.load(rows)
    assert [office.day(office.o1, f"2026-05-0{day}")["figures"]["leave_cases"] for day in (6, 7)] == [1, 1]
    notice = {
        "title": "上午停电",
        "reason": "the power is cut",
        "first_day": "2026-05-06",
        "last_day": "2026-05-06",
        "unit_ids": [office.unit["id"]],
        "sessions": [{"start": "09:30", "end": "12:00"}, {"start": "14:00", "end": "18:00"}],
    }
    published = office.call("POST", "/notices", json=notice)
    changed, usual = office.day(office.o1, "2026-05-06"), office.day(office.o1, "2026-05-07")
    assert (changed["figures"]["leave_cases"], usual["figures"]["leave_cases"]) == (0, 1)
    assert [reason["code"] for reason in changed["reasons"]] == ["changed_hours"]
    assert (changed["notice_id"], usual["notice_id"], office.day(office.r1, "2026-05-06")["notice_id"]) == (published["id"], None, None)


@pytest.mark.rule("ATT-12", "ATT-2")
def test_a_plan_over_the_weekly_limit_warns(office: Office) -> None:
    """Six days of 7.5 hours are 45, over the 44 of the policy; five rest days a month are too few to avoid it every week."""
    path = f"/rotas/{office.shift['id']}/2026-06"
    rests = [{"employee_id": office.r1["id"], "days": [f"2026-06-{day:02d}" for day in (3, 10, 17, 24, 30)]}]
    rota = office.call("PUT", path, version=0, json={"rests": rests, "least_on_duty": 1})
    weekly = [(one["on"], one["planned"], one["limit"]) for one in rota["warnings"] if one["code"] == "weekly_limit"]
    assert weekly[0] == ("2026-06-01", 45 * 60, 44 * 60)
    published = office.call("POST", f"{path}/publish", version=rota["version"], json={})
    assert (published["published_number"], published["people"][0]["required_days"]) == (1, 24)
    assert (office.day(office.r1, "2026-06-03")["kind"], office.day(office.r1, "2026-06-04")["kind"]) == ("rota_rest", "work")
