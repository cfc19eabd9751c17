"""Notices to shops. Rows are claimed one at a time, so that a process that dies leaves at most one in doubt."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.dialects.postgresql import insert

from channels.domain.write_back import WriteBack, WriteBackState
from chassis.uow import UnitOfWork

_COLUMNS = [column.name for column in WriteBack.__table__.columns]
_OPEN = (WriteBackState.PENDING, WriteBackState.FAILED, WriteBackState.TELLING)


async def note_once(uow: UnitOfWork, write_back: WriteBack) -> bool:
    """One for each order and shipment: False when it is there already."""
    values = {name: getattr(write_back, name) for name in _COLUMNS}
    kept = await uow.session.scalar(insert(WriteBack).values(values).on_conflict_do_nothing().returning(WriteBack.id))
    return kept is not None


async def take_due(uow: UnitOfWork, *, shop_id: str) -> WriteBack | None:
    """The longest due of this shop, locked; also one whose teller died (its lease is over)."""
    return await uow.session.scalar(
        select(WriteBack)
        .where(WriteBack.shop_id == shop_id, WriteBack.state.in_(_OPEN), WriteBack.next_try_at <= uow.now)
        .order_by(WriteBack.next_try_at, WriteBack.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


async def lock_write_back(uow: UnitOfWork, write_back_id: UUID) -> WriteBack | None:
    return await uow.session.scalar(select(WriteBack).where(WriteBack.id == write_back_id).with_for_update())


async def lock_write_backs(uow: UnitOfWork, *, ids: Sequence[UUID]) -> Sequence[WriteBack]:
    """In id order; those of shops that the actor may not see are left out."""
    found = await uow.session.scalars(select(WriteBack).where(WriteBack.id.in_(ids), *_seen(uow)).order_by(WriteBack.id).with_for_update())
    return found.all()


async def lock_unsettled(uow: UnitOfWork, *, shop_id: str | None, state: str, limit: int) -> Sequence[WriteBack]:
    """All dead or failed ones, of one shop or of all that the actor sees, in id order."""
    shops = [] if shop_id is None else [WriteBack.shop_id == shop_id]
    found = await uow.session.scalars(
        select(WriteBack).where(WriteBack.state == state, *shops, *_seen(uow)).order_by(WriteBack.id).limit(limit).with_for_update()
    )
    return found.all()


def _seen(uow: UnitOfWork) -> list[ColumnElement[bool]]:
    shops = uow.actor.shops
    return [] if shops is None else [WriteBack.shop_id.in_(shops)]
