"""Overtime 加班: asked for and authorised beforehand, and counted only as authorised (rule ATT-12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

import orjson
from sqlalchemy import ARRAY, Date, DateTime, ForeignKey, Index, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Invalid, NotFound
from people.domain.model import Model

Stretch = tuple[int, int]


class OvertimeState(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


class OvertimeNotFound(NotFound):
    code = "overtime_not_found"
    zh = "找不到该加班申请，或您无权查看。"
    en = "There is no such request for overtime, or you may not see it."


class OvertimeTooLate(Conflict):
    code = "overtime_not_beforehand"
    rule = "ATT-12"
    zh = "加班须事先授权：{start} 已经开始，不能再申请。"
    en = "Overtime is authorised beforehand: {start} has begun, it can no longer be asked for."


class OvertimeOutsideEmployment(Conflict):
    code = "overtime_outside_employment"
    rule = "ATT-12"
    zh = "{name} 在 {day} 不在职，不能申请加班。"
    en = "{name} does not work here on {day}, so there is no overtime to ask for."


class OvertimeInWorkTime(Invalid):
    code = "overtime_in_work_time"
    rule = "ATT-12"
    zh = "加班时间与当天的工作时段（{session}）重叠，或结束早于开始。"
    en = "The time lies within the day's work ({session}), or ends before it begins."


class OvertimeOverlaps(Conflict):
    code = "overtime_overlaps"
    rule = "ATT-12"
    zh = "与加班申请 {number} 时间重叠。"
    en = "It overlaps the request {number}."


class OvertimeNotChangeable(Conflict):
    code = "overtime_not_changeable"
    rule = "ATT-12"
    zh = "该加班申请已有结果或已经开始，不能撤回。"
    en = "The request is decided or has begun and cannot be taken back."


class OvertimeRequest(Model):
    """`starts` and `ends` are seconds of the day. `counts_from`: the second from which the authorisation holds, never before it was given."""

    __tablename__ = "overtime_request"
    __table_args__ = (
        Index("ix_overtime_request_employee_id", "employee_id", "on_date"),
        Index("ix_overtime_request_on_date", "on_date", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employee.id"))
    on_date: Mapped[date] = mapped_column(Date)
    starts: Mapped[int]
    ends: Mapped[int]
    counts_from: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text)
    week_minutes: Mapped[int]
    limit_minutes: Mapped[int]
    content_digest: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    filed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    filed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    decided_by: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    comment: Mapped[str] = mapped_column(Text)
    version: Mapped[int]

    @property
    def over_limit(self) -> bool:
        return self.week_minutes > self.limit_minutes

    def decide(self, outcome: OvertimeState, *, by: Sequence[UUID], comment: str, now: datetime, counts_from: int | None) -> None:
        """Raises OvertimeNotChangeable."""
        if self.state != OvertimeState.WAITING:
            raise OvertimeNotChangeable
        self.state, self.decided_by, self.comment, self.decided_at = outcome, list(by), comment, now
        self.counts_from = counts_from
        self.version += 1

    def facts(self) -> dict[str, object]:
        return {
            "number": self.number,
            "on_date": self.on_date.isoformat(),
            "starts": self.starts,
            "ends": self.ends,
            "counts_from": self.counts_from,
            "state": self.state,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class OvertimeOnDay:
    """In minutes. `unauthorised` is shown, and never counted."""

    authorised: int = 0
    unauthorised: int = 0


NO_OVERTIME = OvertimeOnDay()


def authorised_from(*, starts: int, ends: int, since: int | None) -> int | None:
    """`since`: the second of that day at which the authorisation takes effect, below zero for a day before. None when it comes too late."""
    if since is None or since >= ends:
        return None
    return max(starts, since)


def overtime_on(*, presence: Stretch | None, sessions: Sequence[Stretch], authorised: Sequence[Stretch], shown_from: int) -> OvertimeOnDay:
    """`presence`: from the first to the last proof of the day. `sessions`: work that was asked anyway, which is no overtime.

    `shown_from`: fewer minutes without authorisation than these are not shown, as the policy says (rule ATT-12).
    """
    if presence is None or presence[1] <= presence[0]:
        return NO_OVERTIME
    free = _without([presence], sessions)
    counted = _minutes(_common(free, authorised))
    # Coming early is nobody's overtime; what follows the end of work, or a whole day off, is.
    after = [presence] if not sessions else _common([(max(end for _, end in sessions), presence[1])], [presence])
    beyond = _minutes(_without(after, authorised))
    return OvertimeOnDay(authorised=counted, unauthorised=beyond if beyond >= shown_from else 0)


def _without(stretches: Sequence[Stretch], taken: Sequence[Stretch]) -> list[Stretch]:
    left = [one for one in stretches if one[0] < one[1]]
    for start, end in taken:
        cut: list[Stretch] = []
        for since, until in left:
            cut += [part for part in ((since, min(until, start)), (max(since, end), until)) if part[0] < part[1]]
        left = cut
    return left


def _common(stretches: Sequence[Stretch], others: Sequence[Stretch]) -> list[Stretch]:
    return [
        (max(since, start), min(until, end)) for since, until in stretches for start, end in others if max(since, start) < min(until, end)
    ]


def _minutes(stretches: Sequence[Stretch]) -> int:
    return sum(until - since for since, until in stretches) // 60


def digest_of(*, employee_id: UUID, on: date, starts: int, ends: int, reason: str) -> str:
    """Rule APR-4."""
    return sha256(orjson.dumps([str(employee_id), on.isoformat(), starts, ends, reason])).hexdigest()
