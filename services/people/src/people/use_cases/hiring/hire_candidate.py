from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.ids import new_id
from chassis.preconditions import check_version
from chassis.sealing import SealBroken
from chassis.uow import UnitOfWork
from people.domain.hiring.candidate import Candidate, CandidateStage, CandidateUnreadable, NotALeaver
from people.domain.hiring.employment import Employment
from people.domain.hiring.ids import shown
from people.domain.hiring.offer import months_later
from people.domain.ids import shown_employee
from people.domain.organisation.employee import Employee, EmployeeKind, Stage
from people.store.hiring.candidates import find_requisition_of, lock_candidate, standing_offer
from people.store.hiring.employments import add_row
from people.store.hiring.requisitions import lock_requisition
from people.store.organisation.employees import check_account_free, lock_employee
from people.use_cases.organisation.assign_position import Place, assign_position
from people.use_cases.organisation.create_employee import NewEmployeeFacts, create_employee


@dataclass(frozen=True, kw_only=True)
class Hiring:
    """`hired_on` None: the day of the offer. `account_id`: theirs from now on; None when they may not sign in."""

    hired_on: date | None
    kind: EmployeeKind
    account_id: UUID | None


async def hire_candidate(uow: UnitOfWork, *, candidate_id: UUID, expected_version: int, hiring: Hiring) -> Employee:
    """The candidate who has accepted becomes an employee in the position; roles follow from it (rule ORG-7). Headcount is looked at again now,
    one hire after the other (rule ORG-3). Who worked here before keeps their file and number.

    Raises CandidateNotFound, VersionStale, RequisitionNotOpen, CandidateElsewhere, NoOffer, CandidateUnreadable, HeadcountExceeded, and what
    the organisation refuses.
    """
    requisition = await lock_requisition(uow, await find_requisition_of(uow, candidate_id))
    candidate = await lock_candidate(uow, candidate_id)
    check_version(expected=expected_version, actual=candidate.version)
    requisition.must_be_open()
    candidate.must_be(CandidateStage.ACCEPTED)
    offer = await standing_offer(uow, candidate_id)
    day = hiring.hired_on or offer.starts_on
    probation = months_later(day, offer.probation_months) if offer.probation_months else None
    facts = NewEmployeeFacts(
        name=candidate.name,
        kind=hiring.kind,
        hired_on=day,
        probation_until=probation,
        contact=_contact(uow, candidate),
        account_id=hiring.account_id,
    )
    if candidate.former_employee_id is None:
        employee = await create_employee(uow, facts=facts)
    else:
        employee = await _take_back(uow, employee_id=candidate.former_employee_id, facts=facts)
    place = Place(position_id=requisition.position_id, valid_from=day, valid_until=None, main=True)
    await assign_position(uow, employee_id=employee.id, place=place, reason=f"{requisition.number} {candidate.number}")
    await add_row(uow, Employment(id=new_id(), employee_id=employee.id, hired_on=day, left_on=None, candidate_id=candidate_id))
    before = candidate.stage
    candidate.employee_id = employee.id
    candidate.go_to(CandidateStage.HIRED, now=uow.now)
    requisition.note_hired()
    await uow.session.flush()
    after: dict[str, object] = {"stage": candidate.stage, "employee_id": shown_employee(employee.id), "hired_on": day.isoformat()}
    uow.audit("candidate.hired", noun="candidate", noun_id=shown("cnd", candidate_id), before={"stage": before}, after=after)
    uow.changed("candidate", shown("cnd", candidate_id))
    uow.changed("requisition", shown("rqn", requisition.id))
    return employee


def _contact(uow: UnitOfWork, candidate: Candidate) -> dict[str, str]:
    try:
        return uow.sealer.open(candidate.contact_sealed)
    except SealBroken as error:
        raise CandidateUnreadable(number=candidate.number) from error


async def _take_back(uow: UnitOfWork, *, employee_id: UUID, facts: NewEmployeeFacts) -> Employee:
    employee = await lock_employee(uow, employee_id)
    if employee.stage != Stage.LEFT:
        raise NotALeaver(name=employee.name)
    if facts.account_id is not None:
        await check_account_free(uow, account_id=facts.account_id, employee_id=employee_id)
        employee.account_id = facts.account_id
    before = employee.facts()
    employee.come_back(on=facts.hired_on, probation_until=facts.probation_until)
    employee.name, employee.kind = facts.name, facts.kind
    employee.contact_sealed = uow.sealer.seal(dict(facts.contact))
    await uow.session.flush()
    uow.audit("employee.came_back", noun="employee", noun_id=shown_employee(employee_id), before=before, after=employee.facts())
    uow.changed("employee", shown_employee(employee_id))
    return employee
