"""The service figures, each with its one definition, and the facts they are worked out from (rule CARE-7)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from orders.domain.model import Model

NOBODY = ""
"""The person of what nobody has taken on."""


class FactKind(StrEnum):
    CONTACT = "contact"
    COMPLAINT = "complaint"
    CALL_BACK = "call_back"
    CASE = "case"


class Figure(StrEnum):
    HANDLED = "handled"
    FIRST_ANSWER = "first_answer"
    SOLUTION = "solution"
    SATISFACTION = "satisfaction"
    REPEAT = "repeat"
    IN_TIME = "in_time"


@dataclass(frozen=True, kw_only=True)
class Definition:
    """`column` is the fact it rests on: a thing without it is left out. `unit` is what the value counts in."""

    figure: Figure
    column: str
    unit: Literal["count", "seconds", "score", "share"]
    zh: str
    en: str
    definition_zh: str
    definition_en: str


DEFINITIONS = (
    Definition(
        figure=Figure.HANDLED, column="at", unit="count", zh="受理量", en="Handled",
        definition_zh="当月开始的会话、收到的投诉、完成的回访和开立的售后单的件数；每件归属于处理它的人。",
        definition_en="Chats begun, complaints received, call-backs made and cases opened in the month; each belongs to who handled it.",
    ),
    Definition(
        figure=Figure.FIRST_ANSWER, column="first_answer_s", unit="seconds", zh="首次响应时长", en="First answer time",
        definition_zh="从会话开始、投诉收到或买家提交售后申请，到客服第一次答复的平均时长；尚未答复的不计，客服代开的售后单不计。",
        definition_en="Mean time from the start of a chat, the receipt of a complaint or a buyer's request for a case to the first answer of a "
        "person; what is not answered yet does not count, nor do cases that a clerk opened.",
    ),
    Definition(
        figure=Figure.SOLUTION, column="solution_s", unit="seconds", zh="解决时长", en="Solution time",
        definition_zh="从会话开始、投诉收到或售后单开立，到会话结束、投诉关闭或售后单办结的平均时长；未了结的不计，撤销的售后单不计。",
        definition_en="Mean time from the start of a chat, the receipt of a complaint or the opening of a case to its end; what is still open "
        "does not count, nor do withdrawn cases.",
    ),
    Definition(
        figure=Figure.SATISFACTION, column="satisfaction", unit="score", zh="满意度", en="Satisfaction",
        definition_zh="买家在会话后和回访中给出的 1–5 分的平均分；未打分的不计。",
        definition_en="Mean of the marks from 1 to 5 that buyers gave after chats and in call-backs; what has no mark does not count.",
    ),
    Definition(
        figure=Figure.REPEAT, column="repeated", unit="share", zh="重复联系率", en="Repeat contact",
        definition_zh="同一买家在政策规定天数内再次联系同一店铺的会话，以及关闭后重新打开的投诉，占会话和投诉的比例；买家未知的会话不计。",
        definition_en="Share of chats and complaints that came again: chats of a buyer who had contacted the shop within the policy's days "
        "before, and complaints that were opened again. Chats of an unknown buyer do not count.",
    ),
    Definition(
        figure=Figure.IN_TIME, column="in_time", unit="share", zh="及时率", en="In time",
        definition_zh="首次响应不超过政策秒数的会话、从未超期（答复与关闭，重新打开后也算）的投诉、到期后一天内拨打的回访、从未超期的售后单，占已可判断的件数的比例；没有答复就结束的会话算超时。",
        definition_en="Share of what was in time: chats first answered within the policy's seconds, complaints answered and closed before "
        "their deadlines each time they were opened, call-backs made within a day, cases never overdue. A chat that ended without an answer was late; what cannot be told yet does not count.",
    ),
)  # fmt: skip


class ServiceFact(Model):
    """One contact, complaint, call-back or case. None: not known yet, or not asked of its kind."""

    __tablename__ = "service_fact"
    __table_args__ = (
        CheckConstraint("kind IN ('contact', 'complaint', 'call_back', 'case')", name="kind"),
        Index("ix_service_fact_month", "month", "at", "subject_id"),
        Index("ix_service_fact_month_person_id", "month", "person_id", "at", "subject_id"),
        Index("ix_service_fact_month_shop_id", "month", "shop_id", "at", "subject_id"),
    )

    kind: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    shop_id: Mapped[str]
    order_id: Mapped[UUID | None]
    person_id: Mapped[str]
    person: Mapped[str]
    at: Mapped[datetime]
    month: Mapped[date]
    first_answer_s: Mapped[int | None]
    solution_s: Mapped[int | None]
    satisfaction: Mapped[int | None] = mapped_column(SmallInteger)
    repeated: Mapped[bool | None]
    in_time: Mapped[bool | None]


def seconds_between(start: datetime, end: datetime | None) -> int | None:
    return None if end is None else max(0, int((end - start).total_seconds()))
