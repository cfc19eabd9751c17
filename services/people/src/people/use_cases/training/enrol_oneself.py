from datetime import timedelta
from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.training.enrolment import Enrolment
from people.domain.training.training import Audience, NotInAudience
from people.queries.organisation.structure import standings, units_below
from people.store.training.enrolments import employees_by_id
from people.store.training.trainings import lock_session, lock_training
from people.use_cases.training.enrol_participants import enrol_participants


async def enrol_oneself(uow: UnitOfWork, *, training_id: UUID, session_id: UUID | None, employee_id: UUID) -> Enrolment:
    """For whom the training is meant, before the session begins. Raises NotInAudience, SessionBegun and what enrol_participants raises."""
    training = await lock_training(uow, training_id)
    training.must_be_open()
    employee = (await employees_by_id(uow, [employee_id]))[employee_id]
    if not await _is_meant(uow, training.meant_for, employee_id=employee_id, days_here=(uow.today - employee.hired_on)):
        raise NotInAudience(name=employee.name)
    if session_id is not None:
        # The planner may enter a session afterwards, nobody else.
        (await lock_session(uow, session_id)).must_lie_ahead(uow.now)
    return (await enrol_participants(uow, training_id=training_id, session_id=session_id, employees=[employee_id], outside=[]))[0]


async def _is_meant(uow: UnitOfWork, audience: Audience, *, employee_id: UUID, days_here: timedelta) -> bool:
    if audience.everyone or (audience.new_hire_days is not None and days_here <= timedelta(days=audience.new_hire_days)):
        return True
    held = (await standings(uow.session, employees=[employee_id], on=uow.today)).get(employee_id, [])
    if {one.position_id for one in held} & set(audience.position_ids):
        return True
    units = set(await units_below(uow.session, units=audience.unit_ids, on=uow.today))
    return bool({one.unit_id for one in held} & units)
