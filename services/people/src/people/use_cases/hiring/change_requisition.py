from datetime import date
from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.hiring.ids import shown
from people.domain.hiring.requisition import Requisition, RequisitionPastHeadcount, WantedInThePast
from people.domain.organisation.headcount import planned_on
from people.store.hiring.requisitions import asked_for, lock_requisition
from people.store.organisation.positions import held_of, lock_position, plans_of, title_of


async def change_requisition(
    uow: UnitOfWork, *, requisition_id: UUID, expected_version: int, openings: int, reason: str, wanted_by: date
) -> Requisition:
    """More openings, or a day with another headcount, are checked as at the opening (rule ORG-3).

    Raises RequisitionNotFound, VersionStale, RequisitionNotOpen, FewerThanHired, WantedInThePast, RequisitionPastHeadcount.
    """
    requisition = await lock_requisition(uow, requisition_id)
    check_version(expected=expected_version, actual=requisition.version)
    requisition.must_be_open()
    if wanted_by != requisition.wanted_by and wanted_by < uow.today:
        raise WantedInThePast
    position = await lock_position(uow, requisition.position_id)
    day = max(wanted_by, uow.today)
    planned = planned_on(await plans_of(uow, position.id), day)
    staff = sum(held.covers(day) for held in await held_of(uow, position.id))
    asked = await asked_for(uow, position.id, leaving_out=requisition_id)
    wanted = openings - requisition.hired
    if openings > requisition.openings and staff + asked + wanted > planned:
        title = await title_of(uow, position, on=day)
        raise RequisitionPastHeadcount(position=title, day=day, planned=planned, staff=staff, asked=asked, openings=wanted)
    before = requisition.facts()
    requisition.change(openings=openings, reason=reason, wanted_by=wanted_by)
    await uow.session.flush()
    shown_id = shown("rqn", requisition_id)
    uow.audit("requisition.changed", noun="requisition", noun_id=shown_id, before=before, after=requisition.facts())
    uow.changed("requisition", shown_id)
    return requisition
