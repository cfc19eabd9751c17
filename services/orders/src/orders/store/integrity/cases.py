"""Cases of fake orders."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, text

from chassis.actor import Actor
from chassis.uow import UnitOfWork
from orders.domain.integrity.suspicion import CaseNotFound, FakeOrderCase, Suspicion, SuspicionState

# The rows that would have to be locked are not there yet: two who confirm orders of one ring at once would make a case each.
ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended('integrity_case ' || :ring, 0))")
ENTERED_BY = text(
    "SELECT DISTINCT ON (order_id) order_id, by_kind, by_name, by_id FROM timeline_entry WHERE order_id = ANY (:ids) ORDER BY order_id, id"
)


async def case_to_join(uow: UnitOfWork, *, ring_id: UUID, shop_id: str, currency: str) -> FakeOrderCase | None:
    """The shop's case in that ring that nobody has appealed against: more orders of it are no second case.

    Nobody else makes a case of this ring until this transaction ends.
    """
    await uow.session.execute(ONE_AT_A_TIME, {"ring": str(ring_id)})
    query = select(FakeOrderCase).where(
        FakeOrderCase.ring_id == ring_id,
        FakeOrderCase.shop_id == shop_id,
        FakeOrderCase.currency == currency,
        FakeOrderCase.appeal_state.is_(None),
    )
    return (await uow.session.scalars(query.order_by(FakeOrderCase.confirmed_at).limit(1).with_for_update())).first()


async def lock_case(uow: UnitOfWork, *, case_id: UUID, actor: Actor) -> FakeOrderCase:
    """Raises CaseNotFound."""
    case = await uow.session.get(FakeOrderCase, case_id, with_for_update=True)
    if case is None or not actor.sees_shop(case.shop_id):
        raise CaseNotFound
    return case


async def orders_of_case(uow: UnitOfWork, case_id: UUID) -> Sequence[UUID]:
    """Not locked: orders are locked before their suspicions."""
    query = select(Suspicion.order_id).where(Suspicion.case_id == case_id, Suspicion.state == SuspicionState.CONFIRMED)
    return (await uow.session.scalars(query)).all()


async def entered_by(uow: UnitOfWork, actor: Actor, *, ids: Sequence[UUID]) -> set[UUID]:
    """Those that this person typed in or uploaded. Orders that came before accounts were kept are told by the person's name."""
    rows = await uow.session.execute(ENTERED_BY, {"ids": list(ids)})
    return {row.order_id for row in rows if row.by_kind == "person" and _is_by(actor, account_id=row.by_id, name=row.by_name)}


def _is_by(actor: Actor, *, account_id: str | None, name: str) -> bool:
    return name == actor.name if account_id is None else account_id == actor.id
