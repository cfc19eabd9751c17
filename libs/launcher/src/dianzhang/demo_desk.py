"""What the demo company's people ask of each other over the thirty days: leave, overtime, months, roles, and who decides it."""

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from dianzhang.demo_attendance import Roster, month_before
from dianzhang.demo_people import Organisation

DIRECTOR, SHOP, PROMOTER, CLERK, SERVICE, KEEPER, HR = "陈志远", "林晓燕", "周敏", "王雅婷", "赵慧", "李建国", "郑洁"
Errand = tuple[date, Callable[[], object]]


@dataclass
class Desk:
    """`errands` are due on their day, or on the first day there is when that is past; what is due after the last day never happens.

    `wait` lets time pass on that day.
    """

    organisation: Organisation
    roster: Roster
    today: date
    wait: Callable[[timedelta], None]
    errands: list[Errand] = field(default_factory=list[Errand])

    def plan(self) -> None:
        """Before any punch is made: who is on leave does not punch."""
        leave_on = self.roster.work_day(PROMOTER, until=self.today - timedelta(days=8))
        self.roster.away |= {(PROMOTER, leave_on, 0), (PROMOTER, leave_on, 1)}
        overtime_on = self.roster.work_day(KEEPER, until=self.today - timedelta(days=9))
        self.roster.stays[KEEPER, overtime_on] = time(20, 34, 10)
        first = self.today.replace(day=1)
        self.errands += [
            (overtime_on - timedelta(days=1), lambda: self._overtime_done(overtime_on)),
            (leave_on - timedelta(days=2), lambda: self._annual_leave(leave_on)),
            (first, self._compile),
            (first + timedelta(days=1), self._sign),
            (first + timedelta(days=2), self._object),
            (first + timedelta(days=4), self._settle),
            (first + timedelta(days=5), self._close),
            (self.today - timedelta(days=3), self._draft_policy),
            (self.today, self._ask),
            (self.today, self._hand_over),
        ]

    def work(self, day: date) -> None:
        due = [errand for errand in self.errands if errand[0] <= day]
        self.errands = [errand for errand in self.errands if errand[0] > day]
        for _, act in sorted(due, key=lambda errand: errand[0]):
            act()

    # ---- leave, overtime, roles ---------------------------------------------------------------------------------
    def grant_leave(self) -> None:
        """Five days of annual leave each, until the end of next year."""
        wish = {
            "employee_ids": [member.id for member in self.organisation.members.values()],
            "kind": "annual",
            "move": "grant",
            "amount": "5",
            "expires_on": date(self.today.year + 1, 12, 31).isoformat(),
            "document": "",
            "reason": "年度年假",
        }
        self.organisation.by(HR, "POST", "/people/v1/attendance/leave-balances/bookings", json=wish)

    def _leave(self, who: str, kind: str, day: date, reason: str, **part: object) -> None:
        wish = {"kind": kind, "first_on": day.isoformat(), "last_on": day.isoformat(), "reason": reason, **part}
        self.organisation.by(who, "POST", "/people/v1/attendance/leave", json=wish)

    def _annual_leave(self, day: date) -> None:
        self._leave(PROMOTER, "annual", day, "家中有事")
        self._approve_all(SHOP, after=timedelta(hours=1, minutes=35))

    def _overtime(self, day: date, reason: str) -> None:
        wish = {"on": day.isoformat(), "starts": "18:30", "ends": "20:30", "reason": reason}
        self.organisation.by(KEEPER, "POST", "/people/v1/attendance/overtime", json=wish)

    def _overtime_done(self, day: date) -> None:
        self._overtime(day, "到货较晚，当天上架")
        self._approve_all(DIRECTOR, after=timedelta(minutes=26))

    def _approve_all(self, who: str, *, after: timedelta) -> None:
        self.wait(after)
        waiting = self.organisation.by(who, "GET", "/people/v1/approvals?view=mine")["data"]
        items = [{name: one[name] for name in ("id", "version", "content_digest")} for one in waiting]
        answer = {"decision": "approve", "comment": "同意", "items": items}
        answered = self.organisation.by(who, "POST", "/people/v1/approvals/decisions", json=answer)
        assert answered["refused"] == 0, answered

    def _ask(self) -> None:
        """What waits for a decision when the visitor comes."""
        self._leave(PROMOTER, "personal", self._soon(PROMOTER), "办理居住证", from_time="09:00", until_time="11:30")
        self._leave(CLERK, "annual", self._soon(CLERK), "陪家人体检", from_session=2, until_session=2)
        self._overtime(self._soon(KEEPER), "大促前备货")
        grant = {
            "role_id": self.organisation.roles["order_clerk"],
            "reason": "王雅婷休假期间代为审单",
            "ends_on": (self.today + timedelta(days=14)).isoformat(),
        }
        self.organisation.by(SERVICE, "POST", "/people/v1/role-grants", json=grant)
        raised = {
            "position_id": self.organisation.positions["GL-LOG"],
            "planned": 2,
            "valid_from": (self.today + timedelta(days=30)).isoformat(),
            "reason": "大促期间发货量翻倍",
        }
        self.organisation.by(HR, "POST", "/people/v1/headcount-requests", json=raised)

    def _soon(self, who: str) -> date:
        return self.roster.next_work_day(who, since=self.today + timedelta(days=2))

    def _hand_over(self) -> None:
        """The director travels: leave and overtime may be decided in his place."""
        delegation = {
            "to_account_id": self.organisation.accounts["shop.manager"],
            "kinds": ["leave", "overtime"],
            "from_on": self.today.isoformat(),
            "until_on": (self.today + timedelta(days=6)).isoformat(),
            "reason": "出差",
        }
        self.organisation.by(DIRECTOR, "POST", "/people/v1/approvals/delegations", json=delegation)

    def _draft_policy(self) -> None:
        """HR thinks of counting lateness from the start of work; a replay will say whom that would change."""
        content = self.organisation.by(HR, "GET", "/people/v1/attendance/policies/1")["content"]
        content["sessions"] = [session | {"late_from": "work_start"} for session in content["sessions"]]
        wish = {"content": content, "reason": "征求意见：迟到从上班时间算起"}
        self.organisation.by(HR, "POST", "/people/v1/attendance/policies", json=wish)

    # ---- last month ---------------------------------------------------------------------------------------------
    @property
    def _month(self) -> str:
        return f"{month_before(self.today):%Y-%m}"

    def _compile(self) -> None:
        run = self.organisation.by(HR, "POST", "/people/v1/attendance/month-runs", json={"month": self._month})
        path = f"/people/v1/attendance/month-runs/{run['id']}"
        self.organisation.caller.wait(lambda: self.organisation.by(HR, "GET", path)["state"] == "done", what="last month's attendance")

    def _sheet(self, unit: str) -> dict[str, Any]:
        board = self.organisation.by(HR, "GET", f"/people/v1/attendance/months/{self._month}")
        return next(row for row in board["units"] if row["unit_id"] == self.organisation.units[unit])

    def _on_sheet(self, unit: str, who: str, act: str, **body: object) -> None:
        sheet = self._sheet(unit)
        headers = {"If-Match": f'"{sheet["version"]}"'}
        rest = {"json": body} if body else {}
        self.organisation.by(who, "POST", f"/people/v1/attendance/sheets/{sheet['sheet_id']}/{act}", headers=headers, **rest)

    def _sign(self) -> None:
        """Customer service forgets."""
        for unit, head in (("EC", DIRECTOR), ("OPS", SHOP), ("CHN", DIRECTOR), ("GL", KEEPER), ("ADM", HR)):
            self._on_sheet(unit, head, "sign")

    def _object(self) -> None:
        """The promoter forgot to punch after lunch, and a colleague saw her."""
        forgotten = sorted(day for day in self.roster.work_days[PROMOTER] if f"{day:%Y-%m}" == self._month)[3]
        wish = {"on": forgotten.isoformat(), "statement": "下午准时到岗，忘记打卡", "witness": "吴静", "attachments": ""}
        self.organisation.by(PROMOTER, "POST", "/people/v1/attendance/objections", json=wish)

    def _settle(self) -> None:
        for one in self.organisation.by(HR, "GET", "/people/v1/attendance/objections?state=open")["data"]:
            wish = {
                "outcome": "accepted",
                "heard": "吴静证实当天 13:50 两人一同进门",
                "decision": "补记下午签到",
                "facts": [{"direction": "in", "at": "13:50"}],
            }
            headers = {"If-Match": f'"{one["version"]}"'}
            self.organisation.by(HR, "POST", f"/people/v1/attendance/objections/{one['id']}/settle", json=wish, headers=headers)

    def _close(self) -> None:
        """What was signed goes to HR; three units are closed."""
        for unit in ("EC", "OPS", "CHN", "GL", "ADM"):
            self._on_sheet(unit, HR, "take-over", reason="")
        for unit in ("EC", "OPS", "CHN"):
            self._on_sheet(unit, HR, "close")


def picture(side: int = 96) -> bytes:
    """A small PNG, all of one colour into another, for a photo sign-in."""
    rows = b"".join(b"\0" + bytes(part for x in range(side) for part in (90 + x, 120 + y, 160)) for y in range(side))
    parts = (b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")
    chunks = (struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
