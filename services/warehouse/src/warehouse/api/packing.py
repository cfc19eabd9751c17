"""The pack station: scan each piece, close the parcel, print the label."""

import asyncio
from typing import Annotated

from fastapi import Depends, Response
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.context import Context
from chassis.preconditions import show_version
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from chassis.sheets import sheet_response, write_sheet
from warehouse.api.pdf_answers import PDF_ANSWER, pdf_response
from warehouse.api.shipments import Number, ShipmentOut, opened, shown
from warehouse.api.uploads import WAYBILL_COLUMNS, XLSX_ANSWER, CheckOnly, ImportReport, Upload, headings, read_upload
from warehouse.domain.owner import owners_seen_by
from warehouse.domain.receiver import address_of
from warehouse.domain.shipment import NEEDS_LABEL, LabelNeedsReason
from warehouse.permissions import Permission
from warehouse.queries.shipments import FoundShipment, show_shipment
from warehouse.use_cases.forget_scans import forget_scans
from warehouse.use_cases.import_waybills import import_waybills
from warehouse.use_cases.pack_shipment import pack_shipment
from warehouse.use_cases.scan_item import scan_item
from warehouse.use_cases.weigh_shipment import weigh_shipment

router = transactional_router("/v1/shipments", tag="packing")
imports_router = transactional_router("/v1/waybill-imports", tag="waybill_imports")
Packing = Annotated[Actor, Depends(requires(Permission.PACK))]
Printing = Annotated[Actor, Depends(requires(Permission.PRINT_LABELS))]
Shipping = Annotated[Actor, Depends(requires(Permission.SHIP))]


class Scan(Body):
    barcode: Annotated[str, Field(min_length=1, max_length=100)]
    quantity: Annotated[int, Field(ge=1, le=100_000)] = 1


class Pack(Body):
    """`without_scan` is the reason why the goods could not be scanned; it needs a permission of its own."""

    weight_g: Annotated[int | None, Field(ge=1, le=1_000_000)] = None
    without_scan: Annotated[str | None, Field(min_length=1, max_length=200)] = None


class Weigh(Body):
    """`accept` is the reason to let it go although its weight is off; it needs a permission of its own."""

    weight_g: Annotated[int, Field(ge=1, le=1_000_000)]
    accept: Annotated[str | None, Field(min_length=2, max_length=200, pattern=r"\S")] = None


class Reprint(Body):
    reason: Annotated[str, Field(min_length=2, max_length=500, pattern=r"\S")]


class LabelOut(BaseModel):
    """The receiver in full: who reads it is in the audit trail (rule ORD-5)."""

    number: str
    carrier_code: str | None
    tracking_number: str | None
    name: str
    phone: str
    address: str
    postcode: str
    country: str


@router.post("/{number}/scans", status_code=201, dependencies=[ONCE], name="scan_item")
async def scan(number: Number, body: Scan, uow: Uow, context: Here, response: Response, _: Packing) -> ShipmentOut:
    """The pack check. `wrong_item` and `too_many` are refused aloud (rule WMS-12)."""
    changed = await scan_item(uow, number=number, barcode=body.barcode, quantity=body.quantity)
    await uow.session.flush()
    show_version(response, changed.version)
    return shown(await show_shipment(uow.session, number=number, owners=owners_seen_by(uow.actor)), context)


@router.post("/{number}/scans/forget", dependencies=[ONCE], name="forget_scans")
async def start_over(number: Number, uow: Uow, context: Here, response: Response, _: Packing) -> ShipmentOut:
    """Start the check over."""
    changed = await forget_scans(uow, number=number)
    await uow.session.flush()
    show_version(response, changed.version)
    return shown(await show_shipment(uow.session, number=number, owners=owners_seen_by(uow.actor)), context)


@router.post("/{number}/pack", dependencies=[ONCE], name="pack_shipment")
async def pack(number: Number, body: Pack, uow: Uow, context: Here, response: Response, _: Packing) -> ShipmentOut:
    """Refused until everything is scanned."""
    changed = await pack_shipment(uow, number=number, weight_g=body.weight_g, without_scan=body.without_scan)
    await uow.session.flush()
    show_version(response, changed.version)
    return shown(await show_shipment(uow.session, number=number, owners=owners_seen_by(uow.actor)), context)


