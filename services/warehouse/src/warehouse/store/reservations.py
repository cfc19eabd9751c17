"""Reservations: the hot path. Everything is one statement for a whole set, whatever its size."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from chassis.uow import UnitOfWork
from contracts.warehouse import ReservationResult, StockLine, StockReserved, WarehouseOffer
from warehouse.domain.reservation import Allocation, Decision, Offer, ReservationState, Wish, can_be_meant
from warehouse.domain.warehouse import Nearness
from warehouse.store.recordset import recordset
from warehouse.store.stock import LARGEST_EVENT, HeldStock

FIRST_ASKED = 32
THEN_ASKED = 500
# A release may overtake its own request by as long as the consumers of the two are apart.
UNASKED_STANDS = timedelta(hours=1)

FIND = text("""
    SELECT id, reference, state, warehouse_id, short_skus, decided_at FROM reservation WHERE reference = ANY(:references)
    ORDER BY reference FOR UPDATE
""")
FORGET = text("""
    WITH gone AS (DELETE FROM reservation WHERE id = ANY(:ids) RETURNING id)
    DELETE FROM reservation_line l USING gone WHERE l.reservation_id = gone.id
""")
# The ids are made where the rows are: they need not travel. Who got no warehouse waits.
ADD = text("""
    WITH r AS MATERIALIZED (
        SELECT uuidv7() AS id, r.* FROM ROWS FROM (
            jsonb_to_recordset(CAST(:rows AS jsonb)) AS (reference text, owner text, warehouse_id uuid, province text, short_skus text[], needs jsonb)
        ) WITH ORDINALITY AS r(reference, owner, warehouse_id, province, short_skus, needs, place)
    ), added AS (
        INSERT INTO reservation (id, reference, owner, state, warehouse_id, province, short_skus, requested_at, decided_at)
        SELECT id, reference, owner, CASE WHEN warehouse_id IS NULL THEN 'waiting' ELSE 'reserved' END, warehouse_id, province,
               coalesce(short_skus, '{}'), :now, :now
        FROM r ORDER BY place
        RETURNING id, arrival, state
    ), lines AS (
        INSERT INTO reservation_line (reservation_id, sku, quantity)
        SELECT r.id, need.key, need.value::bigint FROM r, jsonb_each_text(r.needs) need
    )
    INSERT INTO waiting_line (sku, arrival, reservation_id)
    SELECT need.key, added.arrival, added.id
    FROM added JOIN r USING (id), jsonb_each_text(r.needs) need
    WHERE added.state = 'waiting'
""")
ADD_UNASKED = text("""
    INSERT INTO reservation (id, reference, owner, state, short_skus, requested_at, decided_at)
    SELECT uuidv7(), reference, '', 'released_unasked', '{}', :now, :now FROM unnest(CAST(:references AS text[])) reference
""")
NEXT_WAITING = text("""
    SELECT r.id, r.reference, r.province, r.arrival, jsonb_object_agg(l.sku, l.quantity) AS needs
    FROM (SELECT DISTINCT arrival, reservation_id FROM waiting_line
          WHERE sku = ANY(:skus) AND arrival > :after ORDER BY arrival LIMIT :size) w
    JOIN reservation r ON r.id = w.reservation_id
    JOIN reservation_line l ON l.reservation_id = r.id
    GROUP BY r.id ORDER BY r.arrival
""")
SERVE = text("""
    WITH served AS (
        UPDATE reservation r SET state = 'reserved', warehouse_id = d.warehouse_id, short_skus = '{}', decided_at = :now
        FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS d(id uuid, warehouse_id uuid)
        WHERE r.id = d.id
        RETURNING r.id
    )
    DELETE FROM waiting_line w USING served WHERE w.reservation_id = served.id
""")
LINES_OF = text("SELECT reservation_id, sku, quantity FROM reservation_line WHERE reservation_id = ANY(:ids)")
GIVE_BACK = text("""
    WITH released AS (
        UPDATE reservation SET state = 'released', warehouse_id = NULL, short_skus = '{}', decided_at = :now WHERE id = ANY(:ids)
        RETURNING id
    )
    DELETE FROM waiting_line w USING released WHERE w.reservation_id = released.id
""")
CONSUME = text("UPDATE reservation SET state = 'consumed', decided_at = :now WHERE id = ANY(:ids)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A reference that is known already."""

    id: UUID
    reference: str
    state: str
    warehouse_id: UUID | None
    short_skus: tuple[str, ...]
    stands: bool
    """False: a new request for this reference is decided anew."""


async def find_reservations(uow: UnitOfWork, *, references: Iterable[str]) -> dict[str, Known]:
    """Locked, in the order of their references."""
    rows = await uow.session.execute(FIND, {"references": sorted(set(references))})
    found: dict[str, Known] = {}
    for row in rows:
        unasked = row.state == ReservationState.RELEASED_UNASKED and uow.now - row.decided_at < UNASKED_STANDS
        settled = row.state not in (ReservationState.RELEASED, ReservationState.RELEASED_UNASKED)
        found[row.reference] = Known(
            id=row.id,
            reference=row.reference,
            state=row.state,
            warehouse_id=row.warehouse_id,
            short_skus=tuple(row.short_skus),
            stands=settled or unasked,
        )
    return found


