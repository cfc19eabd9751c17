from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from pydantic import BaseModel, Field

from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Now, Reader, Uow, transactional_router
from people.api.organisation.parts import Code, Today
from people.api.training.parts import EnrolmentOut, Line, Long, MayPlan, MayRead, Own, Reference, enrolment_out
from people.domain.ids import EmployeeId, TrainingId, TrainingSessionId, UnitId
from people.domain.training.training import Audience, TrainingKind, TrainingState
from people.permissions import Permission
from people.queries.organisation.visibility import visible_to
from people.queries.training.results import enrolment_rows_of, find_enrolment_row
from people.queries.training.trainings import (
    MeantSearch,
    SessionRow,
    TrainingRow,
    TrainingSearch,
    find_training_row,
    list_meant_rows,
    list_session_rows,
    list_training_rows,
    sum_of_ratings,
)
from people.use_cases.training.change_training import change_training
from people.use_cases.training.create_training import NewTrainingFacts, create_training
from people.use_cases.training.enrol_oneself import enrol_oneself
from people.use_cases.training.enrol_participants import OutsideName, enrol_participants
from people.use_cases.training.set_training_state import set_training_state

router = transactional_router("/v1/trainings", tag="trainings")
Months = Annotated[int, Field(ge=0, le=600)]


class NewTraining(Body):
    """`certificate_months` 0: a certificate without an end; null: none."""

    code: Code
    title: Line
    kind: TrainingKind
    goal: Long
    unit_id: UnitId | None
    audience: Audience
    certificate_months: Months | None


class TrainingChange(Body):
    """What is left out stays; null takes the unit or the certificate away."""

    title: Line | None = None
    kind: TrainingKind | None = None
    goal: Long | None = None
    unit_id: UnitId | None = None
    audience: Audience | None = None
    certificate_months: Months | None = None


class OutsideIn(Body):
    """A distributor or somebody else who does not work here; `reference` is its owner's own."""

    reference: Reference
    name: Line


class NewEnrolments(Body):
    """All of them or nobody. `session_id` null: they study by themselves."""

    session_id: TrainingSessionId | None
    employee_ids: Annotated[list[EmployeeId], Field(max_length=500)]
    outside: Annotated[list[OutsideIn], Field(max_length=500)]


class EnrolmentList(BaseModel):
    data: list[EnrolmentOut]


class OwnEnrolment(Body):
    session_id: TrainingSessionId | None


class SessionOut(BaseModel):
    id: TrainingSessionId
    starts_at: datetime
    ends_at: datetime
    place: str
    trainer: str
    capacity: int
    taken: int
    state: str
    cancel_reason: str | None
    version: int


class TrainingOut(BaseModel):
    """Counts are of enrolments. `paper_number`: the version of the test in use, null without a test. `version` is also the ETag."""

    id: TrainingId
    code: str
    title: str
    kind: str
    goal: str
    unit_id: UnitId | None
    audience: Audience
    certificate_months: int | None
    state: str
    created_at: datetime
    created_by: str
    enrolled: int
    passed: int
    failed: int
    absent: int
    next_session_at: datetime | None
    paper_number: int | None
    version: int


class TrainingPage(TrainingOut):
    sessions: list[SessionOut]


class MeantOut(BaseModel):
    id: EmployeeId
    number: str
    name: str
    state: str | None
    outcome: str | None
    valid_until: date | None


class RatingsOut(BaseModel):
    """Averages of one to five as decimals; null while nobody has said anything. Comments bear no names."""

    count: int
    content: str | None
    teaching: str | None
    usefulness: str | None
    comments: list[str]


def session_out(row: SessionRow) -> SessionOut:
    return SessionOut(**{name: getattr(row, name) for name in SessionOut.model_fields})


def training_out(row: TrainingRow) -> TrainingOut:
    fields = {name: getattr(row, name) for name in TrainingOut.model_fields if name != "audience"}
    return TrainingOut(audience=Audience.model_validate(row.audience), **fields)


async def training_page(reader: Reader, training_id: TrainingId, *, drafts: bool, now: datetime, response: Response) -> TrainingPage:
    row = await find_training_row(reader, training_id, drafts=drafts, now=now)
    show_version(response, row.version)
    sessions = [session_out(one) for one in await list_session_rows(reader, training_id)]
    # As objects: the audience's ids have been read already.
    return TrainingPage(sessions=sessions, **dict(training_out(row)))


@router.get("")
async def list_trainings(
    reader: Reader,
    paging: Paging,
    actor: MayRead,
    now: Now,
    q: Annotated[str | None, Query(max_length=80)] = None,
    state: TrainingState | None = None,
    kind: TrainingKind | None = None,
) -> Page[TrainingOut]:
    """Newest first; drafts are seen by those who plan trainings."""
    (after,) = paging.after(UUID) or (None,)
    search = TrainingSearch(q=q or None, state=state, kind=kind, drafts=actor.may(Permission.PLAN_TRAININGS), now=now)
    rows = await list_training_rows(reader, search=search, after=after, limit=paging.limit + 1)
    last = make_cursor(rows[paging.limit - 1].id) if len(rows) > paging.limit else None
    return page_of([training_out(row) for row in rows], limit=paging.limit, next_cursor=last)


