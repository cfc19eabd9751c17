"""A carrier's bill from a file, compared line by line with our own sum (rule LOG-3)."""

import asyncio
import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from hashlib import sha256

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from warehouse.domain.carrier import plain_number
from warehouse.domain.file_rows import FileRow, RowChecks
from warehouse.domain.freight.bill import CENT, FreightBill, PeriodTurned
from warehouse.domain.freight.price_card import GRAMS_A_KILOGRAM
from warehouse.domain.place import province_of
from warehouse.store.carriers import find_carrier
from warehouse.store.freight.bills import BilledLine, Period, compare_lines, find_bill_of_file, lock_bills_of
from warehouse.store.numbers import take_freight_bill_number

LARGEST_AMOUNT = Decimal(1_000_000)
LARGEST_KILOGRAMS = Decimal(10_000)
NUMBER = re.compile(r"[A-Z0-9-]{6,40}")


async def import_freight_bill(uow: UnitOfWork, *, carrier: str, period: Period, file_name: str, rows: Sequence[FileRow]) -> FreightBill:
    """The same lines again, saved anew or not, are the bill they were. Raises CarrierUnknown, PeriodTurned, RowsRefused with every mistake."""
    if period[0] > period[1]:
        raise PeriodTurned
    await find_carrier(uow, code=carrier)
    # Hundreds of thousands of lines take seconds; the others are served meanwhile.
    lines = await asyncio.to_thread(_read_all, rows)
    await lock_bills_of(uow, carrier=carrier)
    digest = _digest(lines)
    known = await find_bill_of_file(uow, carrier=carrier, content_digest=digest)
    if known is not None:
        return known
    bill = FreightBill(
        id=new_id(),
        number=await take_freight_bill_number(uow),
        carrier_code=carrier,
        period_from=period[0],
        period_to=period[1],
        file_name=file_name[:200],
        content_digest=digest,
        line_count=len(lines),
        paid=Decimal(0),
        imported_at=uow.now,
        imported_by=uow.actor.name,
        version=1,
    )
    uow.session.add(bill)
    await uow.session.flush()
    await compare_lines(uow, bill=bill, lines=lines)
    after: dict[str, object] = {"carrier": carrier, "lines": len(lines), "billed": str(sum(line.amount for line in lines))}
    uow.audit("freight_bill.imported", noun="freight_bill", noun_id=bill.number, after=after)
    uow.changed("freight_bill", bill.number)
    return bill


def _read_all(rows: Sequence[FileRow]) -> list[BilledLine]:
    """Raises RowsRefused."""
    checks = RowChecks()
    lines = [_read(row, checks) for row in rows]
    checks.refuse()
    return lines


def _digest(lines: Sequence[BilledLine]) -> str:
    """Of what the lines say: a file that is saved once more has other bytes."""
    digest = sha256()
    for line in lines:
        digest.update(f"{line.tracking_number}\t{line.amount}\t{line.weight_g}\t{line.province}\n".encode())
    return digest.hexdigest()


def _read(row: FileRow, checks: RowChecks) -> BilledLine:
    tracking_number = plain_number(checks.text(row, "tracking_number", longest=60))
    if tracking_number and NUMBER.fullmatch(tracking_number) is None:
        checks.note(row, "tracking_number", "no_number", zh="不像运单号", en="does not look like a waybill number")
    amount = _decimal(row, "amount", checks, most=LARGEST_AMOUNT)
    kilograms = _decimal(row, "weight", checks, most=LARGEST_KILOGRAMS) if row.cells.get("weight") else None
    place = row.cells.get("province", "")
    return BilledLine(
        line_no=row.number,
        tracking_number=tracking_number,
        amount=amount.quantize(CENT),
        weight_g=None if kilograms is None else round(kilograms * GRAMS_A_KILOGRAM),
        province=province_of(place) or "",
    )


def _decimal(row: FileRow, column: str, checks: RowChecks, *, most: Decimal) -> Decimal:
    """0 when it is no number from 0 to `most`, which is noted."""
    try:
        value = Decimal(row.cells.get(column, "").replace(",", "").lstrip("¥￥"))
    except InvalidOperation:
        value = Decimal(-1)
    if value.is_finite() and 0 <= value <= most and (column != "amount" or value == value.quantize(CENT)):
        return value
    checks.note(
        row,
        column,
        "no_amount",
        zh=f"应为 0 到 {most} 的数，最多两位小数",
        en=f"must be a number from 0 to {most} with at most two decimals",
    )
    return Decimal(0)
