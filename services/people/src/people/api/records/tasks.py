from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Response
from pydantic import BaseModel

from chassis.actor import Actor
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from people.api.organisation.parts import Today
from people.api.records.parts import GivenReason, Line, Maybe, MayWork, NobodysAccount
from people.domain.ids import EmployeeId, MeetingId, TaskId
from people.domain.records.task import TaskState, may_run_task
from people.permissions import Permission
from people.queries.organisation.visibility import employee_of, visible_to
from people.queries.records.tasks import TaskRow, TaskSearch, find_task_row, list_task_rows, own_task_figures
from people.use_cases.records.change_task import change_task
from people.use_cases.records.end_task import end_task
from people.use_cases.records.give_task import Errand, give_task

router = transactional_router("/v1/tasks", tag="tasks")


class NewTask(Body):
    """`owner_id` null: oneself."""

    title: Line
    owner_id: EmployeeId | None
    due_on: date


class TaskChange(Body):
    """What is left out, or null, stays as it is."""

    title: Line | None = None
    owner_id: EmployeeId | None = None
    due_on: date | None = None
    reason: GivenReason


class Done(Body):
    note: Maybe


class Dropped(Body):
    reason: GivenReason


class TaskOut(BaseModel):
    """`overdue`: open after its day. `may_change`: the asker may hand it on, move, reword or drop it. `reminded_on` is the day of the last reminder. `note`: what came of it, or why it was dropped."""

    id: TaskId
    number: str
    title: str
    owner_id: EmployeeId
    owner_name: str
    owner_number: str
    giver_id: EmployeeId | None
    giver_name: str | None
    due_on: date
    overdue: bool
    meeting_id: MeetingId | None
    meeting_number: str | None
    meeting_title: str | None
    state: str
    note: str
    ended_at: datetime | None
    ended_by: str | None
    reminded_on: date | None
    created_at: datetime
    may_change: bool
    version: int


class TaskFiguresOut(BaseModel):
    """One's own open tasks; of these the late ones, those due today and those due tomorrow, when the reminders begin."""

    open: int
    overdue: int
    today: int
    tomorrow: int


Scope = tuple[UUID | None, list[UUID] | None]
"""Who asks, and whose tasks they see and may give; None: everybody's."""


def _task_out(row: TaskRow, scope: Scope) -> TaskOut:
    own, people = scope
    may_run = may_run_task(owner_id=row.owner_id, giver_id=row.giver_id, chair_id=row.chair_id, asker=own, people=people)
    fields = {name: getattr(row, name) for name in TaskOut.model_fields if name != "may_change"}
    return TaskOut(may_change=may_run and row.state == TaskState.OPEN, **fields)


class Asked:
    def __init__(
        self,
        state: TaskState | None = None,
        overdue: bool = False,
        mine: bool = False,
        given_by_me: bool = False,
        owner_id: EmployeeId | None = None,
        meeting_id: MeetingId | None = None,
        q: Annotated[str | None, Query(max_length=80)] = None,
    ) -> None:
        self.mine, self.owner_id = mine, owner_id
        self.given: dict[str, Any] = {
            "state": state,
            "overdue": overdue,
            "given_by_me": given_by_me,
            "meeting_id": meeting_id,
            "q": q or None,
        }


async def _scope(reader: Reader, actor: Actor, today: date) -> Scope:
    own = await employee_of(reader, actor)
    return own, await visible_to(reader, actor=actor, sees_all=Permission.OVERSEE_MEETINGS, on=today)


async def _shown(uow: Uow, task_id: UUID, today: date, response: Response, scope: Scope) -> TaskOut:
    await uow.session.flush()
    row = await find_task_row(uow.session, task_id, search=TaskSearch(visible=None, own=None, today=today))
    show_version(response, row.version)
    return _task_out(row, scope)


