from dataclasses import dataclass
from datetime import date

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.attendance.leave import NoEmployee
from people.domain.attendance.month_dates import month_of
from people.domain.attendance.objection import Objection, ObjectionOpenAlready, ObjectionState, ObjectionTooEarly, check_in_time
from people.domain.ids import shown_objection
from people.queries.attendance.month_day import judged_day
from people.queries.attendance.planning import month_dates
from people.queries.organisation.visibility import employee_of
from people.store.attendance.leave import enter_leave_of
from people.store.attendance.objections import add_objection, next_objection_number, open_objection_of


@dataclass(frozen=True, kw_only=True)
class ObjectionText:
    """In writing: what is wrong, who saw it, and which papers there are."""

    statement: str
    witness: str
    attachments: str


async def file_objection(uow: UnitOfWork, *, on: date, text: ObjectionText) -> Objection:
    """Against one's own result of a day, until the end of the last day for it (the 5th of the next month, as the policy says; rule ATT-7).

    Raises NoEmployee, ObjectionTooEarly, ObjectionTooLate, ObjectionOpenAlready.
    """
    own = await employee_of(uow.session, uow.actor)
    if own is None:
        raise NoEmployee
    dates = await month_dates(uow.session, month=month_of(on))
    check_in_time(on, dates=dates, now=uow.now, zone=uow.frame.zone)
    await enter_leave_of(uow, own)
    other = await open_objection_of(uow, employee_id=own, on=on)
    if other is not None:
        raise ObjectionOpenAlready(number=other.number)
    was = await judged_day(uow.session, employee_id=own, on=on)
    if was is None:
        raise ObjectionTooEarly(day=on.isoformat())
    objection = Objection(
        id=new_id(),
        number=await next_objection_number(uow),
        employee_id=own,
        month=month_of(on),
        on_date=on,
        statement=text.statement,
        witness=text.witness,
        attachments=text.attachments,
        filed_by=uow.actor.name,
        filed_at=uow.now,
        state=ObjectionState.OPEN,
        heard="",
        decision="",
        corrected=[],
        was=was,
        version=1,
    )
    await add_objection(uow, objection)
    shown = shown_objection(objection.id)
    after: dict[str, object] = {"number": objection.number, "on": on.isoformat(), "witness": text.witness}
    uow.audit("objection.filed", noun="objection", noun_id=shown, after=after, reason=text.statement)
    uow.changed("objection", shown)
    return objection
