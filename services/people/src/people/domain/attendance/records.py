"""The tables of proofs and of what is derived from them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from people.domain.model import Model


class PunchBatch(Model):
    """Punches that came together; `known_count` of them were there already."""

    __tablename__ = "punch_batch"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    row_count: Mapped[int]
    added_count: Mapped[int]
    known_count: Mapped[int]
    refused_count: Mapped[int]
    received_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    received_by: Mapped[str] = mapped_column(Text)


class Punch(Model):
    """One press 打卡, to the second of the company's day. The same second of the same person is the same press, whoever tells it."""

    __tablename__ = "attendance_punch"

    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employee.id"), primary_key=True)
    on_day: Mapped[date] = mapped_column(Date, primary_key=True)
    second: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    direction: Mapped[int] = mapped_column(SmallInteger)
    device: Mapped[str] = mapped_column(Text)
    batch_id: Mapped[UUID]


class Photo(Model):
    """A photo sign-in 照片签到. The picture goes after `keep_until`; that it was taken, and when, stays."""

    __tablename__ = "attendance_photo"
    __table_args__ = (
        UniqueConstraint("employee_id", "on_day", "second", name="uq_attendance_photo_employee_id"),
        Index("ix_attendance_photo_keep_until", "keep_until", postgresql_where="image_sealed IS NOT NULL"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employee.id"))
    on_day: Mapped[date] = mapped_column(Date)
    second: Mapped[int]
    direction: Mapped[int] = mapped_column(SmallInteger)
    taken_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    image_sealed: Mapped[str | None] = mapped_column(Text)
    content_digest: Mapped[str] = mapped_column(Text, unique=True)
    width: Mapped[int]
    height: Mapped[int]
    keep_until: Mapped[date] = mapped_column(Date)
    removed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class AttendanceDay(Model):
    """The result of a day as figures. `input_digest` is of everything they were derived from: the day opens by deriving it again."""

    __tablename__ = "attendance_day"

    employee_id: Mapped[UUID] = mapped_column(primary_key=True)
    on_day: Mapped[date] = mapped_column(Date, primary_key=True)
    unit_id: Mapped[UUID | None] = mapped_column(Uuid)
    kind: Mapped[int] = mapped_column(SmallInteger)
    policy_number: Mapped[int] = mapped_column(Integer)
    late: Mapped[int] = mapped_column(SmallInteger)
    early: Mapped[int] = mapped_column(SmallInteger)
    leave_cases: Mapped[int] = mapped_column(SmallInteger)
    missing: Mapped[int] = mapped_column(SmallInteger)
    absent: Mapped[int] = mapped_column(SmallInteger)
    excused: Mapped[int] = mapped_column(SmallInteger)
    photo_proved: Mapped[int] = mapped_column(SmallInteger)
    contradictions: Mapped[int] = mapped_column(SmallInteger)
    late_minutes: Mapped[int] = mapped_column(SmallInteger)
    early_minutes: Mapped[int] = mapped_column(SmallInteger)
    leave_minutes: Mapped[int] = mapped_column(SmallInteger)
    work_minutes: Mapped[int] = mapped_column(SmallInteger)
    rest_worked: Mapped[int] = mapped_column(SmallInteger)
    input_digest: Mapped[bytes] = mapped_column(LargeBinary)


class TouchedDay(Model):
    """Facts of this day have come or changed since its result was stored; a job derives it again."""

    __tablename__ = "touched_day"

    employee_id: Mapped[UUID] = mapped_column(primary_key=True)
    on_day: Mapped[date] = mapped_column(Date, primary_key=True)


class RunKind(StrEnum):
    COMPILE = "compile"
    REPLAY = "replay"


class RunState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


class AttendanceRun(Model):
    """Deriving many days, or replaying a draft on them. People in the order of their ids; `done_until` is where a new start goes on."""

    __tablename__ = "attendance_run"
    __table_args__ = (Index("ix_attendance_run_state", "state", postgresql_where="state = 'running'"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    unit_ids: Mapped[list[UUID] | None] = mapped_column(ARRAY(Uuid))
    policy_number: Mapped[int | None] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(Text)
    done_until: Mapped[UUID | None] = mapped_column(Uuid)
    people_total: Mapped[int]
    people_done: Mapped[int]
    days_done: Mapped[int] = mapped_column(BigInteger)
    days_changed: Mapped[int]
    people_changed: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    started_by: Mapped[str] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class ReplayDifference(Model):
    """A day that a draft would judge otherwise."""

    __tablename__ = "replay_difference"

    run_id: Mapped[UUID] = mapped_column(ForeignKey("attendance_run.id"), primary_key=True)
    employee_id: Mapped[UUID] = mapped_column(primary_key=True)
    on_day: Mapped[date] = mapped_column(Date, primary_key=True)
    before: Mapped[dict[str, Any]] = mapped_column(JSONB)
    after: Mapped[dict[str, Any]] = mapped_column(JSONB)
