"""A draft of the review policy is changed (rules ORD-2, SYS-6)."""

from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.policy import ReviewParameters
from orders.domain.review_draft import ReviewDraft
from orders.domain.review_rules import refuse_senseless
from orders.store.policies import stages_published
from orders.store.review_drafts import lock_draft, note_draft


async def change_review_draft(uow: UnitOfWork, *, draft_id: UUID, expected: int, name: str, parameters: ReviewParameters) -> ReviewDraft:
    """Raises ReviewDraftNotFound, ReviewDraftPublished, VersionStale, RulesMakeNoSense."""
    draft = await lock_draft(uow, draft_id=draft_id, expected=expected)
    refuse_senseless(parameters.rules, stages=await stages_published(uow))
    before: dict[str, object] = {"name": draft.name, "version": draft.version, "parameters": draft.parameters}
    draft.name, draft.parameters = name, parameters.model_dump(mode="json")
    draft.version += 1
    draft.updated_at, draft.updated_by = uow.now, uow.actor.name
    note_draft(uow, draft, "changed", before=before)
    return draft
