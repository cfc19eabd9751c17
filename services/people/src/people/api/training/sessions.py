from typing import Annotated, Literal

from fastapi import Response
from pydantic import AwareDatetime, Field

from chassis.preconditions import ExpectedVersion
from chassis.routes import ONCE, Body, Uow, transactional_router
from people.api.training.parts import GivenReason, Line, Maybe, MayPlan
from people.api.training.trainings import TrainingPage, training_page
from people.domain.ids import EnrolmentId, TrainingId, TrainingSessionId
from people.domain.training.enrolment import EnrolmentState
from people.use_cases.training.cancel_session import cancel_session
from people.use_cases.training.change_session import change_session
from people.use_cases.training.plan_session import SessionFacts, plan_session
from people.use_cases.training.record_participation import TookPart, record_participation

router = transactional_router("/v1/training-sessions", tag="training_sessions")
Capacity = Annotated[int, Field(ge=1, le=10_000)]


class NewSession(Body):
    training_id: TrainingId
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    place: Maybe
    trainer: Line
    capacity: Capacity


class SessionChange(Body):
    """What is left out, or null, stays as it is."""

    starts_at: AwareDatetime | None = None
    ends_at: AwareDatetime | None = None
    place: Maybe | None = None
    trainer: Line | None = None
    capacity: Capacity | None = None


class SessionCancelling(Body):
    reason: GivenReason


class ParticipationMark(Body):
    enrolment_id: EnrolmentId
    state: Literal[EnrolmentState.PRESENT, EnrolmentState.LATE, EnrolmentState.ABSENT]
    reason: Maybe


class Participation(Body):
    """Absent with a reason."""

    marks: Annotated[list[ParticipationMark], Field(min_length=1, max_length=1000)]


@router.post("", status_code=201, dependencies=[ONCE])
async def plan_training_session(body: NewSession, uow: Uow, _: MayPlan, response: Response) -> TrainingPage:
    """The whole training comes back."""
    facts = SessionFacts(starts_at=body.starts_at, ends_at=body.ends_at, place=body.place, trainer=body.trainer, capacity=body.capacity)
    await plan_session(uow, training_id=body.training_id, facts=facts)
    return await training_page(uow.session, body.training_id, drafts=True, now=uow.now, response=response)


@router.patch("/{session_id}")
async def change_training_session(
    session_id: TrainingSessionId, body: SessionChange, uow: Uow, _: MayPlan, version: ExpectedVersion, response: Response
) -> TrainingPage:
    """Before it begins; If-Match takes the session's own version."""
    wish = {name: getattr(body, name) for name in body.model_fields_set if getattr(body, name) is not None}
    session = await change_session(uow, session_id=session_id, expected_version=version, wish=wish)
    return await training_page(uow.session, session.training_id, drafts=True, now=uow.now, response=response)


@router.post("/{session_id}/cancel", dependencies=[ONCE])
async def cancel_training_session(
    session_id: TrainingSessionId, body: SessionCancelling, uow: Uow, _: MayPlan, version: ExpectedVersion, response: Response
) -> TrainingPage:
    """Whoever was enrolled in it can enrol in another."""
    session = await cancel_session(uow, session_id=session_id, expected_version=version, reason=body.reason)
    return await training_page(uow.session, session.training_id, drafts=True, now=uow.now, response=response)


@router.post("/{session_id}/participation", status_code=204, dependencies=[ONCE])
async def record_session_participation(session_id: TrainingSessionId, body: Participation, uow: Uow, _: MayPlan) -> Response:
    """Who was there, once it has begun (rule ORG-5)."""
    marks = {mark.enrolment_id: TookPart(state=mark.state, reason=mark.reason) for mark in body.marks}
    await record_participation(uow, session_id=session_id, marks=marks)
    return Response(status_code=204)
