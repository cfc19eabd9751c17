from uuid import UUID

from fastapi import BackgroundTasks, Depends, Response

from chassis.actor import Actor
from chassis.auth import CurrentActor
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from people.api.hiring.leaving_shapes import LeavingFile, LeavingOut, leaving_file, leaving_out
from people.api.hiring.parts import GivenReasonOnly, Line, MayHandleLeavings, MayUseOwnFile, Told
from people.api.organisation.parts import Today
from people.api.parts import RealNow
from people.domain.hiring.ids import LeavingId, LeavingItemId
from people.domain.hiring.leaving import ItemKind, LeavingState
from people.domain.ids import EmployeeId
from people.permissions import Permission
from people.queries.hiring.employments import find_leaving_row, list_leaving_items, list_leaving_rows
from people.queries.organisation.employees import find_employee_row
from people.queries.organisation.visibility import reached_by, visible_to
from people.use_cases.end_all_access import end_all_access
from people.use_cases.hiring.add_leaving_item import add_leaving_item
from people.use_cases.hiring.check_leaving_planned import check_leaving_planned
from people.use_cases.hiring.tick_leaving_item import tick_leaving_item
from people.use_cases.hiring.withdraw_leaving import withdraw_leaving

router = transactional_router("/v1/leavings", tag="leavings")


class NewLeavingItem(Body):
    kind: ItemKind
    title: Line


class LeavingItemTick(Body):
    """`done` false opens the line again."""

    done: bool
    handed_to_id: EmployeeId | None = None
    note: Told


async def _file(reader: Reader, leaving_id: UUID, response: Response, visible: list[UUID] | None = None) -> LeavingFile:
    row = await find_leaving_row(reader, leaving_id, visible=visible)
    show_version(response, row.version)
    return leaving_file(row, list(await list_leaving_items(reader, leaving_id)))


async def _visible(reader: Reader, actor: Actor, today: Today) -> list[UUID] | None:
    return await visible_to(reader, actor=actor, sees_all=Permission.HANDLE_LEAVINGS, on=today)


async def reaches_leaving(leaving_id: LeavingId, actor: CurrentActor, reader: Reader, today: Today) -> None:
    """Of somebody whom the caller's roles with the permission reach (docs/adr/0015). Raises Forbidden, LeavingNotFound."""
    actor.must(Permission.HANDLE_LEAVINGS)
    reached = await reached_by(reader, actor=actor, permission=Permission.HANDLE_LEAVINGS, on=today)
    await find_leaving_row(reader, leaving_id, visible=None if reached is None else sorted(reached))


REACHED = Depends(reaches_leaving)


@router.get("")
async def list_leavings(
    reader: Reader, paging: Paging, today: Today, actor: MayUseOwnFile, state: LeavingState | None = None
) -> Page[LeavingOut]:
    """Newest first: one's own, one's people's, or everybody's with `people.leavings.handle`."""
    (before,) = paging.after(UUID) or (None,)
    visible = await _visible(reader, actor, today)
    rows = await list_leaving_rows(reader, state=state, employee_id=None, visible=visible, before=before, limit=paging.limit + 1)
    last = make_cursor(rows[paging.limit - 1].id) if len(rows) > paging.limit else None
    return page_of([leaving_out(row) for row in rows], limit=paging.limit, next_cursor=last)


@router.get("/{leaving_id}")
async def get_leaving(leaving_id: LeavingId, reader: Reader, today: Today, actor: MayUseOwnFile, response: Response) -> LeavingFile:
    """With the hand-over list."""
    return await _file(reader, leaving_id, response, await _visible(reader, actor, today))


@router.post("/{leaving_id}/items", status_code=201, dependencies=[ONCE, REACHED])
async def add_hand_over_line(
    leaving_id: LeavingId, body: NewLeavingItem, uow: Uow, _: MayHandleLeavings, response: Response
) -> LeavingFile:
    await add_leaving_item(uow, leaving_id=leaving_id, kind=body.kind, title=body.title)
    return await _file(uow.session, leaving_id, response)


@router.post("/{leaving_id}/items/{item_id}/tick", dependencies=[ONCE, REACHED])
async def tick_hand_over_line(
    leaving_id: LeavingId, item_id: LeavingItemId, body: LeavingItemTick, uow: Uow, _: MayHandleLeavings, response: Response
) -> LeavingFile:
    """Handed over, to whom; also after they have left."""
    await tick_leaving_item(uow, leaving_id=leaving_id, item_id=item_id, done=body.done, handed_to_id=body.handed_to_id, note=body.note)
    return await _file(uow.session, leaving_id, response)


@router.post("/{leaving_id}/withdraw", dependencies=[ONCE, REACHED])
async def withdraw_one_leaving(
    leaving_id: LeavingId, body: GivenReasonOnly, uow: Uow, _: MayHandleLeavings, version: ExpectedVersion, response: Response
) -> LeavingFile:
    """They stay, if nobody was promised their place meanwhile (rule ORG-3)."""
    await withdraw_leaving(uow, leaving_id=leaving_id, expected_version=version, reason=body.reason)
    return await _file(uow.session, leaving_id, response)


@router.post("/{leaving_id}/end-access", dependencies=[ONCE, REACHED])
async def end_access_before_last_day(
    leaving_id: LeavingId, body: GivenReasonOnly, uow: Uow, here: Here, _: MayHandleLeavings, version: ExpectedVersion,
    now: RealNow, after: BackgroundTasks, response: Response,
) -> LeavingFile:  # fmt: skip
    """They belong to the company until the last day, and can do nothing any more from now on (rule ORG-6)."""
    leaving = await check_leaving_planned(uow, leaving_id=leaving_id, expected_version=version, reason=body.reason)
    employee = await find_employee_row(uow.session, employee_id=leaving.employee_id, on=uow.today)
    if employee.account_id is not None:
        ended = await end_all_access(uow, account_id=employee.account_id, reason="leaving", now=now)
        after.add_task(here.tokens.end, [*ended.sessions, *ended.clients])
    return await _file(uow.session, leaving_id, response)
