"""A merge of two files is undone: each has again exactly what it had, and what came to it since (rule CARE-4)."""

from uuid import UUID

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.domain.customers.file import NOUN, PREFIX, CustomerNotFound, MergeNotFound, MergeUndone, Wrote
from orders.store.customers.files import file_of, keep_apart, lock_files, lock_merge, move_back, must_see_all, recount, write


async def take_customers_apart(uow: UnitOfWork, *, merge_id: UUID, reason: str) -> UUID:
    """The id of the file that stands for itself again. Raises MergeNotFound, MergeUndone, CustomerInOtherShops.

    No key brings the two together again; only a person does.
    """
    await lock_files(uow)
    found = await lock_merge(uow, merge_id)
    if found is None:
        raise MergeNotFound
    try:
        file = await file_of(uow, found.gone_id)
    except CustomerNotFound as error:
        raise MergeNotFound from error
    await must_see_all(uow, uow.actor, file)
    if found.undone_at is not None or file == found.gone_id or not await move_back(uow, found, file=file):
        raise MergeUndone
    found.undone_at, found.undone_by, found.undone_reason = uow.now, uow.actor.name, reason
    await keep_apart(uow, found.kept_id, found.gone_id, reason=reason)
    for one, other in ((file, found.gone_id), (found.gone_id, file)):
        write(uow, one, Wrote.TAKEN_APART, merge_id=show_id("cmg", merge_id), other=show_id(PREFIX, other), reason=reason)
    shown = show_id(PREFIX, found.gone_id)
    uow.audit("customer.taken_apart", noun=NOUN, noun_id=show_id(PREFIX, file), after={"again": shown}, reason=reason)
    uow.changed(NOUN, show_id(PREFIX, file), shown)
    await uow.session.flush()
    await recount(uow, [file, found.gone_id])
    return found.gone_id
