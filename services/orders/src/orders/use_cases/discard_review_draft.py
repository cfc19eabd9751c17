"""A draft of the review policy is thrown away, and its replays with it (rule SYS-6)."""

from uuid import UUID

from chassis.uow import UnitOfWork
from orders.store.review_drafts import lock_draft, note_draft


async def discard_review_draft(uow: UnitOfWork, *, draft_id: UUID, expected: int) -> None:
    """The audit trail keeps what it was. Raises ReviewDraftNotFound, ReviewDraftPublished, VersionStale."""
    draft = await lock_draft(uow, draft_id=draft_id, expected=expected)
    note_draft(uow, draft, "discarded", before=None)
    await uow.session.delete(draft)
