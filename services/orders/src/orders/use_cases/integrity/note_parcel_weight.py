"""A parcel left: is it as heavy as what should be in it? (rule ORD-6)"""

from collections.abc import Sequence

from chassis.uow import UnitOfWork
from contracts.warehouse import StockLine
from orders.domain.reference import read_reference
from orders.store.integrity import marks
from orders.store.integrity.flagging import score


async def note_parcel_weight(uow: UnitOfWork, *, reference: str, weight_g: int | None, lines: Sequence[StockLine]) -> None:
    """Nothing without the scale's word."""
    read = read_reference(reference)
    if read is not None and weight_g is not None:
        await score(uow, await marks.note_parcel_weight(uow, order_id=read[0], parcel_g=weight_g, lines=lines))
