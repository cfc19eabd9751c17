"""Carriers' bills, their lines, and parcels of ours that stand in none (rule LOG-3)."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.money import Amount
from warehouse.domain.freight.bill import BillNotFound

BILLS = """
    SELECT b.id, b.number, b.carrier_code, c.name_zh AS carrier_zh, c.name_en AS carrier_en, b.period_from, b.period_to, b.file_name, b.line_count,
           b.paid, b.imported_at, b.imported_by, b.version, coalesce(l.billed, 0) AS billed, coalesce(l.payable, 0) AS payable,
           coalesce(l.disputed, 0) AS disputed, coalesce(l.disputed_lines, 0) AS disputed_lines
    FROM freight_bill b JOIN carrier c ON c.code = b.carrier_code
    LEFT JOIN LATERAL (
        SELECT sum(amount) AS billed, sum(payable) AS payable, sum(amount - payable) FILTER (WHERE state = 'disputed') AS disputed,
               count(*) FILTER (WHERE state = 'disputed') AS disputed_lines
        FROM freight_bill_line WHERE bill_id = b.id) l ON true
"""
LIST = text(f"""
    {BILLS} WHERE (CAST(:carrier AS text) IS NULL OR b.carrier_code = :carrier)
      AND (CAST(:at AS timestamptz) IS NULL OR (b.imported_at, b.id) < (:at, CAST(:id AS uuid)))
    ORDER BY b.imported_at DESC, b.id DESC LIMIT :limit
""")
ONE = text(f"{BILLS} WHERE b.number = :number")
RESULTS = text("""
    SELECT l.result, count(*) AS lines, sum(l.amount) AS billed, sum(coalesce(l.expected, 0)) AS expected, sum(l.payable) AS payable,
           coalesce(sum(l.amount - l.payable) FILTER (WHERE l.state = 'disputed'), 0) AS disputed
    FROM freight_bill_line l WHERE l.bill_id = :id GROUP BY 1 ORDER BY 1
""")
LINES = text("""
    SELECT l.line_no, l.tracking_number, s.number AS shipment, l.amount, l.weight_g, l.province, l.result, l.expected, l.own_weight_g, l.state, l.payable,
           coalesce(f.province, '') AS own_province, f.card_version
    FROM freight_bill_line l JOIN freight_bill b ON b.id = l.bill_id
    LEFT JOIN parcel_freight f ON f.carrier_code = b.carrier_code AND f.tracking_number = l.tracking_number
    LEFT JOIN shipment s ON s.id = f.shipment_id
    WHERE b.number = :number AND (CAST(:result AS text) IS NULL OR l.result = :result) AND (CAST(:state AS text) IS NULL OR l.state = :state)
      AND (CAST(:q AS text) IS NULL OR l.tracking_number = :q) AND (CAST(:after AS int) IS NULL OR l.line_no > :after)
    ORDER BY l.line_no LIMIT :limit
""")
STEPS = text("""
    SELECT d.line_no, d.step, d.payable_before, d.payable_after, d.note, d.by, d.at
    FROM freight_dispute d JOIN freight_bill b ON b.id = d.bill_id WHERE b.number = :number AND d.line_no = ANY(:lines) ORDER BY d.id
""")
PAYMENTS = text("SELECT p.amount, p.document, p.by, p.at FROM freight_payment p WHERE p.bill_id = :id ORDER BY p.id")
MISSING = text("""
    SELECT f.tracking_number, s.number AS shipment, f.shipped_on, f.weight_g, f.province, f.amount AS expected
    FROM freight_bill b
    JOIN parcel_freight f ON f.carrier_code = b.carrier_code AND f.shipped_on BETWEEN b.period_from AND b.period_to
    JOIN shipment s ON s.id = f.shipment_id
    WHERE b.number = :number AND (CAST(:after AS text) IS NULL OR f.tracking_number > :after)
      AND NOT EXISTS (SELECT FROM freight_bill_line l JOIN freight_bill e ON e.id = l.bill_id
                      WHERE l.tracking_number = f.tracking_number AND e.carrier_code = b.carrier_code)
    ORDER BY f.tracking_number LIMIT :limit
