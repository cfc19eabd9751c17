"""What is payable of a bill was paid, whole or in part (rule LOG-3)."""

from decimal import Decimal

from chassis.uow import UnitOfWork
from warehouse.domain.freight.bill import FreightBill, PaidTooMuch
from warehouse.store.freight.bills import add_payment, lock_bill, sum_payable


async def pay_freight_bill(uow: UnitOfWork, *, number: str, amount: Decimal, document: str) -> FreightBill:
    """Never more than is payable. Raises BillNotFound, PaidTooMuch."""
    bill = await lock_bill(uow, number=number)
    left = await sum_payable(uow, bill_id=bill.id) - bill.paid
    if amount > left:
        raise PaidTooMuch(number=number, left=left, amount=amount)
    bill.paid += amount
    bill.version += 1
    add_payment(uow, bill=bill, amount=amount, document=document)
    after: dict[str, object] = {"amount": str(amount), "paid": str(bill.paid), "document": document}
    uow.audit("freight_bill.paid", noun="freight_bill", noun_id=number, after=after)
    uow.changed("freight_bill", number)
    return bill
