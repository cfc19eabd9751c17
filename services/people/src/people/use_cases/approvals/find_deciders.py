"""Who decides a step, on the day it becomes current: never the requester, each seat another person, and where somebody left or is away, who
stands above them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.approvals.approval import Approval
from people.domain.approvals.kinds import kinds
from people.domain.approvals.route import RouteLeadsNowhere, RouteStep, RouteWho, WhoKind
from people.domain.approvals.seat import Decider, Why, can_be_filled
from people.queries.organisation.structure import heads_above, standings, superior_of
from people.store.approvals.deciders import Fit, employee_of, fit_employees, have_delegated, position_holders, role_holders

HIGHEST = 30
FINANCE_ROLE = "finance"
TOP_ROLES = ("director", "administrator")
"""Who decides what the organisation has nobody for: above the head of the whole company stands nobody else."""


@dataclass(frozen=True, kw_only=True)
class SeatPlan:
    """`agreed_by`: the seat needs nobody any more, for all who could take it have agreed to an earlier step."""

    candidates: Sequence[Decider]
    agreed_by: UUID | None = None


@dataclass(kw_only=True)
class Search:
    uow: UnitOfWork
    approval: Approval
    requester: UUID | None
    """As an employee; not everybody who asks is one."""
    barred: set[UUID] = field(default_factory=set[UUID])


async def find_deciders(uow: UnitOfWork, *, approval: Approval, step: RouteStep, place: int, agreed: Sequence[UUID]) -> list[SeatPlan]:
    """`agreed` have agreed to earlier steps: a second level is a second person, where there is one.

    Raises RouteLeadsNowhere.
    """
    search = Search(uow=uow, approval=approval, requester=await employee_of(uow, approval.requester_id))
    plans: list[SeatPlan] = []
    for seat in step.seats():
        taken = {plan.candidates[0].account_id for plan in plans if len(plan.candidates) == 1}
        taken |= {plan.agreed_by for plan in plans if plan.agreed_by is not None}
        plans.append(await _plan_seat(search, seat, taken=taken, agreed=set(agreed), place=place))
    waiting = [{one.account_id for one in plan.candidates} for plan in plans if plan.agreed_by is None]
    if not can_be_filled(waiting):
        raise RouteLeadsNowhere(step=place + 1)
    return plans


async def _plan_seat(search: Search, seat: Sequence[RouteWho], *, taken: set[UUID], agreed: set[UUID], place: int) -> SeatPlan:
    barred = taken | {search.approval.requester_id}
    search.barred = barred | agreed
    found = await _all_of(search, seat)
    if found:
        return SeatPlan(candidates=found)
    search.barred = barred
    before = [one.account_id for one in await _all_of(search, seat) if one.account_id in agreed]
    if before:
        return SeatPlan(candidates=[], agreed_by=before[0])
    top = await find_top(search.uow, barred=barred)
    second = [one for one in top if one.account_id not in agreed]
    if second:
        return SeatPlan(candidates=second)
    if top:
        return SeatPlan(candidates=[], agreed_by=top[0].account_id)
    raise RouteLeadsNowhere(step=place + 1)


async def _all_of(search: Search, seat: Sequence[RouteWho]) -> list[Decider]:
    found: dict[UUID, Decider] = {}
    for who in seat:
        for one in await _named_by(search, who):
            found.setdefault(one.account_id, one)
    return list(found.values())


async def _named_by(search: Search, who: RouteWho) -> list[Decider]:
    uow = search.uow
    if who.kind == WhoKind.SUPERIOR:
        above = [] if search.requester is None else await above_of(uow, search.requester)
        return await _first_fit(search, above, levels=who.levels, why=Why.SUPERIOR)
    if who.kind == WhoKind.UNIT_HEAD:
        return await _first_fit(search, await _heads(search, who), levels=who.levels, why=Why.UNIT_HEAD)
    if who.kind == WhoKind.POSITION and who.position_id is not None:
        holders = await position_holders(uow, who.position_id)
        fit = await fit_employees(uow, holders)
        return await _any_fit(search, [fit[one] for one in holders if one in fit], holders=holders, why=Why.POSITION)
    role, why = (FINANCE_ROLE, Why.FINANCE) if who.kind == WhoKind.FINANCE else (who.role or "", Why.ROLE)
    found = await role_holders(uow, role)
    return await _any_fit(search, found, holders=[one.employee_id for one in found if one.employee_id is not None], why=why)


async def above_of(uow: UnitOfWork, employee_id: UUID) -> list[UUID]:
    """Their superior, that one's superior, up to the top."""
    found: list[UUID] = []
    below = employee_id
    while len(found) < HIGHEST:
        above = await superior_of(uow.session, employee_id=below, on=uow.today)
        if above is None or above == employee_id or above in found:
            break
        found.append(above)
        below = above
    return found


