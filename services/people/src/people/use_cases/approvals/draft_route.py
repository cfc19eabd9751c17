from collections.abc import Sequence
from dataclasses import dataclass

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.approvals.route import ApprovalRoute, RouteStep
from people.domain.ids import shown_route
from people.store.approvals.routes import add_route, next_route_number


@dataclass(frozen=True, kw_only=True)
class RouteText:
    name_zh: str
    name_en: str
    steps: Sequence[RouteStep]
    reason: str


async def draft_route(uow: UnitOfWork, *, kind: str, text: RouteText) -> ApprovalRoute:
    """The next version of the kind's route; a kind that nobody knew yet begins with it. Raises RouteUnsound."""
    route = ApprovalRoute(
        id=new_id(),
        kind=kind,
        number=await next_route_number(uow, kind),
        effective_from=None,
        created_at=uow.now,
        created_by=uow.actor.name,
        published_at=None,
        published_by=None,
        version=1,
    )
    route.write(name_zh=text.name_zh, name_en=text.name_en, steps=text.steps, reason=text.reason)
    await add_route(uow, route)
    uow.audit("approval_route.drafted", noun="approval_route", noun_id=shown_route(route.id), after=route.facts(), reason=text.reason)
    uow.changed("approval_route", shown_route(route.id))
    return route
