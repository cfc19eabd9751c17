"""Call-backs: whom to call, what came of it; who is unhappy gets a complaint or a case at once (rule CARE-5)."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, SmallInteger, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, FieldError, Invalid, NotFound
from orders.domain.care.policy import CallbackTerms
from orders.domain.model import Model

PREFIX = "cbk"
NOUN = "callback"
IS_OPEN = "state = 'open'"
IS_PLANNED = "state = 'planned'"
IN_TIME = timedelta(days=1)
"""From the day it was due until the first call."""


class CallbackState(StrEnum):
    """PLANNED: its day has not come. VOID: on its day the plan had been stopped, or the customer is not to be called."""

    PLANNED = "planned"
    OPEN = "open"
    REACHED = "reached"
    NOT_REACHED = "not_reached"
    VOID = "void"


class Void(StrEnum):
    PLAN_STOPPED = "plan_stopped"
    DO_NOT_CALL = "do_not_call"
    FAKE_ORDER = "fake_order"
    ERASED = "erased"


class CallOutcome(StrEnum):
    REACHED = "reached"
    NOT_REACHED = "not_reached"
    DO_NOT_CALL = "do_not_call"


class CallbackNotFound(NotFound):
    code = "callback_not_found"
    rule = "CARE-5"
    zh = "找不到该回访，或您无权查看。"
    en = "There is no such call-back, or you may not see it."


class CallbackDone(Conflict):
    code = "callback_done"
    rule = "CARE-5"
    zh = "该回访不在待拨列表中，或已有结果。"
    en = "This call-back is not on the list of calls to make, or has its result already."


class SatisfactionNeeded(Invalid):
    code = "satisfaction_needed"
    rule = "CARE-5"
    zh = "接通的回访必须填写满意度（1–5）；未接通的不填。"
    en = "A call that reached somebody needs satisfaction 1–5; any other has none."


class FollowUpNotWanted(Invalid):
    code = "follow_up_not_wanted"
    rule = "CARE-5"
    zh = "只有不满意的回访才开立投诉或售后单。"
    en = "Only an unhappy call opens a complaint or a case."


class CaseNeedsOrder(Conflict):
    code = "case_needs_order"
    rule = "CARE-5"
    zh = "该回访没有对应的订单，只能开立投诉。"
    en = "This call-back has no order: it can open a complaint only."


class NoCustomerYet(Conflict):
    code = "no_customer_yet"
    rule = "CARE-5"
    zh = "该回访还没有对应的客户档案，请稍后再试。"
    en = "This call-back has no customer's file yet; please try again later."


class Callback(Model):
    """One for each plan and order, case or customer (`subject_id`), ever. `due_at`: its day; `next_at`: when to call, or to try again."""

    __tablename__ = "care_callback"
    __table_args__ = (
        CheckConstraint("state IN ('planned', 'open', 'reached', 'not_reached', 'void')", name="state"),
        CheckConstraint("satisfaction BETWEEN 1 AND 5", name="satisfaction"),
        CheckConstraint("(state = 'reached') = (satisfaction IS NOT NULL)", name="reached"),
        Index("uq_care_callback_subject", "plan_id", "subject_id", unique=True),
        Index("ix_care_callback_planned", "next_at", "id", postgresql_where=literal_column(IS_PLANNED)),
        Index("ix_care_callback_open", "next_at", "id", postgresql_where=literal_column(IS_OPEN)),
        Index("ix_care_callback_shop_open", "shop_id", "next_at", "id", postgresql_where=literal_column(IS_OPEN)),
        Index("ix_care_callback_done_at", "done_at", "id", postgresql_where=literal_column("done_at IS NOT NULL")),
        Index("ix_care_callback_shop_done_at", "shop_id", "done_at", "id", postgresql_where=literal_column("done_at IS NOT NULL")),
        Index("ix_care_callback_order_id", "order_id", postgresql_where=literal_column("order_id IS NOT NULL")),
        Index("ix_care_callback_customer_id", "customer_id", postgresql_where=literal_column("customer_id IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID]
    plan_version: Mapped[int]
    trigger: Mapped[str]
    subject_id: Mapped[UUID]
    shop_id: Mapped[str]
    order_id: Mapped[UUID | None]
    case_id: Mapped[UUID | None]
    customer_id: Mapped[UUID | None]
    state: Mapped[str]
    void_reason: Mapped[str]
    due_at: Mapped[datetime]
    next_at: Mapped[datetime]
    tried_at: Mapped[datetime | None]
    """When it was called first."""
    attempts: Mapped[int] = mapped_column(SmallInteger)
    satisfaction: Mapped[int | None] = mapped_column(SmallInteger)
    note: Mapped[str]
    complaint_id: Mapped[UUID | None]
    opened_case_id: Mapped[UUID | None]
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str]
    done_by_id: Mapped[str]
    version: Mapped[int]

    def must_be_open(self) -> None:
        """Raises CallbackDone."""
        if self.state != CallbackState.OPEN:
            raise CallbackDone

    def reach(self, satisfaction: int, *, note: str, now: datetime, by: str, by_id: str) -> None:
        """Raises CallbackDone."""
        self._end(CallbackState.REACHED, now=now, by=by, by_id=by_id)
        self.satisfaction, self.note = satisfaction, note
        self._count_call(now)

    def miss(self, terms: CallbackTerms, *, note: str, now: datetime, by: str, by_id: str) -> None:
        """Again later, until it was tried often enough. Raises CallbackDone."""
        self.must_be_open()
        self._count_call(now)
        self.note = note
        if self.attempts >= terms.most_attempts:
            self._end(CallbackState.NOT_REACHED, now=now, by=by, by_id=by_id)
        else:
            self.next_at = now + timedelta(hours=terms.retry_hours)
            self.version += 1

    def void(self, reason: Void, *, now: datetime, by: str, by_id: str) -> None:
        self.state, self.void_reason, self.done_at, self.done_by, self.done_by_id = CallbackState.VOID, reason, now, by, by_id
        self.version += 1

    @property
    def called_in_time(self) -> bool:
        return self.tried_at is not None and self.tried_at <= self.due_at + IN_TIME

    def _count_call(self, now: datetime) -> None:
        self.attempts += 1
        self.tried_at = self.tried_at or now

    def _end(self, state: CallbackState, *, now: datetime, by: str, by_id: str) -> None:
        self.must_be_open()
        self.state, self.done_at, self.done_by, self.done_by_id = state, now, by, by_id
        self.version += 1


class DoNotCall(Model):
    """By base of a customer's file: one of a file's bases speaks for all of them."""

    __tablename__ = "care_do_not_call"

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by_name: Mapped[str]
    reason: Mapped[str]


def refuse_satisfaction(outcome: CallOutcome, satisfaction: int | None) -> None:
    """Raises SatisfactionNeeded."""
    if (outcome == CallOutcome.REACHED) != (satisfaction is not None):
        wrong = FieldError(
            pointer="/satisfaction", code="satisfaction_needed", zh="接通时必填，未接通时不填", en="goes with a call that reached"
        )
        raise SatisfactionNeeded(errors=[wrong])
