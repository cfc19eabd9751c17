"""Routes: who decides a kind of request, step by step. A policy with versions (rules APR-2, SYS-6)."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import DateTime, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, FieldError, Invalid, NotFound
from contracts.money import Amount, Money
from people.domain.ids import PositionId
from people.domain.model import Model

KIND_PATTERN = r"^[a-z][a-z0-9_]{1,59}$"
COMPANY_CURRENCY = "CNY"
MOST_STEPS, MOST_SEATS = 10, 5


class Mode(StrEnum):
    """`one`: the one named decides. `any_of`: the first of several who acts. `joint`: all must agree, each another person (rule APR-5)."""

    ONE = "one"
    ANY_OF = "any_of"
    JOINT = "joint"


class WhoKind(StrEnum):
    SUPERIOR = "superior"
    UNIT_HEAD = "unit_head"
    ROLE = "role"
    FINANCE = "finance"
    POSITION = "position"


class RouteWho(BaseModel):
    """`levels` counts upwards: 1 is the nearest superior or head. `of` tells whose unit a `unit_head` leads: the requester's, or the one
    the request names. `role` is the code of a standard role. Whatever does not belong to the kind is left as it is and not read.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: WhoKind
    levels: Annotated[int, Field(ge=1, le=10)]
    of: Literal["requester", "named"]
    role: Annotated[str, Field(max_length=60)] | None
    position_id: PositionId | None


class RouteStep(BaseModel):
    """Steps follow one another. `above` None: always; else only for amounts above it, and for requests that name none.

    After `remind_after_hours` the deciders are reminded, after `within_hours` it goes to those above them as well.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    mode: Mode
    who: Annotated[list[RouteWho], Field(min_length=1, max_length=MOST_SEATS)]
    above: Amount | None
    remind_after_hours: Annotated[int, Field(ge=1, le=1000)]
    within_hours: Annotated[int, Field(ge=1, le=1000)]

    def takes(self, amount: Money | None) -> bool:
        """An amount in another currency than the company's is above every band: nobody has said what it is worth."""
        if self.above is None or amount is None or amount.currency != COMPANY_CURRENCY:
            return True
        return abs(amount.amount) > self.above

    def seats(self) -> list[list[RouteWho]]:
        """Each seat is taken by one person out of those it names."""
        return [[who] for who in self.who] if self.mode == Mode.JOINT else [list(self.who)]


class KindUnknown(Invalid):
    code = "approval_kind_unknown"
    rule = "APR-1"
    zh = "没有名为“{kind}”的审批类型：请先为它发布审批路由。"
    en = 'No route in force is for approvals of the kind "{kind}"; publish one first.'


class RouteNotFound(NotFound):
    code = "approval_route_not_found"
    zh = "找不到该审批路由。"
    en = "There is no such approval route."


class RoutePublished(Conflict):
    code = "approval_route_published"
    rule = "SYS-6"
    zh = "已发布的审批路由不再修改：请新建一个版本。"
    en = "A published approval route never changes; write a new version."


class RouteInThePast(Invalid):
    code = "approval_route_in_the_past"
    rule = "SYS-6"
    zh = "审批路由的生效时间不能早于现在。"
    en = "An approval route cannot take effect in the past."


class RouteUnsound(Invalid):
    """`errors` names each step that is not right."""

    code = "approval_route_unsound"
    rule = "APR-2"
    zh = "审批路由有误：{reasons_zh}"
    en = "The approval route is not sound: {reasons_en}"


class RouteLeadsNowhere(Invalid):
    code = "approval_route_leads_nowhere"
    rule = "APR-2"
    zh = "第 {step} 步没有人可以审批（申请人本人除外），请先完善组织架构或审批路由。"
    en = "Nobody but the requester could decide step {step}; complete the organisation or the approval route first."


class ApprovalRoute(Model):
    """In force for a kind: the published version with the latest `effective_from` that has come, the higher number among equals."""

    __tablename__ = "approval_route"
    __table_args__ = (
        UniqueConstraint("kind", "number", name="uq_approval_route_kind"),
        Index("ix_approval_route_in_force", "kind", "effective_from", "number"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    number: Mapped[int]
    name_zh: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    reason: Mapped[str] = mapped_column(Text)
    effective_from: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    created_by: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    published_by: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int]

    @property
    def published(self) -> bool:
        return self.effective_from is not None

    def read_steps(self) -> list[RouteStep]:
        return [RouteStep.model_validate(step) for step in self.steps]

    def write(self, *, name_zh: str, name_en: str, steps: Sequence[RouteStep], reason: str) -> None:
        """Raises RoutePublished, RouteUnsound."""
        if self.published:
            raise RoutePublished
        check_steps(steps)
        self.name_zh, self.name_en, self.reason = name_zh, name_en, reason
        self.steps = [step.model_dump(mode="json") for step in steps]

    def publish(self, *, effective_from: datetime, now: datetime, by: str) -> None:
        """Raises RoutePublished, RouteInThePast."""
        if self.published:
            raise RoutePublished
        if effective_from < now:
            raise RouteInThePast
        self.effective_from, self.published_at, self.published_by = effective_from, now, by
        self.version += 1

    def facts(self) -> dict[str, object]:
        begins = None if self.effective_from is None else self.effective_from.isoformat()
        return {"kind": self.kind, "number": self.number, "steps": self.steps, "effective_from": begins}


def check_steps(steps: Sequence[RouteStep]) -> None:
    """What can be seen without knowing who works here. Raises RouteUnsound."""
    if not steps:
        raise unsound([wrong(0, zh="至少需要一步", en="it needs at least one step")])
    found = [error for place, step in enumerate(steps) for error in _wrongs(place, step)]
    if found:
        raise unsound(found)


def _wrongs(place: int, step: RouteStep) -> list[FieldError]:
    found: list[FieldError] = []
    if step.mode == Mode.ONE and len(step.who) != 1:
        found.append(wrong(place, zh="“一人审批”只能指定一个来源", en="one decider means one source"))
    if step.mode != Mode.ONE and len(step.who) < 2:
        found.append(wrong(place, zh="“任一”和“会签”至少需要两个来源", en="any-of and joint need at least two sources"))
    if step.mode == Mode.JOINT and len(set(step.who)) != len(step.who):
        found.append(wrong(place, zh="会签的各方必须不同", en="the parties of a joint step must differ"))
    if step.remind_after_hours > step.within_hours:
        found.append(wrong(place, zh="提醒不能晚于期限", en="the reminder cannot come after the deadline"))
    if step.above is not None and step.above < Decimal(0):
        found.append(wrong(place, zh="金额不能为负", en="the amount cannot be negative"))
    if any(who.kind == WhoKind.ROLE and not who.role for who in step.who):
        found.append(wrong(place, zh="请选择角色", en="choose the role"))
    if any(who.kind == WhoKind.POSITION and who.position_id is None for who in step.who):
        found.append(wrong(place, zh="请选择岗位", en="choose the position"))
    return found


def wrong(place: int, *, zh: str, en: str) -> FieldError:
    return FieldError(pointer=f"/steps/{place}", code="step_unsound", zh=zh, en=en)


def unsound(found: Sequence[FieldError]) -> RouteUnsound:
    def told(language: str) -> str:
        return "; ".join(f"{int(error.pointer.rsplit('/', 1)[-1]) + 1}. {getattr(error, language)}" for error in found)

    return RouteUnsound(errors=list(found), reasons_zh=told("zh"), reasons_en=told("en"))
