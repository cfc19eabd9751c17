from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.approvals.route import RoutePublished
from people.domain.ids import shown_route
from people.store.approvals.routes import delete_draft, lock_route


async def drop_draft_route(uow: UnitOfWork, *, route_id: UUID, expected_version: int) -> None:
    """Raises RouteNotFound, VersionStale, RoutePublished."""
    route = await lock_route(uow, route_id)
    check_version(expected=expected_version, actual=route.version)
    if route.published:
        raise RoutePublished
    uow.audit("approval_route.dropped", noun="approval_route", noun_id=shown_route(route_id), before=route.facts())
    uow.changed("approval_route", shown_route(route_id))
    await delete_draft(uow, route)
