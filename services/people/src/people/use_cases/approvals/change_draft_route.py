from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.approvals.route import ApprovalRoute
from people.domain.ids import shown_route
from people.store.approvals.routes import lock_route
from people.use_cases.approvals.draft_route import RouteText


async def change_draft_route(uow: UnitOfWork, *, route_id: UUID, expected_version: int, text: RouteText) -> ApprovalRoute:
    """Raises RouteNotFound, VersionStale, RoutePublished, RouteUnsound."""
    route = await lock_route(uow, route_id)
    check_version(expected=expected_version, actual=route.version)
    before = route.facts()
    route.write(name_zh=text.name_zh, name_en=text.name_en, steps=text.steps, reason=text.reason)
    route.version += 1
    await uow.session.flush()
    shown = shown_route(route_id)
    uow.audit("approval_route.changed", noun="approval_route", noun_id=shown, before=before, after=route.facts(), reason=text.reason)
    uow.changed("approval_route", shown)
    return route
