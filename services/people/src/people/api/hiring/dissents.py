from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from chassis.actor import Actor
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from people.api.hiring.parts import MayUseOwnFile, Told, Writing, account_of_person
from people.api.hiring.personnel_files import note_look
from people.domain.hiring.dissent import DissentNotFound, DissentOutcome
from people.domain.hiring.ids import DissentId
from people.domain.hiring.papers import Section
from people.domain.ids import EmployeeId
from people.permissions import Permission
from people.queries.hiring.files import DissentRow, DissentSearch, find_dissent_row, list_dissents
from people.queries.organisation.visibility import employee_of, reached_by, reaches
from people.use_cases.hiring.answer_dissent import answer_dissent
from people.use_cases.hiring.note_complied import note_complied
from people.use_cases.hiring.write_dissent import DissentFacts, write_dissent

router = transactional_router("/v1/dissents", tag="dissents")


class NewDissent(Body):
    """`reference` names the task or record the instruction is about (its id or number), so that both are found together; empty for none."""

    given_by_id: EmployeeId
    reference: Told
    instruction: Writing
    dissent: Writing


class DissentAnswer(Body):
    """What becomes of the instruction."""

    answer: Writing
    outcome: DissentOutcome


class DissentOut(BaseModel):
    """Neither the instruction nor the dissent is ever changed. `version` is the ETag."""

    id: DissentId
    employee_id: EmployeeId
    employee_name: str
    given_by_id: EmployeeId
    given_by_name: str
    reference: str
    instruction: str
    dissent: str
    written_at: datetime
    answer: str | None
    answered_at: datetime | None
    answered_by: str | None
    outcome: str | None
    complied_at: datetime | None
    version: int


def _out(row: DissentRow) -> DissentOut:
    return DissentOut.model_validate(row, from_attributes=True)


async def _search(reader: Reader, actor: Actor, employee_id: UUID | None, reference: str | None, today: date) -> DissentSearch:
    return DissentSearch(
        employee_id=employee_id,
        reference=reference,
        reached=await reached_by(reader, actor=actor, permission=Permission.READ_PERSONNEL_FILES, on=today),
        own=await employee_of(reader, actor),
    )


@router.get("")
async def list_written_dissents(
    reader: Reader,
    here: Here,
    paging: Paging,
    actor: MayUseOwnFile,
    employee_id: EmployeeId | None = None,
    reference: Annotated[str | None, Query(max_length=200, description="The task it is about")] = None,
) -> Page[DissentOut]:
    """Newest first; seen by who wrote it, who gave the instruction, and HR (rule ORG-12)."""
    (before,) = paging.after(UUID) or (None,)
    search = await _search(reader, actor, employee_id, reference, here.clock.today())
    rows = await list_dissents(reader, search=search, before=before, limit=paging.limit + 1)
    if employee_id is not None:
        await note_look(here, actor, employee_id, Section.DISSENTS)
    last = make_cursor(rows[paging.limit - 1].id) if len(rows) > paging.limit else None
    return page_of([_out(row) for row in rows], limit=paging.limit, next_cursor=last)


@router.post("", status_code=201, dependencies=[ONCE])
async def write_new_dissent(body: NewDissent, uow: Uow, actor: MayUseOwnFile) -> DissentOut:
    """By whoever was told to do it; it is followed all the same, and both stay beside the task (rule ORG-12)."""
    facts = DissentFacts(given_by_id=body.given_by_id, reference=body.reference, instruction=body.instruction, dissent=body.dissent)
    made = await write_dissent(uow, account_id=account_of_person(actor), facts=facts)
    return await _one(uow, actor, made.id)


@router.post("/{dissent_id}/answer", dependencies=[ONCE])
async def answer_one_dissent(
    dissent_id: DissentId, body: DissentAnswer, uow: Uow, actor: MayUseOwnFile, version: ExpectedVersion
) -> DissentOut:
    """By who gave the instruction."""
    await _one(uow, actor, dissent_id)
    await answer_dissent(
        uow, dissent_id=dissent_id, expected_version=version, account_id=account_of_person(actor), answer=body.answer, outcome=body.outcome
    )
    return await _one(uow, actor, dissent_id)


@router.post("/{dissent_id}/comply", dependencies=[ONCE])
async def note_instruction_followed(dissent_id: DissentId, uow: Uow, actor: MayUseOwnFile, version: ExpectedVersion) -> DissentOut:
    """By who dissented: it was done all the same."""
    await _one(uow, actor, dissent_id)
    await note_complied(uow, dissent_id=dissent_id, expected_version=version, account_id=account_of_person(actor))
    return await _one(uow, actor, dissent_id)


async def _one(uow: Uow, actor: Actor, dissent_id: UUID) -> DissentOut:
    """Raises DissentNotFound, also for one whom it does not concern."""
    row = await find_dissent_row(uow.session, dissent_id)
    if await employee_of(uow.session, actor) in (row.employee_id, row.given_by_id):
        return _out(row)
    read = Permission.READ_PERSONNEL_FILES
    if not await reaches(uow.session, actor=actor, permission=read, employee_id=row.employee_id, on=uow.today):
        raise DissentNotFound
    return _out(row)
