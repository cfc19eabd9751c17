"""From the request for people to their last day, as HR and the people concerned see it through the gateway (ORG-3, ORG-4, ORG-6, ORG-12)."""

import threading
import time
from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx
import pytest

from tests.acceptance.people.organisation import Json, Organisation, day, refused
from tests.acceptance.world import Person, World

phones = count(13700000001)
FITS: Json = {
    "education": "bachelor",
    "major": "市场营销",
    "experience": [{"years": "3", "subject": "淘宝运营"}],
    "certificates": [],
    "abilities": ["沟通"],
}
READS = ("catalog.skus.read", "warehouse.stock.read", "orders.orders.read", "channels.shops.read", "people.own_file.use")
ONE_OF_EACH = {
    "people": "/people/v1/me",
    "catalog": "/catalog/v1/skus?limit=1",
    "warehouse": "/warehouse/v1/stock?limit=1",
    "orders": "/orders/v1/orders?limit=1",
    "channels": "/channels/v1/shops?limit=1",
}
WITHIN_SECONDS = 5.0


@dataclass
class Hr:
    """HR's desk, with the administrator's token."""

    firm: Organisation

    def requisition(self, position: Json, openings: int = 1, **rest: Any) -> httpx.Response:
        body = {"position_id": position["id"], "openings": openings, "reason": "前期团队", "wanted_by": day(0), **rest}
        return self.firm.ask("POST", "/requisitions", json=body)

    def candidate(self, requisition: Json, name: str, **rest: Any) -> Json:
        body = {
            "requisition_id": requisition["id"],
            "name": name,
            "contact": {"phone": str(next(phones))},
            "source": "job_site",
            "source_note": "",
            "profile": FITS,
            "documents": "简历",
            **rest,
        }
        return self.firm.call("POST", "/candidates", json=body)

    def ask(self, candidate: Json, verb: str, **body: Any) -> httpx.Response:
        version = self.firm.call("GET", f"/candidates/{candidate['id']}")["version"]
        return self.firm.ask("POST", f"/candidates/{candidate['id']}/{verb}", version=version, json=body)

    def interview(self, candidate: Json) -> Json:
        seen = {"held_at": "2026-01-20T09:00:00Z", "interviewers": "总监", "impression": "踏实", "recommendation": "yes"}
        return self.firm.call("POST", f"/candidates/{candidate['id']}/interview-notes", json=seen)

    def offer(self, candidate: Json) -> httpx.Response:
        terms = {"terms": "月薪 6000 元", "starts_on": day(0), "probation_months": 3, "valid_until": day(5)}
        return self.ask(candidate, "offers", **terms)

    def accepted(self, requisition: Json, name: str) -> Json:
        candidate = self.candidate(requisition, name)
        self.interview(candidate)
        assert self.offer(candidate).status_code == 201
        assert self.ask(candidate, "offers/answer", answer="accepted", note="").status_code == 200
        return candidate

    def hired(self, position: Json, name: str, login: str) -> tuple[Json, Person]:
        """With an account of their own; roles follow from the position."""
        candidate = self.accepted(self.requisition(position).json(), name)
        made = self.ask(candidate, "hire", kind="formal", new_login={"login": login, "locale": "en-US", "shop_ids": None})
        assert made.status_code == 201, made.text
        person = Person(self.firm.world, login=login, password=made.json()["initial_password"], account_id="")
        return made.json(), person


@pytest.fixture
def firm(world: World) -> Organisation:
    organisation = Organisation(world)
    organisation.hire_deciders()
    return organisation


@pytest.fixture
def hr(firm: Organisation) -> Hr:
    return Hr(firm)


@pytest.mark.rule("ORG-3")
def test_early_hiring_is_four_and_the_third_in_service_needs_an_approval(firm: Organisation, hr: Hr, world: World) -> None:
    unit = firm.unit("前期电商部")
    plan = {"推广专员": 1, "运营专员": 1, "客服专员": 2}
    positions = {title: firm.position(unit, planned=planned, title_zh=title) for title, planned in plan.items()}
    made = [hr.requisition(positions[title], openings) for title, openings in plan.items()]
    assert [answer.status_code for answer in made] == [201, 201, 201]
    assert sum(answer.json()["openings"] for answer in made) == 4
    service = positions["客服专员"]
    third = hr.requisition(service)
    assert refused(third) == (409, "requisition_past_headcount", "ORG-3")
    assert "is planned for 2" in third.json()["detail"]
    for name in ("售前", "售后"):
        candidate = hr.accepted(made[2].json(), name)
        assert hr.ask(candidate, "hire", kind="formal").status_code == 201
    assert refused(hr.requisition(service)) == (409, "requisition_past_headcount", "ORG-3")
    asks = world.person("people.requisitions.open", "people.requisitions.read")
    wish = {"position_id": service["id"], "planned": 3, "valid_from": day(0), "reason": "双十一"}
    answer = asks.ask("POST", "/people/v1/headcount-requests", json=wish)
    assert answer.status_code == 201, answer.text
    assert refused(hr.requisition(service))[1] == "requisition_past_headcount"
    firm.approve(answer.json()["approval_id"])
    raised = hr.requisition(service)
    assert (raised.status_code, raised.json()["planned"], raised.json()["staff"]) == (201, 3, 2)


