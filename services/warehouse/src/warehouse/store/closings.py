"""Days and months of the books."""

from datetime import date
from uuid import UUID

from sqlalchemy import select, text

from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from warehouse.domain.closing import BooksDoNotAgree, StockDay, StockMonth

# All that the books say up to its end, and what of it was there before it began.
SEAL = text("""
    INSERT INTO stock_month_line (warehouse_id, month, sku, state, opening, came_in, went_out, closing)
    SELECT :warehouse_id, :month, k.sku, k.state, coalesce(o.closing, 0), coalesce(b.came_in, 0), coalesce(b.went_out, 0),
           coalesce(o.closing, 0) + coalesce(b.came_in, 0) - coalesce(b.went_out, 0)
    FROM (
        SELECT sku, state FROM stock_month_line WHERE warehouse_id = :warehouse_id AND month = :before AND closing <> 0
        UNION
        SELECT sku, state FROM stock_book WHERE warehouse_id = :warehouse_id AND day >= :month AND day < :next
    ) k
    LEFT JOIN stock_month_line o ON o.warehouse_id = :warehouse_id AND o.month = :before AND o.sku = k.sku AND o.state = k.state
    LEFT JOIN (
        SELECT sku, state, sum(came_in)::bigint AS came_in, sum(went_out)::bigint AS went_out FROM stock_book
        WHERE warehouse_id = :warehouse_id AND day >= :month AND day < :next GROUP BY 1, 2
    ) b ON b.sku = k.sku AND b.state = k.state
""")
FIRST_OPEN = text("""
    SELECT min(date_trunc('month', b.day))::date FROM stock_book b
    WHERE b.warehouse_id = :warehouse_id
      AND NOT EXISTS (SELECT FROM stock_month m WHERE m.warehouse_id = b.warehouse_id AND m.month >= date_trunc('month', b.day)::date)
""")
BREAKS = text("SELECT sku, what, kept, proved FROM stock_differences() WHERE warehouse_id = :warehouse_id ORDER BY sku, what LIMIT 200")
LINES = text("SELECT count(*) FROM stock_movement WHERE warehouse_id = :warehouse_id AND booked_on = :day")
WATCH = text("""
    WITH now_broken AS MATERIALIZED (SELECT * FROM stock_breaks()), found AS (
        INSERT INTO stock_break (warehouse_id, sku, what, kept, proved, found_at)
        SELECT warehouse_id, sku, what, kept, proved, :now FROM now_broken
        ON CONFLICT (warehouse_id, sku, what) WHERE gone_at IS NULL DO NOTHING
        RETURNING sku
    ), gone AS (
        UPDATE stock_break b SET gone_at = :now
        WHERE b.gone_at IS NULL
          AND NOT EXISTS (SELECT FROM now_broken n WHERE n.warehouse_id = b.warehouse_id AND n.sku = b.sku AND n.what = b.what)
        RETURNING b.sku
    )
    SELECT sku, true AS found FROM found UNION ALL SELECT sku, false FROM gone
""")


async def first_open_month(uow: UnitOfWork, *, warehouse_id: UUID) -> date | None:
    """The earliest with books that is not closed."""
    return await uow.session.scalar(FIRST_OPEN, {"warehouse_id": warehouse_id})


async def find_month(uow: UnitOfWork, *, warehouse_id: UUID, month: date) -> StockMonth | None:
    return await uow.session.get(StockMonth, (warehouse_id, month))


async def seal_lines(uow: UnitOfWork, *, warehouse_id: UUID, month: date, following: date) -> None:
    """The month before is closed, or nothing was booked in it: its closing is the opening."""
    before = await uow.session.scalar(
        select(StockMonth.month)
        .where(StockMonth.warehouse_id == warehouse_id, StockMonth.month < month)
        .order_by(StockMonth.month.desc())
        .limit(1)
    )
    await uow.session.execute(SEAL, {"warehouse_id": warehouse_id, "month": month, "next": following, "before": before})


async def find_signed_day(uow: UnitOfWork, *, warehouse_id: UUID, day: date) -> StockDay | None:
    return await uow.session.get(StockDay, (warehouse_id, day))


async def count_lines(uow: UnitOfWork, *, warehouse_id: UUID, day: date) -> int:
    return (await uow.session.execute(LINES, {"warehouse_id": warehouse_id, "day": day})).scalar_one()


async def must_agree(uow: UnitOfWork, *, warehouse_id: UUID) -> None:
    """Raises BooksDoNotAgree with each break, by the whole ledger: for who signs or closes."""
    breaks = (await uow.session.execute(BREAKS, {"warehouse_id": warehouse_id})).all()
    errors = [
        FieldError(
            pointer=f"/{one.sku}",
            code="break",
            zh=f"{one.sku}：{one.what}，现为 {one.kept}，应为 {one.proved}",
            en=f"{one.sku}: {one.what} is {one.kept} and should be {one.proved}",
        )
        for one in breaks
    ]
    if errors:
        raise BooksDoNotAgree(errors=errors, count=len(errors))


async def note_breaks(uow: UnitOfWork) -> list[tuple[str, bool]]:
    """SKUs that broke (True) or agree again, since the last look."""
    return [(row.sku, row.found) for row in await uow.session.execute(WATCH, {"now": uow.now})]
