from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from fastapi import BackgroundTasks, Query
from pydantic import BaseModel

from chassis.preconditions import ExpectedVersion
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from people.api.hiring.leaving_shapes import LeavingOut, leaving_out
from people.api.hiring.parts import GivenReason, GivenReasonOnly, MayDecideProbation, MayHandleLeavings, MayMove, MayUseOwnFile, check_sees
from people.api.organisation.parts import Today
from people.api.parts import RealNow
from people.domain.hiring.employment import MoveKind, ProbationOutcome
from people.domain.hiring.ids import CandidateId, MoveId
from people.domain.hiring.leaving import LeavingKind, LeavingNotToday
from people.domain.hiring.papers import Section
from people.domain.ids import EmployeeId, PositionId
from people.permissions import Permission
from people.queries.hiring.employments import (
    find_leaving_row,
    list_leaving_rows,
    list_moves,
    list_probation_decisions,
    list_probation_ends,
    list_spells,
)
from people.queries.organisation.visibility import visible_to
from people.use_cases.end_all_access import end_all_access
from people.use_cases.hiring.announce_leaving import LeavingWish, announce_leaving
from people.use_cases.hiring.complete_leaving import complete_leaving
from people.use_cases.hiring.decide_probation import decide_probation
from people.use_cases.hiring.move_employee import MoveWish, move_employee
from people.use_cases.hiring.note_file_opened import note_file_opened
from people.use_cases.hiring.withdraw_move import withdraw_move

router = transactional_router("/v1/employments", tag="employments")
moves_router = transactional_router("/v1/moves", tag="moves")
probation_router = transactional_router("/v1/probation-ends", tag="probation_ends")


class SpellOut(BaseModel):
    """`candidate_id` leads to how they were hired."""

    hired_on: date
    left_on: date | None
    candidate_id: CandidateId | None


class ProbationDecisionOut(BaseModel):
    outcome: str
    decided_on: date
    until_before: date | None
    until_after: date | None
    reason: str
    decided_by: str


class MoveOut(BaseModel):
    id: MoveId
    kind: str
    from_position_id: PositionId | None
    from_zh: str | None
    from_en: str | None
    to_position_id: PositionId
    to_zh: str
    to_en: str
    takes_effect_on: date
    reason: str
    state: str
    planned_by: str
    planned_at: datetime
    version: int


class EmploymentHistory(BaseModel):
    """Spells of work, how probation was decided, moves and leavings, each newest first."""

    spells: list[SpellOut]
    probation: list[ProbationDecisionOut]
    moves: list[MoveOut]
    leavings: list[LeavingOut]


class ProbationDecisionIn(Body):
    """`until` with `extended`: the new end. To end somebody in probation, announce their leaving with the kind `probation`."""

    outcome: Literal["confirmed", "extended"]
    until: date | None = None
    reason: GivenReason


class MoveIn(Body):
    """`on` is the first day in the new position, today or later; rights follow on the day."""

    position_id: PositionId
    kind: MoveKind
    on: date
    reason: GivenReason


class LeavingIn(Body):
    """`at_once`: all access ends now and `last_day` is today; else at the end of the last day."""

    last_day: date
    kind: LeavingKind
    reason: GivenReason
    at_once: bool = False


class ProbationEndOut(BaseModel):
    """`version` is the employee's ETag."""

    id: EmployeeId
    number: str
    name: str
    hired_on: date
    probation_until: date
    title_zh: str | None
    title_en: str | None
    version: int


class ProbationEnds(BaseModel):
    data: list[ProbationEndOut]


async def _history(reader: Reader, employee_id: EmployeeId, today: Today) -> EmploymentHistory:
    leavings = await list_leaving_rows(reader, state=None, employee_id=employee_id, visible=None, before=None, limit=100)
    return EmploymentHistory(
        spells=[SpellOut.model_validate(row, from_attributes=True) for row in await list_spells(reader, employee_id)],
        probation=[
            ProbationDecisionOut.model_validate(row, from_attributes=True) for row in await list_probation_decisions(reader, employee_id)
        ],
        moves=[MoveOut.model_validate(row, from_attributes=True) for row in await list_moves(reader, employee_id, on=today)],
        leavings=[leaving_out(row) for row in leavings],
    )


