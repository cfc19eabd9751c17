"""Reviews came in: praise that follows the parcel too fast, or in the words of others, speaks against an order (rule ORD-6)."""

from collections.abc import Sequence

from chassis.ids import read_id
from chassis.uow import UnitOfWork
from contracts.orders import ReceivedReview
from orders.store.integrity.flagging import score
from orders.store.integrity.marks import key_of_digest, note_told

PRAISE_STARS = 4


async def note_praise(uow: UnitOfWork, *, reviews: Sequence[ReceivedReview]) -> None:
    """Nothing of a review without an order. How soon it came is known only where somebody has seen the parcel arrive."""
    told = {
        review.order_id: {
            "order_id": read_id("ord", review.order_id),
            "payer": None,
            "device": None,
            "praise": key_of_digest(review.text_digest),
            "praised_after_s": review.after_delivery_s,
            "browsed_s": None,
        }
        for review in reviews
        if review.stars >= PRAISE_STARS and review.order_id is not None
    }
    if told:
        await score(uow, set(await note_told(uow, list(told.values()))))
