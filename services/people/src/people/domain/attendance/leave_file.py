"""Grants and corrections of leave in a file, row by row: whose, of which kind, how much, and what cannot be taken (rules ATT-9, SYS-3).

A row is known by its person, kind, move and paper: loaded again, alone or in a longer file, it adds nothing.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from chassis.refusals import FieldError, Invalid
from chassis.rows import RowError
from chassis.tables import TableRow
from people.domain.attendance.leave_booking import LeaveLine, Shortage, entry_faults
from people.domain.attendance.leave_kind import LeaveKind
from people.domain.attendance.leave_ledger import LeaveMove, NewEntry
from people.domain.attendance.leave_span import read_amount

MOST_ERRORS = 1_000
LONGEST_PAPER = 200
LONGEST_REASON = 1_000
SHORTEST_REASON = 2
# Each of them is locked until the file is in, and the database has room for a few thousand locks.
MOST_TAKEN_FROM = 1_000
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "employee": ("工号", "员工编号", "Employee number"),
    "name": ("姓名", "Name"),
    "kind": ("假别", "Kind of leave"),
    "move": ("操作", "发放或更正", "Entry"),
    "amount": ("数量", "天数或小时数", "Amount"),
    "expires_on": ("有效期至", "到期日", "Last day"),
    "document": ("凭据编号", "凭据", "Document"),
    "reason": ("原因", "事由", "Reason"),
}
REQUIRED = ("employee", "kind", "amount", "document", "reason")
MOVES: Mapping[str, LeaveMove] = {
    "": LeaveMove.GRANT,
    "grant": LeaveMove.GRANT,
    "发放": LeaveMove.GRANT,
    "correct": LeaveMove.CORRECT,
    "correction": LeaveMove.CORRECT,
    "更正": LeaveMove.CORRECT,
}
AMOUNT = re.compile(r"[+-]?\d{1,3}(\.\d{1,4})?")
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?( 00:00:00)?")
Paper = tuple[UUID, str, str, str]
"""Person, kind, move, document: what makes a row the same row."""


class LeaveFileRefused(Invalid):
    code = "rows_refused"
    rule = "SYS-3"
    zh = "文件中有 {count} 处错误，全部未导入，见 errors。"
    en = "The file has {count} mistakes; nothing was imported. See errors."


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavePerson:
    id: UUID
    name: str
    left_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """What the ledger has under a paper."""

    amount: int
    expires_on: date | None


@dataclass(slots=True, kw_only=True)
class _Reader:
    people: Mapping[str, LeavePerson]
    kinds: Mapping[str, LeaveKind]
    today: date
    errors: list[RowError]

    def note(self, row: TableRow, column: str, code: str, *, zh: str, en: str) -> None:
        self.errors.append(RowError(row=row.number, column=column, code=code, detail_zh=zh, detail_en=en))

    def line(self, row: TableRow) -> LeaveLine | None:
        before = len(self.errors)
        person, kind, move = self._person(row), self._kind(row), self._move(row)
        amount, expires_on = self._amount(row), self._day(row)
        document = self._words(row, "document", least=1, most=LONGEST_PAPER)
        reason = self._words(row, "reason", least=SHORTEST_REASON, most=LONGEST_REASON)
        if kind is not None and move is not None and amount is not None:
            for fault in entry_faults(move=move, kind=kind, amount=amount, expires_on=expires_on, today=self.today):
                self.note(row, fault.field, fault.code, zh=fault.zh, en=fault.en)
        if person is not None and move is LeaveMove.GRANT and person.left_on is not None and person.left_on < self.today:
            zh, en = f"{person.name} 已于 {person.left_on} 离职", f"{person.name} left on {person.left_on}"
            self.note(row, "employee", "has_left", zh=zh, en=en)
        if len(self.errors) > before or person is None or kind is None or move is None or amount is None:
            return None
        units = read_amount(amount, kind.unit) or 0
        entry = NewEntry(move=move, amount=units, on_date=self.today, expires_on=expires_on, document=document, reason=reason)
        return LeaveLine(place=row.number, employee_id=person.id, kind=kind, entry=entry)

    def _person(self, row: TableRow) -> LeavePerson | None:
        number, name = row.cells.get("employee", ""), row.cells.get("name", "")
        person = self.people.get(number)
        if not number:
            self.note(row, "employee", "missing", zh="必填", en="is needed")
        elif person is None:
            zh, en = f"没有工号 {number[:40]}，或您无权处理", f"there is no employee {number[:40]}, or they are not yours to keep"
            self.note(row, "employee", "unknown_employee", zh=zh, en=en)
        elif name and name != person.name:
            zh, en = f"工号 {number} 是 {person.name}", f"{number} is {person.name}"
            self.note(row, "name", "name_differs", zh=zh, en=en)
        return person

    def _kind(self, row: TableRow) -> LeaveKind | None:
        text = row.cells.get("kind", "").casefold()
        kind = next(
            (one for one in self.kinds.values() if text in (one.code.casefold(), one.name_zh.casefold(), one.name_en.casefold())), None
        )
        if not text:
            self.note(row, "kind", "missing", zh="必填", en="is needed")
        elif kind is None:
            self.note(row, "kind", "unknown_kind", zh=f"没有假别“{text[:40]}”", en=f"there is no kind of leave {text[:40]}")
        elif not kind.active:
            self.note(row, "kind", "kind_closed", zh=f"“{kind.name_zh}”已停用", en=f"{kind.name_en} is no longer given")
            return None
        elif not kind.balance:
            self.note(row, "kind", "no_balance", zh=f"“{kind.name_zh}”没有余额", en=f"{kind.name_en} has no balances")
            return None
        return kind

    def _move(self, row: TableRow) -> LeaveMove | None:
        move = MOVES.get(row.cells.get("move", "").casefold())
        if move is None:
            self.note(row, "move", "no_move", zh="应为“发放”“更正”或空（发放）", en='must be "grant", "correct" or empty (a grant)')
        return move

    def _amount(self, row: TableRow) -> Decimal | None:
        text = row.cells.get("amount", "")
        if AMOUNT.fullmatch(text):
            return Decimal(text)
        self.note(row, "amount", "no_amount", zh="应为数字，例如 5 或 0.5", en="must be a number such as 5 or 0.5")
        return None

    def _day(self, row: TableRow) -> date | None:
        text = row.cells.get("expires_on", "")
        if not text:
            return None
        try:
            read = DAY.fullmatch(text)
            if read is not None:
                return date(int(read[1]), int(read[2]), int(read[3]))
        except ValueError:
            pass
        self.note(row, "expires_on", "no_day", zh="应为日期，例如 2026-12-31，或空", en="must be a day such as 2026-12-31, or empty")
        return None

    def _words(self, row: TableRow, column: str, *, least: int, most: int) -> str:
        text = row.cells.get(column, "")
        if not least <= len(text) <= most:
            self.note(row, column, "length", zh=f"应为 {least} 到 {most} 个字", en=f"must have {least} to {most} characters")
        return text


def read_lines(
    rows: Sequence[TableRow], *, people: Mapping[str, LeavePerson], kinds: Mapping[str, LeaveKind], today: date
) -> tuple[list[LeaveLine], list[RowError]]:
    """What can be taken, and every reason why something cannot."""
    reader = _Reader(people=people, kinds=kinds, today=today, errors=[])
    read = [reader.line(row) for row in rows]
    lines = [line for line in read if line is not None]
    reader.errors += _doubles(lines)
    return lines, reader.errors


def paper_of(line: LeaveLine) -> Paper:
    return line.employee_id, line.kind.code, line.entry.move.value, line.entry.document


def sort_out(lines: Sequence[LeaveLine], *, booked: Mapping[Paper, Sequence[Booked]]) -> tuple[list[LeaveLine], list[RowError]]:
    """Lines that are not in the ledger yet, and those whose paper is there with something else."""
    fresh: list[LeaveLine] = []
    errors: list[RowError] = []
    for line in lines:
        there = booked.get(paper_of(line), ())
        if not there:
            fresh.append(line)
        elif Booked(amount=line.entry.amount, expires_on=line.entry.expires_on) not in there:
            zh = f"凭据 {line.entry.document} 已为此人入账，但数量或有效期不同；请换一个凭据编号，或用更正"
            en = f"{line.entry.document} is in this person's ledger with another amount or last day: give it another number, or correct it"
            errors.append(_error(line, "document", "document_used", zh=zh, en=en))
    return fresh, errors


def told(shortages: Sequence[Shortage]) -> list[RowError]:
    found: list[RowError] = []
    for short in shortages:
        refusal = short.refusal()
        found.append(_error(short.line, "amount", refusal.code, zh=refusal.sentence("zh"), en=refusal.sentence("en")))
    return found


def too_many(people: Sequence[UUID]) -> list[RowError]:
    if len(people) <= MOST_TAKEN_FROM:
        return []
    zh = f"一个文件最多减少 {MOST_TAKEN_FROM} 人的余额；请分成几个文件"
    en = f"a file takes from at most {MOST_TAKEN_FROM} people; make several of it"
    return [RowError(row=1, column=None, code="too_many_corrections", detail_zh=zh, detail_en=en)]


def in_order(errors: Sequence[RowError], rows: Sequence[TableRow]) -> list[RowError]:
    """By row, each column by the heading that it has in the file."""
    headings = rows[0].headings if rows else {}
    return [
        error.model_copy(update={"column": error.column and headings.get(error.column, error.column)})
        for error in sorted(errors, key=lambda error: error.row)
    ]


def refuse(errors: Sequence[RowError]) -> None:
    """Raises LeaveFileRefused when there are any."""
    if not errors:
        return
    fields = [
        FieldError(pointer=f"row {error.row}/{error.column}", code=error.code, zh=error.detail_zh, en=error.detail_en)
        for error in errors[:MOST_ERRORS]
    ]
    raise LeaveFileRefused(errors=fields, count=len(errors))


def _doubles(lines: Sequence[LeaveLine]) -> list[RowError]:
    first: dict[Paper, int] = {}
    errors: list[RowError] = []
    for line in lines:
        before = first.setdefault(paper_of(line), line.place)
        if before != line.place:
            zh = f"与第 {before} 行是同一人、同一假别、同一凭据"
            en = f"the same person, kind and document as row {before}"
            errors.append(_error(line, "document", "twice_in_the_file", zh=zh, en=en))
    return errors


def _error(line: LeaveLine, column: str, code: str, *, zh: str, en: str) -> RowError:
    return RowError(row=line.place, column=column, code=code, detail_zh=zh, detail_en=en)
