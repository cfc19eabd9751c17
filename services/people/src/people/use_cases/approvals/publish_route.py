from datetime import datetime
from uuid import UUID

from chassis.preconditions import check_version
from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from people.domain.approvals.route import ApprovalRoute, RouteWho, WhoKind, check_steps, unsound, wrong
from people.domain.ids import shown_route
from people.store.approvals.deciders import any_unit_has_a_head, fit_employees, position_holders, position_is_open, role_holders, role_names
from people.store.approvals.routes import lock_route
from people.use_cases.approvals.find_deciders import FINANCE_ROLE


async def publish_route(uow: UnitOfWork, *, route_id: UUID, expected_version: int, effective_from: datetime | None) -> ApprovalRoute:
    """From now on, or from a later moment. A route that leads to nobody is refused, with each step that does.

    Raises RouteNotFound, VersionStale, RoutePublished, RouteInThePast, RouteUnsound.
    """
    route = await lock_route(uow, route_id)
    check_version(expected=expected_version, actual=route.version)
    steps = route.read_steps()
    check_steps(steps)
    nowhere = [await _leads_nowhere(uow, place, who) for place, step in enumerate(steps) for who in step.who]
    found = [error for error in nowhere if error is not None]
    if found:
        raise unsound(found)
    route.publish(effective_from=effective_from or uow.now, now=uow.now, by=uow.actor.name)
    await uow.session.flush()
    uow.audit("approval_route.published", noun="approval_route", noun_id=shown_route(route_id), after=route.facts(), reason=route.reason)
    uow.changed("approval_route", shown_route(route_id))
    return route


async def _leads_nowhere(uow: UnitOfWork, place: int, who: RouteWho) -> FieldError | None:
    """A superior there is for everybody but the head of the company, whom the director's and administrator's roles stand in for."""
    if who.kind == WhoKind.UNIT_HEAD and not await any_unit_has_a_head(uow, on=uow.today):
        return wrong(place, zh="组织架构中还没有任何部门负责人", en="no unit has a head yet")
    if who.kind in (WhoKind.ROLE, WhoKind.FINANCE):
        role = FINANCE_ROLE if who.kind == WhoKind.FINANCE else who.role or ""
        if not await role_holders(uow, role):
            zh, en = await role_names(uow, role)
            return wrong(place, zh=f"没有可以登录的人持有角色“{zh}”", en=f'nobody who can sign in holds the role "{en}"')
    if who.kind == WhoKind.POSITION and who.position_id is not None:
        if not await position_is_open(uow, who.position_id, on=uow.today):
            return wrong(place, zh="该岗位不存在或已关闭", en="there is no such position, or it is closed")
        if not await fit_employees(uow, await position_holders(uow, who.position_id)):
            return wrong(place, zh="该岗位没有可以登录的任职人", en="nobody who can sign in holds the position")
    return None
