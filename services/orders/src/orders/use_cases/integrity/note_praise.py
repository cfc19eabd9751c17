"""Reviews came in: praise that follows the parcel too fast speaks against an order (rule ORD-6)."""

from collections.abc import Sequence

from chassis.ids import read_id
from chassis.uow import UnitOfWork
from contracts.orders import ReceivedReview
from orders.store.integrity.flagging import score
from orders.store.integrity.marks import note_told

PRAISE_STARS = 4


async def note_praise(uow: UnitOfWork, *, reviews: Sequence[ReceivedReview]) -> None:
    """Nothing of a review without an order, or of an order whose parcel nobody has seen arrive."""
    told = [
        {
            "order_id": read_id("ord", review.order_id),
            "payer": None,
            "device": None,
            "praised_after_s": review.after_delivery_s,
            "browsed_s": None,
        }
        for review in reviews
        if review.stars >= PRAISE_STARS and review.order_id is not None and review.after_delivery_s is not None
    ]
    if told:
        await score(uow, set(await note_told(uow, told)))
