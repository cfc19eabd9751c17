"""Routes with their versions."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert

from chassis.uow import UnitOfWork
from people.domain.approvals.route import ApprovalRoute, KindUnknown, RouteNotFound

LOCK_KIND = text("SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' approval route ' || :kind, 0))")


async def route_in_force(uow: UnitOfWork, kind: str, *, moment: datetime) -> ApprovalRoute:
    """Raises KindUnknown."""
    asked = select(ApprovalRoute).where(ApprovalRoute.kind == kind, ApprovalRoute.effective_from <= moment)
    found = await uow.session.scalar(asked.order_by(ApprovalRoute.effective_from.desc(), ApprovalRoute.number.desc()).limit(1))
    if found is None:
        raise KindUnknown(kind=kind)
    return found


async def lock_route(uow: UnitOfWork, route_id: UUID) -> ApprovalRoute:
    """Raises RouteNotFound."""
    found = await uow.session.scalar(select(ApprovalRoute).where(ApprovalRoute.id == route_id).with_for_update())
    if found is None:
        raise RouteNotFound
    return found


async def next_route_number(uow: UnitOfWork, kind: str) -> int:
    """Nobody else adds a version of the kind until this transaction ends."""
    await uow.session.execute(LOCK_KIND, {"kind": kind})
    return (await uow.session.scalar(select(func.max(ApprovalRoute.number)).where(ApprovalRoute.kind == kind)) or 0) + 1


async def add_route(uow: UnitOfWork, route: ApprovalRoute) -> None:
    uow.session.add(route)
    await uow.session.flush()


async def add_missing_routes(uow: UnitOfWork, routes: Sequence[dict[str, object]]) -> None:
    """A kind whose first version is there already stays as it is."""
    await uow.session.execute(insert(ApprovalRoute).values(list(routes)).on_conflict_do_nothing(index_elements=["kind", "number"]))


async def delete_draft(uow: UnitOfWork, route: ApprovalRoute) -> None:
    await uow.session.delete(route)
    await uow.session.flush()
