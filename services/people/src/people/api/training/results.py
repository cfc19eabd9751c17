import asyncio
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from people.api.organisation.parts import Today
from people.api.training.parts import EnrolmentOut, GivenReason, Maybe, MayPlan, MayRead, Own, Points, enrolment_out
from people.domain.ids import (
    EmployeeId,
    EnrolmentId,
    TrainingId,
    TrainingSessionId,
    shown_employee,
    shown_training,
    shown_training_session,
)
from people.domain.training.enrolment import Outcome
from people.permissions import Permission
from people.queries.organisation.visibility import employee_of, visible_to
from people.queries.training.results import (
    EnrolmentSearch,
    ExpirySearch,
    find_certificate_row,
    find_enrolment_row,
    list_enrolment_rows,
    list_expiring_rows,
    list_outside_parties,
)
from people.use_cases.training.rate_training import Opinion, rate_training
from people.use_cases.training.record_result import ResultByHand, record_result
from people.use_cases.training.withdraw_enrolment import withdraw_enrolment

router = transactional_router("/v1/training-enrolments", tag="training_enrolments")
certificates_router = transactional_router("/v1/training-certificates", tag="training_certificates")
parties_router = transactional_router("/v1/outside-parties", tag="outside_parties")
Stars = Annotated[int, Field(ge=1, le=5)]
PDF = "application/pdf"


class ResultIn(Body):
    """`score` of an outside party in a training with a test: the pass mark decides, whatever `passed` says."""

    passed: bool
    score: Points | None
    comment: Maybe


class Withdrawing(Body):
    reason: GivenReason


class OpinionIn(Body):
    content: Stars
    teaching: Stars
    usefulness: Stars
    comment: Maybe


class PartyOut(BaseModel):
    reference: str
    name: str


class AskedEnrolments:
    def __init__(
        self,
        training_id: TrainingId | None = None,
        session_id: TrainingSessionId | None = None,
        employee_id: EmployeeId | None = None,
        outcome: Outcome | None = None,
        q: Annotated[str | None, Query(max_length=80)] = None,
    ) -> None:
        self.training_id, self.session_id, self.employee_id = training_id, session_id, employee_id
        self.outcome, self.q = outcome, q or None

    def search(self, visible: list[UUID] | None) -> EnrolmentSearch:
        return EnrolmentSearch(
            visible=visible,
            training_id=self.training_id,
            session_id=self.session_id,
            employee_id=self.employee_id,
            outcome=self.outcome,
            q=self.q,
        )

    def told(self) -> dict[str, str]:
        """What was asked for, for the audit trail."""
        given = {
            "training_id": self.training_id and shown_training(self.training_id),
            "session_id": self.session_id and shown_training_session(self.session_id),
            "employee_id": self.employee_id and shown_employee(self.employee_id),
            "outcome": self.outcome and self.outcome.value,
            "q": self.q,
        }
        return {name: value for name, value in given.items() if value is not None}


async def _visible(reader: Reader, actor: Actor, today: date) -> list[UUID] | None:
    return await visible_to(reader, actor=actor, sees_all=Permission.READ_TRAINING_RESULTS, on=today)


@router.get("")
async def list_training_enrolments(
    reader: Reader,
    paging: Paging,
    actor: MayRead,
    today: Today,
    asked: Annotated[AskedEnrolments, Depends()],
) -> Page[EnrolmentOut]:
    """Who takes part in what, with results, newest first. One sees oneself and one's people; outside parties with all results."""
    (after,) = paging.after(UUID) or (None,)
    search = asked.search(await _visible(reader, actor, today))
    rows = await list_enrolment_rows(reader, search=search, after=after, limit=paging.limit + 1)
    last = make_cursor(rows[paging.limit - 1].id) if len(rows) > paging.limit else None
    return page_of([enrolment_out(row) for row in rows], limit=paging.limit, next_cursor=last)


@router.get("/own")
async def list_own_enrolments(reader: Reader, paging: Paging, actor: MayRead, undecided: bool = False) -> Page[EnrolmentOut]:
    """`undecided`: what still goes on, without those that are decided, missed or withdrawn from. Whoever is no employee has none."""
    own = await employee_of(reader, actor)
    if own is None:
        return page_of([], limit=paging.limit, next_cursor=None)
    (after,) = paging.after(UUID) or (None,)
    search = EnrolmentSearch(visible=[own], employee_id=own, undecided=undecided)
    rows = await list_enrolment_rows(reader, search=search, after=after, limit=paging.limit + 1)
    last = make_cursor(rows[paging.limit - 1].id) if len(rows) > paging.limit else None
    return page_of([enrolment_out(row) for row in rows], limit=paging.limit, next_cursor=last)


