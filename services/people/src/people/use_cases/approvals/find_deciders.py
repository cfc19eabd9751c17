"""Who decides a step, on the day it becomes current: never the requester, each seat another person, and where somebody left or is away, who
stands above them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.approvals.approval import Approval
from people.domain.approvals.route import RouteLeadsNowhere, RouteStep, RouteWho, WhoKind
from people.domain.approvals.seat import Decider, Why, can_be_filled
from people.queries.organisation.structure import heads_above, standings, superiors_above
from people.store.approvals.deciders import Fit, employee_of, fit_employees, position_holders, role_holders
from people.use_cases.approvals.find_above import find_above
from people.use_cases.approvals.find_away import find_away
from people.use_cases.approvals.find_first_fit import find_first_fit
from people.use_cases.approvals.find_stand_ins import find_stand_ins
from people.use_cases.approvals.find_top import find_top

FINANCE_ROLE = "finance"


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
        above = [] if search.requester is None else await superiors_above(uow.session, employee_id=search.requester, on=uow.today)
        return await _first_fit(search, above, who, why=Why.SUPERIOR)
    if who.kind == WhoKind.UNIT_HEAD:
        return await _first_fit(search, await _heads(search, who), who, why=Why.UNIT_HEAD)
    if who.kind == WhoKind.POSITION and who.position_id is not None:
        holders = await position_holders(uow, who.position_id)
        fit = await fit_employees(uow, holders)
        return await _any_fit(search, [fit[one] for one in holders if one in fit], holders=holders, why=Why.POSITION)
    role, why = (FINANCE_ROLE, Why.FINANCE) if who.kind == WhoKind.FINANCE else (who.role or "", Why.ROLE)
    found = await role_holders(uow, role)
    return await _any_fit(search, found, holders=[one.employee_id for one in found if one.employee_id is not None], why=why)


async def _heads(search: Search, who: RouteWho) -> list[UUID]:
    unit_id = search.approval.unit_id if who.of == "named" else None
    if unit_id is None and search.requester is not None:
        held = (await standings(search.uow.session, employees=[search.requester], on=search.uow.today)).get(search.requester)
        unit_id = held[0].unit_id if held else None
    if unit_id is None:
        return []
    return list(dict.fromkeys(await heads_above(search.uow.session, unit_id=unit_id, on=search.uow.today)))


async def _first_fit(search: Search, chain: Sequence[UUID], who: RouteWho, *, why: Why) -> list[Decider]:
    return await find_first_fit(search.uow, approval=search.approval, chain=chain, levels=who.levels, barred=search.barred, why=why)


async def _any_fit(search: Search, named: Sequence[Fit], *, holders: Sequence[UUID], why: Why) -> list[Decider]:
    """All who are named; when none of them can (the only one is the requester, or left) or all are away, who stands above them."""
    able = [one for one in named if one.account_id not in search.barred]
    found = [Decider(one.account_id, one.employee_id, why) for one in able]
    away = await find_away(search.uow, approval=search.approval, people=able)
    if holders and all(one.account_id in away for one in able):
        seen = {one.account_id for one in found}
        above = await _instead_of(search, holders[0], away=bool(able))
        found += [one for one in above if one.account_id not in seen]
    return found


async def _instead_of(search: Search, holder: UUID, *, away: bool) -> list[Decider]:
    """Whoever is away has deputies; whoever asks or left has only who stands above."""
    if away:
        return await find_stand_ins(search.uow, approval=search.approval, employee_id=holder, barred=search.barred)
    return await find_above(search.uow, approval=search.approval, employee_id=holder, barred=search.barred, why=Why.STAND_IN)
