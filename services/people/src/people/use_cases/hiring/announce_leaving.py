from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.account import LastAdministrator
from people.domain.hiring.ids import shown
from people.domain.hiring.leaving import (
    ItemKind,
    LastDayPast,
    Leaving,
    LeavingAnnounced,
    LeavingItem,
    LeavingKind,
    LeavingState,
    OwnLeaving,
)
from people.domain.hiring.personnel_policy import PersonnelPolicy
from people.domain.ids import shown_account, shown_employee
from people.domain.organisation.employee import Employee, EmployeeHasLeft, Stage
from people.store.accounts import is_last_administrator, lock_administrators
from people.store.hiring.employments import (
    add_leaving,
    approvals_in_hand,
    assignments_from,
    clients_owned,
    planned_leaving,
    planned_move,
    units_led,
)
from people.store.hiring.personnel_policies import personnel_policy_at
from people.store.organisation.employees import lock_employee
from people.use_cases.organisation.cut_assignment import cut_assignment


@dataclass(frozen=True, kw_only=True)
class LeavingWish:
    last_day: date
    kind: LeavingKind
    reason: str


async def announce_leaving(uow: UnitOfWork, *, employee_id: UUID, wish: LeavingWish) -> Leaving:
    """Their positions end with the last day, so that somebody can be hired for the day after; what they have in hand becomes a list (rule ORG-6).

    Raises EmployeeNotFound, EmployeeHasLeft, OwnLeaving, LastDayPast, LeavingAnnounced, LastAdministrator, DateInThePast.
    """
    employee = await lock_employee(uow, employee_id)
    await _check(uow, employee, wish)
    ended: list[dict[str, Any]] = []
    after = wish.last_day + timedelta(days=1)
    move = await planned_move(uow, employee_id)
    dropped = move if move is not None and move.takes_effect_on >= after else None
    for held in await assignments_from(uow, employee_id, on=wish.last_day):
        # What a move that never comes would have ended would have gone on.
        until = dropped.from_until_before if dropped is not None and held.id == dropped.from_assignment_id else held.valid_until
        if until is not None and until <= after:
            continue
        begun = held.valid_from < after
        if held.valid_until != after:
            await cut_assignment(uow, employee_id=employee_id, assignment_id=held.id, until=after, reason=wish.reason, today=uow.today)
        if begun:
            ended.append({"id": str(held.id), "until": until.isoformat() if until else None})
    if dropped is not None:
        dropped.withdraw(today=uow.today)
    policy = await personnel_policy_at(uow, moment=uow.now)
    leaving = Leaving(
        id=new_id(),
        employee_id=employee_id,
        last_day=wish.last_day,
        kind=wish.kind,
        reason=wish.reason,
        state=LeavingState.PLANNED,
        assignments=ended,
        announced_by=uow.actor.name,
        announced_at=uow.now,
        policy_version=policy.version,
        version=1,
    )
    await add_leaving(uow, leaving, await _in_hand(uow, employee, leaving, policy))
    shown_id = shown("lvg", leaving.id)
    uow.audit("leaving.announced", noun="leaving", noun_id=shown_id, after=leaving.facts(), reason=wish.reason or None)
    uow.changed("employee", shown_employee(employee_id))
    uow.changed("leaving", shown_id)
    return leaving


async def _check(uow: UnitOfWork, employee: Employee, wish: LeavingWish) -> None:
    if employee.stage == Stage.LEFT:
        raise EmployeeHasLeft(name=employee.name)
    if employee.account_id is not None and shown_account(employee.account_id) == uow.actor.id:
        raise OwnLeaving
    if wish.last_day < max(uow.today, employee.hired_on):
        raise LastDayPast
    planned = await planned_leaving(uow, employee.id)
    if planned is not None:
        raise LeavingAnnounced(name=employee.name, day=planned.last_day)
    if employee.account_id is not None:
        await lock_administrators(uow)
        if await is_last_administrator(uow, employee.account_id, on=wish.last_day + timedelta(days=1)):
            raise LastAdministrator


async def _in_hand(uow: UnitOfWork, employee: Employee, leaving: Leaving, policy: PersonnelPolicy) -> list[LeavingItem]:
    found: list[tuple[ItemKind, str, str]] = []
    always = [(line.kind, line.title_zh, line.title_en) for line in policy.read_hand_over()]
    for zh, en in await units_led(uow, employee.id, on=uow.today):
        found.append((ItemKind.UNIT, f"部门“{zh}”的负责人或副职", f"Head or deputy of {en}"))
    if employee.account_id is not None:
        waiting, own = await approvals_in_hand(uow, employee.account_id)
        if waiting:
            found.append((ItemKind.APPROVAL, f"{waiting} 份待其审批的申请", f"{waiting} requests that wait for their decision"))
        if own:
            found.append((ItemKind.APPROVAL, f"{own} 份本人提出、尚未审批的申请", f"{own} requests of their own that are not decided"))
        for name in await clients_owned(uow, employee.account_id):
            found.append((ItemKind.CLIENT, f"接口客户端“{name}”（离职时停用）", f"API client {name}, which ends with them"))
    return [
        LeavingItem(id=new_id(), leaving_id=leaving.id, place=place, kind=kind, title_zh=zh, title_en=en, note="")
        for place, (kind, zh, en) in enumerate([*found, *always])
    ]
