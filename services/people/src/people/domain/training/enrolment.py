"""Who takes part, staff and outside parties alike, with what came of it (rule ORG-5)."""

from calendar import monthrange
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Invalid, NotFound
from people.domain.ids import shown_employee
from people.domain.model import Model


class EnrolmentState(StrEnum):
    ENROLLED = "enrolled"
    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    PASSED = "passed"
    FAILED = "failed"


OVER = (EnrolmentState.ABSENT, EnrolmentState.WITHDRAWN)
TOOK_PART = (EnrolmentState.PRESENT, EnrolmentState.LATE)


class EnrolmentNotFound(NotFound):
    code = "enrolment_not_found"
    zh = "找不到该报名记录。"
    en = "There is no such enrolment."


class AlreadyEnrolled(Conflict):
    code = "already_enrolled"
    rule = "ORG-5"
    zh = "已报名该培训且尚无结果：{names}。"
    en = "Enrolled in this training already, with no result yet: {names}."


class EnrolmentOver(Conflict):
    code = "enrolment_over"
    rule = "ORG-5"
    zh = "{name} 在该培训中的状态为“{state}”，不能继续。"
    en = "{name} stands as {state} in this training; it cannot go on."


class TestBegun(Conflict):
    code = "test_begun"
    rule = "ORG-5"
    zh = "{name} 已开始考试，不能再登记为缺席或退出。"
    en = "{name} has begun the test; they can neither be absent nor withdraw any more."


class OutcomeStands(Conflict):
    code = "outcome_stands"
    rule = "ORG-5"
    zh = "{name} 的培训结果已确定（{outcome}），不能再改。"
    en = "The result of {name} stands already ({outcome})."


class NotTakenPart(Conflict):
    code = "not_taken_part"
    rule = "ORG-5"
    zh = "{name} 尚未出席培训场次，不能考试或登记结果。"
    en = "{name} has not taken part in the session yet: no test and no result."


class AbsentWithoutReason(Invalid):
    code = "absent_without_reason"
    rule = "ORG-5"
    zh = "缺席须注明原因。"
    en = "Whoever was absent needs a reason."


class ResultByTest(Conflict):
    code = "result_by_test"
    rule = "ORG-5"
    zh = "该培训有考试：员工的结果由本人考试得出，不能手工登记。"
    en = "This training has a test: the result of staff comes from their own test, not by hand."


class ScoreNeeded(Invalid):
    code = "score_needed"
    rule = "ORG-5"
    zh = "该培训有考试（满分 {most}），请填写外部人员的得分。"
    en = "This training has a test ({most} points at most): give the outside party's score."


class OwnResult(Conflict):
    code = "own_result"
    rule = "ORG-5"
    zh = "不能登记或评阅自己的结果。"
    en = "Nobody records or marks their own result."


class OutsideParty(Model):
    """Somebody who does not work here: a distributor. `reference` is its owner's name for it, opaque to people."""

    __tablename__ = "outside_party"

    reference: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    version: Mapped[int]


class Enrolment(Model):
    """One person in one training: either `employee_id` or `outside_reference`. Without `session_id` they study by themselves.

    `state` is how they took part; `outcome` what came of it. Attempts of the test belong to it, so enrolling again begins anew.
    """

    __tablename__ = "training_enrolment"
    __table_args__ = (
        Index(None, "training_id"),
        Index(None, "session_id"),
        Index(None, "employee_id"),
        Index("ix_training_enrolment_valid_until", "valid_until"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    training_id: Mapped[UUID] = mapped_column(ForeignKey("training.id"))
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("training_session.id"))
    employee_id: Mapped[UUID | None] = mapped_column(ForeignKey("employee.id"))
    outside_reference: Mapped[str | None] = mapped_column(ForeignKey("outside_party.reference"))
    name: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    enrolled_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    outcome: Mapped[str | None] = mapped_column(Text)
    score: Mapped[int | None]
    most: Mapped[int | None]
    comment: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    decided_by: Mapped[str | None] = mapped_column(Text)
    certificate_number: Mapped[str | None] = mapped_column(Text, unique=True)
    valid_until: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int]

    @property
    def participant(self) -> str:
        return shown_employee(self.employee_id) if self.employee_id else str(self.outside_reference)

    @property
    def took_part(self) -> bool:
        return self.state in TOOK_PART or (self.session_id is None and self.state == EnrolmentState.ENROLLED)

    def must_go_on(self) -> None:
        """Raises EnrolmentOver, OutcomeStands."""
        if self.state in OVER:
            raise EnrolmentOver(name=self.name, state=self.state)
        if self.outcome is not None:
            raise OutcomeStands(name=self.name, outcome=self.outcome)

    def must_have_taken_part(self) -> None:
        """Raises EnrolmentOver, OutcomeStands, NotTakenPart. Who studies alone has no session to attend."""
        self.must_go_on()
        if not self.took_part:
            raise NotTakenPart(name=self.name)

    def facts(self) -> dict[str, object]:
        return {
            "participant": self.participant,
            "state": self.state,
            "outcome": self.outcome,
            "score": self.score,
            "certificate_number": self.certificate_number,
        }


def valid_until_after(day: date, months: int) -> date | None:
    """The last day of a certificate given on `day`; 0 months have no end. The 31st becomes the last day of a shorter month."""
    if months == 0:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
