"""Grants and corrections of balances 余额, as HR enters them one by one or in a file: what holds and what does not (rule ATT-9)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from chassis.refusals import FieldError
from people.domain.attendance.leave_kind import LeaveKind, LeaveUnit
from people.domain.attendance.leave_ledger import LeaveMove, LeaveOverBalance, NewEntry
from people.domain.attendance.leave_span import read_amount, shown_amount

Account = tuple[UUID, str]
"""Whose balance, of which kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveLine:
    """Of one person. `place` is its row in the file, or its place in the list."""

    place: int
    employee_id: UUID
    kind: LeaveKind
    entry: NewEntry

    @property
    def account(self) -> Account:
        return self.employee_id, self.kind.code


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFault:
    """`field` as the request and our name of the column call it."""

    field: str
    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """`available` may be taken away, `wanted` is to be; in the kind's unit."""

    line: LeaveLine
    available: int
    wanted: int

    def refusal(self, *, errors: list[FieldError] | None = None) -> LeaveOverBalance:
        kind = self.line.kind
        days = kind.unit is LeaveUnit.HALF_DAY
        return LeaveOverBalance(
            errors=errors,
            kind_zh=kind.name_zh,
            kind_en=kind.name_en,
            available=shown_amount(self.available, kind.unit),
            wanted=shown_amount(self.wanted, kind.unit),
            unit_zh="天" if days else "小时",
            unit_en="days" if days else "hours",
        )


def entry_faults(*, move: LeaveMove, kind: LeaveKind, amount: Decimal, expires_on: date | None, today: date) -> list[LineFault]:
    """What is wrong with a grant or a correction, whoever it is for."""
    wrong: list[LineFault] = []
    units = read_amount(amount, kind.unit)
    if not units:
        zh = "应为整半天的天数" if kind.unit is LeaveUnit.HALF_DAY else "应为整分钟的小时数"
        en = (
            "must be a number of days in parts of a day"
            if kind.unit is LeaveUnit.HALF_DAY
            else "must be a number of hours in whole minutes"
        )
        wrong.append(LineFault(field="amount", code="amount_wrong", zh=f"{zh}，且不为零", en=f"{en}, and not nothing"))
    elif move is LeaveMove.GRANT and units < 0:
        zh, en = "发放必须为正数；减少请用更正", "a grant is positive; use a correction to take away"
        wrong.append(LineFault(field="amount", code="amount_wrong", zh=zh, en=en))
    if expires_on is not None and expires_on < today:
        zh, en = f"有效期不能早于今天（{today}）", f"cannot end before today ({today})"
        wrong.append(LineFault(field="expires_on", code="expires_in_the_past", zh=zh, en=en))
    if expires_on is not None and move is LeaveMove.CORRECT and units is not None and units < 0:
        zh, en = "减少余额没有有效期", "what is taken away has no last day"
        wrong.append(LineFault(field="expires_on", code="expires_of_nothing", zh=zh, en=en))
    return wrong


def takes_away(lines: Iterable[LeaveLine]) -> list[UUID]:
    """Those whose leave must be entered first, in the order of their ids: nobody else may use meanwhile what is taken from them."""
    return sorted({line.employee_id for line in lines if line.entry.amount < 0})


def shortages(lines: Sequence[LeaveLine], *, free: Mapping[Account, int]) -> list[Shortage]:
    """`free` is the balance less what waits for approval. Earlier lines of the same account count."""
    left = dict(free)
    found: list[Shortage] = []
    for line in lines:
        available = left.get(line.account, 0)
        if line.entry.amount < 0 and available + line.entry.amount < 0:
            found.append(Shortage(line=line, available=available, wanted=-line.entry.amount))
        else:
            left[line.account] = available + line.entry.amount
    return found
