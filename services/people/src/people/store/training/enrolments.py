"""Loads and saves enrolments, outside parties, attempts and ratings."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import or_, select, text
from sqlalchemy.dialects.postgresql import insert

from chassis.uow import UnitOfWork
from people.domain.organisation.employee import Employee, EmployeeNotFound
from people.domain.training.attempt import Attempt, AttemptNotFound
from people.domain.training.enrolment import OVER, Enrolment, EnrolmentNotFound, OutsideParty
from people.domain.training.rating import TrainingRating

NEXT_CERTIFICATE = text("SELECT nextval('certificate_number')")


async def employees_by_id(uow: UnitOfWork, ids: Sequence[UUID]) -> Mapping[UUID, Employee]:
    """Raises EmployeeNotFound when one is missing."""
    found = {row.id: row for row in await uow.session.scalars(select(Employee).where(Employee.id.in_(ids)))}
    if set(ids) - set(found):
        raise EmployeeNotFound
    return found


async def keep_outside_party(uow: UnitOfWork, *, reference: str, name: str) -> None:
    """The name that is given last counts."""
    row = {"reference": reference, "name": name, "created_at": uow.now, "version": 1}
    made = insert(OutsideParty).values(row)
    changed = {"name": name, "version": OutsideParty.version + 1}
    statement = made.on_conflict_do_update(index_elements=["reference"], set_=changed, where=OutsideParty.name != name)
    await uow.session.execute(statement)


async def still_open(uow: UnitOfWork, *, training_id: UUID, employees: Sequence[UUID], outside: Sequence[str]) -> list[Enrolment]:
    """Enrolments of theirs that have no result yet. Lock the training first."""
    query = select(Enrolment).where(
        Enrolment.training_id == training_id,
        or_(Enrolment.employee_id.in_(employees), Enrolment.outside_reference.in_(outside)),
        Enrolment.outcome.is_(None),
        Enrolment.state.not_in(OVER),
    )
    return list(await uow.session.scalars(query.order_by(Enrolment.id)))


async def add_enrolments(uow: UnitOfWork, enrolments: Sequence[Enrolment]) -> None:
    uow.session.add_all(enrolments)
    await uow.session.flush()


async def lock_enrolment(uow: UnitOfWork, enrolment_id: UUID) -> Enrolment:
    """Raises EnrolmentNotFound."""
    found = await uow.session.scalar(select(Enrolment).where(Enrolment.id == enrolment_id).with_for_update())
    if found is None:
        raise EnrolmentNotFound
    return found


async def lock_session_enrolments(uow: UnitOfWork, session_id: UUID) -> dict[UUID, Enrolment]:
    rows = await uow.session.scalars(select(Enrolment).where(Enrolment.session_id == session_id).order_by(Enrolment.id).with_for_update())
    return {row.id: row for row in rows}


async def next_certificate_number(uow: UnitOfWork) -> str:
    return f"TC-{uow.today:%Y%m%d}-{await uow.session.scalar(NEXT_CERTIFICATE):06d}"


# ---- attempts


async def attempts_of(uow: UnitOfWork, enrolment_id: UUID) -> list[Attempt]:
    """Oldest first. Lock the enrolment first."""
    return list(await uow.session.scalars(select(Attempt).where(Attempt.enrolment_id == enrolment_id).order_by(Attempt.number)))


async def those_with_attempts(uow: UnitOfWork, enrolments: Sequence[UUID]) -> set[UUID]:
    """Which of them have begun a test. Lock the enrolments first."""
    return set(await uow.session.scalars(select(Attempt.enrolment_id).where(Attempt.enrolment_id.in_(enrolments))))


async def add_attempt(uow: UnitOfWork, attempt: Attempt) -> None:
    uow.session.add(attempt)
    await uow.session.flush()


async def lock_attempt(uow: UnitOfWork, attempt_id: UUID) -> tuple[Attempt, Enrolment]:
    """With its enrolment, which is locked first. Raises AttemptNotFound."""
    enrolment_id = await uow.session.scalar(select(Attempt.enrolment_id).where(Attempt.id == attempt_id))
    if enrolment_id is None:
        raise AttemptNotFound
    enrolment = await lock_enrolment(uow, enrolment_id)
    attempt = await uow.session.scalar(select(Attempt).where(Attempt.id == attempt_id).with_for_update())
    if attempt is None:
        raise AttemptNotFound
    return attempt, enrolment


# ---- ratings


async def keep_rating(uow: UnitOfWork, rating: Mapping[str, object]) -> None:
    """In place of what they had said before."""
    made = insert(TrainingRating).values(dict(rating))
    changed = {name: value for name, value in rating.items() if name not in ("enrolment_id", "training_id")}
    await uow.session.execute(made.on_conflict_do_update(index_elements=["enrolment_id"], set_=changed))
