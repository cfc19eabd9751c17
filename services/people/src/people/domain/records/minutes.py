"""Minutes of a meeting: a draft until closed, then never changed; a later version names its reason (rule ORG-9)."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, StringConstraints
from sqlalchemy import DateTime, ForeignKey, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, FieldError, Invalid
from people.domain.ids import EmployeeId
from people.domain.model import Model


class MinutesState(StrEnum):
    DRAFT = "draft"
    CLOSED = "closed"


class NoMinutes(Conflict):
    code = "no_minutes"
    rule = "ORG-9"
    zh = "该会议还没有会议记录草稿。"
    en = "There is no draft of minutes for this meeting."


class MinutesClosed(Conflict):
    code = "minutes_closed"
    rule = "ORG-9"
    zh = "会议记录第 {number} 版已定稿，不能修改；如需更正，请注明原因新建一版。"
    en = "Version {number} of the minutes is closed and never changes; to correct it, begin a new version with a reason."


class MinutesOpen(Conflict):
    code = "minutes_open"
    rule = "ORG-9"
    zh = "会议记录第 {number} 版还是草稿，请先定稿。"
    en = "Version {number} of the minutes is still a draft; close it first."


class DecisionsIncomplete(Invalid):
    code = "decisions_incomplete"
    rule = "ORG-9"
    zh = "有 {count} 处决议不完整：每项决议须有负责人和不早于今天的期限。"
    en = "{count} things are missing: every decision needs an owner and a due date that is not past."


class Decision(BaseModel):
    """Becomes a task when the minutes are closed; `id` tells it apart in later versions. A draft may still lack owner and date."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: Annotated[str, StringConstraints(pattern=r"^[a-zA-Z0-9_-]{1,40}$")]
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
    owner_id: EmployeeId | None
    due_on: date | None


class MeetingMinutes(Model):
    __tablename__ = "meeting_minutes"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    decisions: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    reason: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    written_by: Mapped[str] = mapped_column(Text)
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    closed_by: Mapped[str | None] = mapped_column(Text)

    @property
    def decided(self) -> list[Decision]:
        return [Decision.model_validate(one) for one in self.decisions]


def check_ids(decisions: Sequence[Decision]) -> None:
    """Raises DecisionsIncomplete."""
    ids = [one.id for one in decisions]
    again = [number for number, one in enumerate(ids) if one in ids[:number]]
    errors = [FieldError(pointer=f"/decisions/{number}/id", code="repeats", zh="编号重复", en="the id repeats") for number in again]
    if errors:
        raise DecisionsIncomplete(errors=errors, count=len(errors))


def check_decisions(decisions: Sequence[Decision], *, known: set[UUID], unchanged: set[str], used: set[str], today: date) -> None:
    """Before closing: owners who work here, days that are not past. What stands in the version before may be past by now.

    `used` are the ids of decisions that an earlier version had and the one before this has not: their tasks are over.
    Raises DecisionsIncomplete with everything that is missing.
    """
    errors: list[FieldError] = []
    for number, one in enumerate(decisions):
        if one.id in used:
            errors.append(
                FieldError(
                    pointer=f"/decisions/{number}/id",
                    code="id_used",
                    zh="该编号属于已删除的决议，请换一个编号",
                    en="belongs to a decision that was struck out; take another id",
                )
            )
        if one.owner_id is None or (one.owner_id not in known and one.id not in unchanged):
            errors.append(
                FieldError(
                    pointer=f"/decisions/{number}/owner_id", code="owner_missing", zh="缺少在职的负责人", en="needs an owner who works here"
                )
            )
        if one.due_on is None or (one.due_on < today and one.id not in unchanged):
            errors.append(
                FieldError(
                    pointer=f"/decisions/{number}/due_on",
                    code="due_missing",
                    zh="缺少期限，或期限已过",
                    en="needs a due date that is not past",
                )
            )
    if errors:
        raise DecisionsIncomplete(errors=errors, count=len(errors))
