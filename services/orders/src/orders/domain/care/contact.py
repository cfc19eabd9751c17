"""A contact in a chat, as the chat tool tells it piece by piece (rules CARE-7, CARE-4)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, SmallInteger, UniqueConstraint, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import FieldError, Forbidden, Invalid
from orders.domain.model import Model

CONTACT = "ctc"
"""Prefix of a contact's id outside."""
CLOCKS_DIFFER = timedelta(minutes=5)


class ContactsRefused(Invalid):
    code = "contacts_wrong"
    rule = "CARE-7"
    zh = "会话有 {count} 处错误，全部未收录。"
    en = "The contacts have {count} mistakes; none was taken."


class ContactShopNotYours(Forbidden):
    code = "shop_not_yours"
    rule = "CARE-7"
    zh = "店铺“{shop_id}”不在您的范围内。"
    en = "{shop_id} is not one of your shops."


@dataclass(frozen=True, kw_only=True)
class ContactTold:
    """ "" and None: not told yet, which changes nothing of what was told before. `agent_id` is the account of who answers."""

    shop_id: str
    contact_no: str
    agent_id: str
    agent_name: str
    buyer_id: str
    platform_order_no: str
    started_at: datetime
    first_answer_at: datetime | None
    ended_at: datetime | None
    satisfaction: int | None

    @property
    def key(self) -> tuple[str, str]:
        return self.shop_id, self.contact_no


class ChatContact(Model):
    """`buyer` is 64 bits of a keyed digest: who asks is told apart, and not known. `answer_seconds` is what was allowed."""

    __tablename__ = "chat_contact"
    __table_args__ = (
        UniqueConstraint("shop_id", "contact_no"),
        CheckConstraint("satisfaction BETWEEN 1 AND 5", name="satisfaction"),
        Index("ix_chat_contact_buyer", "shop_id", "buyer", "started_at", postgresql_where=literal_column("buyer IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    shop_id: Mapped[str]
    contact_no: Mapped[str]
    agent_id: Mapped[str]
    agent_name: Mapped[str]
    buyer: Mapped[int | None] = mapped_column(BigInteger)
    platform_order_no: Mapped[str]
    order_id: Mapped[UUID | None]
    started_at: Mapped[datetime]
    first_answer_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    satisfaction: Mapped[int | None] = mapped_column(SmallInteger)
    answer_seconds: Mapped[int]
    policy_version: Mapped[int]
    told_at: Mapped[datetime]

    @property
    def first_answer_s(self) -> int | None:
        return None if self.first_answer_at is None else int((self.first_answer_at - self.started_at).total_seconds())

    @property
    def solution_s(self) -> int | None:
        return None if self.ended_at is None else int((self.ended_at - self.started_at).total_seconds())

    @property
    def in_time(self) -> bool | None:
        """One that ended without an answer was not in time; one that still waits is neither."""
        if self.first_answer_s is None:
            return None if self.ended_at is None else False
        return self.first_answer_s <= self.answer_seconds

    def complete(self, told: ContactTold, *, buyer: int | None, order_id: UUID | None) -> bool:
        """Takes what is told now; what is left out stays. True when something is different."""
        before = self._facts()
        self.agent_id, self.agent_name = told.agent_id or self.agent_id, told.agent_name or self.agent_name
        self.platform_order_no = told.platform_order_no or self.platform_order_no
        self.buyer = self.buyer if buyer is None else buyer
        self.order_id = order_id or self.order_id
        self.started_at = told.started_at
        self.first_answer_at = told.first_answer_at or self.first_answer_at
        self.ended_at = told.ended_at or self.ended_at
        self.satisfaction = told.satisfaction or self.satisfaction
        return self._facts() != before

    def _facts(self) -> tuple[object, ...]:
        who = self.agent_id, self.agent_name, self.buyer, self.platform_order_no, self.order_id
        return *who, self.started_at, self.first_answer_at, self.ended_at, self.satisfaction

    def mistakes(self, pointer: str) -> list[FieldError]:
        """What is impossible in all that was told of it, now and before."""
        errors: list[FieldError] = []
        for name in ("first_answer_at", "ended_at"):
            moment: datetime | None = getattr(self, name)
            if moment is not None and moment < self.started_at:
                errors.append(FieldError(pointer=f"{pointer}/{name}", code="before_the_start", zh="早于会话开始", en="is before the start"))
        if self.first_answer_at is not None and self.ended_at is not None and self.first_answer_at > self.ended_at:
            errors.append(FieldError(pointer=f"{pointer}/first_answer_at", code="after_the_end", zh="晚于会话结束", en="is after the end"))
        if self.first_answer_at is not None and not self.agent_id:
            errors.append(
                FieldError(
                    pointer=f"{pointer}/agent_id",
                    code="missing",
                    zh="已回复的会话须说明由谁回复",
                    en="an answered contact tells who answered",
                )
            )
        return errors


def in_future(told: ContactTold, pointer: str, *, now: datetime) -> list[FieldError]:
    latest = now + CLOCKS_DIFFER
    names = [name for name in ("started_at", "first_answer_at", "ended_at") if (getattr(told, name) or now) > latest]
    return [FieldError(pointer=f"{pointer}/{name}", code="in_the_future", zh="晚于现在", en="lies in the future") for name in names]
