"""Parcels on their way, what carriers said of them, and carriers."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Path, Query, Response

from chassis.actor import Actor
from chassis.auth import CurrentActor, requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Here, Reader, Uow, transactional_router
from chassis.sheets import sheet_response, write_sheet
from warehouse.api.uploads import TRACKING_COLUMNS, XLSX_ANSWER, CheckOnly, ImportReport, Upload, headings, read_upload
from warehouse.domain.owner import owners_seen_by
from warehouse.permissions import Permission
from warehouse.queries.parcels import (
    CarrierOut,
    ParcelFilter,
    ParcelOut,
    ParcelRow,
    PushRow,
    list_known_carriers,
    list_parcels_on_their_way,
    list_pushes_not_understood,
    show_parcel,
)
from warehouse.use_cases.import_tracking import import_tracking

router = transactional_router("/v1/parcels", tag="parcels")
carriers_router = transactional_router("/v1/carriers", tag="carriers")
imports_router = transactional_router("/v1/tracking-imports", tag="tracking_imports")
Reading = Annotated[Actor, Depends(requires(Permission.READ_PARCELS))]
Tracking = Annotated[Actor, Depends(requires(Permission.TRACK_PARCELS))]
State = Literal["created", "collected", "in_transit", "out_for_delivery", "delivered", "exception", "returning", "returned", "lost"]


async def parcel_filter(
    state: State | None = None,
    carrier: Annotated[str | None, Query(max_length=64)] = None,
    stuck: bool | None = None,
    ours: Annotated[bool | None, Query(description="false: numbers that carriers told of and that are not ours (yet)")] = None,
    q: Annotated[str | None, Query(max_length=100, description="Beginning of a waybill's, shipment's or order's number")] = None,
) -> ParcelFilter:
    return ParcelFilter(state=state, carrier=carrier, stuck=stuck, ours=ours, q=q)


@router.get("")
async def list_parcels(
    reader: Reader, paging: Paging, actor: Reading, wanted: Annotated[ParcelFilter, Depends(parcel_filter)]
) -> Page[ParcelRow]:
    """Newest first; `stuck=true` are those that have stood still too long (rule ORD-4)."""
    after = paging.after(datetime, UUID)
    position = None if after is None else (after[0], after[1])
    rows = await list_parcels_on_their_way(reader, wanted=wanted, owners=owners_seen_by(actor), after=position, limit=paging.limit)
    cursor = make_cursor(*rows[: paging.limit][-1][1:]) if rows else None
    return page_of([row for row, _, _ in rows], limit=paging.limit, next_cursor=cursor)


@router.get("/pushes-not-understood")
async def list_carrier_pushes_not_understood(reader: Reader, paging: Paging, _: Tracking) -> Page[PushRow]:
    """Carriers' messages that were kept, and that a person should look at."""
    after = paging.after(datetime, UUID)
    position = None if after is None else (after[0], after[1])
    rows = await list_pushes_not_understood(reader, after=position, limit=paging.limit)
    cursor = None
    if rows:
        last, last_id = rows[: paging.limit][-1]
        cursor = make_cursor(last.received_at, last_id)
    return page_of([row for row, _ in rows], limit=paging.limit, next_cursor=cursor)


@router.get("/{carrier_code}/{tracking_number}")
async def get_parcel(
    carrier_code: Annotated[str, Path(max_length=64)], tracking_number: Annotated[str, Path(max_length=64)], reader: Reader, actor: Reading
) -> ParcelOut:
    """With everything the carrier said, newest first."""
    return await show_parcel(reader, carrier=carrier_code, tracking_number=tracking_number.upper(), owners=owners_seen_by(actor))


@carriers_router.get("")
async def list_carriers(reader: Reader, actor: CurrentActor) -> Page[CarrierOut]:
    """For who tracks parcels, and who compares carriers' bills."""
    if not actor.may(Permission.READ_FREIGHT):
        actor.must(Permission.READ_PARCELS)
    found = await list_known_carriers(reader)
    return page_of(found, limit=len(found), next_cursor=None)


@imports_router.get("/template", response_class=Response, responses=XLSX_ANSWER)
async def get_tracking_import_template(context: Here, _: Tracking) -> Response:
    content = write_sheet(title="物流轨迹", headings=headings(TRACKING_COLUMNS), rows=[], zone=context.clock.zone)
    return sheet_response(content, filename="tracking-template.xlsx")


@imports_router.post("", dependencies=[ONCE], name="import_tracking")
async def take_tracking_file(file: Upload, uow: Uow, context: Here, _: Tracking, check: CheckOnly = False) -> ImportReport:
    """For carriers that do not push. Times without a zone are the company's. All or nothing, every mistake told at once."""
    rows = await read_upload(file, TRACKING_COLUMNS, optional=["state"])
    errors = await import_tracking(uow, rows=rows, zone=context.clock.zone, check_only=check)
    return ImportReport(rows=len(rows), applied=not check, errors=errors)
