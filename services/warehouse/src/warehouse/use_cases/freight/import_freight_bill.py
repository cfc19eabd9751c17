"""A carrier's bill from a file, compared line by line with our own sum (rule LOG-3)."""

import asyncio
from collections.abc import Sequence
from decimal import Decimal

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from warehouse.domain.file_rows import FileRow, RowChecks
from warehouse.domain.freight.bill import FreightBill, PeriodTurned
from warehouse.domain.freight.bill_file import BilledLine, digest_of, read_lines
from warehouse.store.carriers import find_carrier
from warehouse.store.freight.bills import Period, compare_lines, find_bill_of_file, lock_bills_of
from warehouse.store.numbers import take_freight_bill_number


async def import_freight_bill(uow: UnitOfWork, *, carrier: str, period: Period, file_name: str, rows: Sequence[FileRow]) -> FreightBill:
    """The same lines again, saved anew or not, are the bill they were. Raises CarrierUnknown, PeriodTurned, RowsRefused with every mistake."""
    if period[0] > period[1]:
        raise PeriodTurned
    await find_carrier(uow, code=carrier)
    # Hundreds of thousands of lines take seconds; the others are served meanwhile.
    lines = await asyncio.to_thread(_read_all, rows)
    await lock_bills_of(uow, carrier=carrier)
    digest = digest_of(lines)
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
    lines = read_lines(rows, checks)
    checks.refuse()
    return lines
