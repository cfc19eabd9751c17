"""Names for those who read and write routes: of roles and positions, and nothing else about them (rule APR-2)."""

from typing import Annotated

from fastapi import Depends, Query
from pydantic import BaseModel

from chassis.actor import Actor
from chassis.auth import requires
from chassis.routes import Reader, transactional_router
from people.api.organisation.parts import Today
from people.domain.ids import PositionId
from people.permissions import Permission
from people.queries.approvals.route_choices import list_route_positions, list_route_roles

MOST = 50
router = transactional_router("/v1/approvals/route-choices", tag="approval_routes")
MayRead = Annotated[Actor, Depends(requires(Permission.READ_APPROVAL_ROUTES))]


class RouteRoleOut(BaseModel):
    code: str
    name_zh: str
    name_en: str


class RouteRoles(BaseModel):
    data: list[RouteRoleOut]


class RoutePositionOut(BaseModel):
    """Without a description in force the title is the code."""

    id: PositionId
    code: str
    title_zh: str
    title_en: str
    unit_zh: str | None
    unit_en: str | None


class RoutePositions(BaseModel):
    data: list[RoutePositionOut]


@router.get("/roles")
async def list_roles_for_routes(reader: Reader, _: MayRead) -> RouteRoles:
    """Those that a step can name: all that have a code."""
    return RouteRoles(data=[RouteRoleOut.model_validate(row, from_attributes=True) for row in await list_route_roles(reader)])


@router.get("/positions")
async def list_positions_for_routes(
    reader: Reader,
    today: Today,
    _: MayRead,
    q: Annotated[str, Query(max_length=80, description="Part of title, code or unit")] = "",
    position_id: Annotated[list[PositionId] | None, Query(max_length=MOST)] = None,
) -> RoutePositions:
    """At most 50 open ones that match; with `position_id` exactly those, open or not."""
    rows = await list_route_positions(reader, q=q.strip(), ids=position_id or [], on=today, limit=MOST)
    return RoutePositions(data=[RoutePositionOut.model_validate(row, from_attributes=True) for row in rows])