@router.get("/{employee_id}")
async def get_employment_history(
    employee_id: EmployeeId, reader: Reader, here: Here, today: Today, actor: MayUseOwnFile
) -> EmploymentHistory:
    """One's own, one's people's, or with `people.personnel_files.read` everybody's; the look is logged (rule ORG-6)."""
    await check_sees(reader, actor=actor, employee_id=employee_id, sees_all=Permission.READ_PERSONNEL_FILES, on=today)
    async with here.new_uow(actor) as uow:
        await note_file_opened(uow, employee_id=employee_id, section=Section.EMPLOYMENT)
        await uow.commit()
    return await _history(reader, employee_id, today)


@router.post("/{employee_id}/probation", dependencies=[ONCE])
async def decide_on_probation(
    employee_id: EmployeeId, body: ProbationDecisionIn, uow: Uow, today: Today, actor: MayDecideProbation, version: ExpectedVersion
) -> EmploymentHistory:
    """Confirmed or extended (rule ORG-6)."""
    await check_sees(uow.session, actor=actor, employee_id=employee_id, sees_all=Permission.READ_EMPLOYEES, on=today)
    outcome = ProbationOutcome(body.outcome)
    await decide_probation(uow, employee_id=employee_id, expected_version=version, outcome=outcome, until=body.until, reason=body.reason)
    return await _history(uow.session, employee_id, today)


@router.post("/{employee_id}/moves", status_code=201, dependencies=[ONCE])
async def move_one_employee(employee_id: EmployeeId, body: MoveIn, uow: Uow, today: Today, actor: MayMove) -> EmploymentHistory:
    """Transfer or promotion, today or later; past the headcount it is refused (rule ORG-3)."""
    await check_sees(uow.session, actor=actor, employee_id=employee_id, sees_all=Permission.READ_EMPLOYEES, on=today)
    wish = MoveWish(position_id=body.position_id, kind=body.kind, on=body.on, reason=body.reason)
    await move_employee(uow, employee_id=employee_id, wish=wish)
    return await _history(uow.session, employee_id, today)


@moves_router.post("/{move_id}/withdraw", dependencies=[ONCE])
async def withdraw_planned_move(
    move_id: MoveId, body: GivenReasonOnly, uow: Uow, today: Today, actor: MayMove, version: ExpectedVersion
) -> EmploymentHistory:
    """Before its day comes."""
    move = await withdraw_move(uow, move_id=move_id, expected_version=version, reason=body.reason)
    # Whose move it was is known now; a refusal takes all of it back.
    await check_sees(uow.session, actor=actor, employee_id=move.employee_id, sees_all=Permission.READ_EMPLOYEES, on=today)
    return await _history(uow.session, move.employee_id, today)


@router.post("/{employee_id}/leaving", status_code=201, dependencies=[ONCE])
async def announce_one_leaving(
    employee_id: EmployeeId, body: LeavingIn, uow: Uow, here: Here, today: Today, actor: MayHandleLeavings, now: RealNow,
    after: BackgroundTasks,
) -> LeavingOut:  # fmt: skip
    """With the hand-over list. At the end of the last day, or at once, every session and key of theirs ends in every service (rule ORG-6)."""
    await check_sees(uow.session, actor=actor, employee_id=employee_id, sees_all=Permission.READ_EMPLOYEES, on=today)
    if body.at_once and body.last_day != today:
        raise LeavingNotToday
    wish = LeavingWish(last_day=body.last_day, kind=body.kind, reason=body.reason)
    leaving = await announce_leaving(uow, employee_id=employee_id, wish=wish)
    if body.at_once:
        employee = await complete_leaving(uow, leaving_id=leaving.id)
        if employee.account_id is not None:
            ended = await end_all_access(uow, account_id=employee.account_id, reason="left", now=now)
            after.add_task(here.tokens.end, [*ended.sessions, *ended.clients])
    return leaving_out(await find_leaving_row(uow.session, leaving.id))


@probation_router.get("")
async def list_ends_of_probation(
    reader: Reader,
    today: Today,
    actor: MayUseOwnFile,
    within_days: Annotated[int, Query(ge=0, le=366)] = 30,
) -> ProbationEnds:
    """Whose probation ends soon, or has ended and nobody decided: one's own people, or everybody with `people.employees.read`."""
    visible = await visible_to(reader, actor=actor, sees_all=Permission.READ_EMPLOYEES, on=today)
    rows = await list_probation_ends(reader, on=today, until=today + timedelta(days=within_days), visible=visible)
    return ProbationEnds(data=[ProbationEndOut.model_validate(row, from_attributes=True) for row in rows])
