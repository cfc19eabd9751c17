"""Loads and locks mediations, and adds to their record, which never changes (rule CARE-8)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, literal_column, select, text

from chassis.actor import Actor
from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.domain.care.mediation import (
    IS_OPEN,
    NOUN,
    PREFIX,
    Mediation,
    MediationEntry,
    MediationEvidence,
    MediationHappened,
    MediationNotFound,
    Side,
)

NEXT_NUMBER = text("SELECT nextval('care_mediation_number')")


async def next_mediation_number(uow: UnitOfWork) -> str:
    """Unique over all days; a refused opening leaves a gap."""
    return f"ME-{uow.today:%Y%m%d}-{await uow.session.scalar(NEXT_NUMBER):06d}"


def shown(mediation: Mediation) -> str:
    return show_id(PREFIX, mediation.id)


def record(
    uow: UnitOfWork,
    mediation: Mediation,
    what: MediationHappened,
    *,
    side: Side | None = None,
    text: str = "",
    in_time: bool | None = None,
    facts: Mapping[str, object] | None = None,
) -> None:
    """Into the record, the audit trail and onto open screens. What was said stands in the record only (rule ORD-5)."""
    actor = uow.actor
    uow.session.add(
        MediationEntry(
            mediation_id=mediation.id, at=uow.now, what=what, side=side, text=text, in_time=in_time, by_kind=actor.kind, by_name=actor.name,
            by_id=actor.id, facts=dict(facts or {}), erased_at=None,
        )
    )  # fmt: skip
    told = {name: value for name, value in (facts or {}).items() if name != "to_do"}
    after: dict[str, object] = {**told, "state": str(mediation.state), "side": None if side is None else str(side)}
    uow.audit(f"mediation.{what}", noun=NOUN, noun_id=shown(mediation), after=after)
    uow.changed(NOUN, shown(mediation))
    uow.changed("order", show_id("ord", mediation.order_id))


async def lock_mediations(uow: UnitOfWork, *, ids: Collection[UUID], actor: Actor | None = None) -> Sequence[Mediation]:
    """Those that exist, and that the actor may see; no actor: for jobs."""
    query = select(Mediation).where(Mediation.id.in_(ids))
    if actor is not None and actor.shops is not None:
        query = query.where(Mediation.shop_id.in_(actor.shops))
    return (await uow.session.scalars(query.order_by(Mediation.id).with_for_update().execution_options(populate_existing=True))).all()


async def lock_mediation(uow: UnitOfWork, mediation_id: UUID) -> Mediation:
    """Raises MediationNotFound."""
    found = await lock_mediations(uow, ids=[mediation_id], actor=uow.actor)
    if not found:
        raise MediationNotFound
    return found[0]


async def open_mediation_of(uow: UnitOfWork, order_id: UUID) -> Mediation | None:
    return await uow.session.scalar(select(Mediation).where(Mediation.order_id == order_id, literal_column(IS_OPEN)))


async def run_out(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[UUID]:
    """Open ones of which something is due: a side's time, a decision, what was decided."""
    query = select(Mediation.id).where(literal_column(IS_OPEN), Mediation.due_at < now, ~Mediation.comply_late)
    waits = Mediation.buyer_heard_at.is_(None) & ~Mediation.buyer_silent | Mediation.seller_heard_at.is_(None) & ~Mediation.seller_silent
    query = query.where((Mediation.state == "decided") | waits)
    return (await uow.session.scalars(query.order_by(Mediation.due_at).limit(limit))).all()


async def spoke_in(uow: UnitOfWork, mediation_id: UUID, *, account_id: str) -> bool:
    spoken = select(MediationEntry.id).where(
        MediationEntry.mediation_id == mediation_id,
        MediationEntry.by_id == account_id,
        MediationEntry.what.in_([MediationHappened.STATEMENT, MediationHappened.EVIDENCE]),
    )
    return await uow.session.scalar(spoken.limit(1)) is not None


async def count_evidence(uow: UnitOfWork, mediation_id: UUID, *, side: Side) -> int:
    query = select(func.count()).where(MediationEvidence.mediation_id == mediation_id, MediationEvidence.side == side)
    return await uow.session.scalar(query) or 0


async def find_evidence(uow: UnitOfWork, mediation_id: UUID, evidence_id: UUID) -> MediationEvidence | None:
    query = select(MediationEvidence).where(MediationEvidence.id == evidence_id, MediationEvidence.mediation_id == mediation_id)
    return await uow.session.scalar(query)
