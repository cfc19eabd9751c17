"""A draft of the review policy is begun (rules ORD-2, SYS-6)."""

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from orders.domain.policy import ReviewParameters, policy_at
from orders.domain.review_draft import ReviewDraft
from orders.domain.review_rules import refuse_senseless
from orders.store.knowledge import load_knowledge
from orders.store.policies import stages_published
from orders.store.review_drafts import note_draft


async def make_review_draft(uow: UnitOfWork, *, name: str, parameters: ReviewParameters | None) -> ReviewDraft:
    """`parameters` None: as the version in force has them. Raises RulesMakeNoSense."""
    if parameters is None:
        parameters = policy_at((await load_knowledge(uow)).policies, uow.now).parameters
    refuse_senseless(parameters.rules, stages=await stages_published(uow))
    draft = ReviewDraft(
        id=new_id(),
        name=name,
        parameters=parameters.model_dump(mode="json"),
        version=1,
        created_at=uow.now,
        created_by=uow.actor.name,
        updated_at=uow.now,
        updated_by=uow.actor.name,
        published_version=None,
    )
    uow.session.add(draft)
    note_draft(uow, draft, "made", before=None)
    return draft
