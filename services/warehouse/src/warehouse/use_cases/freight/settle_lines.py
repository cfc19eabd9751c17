"""One step in the disputes of lines: the carrier proved them, gave up, or both met in between (rule LOG-3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from chassis.refusals import Refusal
from chassis.uow import UnitOfWork
from warehouse.domain.freight.bill import BillLineNotFound, FreightBill, FreightBillLine, FreightDispute, Step
from warehouse.store.freight.bills import find_lines, lock_bill


@dataclass(frozen=True, slots=True, kw_only=True)
class LineOutcome:
    """`refusal` None: it is settled."""

    line_no: int
    refusal: Refusal | None


async def settle_lines(
    uow: UnitOfWork, *, number: str, line_nos: Sequence[int], step: Step, amount: Decimal | None, note: str
) -> list[LineOutcome]:
    """Each for itself, in the order asked; one that is not disputed holds up no other. `amount` for what was settled in between.

    Raises BillNotFound. Outcomes name BillLineNotFound, NotDisputed, SettledOutside.
    """
    bill = await lock_bill(uow, number=number)
    found = await find_lines(uow, bill=bill, line_nos=line_nos)
    outcomes = [
        LineOutcome(line_no=line_no, refusal=_settle(uow, bill, found.get(line_no), line_no, step=step, amount=amount, note=note))
        for line_no in dict.fromkeys(line_nos)
    ]
    if any(outcome.refusal is None for outcome in outcomes):
        bill.version += 1
        uow.changed("freight_bill", number)
    return outcomes


def _settle(
    uow: UnitOfWork, bill: FreightBill, line: FreightBillLine | None, line_no: int, *, step: Step, amount: Decimal | None, note: str
) -> Refusal | None:
    if line is None:
        return BillLineNotFound(number=bill.number, line_no=line_no)
    before = line.payable
    try:
        line.settle(step, number=bill.number, amount=amount)
    except Refusal as said:
        return said
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
    uow.audit(
        "freight_bill.line_settled", noun="freight_bill", noun_id=bill.number, before={"payable": str(before)}, after=after, reason=note
    )
    return None