async def forget_reservations(uow: UnitOfWork, *, ids: Sequence[UUID]) -> None:
    """Released ones whose reference asks again, or was answered."""
    if ids:
        await uow.session.execute(FORGET, {"ids": list(ids)})


async def add_reservations(uow: UnitOfWork, *, decided: Sequence[tuple[Wish, Decision]]) -> None:
    """In this order, which is the order of the waiting line."""
    rows: list[dict[str, object]] = []
    for wish, decision in decided:
        # What cannot be meant waits outside the line: no stock will ever serve it.
        needs = wish.needs if can_be_meant(wish.needs) else {}
        row: dict[str, object] = {"reference": wish.reference, "owner": wish.owner, "province": wish.province, "needs": needs}
        row |= {"short_skus": decision.lacking} if decision.site is None else {"warehouse_id": decision.site.id}
        rows.append(row)
    if rows:
        await uow.session.execute(ADD, {"rows": recordset(rows), "now": uow.now})


async def note_released_unasked(uow: UnitOfWork, *, references: Iterable[str]) -> None:
    """Released before they asked: when the request comes, it is not served."""
    unasked = sorted(set(references))
    if unasked:
        await uow.session.execute(ADD_UNASKED, {"references": unasked, "now": uow.now})


async def serve_waiting(uow: UnitOfWork, *, stock: HeldStock, skus: Sequence[str]) -> list[ReservationResult]:
    """Gives what came in of `skus` to those who wait, in the order of their arrival; the levels are held, and saved by the caller."""
    allocation = Allocation(levels=stock.levels, nearness=Nearness(stock.sites))
    served: list[dict[str, UUID]] = []
    results: list[ReservationResult] = []
    after, size = 0, FIRST_ASKED
    while allocation.any_free(skus):
        waiting = (await uow.session.execute(NEXT_WAITING, {"skus": list(skus), "after": after, "size": size})).all()
        if not waiting:
            break
        # Further rows out of the lock order: nobody else can want them, we stand in the gate.
        await stock.hold(sku for row in waiting for sku in row.needs)
        for row in waiting:
            site = allocation.decide(Wish(row.reference, row.province, row.needs)).site
            if site is not None:
                served.append({"id": row.id, "warehouse_id": site.id})
                results.append(reserved_result(row.reference, site.code))
        after, size = waiting[-1].arrival, THEN_ASKED
    if served:
        await uow.session.execute(SERVE, {"rows": recordset(served), "now": uow.now})
    return results


async def give_back(uow: UnitOfWork, *, stock: HeldStock, known: Sequence[Known]) -> list[str]:
    """Takes waiting ones out of the line and frees what reserved ones hold. Returns the SKUs of which something is free now."""
    ids = [one.id for one in known]
    holding = {one.id: one.warehouse_id for one in known if one.state == ReservationState.RESERVED}
    lines = (await uow.session.execute(LINES_OF, {"ids": list(holding)})).all()
    freed = sorted({line.sku for line in lines})
    await stock.hold(freed)
    for line in lines:
        warehouse_id = holding[line.reservation_id]
        assert warehouse_id is not None, "a constraint holds that what is reserved names its warehouse"
        stock.levels[line.sku, warehouse_id].reserved -= line.quantity
    if ids:
        await uow.session.execute(GIVE_BACK, {"ids": ids, "now": uow.now})
    return freed


async def needs_of_reservations(uow: UnitOfWork, *, ids: Sequence[UUID]) -> dict[UUID, dict[str, int]]:
    needs: dict[UUID, dict[str, int]] = {one: {} for one in ids}
    for line in await uow.session.execute(LINES_OF, {"ids": list(ids)}):
        needs[line.reservation_id][line.sku] = line.quantity
    return needs


async def consume_reservations(uow: UnitOfWork, *, ids: Sequence[UUID]) -> None:
    """Their goods have left."""
    await uow.session.execute(CONSUME, {"ids": list(ids), "now": uow.now})


def tell_reserved(uow: UnitOfWork, results: Sequence[ReservationResult]) -> None:
    """In envelopes: a large receipt may serve thousands, and a message has its limit."""
    for start in range(0, len(results), LARGEST_EVENT):
        uow.publish(StockReserved(results=list(results[start : start + LARGEST_EVENT]), decided_at=uow.now))
    if results:
        uow.changed("reservation")


def reserved_result(reference: str, warehouse_code: str) -> ReservationResult:
    return ReservationResult(reference=reference, outcome="reserved", warehouse_code=warehouse_code, short_skus=[])


def short_result(reference: str, lacking: Iterable[str], offers: Iterable[Offer] = ()) -> ReservationResult:
    told = [
        WarehouseOffer(
            warehouse_code=offer.site.code, lines=[StockLine(sku=sku, quantity=quantity) for sku, quantity in offer.pieces.items()]
        )
        for offer in offers
    ]
    return ReservationResult(reference=reference, outcome="short", warehouse_code=None, short_skus=list(lacking), offers=told)