async def _heads(search: Search, who: RouteWho) -> list[UUID]:
    unit_id = search.approval.unit_id if who.of == "named" else None
    if unit_id is None and search.requester is not None:
        held = (await standings(search.uow.session, employees=[search.requester], on=search.uow.today)).get(search.requester)
        unit_id = held[0].unit_id if held else None
    if unit_id is None:
        return []
    return list(dict.fromkeys(await heads_above(search.uow.session, unit_id=unit_id, on=search.uow.today)))


async def _first_fit(search: Search, chain: Sequence[UUID], *, levels: int, why: Why) -> list[Decider]:
    """Whoever stands `levels` up, or who is next above them; nobody there: the highest below. Who is away and has no delegate keeps the seat
    together with the next one.
    """
    fit = await fit_employees(search.uow, chain)
    order = [*chain[levels - 1 :], *reversed(chain[: levels - 1])]
    able = [fit[one] for one in order if one in fit and fit[one].account_id not in search.barred]
    away = await away_of(search.uow, search.approval, able)
    found: list[Decider] = []
    for one in able:
        found.append(Decider(one.account_id, one.employee_id, Why.STAND_IN if found else why))
        if one.account_id not in away:
            break
    return found


async def _any_fit(search: Search, named: Sequence[Fit], *, holders: Sequence[UUID], why: Why) -> list[Decider]:
    """All who are named; when none of them can (the only one is the requester, or left) or all are away, who stands above them."""
    able = [one for one in named if one.account_id not in search.barred]
    found = [Decider(one.account_id, one.employee_id, why) for one in able]
    away = await away_of(search.uow, search.approval, able)
    if holders and all(one.account_id in away for one in able):
        seen = {one.account_id for one in found}
        above = await _first_fit(search, await above_of(search.uow, holders[0]), levels=1, why=Why.STAND_IN)
        found += [one for one in above if one.account_id not in seen]
    return found


async def away_of(uow: UnitOfWork, approval: Approval, people: Sequence[Fit]) -> set[UUID]:
    """Accounts of those who are absent today and have left nobody in their place."""
    employees = {one.employee_id: one.account_id for one in people if one.employee_id is not None}
    if not employees:
        return set()
    absent = await kinds.absent(uow.session, list(employees), uow.today)
    away = {employees[one] for one in absent if one in employees}
    return away - await have_delegated(uow, away, kind=approval.kind, requester_id=approval.requester_id) if away else away


async def find_above(uow: UnitOfWork, *, approval: Approval, employee_id: UUID, barred: set[UUID], why: Why) -> list[Decider]:
    """Who stands above somebody, with who is next while that one is away."""
    search = Search(uow=uow, approval=approval, requester=None, barred=barred)
    return await _first_fit(search, await above_of(uow, employee_id), levels=1, why=why)


async def find_top(uow: UnitOfWork, *, barred: set[UUID]) -> list[Decider]:
    for role in TOP_ROLES:
        found = [one for one in await role_holders(uow, role) if one.account_id not in barred]
        if found:
            return [Decider(one.account_id, one.employee_id, Why.TOP) for one in found]
    return []
