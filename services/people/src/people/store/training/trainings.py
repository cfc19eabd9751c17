"""Loads and saves trainings, their sessions and test papers. Lock order: training, session, enrolments by id, attempt."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from chassis.database import constraint_of
from chassis.uow import UnitOfWork
from people.domain.organisation.position import Position
from people.domain.organisation.unit import Unit
from people.domain.training.enrolment import Enrolment, EnrolmentState
from people.domain.training.paper import Paper, PaperNotFound, PaperState
from people.domain.training.session import TrainingSession, TrainingSessionNotFound
from people.domain.training.training import Training, TrainingCodeTaken, TrainingNotFound


async def add_training(uow: UnitOfWork, training: Training) -> None:
    """Raises TrainingCodeTaken."""
    uow.session.add(training)
    try:
        await uow.session.flush()
    except IntegrityError as error:
        if constraint_of(error) == "uq_training_code":
            raise TrainingCodeTaken(training=training.code) from error
        raise


async def lock_training(uow: UnitOfWork, training_id: UUID) -> Training:
    """Raises TrainingNotFound."""
    found = await uow.session.scalar(select(Training).where(Training.id == training_id).with_for_update())
    if found is None:
        raise TrainingNotFound
    return found


async def find_training(uow: UnitOfWork, training_id: UUID) -> Training:
    """Not locked. Raises TrainingNotFound."""
    found = await uow.session.get(Training, training_id)
    if found is None:
        raise TrainingNotFound
    return found


async def unknown_places(uow: UnitOfWork, *, units: Sequence[UUID], positions: Sequence[UUID]) -> list[UUID]:
    """Which of these are no unit and no position."""
    known = set(await uow.session.scalars(select(Unit.id).where(Unit.id.in_(units))))
    known |= set(await uow.session.scalars(select(Position.id).where(Position.id.in_(positions))))
    return [one for one in (*units, *positions) if one not in known]


# ---- sessions


async def add_session(uow: UnitOfWork, session: TrainingSession) -> None:
    uow.session.add(session)
    await uow.session.flush()


async def lock_session(uow: UnitOfWork, session_id: UUID) -> TrainingSession:
    """Raises TrainingSessionNotFound."""
    found = await uow.session.scalar(select(TrainingSession).where(TrainingSession.id == session_id).with_for_update())
    if found is None:
        raise TrainingSessionNotFound
    return found


async def training_of_session(uow: UnitOfWork, session_id: UUID) -> UUID:
    """Raises TrainingSessionNotFound."""
    found = await uow.session.scalar(select(TrainingSession.training_id).where(TrainingSession.id == session_id))
    if found is None:
        raise TrainingSessionNotFound
    return found


async def lock_session_of(uow: UnitOfWork, enrolment_id: UUID) -> TrainingSession | None:
    """The session somebody is enrolled in; None for who studies alone, and for an enrolment that does not exist."""
    session_id = await uow.session.scalar(select(Enrolment.session_id).where(Enrolment.id == enrolment_id))
    return None if session_id is None else await lock_session(uow, session_id)


async def places_taken(uow: UnitOfWork, session_id: UUID) -> int:
    """Lock the session first."""
    query = select(func.count()).select_from(Enrolment).where(Enrolment.session_id == session_id)
    return await uow.session.scalar(query.where(Enrolment.state != EnrolmentState.WITHDRAWN)) or 0


# ---- papers


async def add_paper(uow: UnitOfWork, paper: Paper) -> None:
    uow.session.add(paper)
    await uow.session.flush()


async def last_paper(uow: UnitOfWork, training_id: UUID) -> Paper | None:
    """Draft or published, the one with the highest number. Lock the training first."""
    return await uow.session.scalar(select(Paper).where(Paper.training_id == training_id).order_by(Paper.number.desc()).limit(1))


async def paper_in_use(uow: UnitOfWork, training_id: UUID) -> Paper | None:
    query = select(Paper).where(Paper.training_id == training_id, Paper.state == PaperState.PUBLISHED)
    return await uow.session.scalar(query.order_by(Paper.number.desc()).limit(1))


async def find_paper(uow: UnitOfWork, paper_id: UUID) -> Paper:
    """Raises PaperNotFound."""
    found = await uow.session.get(Paper, paper_id)
    if found is None:
        raise PaperNotFound
    return found