@pytest.mark.rule("ORG-3")
def test_two_hires_at_the_same_moment_for_one_opening(firm: Organisation, hr: Hr, world: World) -> None:
    position = firm.position(firm.unit("抢位"), planned=1)
    requisition = hr.requisition(position).json()
    one, two = hr.accepted(requisition, "甲"), hr.accepted(requisition, "乙")
    answers = world.at_once([lambda: hr.ask(one, "hire", kind="formal"), lambda: hr.ask(two, "hire", kind="formal")])
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    staff = firm.call("GET", f"/employees?position_id={position['id']}")["data"]
    assert len(staff) == 1


@pytest.mark.rule("ORG-4")
def test_from_request_to_employee_with_each_unmet_point_named(firm: Organisation, hr: Hr) -> None:
    requisition = hr.requisition(firm.position(firm.unit("招聘"))).json()
    weak = {
        "education": "secondary",
        "major": "会计",
        "experience": [{"years": "1", "subject": "淘宝运营"}],
        "certificates": [],
        "abilities": [],
    }
    candidate = hr.candidate(requisition, "周舟", profile=weak)
    hr.interview(candidate)
    answer = hr.offer(candidate)
    assert refused(answer) == (409, "qualifications_unmet", "ORG-4")
    assert [error["detail"] for error in answer.json()["errors"]] == [
        "Education: junior college or higher",
        "Major: 市场营销",
        "Experience: 2 years with 淘宝运营",
        "Ability: 沟通",
    ]
    seen = hr.ask(candidate, "go-on", reason="有潜力，主管愿意带").json()
    assert (seen["unmet"], seen["excused"], seen["qualifications"]["age_from"]) == (4, 4, 22)
    assert hr.offer(candidate).status_code == 201
    assert refused(hr.ask(candidate, "hire", kind="formal"))[1] == "candidate_in_another_stage"
    assert hr.ask(candidate, "offers/answer", answer="accepted", note="").status_code == 200
    hired = hr.ask(candidate, "hire", kind="formal")
    assert hired.status_code == 201, hired.text
    employee = firm.call("GET", f"/employees/{hired.json()['employee_id']}")
    assert (employee["stage"], employee["title_zh"]) == ("probation", "推广专员")
    assert firm.call("GET", f"/requisitions/{requisition['id']}")["state"] == "filled"


