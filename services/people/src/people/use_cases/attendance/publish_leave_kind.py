from dataclasses import dataclass
from datetime import date

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.attendance.leave_kind import LeaveKind, LeaveKindVersion, LeaveUnit, check_next_version
from people.queries.attendance.leave_kinds import list_leave_kinds
from people.store.attendance.leave import add_kind_version, enter_kinds


@dataclass(frozen=True, kw_only=True)
class LeaveKindFacts:
    code: str
    name_zh: str
    name_en: str
    paid: bool
    balance: bool
    unit: LeaveUnit
    evidence: bool
    calendar_days: bool
    active: bool


async def publish_leave_kind(uow: UnitOfWork, *, facts: LeaveKindFacts, effective_from: date, reason: str) -> LeaveKind:
    """A new kind, or the next version of one; what was approved stays under the version it named (rule SYS-6).

    Raises LeaveKindInThePast, LeaveUnitFixed.
    """
    await enter_kinds(uow)
    older = [kind for kind in await list_leave_kinds(uow.session) if kind.code == facts.code]
    before = max(older, key=lambda kind: kind.version, default=None)
    check_next_version(before, unit=facts.unit, balance=facts.balance, effective_from=effective_from, today=uow.today)
    version = 1 if before is None else before.version + 1
    fields = {name: getattr(facts, name) for name in LeaveKindFacts.__dataclass_fields__}
    row = LeaveKindVersion(
        id=new_id(),
        version=version,
        effective_from=effective_from,
        reason=reason,
        published_at=uow.now,
        published_by=uow.actor.id,
        **fields,
    )
    await add_kind_version(uow, row)
    after: dict[str, object] = {**fields, "unit": facts.unit.value, "version": version, "effective_from": effective_from.isoformat()}
    uow.audit("leave_kind.published", noun="leave_kind", noun_id=facts.code, after=after, reason=reason)
    uow.changed("leave_kind", facts.code)
    return LeaveKind(version=version, effective_from=effective_from, **fields)
