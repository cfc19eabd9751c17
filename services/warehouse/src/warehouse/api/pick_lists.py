"""Pick lists: made, printed, walked, confirmed."""

import asyncio
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Path, Query, Response
from pydantic import Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import show_version
from chassis.refusals import FieldError, Invalid
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from warehouse.api.pdf_answers import PDF_ANSWER, pdf_response
from warehouse.domain.owner import owners_seen_by
from warehouse.domain.pick_list import LONGEST_LIST
from warehouse.permissions import Permission
from warehouse.queries.pick_lists import PickListOut, PickListRow, list_pick_lists_of_desk, show_pick_list
from warehouse.queries.values import Code, SkuNumber
from warehouse.use_cases.cancel_pick_list import cancel_pick_list
from warehouse.use_cases.confirm_pick_list import ShortPick, confirm_pick_list
from warehouse.use_cases.create_pick_list import create_pick_list

router = transactional_router("/v1/pick-lists", tag="pick_lists")
Picking = Annotated[Actor, Depends(requires(Permission.PICK))]
Number = Annotated[str, Path(max_length=40)]
ShipmentNumber = Annotated[str, Field(min_length=1, max_length=40)]


class NewPickList(Body):
    """Either `shipments`, all or nothing, or `next`: as many of those that have waited longest."""

    warehouse: Code
    shipments: Annotated[list[ShipmentNumber] | None, Field(min_length=1, max_length=LONGEST_LIST)] = None
    next: Annotated[int | None, Field(ge=1, le=LONGEST_LIST)] = None


class ShortLine(Body):
    shipment: ShipmentNumber
    sku: SkuNumber
    missing: Annotated[int, Field(ge=1, le=1_000_000_000)]


class Confirmation(Body):
    """`short` names what was not found; those shipments wait again, with the problem written on them."""

    short: Annotated[list[ShortLine], Field(max_length=1000, default_factory=list)]


class Cancellation(Body):
    reason: Annotated[str, Field(min_length=1, max_length=200)]


class EitherOr(Invalid):
    code = "shipments_or_next"
    zh = "请给出 shipments 或 next，二者之一。"
    en = "Give either shipments or next."


@router.post("", status_code=201, dependencies=[ONCE], name="create_pick_list")
async def create(body: NewPickList, uow: Uow, response: Response, _: Picking) -> PickListOut:
    """A shipment is on one open list: two people who ask at once get different ones."""
    if (body.shipments is None) == (body.next is None):
        raise EitherOr(errors=[FieldError(pointer="/next", code=EitherOr.code, zh=EitherOr.zh, en=EitherOr.en)])
    made = await create_pick_list(uow, warehouse=body.warehouse, shipments=body.shipments, next_count=body.next or 0)
    await uow.session.flush()
    show_version(response, made.version)
    return await show_pick_list(uow.session, number=made.number, owners=owners_seen_by(uow.actor))


@router.get("")
async def list_pick_lists(
    reader: Reader,
    paging: Paging,
    actor: Picking,
    state: Literal["open", "confirmed", "cancelled"] | None = None,
    warehouse: Annotated[str | None, Query(max_length=40)] = None,
) -> Page[PickListRow]:
    """Newest first."""
    after = paging.after(datetime, UUID)
    position = None if after is None else (after[0], after[1])
    rows = await list_pick_lists_of_desk(
        reader, state=state, warehouse=warehouse, owners=owners_seen_by(actor), after=position, limit=paging.limit
    )
    cursor = None
    if rows:
        last, last_id = rows[: paging.limit][-1]
        cursor = make_cursor(last.created_at, last_id)
    return page_of([row for row, _ in rows], limit=paging.limit, next_cursor=cursor)


@router.get("/{number}")
async def get_pick_list(number: Number, reader: Reader, response: Response, actor: Picking) -> PickListOut:
    """Stops in the order of the walk."""
    found = await show_pick_list(reader, number=number, owners=owners_seen_by(actor))
    show_version(response, found.pick_list.version)
    return found


@router.get("/{number}/pdf", response_class=Response, responses=PDF_ANSWER)
async def print_pick_list(number: Number, reader: Reader, context: Here, actor: Picking) -> Response:
    """A4, in bin order, with barcodes."""
    from warehouse.api.paper import pick_list_pdf  # see there why so late

    found = await show_pick_list(reader, number=number, owners=owners_seen_by(actor))
    content = await asyncio.to_thread(pick_list_pdf, found, zone=context.clock.zone)
    return pdf_response(content, filename=f"{found.pick_list.number}.pdf")


@router.post("/{number}/confirm", dependencies=[ONCE], name="confirm_pick_list")
async def confirm(number: Number, body: Confirmation, uow: Uow, _: Picking) -> PickListOut:
    """The walk is done. Withdrawn shipments are passed over."""
    short = [ShortPick(shipment=line.shipment, sku=line.sku, missing=line.missing) for line in body.short]
    await confirm_pick_list(uow, number=number, short=short)
    await uow.session.flush()
    return await show_pick_list(uow.session, number=number, owners=owners_seen_by(uow.actor))


@router.post("/{number}/cancel", dependencies=[ONCE], name="cancel_pick_list")
async def cancel(number: Number, body: Cancellation, uow: Uow, _: Picking) -> PickListOut:
    """Its shipments wait again."""
    await cancel_pick_list(uow, number=number, reason=body.reason)
    await uow.session.flush()
    return await show_pick_list(uow.session, number=number, owners=owners_seen_by(uow.actor))
