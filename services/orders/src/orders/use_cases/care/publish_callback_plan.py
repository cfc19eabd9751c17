"""A plan of call-backs is made or changed: always a new version, from a date on (rules CARE-5, SYS-6)."""

from datetime import datetime
from uuid import UUID

from chassis.ids import new_id, show_id
from chassis.uow import UnitOfWork
from orders.domain.care.callback_plan import (
    MOST_PLANS,
    PLAN_NOUN,
    PLAN_PREFIX,
    CallbackPlan,
    PlanInThePast,
    PlanNotFound,
    PlanParameters,
    TooManyPlans,
    TriggerStays,
)
from orders.store.care.callbacks import count_plans, next_plan_version


async def publish_callback_plan(
    uow: UnitOfWork, *, plan_id: UUID | None, parameters: PlanParameters, effective_from: datetime | None, note: str
) -> CallbackPlan:
    """`plan_id` None: a new one. `effective_from` None: now. Raises PlanNotFound, TriggerStays, TooManyPlans, PlanInThePast."""
    start = effective_from or uow.now
    if start < uow.now:
        raise PlanInThePast
    known = new_id() if plan_id is None else plan_id
    version, newest = await next_plan_version(uow, known)
    if newest is None and plan_id is not None:
        raise PlanNotFound
    if newest is None and await count_plans(uow) >= MOST_PLANS:
        raise TooManyPlans(most=MOST_PLANS)
    if newest is not None and newest.figures.trigger != parameters.trigger:
        raise TriggerStays
    plan = CallbackPlan(
        id=known,
        version=version,
        effective_from=start,
        parameters=parameters.model_dump(mode="json"),
        note=note,
        published_at=uow.now,
        published_by=uow.actor.name,
    )
    uow.session.add(plan)
    after: dict[str, object] = {"version": version, "effective_from": start.isoformat(), "parameters": plan.parameters}
    uow.audit("callback_plan.published", noun=PLAN_NOUN, noun_id=show_id(PLAN_PREFIX, known), after=after, reason=note or None)
    uow.changed(PLAN_NOUN, show_id(PLAN_PREFIX, known))
    return plan
