"""Sessions of a training: when, where, who teaches, how many fit (rule ORG-5)."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, FieldError, Invalid, NotFound
from people.domain.model import Model


class SessionState(StrEnum):
    PLANNED = "planned"
    CANCELLED = "cancelled"


class TrainingSessionNotFound(NotFound):
    code = "training_session_not_found"
    zh = "找不到该培训场次。"
    en = "There is no such training session."


class SessionEndsEarly(Invalid):
    code = "session_ends_before_it_begins"
    rule = "ORG-5"
    zh = "场次的结束时间须晚于开始时间。"
    en = "A session ends after it begins."

    def __init__(self) -> None:
        super().__init__(errors=[FieldError(pointer="/ends_at", code=self.code, zh="须晚于开始时间", en="has to be after the beginning")])


class SessionCancelled(Conflict):
    code = "session_cancelled"
    rule = "ORG-5"
    zh = "该场次已取消：{reason}"
    en = "The session was cancelled: {reason}"


class SessionFull(Conflict):
    code = "session_full"
    rule = "ORG-5"
    zh = "该场次限 {capacity} 人，还剩 {left} 个名额，不足以再报 {wanted} 人。"
    en = "The session takes {capacity} people and has {left} places left, too few for {wanted} more."


class CapacityTooSmall(Conflict):
    code = "capacity_too_small"
    rule = "ORG-5"
    zh = "已有 {enrolled} 人报名，名额不能少于这个数。"
    en = "{enrolled} people are enrolled; there cannot be fewer places."

    def __init__(self, *, enrolled: int) -> None:
        errors = [FieldError(pointer="/capacity", code=self.code, zh=f"至少 {enrolled}", en=f"at least {enrolled}")]
        super().__init__(errors=errors, enrolled=enrolled)


class SessionNotBegun(Conflict):
    code = "session_not_begun"
    rule = "ORG-5"
    zh = "场次尚未开始，不能登记出席情况。"
    en = "The session has not begun; nobody can have taken part."


class SessionBegun(Conflict):
    code = "session_begun"
    rule = "ORG-5"
    zh = "场次已经开始，不能再报名、退出、改期或取消。"
    en = "The session has begun; it is too late to enrol, withdraw, move or cancel it."


class TrainingSession(Model):
    __tablename__ = "training_session"
    __table_args__ = (Index(None, "training_id"), Index(None, "starts_at"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    training_id: Mapped[UUID] = mapped_column(ForeignKey("training.id"))
    starts_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ends_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    place: Mapped[str] = mapped_column(Text)
    trainer: Mapped[str] = mapped_column(Text)
    capacity: Mapped[int]
    state: Mapped[str] = mapped_column(Text)
    cancel_reason: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int]

    def must_stand(self) -> None:
        """Raises SessionCancelled."""
        if self.state == SessionState.CANCELLED:
            raise SessionCancelled(reason=self.cancel_reason)

    def must_lie_ahead(self, now: datetime) -> None:
        """Raises SessionCancelled, SessionBegun."""
        self.must_stand()
        if self.starts_at <= now:
            raise SessionBegun

    def facts(self) -> dict[str, object]:
        return {
            "starts_at": self.starts_at.isoformat(),
            "ends_at": self.ends_at.isoformat(),
            "place": self.place,
            "trainer": self.trainer,
            "capacity": self.capacity,
            "state": self.state,
        }
