"""A replay goes on, a set of past orders at a time (rules ORD-2, SYS-6)."""

from uuid import UUID

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.domain.policy import Policy, ReviewParameters
from orders.domain.review_replay import Change, PastOrder, ReplayedOrder, ReviewReplay, add_up, replay
from orders.store.customers.first_orders import know_first_orders
from orders.store.knowledge import load_knowledge
from orders.store.past_orders import read_past_orders
from orders.store.review_drafts import lock_replay


async def carry_on_review_replay(uow: UnitOfWork, *, replay_id: UUID, limit: int) -> None:
    """One set of at most `limit` orders; how far it came is written with what it found, so that after a crash it goes on there."""
    going_on = await lock_replay(uow, replay_id=replay_id)
    if going_on is None or going_on.ended_at is not None:
        return
    known = await load_knowledge(uow)
    past_orders = await read_past_orders(uow, going_on, known=known, limit=limit)
    versions = {policy.version: policy for policy in known.policies}
    parameters = ReviewParameters.model_validate(going_on.parameters)
    draft = Policy(version=-1, effective_from=uow.now, parameters=parameters, zone=known.policies[0].zone)
    if draft.rules.asks_first_order or any(policy.rules.asks_first_order for policy in known.policies):
        await know_first_orders(uow, [past.draft for past in past_orders if past.draft is not None], known=known)
    for past in past_orders:
        _judge(uow, going_on, past, then=versions.get(past.policy_version, known.policies[0]), policy=draft)
    if past_orders:
        going_on.reached_at, going_on.reached_id = past_orders[-1].placed_at, past_orders[-1].order_id
    if len(past_orders) < limit:
        going_on.ended_at = uow.now
    uow.changed("review_replay", show_id("rpl", replay_id))


def _judge(uow: UnitOfWork, going_on: ReviewReplay, past: PastOrder, *, then: Policy, policy: Policy) -> None:
    going_on.judged += 1
    if past.draft is None:
        going_on.over += 1
        return
    replayed = replay(past, past.draft, then=then, policy=policy)
    going_on.by_rule = add_up(going_on.by_rule, replayed)
    change = replayed.change
    if change is None:
        return
    going_on.newly_held += change == Change.NEWLY_HELD
    going_on.newly_released += change == Change.NEWLY_RELEASED
    going_on.otherwise += change == Change.OTHERWISE
    uow.session.add(
        ReplayedOrder(
            replay_id=going_on.id,
            place=going_on.judged,
            order_id=past.order_id,
            change=change,
            was=replayed.was.holds,
            would_be=replayed.would_be.holds,
            passed_by=list(replayed.would_be.passed or {}),
        )
    )
