"""Who may say yes for which stage of review (rule ORD-2)."""

from chassis.actor import Actor
from chassis.refusals import Forbidden
from orders.domain.reasons import Stage
from orders.permissions import Permission

NEEDS: dict[Stage, Permission] = {Stage.SERVICE: Permission.REVIEW, Stage.FINANCE: Permission.REVIEW_FINANCE}


def stage_to_hold(actor: Actor, *, asked: Stage | None = None) -> Stage:
    """In whose name the actor holds: the first of those they review, unless `asked` is told. Raises Forbidden."""
    return stages_of(actor, asked=asked)[0]


def stages_of(actor: Actor, *, asked: Stage | None = None) -> list[Stage]:
    """Those the actor says yes for; only `asked` when it is told. Raises Forbidden when there is none."""
    if asked is not None:
        needed = NEEDS.get(asked)
        if needed is None or not actor.may(needed):
            raise Forbidden(permission=needed or asked)
        return [asked]
    stages = [stage for stage, permission in NEEDS.items() if actor.may(permission)]
    if not stages:
        raise Forbidden(permission=Permission.REVIEW)
    return stages