@router.post("", status_code=201, dependencies=[ONCE])
async def create_new_training(body: NewTraining, uow: Uow, _: MayPlan, response: Response) -> TrainingPage:
    """A draft (rule ORG-5)."""
    facts = NewTrainingFacts(**{name: getattr(body, name) for name in NewTrainingFacts.__dataclass_fields__})
    made = await create_training(uow, facts=facts)
    return await training_page(uow.session, made.id, drafts=True, now=uow.now, response=response)


@router.get("/{training_id}")
async def get_training(training_id: TrainingId, reader: Reader, actor: MayRead, now: Now, response: Response) -> TrainingPage:
    return await training_page(reader, training_id, drafts=actor.may(Permission.PLAN_TRAININGS), now=now, response=response)


@router.patch("/{training_id}")
async def change_one_training(
    training_id: TrainingId, body: TrainingChange, uow: Uow, _: MayPlan, version: ExpectedVersion, response: Response
) -> TrainingPage:
    given = {name: getattr(body, name) for name in body.model_fields_set}
    wish = {name: value for name, value in given.items() if value is not None or name in ("unit_id", "certificate_months")}
    await change_training(uow, training_id=training_id, expected_version=version, wish=wish)
    return await training_page(uow.session, training_id, drafts=True, now=uow.now, response=response)


@router.post("/{training_id}/open", dependencies=[ONCE])
async def open_training(training_id: TrainingId, uow: Uow, _: MayPlan, version: ExpectedVersion, response: Response) -> TrainingPage:
    """From now on people can enrol."""
    await set_training_state(uow, training_id=training_id, expected_version=version, state=TrainingState.OPEN)
    return await training_page(uow.session, training_id, drafts=True, now=uow.now, response=response)


@router.post("/{training_id}/close", dependencies=[ONCE])
async def close_training(training_id: TrainingId, uow: Uow, _: MayPlan, version: ExpectedVersion, response: Response) -> TrainingPage:
    """For good. Results and certificates stay."""
    await set_training_state(uow, training_id=training_id, expected_version=version, state=TrainingState.CLOSED)
    return await training_page(uow.session, training_id, drafts=True, now=uow.now, response=response)


@router.get("/{training_id}/audience")
async def list_training_audience(
    training_id: TrainingId, reader: Reader, paging: Paging, actor: MayRead, today: Today, now: Now
) -> Page[MeantOut]:
    """Whom it is meant for, with how far they are: those who lack it have no outcome. One sees oneself and one's people, or all."""
    row = await find_training_row(reader, training_id, drafts=actor.may(Permission.PLAN_TRAININGS), now=now)
    audience = Audience.model_validate(row.audience)
    (after,) = paging.after(str) or (None,)
    search = MeantSearch(
        training_id=training_id,
        audience=audience,
        on=today,
        hired_since=today - timedelta(days=audience.new_hire_days) if audience.new_hire_days else None,
        visible=await visible_to(reader, actor=actor, sees_all=Permission.READ_TRAINING_RESULTS, on=today),
    )
    rows = await list_meant_rows(reader, search=search, after=after, limit=paging.limit + 1)
    last = make_cursor(rows[paging.limit - 1].number) if len(rows) > paging.limit else None
    shown = [MeantOut(**{name: getattr(one, name) for name in MeantOut.model_fields}) for one in rows]
    return page_of(shown, limit=paging.limit, next_cursor=last)


@router.post("/{training_id}/enrolments", status_code=201, dependencies=[ONCE])
async def enrol_in_training(training_id: TrainingId, body: NewEnrolments, uow: Uow, _: MayPlan) -> EnrolmentList:
    """Staff and outside parties (rule ORG-5); a full session refuses them all."""
    outside = [OutsideName(reference=one.reference, name=one.name) for one in body.outside]
    made = await enrol_participants(uow, training_id=training_id, session_id=body.session_id, employees=body.employee_ids, outside=outside)
    return EnrolmentList(data=[enrolment_out(row) for row in await enrolment_rows_of(uow.session, [one.id for one in made])])


@router.post("/{training_id}/enrolments/own", status_code=201, dependencies=[ONCE])
async def enrol_oneself_in_training(training_id: TrainingId, body: OwnEnrolment, uow: Uow, own: Own) -> EnrolmentOut:
    """For whom it is meant, before the session begins."""
    made = await enrol_oneself(uow, training_id=training_id, session_id=body.session_id, employee_id=own)
    return enrolment_out(await find_enrolment_row(uow.session, made.id, visible=None))


@router.get("/{training_id}/ratings")
async def get_training_ratings(training_id: TrainingId, reader: Reader, _: MayRead) -> RatingsOut:
    """What those who took part think of it."""
    found = await sum_of_ratings(reader, training_id)
    averages = {name: None if found[name] is None else str(found[name]) for name in ("content", "teaching", "usefulness")}
    return RatingsOut(count=found["count"], comments=found["comments"], **averages)
