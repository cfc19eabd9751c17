"""A file of reviews is checked and, when every row is right, taken in as one (rules CARE-6, SYS-3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from chassis.rows import RowError
from chassis.uow import UnitOfWork
from orders.domain.care.buyer_review import ReviewShopNotYours
from orders.domain.care.review_file import FileReview
from orders.domain.care.review_mistakes import mistakes_in
from orders.domain.care.review_told import ReviewSource, TakenOutcome
from orders.store.care.reviews import lock_shops
from orders.use_cases.care.take_reviews import take_reviews

AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class ImportedReviews:
    """With errors nothing was taken in; in a check nothing ever is, and `changed` stays 0."""

    changed: int
    errors: list[RowError]


async def import_reviews(
    uow: UnitOfWork, *, shop_id: str, rows: Sequence[FileReview], errors: Sequence[RowError], check_only: bool
) -> ImportedReviews:
    """`errors` are those that the rows alone show. Raises ReviewShopNotYours."""
    shops = await lock_shops(uow, [shop_id])
    if not uow.actor.sees_shop(shop_id) or shop_id not in shops:
        raise ReviewShopNotYours(shop_id=shop_id)
    told = [row.told for row in rows]
    # A time in a file is told once, in the column of when it was written.
    mistakes = [one for one in mistakes_in(told, shops=shops, now=uow.now) if one.field != "modified_at"]
    found = [*errors, *(one.in_file(rows[one.place].row, rows[one.place].heading(one.field)) for one in mistakes)]
    if found or check_only:
        return ImportedReviews(changed=0, errors=sorted(found, key=lambda error: error.row))
    changed = 0
    for start in range(0, len(told), AT_ONCE):
        taken = await take_reviews(uow, told=told[start : start + AT_ONCE], source=ReviewSource.FILE)
        changed += sum(one.outcome in (TakenOutcome.MADE, TakenOutcome.UPDATED) for one in taken)
    return ImportedReviews(changed=changed, errors=[])