""")


class FreightBillRow(BaseModel):
    """Yuan. `billed` = `payable` + `disputed` + what the carrier gave up."""

    number: str
    carrier_code: str
    carrier_zh: str
    carrier_en: str
    period_from: date
    period_to: date
    file_name: str
    line_count: int
    billed: Amount
    payable: Amount
    disputed: Amount
    disputed_lines: int
    paid: Amount
    imported_at: datetime
    imported_by: str
    version: int


class ResultSum(BaseModel):
    """All lines of one result; `expected` is our own sum."""

    result: str
    lines: int
    billed: Amount
    expected: Amount
    payable: Amount
    disputed: Amount


class PaymentOut(BaseModel):
    amount: Amount
    document: str
    by: str
    at: datetime


class FreightBillOut(BaseModel):
    bill: FreightBillRow
    results: list[ResultSum]
    payments: list[PaymentOut]


class DisputeStep(BaseModel):
    step: str
    payable_before: Amount
    payable_after: Amount
    note: str
    by: str
    at: datetime


class FreightBillLineRow(BaseModel):
    """`amount`, `weight_g` and `province` as billed; `expected`, `own_weight_g` and `own_province` as we have it, `card_version` its price card."""

    line_no: int
    tracking_number: str
    shipment: str | None
    amount: Amount
    weight_g: int | None
    province: str
    result: str
    expected: Amount | None
    own_weight_g: int | None
    own_province: str
    card_version: int | None
    state: str
    payable: Amount
    steps: list[DisputeStep]


class MissingParcel(BaseModel):
    """One of ours of the bill's period that no bill of the carrier names. `expected` None: it could not be rated."""

    tracking_number: str
    shipment: str
    shipped_on: date
    weight_g: int | None
    province: str
    expected: Amount | None


async def list_freight_bills_of(
    session: AsyncSession, *, carrier: str | None, after: tuple[datetime, UUID] | None, limit: int
) -> list[tuple[FreightBillRow, UUID]]:
    """Newest first, each with its id, for the cursor."""
    at, last = after or (None, None)
    values = {"carrier": carrier, "at": at, "id": last, "limit": limit + 1}
    return [(FreightBillRow.model_validate(dict(row)), row["id"]) for row in (await session.execute(LIST, values)).mappings()]


async def show_freight_bill(session: AsyncSession, *, number: str) -> FreightBillOut:
    """Raises BillNotFound."""
    row = (await session.execute(ONE, {"number": number})).mappings().one_or_none()
    if row is None:
        raise BillNotFound(number=number)
    results = (await session.execute(RESULTS, {"id": row["id"]})).mappings()
    payments = (await session.execute(PAYMENTS, {"id": row["id"]})).mappings()
    return FreightBillOut(
        bill=FreightBillRow.model_validate(dict(row)),
        results=[ResultSum.model_validate(dict(one)) for one in results],
        payments=[PaymentOut.model_validate(dict(one)) for one in payments],
    )


async def list_lines_of_bill(
    session: AsyncSession, *, number: str, result: str | None, state: str | None, q: str | None, after: int | None, limit: int
) -> list[FreightBillLineRow]:
    """In the order of the file. `q` is a whole tracking number. Raises BillNotFound."""
    values = {"number": number, "result": result, "state": state, "q": q, "after": after, "limit": limit + 1}
    rows = (await session.execute(LINES, values)).mappings().all()
    if not rows:
        await show_freight_bill(session, number=number)
    steps = await _steps(session, number=number, lines=(row["line_no"] for row in rows))
    return [FreightBillLineRow.model_validate({**row, "steps": steps.get(row["line_no"], [])}) for row in rows]


async def _steps(session: AsyncSession, *, number: str, lines: Iterable[int]) -> dict[int, list[DisputeStep]]:
    found: dict[int, list[DisputeStep]] = {}
    for row in (await session.execute(STEPS, {"number": number, "lines": list(lines)})).mappings():
        found.setdefault(row["line_no"], []).append(DisputeStep.model_validate(dict(row)))
    return found


async def list_parcels_missing_in(session: AsyncSession, *, number: str, after: str | None, limit: int) -> list[MissingParcel]:
    """Raises BillNotFound."""
    rows = (await session.execute(MISSING, {"number": number, "after": after, "limit": limit + 1})).mappings().all()
    if not rows:
        await show_freight_bill(session, number=number)
    return [MissingParcel.model_validate(dict(row)) for row in rows]
