"""Mediation between buyer and seller of the own mall: both are heard, then it is decided, and a record stays (rule CARE-8)."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, literal_column
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Forbidden, NotFound
from orders.domain.model import Model

PREFIX = "med"
EVIDENCE_PREFIX = "evd"
NOUN = "mediation"
OWN_MALL = "mall"
MOST_EVIDENCE = 20
"""Pictures of each side."""
IS_OPEN = "state = ANY ('{hearing,decided}'::text[])"


class Side(StrEnum):
    BUYER = "buyer"
    SELLER = "seller"


class MediationState(StrEnum):
    HEARING = "hearing"
    DECIDED = "decided"
    COMPLIED = "complied"
    NOT_COMPLIED = "not_complied"
    SETTLED = "settled"


class Outcome(StrEnum):
    FOR_BUYER = "for_buyer"
    FOR_SELLER = "for_seller"
    SHARED = "shared"


class MediationHappened(StrEnum):
    OPENED = "opened"
    STATEMENT = "statement"
    EVIDENCE = "evidence"
    SILENT = "silent"
    DECIDED = "decided"
    COMPLY_LATE = "comply_late"
    COMPLIED = "complied"
    NOT_COMPLIED = "not_complied"
    SETTLED = "settled"


class MediationNotFound(NotFound):
    code = "mediation_not_found"
    rule = "CARE-8"
    zh = "找不到该调解，或您无权查看。"
    en = "There is no such mediation, or you may not see it."


class NotTheOwnMall(Conflict):
    code = "not_the_own_mall"
    rule = "CARE-8"
    zh = "只有自有商城的订单由我们调解；{number} 请在其平台上处理。"
    en = "We mediate for orders of the own mall only; take {number} to its platform."


class MediationThere(Conflict):
    code = "mediation_there"
    rule = "CARE-8"
    zh = "订单 {number} 已有进行中的调解。"
    en = "A mediation for order {number} goes on already."


class NotHeardYet(Conflict):
    code = "not_heard_yet"
    rule = "CARE-8"
    zh = "双方陈述完毕或陈述期限届满后才能裁决：{side} 尚未陈述，期限为 {until}。"
    en = "It is decided when both were heard or their time has run out: the {side} was not heard yet and has until {until}."


class MediationDecidedAlready(Conflict):
    code = "mediation_decided"
    rule = "CARE-8"
    zh = "调解 {number} 已裁决或已结束，记录不再改变。"
    en = "Mediation {number} is decided or has ended: its record no longer changes."


class NothingToComplyWith(Conflict):
    code = "nothing_to_comply_with"
    rule = "CARE-8"
    zh = "调解 {number} 没有待履行的裁决。"
    en = "Mediation {number} has no decision that waits to be complied with."


class SpokeInIt(Forbidden):
    code = "spoke_in_it"
    rule = "CARE-8"
    zh = "为一方陈述过的人不能裁决。"
    en = "Who spoke for a side cannot decide."


class ComplyInThePast(Conflict):
    code = "comply_in_the_past"
    rule = "CARE-8"
    zh = "履行期限必须在将来。"
    en = "The day by which to comply has to be in the future."


class TooMuchEvidence(Conflict):
    code = "too_much_evidence"
    rule = "CARE-8"
    zh = "每一方最多提交 {most} 张图片。"
    en = "Each side gives {most} pictures at most."


class EvidenceRemoved(NotFound):
    code = "evidence_removed"
    rule = "ORD-5"
    zh = "图片已于 {day} 删除：保存期限已到，或应客户要求。"
    en = "The picture was removed on {day}: its time was over, or its customer was erased."


class Mediation(Model):
    """Where it stands; what was said and decided is the record, which never changes. `due_at`: when somebody has to do something next."""

    __tablename__ = "care_mediation"
    __table_args__ = (
        CheckConstraint("state IN ('hearing', 'decided', 'complied', 'not_complied', 'settled')", name="state"),
        Index("uq_care_mediation_number", "number", unique=True),
        # One order has one mediation at a time.
        Index("uq_care_mediation_order_id", "order_id", unique=True, postgresql_where=literal_column(IS_OPEN)),
        Index("ix_care_mediation_due_at", "due_at", "id", postgresql_where=literal_column(IS_OPEN)),
        Index("ix_care_mediation_opened_at", "opened_at", "id"),
        Index("ix_care_mediation_shop_opened_at", "shop_id", "opened_at", "id"),
        Index("ix_care_mediation_order", "order_id"),
        Index("ix_care_mediation_complaint_id", "complaint_id", postgresql_where=literal_column("complaint_id IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    shop_id: Mapped[str]
    order_id: Mapped[UUID]
    complaint_id: Mapped[UUID | None]
    state: Mapped[str]
    policy_version: Mapped[int]
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]
    buyer_until: Mapped[datetime]
    seller_until: Mapped[datetime]
    decide_until: Mapped[datetime]
    buyer_heard_at: Mapped[datetime | None]
    seller_heard_at: Mapped[datetime | None]
    buyer_silent: Mapped[bool]
    seller_silent: Mapped[bool]
    outcome: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    comply_until: Mapped[datetime | None]
    comply_late: Mapped[bool]
    due_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    version: Mapped[int]

    def heard_at(self, side: Side) -> datetime | None:
        return self.buyer_heard_at if side == Side.BUYER else self.seller_heard_at

    def until(self, side: Side) -> datetime:
        return self.buyer_until if side == Side.BUYER else self.seller_until

    def silent(self, side: Side) -> bool:
        return self.buyer_silent if side == Side.BUYER else self.seller_silent

    def must_be_heard_in(self) -> None:
        """Raises MediationDecidedAlready."""
        if self.state != MediationState.HEARING:
            raise MediationDecidedAlready(number=self.number)

    def hear(self, side: Side, *, now: datetime) -> bool:
        """Whether in time: who speaks late is heard too, as long as nothing is decided. Raises MediationDecidedAlready."""
        self.must_be_heard_in()
        if self.heard_at(side) is None:
            if side == Side.BUYER:
                self.buyer_heard_at = now
            else:
                self.seller_heard_at = now
        self.due_at = self._next_in_hearing()
        self.version += 1
        return now <= self.until(side)

    def fall_silent(self, *, now: datetime) -> list[Side]:
        """The sides whose time has run out unheard, each once."""
        if self.state != MediationState.HEARING:
            return []
        fallen = [side for side in Side if self.heard_at(side) is None and not self.silent(side) and self.until(side) < now]
        for side in fallen:
            if side == Side.BUYER:
                self.buyer_silent = True
            else:
                self.seller_silent = True
        if fallen:
            self.due_at = self._next_in_hearing()
            self.version += 1
        return fallen

    def decide(self, outcome: Outcome, *, comply_until: datetime, now: datetime) -> bool:
        """Whether in time. Raises MediationDecidedAlready, NotHeardYet, ComplyInThePast."""
        self.must_be_heard_in()
        for side in Side:
            if self.heard_at(side) is None and not self.silent(side):
                raise NotHeardYet(side=side.value, until=f"{self.until(side):%Y-%m-%d %H:%M} UTC")
        if comply_until <= now:
            raise ComplyInThePast
        self.state, self.outcome, self.decided_at = MediationState.DECIDED, outcome, now
        self.comply_until = self.due_at = comply_until
        self.version += 1
        return now <= self.decide_until

    def run_late(self, *, now: datetime) -> bool:
        """Nobody has complied by the day: once."""
        late = self.state == MediationState.DECIDED and not self.comply_late and self.comply_until is not None and self.comply_until < now
        if late:
            self.comply_late = True
            self.version += 1
        return late

    def note_compliance(self, *, complied: bool, now: datetime) -> None:
        """Raises NothingToComplyWith."""
        if self.state != MediationState.DECIDED:
            raise NothingToComplyWith(number=self.number)
        self.state = MediationState.COMPLIED if complied else MediationState.NOT_COMPLIED
        self.ended_at = now
        self.version += 1

    def settle(self, *, now: datetime) -> None:
        """Both have agreed among themselves. Raises MediationDecidedAlready."""
        self.must_be_heard_in()
        self.state, self.ended_at = MediationState.SETTLED, now
        self.version += 1

    def _next_in_hearing(self) -> datetime:
        waited = [self.until(side) for side in Side if self.heard_at(side) is None and not self.silent(side)]
        return min(waited, default=self.decide_until)


class MediationEntry(Model):
    """The record. The database refuses to change or take away a row: it only lets an erased person's words and name go, once (`erased_at`)."""

    __tablename__ = "care_mediation_entry"

    mediation_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime]
    what: Mapped[str]
    side: Mapped[str | None]
    text: Mapped[str]
    in_time: Mapped[bool | None]
    by_kind: Mapped[str]
    by_name: Mapped[str]
    by_id: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    erased_at: Mapped[datetime | None]


class MediationEvidence(Model):
    """A picture that a side gave, sealed. As the record: never changed; `image_sealed` is null once its time is over or its person erased."""

    __tablename__ = "care_mediation_evidence"
    __table_args__ = (
        Index("ix_care_mediation_evidence_mediation_id", "mediation_id"),
        Index("ix_care_mediation_evidence_at", "at", postgresql_where=literal_column("removed_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    mediation_id: Mapped[UUID]
    side: Mapped[str]
    digest: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    image_sealed: Mapped[str | None]
    at: Mapped[datetime]
    by_name: Mapped[str]
    removed_at: Mapped[datetime | None]
