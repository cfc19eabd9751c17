"""Returned parcels at the receiving desk, and what is expected back (rule CARE-2)."""

import asyncio
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Depends, File, Path, Query, Response, UploadFile
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.pictures import LARGEST_BYTES, PictureTooLarge, read_picture
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Now, Reader, Uow, transactional_router
from chassis.uow import UnitOfWork
from warehouse.domain.owner import owners_seen_by
from warehouse.domain.returns import Rest, ReturnParcel, Verdict
from warehouse.domain.stock import LARGEST_QUANTITY
from warehouse.permissions import Permission
from warehouse.queries.returns import (
    ExpectedFilter,
    ExpectedReturnRow,
    PictureId,
    ReturnFilter,
    ReturnOut,
    ReturnRow,
    list_expectations,
    list_returned_parcels,
    show_return,
)
from warehouse.queries.values import Code
from warehouse.use_cases.close_return import close_return
from warehouse.use_cases.describe_return import describe_return
from warehouse.use_cases.dismiss_return import dismiss_return
from warehouse.use_cases.find_returned_goods import find_returned_goods
from warehouse.use_cases.forget_findings import forget_findings
from warehouse.use_cases.keep_return_picture import keep_return_picture
from warehouse.use_cases.look_at_return_picture import look_at_return_picture
from warehouse.use_cases.match_return import match_return
from warehouse.use_cases.receive_return import receive_return

router = transactional_router("/v1/returns", tag="returns")
expected_router = transactional_router("/v1/expected-returns", tag="expected_returns")
Reading = Annotated[Actor, Depends(requires(Permission.READ_RETURNS))]
Receiving = Annotated[Actor, Depends(requires(Permission.RECEIVE_RETURNS))]
Inspecting = Annotated[Actor, Depends(requires(Permission.INSPECT_RETURNS))]
Number = Annotated[str, Path(max_length=40)]
Said = Annotated[str, Field(max_length=500)]
JPEG: dict[int | str, dict[str, Any]] = {200: {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}}


class ArrivedParcel(Body):
    """`sender` and `note` are for a parcel that nobody expects."""

    tracking_number: Annotated[str, Field(min_length=1, max_length=60)]
    warehouse: Code
    carrier_code: Annotated[str | None, Field(max_length=40)] = None
    sender: Said = ""
    note: Said = ""


class ReceivedOut(BaseModel):
    """`before`: this number was received already; nothing was changed."""

    before: bool
    found: ReturnOut


class Match(Body):
    reference: Annotated[str, Field(min_length=1, max_length=200)]


class Finding(Body):
    """`code` is a barcode or a SKU; of wrong and missing goods that of the expected ones. Damaged and wrong need a note."""

    code: Annotated[str, Field(min_length=1, max_length=100)]
    quantity: Annotated[int, Field(ge=1, le=LARGEST_QUANTITY)] = 1
    verdict: Literal["good", "damaged", "wrong", "missing"]
    note: Said = ""


class Closing(Body):
    """`rest`: what was expected and not found is missing, or awaited in another parcel."""

    rest: Literal["missing", "awaited"]


class Description(Body):
    sender: Said
    note: Said


class Dismissal(Body):
    reason: Annotated[str, Field(min_length=2, max_length=500, pattern=r"\S")]


class PictureKept(BaseModel):
    id: PictureId


async def return_filter(
    state: Annotated[Literal["unknown", "waiting", "inspected", "dismissed"] | None, Query()] = None,
    warehouse: Annotated[str | None, Query(max_length=40)] = None,
    overdue: bool = False,
    q: Annotated[str | None, Query(max_length=100, description="Beginning of a waybill's, parcel's, case's or order's number")] = None,
) -> ReturnFilter:
    return ReturnFilter(state=state, warehouse=warehouse, overdue=overdue, q=q)


async def expected_filter(
    state: Annotated[Literal["expected", "arrived", "inspected", "withdrawn"] | None, Query()] = None,
    sku: Annotated[str | None, Query(max_length=100, description="A SKU or barcode of which some is still awaited")] = None,
    q: Annotated[str | None, Query(max_length=100, description="Beginning of a case's, order's or waybill's number")] = None,
) -> ExpectedFilter:
    return ExpectedFilter(state=state, sku=sku, q=q)


@router.get("")
async def list_returns(
    reader: Reader, paging: Paging, now: Now, actor: Reading, wanted: Annotated[ReturnFilter, Depends(return_filter)]
) -> Page[ReturnRow]:
    """Parcels that came back, newest first. State `unknown` is the pool of those that nobody expects."""
    after = paging.after(datetime, UUID)
    position = None if after is None else (after[0], after[1])
    rows = await list_returned_parcels(reader, wanted=wanted, owners=owners_seen_by(actor), now=now, after=position, limit=paging.limit)
    cursor = None
    if rows:
        last, last_id = rows[: paging.limit][-1]
        cursor = make_cursor(last.arrived_at, last_id)
    return page_of([row for row, _ in rows], limit=paging.limit, next_cursor=cursor)


