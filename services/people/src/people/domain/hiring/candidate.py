"""People who would like to work here (rule ORG-4). Their papers are sealed; what they can do is checked against the description."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, FieldError, Invalid, NotFound
from people.domain.hiring.ids import shown
from people.domain.hiring.profile import Point, Profile
from people.domain.ids import shown_employee
from people.domain.model import Model


class CandidateStage(StrEnum):
    APPLIED = "applied"
    INTERVIEW = "interview"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    HIRED = "hired"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"


RUNNING = (CandidateStage.APPLIED, CandidateStage.INTERVIEW, CandidateStage.OFFERED, CandidateStage.ACCEPTED)
OVER = (CandidateStage.DECLINED, CandidateStage.WITHDRAWN, CandidateStage.REJECTED)
STAGE_WORDS = {
    CandidateStage.APPLIED: ("新投递", "applied"),
    CandidateStage.INTERVIEW: ("面试中", "in interviews"),
    CandidateStage.OFFERED: ("已发录用通知", "offered"),
    CandidateStage.ACCEPTED: ("已接受", "accepted"),
    CandidateStage.HIRED: ("已入职", "hired"),
    CandidateStage.DECLINED: ("已谢绝", "declined"),
    CandidateStage.WITHDRAWN: ("已退出", "withdrawn"),
    CandidateStage.REJECTED: ("未通过", "rejected"),
}


class Source(StrEnum):
    JOB_SITE = "job_site"
    REFERRAL = "referral"
    CAMPUS = "campus"
    AGENCY = "agency"
    WALK_IN = "walk_in"
    FORMER = "former"
    OTHER = "other"


class CandidateNotFound(NotFound):
    code = "candidate_not_found"
    zh = "找不到该候选人。"
    en = "There is no such candidate."


class CandidateUnreadable(Conflict):
    code = "candidate_unreadable"
    rule = "ORG-4"
    zh = "候选人 {number} 的个人资料无法解密（数据密钥不符）。"
    en = "The papers of candidate {number} cannot be opened: the data key is another."


class CandidateElsewhere(Conflict):
    code = "candidate_in_another_stage"
    rule = "ORG-4"
    zh = "候选人目前为“{stage_zh}”，不能执行此操作。"
    en = 'The candidate is "{stage_en}" now; this cannot be done.'


class CandidateTwice(Conflict):
    code = "candidate_twice"
    rule = "ORG-4"
    zh = "该手机号在此用人申请中已有候选人 {number}。"
    en = "Somebody with this phone number stands as candidate {number} on the requisition already."


class QualificationsUnmet(Conflict):
    """`errors` names each unmet point."""

    code = "qualifications_unmet"
    rule = "ORG-4"
    zh = "候选人有 {count} 项任职资格不符：{points_zh}。如仍要录用，请写明理由。"
    en = "The candidate does not meet {count} points of the description: {points_en}. To go on all the same, give a reason."


class NothingUnmet(Invalid):
    code = "nothing_unmet"
    rule = "ORG-4"
    zh = "候选人符合全部任职资格，无须说明。"
    en = "The candidate meets every point; nothing needs a reason."


class NotYetInterviewed(Conflict):
    code = "not_yet_interviewed"
    rule = "ORG-4"
    zh = "还没有面试记录，不能发出录用通知。"
    en = "There is no interview note yet; no offer can be made."


class NotALeaver(Invalid):
    code = "not_a_former_employee"
    rule = "ORG-6"
    zh = "{name} 不是已离职的员工。"
    en = "{name} is not somebody who has left."


class Candidate(Model):
    """`went_on`: who went on in spite of which unmet points, when and why. `former_employee_id`: their file is kept when they come back."""

    __tablename__ = "candidate"
    __table_args__ = (
        Index("ix_candidate_requisition_id", "requisition_id", "stage"),
        Index("ix_candidate_stage", "stage", "id"),
        Index(None, "phone_digest"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    requisition_id: Mapped[UUID] = mapped_column(ForeignKey("requisition.id"))
    name: Mapped[str] = mapped_column(Text)
    contact_sealed: Mapped[str] = mapped_column(Text)
    phone_digest: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    source_note: Mapped[str] = mapped_column(Text)
    profile: Mapped[dict[str, Any]] = mapped_column(JSONB)
    documents_sealed: Mapped[str] = mapped_column(Text)
    stage: Mapped[str] = mapped_column(Text)
    ended_reason: Mapped[str | None] = mapped_column(Text)
    went_on: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    former_employee_id: Mapped[UUID | None] = mapped_column(ForeignKey("employee.id"))
    employee_id: Mapped[UUID | None] = mapped_column(ForeignKey("employee.id"))
    added_by: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    stage_since: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    version: Mapped[int]

    def read_profile(self) -> Profile:
        return Profile.model_validate(self.profile)

    def must_be(self, *stages: CandidateStage) -> None:
        """Raises CandidateElsewhere."""
        if self.stage not in stages:
            zh, en = STAGE_WORDS[CandidateStage(self.stage)]
            raise CandidateElsewhere(stage_zh=zh, stage_en=en)

    def go_to(self, stage: CandidateStage, *, now: datetime, reason: str | None = None) -> None:
        self.stage, self.stage_since, self.ended_reason = stage, now, reason
        self.version += 1

    def must_meet(self, failing: Sequence[Point]) -> None:
        """What somebody has given a reason for counts as met (rule ORG-4). Raises QualificationsUnmet."""
        excused = set((self.went_on or {}).get("points", []))
        left = [point for point in failing if point.zh not in excused]
        if left:
            raise QualificationsUnmet(
                errors=[FieldError(pointer=f"/qualifications/{point.key}", code="unmet", zh=point.zh, en=point.en) for point in left],
                count=len(left),
                points_zh="；".join(point.zh for point in left),
                points_en="; ".join(point.en for point in left),
            )

    def go_on(self, failing: Sequence[Point], *, reason: str, by: str, now: datetime) -> None:
        """Raises NothingUnmet."""
        if not failing:
            raise NothingUnmet
        self.went_on = {"points": [point.zh for point in failing], "reason": reason, "by": by, "at": now.isoformat()}
        self.version += 1

    def facts(self) -> dict[str, object]:
        """For the audit trail: nothing personal but the name."""
        return {
            "number": self.number,
            "name": self.name,
            "requisition_id": shown("rqn", self.requisition_id),
            "source": self.source,
            "profile": self.profile,
            "stage": self.stage,
            "former_employee_id": shown_employee(self.former_employee_id) if self.former_employee_id else None,
        }


def phone_of(contact: Mapping[str, str]) -> str:
    """Only its digits: what a search goes for."""
    return "".join(letter for letter in contact.get("phone", "") if letter.isdigit())
