"""What buyers said, and how soon they were answered: reviews and chats (rules CARE-6, CARE-7). Integrity, appraisal and figures listen."""

from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import Field

from contracts.message import Message, Part


class ReceivedReview(Part):
    """`bad` by the policy. `text_digest` is a keyed digest of its letters and digits: equal texts have equal ones; None for short texts.

    `after_delivery_s`: seconds from the parcel's arrival to the review, 0 when it was written first; None when no parcel has arrived.
    """

    review_id: str
    shop_id: str
    platform_review_no: str
    order_id: str | None
    sku: str
    stars: int
    bad: bool
    text_digest: Annotated[str, Field(pattern="^[0-9a-f]{32}$")] | None
    after_delivery_s: int | None
    written_at: datetime


class ReviewsReceived(Message):
    """Reviews came in, or were edited by their buyers: an envelope of up to 500."""

    subject: ClassVar[str] = "orders.reviews.received.v1"
    envelope_of: ClassVar[str] = "reviews"
    reviews: list[ReceivedReview]
    received_at: datetime


class ReviewAnswered(Message):
    """A review has its answer: once. `in_time`: within the policy's hours since it was received."""

    subject: ClassVar[str] = "orders.review.answered.v1"
    review_id: str
    shop_id: str
    platform_review_no: str
    platform_order_no: str
    stars: int
    bad: bool
    answer: str
    in_time: bool
    by: str
    by_id: str
    received_at: datetime
    answered_at: datetime


class ContactEnded(Message):
    """A chat has ended; told again when something of it is told later (satisfaction), and the newest counts.

    `by_id` is the account of who answered, "" when nobody did. `in_time`: first answered within the policy's seconds. `satisfaction` 1 to 5.
    """

    subject: ClassVar[str] = "orders.contact.ended.v1"
    contact_id: str
    contact_no: str
    shop_id: str
    order_id: str | None
    in_time: bool
    first_answer_s: int | None
    satisfaction: int | None
    by: str
    by_id: str
    started_at: datetime
    ended_at: datetime