@router.get("/{enrolment_id}")
async def get_training_enrolment(enrolment_id: EnrolmentId, reader: Reader, actor: MayRead, today: Today) -> EnrolmentOut:
    return enrolment_out(await find_enrolment_row(reader, enrolment_id, visible=await _visible(reader, actor, today)))


@router.post("/{enrolment_id}/result", dependencies=[ONCE])
async def record_training_result(enrolment_id: EnrolmentId, body: ResultIn, uow: Uow, actor: MayPlan) -> EnrolmentOut:
    """Where there is no test, and for outside parties (rule ORG-5). Nobody records their own."""
    result = ResultByHand(passed=body.passed, score=body.score, comment=body.comment)
    await record_result(uow, enrolment_id=enrolment_id, result=result, recorder=await employee_of(uow.session, actor))
    await uow.session.flush()
    return enrolment_out(await find_enrolment_row(uow.session, enrolment_id, visible=None))


@router.post("/{enrolment_id}/withdraw", dependencies=[ONCE])
async def withdraw_training_enrolment(enrolment_id: EnrolmentId, body: Withdrawing, uow: Uow, actor: MayRead) -> EnrolmentOut:
    """Oneself, or anybody by who plans trainings; before the session begins."""
    own = await employee_of(uow.session, actor)
    row = await find_enrolment_row(
        uow.session, enrolment_id, visible=None if actor.may(Permission.PLAN_TRAININGS) else [own] if own else []
    )
    await withdraw_enrolment(
        uow, enrolment_id=enrolment_id, reason=body.reason, only_of=None if actor.may(Permission.PLAN_TRAININGS) else row.employee_id
    )
    await uow.session.flush()
    return enrolment_out(await find_enrolment_row(uow.session, enrolment_id, visible=None))


@router.post("/{enrolment_id}/rating", status_code=204, dependencies=[ONCE])
async def rate_own_training(enrolment_id: EnrolmentId, body: OpinionIn, uow: Uow, own: Own) -> Response:
    """What one thinks of a training one took part in; again, in place of the first."""
    opinion = Opinion(content=body.content, teaching=body.teaching, usefulness=body.usefulness, comment=body.comment)
    await rate_training(uow, enrolment_id=enrolment_id, opinion=opinion, only_of=own)
    return Response(status_code=204)


@certificates_router.get("/expiring")
async def list_expiring_certificates(
    reader: Reader, paging: Paging, actor: MayRead, today: Today, until: Annotated[date, Query()]
) -> Page[EnrolmentOut]:
    """Certificates that are over by `until`, soonest first, without those that were renewed since and those of people who left."""
    after = paging.after(datetime, UUID)
    key = None if after is None else (after[0].date(), after[1])
    search = ExpirySearch(visible=await _visible(reader, actor, today), on=today, until=until, after=key)
    rows = await list_expiring_rows(reader, search=search, limit=paging.limit + 1)
    last = None
    if len(rows) > paging.limit:
        edge = rows[paging.limit - 1]
        last = make_cursor(str(edge.valid_until), edge.id)
    return page_of([enrolment_out(row) for row in rows], limit=paging.limit, next_cursor=last)


@certificates_router.get(
    "/{number}/pdf", response_class=Response, responses={200: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}}
)
async def get_certificate_pdf(number: str, reader: Reader, here: Here, actor: MayRead, today: Today) -> Response:
    """For printing: one's own, one's people's, or all."""
    row = await find_certificate_row(reader, number, visible=await _visible(reader, actor, today))
    # Drawing takes 10 MB that a process which prints nothing need not spend.
    from people.api.training.certificate_paper import certificate_pdf

    content = await asyncio.to_thread(certificate_pdf, row, zone=here.clock.zone)
    return Response(content, media_type=PDF, headers={"Content-Disposition": f'inline; filename="{number}.pdf"'})


@parties_router.get("", name="list_outside_parties")
async def list_parties(
    reader: Reader, paging: Paging, _: Annotated[Actor, Depends(requires(Permission.PLAN_TRAININGS))],
    q: Annotated[str | None, Query(max_length=80)] = None,
) -> Page[PartyOut]:  # fmt: skip
    """Those outside the company who were ever enrolled."""
    (after,) = paging.after(str) or (None,)
    rows = await list_outside_parties(reader, q=q or None, after=after, limit=paging.limit + 1)
    last = make_cursor(rows[paging.limit - 1].reference) if len(rows) > paging.limit else None
    return page_of([PartyOut(reference=row.reference, name=row.name) for row in rows], limit=paging.limit, next_cursor=last)
