"""Balances of leave 余额, as a ledger that only grows: grant, use, return, expire, correct, each with a reason and a document (rule ATT-9)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Index, Text, column
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Invalid
from people.domain.model import Model


class LeaveMove(StrEnum):
    GRANT = "grant"
    USE = "use"
    RETURN = "return"
    EXPIRE = "expire"
    CORRECT = "correct"


class LeaveOverBalance(Conflict):
    code = "leave_over_balance"
    rule = "ATT-9"
    zh = "余额不足：“{kind_zh}”可用 {available}，本次需要 {wanted}（{unit_zh}）。"
    en = 'Not enough left: of "{kind_en}" {available} can be taken, this needs {wanted} ({unit_en}).'


class LeaveAmountWrong(Invalid):
    code = "leave_amount_wrong"
    rule = "ATT-9"
    zh = "发放或更正的数额、有效期不成立，见 errors。"
    en = "The amount or the last day of the entry does not hold; see errors."


class LeaveHasNoBalance(Conflict):
    code = "leave_has_no_balance"
    rule = "ATT-9"
    zh = "假别“{kind}”没有余额，无需发放或更正。"
    en = 'The kind of leave "{kind}" has no balances to grant or correct.'


class LeaveEntry(Model):
    """One line, never changed. `amount` is signed, in parts of a day (120 a day) or minutes. `expires_on`: of a grant, its last day."""

    __tablename__ = "leave_entry"
    __table_args__ = (
        Index("ix_leave_entry_employee_id", "employee_id", "kind", "id"),
        Index("ix_leave_entry_expires_on", "expires_on", postgresql_where=column("expires_on").is_not(None)),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employee.id"))
    kind: Mapped[str] = mapped_column(Text)
    move: Mapped[str] = mapped_column(Text)
    amount: Mapped[int]
    on_date: Mapped[date] = mapped_column(Date)
    expires_on: Mapped[date | None] = mapped_column(Date)
    document: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    leave_id: Mapped[UUID | None] = mapped_column(ForeignKey("leave_request.id"))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    by: Mapped[str] = mapped_column(Text)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    move: str
    amount: int
    on_date: date
    expires_on: date | None
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """A line to be written; `amount` is signed."""

    move: LeaveMove
    amount: int
    on_date: date
    document: str
    reason: str
    expires_on: date | None = None
    leave_id: UUID | None = None


@dataclass(slots=True)
class _Lot:
    expires_on: date | None
    left: int


@dataclass(slots=True)
class _Lots:
    """What was granted and is left of each grant: what ends first is used first, and what comes back goes where it came from."""

    lots: list[_Lot] = field(default_factory=list[_Lot])
    taken: dict[str, list[tuple[_Lot, int]]] = field(default_factory=dict[str, list[tuple[_Lot, int]]])

    def add(self, amount: int, expires_on: date | None) -> None:
        self.lots.append(_Lot(expires_on, amount))
        self.lots.sort(key=lambda lot: lot.expires_on or date.max)

    def take(self, amount: int, *, on: date, document: str) -> None:
        valid = [lot for lot in self.lots if lot.expires_on is None or lot.expires_on >= on]
        self._take(amount, [*valid, *(lot for lot in self.lots if lot not in valid)], document)

    def expire(self, amount: int, *, on: date) -> None:
        self._take(amount, [lot for lot in self.lots if lot.expires_on is not None and lot.expires_on < on], "")

    def _take(self, amount: int, lots: Sequence[_Lot], document: str) -> None:
        for lot in lots:
            used = min(amount, lot.left)
            if used:
                lot.left -= used
                amount -= used
                self.taken.setdefault(document, []).append((lot, used))

    def give_back(self, amount: int, *, document: str) -> None:
        """Last taken, first given back."""
        taken = self.taken.get(document, [])
        while amount and taken:
            lot, used = taken.pop()
            back = min(amount, used)
            lot.left += back
            amount -= back
            if used > back:
                taken.append((lot, used - back))
        if amount:
            self.add(amount, None)


def balance_of(lines: Iterable[LedgerLine]) -> int:
    return sum(line.amount for line in lines)


def lots_left(lines: Iterable[LedgerLine]) -> list[tuple[date | None, int]]:
    """What is left of each grant, what ends first leading. `lines` in the order in which they were written."""
    lots = _Lots()
    for line in lines:
        if line.move == LeaveMove.GRANT or (line.move == LeaveMove.CORRECT and line.amount > 0):
            lots.add(line.amount, line.expires_on)
        elif line.move == LeaveMove.EXPIRE:
            lots.expire(-line.amount, on=line.on_date)
        elif line.move == LeaveMove.RETURN:
            lots.give_back(line.amount, document=line.document)
        else:
            lots.take(-line.amount, on=line.on_date, document=line.document)
    return [(lot.expires_on, lot.left) for lot in lots.lots if lot.left]


def lapsed(lines: Iterable[LedgerLine], *, today: date) -> int:
    """How much of what was granted is left past its last day."""
    return sum(left for expires_on, left in lots_left(lines) if expires_on is not None and expires_on < today)
