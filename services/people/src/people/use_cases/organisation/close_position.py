from datetime import date
from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.ids import shown_position
from people.domain.organisation.day import DateInThePast
from people.domain.organisation.position import Position, PositionHeld
from people.store.organisation.positions import holders_after, lock_position


async def close_position(uow: UnitOfWork, *, position_id: UUID, expected_version: int, on: date, reason: str, today: date) -> Position:
    """`on` is the first day without it. Raises PositionNotFound, VersionStale, DateInThePast, PositionHeld."""
    position = await lock_position(uow, position_id)
    check_version(expected=expected_version, actual=position.version)
    if on < today or (position.closed_on is not None and position.closed_on <= today):
        raise DateInThePast(day=min(on, position.closed_on or on))
    count = await holders_after(uow, position_id=position_id, on=on)
    if count:
        raise PositionHeld(day=on, count=count)
    position.closed_on = on
    position.version += 1
    await uow.session.flush()
    uow.audit(
        "position.closed", noun="position", noun_id=shown_position(position_id), after={"closed_on": on.isoformat()}, reason=reason or None
    )
    uow.changed("position", shown_position(position_id))
    return position
