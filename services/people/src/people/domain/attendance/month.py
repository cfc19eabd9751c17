"""Months 月度考勤: a sheet for each unit, compiled, signed, taken over by HR, closed, and then corrected only by entries (ATT-6, ATT-7, ATT-10)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Date, DateTime, ForeignKey, Index, Text, UniqueConstraint, Uuid, column
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from people.domain.attendance.month_refusals import SheetClosed, SheetNotClosed, SheetNotTakenOver, SheetStateWrong, SheetUnsigned
from people.domain.model import Model


class SheetState(StrEnum):
    COMPILED = "compiled"
    SIGNED = "signed"
    TAKEN_OVER = "taken_over"
    CLOSED = "closed"


class RunState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"


class RowCause(StrEnum):
    COMPILED = "compiled"
    OBJECTION = "objection"
    CORRECTION = "correction"


class Acceptance(StrEnum):
    SILENCE = "silence"
    OBJECTION = "objection"


class MonthRun(Model):
    """Compiling is work of a job: `done` of `total` people; `last_id` is the last one done, so that another process goes on behind it."""

    __tablename__ = "month_run"
    __table_args__ = (
        Index("ix_month_run_month", "month", "id"),
        Index("uq_month_run_open", "month", unique=True, postgresql_where=column("state") != "done"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(Date)
    units: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    state: Mapped[str] = mapped_column(Text)
    total: Mapped[int]
    done: Mapped[int]
    changed: Mapped[int]
    last_id: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    created_by: Mapped[str] = mapped_column(Text)
    finished_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class MonthSheet(Model):
    """`issue` counts what was handed out: 0 before closing, 1 the closing, then one more with each correction. `digest` is of all its rows."""

    __tablename__ = "month_sheet"
    __table_args__ = (UniqueConstraint("month", "unit_id", name="uq_month_sheet_month"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(Date)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    state: Mapped[str] = mapped_column(Text)
    issue: Mapped[int]
    digest: Mapped[str] = mapped_column(Text)
    compiled_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    compiled_by: Mapped[str] = mapped_column(Text)
    signed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    signed_by: Mapped[str | None] = mapped_column(Text)
    taken_over_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    taken_over_by: Mapped[str | None] = mapped_column(Text)
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    closed_by: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int]

    def must_be_open(self) -> None:
        """Raises SheetClosed."""
        if self.state == SheetState.CLOSED:
            raise SheetClosed

    def must_be(self, *states: SheetState) -> None:
        """Raises SheetClosed, SheetStateWrong."""
        if self.state not in states:
            self.must_be_open()
            raise SheetStateWrong(state=self.state)

    def note_compiled(self, *, digest: str, by: str, now: datetime) -> bool:
        """What was signed was another content: the signature is void. True when it was. Raises SheetClosed."""
        self.must_be_open()
        voided = self.digest != digest and self.state != SheetState.COMPILED
        if self.digest != digest:
            self.state = SheetState.COMPILED
            self.signed_at = self.signed_by = self.taken_over_at = self.taken_over_by = None
        self.digest, self.compiled_by, self.compiled_at = digest, by, now
        self.version += 1
        return voided

    def note_settled(self, *, digest: str) -> None:
        """An objection that HR settled changes a row and leaves the signature."""
        self.digest = digest
        self.version += 1

    def sign(self, *, by: str, now: datetime) -> None:
        """Raises SheetClosed, SheetStateWrong."""
        self.must_be(SheetState.COMPILED)
        self.state, self.signed_by, self.signed_at = SheetState.SIGNED, by, now
        self.version += 1

    def take_over(self, *, overdue: bool, by: str, now: datetime) -> None:
        """One that its head has not signed in time is taken over unsigned. Raises SheetClosed, SheetStateWrong."""
        self.must_be(SheetState.SIGNED, *([SheetState.COMPILED] if overdue else []))
        self.state, self.taken_over_by, self.taken_over_at = SheetState.TAKEN_OVER, by, now
        self.version += 1

    def must_be_with_hr(self) -> None:
        """Raises SheetClosed, SheetUnsigned, SheetNotTakenOver."""
        self.must_be_open()
        if self.state == SheetState.COMPILED:
            raise SheetUnsigned
        if self.state == SheetState.SIGNED:
            raise SheetNotTakenOver

    def close(self, *, by: str, now: datetime) -> None:
        """Raises SheetClosed, SheetUnsigned, SheetNotTakenOver."""
        self.must_be_with_hr()
        self.state, self.closed_by, self.closed_at, self.issue = SheetState.CLOSED, by, now, 1
        self.version += 1

    def correct(self, *, digest: str) -> None:
        """Raises SheetNotClosed."""
        if self.state != SheetState.CLOSED:
            raise SheetNotClosed
        self.digest, self.issue = digest, self.issue + 1
        self.version += 1


class MonthRow(Model):
    """One person's month, frozen: never changed, only followed by the next `revision`. `issue` is the sheet's when it was written.

    `gone`: they belong to another unit's sheet now. `days` hold what each figure was added up from.
    """

    __tablename__ = "month_row"
    __table_args__ = (UniqueConstraint("sheet_id", "employee_id", "revision", name="uq_month_row_sheet_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("month_sheet.id"))
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employee.id"))
    revision: Mapped[int]
    issue: Mapped[int]
    gone: Mapped[bool]
    figures: Mapped[dict[str, Any]] = mapped_column(JSONB)
    days: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    digest: Mapped[str] = mapped_column(Text)
    cause: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    made_by: Mapped[str] = mapped_column(Text)


class MonthAcceptance(Model):
    """That somebody's month counts as accepted, and by what. `accepted_at` of silence is when the time for objections ended."""

    __tablename__ = "month_acceptance"

    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("month_sheet.id"), primary_key=True)
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employee.id"), primary_key=True)
    how: Mapped[str] = mapped_column(Text)
    accepted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class MonthCorrection(Model):
    """A correction entry 更正单 after closing: why, by which paper, what was entered as a fact, and the issue it made (rule ATT-7)."""

    __tablename__ = "month_correction"
    __table_args__ = (Index("ix_month_correction_sheet_id", "sheet_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("month_sheet.id"))
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employee.id"))
    on_date: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(Text)
    corrected: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    issue: Mapped[int]
    was: Mapped[dict[str, Any]] = mapped_column(JSONB)
    became: Mapped[dict[str, Any]] = mapped_column(JSONB)
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    made_by: Mapped[str] = mapped_column(Text)