@expected_router.get("")
async def list_expected_returns(
    reader: Reader, paging: Paging, actor: Reading, wanted: Annotated[ExpectedFilter, Depends(expected_filter)]
) -> Page[ExpectedReturnRow]:
    """What buyers send back, newest first."""
    after = paging.after(datetime, UUID)
    position = None if after is None else (after[0], after[1])
    rows = await list_expectations(reader, wanted=wanted, owners=owners_seen_by(actor), after=position, limit=paging.limit)
    cursor = None
    if rows:
        last, last_id = rows[: paging.limit][-1]
        cursor = make_cursor(last.expected_at, last_id)
    return page_of([row for row, _ in rows], limit=paging.limit, next_cursor=cursor)


@router.get("/{number}")
async def get_return(number: Number, reader: Reader, now: Now, response: Response, actor: Reading) -> ReturnOut:
    found = await show_return(reader, number=number, owners=owners_seen_by(actor), now=now)
    show_version(response, found.parcel.version)
    return found


@router.post("", status_code=201, dependencies=[ONCE], name="receive_return")
async def receive(body: ArrivedParcel, uow: Uow, response: Response, _: Receiving) -> ReceivedOut:
    """The first scan. Matched at once to what is expected under this number; the same number again changes nothing."""
    received = await receive_return(
        uow,
        tracking_number=body.tracking_number,
        warehouse=body.warehouse,
        carrier_code=body.carrier_code,
        sender=body.sender.strip(),
        note=body.note.strip(),
    )
    return ReceivedOut(before=received.before, found=await _shown(uow, received.parcel, response))


@router.post("/{number}/matches", status_code=201, dependencies=[ONCE], name="match_return")
async def match(number: Number, body: Match, uow: Uow, response: Response, _: Receiving) -> ReturnOut:
    """By hand, to what is expected under `reference`. A parcel may hold goods of several."""
    return await _shown(uow, await match_return(uow, number=number, reference=body.reference), response)


@router.put("/{number}/description", name="describe_return")
async def describe(number: Number, body: Description, version: ExpectedVersion, uow: Uow, response: Response, _: Receiving) -> ReturnOut:
    """Who sent it and what it looks like."""
    changed = await describe_return(uow, number=number, sender=body.sender, note=body.note, expected_version=version)
    return await _shown(uow, changed, response)


@router.post("/{number}/dismiss", dependencies=[ONCE], name="dismiss_return")
async def dismiss(number: Number, body: Dismissal, uow: Uow, response: Response, _: Receiving) -> ReturnOut:
    """Out of the pool: it is not ours."""
    return await _shown(uow, await dismiss_return(uow, number=number, reason=body.reason.strip()), response)


@router.post("/{number}/findings", status_code=201, dependencies=[ONCE], name="find_returned_goods")
async def find(number: Number, body: Finding, uow: Uow, response: Response, _: Inspecting) -> ReturnOut:
    """Each piece with its verdict. `not_expected_here` and `more_than_expected` are refused aloud."""
    changed = await find_returned_goods(
        uow, number=number, code=body.code, quantity=body.quantity, verdict=Verdict(body.verdict), note=body.note
    )
    return await _shown(uow, changed, response)


@router.post("/{number}/findings/forget", dependencies=[ONCE], name="forget_findings")
async def start_over(number: Number, uow: Uow, response: Response, _: Inspecting) -> ReturnOut:
    """Start the inspection over."""
    return await _shown(uow, await forget_findings(uow, number=number), response)


@router.post("/{number}/close", dependencies=[ONCE], name="close_return")
async def close(number: Number, body: Closing, uow: Uow, response: Response, _: Inspecting) -> ReturnOut:
    """Good pieces go back into stock, damaged ones to the defective stock; whoever expected them is told."""
    return await _shown(uow, await close_return(uow, number=number, rest=Rest(body.rest)), response)


@router.post("/{number}/pictures", status_code=201, dependencies=[ONCE])
async def add_return_picture(
    number: Number, file: Annotated[UploadFile, File(description="JPEG, PNG or WebP, at most 10 MB")], uow: Uow, _: Receiving
) -> PictureKept:
    """Stored small, sealed, and without what a camera writes beside the picture."""
    if file.size is not None and file.size > LARGEST_BYTES:
        raise PictureTooLarge
    picture = await asyncio.to_thread(read_picture, await file.read())
    return PictureKept(id=await keep_return_picture(uow, number=number, picture=picture))


@router.post("/{number}/pictures/{picture_id}/look", response_class=Response, responses=JPEG)
async def look_at_picture_of_return(number: Number, picture_id: PictureId, uow: Uow, _: Reading) -> Response:
    """The picture; each look is in the audit trail."""
    content = await look_at_return_picture(uow, number=number, picture_id=picture_id)
    return Response(content, media_type="image/jpeg", headers={"Content-Disposition": "inline"})


async def _shown(uow: UnitOfWork, parcel: ReturnParcel, response: Response) -> ReturnOut:
    await uow.session.flush()
    show_version(response, parcel.version)
    return await show_return(uow.session, number=parcel.number, owners=owners_seen_by(uow.actor), now=uow.now)
