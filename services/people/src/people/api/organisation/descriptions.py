from datetime import date, datetime
from typing import Annotated

from fastapi import Depends, Response
from pydantic import BaseModel

from chassis.actor import Actor
from chassis.auth import requires
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from people.api.organisation.parts import MayRead, Today
from people.domain.ids import PositionId
from people.domain.organisation.description import DescriptionNotFound, DescriptionText
from people.permissions import Permission
from people.queries.organisation.positions import (
    DescriptionRow,
    find_description_row,
    find_position_row,
    list_description_rows,
    positions_below,
)
from people.use_cases.organisation.change_draft import change_draft
from people.use_cases.organisation.delete_draft import delete_draft
from people.use_cases.organisation.draft_description import draft_description
from people.use_cases.organisation.publish_description import publish_description

router = transactional_router("/v1/positions/{position_id}/descriptions", tag="descriptions")
MayDescribe = Annotated[Actor, Depends(requires(Permission.DESCRIBE_POSITIONS))]
MayPublish = Annotated[Actor, Depends(requires(Permission.PUBLISH_POSITIONS))]
PDF = "application/pdf"


class Publishing(Body):
    effective_from: date


class DescriptionOut(BaseModel):
    """One version. `state`: draft or published; of the published ones the latest that has come is in force."""

    number: int
    state: str
    effective_from: date | None
    in_force: bool
    text: DescriptionText
    written_by: str
    published_at: datetime | None
    published_by: str | None
    version: int


class DescriptionVersions(BaseModel):
    """Newest first; drafts are seen by those who may write them."""

    data: list[DescriptionOut]


def _number_in_force(rows: list[DescriptionRow], today: date) -> int | None:
    come = [row for row in rows if row.effective_from is not None and row.effective_from <= today]
    return max(come, key=lambda row: (row.effective_from or today, row.number)).number if come else None


def _out(row: DescriptionRow, in_force: int | None) -> DescriptionOut:
    text = DescriptionText.model_validate({name: getattr(row, name) for name in DescriptionText.model_fields})
    own = ("number", "state", "effective_from", "written_by", "published_at", "published_by", "version")
    return DescriptionOut(**{name: getattr(row, name) for name in own}, in_force=row.number == in_force, text=text)


async def _one(reader: Reader, position_id: PositionId, number: int, today: date, response: Response) -> DescriptionOut:
    rows = await list_description_rows(reader, position_id)
    row = next((one for one in rows if one.number == number), None)
    if row is None:
        raise DescriptionNotFound
    show_version(response, row.version)
    return _out(row, _number_in_force(rows, today))


@router.get("")
async def list_descriptions(position_id: PositionId, reader: Reader, today: Today, actor: MayRead) -> DescriptionVersions:
    await find_position_row(reader, position_id=position_id, on=today)
    rows = await list_description_rows(reader, position_id)
    in_force = _number_in_force(rows, today)
    shown = [row for row in rows if row.state == "published" or actor.may(Permission.DESCRIBE_POSITIONS)]
    return DescriptionVersions(data=[_out(row, in_force) for row in shown])


@router.post("", status_code=201, dependencies=[ONCE])
async def draft_new_description(
    position_id: PositionId, body: DescriptionText, uow: Uow, today: Today, _: MayDescribe, response: Response
) -> DescriptionOut:
    """The next version; one draft at a time (rule ORG-2)."""
    made = await draft_description(uow, position_id=position_id, text=body)
    return await _one(uow.session, position_id, made.number, today, response)


@router.get("/{number}")
async def get_description(
    position_id: PositionId, number: int, reader: Reader, today: Today, actor: MayRead, response: Response
) -> DescriptionOut:
    found = await _one(reader, position_id, number, today, response)
    if found.state == "draft" and not actor.may(Permission.DESCRIBE_POSITIONS):
        raise DescriptionNotFound
    return found


@router.put("/{number}")
async def write_draft(
    position_id: PositionId, number: int, body: DescriptionText, uow: Uow, today: Today, _: MayDescribe, version: ExpectedVersion,
    response: Response,
) -> DescriptionOut:  # fmt: skip
    """Drafts only: what is published never changes (rule ORG-2)."""
    await change_draft(uow, position_id=position_id, number=number, expected_version=version, text=body)
    return await _one(uow.session, position_id, number, today, response)


@router.delete("/{number}", status_code=204)
async def delete_one_draft(position_id: PositionId, number: int, uow: Uow, _: MayDescribe, version: ExpectedVersion) -> None:
    await delete_draft(uow, position_id=position_id, number=number, expected_version=version)


@router.post("/{number}/publish", dependencies=[ONCE])
async def publish_one_description(
    position_id: PositionId, number: int, body: Publishing, uow: Uow, today: Today, _: MayPublish, version: ExpectedVersion,
    response: Response,
) -> DescriptionOut:  # fmt: skip
    """Refused while it asks for what the rules forbid (rule ORG-10)."""
    await publish_description(
        uow, position_id=position_id, number=number, expected_version=version, effective_from=body.effective_from, today=today
    )
    return await _one(uow.session, position_id, number, today, response)


@router.get(
    "/{number}/pdf", responses={200: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}}, response_class=Response
)
async def print_description(position_id: PositionId, number: int, reader: Reader, here: Here, today: Today, actor: MayRead) -> Response:
    """The position description 岗位说明书 with all its parts (rule ORG-2)."""
    from people.api.organisation.paper import description_pdf

    row = await find_description_row(reader, position_id=position_id, number=number)
    if row.state == "draft" and not actor.may(Permission.DESCRIBE_POSITIONS):
        raise DescriptionNotFound
    on = max(row.effective_from or today, today)
    position = await find_position_row(reader, position_id=position_id, on=on)
    superior = None if row.superior_id is None else await find_position_row(reader, position_id=row.superior_id, on=on)
    below = await positions_below(reader, position_id=position_id, on=on)
    content = description_pdf(row, position, superior=superior, below=below, zone=here.clock.zone)
    filename = f"{position.code}-v{number}.pdf"
    return Response(content, media_type=PDF, headers={"Content-Disposition": f'inline; filename="{filename}"'})
