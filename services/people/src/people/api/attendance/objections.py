from datetime import date, datetime
from typing import Literal
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from people.api.attendance.leave_parts import (
    Clock,
    CorrectedFact,
    GivenWords,
    JudgedDay,
    MayKeepMonths,
    MayObject,
    MayReadMonths,
    MonthText,
    Words,
    month_of_text,
    visible_months,
)
from people.api.organisation.parts import Today
from people.domain.attendance.objection import ObjectionState
from people.domain.attendance.policy import read_time
from people.domain.attendance.proofs import Direction
from people.domain.ids import EmployeeId, ObjectionId
from people.queries.attendance.month_day import judged_day
from people.queries.attendance.objections import ObjectionRow, ObjectionSearch, find_objection_row, list_objection_rows
from people.use_cases.attendance.file_objection import ObjectionText, file_objection
from people.use_cases.attendance.settle_objection import ObjectionSettlement, settle_objection

router = transactional_router("/v1/attendance/objections", tag="objections")


class NewObjection(Body):
    """In writing, against one's own result of a day; who saw it, and which papers there are."""

    on: date
    statement: GivenWords
    witness: Words = ""
    attachments: Words = ""


class EnteredAttendanceFact(Body):
    """A sign-in or sign-out that is put on record by hand."""

    direction: Literal["in", "out"]
    at: Clock


class NewObjectionSettlement(Body):
    """`heard`: who was asked and what they said. Accepted: what is put on record; nothing when leave has come meanwhile."""

    outcome: Literal["accepted", "refused"]
    heard: GivenWords
    decision: GivenWords
    facts: list[EnteredAttendanceFact] = Field(default=[], max_length=12)


class ObjectionOut(BaseModel):
    """`was` is the day's result when it was filed, `became` after it was accepted: both stay."""

    id: ObjectionId
    number: str
    employee_id: EmployeeId
    employee_number: str
    employee_name: str
    month: str
    on_date: date
    statement: str
    witness: str
    attachments: str
    filed_at: datetime
    state: str
    heard: str
    decision: str
    corrected: list[CorrectedFact]
    was: JudgedDay
    became: JudgedDay | None
    decided_by: str | None
    decided_at: datetime | None
    version: int


class ObjectionDetail(ObjectionOut):
    """`now`: the day as its facts judge it at this moment."""

    now: JudgedDay | None


def facts_of(facts: list[EnteredAttendanceFact]) -> list[tuple[int, Direction]]:
    return [(min(read_time(fact.at), 86_399), Direction.IN if fact.direction == "in" else Direction.OUT) for fact in facts]


def objection_out(row: ObjectionRow) -> ObjectionOut:
    own = {name: getattr(row, name) for name in ObjectionOut.model_fields}
    return ObjectionOut.model_validate(own | {"month": f"{row.month:%Y-%m}"})


async def _detail(reader: Reader, objection_id: UUID, visible: list[UUID] | None, response: Response) -> ObjectionDetail:
    row = await find_objection_row(reader, objection_id=objection_id, visible=visible)
    show_version(response, row.version)
    now = await judged_day(reader, employee_id=row.employee_id, on=row.on_date)
    return ObjectionDetail.model_validate(objection_out(row).model_dump() | {"now": now})


@router.get("")
async def list_objections(
    *, reader: Reader, paging: Paging, today: Today, actor: MayReadMonths, state: Literal["open", "accepted", "refused"] | None = None,
    month: MonthText | None = None, employee_id: EmployeeId | None = None,
) -> Page[ObjectionOut]:  # fmt: skip
    """Newest first: one's own and one's people's; everybody's for HR."""
    (after,) = paging.after(UUID) or (None,)
    search = ObjectionSearch(
        visible=await visible_months(reader, actor, today),
        state=state,
        month=None if month is None else month_of_text(month),
        employee_id=employee_id,
    )
    rows = await list_objection_rows(reader, search=search, after=after, limit=paging.limit + 1)
    cursor = make_cursor(rows[paging.limit - 1].id) if len(rows) > paging.limit else None
    return page_of([objection_out(row) for row in rows], limit=paging.limit, next_cursor=cursor)


@router.post("", status_code=201, dependencies=[ONCE])
async def file_an_objection(body: NewObjection, uow: Uow, _: MayObject, response: Response) -> ObjectionDetail:
    """Until the end of the last day for it (the policy says which; the 5th of the next month), company time; later ones are refused, and the result counts as accepted (rule ATT-7)."""
    text = ObjectionText(statement=body.statement, witness=body.witness, attachments=body.attachments)
    objection = await file_objection(uow, on=body.on, text=text)
    return await _detail(uow.session, objection.id, None, response)


@router.get("/{objection_id}")
async def get_objection(
    objection_id: ObjectionId, reader: Reader, today: Today, actor: MayReadMonths, response: Response
) -> ObjectionDetail:  # fmt: skip
    """With the day's facts beside it."""
    return await _detail(reader, objection_id, await visible_months(reader, actor, today), response)


@router.post("/{objection_id}/settle", dependencies=[ONCE])
async def settle_an_objection(
    objection_id: ObjectionId, body: NewObjectionSettlement, uow: Uow, _: MayKeepMonths, version: ExpectedVersion, response: Response
) -> ObjectionDetail:
    """By HR with those concerned, and never one's own (rules ATT-7, ORG-7). Accepted: day and sheet are computed again, old beside new."""
    settlement = ObjectionSettlement(
        state=ObjectionState(body.outcome), heard=body.heard, decision=body.decision, facts=facts_of(body.facts)
    )
    await settle_objection(uow, objection_id=objection_id, expected_version=version, settlement=settlement)
    await uow.session.flush()
    return await _detail(uow.session, objection_id, None, response)
