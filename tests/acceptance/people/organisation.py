"""The one organisation of the house under test: every area's tests put their units below its top."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx

from tests.acceptance.world import World

Json = dict[str, Any]
SINCE = "2025-01-01"
ZONE = ZoneInfo("Asia/Shanghai")


def today() -> date:
    """The company's, while nobody has moved the clock."""
    return datetime.now(UTC).astimezone(ZONE).date()


def day(ahead: int) -> str:
    return (today() + timedelta(days=ahead)).isoformat()


def description(**changes: Any) -> Json:
    qualifications = {
        "education": "junior_college",
        "majors": ["市场营销"],
        "experience": [{"years": 2, "subject": "淘宝运营"}],
        "certificates": [],
        "abilities": ["沟通"],
        "other": [],
        "age_from": 22,
        "age_to": 45,
    }
    text: Json = {
        "title_zh": "推广专员",
        "title_en": "Promoter",
        "grade": "P2",
        "superior_id": None,
        "attendance_group": "marketing",
        "summary": "负责推广活动与投放。",
        "duties": [{"text": "投放广告", "permissions": ["orders.orders.read"], "pages": ["/orders"], "indicators": []}],
        "indicators": [],
        "qualifications": qualifications,
        "role_ids": [],
    }
    return {**text, **changes}


@dataclass
class Organisation:
    world: World
    _boss: str = field(default="")
    _deciders: list[str] = field(default_factory=list[str])

    @property
    def boss(self) -> str:
        """The administrator's token, asked for once."""
        self._boss = self._boss or self.world.boss()
        return self._boss

    def ask(self, method: str, path: str, *, version: int | None = None, **rest: Any) -> httpx.Response:
        headers = {"If-Match": f'"{version}"'} if version is not None else {}
        return self.world.ask(method, f"/people/v1{path}", token=self.boss, headers=headers, **rest)

    def call(self, method: str, path: str, **rest: Any) -> Any:
        answer = self.ask(method, path, **rest)
        assert answer.status_code < 400, f"{method} {path} -> {answer.status_code} {answer.text[:800]}"
        return answer.json() if answer.content else None

    def tree(self, on: str | None = None) -> dict[str, Json]:
        found = self.call("GET", "/units" + (f"?on={on}" if on else ""))
        return {unit["id"]: unit for unit in found["data"]}

    def top(self) -> Json:
        """A house that has no organisation starts with the e-commerce centre of rule ORG-1."""
        if not self.tree():
            self.call("POST", "/organisation-presets/centre/apply", json={"valid_from": SINCE})
        return next(unit for unit in self.tree().values() if unit["parent_id"] is None)

    def unit(self, name: str, parent: Json | None = None, **rest: Any) -> Json:
        code = f"T-{uuid4().hex[:10]}"
        above = (parent or self.top())["id"]
        body = {"code": code, "name_zh": name, "name_en": f"Unit {code}", "parent_id": above, "valid_from": SINCE, **rest}
        return self.call("POST", "/units", json=body)

    def change_unit(self, unit: Json, **wish: Any) -> httpx.Response:
        version = self.call("GET", f"/units/{unit['id']}")["version"]
        return self.ask("PATCH", f"/units/{unit['id']}", version=version, json={"effective_from": day(0), **wish})

    def position(self, unit: Json, *, planned: int | None = 1, published: str | None = SINCE, **text: Any) -> Json:
        """Published and planned from the beginning."""
        body = {"code": f"T-{uuid4().hex[:10]}", "unit_id": unit["id"], "text": description(**text)}
        made = self.call("POST", "/positions", json=body)
        if published:
            path = f"/positions/{made['id']}/descriptions/1/publish"
            self.call("POST", path, version=1, json={"effective_from": published})
        if planned is not None:
            self.call("POST", f"/positions/{made['id']}/headcounts", json={"valid_from": SINCE, "planned": planned, "reason": ""})
        return made

    def employee(self, name: str, **rest: Any) -> Json:
        return self.call("POST", "/employees", json={"name": name, "kind": "formal", "hired_on": SINCE, **rest})

    def assign(self, employee: Json, position: Json, **rest: Any) -> httpx.Response:
        place = {"position_id": position["id"], "valid_from": SINCE, "main": True, "reason": "", **rest}
        return self.ask("POST", f"/employees/{employee['id']}/assignments", json=place)

    def hire_deciders(self) -> None:
        """Two directors and somebody of HR: who decides what finds no superior, and the second level, which is a second person. Call it before a
        request is filed: it goes to those who are there then.
        """
        roles = {one["code"]: one["id"] for one in self.call("GET", "/roles?limit=100")["data"]}
        for code in ("director", "director", "hr"):
            person = self.world.person("people.organisation.read")
            account = self.call("GET", f"/accounts/{person.account_id}")
            headers = {"If-Match": f'"{account["version"]}"'}
            body = {"role_ids": [*account["role_ids"], roles[code]]}
            self.world.call("PATCH", f"/people/v1/accounts/{person.account_id}", token=self.boss, headers=headers, json=body)
            self._deciders.append(person.token)

    def approve(self, approval_id: str) -> None:
        """Every step, by whoever of the deciders or the administrator has it to decide."""
        while (seen := self.call("GET", f"/approvals/{approval_id}")["approval"])["state"] == "waiting":
            body = {"decision": "approve", "comment": "", "content_digest": seen["content_digest"]}
            headers = {"If-Match": f'"{seen["version"]}"'}
            path = f"/people/v1/approvals/{approval_id}/decision"
            answers = [self.world.ask("POST", path, token=token, headers=headers, json=body) for token in (*self._deciders, self.boss)]
            assert any(answer.status_code < 400 for answer in answers), [answer.text for answer in answers]


def refused(answer: httpx.Response) -> tuple[int, str, str | None]:
    body = answer.json()
    return answer.status_code, body["code"], body.get("rule")
