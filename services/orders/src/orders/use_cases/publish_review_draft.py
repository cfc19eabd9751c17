"""A draft of the review policy becomes a version of it (rules ORD-2, SYS-6)."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.policy import ReviewParameters, ReviewPolicy
from orders.store.review_drafts import lock_draft, note_draft

Publish = Callable[[ReviewParameters], Awaitable[ReviewPolicy]]
"""Makes the version."""


async def publish_review_draft(uow: UnitOfWork, *, draft_id: UUID, expected: int, publish: Publish) -> ReviewPolicy:
    """Published once. Raises ReviewDraftNotFound, ReviewDraftPublished, VersionStale, PolicyInThePast, RulesMakeNoSense."""
    draft = await lock_draft(uow, draft_id=draft_id, expected=expected)
    policy = await publish(ReviewParameters.model_validate(draft.parameters))
    draft.published_version = policy.version
    draft.version += 1
    draft.updated_at, draft.updated_by = uow.now, uow.actor.name
    note_draft(uow, draft, "published", before=None)
    return policy
