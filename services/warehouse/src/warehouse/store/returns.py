"""Expected returns and returned parcels.

Whoever changes any of them comes through the desk, one after the other: a parcel and its expectation may come in at the same moment, and
neither must miss the other. It is a few parcels a minute. Lock order: the gate to the stock, then the desk.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import selectinload

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from contracts.warehouse import ReturnArrived
from warehouse.domain.expected_return import ExpectationState, ExpectedReturn
from warehouse.domain.owner import owners_seen_by
from warehouse.domain.return_refusals import ExpectationNotFound, ReturnNotFound
from warehouse.domain.returns import ReturnMatch, ReturnParcel, ReturnPicture
from warehouse.domain.warehouse import Warehouse

UNKNOWN_CARRIER = "OTHER"
DESK = text("SELECT pg_advisory_xact_lock(hashtextextended('returns desk of ' || current_schema(), 0))")
OLD_PICTURES = text("""
    UPDATE return_picture i SET image_sealed = NULL, removed_at = :now FROM (
        SELECT f.id, p.number FROM return_picture f JOIN return_parcel p ON p.id = f.return_parcel_id
        WHERE f.image_sealed IS NOT NULL AND f.taken_at < :before AND p.closed_at IS NOT NULL
        ORDER BY f.taken_at LIMIT :most FOR UPDATE OF f SKIP LOCKED
    ) old WHERE i.id = old.id RETURNING old.number
""")
PICTURES = text("SELECT count(*) FROM return_picture WHERE return_parcel_id = :parcel_id")
OTHERS_OPEN = text("""
    SELECT DISTINCT m.expected_return_id FROM return_match m JOIN return_parcel p ON p.id = m.return_parcel_id
    WHERE m.expected_return_id = ANY(:expected_ids) AND p.id <> :parcel_id AND p.state = 'waiting'
""")
WITH_ALL = (
    selectinload(ReturnParcel.matches).selectinload(ReturnMatch.expected).selectinload(ExpectedReturn.lines),
    selectinload(ReturnParcel.findings),
)


async def enter_desk(uow: UnitOfWork) -> None:
    await uow.session.execute(DESK)


async def find_expected(uow: UnitOfWork, *, reference: str) -> ExpectedReturn | None:
    query = select(ExpectedReturn).where(ExpectedReturn.reference == reference)
    return await uow.session.scalar(query.options(selectinload(ExpectedReturn.lines)))


async def find_expected_of_actor(uow: UnitOfWork, *, reference: str) -> ExpectedReturn:
    """Raises ExpectationNotFound, also for one of a shop that the caller does not see."""
    found, owners = await find_expected(uow, reference=reference), owners_seen_by(uow.actor)
    if found is None or (owners is not None and found.owner not in owners):
        raise ExpectationNotFound(reference=reference)
    return found


async def expected_under(uow: UnitOfWork, *, tracking_number: str) -> Sequence[ExpectedReturn]:
    """Those that are still open, the oldest first."""
    query = select(ExpectedReturn).where(
        ExpectedReturn.tracking_number == tracking_number,
        ExpectedReturn.state.in_((ExpectationState.EXPECTED, ExpectationState.ARRIVED)),
    )
    options = selectinload(ExpectedReturn.lines)
    return (await uow.session.scalars(query.options(options).order_by(ExpectedReturn.expected_at, ExpectedReturn.id))).all()


async def parcel_under(uow: UnitOfWork, *, tracking_number: str) -> ReturnParcel | None:
    query = select(ReturnParcel).where(ReturnParcel.tracking_number == tracking_number)
    return await uow.session.scalar(query.options(*WITH_ALL))


async def find_parcel_of_actor(uow: UnitOfWork, *, number: str) -> ReturnParcel:
    """Raises ReturnNotFound, also for one that holds goods of a shop that the caller does not see."""
    query = select(ReturnParcel).where(ReturnParcel.number == number)
    found = await uow.session.scalar(query.options(*WITH_ALL).execution_options(populate_existing=True))
    if found is None or not sees_parcel(uow, found):
        raise ReturnNotFound(number=number)
    return found


def sees_parcel(uow: UnitOfWork, parcel: ReturnParcel) -> bool:
    """Who is limited to shops sees parcels that are matched to these and to no other."""
    owners = owners_seen_by(uow.actor)
    return owners is None or (bool(parcel.matches) and all(match.expected.owner in owners for match in parcel.matches))


async def lies_in_open_parcels(uow: UnitOfWork, *, expected_ids: Sequence[UUID], besides: UUID) -> set[UUID]:
    """Those of `expected_ids` that are matched to a further parcel which is not inspected yet."""
    return set((await uow.session.execute(OTHERS_OPEN, {"expected_ids": list(expected_ids), "parcel_id": besides})).scalars())


async def count_pictures(uow: UnitOfWork, *, parcel_id: UUID) -> int:
    return (await uow.session.execute(PICTURES, {"parcel_id": parcel_id})).scalar_one()


async def keep_picture(uow: UnitOfWork, *, parcel_id: UUID, sealed: str, digest: str, width: int, height: int) -> UUID:
    """The id of this picture; the same one again keeps the id it had."""
    row = {"id": new_id(), "return_parcel_id": parcel_id, "image_sealed": sealed, "content_digest": digest, "width": width}
    row |= {"height": height, "taken_at": uow.now, "taken_by": uow.actor.name}
    await uow.session.execute(insert(ReturnPicture).values(row).on_conflict_do_nothing())
    query = select(ReturnPicture.id).where(ReturnPicture.return_parcel_id == parcel_id, ReturnPicture.content_digest == digest)
    return (await uow.session.execute(query)).scalar_one()


async def find_picture(uow: UnitOfWork, *, parcel_id: UUID, picture_id: UUID) -> ReturnPicture | None:
    query = select(ReturnPicture).where(ReturnPicture.id == picture_id, ReturnPicture.return_parcel_id == parcel_id)
    return await uow.session.scalar(query)


async def remove_old_pictures(uow: UnitOfWork, *, before: datetime, most: int) -> Sequence[str]:
    """The parcels' numbers, one for each picture. While a parcel is open its pictures stay, however long it lies."""
    return (await uow.session.scalars(OLD_PICTURES, {"now": uow.now, "before": before, "most": most})).all()


async def join_return(uow: UnitOfWork, parcel: ReturnParcel, expected: ExpectedReturn) -> None:
    """A parcel and what is expected come together, once; who expects it is told. At the desk. Raises ReturnIsClosed, ExpectationIsOver."""
    made = parcel.match(expected, match_id=new_id(), by=uow.actor.name, now=uow.now)
    if made is None:
        return
    await uow.session.flush()
    warehouse = await uow.session.get_one(Warehouse, parcel.warehouse_id)
    uow.publish(
        ReturnArrived(
            reference=expected.reference,
            return_number=made.number,
            warehouse_code=warehouse.code,
            carrier_code=parcel.carrier_code or expected.carrier_code or UNKNOWN_CARRIER,
            tracking_number=parcel.tracking_number,
            arrived_at=parcel.arrived_at,
            by=parcel.arrived_by,
        )
    )
    after: dict[str, object] = {"expected": expected.number, "match": made.number}
    uow.audit("return.matched", noun="return", noun_id=parcel.number, after=after)
    uow.changed("return", parcel.number)
    uow.changed("expected_return", expected.reference)
