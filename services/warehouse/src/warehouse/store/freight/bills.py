"""Carriers' bills: taken in and compared as one set, whatever their length (rule LOG-3)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select, text

from chassis.uow import UnitOfWork
from warehouse.domain.freight.bill import BillNotFound, FreightBill, FreightBillLine, FreightPayment
from warehouse.domain.freight.bill_file import BilledLine
from warehouse.store.recordset import recordset

AT_ONCE = 20_000
LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('freight bills of ' || :carrier, 0))")
STAGE = text("""
    CREATE TEMP TABLE IF NOT EXISTS billed (line_no int, tracking_number text, amount numeric(12, 2), weight_g int, province text) ON COMMIT DROP
""")
FILL = text("""
    INSERT INTO billed SELECT line_no, tracking_number, amount, weight_g, province
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(line_no int, tracking_number text, amount numeric, weight_g int, province text)
""")
KNOW = text("ANALYZE billed")
# In this order: billed before, not ours, not rated, and only then whether the sums agree. What is billed below our sum is paid as billed.
COMPARE = text("""
    INSERT INTO freight_bill_line (bill_id, line_no, tracking_number, amount, weight_g, province, result, expected, own_weight_g, state, payable)
    SELECT :bill_id, line_no, tracking_number, amount, weight_g, province, result, expected, own_weight_g,
           CASE WHEN result IN ('equal', 'less') THEN 'agreed' ELSE 'disputed' END,
           CASE WHEN result IN ('duplicate', 'unknown', 'unrated') THEN 0 ELSE least(amount, expected) END
    FROM (
        SELECT b.line_no, b.tracking_number, b.amount, b.weight_g, b.province, f.amount AS expected, f.weight_g AS own_weight_g,
               CASE WHEN row_number() OVER (PARTITION BY b.tracking_number ORDER BY b.line_no) > 1 OR o.tracking_number IS NOT NULL THEN 'duplicate'
                    WHEN f.tracking_number IS NULL THEN 'unknown'
                    WHEN f.amount IS NULL THEN 'unrated'
                    WHEN b.amount = f.amount THEN 'equal'
                    WHEN b.amount < f.amount THEN 'less'
                    WHEN b.weight_g > f.billed_g THEN 'weight'
                    WHEN b.province <> '' AND b.province <> f.province THEN 'zone'
                    ELSE 'amount' END AS result
        FROM billed b
        LEFT JOIN parcel_freight f ON f.carrier_code = :carrier AND f.tracking_number = b.tracking_number
        LEFT JOIN (
            SELECT DISTINCT l.tracking_number FROM freight_bill_line l JOIN freight_bill e ON e.id = l.bill_id
            WHERE e.carrier_code = :carrier AND l.bill_id <> :bill_id AND l.result NOT IN ('duplicate', 'unknown')
              AND l.tracking_number IN (SELECT tracking_number FROM billed)
        ) o ON o.tracking_number = b.tracking_number
    ) compared
""")


async def lock_bills_of(uow: UnitOfWork, *, carrier: str) -> None:
    """The same parcel billed in two files at once is found twice in one of them."""
    await uow.session.execute(LOCK, {"carrier": carrier})


async def find_bill_of_file(uow: UnitOfWork, *, carrier: str, content_digest: str) -> FreightBill | None:
    query = select(FreightBill).where(FreightBill.carrier_code == carrier, FreightBill.content_digest == content_digest)
    return await uow.session.scalar(query)


async def compare_lines(uow: UnitOfWork, *, bill: FreightBill, lines: Sequence[BilledLine]) -> None:
    """Writes them with what comparing found."""
    await uow.session.execute(STAGE)
    for start in range(0, len(lines), AT_ONCE):
        rows = [
            {
                "line_no": line.line_no,
                "tracking_number": line.tracking_number,
                "amount": str(line.amount),
                "weight_g": line.weight_g,
                "province": line.province,
            }
            for line in lines[start : start + AT_ONCE]
        ]
        await uow.session.execute(FILL, {"rows": recordset(rows)})
    await uow.session.execute(KNOW)
    await uow.session.execute(COMPARE, {"bill_id": bill.id, "carrier": bill.carrier_code})


async def lock_bill(uow: UnitOfWork, *, number: str) -> FreightBill:
    """Raises BillNotFound."""
    found = await uow.session.scalar(select(FreightBill).where(FreightBill.number == number).with_for_update())
    if found is None:
        raise BillNotFound(number=number)
    return found


async def find_lines(uow: UnitOfWork, *, bill: FreightBill, line_nos: Sequence[int]) -> dict[int, FreightBillLine]:
    """By number, of a bill that is held."""
    query = select(FreightBillLine).where(FreightBillLine.bill_id == bill.id, FreightBillLine.line_no.in_(set(line_nos)))
    return {line.line_no: line for line in await uow.session.scalars(query)}


async def sum_payable(uow: UnitOfWork, *, bill_id: UUID) -> Decimal:
    return await uow.session.scalar(select(func.sum(FreightBillLine.payable)).where(FreightBillLine.bill_id == bill_id)) or Decimal(0)


def add_payment(uow: UnitOfWork, *, bill: FreightBill, amount: Decimal, document: str) -> None:
    uow.session.add(FreightPayment(bill_id=bill.id, amount=amount, document=document, by=uow.actor.name, at=uow.now))


Period = tuple[date, date]
"""First and last day."""
