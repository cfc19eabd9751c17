"""Routes of approvals: what is in force, drafts, publishing with a date (rules APR-2, SYS-6)."""

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Query, Response
from pydantic import AwareDatetime, BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Now, Reader, Uow, transactional_router
from people.api.approvals.shapes import Kind, Reason
from people.api.fields import Name
from people.domain.approvals.route import MOST_STEPS, RouteStep
from people.domain.ids import ApprovalRouteId
from people.permissions import Permission
from people.queries.approvals.routes import RouteRow, find_route_row, list_route_rows
from people.use_cases.approvals.change_draft_route import change_draft_route
from people.use_cases.approvals.draft_route import RouteText, draft_route
from people.use_cases.approvals.drop_draft_route import drop_draft_route
from people.use_cases.approvals.publish_route import publish_route

router = transactional_router("/v1/approvals/routes", tag="approval_routes")
MayRead = Annotated[Actor, Depends(requires(Permission.READ_APPROVAL_ROUTES))]
MayPublish = Annotated[Actor, Depends(requires(Permission.PUBLISH_APPROVAL_ROUTES))]


class ApprovalRouteBody(Body):
    name_zh: Name
    name_en: Name
    steps: Annotated[list[RouteStep], Field(min_length=1, max_length=MOST_STEPS)]
    reason: Reason


class NewApprovalRoute(ApprovalRouteBody):
    kind: Kind


class ApprovalPublication(Body):
    """From now on, or from `effective_from`."""

    effective_from: AwareDatetime | None


class ApprovalRouteOut(BaseModel):
    """`effective_from` null: a draft. `version` is also the ETag; `number` counts the versions of the kind."""

    id: ApprovalRouteId
    kind: str
    number: int
    name_zh: str
    name_en: str
    steps: list[RouteStep]
    reason: str
    effective_from: datetime | None
    in_force: bool
    created_at: datetime
    created_by: str
    published_at: datetime | None
    published_by: str | None
    version: int


def route_out(row: RouteRow) -> ApprovalRouteOut:
    return ApprovalRouteOut(
        id=row.id,
        kind=row.kind,
        number=row.number,
        name_zh=row.name_zh,
        name_en=row.name_en,
        steps=[RouteStep.model_validate(step) for step in row.steps],
        reason=row.reason,
        effective_from=row.effective_from,
        in_force=row.in_force,
        created_at=row.created_at,
        created_by=row.created_by,
        published_at=row.published_at,
        published_by=row.published_by,
        version=row.version,
    )


def _text(body: ApprovalRouteBody) -> RouteText:
    return RouteText(name_zh=body.name_zh, name_en=body.name_en, steps=body.steps, reason=body.reason)


@router.get("")
async def list_approval_routes(
    reader: Reader,
    paging: Paging,
    _: MayRead,
    now: Now,
    kind: Annotated[Kind | None, Query()] = None,
    every_version: bool = False,
) -> Page[ApprovalRouteOut]:
    """By kind; of each what is in force, to come, or a draft, and with `every_version` what was."""
    after = paging.after(str, int)
    rows = await list_route_rows(
        reader, kind=kind, every=every_version, now=now, after=None if after is None else (after[0], after[1]), limit=paging.limit + 1
    )
    last = rows[paging.limit - 1] if len(rows) > paging.limit else None
    cursor = None if last is None else make_cursor(last.kind, last.number)
    return page_of([route_out(row) for row in rows], limit=paging.limit, next_cursor=cursor)


@router.post("", status_code=201, dependencies=[ONCE])
async def draft_approval_route(body: NewApprovalRoute, uow: Uow, _: MayPublish, response: Response) -> ApprovalRouteOut:
    """A draft of the next version; the kind may be new."""
    route = await draft_route(uow, kind=body.kind, text=_text(body))
    show_version(response, route.version)
    return route_out(await find_route_row(uow.session, route.id, now=uow.now))


@router.get("/{route_id}")
async def get_approval_route(route_id: ApprovalRouteId, reader: Reader, _: MayRead, now: Now, response: Response) -> ApprovalRouteOut:
    row = await find_route_row(reader, route_id, now=now)
    show_version(response, row.version)
    return route_out(row)


@router.put("/{route_id}")
async def change_approval_route(
    route_id: ApprovalRouteId, body: ApprovalRouteBody, uow: Uow, _: MayPublish, version: ExpectedVersion, response: Response
) -> ApprovalRouteOut:
    """A draft only: what is published never changes."""
    route = await change_draft_route(uow, route_id=route_id, expected_version=version, text=_text(body))
    show_version(response, route.version)
    return route_out(await find_route_row(uow.session, route_id, now=uow.now))


@router.post("/{route_id}/publish", dependencies=[ONCE])
async def publish_approval_route(
    route_id: ApprovalRouteId, body: ApprovalPublication, uow: Uow, _: MayPublish, version: ExpectedVersion, response: Response
) -> ApprovalRouteOut:
    """A route that leads to nobody is refused, with each step that does. Requests that wait go on by the route they were filed under."""
    route = await publish_route(uow, route_id=route_id, expected_version=version, effective_from=body.effective_from)
    show_version(response, route.version)
    return route_out(await find_route_row(uow.session, route_id, now=uow.now))


@router.delete("/{route_id}", status_code=204)
async def drop_approval_route(route_id: ApprovalRouteId, uow: Uow, _: MayPublish, version: ExpectedVersion) -> None:
    """A draft only."""
    await drop_draft_route(uow, route_id=route_id, expected_version=version)
