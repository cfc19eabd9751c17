"""Loads and locks complaints, and writes down what happened to them. Many are locked in the order of their ids."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, literal_column, select, text
from sqlalchemy.dialects.postgresql import insert

from chassis.actor import Actor
from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.domain.care.colleague import Colleague
from orders.domain.care.complaint import IS_OPEN, NOUN, PREFIX, Complaint, ComplaintEntry, ComplaintHappened, ComplaintNotFound

DESK = "hashtextextended(current_schema() || ' complaint desk', 0)"
STAY_AT_DESK = text(f"SELECT pg_advisory_xact_lock_shared({DESK})")
LEAVE_DESK = text(f"SELECT pg_advisory_xact_lock({DESK})")
NEXT_NUMBER = text("SELECT nextval('care_complaint_number')")


async def next_complaint_number(uow: UnitOfWork) -> str:
    """Unique over all days; a refused opening leaves a gap."""
    return f"CP-{uow.today:%Y%m%d}-{await uow.session.scalar(NEXT_NUMBER):06d}"


SAID = ("text", "improvement")


def shown(complaint: Complaint) -> str:
    return show_id(PREFIX, complaint.id)


def note(uow: UnitOfWork, complaint: Complaint, what: ComplaintHappened, *, reason: str | None = None, **facts: object) -> None:
    """Into the complaint's timeline, the audit trail and onto open screens. What was said stands in the timeline only (rule ORD-5)."""
    entry = {name: value for name, value in facts.items() if value is not None}
    if reason:
        entry["reason"] = reason
    actor = uow.actor
    uow.session.add(
        ComplaintEntry(
            complaint_id=complaint.id, at=uow.now, what=what, by_kind=actor.kind, by_name=actor.name, by_id=actor.id, facts=entry
        )
    )
    after = {name: value for name, value in entry.items() if name not in SAID}
    uow.audit(f"complaint.{what}", noun=NOUN, noun_id=shown(complaint), after={**after, "state": str(complaint.state)}, reason=reason)
    uow.changed(NOUN, shown(complaint))
    if complaint.order_id is not None:
        uow.changed("order", show_id("ord", complaint.order_id))


def bring_back(uow: UnitOfWork, complaint: Complaint) -> None:
    """To the desk: who had it is not there any more."""
    before = complaint.assignee_name
    complaint.hand_to(account_id=None, name="")
    note(uow, complaint, ComplaintHappened.BACK_AT_DESK, before=before)


async def lock_complaints(uow: UnitOfWork, *, ids: Collection[UUID], actor: Actor | None = None) -> dict[UUID, Complaint]:
    """Those that exist, and that the actor may see; no actor: for jobs."""
    query = select(Complaint).where(Complaint.id.in_(ids))
    if actor is not None and actor.shops is not None:
        query = query.where(Complaint.shop_id.in_(actor.shops))
    found = await uow.session.scalars(query.order_by(Complaint.id).with_for_update().execution_options(populate_existing=True))
    return {complaint.id: complaint for complaint in found}


async def lock_complaint(uow: UnitOfWork, complaint_id: UUID) -> Complaint:
    """Raises ComplaintNotFound."""
    complaint = (await lock_complaints(uow, ids=[complaint_id], actor=uow.actor)).get(complaint_id)
    if complaint is None:
        raise ComplaintNotFound
    return complaint


async def complaint_there(
    uow: UnitOfWork, *, shop_id: str, platform_no: str | None, source: str, source_ref: str | None
) -> Complaint | None:
    """The one that the same number, case, review or call-back has made already."""
    if platform_no is not None:
        return await uow.session.scalar(select(Complaint).where(Complaint.shop_id == shop_id, Complaint.platform_no == platform_no))
    if source_ref is not None:
        return await uow.session.scalar(select(Complaint).where(Complaint.source == source, Complaint.source_ref == source_ref))
    return None


async def to_escalate(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[UUID]:
    """Those whose deadline has passed, the oldest first."""
    query = select(Complaint.id).where(literal_column("escalate_at IS NOT NULL"), Complaint.escalate_at < now)
    return (await uow.session.scalars(query.order_by(Complaint.escalate_at).limit(limit))).all()


async def keep_colleague(uow: UnitOfWork) -> None:
    """The person who acts is at the desk from now on, with the shops they have now. Nothing can be handed to a program."""
    actor = uow.actor
    if actor.kind != "person":
        return
    row = {"name": actor.name, "shops": None if actor.shops is None else sorted(actor.shops), "came_at": uow.now}
    statement = insert(Colleague).values(account_id=actor.id, **row)
    await uow.session.execute(statement.on_conflict_do_update(index_elements=[Colleague.account_id], set_=row))


async def nobody_leaves_desk(uow: UnitOfWork) -> None:
    """Until this transaction ends: whom something is handed to is there. Before anything else is locked."""
    await uow.session.execute(STAY_AT_DESK)


async def find_colleague(uow: UnitOfWork, account_id: str) -> Colleague | None:
    return await uow.session.get(Colleague, account_id)


async def nothing_is_handed_on(uow: UnitOfWork) -> None:
    """Until this transaction ends: somebody leaves the desk. Before anything else is locked."""
    await uow.session.execute(LEAVE_DESK)


async def forget_colleague(uow: UnitOfWork, account_id: str, *, left_at: datetime) -> bool:
    """False: they have come to the desk since. Lock their complaints first, as they do when they answer."""
    gone = delete(Colleague).where(Colleague.account_id == account_id, Colleague.came_at <= left_at)
    await uow.session.execute(gone)
    return await uow.session.scalar(select(Colleague.account_id).where(Colleague.account_id == account_id)) is None


async def lock_complaints_of(uow: UnitOfWork, account_id: str) -> Collection[Complaint]:
    """The open ones that they have."""
    held = select(Complaint.id).where(literal_column(IS_OPEN), Complaint.assignee_id == account_id)
    return (await lock_complaints(uow, ids=(await uow.session.scalars(held)).all())).values()
