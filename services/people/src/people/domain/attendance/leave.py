"""Requests for leave 请假: asked, approved in the employee's own department, shortened, taken back (rules ATT-9, APR-4)."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

import orjson
from sqlalchemy import ARRAY, Date, DateTime, ForeignKey, Index, Text, Uuid, column
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, FieldError, Invalid, Kind, NotFound, Refusal
from people.domain.attendance.leave_span import LeavePiece
from people.domain.model import Model


class LeavePurpose(StrEnum):
    """SHORTEN and CANCEL replace a request that was approved, once they are approved themselves; until then it stands."""

    LEAVE = "leave"
    SHORTEN = "shorten"
    CANCEL = "cancel"


class LeaveState(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"
    REPLACED = "replaced"
    CANCELLED = "cancelled"


class LeaveNotFound(NotFound):
    code = "leave_not_found"
    zh = "找不到该请假单，或您无权查看。"
    en = "There is no such request for leave, or you may not see it."


class LeaveOverlaps(Conflict):
    code = "leave_overlaps"
    rule = "ATT-9"
    zh = "与请假单 {number}（{first} 至 {last}，{state_zh}）时间重叠。"
    en = "It overlaps the request {number} ({first} to {last}, {state_en})."


class LeaveEvidenceMissing(Invalid):
    code = "leave_evidence_missing"
    rule = "ATT-9"
    zh = "“{kind}”须附证明材料，请写明材料名称或编号。"
    en = '"{kind}" needs evidence: name the paper or its number.'

    def __init__(self, *, kind: str) -> None:
        super().__init__(errors=[FieldError(pointer="/evidence", code="missing", zh="缺少证明材料", en="evidence is missing")], kind=kind)


class LeaveBeforeHiring(Conflict):
    code = "leave_outside_employment"
    rule = "ATT-9"
    zh = "{name} 在 {day} 不在职或没有岗位，不能请假。"
    en = "{name} does not work here, or holds no position, on {day}."


class LeaveNotChangeable(Conflict):
    code = "leave_not_changeable"
    rule = "ATT-9"
    zh = "该请假单的状态是“{state_zh}”，不能这样处理。"
    en = "The request is {state_en}; this cannot be done with it."


class LeaveHasBegun(Conflict):
    code = "leave_has_begun"
    rule = "ATT-9"
    zh = "假期已经开始，不能撤回；请申请缩短或销假，批准后生效。"
    en = "The leave has begun and cannot be taken back; ask to shorten or cancel it, which takes effect when it is approved."


class LeaveChangeWaits(Conflict):
    code = "leave_change_waits"
    rule = "APR-4"
    zh = "该请假单已有变更申请 {number} 等待审批。"
    en = "A change of this leave, {number}, already waits for approval."


class LeaveNotShorter(Invalid):
    code = "leave_not_shorter"
    rule = "APR-4"
    zh = "缩短后的时间必须在原假期之内且更短；如需延长请另行申请。"
    en = "What is left must lie within the leave and be less; ask for more leave with a new request."


class LeaveNotTheirs(Refusal):
    kind = Kind.FORBIDDEN
    code = "leave_not_theirs"
    rule = "ATT-9"
    zh = "只能为自己请假或申请加班；为他人填单需要人事权限，或是其负责人。"
    en = "People ask for their own leave and overtime; for others HR does, or who leads their unit."


class LeaveNeedsLine(Conflict):
    code = "leave_needs_line"
    rule = "ATT-9"
    zh = "{name} 没有账号，请假和加班须由其部门负责人代填，以便在本部门审批。"
    en = "{name} has no account: the head of their unit asks for them, so that it is approved in their own department."


class NoEmployee(Conflict):
    code = "no_employee"
    rule = "ATT-9"
    zh = "您的账号没有对应的员工档案。"
    en = "Your account belongs to no employee."


STATE_WORDS: dict[str, tuple[str, str]] = {
    LeaveState.WAITING: ("待审批", "waiting for approval"),
    LeaveState.APPROVED: ("已批准", "approved"),
    LeaveState.REFUSED: ("未批准", "refused"),
    LeaveState.TAKEN_BACK: ("已撤回", "taken back"),
    LeaveState.REPLACED: ("已变更", "replaced by a change"),
    LeaveState.CANCELLED: ("已销假", "cancelled"),
}


class LeaveRequest(Model):
    """`amount` in the unit of its kind (parts of a day, or minutes). `first_second` is when, on `first_on`, the time away begins.

    The content never changes after filing: a change is a request of its own, with `replaces_id` (rule APR-4).
    """

    __tablename__ = "leave_request"
    __table_args__ = (
        Index("ix_leave_request_employee_id", "employee_id", "id"),
        Index("ix_leave_request_first_on", "first_on", "id"),
        Index("uq_leave_request_change_waiting", "replaces_id", unique=True, postgresql_where=column("state") == "waiting"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employee.id"))
    purpose: Mapped[str] = mapped_column(Text)
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("leave_request.id"))
    kind: Mapped[str] = mapped_column(Text)
    kind_version: Mapped[int]
    unit: Mapped[str] = mapped_column(Text)
    amount: Mapped[int]
    first_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date] = mapped_column(Date)
    first_second: Mapped[int]
    from_session: Mapped[int | None]
    until_session: Mapped[int | None]
    from_time: Mapped[int | None]
    until_time: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text)
    after_the_fact: Mapped[bool]
    content_digest: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    filed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    filed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    decided_by: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    comment: Mapped[str] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    end_reason: Mapped[str] = mapped_column(Text)
    version: Mapped[int]

    def must_be(self, *states: LeaveState) -> None:
        """Raises LeaveNotChangeable."""
        if self.state not in states:
            zh, en = STATE_WORDS[self.state]
            raise LeaveNotChangeable(state_zh=zh, state_en=en)

    def decide(self, outcome: LeaveState, *, by: Sequence[UUID], comment: str, now: datetime) -> None:
        """Raises LeaveNotChangeable."""
        self.must_be(LeaveState.WAITING)
        self.state, self.decided_by, self.comment, self.decided_at = outcome, list(by), comment, now
        self.version += 1

    def end(self, state: LeaveState, *, reason: str, now: datetime) -> None:
        self.state, self.end_reason, self.ended_at = state, reason, now
        self.version += 1

    def facts(self) -> dict[str, object]:
        return {
            "number": self.number,
            "purpose": self.purpose,
            "kind": self.kind,
            "first_on": self.first_on.isoformat(),
            "last_on": self.last_on.isoformat(),
            "amount": self.amount,
            "state": self.state,
        }


class LeavePart(Model):
    """One day of a request, the stretch of it as seconds of the day. `counts`: it holds its time, so that no other leave overlaps it."""

    __tablename__ = "leave_part"
    __table_args__ = (Index("ix_leave_part_on_date", "on_date", "employee_id"),)

    leave_id: Mapped[UUID] = mapped_column(ForeignKey("leave_request.id"), primary_key=True)
    on_date: Mapped[date] = mapped_column(Date, primary_key=True)
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employee.id"))
    starts: Mapped[int]
    ends: Mapped[int]
    parts: Mapped[int]
    minutes: Mapped[int]
    counts: Mapped[bool]


def digest_of(
    *, employee_id: UUID, purpose: LeavePurpose, kind: str, kind_version: int, pieces: Sequence[LeavePiece], reason: str, evidence: str
) -> str:
    """Of exactly what would take effect (rule APR-4)."""
    stretches = [[piece.on.isoformat(), piece.start, piece.end, piece.parts, piece.minutes] for piece in pieces]
    content = [str(employee_id), purpose.value, kind, kind_version, stretches, reason, evidence]
    return sha256(orjson.dumps(content)).hexdigest()
