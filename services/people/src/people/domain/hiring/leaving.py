"""Leaving (rule ORG-6): a last day, what is handed over until then, and the end of all access with it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Index, Text, column
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Invalid, NotFound
from people.domain.ids import shown_employee
from people.domain.model import Model


class LeavingKind(StrEnum):
    RESIGNED = "resigned"
    DISMISSED = "dismissed"
    PROBATION = "probation"
    CONTRACT_ENDED = "contract_ended"
    RETIRED = "retired"
    OTHER = "other"


class LeavingState(StrEnum):
    PLANNED = "planned"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class ItemKind(StrEnum):
    TASK = "task"
    APPROVAL = "approval"
    UNIT = "unit"
    CLIENT = "client"
    THING = "thing"
    PAPER = "paper"


class LeavingNotFound(NotFound):
    code = "leaving_not_found"
    zh = "找不到该离职记录。"
    en = "There is no such leaving."


class LeavingItemNotFound(NotFound):
    code = "leaving_item_not_found"
    zh = "交接清单中没有这一项。"
    en = "There is no such line on the hand-over list."


class LastDayPast(Invalid):
    code = "last_day_past"
    rule = "ORG-6"
    zh = "最后工作日不能早于今天或入职日。"
    en = "The last day is neither past nor before the day of hiring."


class LeavingNotToday(Invalid):
    code = "leaving_not_today"
    rule = "ORG-6"
    zh = "立即离职的最后工作日须为今天。"
    en = "Who leaves at once has today as the last day."


class LeavingAnnounced(Conflict):
    code = "leaving_announced"
    rule = "ORG-6"
    zh = "{name} 的离职已登记，最后工作日为 {day}。"
    en = "{name} is leaving already, on {day}."


class LeavingOver(Conflict):
    code = "leaving_over"
    rule = "ORG-6"
    zh = "该离职已完成或已撤回。"
    en = "This leaving is done or was withdrawn."


class OwnLeaving(Conflict):
    code = "own_leaving"
    rule = "ORG-6"
    zh = "不能自己办理自己的离职，请由他人办理。"
    en = "Nobody ends their own access by leaving; somebody else does it."


class PlaceTakenMeanwhile(Conflict):
    code = "place_taken_meanwhile"
    rule = "ORG-3"
    zh = "其岗位“{position}”已另有安排，编制 {planned} 人已满，无法恢复原任职。"
    en = 'The position "{position}" ({planned} planned) has been filled meanwhile; they cannot stay in it.'


class Leaving(Model):
    """`assignments` are those it ended, with how long they would have been held: a withdrawal brings them back.

    `policy_version` is the personnel policy that its hand-over list came from; None where it is older than policies.
    """

    __tablename__ = "leaving"
    __table_args__ = (
        Index("ix_leaving_employee_id", "employee_id", "id"),
        Index("uq_leaving_planned", "employee_id", unique=True, postgresql_where=column("state") == "planned"),
        Index("ix_leaving_last_day", "last_day", postgresql_where=column("state") == "planned"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employee.id"))
    last_day: Mapped[date] = mapped_column(Date)
    kind: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    assignments: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    announced_by: Mapped[str] = mapped_column(Text)
    announced_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    done_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    policy_version: Mapped[int | None]
    version: Mapped[int]

    def must_be_planned(self) -> None:
        """Raises LeavingOver."""
        if self.state != LeavingState.PLANNED:
            raise LeavingOver

    def end(self, state: LeavingState, *, now: datetime) -> None:
        """Raises LeavingOver."""
        self.must_be_planned()
        self.state, self.done_at = state, now if state == LeavingState.DONE else None
        self.version += 1

    def facts(self) -> dict[str, object]:
        return {
            "employee_id": shown_employee(self.employee_id),
            "last_day": self.last_day.isoformat(),
            "kind": self.kind,
            "state": self.state,
            "policy_version": self.policy_version,
        }


class LeavingItem(Model):
    __tablename__ = "leaving_item"
    __table_args__ = (Index("ix_leaving_item_leaving_id", "leaving_id", "place"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    leaving_id: Mapped[UUID] = mapped_column(ForeignKey("leaving.id"))
    place: Mapped[int]
    kind: Mapped[str] = mapped_column(Text)
    title_zh: Mapped[str] = mapped_column(Text)
    title_en: Mapped[str] = mapped_column(Text)
    handed_to_id: Mapped[UUID | None] = mapped_column(ForeignKey("employee.id"))
    note: Mapped[str] = mapped_column(Text)
    done_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    done_by: Mapped[str | None] = mapped_column(Text)
