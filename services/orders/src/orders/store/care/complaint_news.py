"""What others are told of complaints."""

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from contracts.orders import ComplaintAnswered, ComplaintAssigned, ComplaintClosed, ComplaintEscalated, ComplaintOpened
from orders.domain.care.complaint import Complaint, Deadline
from orders.store.care.complaints import shown


def tell_opened(uow: UnitOfWork, complaint: Complaint) -> None:
    """For the first time or again."""
    uow.publish(
        ComplaintOpened(
            complaint_id=shown(complaint), number=complaint.number, shop_id=complaint.shop_id, kind=complaint.kind, source=complaint.source,
            order_id=None if complaint.order_id is None else show_id("ord", complaint.order_id),
            case_id=None if complaint.case_id is None else show_id("asc", complaint.case_id),
            customer_id=None if complaint.customer_id is None else show_id("cus", complaint.customer_id), reopened=complaint.reopened,
            by=uow.actor.name, by_id=uow.actor.id, answer_due_at=complaint.answer_due_at, solve_due_at=complaint.solve_due_at,
            opened_at=uow.now,
        )
    )  # fmt: skip


def tell_answered(uow: UnitOfWork, complaint: Complaint, *, in_time: bool) -> None:
    uow.publish(
        ComplaintAnswered(
            complaint_id=shown(complaint), number=complaint.number, shop_id=complaint.shop_id, kind=complaint.kind,
            first=complaint.reopened == 0, in_time=in_time, by=uow.actor.name, by_id=uow.actor.id, opened_at=complaint.opened_at,
            answered_at=uow.now,
        )
    )  # fmt: skip


def tell_assigned(uow: UnitOfWork, complaint: Complaint) -> None:
    uow.publish(
        ComplaintAssigned(
            complaint_id=shown(complaint), number=complaint.number, shop_id=complaint.shop_id, kind=complaint.kind,
            assignee=complaint.assignee_name, assignee_id=complaint.assignee_id, by=uow.actor.name, by_id=uow.actor.id, assigned_at=uow.now,
        )
    )  # fmt: skip


def tell_closed(uow: UnitOfWork, complaint: Complaint, *, in_time: bool) -> None:
    uow.publish(
        ComplaintClosed(
            complaint_id=shown(complaint), number=complaint.number, shop_id=complaint.shop_id, kind=complaint.kind,
            responsible=complaint.responsible, in_time=in_time, reopened=complaint.reopened, by=uow.actor.name, by_id=uow.actor.id,
            opened_at=complaint.opened_at, closed_at=uow.now,
        )
    )  # fmt: skip


def tell_escalated(uow: UnitOfWork, complaint: Complaint, deadline: Deadline) -> None:
    uow.publish(
        ComplaintEscalated(
            complaint_id=shown(complaint), number=complaint.number, shop_id=complaint.shop_id, kind=complaint.kind, deadline=deadline.value,
            due_at=complaint.answer_due_at if deadline == Deadline.ANSWER else complaint.solve_due_at, assignee=complaint.assignee_name,
            assignee_id=complaint.assignee_id, escalated_at=uow.now,
        )
    )  # fmt: skip
