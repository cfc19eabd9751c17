"""What customer care did: complaints, call-backs, mediation (rules CARE-3, CARE-5, CARE-8). Appraisal and figures listen."""

from datetime import datetime
from typing import ClassVar, Literal

from contracts.message import Message


class ComplaintOpened(Message):
    """A complaint was received, or opened again (`reopened` counts how often: repeat contact). `source` is hand, case, review, call_back or
    platform; `order_id`, `case_id` and `customer_id` None: it is about none that is known.
    """

    subject: ClassVar[str] = "orders.complaint.opened.v1"
    complaint_id: str
    number: str
    shop_id: str
    kind: str
    source: str
    order_id: str | None
    case_id: str | None
    customer_id: str | None
    reopened: int
    by: str
    by_id: str
    answer_due_at: datetime
    solve_due_at: datetime
    opened_at: datetime


class ComplaintAnswered(Message):
    """The first answer since it was opened; `first` False: since it was opened again."""

    subject: ClassVar[str] = "orders.complaint.answered.v1"
    complaint_id: str
    number: str
    shop_id: str
    kind: str
    first: bool
    in_time: bool
    by: str
    by_id: str
    opened_at: datetime
    answered_at: datetime


class ComplaintAssigned(Message):
    """Somebody has it now: it was handed on, or they took it on. `assignee_id` None: it is back at the desk, as who had it left."""

    subject: ClassVar[str] = "orders.complaint.assigned.v1"
    complaint_id: str
    number: str
    shop_id: str
    kind: str
    assignee: str
    assignee_id: str | None
    by: str
    by_id: str
    assigned_at: datetime


class ComplaintEscalated(Message):
    """A deadline passed: told once for each."""

    subject: ClassVar[str] = "orders.complaint.escalated.v1"
    complaint_id: str
    number: str
    shop_id: str
    kind: str
    deadline: Literal["answer", "solution"]
    due_at: datetime
    assignee: str
    assignee_id: str | None
    escalated_at: datetime


class ComplaintClosed(Message):
    """`responsible` is shop, warehouse, carrier, supplier, product, staff or buyer."""

    subject: ClassVar[str] = "orders.complaint.closed.v1"
    complaint_id: str
    number: str
    shop_id: str
    kind: str
    responsible: str
    in_time: bool
    reopened: int
    by: str
    by_id: str
    opened_at: datetime
    closed_at: datetime


class CallbackEnded(Message):
    """A call-back has its result: reached (`satisfaction` 1 to 5) or not_reached after all attempts. `in_time`: first called within a day of
    when it was due."""

    subject: ClassVar[str] = "orders.callback.ended.v1"
    callback_id: str
    plan_id: str
    trigger: Literal["after_delivery", "after_case", "dormant"]
    shop_id: str
    order_id: str | None
    customer_id: str | None
    outcome: Literal["reached", "not_reached"]
    satisfaction: int | None
    in_time: bool
    complaint_id: str | None
    case_id: str | None
    by: str
    by_id: str
    done_at: datetime


class MediationDecided(Message):
    """`in_time`: within the policy's days. `comply_until`: by when what was decided is to be done."""

    subject: ClassVar[str] = "orders.mediation.decided.v1"
    mediation_id: str
    number: str
    shop_id: str
    order_id: str
    outcome: Literal["for_buyer", "for_seller", "shared"]
    in_time: bool
    comply_until: datetime
    by: str
    by_id: str
    opened_at: datetime
    decided_at: datetime