@pytest.mark.rule("ORG-6")
def test_leaving_ends_every_session_in_every_service_within_five_seconds(firm: Organisation, hr: Hr, world: World) -> None:
    role = firm.call("POST", "/roles", json={"name_zh": "看", "name_en": "Sees", "permissions": list(READS)})
    position = firm.position(firm.unit("离职"), role_ids=[role["id"]])
    hired, person = hr.hired(position, "吴刚", f"w.{next(phones)}")
    for path in ONE_OF_EACH.values():
        assert person.ask("GET", path).status_code == 200
    body = {"last_day": day(0), "kind": "resigned", "reason": "个人发展", "at_once": True}
    firm.call("POST", f"/employments/{hired['employee_id']}/leaving", json=body)
    begun = time.monotonic()
    ended: dict[str, float] = {}

    def use(service: str, path: str) -> None:
        while time.monotonic() - begun < 4 * WITHIN_SECONDS:
            if person.ask("GET", path).status_code == 401:
                ended[service] = time.monotonic() - begun
                return
            time.sleep(0.05)

    threads = [threading.Thread(target=use, args=one) for one in ONE_OF_EACH.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(ended) == set(ONE_OF_EACH)
    assert max(ended.values()) <= WITHIN_SECONDS, ended
    assert firm.call("GET", f"/employees/{hired['employee_id']}")["left_on"] == day(0)


@pytest.mark.rule("ORG-6")
def test_access_ends_with_the_last_day_of_the_company_zone(firm: Organisation, hr: Hr, world: World) -> None:
    hired, person = hr.hired(firm.position(firm.unit("月底")), "郑和", f"z.{next(phones)}")
    body = {"last_day": day(1), "kind": "resigned", "reason": "回老家"}
    leaving = firm.call("POST", f"/employments/{hired['employee_id']}/leaving", json=body)
    assert (leaving["state"], leaving["open_items"]) == ("planned", 5)
    assert person.ask("GET", "/people/v1/me").status_code == 200
    world.house.set_clock(2 * 86_400)
    world.eventually(lambda: person.ask("GET", "/people/v1/me").status_code == 401, what="access is over", seconds=10)
    done = firm.call("GET", f"/leavings/{leaving['id']}")
    assert (done["state"], done["open_items"]) == ("done", 5)
    log = firm.call("GET", f"/audit-entries?noun=employee&noun_id={hired['employee_id']}")["data"]
    assert "employee.left" in [entry["action"] for entry in log]


@pytest.mark.rule("ORG-6")
def test_confidentiality_is_signed_by_version_and_each_look_is_logged(firm: Organisation, hr: Hr) -> None:
    role = firm.call("POST", "/roles", json={"name_zh": "自己", "name_en": "Own", "permissions": ["people.own_file.use"]})
    hired, person = hr.hired(firm.position(firm.unit("保密"), role_ids=[role["id"]]), "保密员", f"b.{next(phones)}")
    text = firm.call("POST", "/confidentiality-texts", json={"title": "保密承诺书", "body": "客户资料不外传。", "effective_from": day(0)})

    def unsigned() -> list[str]:
        found: list[str] = []
        cursor = ""
        while True:
            page = firm.call("GET", f"/confidentiality-texts/in-force/unsigned?limit=100{cursor}")
            found += [one["id"] for one in page["data"]]
            if not page["has_more"]:
                return found
            cursor = f"&cursor={page['next_cursor']}"

    assert hired["employee_id"] in unsigned()
    signed = person.ask(
        "POST", "/people/v1/personnel-files/me/confidentiality", json={"text_number": text["number"], "digest": text["digest"]}
    )
    assert signed.status_code == 201, signed.text
    assert hired["employee_id"] not in unsigned()
    firm.call("GET", f"/personnel-files/{hired['employee_id']}/contracts")
    looks = firm.call("GET", f"/personnel-files/{hired['employee_id']}/looks")["data"]
    assert looks[0]["section"] == "contracts"


@pytest.mark.rule("ORG-12")
def test_conduct_dissent_and_talks_are_kept_and_seen_by_whom_they_concern(firm: Organisation, hr: Hr) -> None:
    own = firm.call(
        "POST", "/roles", json={"name_zh": "员工", "name_en": "Own", "permissions": ["people.own_file.use", "people.conduct.record"]}
    )
    unit = firm.unit("行为")
    lead = firm.position(unit, role_ids=[own["id"]])
    head, chief = hr.hired(lead, "班长", f"h.{next(phones)}")
    employee, worker = hr.hired(firm.position(unit, role_ids=[own["id"]], superior_id=lead["id"]), "小兵", f"x.{next(phones)}")
    _, stranger = hr.hired(firm.position(unit, role_ids=[own["id"]]), "路人", f"l.{next(phones)}")
    file = f"/people/v1/personnel-files/{employee['employee_id']}"

    penalty = {"kind": "penalty", "category": "private_use", "happened_on": day(0), "what": "上班玩手机"}
    entry = chief.ask("POST", f"{file}/conduct", json=penalty).json()["data"][0]
    assert (entry["state"], entry["takes_effect_at"]) == ("waiting", None)
    firm.approve(entry["approval_id"])
    entry = worker.ask("GET", f"{file}/conduct").json()["data"][0]
    assert (entry["state"], entry["takes_effect_at"] is None) == ("recorded", False)
    assert stranger.ask("GET", f"{file}/conduct").status_code == 404

    task = "SO-20260101-000001"
    said = {"given_by_id": head["employee_id"], "reference": task, "instruction": "先发货", "dissent": "地址不全"}
    dissent = worker.ask("POST", "/people/v1/dissents", json=said).json()
    for person, seen in ((worker, 1), (chief, 1), (stranger, 0)):
        assert len(person.ask("GET", f"/people/v1/dissents?reference={task}").json()["data"]) == seen
    done = worker.ask("POST", f"/people/v1/dissents/{dissent['id']}/comply", headers={"If-Match": '"1"'})
    assert (done.json()["dissent"], done.json()["complied_at"] is None) == ("地址不全", False)

    talk = {"held_on": day(0), "notes": "想学直播", "next_on": day(90)}
    assert chief.ask("POST", f"{file}/talks", json=talk).status_code == 201
    for person, seen in ((worker, 1), (chief, 1), (stranger, 0)):
        assert len(person.ask("GET", f"{file}/talks").json()["data"]) == seen
