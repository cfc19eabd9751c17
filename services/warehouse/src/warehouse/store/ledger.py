"""Lines of the ledger and the books of the days they count in: two statements, however many lines (rule WMS-3)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import text

from chassis.uow import UnitOfWork
from warehouse.domain.ledger import Entry, MonthSealed, NotYet, Posting
from warehouse.store.recordset import recordset

WRITE = text("""
    INSERT INTO stock_movement (sku, warehouse_id, bin_id, lot, state, kind, quantity, balance_after, bin_balance_after, reason, document,
                                actor_id, actor_name, happened_at, booked_on, after_seal, at)
    SELECT sku, warehouse_id, bin_id, lot, state, kind, quantity, balance_after, bin_balance_after, reason, document,
           :actor_id, :actor_name, coalesce(happened_at, :now), booked_on, after_seal, :now
    FROM jsonb_to_recordset(CAST(:rows AS jsonb))
        AS r(place int, sku text, warehouse_id uuid, bin_id uuid, lot text, state text, kind text, quantity bigint, balance_after bigint,
             bin_balance_after bigint, reason text, document text, happened_at timestamptz, booked_on date, after_seal boolean)
    ORDER BY place
""")
# Days of one SKU and warehouse are written under the lock of its stock row.
BOOK = text("""
    INSERT INTO stock_book AS b (warehouse_id, sku, state, day, came_in, went_out)
    SELECT warehouse_id, sku, state, day, came_in, went_out FROM jsonb_to_recordset(CAST(:rows AS jsonb))
        AS r(warehouse_id uuid, sku text, state text, day date, came_in bigint, went_out bigint)
    ON CONFLICT (warehouse_id, sku, state, day)
        DO UPDATE SET came_in = b.came_in + excluded.came_in, went_out = b.went_out + excluded.went_out
""")
# What lies before a closed month is closed with it, also months in which nothing was booked.
SEALED = text("SELECT warehouse_id, max(month) AS month FROM stock_month WHERE warehouse_id = ANY(:warehouses) GROUP BY 1")


async def write_postings(uow: UnitOfWork, postings: Sequence[Posting], *, codes: Mapping[UUID, str]) -> None:
    """In this order. Raises MonthSealed, NotYet."""
    days = await _days(uow, [posting.entry for posting in postings], codes=codes)
    rows: list[dict[str, object]] = []
    for place, (posting, (booked_on, after_seal)) in enumerate(zip(postings, days, strict=True)):
        entry = posting.entry
        rows.append(
            {
                "place": place,
                "sku": entry.sku,
                "warehouse_id": entry.warehouse_id,
                "bin_id": entry.bin_id,
                "lot": entry.lot,
                "state": entry.state,
                "kind": entry.kind,
                "quantity": entry.quantity,
                "balance_after": posting.balance_after,
                "bin_balance_after": posting.bin_balance_after,
                "reason": entry.reason,
                "document": entry.document,
                "happened_at": entry.happened_at,
                "booked_on": booked_on,
                "after_seal": after_seal,
            }
        )
    actor = uow.actor
    await uow.session.execute(WRITE, {"rows": recordset(rows), "actor_id": actor.id, "actor_name": actor.name, "now": uow.now})
    await _book(uow, [(posting.entry, booked_on) for posting, (booked_on, _) in zip(postings, days, strict=True)])


async def _book(uow: UnitOfWork, booked: Sequence[tuple[Entry, date]]) -> None:
    sums: defaultdict[tuple[UUID, str, str, date], list[int]] = defaultdict(lambda: [0, 0])
    for entry, day in booked:
        if not entry.kind.stays:
            sums[entry.warehouse_id, entry.sku, entry.state, day][entry.quantity < 0] += abs(entry.quantity)
    if not sums:
        return
    rows = [
        {"warehouse_id": warehouse_id, "sku": sku, "state": state, "day": day, "came_in": came_in, "went_out": went_out}
        for (warehouse_id, sku, state, day), (came_in, went_out) in sums.items()
    ]
    await uow.session.execute(BOOK, {"rows": recordset(rows)})


async def _days(uow: UnitOfWork, entries: Sequence[Entry], *, codes: Mapping[UUID, str]) -> list[tuple[date, bool]]:
    """The day of the books each counts in, and whether it came after the seal."""
    today = uow.today
    earlier = [entry for entry in entries if entry.happened_at is not None]
    if any(entry.happened_at is not None and entry.happened_at > uow.now for entry in earlier):
        raise NotYet
    # Nobody seals the month that is going on.
    sealed = await _sealed(uow, earlier) if earlier else dict[UUID, date]()
    days: list[tuple[date, bool]] = []
    for entry in entries:
        day = today if entry.happened_at is None else entry.happened_at.astimezone(uow.frame.zone).date()
        after_seal = day.replace(day=1) <= sealed.get(entry.warehouse_id, date.min)
        if after_seal and not entry.late:
            raise MonthSealed(warehouse=codes[entry.warehouse_id], month=f"{day:%Y-%m}")
        days.append((today if after_seal else day, after_seal))
    return days


async def _sealed(uow: UnitOfWork, entries: Sequence[Entry]) -> dict[UUID, date]:
    """The newest closed month of each warehouse."""
    rows = await uow.session.execute(SEALED, {"warehouses": list({entry.warehouse_id for entry in entries})})
    return {row.warehouse_id: row.month for row in rows}
