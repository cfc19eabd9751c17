from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.attendance.month import RowCause, SheetState
from people.domain.attendance.month_dates import last_day
from people.domain.attendance.month_refusals import SheetClosed
from people.domain.attendance.objection import Objection, ObjectionChangesNothing, ObjectionDecided, ObjectionState, OwnObjection
from people.domain.attendance.policy import show_time
from people.domain.attendance.proofs import Direction
from people.domain.ids import shown_objection, shown_sheet
from people.queries.attendance.month_day import judged_day
from people.queries.organisation.visibility import employee_of
from people.store.attendance.months import lock_sheet_of, unit_in_month
from people.store.attendance.objections import enter_facts, lock_objection
from people.store.attendance.touched import touch_days
from people.use_cases.attendance.refresh_month_row import refresh_month_row


@dataclass(frozen=True, kw_only=True)
class ObjectionSettlement:
    """`heard`: who was asked, and what they said. `facts`: the (second, direction) that an accepted objection puts on record."""

    state: ObjectionState
    heard: str
    decision: str
    facts: Sequence[tuple[int, Direction]]


async def settle_objection(uow: UnitOfWork, *, objection_id: UUID, expected_version: int, settlement: ObjectionSettlement) -> Objection:
    """HR settles it with those concerned. Accepted: the facts are entered, the day and the sheet's row computed again, old beside new (ATT-7).

    Raises ObjectionNotFound, VersionStale, OwnObjection, ObjectionDecided, ObjectionChangesNothing, SheetClosed.
    """
    objection = await lock_objection(uow, objection_id)
    check_version(expected=expected_version, actual=objection.version)
    if objection.employee_id == await employee_of(uow.session, uow.actor):
        raise OwnObjection
    if objection.state != ObjectionState.OPEN:
        raise ObjectionDecided(state=objection.state)
    became = None
    if settlement.state is ObjectionState.ACCEPTED:
        objection.corrected = [{"time": show_time(second), "direction": way.name.lower()} for second, way in settlement.facts]
        became = await _enter(uow, objection, settlement)
    objection.settle(settlement.state, heard=settlement.heard, decision=settlement.decision, became=became, by=uow.actor.name, now=uow.now)
    after: dict[str, object] = {"state": objection.state, "heard": settlement.heard, "corrected": objection.corrected}
    shown = shown_objection(objection_id)
    uow.audit("objection.settled", noun="objection", noun_id=shown, before={"state": "open"}, after=after, reason=settlement.decision)
    uow.changed("objection", shown)
    return objection


async def _enter(uow: UnitOfWork, objection: Objection, settlement: ObjectionSettlement) -> dict[str, object]:
    facts = [(second, int(way)) for second, way in settlement.facts]
    employee_id, on = objection.employee_id, objection.on_date
    unit_id = await unit_in_month(uow, employee_id=employee_id, month=objection.month, last=last_day(objection.month))
    sheet = None if unit_id is None else await lock_sheet_of(uow, month=objection.month, unit_id=unit_id)
    if sheet is not None and sheet.state == SheetState.CLOSED:
        raise SheetClosed
    await enter_facts(uow, employee_id=employee_id, on=on, facts=facts, document=objection.number, document_id=objection.id)
    await touch_days(uow, days=[(employee_id, on)])
    became = await judged_day(uow.session, employee_id=employee_id, on=on)
    if became is None or (became["figures"], became["sessions"]) == (objection.was["figures"], objection.was["sessions"]):
        raise ObjectionChangesNothing
    if sheet is None:
        return became
    made = await refresh_month_row(
        uow,
        sheet=sheet,
        employee_id=employee_id,
        issue=0,
        cause=RowCause.OBJECTION,
        document=objection.number,
        reason=settlement.decision,
    )
    if made is not None:
        sheet.note_settled(digest=made[0])
        uow.changed("month_sheet", shown_sheet(sheet.id))
    return became