@router.post("/{number}/weigh", dependencies=[ONCE], name="weigh_shipment")
async def weigh(number: Number, body: Weigh, uow: Uow, context: Here, response: Response, _: Packing) -> ShipmentOut:
    """A packed parcel on the scale. One whose weight is further from its goods than the policy allows does not leave (`weight_off`)."""
    changed = await weigh_shipment(uow, number=number, weight_g=body.weight_g, accept=body.accept)
    await uow.session.flush()
    show_version(response, changed.version)
    return shown(await show_shipment(uow.session, number=number, owners=owners_seen_by(uow.actor)), context)


async def _reveal(context: Context, actor: Actor, found: FoundShipment, *, how: str) -> None:
    """Reading leaves a trace: a transaction of its own, before the answer. Raises LabelNeedsReason."""
    if found.shipment.state not in NEEDS_LABEL:
        raise LabelNeedsReason(number=found.shipment.number)
    async with context.new_uow(actor) as uow:
        uow.audit("shipment.receiver_revealed", noun="shipment", noun_id=found.shipment.number, reason=how)
        await uow.commit()


@router.get("/{number}/label")
async def get_shipment_label(number: Number, reader: Reader, context: Here, actor: Printing) -> LabelOut:
    """What stands on the label, until the parcel has left."""
    found = await show_shipment(reader, number=number, owners=owners_seen_by(actor))
    await _reveal(context, actor, found, how="label shown")
    receiver = opened(found, context)
    return LabelOut(
        number=number,
        carrier_code=found.shipment.carrier_code,
        tracking_number=found.shipment.tracking_number,
        name=receiver.get("name", ""),
        phone=receiver.get("phone", ""),
        address=address_of(receiver),
        postcode=receiver.get("postcode", ""),
        country=receiver.get("country", ""),
    )


@router.get("/{number}/label.pdf", response_class=Response, responses=PDF_ANSWER)
async def print_shipment_label(number: Number, reader: Reader, context: Here, actor: Printing) -> Response:
    """100 × 150 mm, until the parcel has left."""
    found = await show_shipment(reader, number=number, owners=owners_seen_by(actor))
    await _reveal(context, actor, found, how="label printed")
    return await _label(found, context)


# Without an Idempotency-Key: answers are kept under one, and this one is a receiver in full.
@router.post("/{number}/label-reprints", response_class=Response, responses=PDF_ANSWER, name="reprint_shipment_label")
async def reprint(number: Number, body: Reprint, uow: Uow, context: Here, _: Printing) -> Response:
    """The label again, whatever became of the parcel. Who, when and why is in the audit trail (rule ORD-5)."""
    found = await show_shipment(uow.session, number=number, owners=owners_seen_by(uow.actor))
    uow.audit("shipment.receiver_revealed", noun="shipment", noun_id=found.shipment.number, reason=body.reason)
    return await _label(found, context)


async def _label(found: FoundShipment, context: Context) -> Response:
    from warehouse.api.paper import label_pdf  # see there why so late

    content = await asyncio.to_thread(label_pdf, found, opened(found, context))
    return pdf_response(content, filename=f"{found.shipment.number}.pdf")


@imports_router.get("/template", response_class=Response, responses=XLSX_ANSWER)
async def get_waybill_import_template(context: Here, _: Shipping) -> Response:
    content = write_sheet(title="运单号", headings=headings(WAYBILL_COLUMNS), rows=[], zone=context.clock.zone)
    return sheet_response(content, filename="waybill-template.xlsx")


@imports_router.post("", dependencies=[ONCE], name="import_waybills")
async def take_waybill_file(file: Upload, uow: Uow, _: Shipping, check: CheckOnly = False) -> ImportReport:
    """Shipment number, carrier, tracking number: all or nothing, every mistake told at once."""
    rows = await read_upload(file, WAYBILL_COLUMNS)
    errors = await import_waybills(uow, rows=rows, check_only=check)
    return ImportReport(rows=len(rows), applied=not check, errors=errors)