@router.get("")
async def list_tasks(reader: Reader, paging: Paging, actor: MayWork, today: Today, asked: Annotated[Asked, Depends()]) -> Page[TaskOut]:
    """What is due first comes first: one's own, those one gave, one's people's, those of one's meetings; or all. `mine`: one's own only."""
    after = paging.after(datetime, UUID)
    own, visible = await _scope(reader, actor, today)
    if asked.mine and own is None:
        return page_of([], limit=paging.limit, next_cursor=None)
    search = TaskSearch(visible=visible, own=own, today=today, owner_id=own if asked.mine else asked.owner_id, **asked.given)
    rows = await list_task_rows(reader, search=search, after=None if after is None else (after[0].date(), after[1]), limit=paging.limit + 1)
    edge = rows[paging.limit - 1] if len(rows) > paging.limit else None
    return page_of(
        [_task_out(row, (own, visible)) for row in rows],
        limit=paging.limit,
        next_cursor=edge and make_cursor(edge.due_on.isoformat(), edge.id),
    )


@router.get("/figures")
async def get_own_task_figures(reader: Reader, actor: MayWork, today: Today) -> TaskFiguresOut:
    figures = await own_task_figures(reader, own=await employee_of(reader, actor), today=today)
    return TaskFiguresOut(open=figures.open, overdue=figures.overdue, today=figures.today, tomorrow=figures.tomorrow)


@router.post("", status_code=201, dependencies=[ONCE])
async def give_new_task(body: NewTask, uow: Uow, actor: MayWork, today: Today, response: Response) -> TaskOut:
    """To oneself or to one's people."""
    own, people = await _scope(uow.session, actor, today)
    owner = body.owner_id or own
    if owner is None:
        raise NobodysAccount
    task = await give_task(uow, errand=Errand(title=body.title, owner_id=owner, due_on=body.due_on), giver=own, people=people)
    return await _shown(uow, task.id, today, response, (own, people))


@router.get("/{task_id}")
async def get_task(task_id: TaskId, reader: Reader, actor: MayWork, today: Today, response: Response) -> TaskOut:
    own, visible = await _scope(reader, actor, today)
    row = await find_task_row(reader, task_id, search=TaskSearch(visible=visible, own=own, today=today))
    show_version(response, row.version)
    return _task_out(row, (own, visible))


@router.patch("/{task_id}")
async def change_one_task(
    task_id: TaskId, body: TaskChange, uow: Uow, actor: MayWork, version: ExpectedVersion, today: Today, response: Response
) -> TaskOut:
    """Handed on, moved or reworded, with a reason."""
    own, people = await _scope(uow.session, actor, today)
    await find_task_row(uow.session, task_id, search=TaskSearch(visible=people, own=own, today=today))
    wish = {name: getattr(body, name) for name in body.model_fields_set - {"reason"} if getattr(body, name) is not None}
    await change_task(uow, task_id=task_id, expected_version=version, wish=wish, reason=body.reason, changer=own, people=people)
    return await _shown(uow, task_id, today, response, (own, people))


@router.post("/{task_id}/done", dependencies=[ONCE])
async def finish_task(
    task_id: TaskId, body: Done, uow: Uow, actor: MayWork, version: ExpectedVersion, today: Today, response: Response
) -> TaskOut:
    own, people = await _scope(uow.session, actor, today)
    await find_task_row(uow.session, task_id, search=TaskSearch(visible=people, own=own, today=today))
    state = TaskState.DONE
    await end_task(uow, task_id=task_id, expected_version=version, state=state, note=body.note, changer=own, people=people)
    return await _shown(uow, task_id, today, response, (own, people))


@router.post("/{task_id}/drop", dependencies=[ONCE])
async def drop_task(
    task_id: TaskId, body: Dropped, uow: Uow, actor: MayWork, version: ExpectedVersion, today: Today, response: Response
) -> TaskOut:
    """With a reason; not by its owner alone (rule ORG-9)."""
    own, people = await _scope(uow.session, actor, today)
    await find_task_row(uow.session, task_id, search=TaskSearch(visible=people, own=own, today=today))
    state = TaskState.DROPPED
    await end_task(uow, task_id=task_id, expected_version=version, state=state, note=body.reason, changer=own, people=people)
    return await _shown(uow, task_id, today, response, (own, people))
