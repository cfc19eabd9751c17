"""One step in the dispute of a line: the carrier proved it, gave up, or both met in between (rule LOG-3)."""

from decimal import Decimal

from chassis.uow import UnitOfWork
from warehouse.domain.freight.bill import FreightBillLine, FreightDispute, Step
from warehouse.store.freight.bills import find_line, lock_bill


async def settle_line(uow: UnitOfWork, *, number: str, line_no: int, step: Step, amount: Decimal | None, note: str) -> FreightBillLine:
    """`amount` for what was settled in between. Raises BillNotFound, BillLineNotFound, NotDisputed, SettledOutside."""
    bill = await lock_bill(uow, number=number)
    line = await find_line(uow, bill=bill, line_no=line_no)
    before = line.payable
    line.settle(step, number=number, amount=amount)
    bill.version += 1
    uow.session.add(
        FreightDispute(
            bill_id=bill.id,
            line_no=line_no,
            step=step,
            payable_before=before,
            payable_after=line.payable,
            note=note,
            by=uow.actor.name,
            at=uow.now,
        )
    )
    after: dict[str, object] = {"line": line_no, "step": step, "payable": str(line.payable)}
    uow.audit("freight_bill.line_settled", noun="freight_bill", noun_id=number, before={"payable": str(before)}, after=after, reason=note)
    uow.changed("freight_bill", number)
    return line
