"""Trainings: what for, for whom, and what is proved at the end (rule ORG-5)."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import DateTime, ForeignKey, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, FieldError, Invalid, NotFound
from people.domain.ids import PositionId, UnitId, shown_unit
from people.domain.model import Model


class TrainingKind(StrEnum):
    """`visit`: a learning visit or an exchange with others of the trade."""

    NEW_HIRE = "new_hire"
    SKILL = "skill"
    BUSINESS = "business"
    RULES = "rules"
    VISIT = "visit"
    OTHER = "other"


class TrainingState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class TrainingNotFound(NotFound):
    code = "training_not_found"
    zh = "找不到该培训。"
    en = "There is no such training."


class TrainingCodeTaken(Conflict):
    code = "training_code_taken"
    rule = "ORG-5"
    zh = "培训编码“{training}”已被使用。"
    en = 'The training code "{training}" is taken.'

    def __init__(self, *, training: str) -> None:
        super().__init__(errors=[FieldError(pointer="/code", code=self.code, zh="已被使用", en="is taken")], training=training)


class TrainingNotOpen(Conflict):
    code = "training_not_open"
    rule = "ORG-5"
    zh = "培训“{title}”没有开放，不能报名或考试。"
    en = 'The training "{title}" is not open: nobody can enrol or be tested.'


class TrainingClosed(Conflict):
    code = "training_closed"
    rule = "ORG-5"
    zh = "培训“{title}”已结束，不能再修改。"
    en = 'The training "{title}" is closed and can no longer be changed.'


class AudienceEmpty(Invalid):
    code = "audience_empty"
    rule = "ORG-5"
    zh = "请说明培训对象：全员、部门、岗位、新员工或外部人员。"
    en = "Say whom the training is for: everybody, units, positions, new hires or outside parties."


class AudienceUnknown(Invalid):
    code = "audience_unknown"
    rule = "ORG-5"
    zh = "有 {count} 个部门或岗位不存在。"
    en = "{count} of the units and positions do not exist."


class NotInAudience(Conflict):
    code = "not_in_audience"
    rule = "ORG-5"
    zh = "{name} 不在该培训的对象范围内，请由培训负责人报名。"
    en = "{name} is not among those whom this training is for; whoever plans it can enrol them."


class OutsideNotMeant(Conflict):
    code = "outside_not_meant"
    rule = "ORG-5"
    zh = "该培训不面向外部人员。"
    en = "This training is not for outside parties."


class Audience(BaseModel):
    """Whoever fits one of them. `new_hire_days`: hired at most so many days ago. A unit stands for itself and all below it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    everyone: bool = False
    unit_ids: Annotated[list[UnitId], Field(max_length=100)] = []
    position_ids: Annotated[list[PositionId], Field(max_length=100)] = []
    new_hire_days: Annotated[int, Field(ge=1, le=3660)] | None = None
    outside: bool = False

    def check(self) -> None:
        """Raises AudienceEmpty."""
        if not (self.everyone or self.unit_ids or self.position_ids or self.new_hire_days or self.outside):
            raise AudienceEmpty


class Training(Model):
    """`certificate_months` 0: a certificate without an end; None: no certificate at all. `unit_id` is who gives it."""

    __tablename__ = "training"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    title: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    goal: Mapped[str] = mapped_column(Text)
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    audience: Mapped[dict[str, Any]] = mapped_column(JSONB)
    certificate_months: Mapped[int | None]
    state: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    created_by: Mapped[str] = mapped_column(Text)
    version: Mapped[int]

    @property
    def meant_for(self) -> Audience:
        return Audience.model_validate(self.audience)

    def must_be_open(self) -> None:
        """Raises TrainingNotOpen."""
        if self.state != TrainingState.OPEN:
            raise TrainingNotOpen(title=self.title)

    def must_not_be_closed(self) -> None:
        """Raises TrainingClosed."""
        if self.state == TrainingState.CLOSED:
            raise TrainingClosed(title=self.title)

    def facts(self) -> dict[str, object]:
        return {
            "code": self.code,
            "title": self.title,
            "kind": self.kind,
            "goal": self.goal,
            "unit_id": shown_unit(self.unit_id) if self.unit_id else None,
            "audience": self.audience,
            "certificate_months": self.certificate_months,
            "state": self.state,
        }
