"""Tasks: what a meeting decided, or what somebody was given to do (rule ORG-9)."""

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, FieldError, Forbidden, NotFound
from people.domain.ids import shown_employee
from people.domain.model import Model

REMIND_DAYS = 1
"""The first reminder comes this many days before a task is due, then one on each day it is late."""


class TaskState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class TaskNotFound(NotFound):
    code = "task_not_found"
    zh = "找不到该任务，或与您无关。"
    en = "There is no such task, or it is none of yours."


class TaskOver(Conflict):
    code = "task_over"
    rule = "ORG-9"
    zh = "任务 {number} 已完成或已放弃，不能再改。"
    en = "Task {number} is done or dropped; it can no longer be changed."


class DueInThePast(Conflict):
    code = "due_in_the_past"
    rule = "ORG-9"
    zh = "期限 {day} 已经过去。"
    en = "The due date {day} is past."

    def __init__(self, *, day: date) -> None:
        super().__init__(errors=[FieldError(pointer="/due_on", code=self.code, zh="已经过去", en="is past")], day=day)


class NotYourTask(Forbidden):
    code = "not_your_task"
    rule = "ORG-9"
    zh = "只有布置任务的人、负责人的上级或会议召集人可以改派、改期或放弃任务。"
    en = "Only who gave the task, somebody above its owner, or the meeting's chair can hand it on, move or drop it."


class NotYourPeople(Forbidden):
    code = "not_your_people"
    rule = "ORG-9"
    zh = "只能给自己和下属布置任务。"
    en = "You can give tasks to yourself and to your people only."

    def __init__(self) -> None:
        super().__init__(errors=[FieldError(pointer="/owner_id", code=self.code, zh="不是您的下属", en="is none of your people")])


def may_run_task(
    *, owner_id: UUID, giver_id: UUID | None, chair_id: UUID | None, asker: UUID | None, people: Collection[UUID] | None
) -> bool:
    """Who gave it, the meeting's chair, or somebody above its owner (`people` are those and the asker; None: everybody)."""
    if people is None:
        return True
    return asker is not None and (asker in (giver_id, chair_id) or (owner_id in people and owner_id != asker))


class Task(Model):
    """`meeting_id` and `decision` tell where it comes from; `giver_id` who gave it. `reminded_on` is the day of the last reminder."""

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_owner_id", "owner_id", "state", "due_on"),
        Index("ix_task_giver_id", "giver_id"),
        Index("uq_task_decision", "meeting_id", "decision", unique=True),
        Index("ix_task_due_on", "due_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    title: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("employee.id"))
    giver_id: Mapped[UUID | None] = mapped_column(ForeignKey("employee.id"))
    due_on: Mapped[date] = mapped_column(Date)
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting.id"))
    decision: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    ended_by: Mapped[str | None] = mapped_column(Text)
    reminded_on: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    version: Mapped[int]

    def must_be_open(self) -> None:
        """Raises TaskOver."""
        if self.state != TaskState.OPEN:
            raise TaskOver(number=self.number)

    def must_be_run_by(self, asker: UUID | None, *, chair_id: UUID | None, people: Collection[UUID] | None) -> None:
        """Raises NotYourTask."""
        if not may_run_task(owner_id=self.owner_id, giver_id=self.giver_id, chair_id=chair_id, asker=asker, people=people):
            raise NotYourTask

    def end(self, state: TaskState, *, note: str, now: datetime, by: str) -> None:
        self.must_be_open()
        self.state, self.note, self.ended_at, self.ended_by = state, note, now, by
        self.version += 1

    def facts(self) -> dict[str, object]:
        return {
            "number": self.number,
            "title": self.title,
            "owner_id": shown_employee(self.owner_id),
            "due_on": self.due_on.isoformat(),
            "state": self.state,
        }
