"""What tests of trainings and records do again and again: somebody with an account in a unit, a training with a test."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from services.people.tests.firm import Firm
from services.people.tests.house import House, Signed

Json = dict[str, Any]
STAFF = (
    "people.organisation.read",
    "people.trainings.read",
    "people.meetings.read",
    "people.meetings.hold",
    "people.tasks.work",
    "people.files.read",
    "people.files.file",
)
QUESTIONS = [
    {
        "id": "q1",
        "kind": "single",
        "text": "刷单?",
        "options": [{"id": "a", "text": "可以"}, {"id": "b", "text": "禁止"}],
        "right": ["b"],
        "points": 40,
    },
    {"id": "q2", "kind": "true_false", "text": "价格须审批", "options": [], "right": ["true"], "points": 60},
]


def moment(**ahead: float) -> str:
    return (datetime.now(UTC) + timedelta(**ahead)).isoformat()


@dataclass
class Member:
    """An employee who can sign in."""

    signed: Signed
    employee: Json
    role_id: str

    @property
    def id(self) -> str:
        return self.employee["id"]

    async def ask(self, method: str, path: str, **rest: Any) -> Any:
        return await self.signed.ask(method, path, **rest)

    async def must(self, method: str, path: str, **rest: Any) -> Any:
        answer = await self.ask(method, path, **rest)
        assert answer.status_code < 400, f"{method} {path} -> {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None


@dataclass
class School:
    house: House

    def __post_init__(self) -> None:
        self.firm = Firm(self.house)

    async def member(self, login: str, position: Json | None = None, *more: str) -> Member:
        """With what every member of staff may do, and `more`."""
        made = await self.house.account(login, *STAFF, *more)
        signed = await self.house.sign_in(login, made["initial_password"])
        employee = await self.firm.employee(login.title(), account_id=signed.account["id"])
        if position is not None:
            answer = await self.firm.assign(employee, position)
            assert answer.status_code == 201, answer.text
        return Member(signed, employee, made["account"]["role_ids"][0])

    async def training(self, *, opened: bool = True, **changes: Any) -> Json:
        body: Json = {
            "code": f"T-{uuid4().hex[:6]}",
            "title": "规则培训",
            "kind": "rules",
            "goal": "人人知道规则",
            "unit_id": None,
            "audience": {"everyone": True, "outside": True},
            "certificate_months": 12,
        }
        made = await self.firm.must("POST", "/v1/trainings", json={**body, **changes})
        return await self.firm.must("POST", f"/v1/trainings/{made['id']}/open", version=made["version"]) if opened else made

    async def session(self, training: Json, *, begins: float = 24, capacity: int = 10) -> Json:
        """`begins` in hours from now."""
        body = {
            "training_id": training["id"],
            "starts_at": moment(hours=begins),
            "ends_at": moment(hours=begins + 2),
            "place": "会议室",
            "trainer": "李老师",
            "capacity": capacity,
        }
        return max((await self.firm.must("POST", "/v1/training-sessions", json=body))["sessions"], key=lambda one: one["id"])

    async def paper(self, training: Json, questions: list[Json] | None = None, **changes: Any) -> Json:
        body: Json = {"pass_mark": 60, "attempts": 2, "minutes": None, "draw": None, "questions": questions or QUESTIONS, **changes}
        path = f"/v1/trainings/{training['id']}/papers"
        made = await self.firm.must("POST", path, json=body)
        return await self.firm.must("POST", f"{path}/{made['number']}/publish")

    async def enrol(self, training: Json, *members: Member, session: Json | None = None, outside: tuple[str, ...] = ()) -> list[Json]:
        body = {
            "session_id": session and session["id"],
            "employee_ids": [one.id for one in members],
            "outside": [{"reference": one, "name": f"分销商 {one}"} for one in outside],
        }
        return (await self.firm.must("POST", f"/v1/trainings/{training['id']}/enrolments", json=body))["data"]

    async def attend(self, session: Json, *states: tuple[Json, str]) -> None:
        marks = [{"enrolment_id": one["id"], "state": state, "reason": "病假" if state == "absent" else ""} for one, state in states]
        await self.firm.must("POST", f"/v1/training-sessions/{session['id']}/participation", json={"marks": marks})
