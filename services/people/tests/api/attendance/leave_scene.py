"""People who ask for leave and who decides it; used by the tests of leave, overtime and months."""

import asyncio
from typing import Any

from chassis.ids import show_id
from people.use_cases.attendance.carry_on_month_run import carry_on_month_run
from services.people.tests.api.attendance.attendance_house import Attendance
from services.people.tests.attendance_people import shown_employee
from services.people.tests.house import Signed

STAFF = ("people.leave.request", "people.months.read", "people.months.sign", "people.months.object")
HR = (*STAFF, "people.leave.read", "people.leave.keep", "people.months.read_all", "people.months.keep")


class LeaveScene:
    """h leads sales, in which a and b work; p is HR, outside of it."""

    def __init__(self, attendance: Attendance) -> None:
        self.attendance = attendance
        self.people: dict[str, Signed] = {}

    async def open(self) -> "LeaveScene":
        for number, unit, permissions in (("H", "sales", STAFF), ("A", "sales", STAFF), ("B", "sales", STAFF), ("P", "centre", HR)):
            self.people[number] = await self.attendance.staff(number, unit, f"login.{number.lower()}", *permissions)
        self.attendance.company.head("sales", "H")
        return self

    async def ask(self, who: str, method: str, path: str, **rest: Any) -> Any:
        return await self.people[who].ask(method, f"/v1/attendance{path}", **rest)

    async def call(self, who: str, method: str, path: str, **rest: Any) -> Any:
        answer = await self.ask(who, method, path, **rest)
        assert answer.status_code < 400, f"{method} {path} -> {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    async def refused(self, who: str, method: str, path: str, **rest: Any) -> dict[str, Any]:
        answer = await self.ask(who, method, path, **rest)
        assert answer.status_code >= 400, answer.text
        return answer.json()

    async def leave(self, who: str = "A", *, kind: str = "annual", first: str, last: str | None = None, **more: Any) -> Any:
        body = {"kind": kind, "first_on": first, "last_on": last or first, "reason": "family matters", **more}
        return await self.ask(who, "POST", "/leave", json=body)

    async def grant(self, number: str, amount: str, *, kind: str = "annual", **more: Any) -> dict[str, Any]:
        body = {"employee_ids": [shown_employee(number)], "kind": kind, "move": "grant", "amount": amount, "reason": "for the year", **more}
        return await self.call("P", "POST", "/leave-balances/bookings", json=body)

    async def balance(self, who: str = "A", kind: str = "annual") -> dict[str, str]:
        rows = (await self.call(who, "GET", "/leave-balances"))["data"]
        return {name: next(row for row in rows if row["kind"] == kind)[name] for name in ("balance", "held", "available")}

    async def decide(self, decision: str = "approve", *, by: str = "H", comment: str = "") -> Any:
        """The first in the inbox."""
        inbox = (await self.people[by].ask("GET", "/v1/approvals?view=mine&limit=100")).json()["data"]
        first = inbox[0]
        body = {"decision": decision, "comment": comment, "content_digest": first["content_digest"]}
        return await self.people[by].ask("POST", f"/v1/approvals/{first['id']}/decision", version=first["version"], json=body)

    async def compile(self, who: str = "H", month: str = "2026-06", **more: Any) -> dict[str, Any]:
        run = await self.call(who, "POST", "/month-runs", json={"month": month, **more})
        for _ in range(200):
            await self.attendance._until_done(carry_on_month_run)
            now = await self.call(who, "GET", f"/month-runs/{run['id']}")
            if now["state"] == "done":
                return now
            await asyncio.sleep(0.05)
        raise AssertionError("the month was not compiled")

    async def unit(self, name: str = "sales", *, who: str = "H", month: str = "2026-06") -> dict[str, Any]:
        shown = show_id("unt", self.attendance.company.units[name])
        board = await self.call(who, "GET", f"/months/{month}")
        return next(one for one in board["units"] if one["unit_id"] == shown)
