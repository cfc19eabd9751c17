"""Mediation between buyer and seller of the own mall (rule CARE-8)."""

import asyncio
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, File, Form, Query, Response, UploadFile
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import CurrentActor, requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.pictures import LARGEST_BYTES, PictureTooLarge, read_picture
from chassis.preconditions import show_version
from chassis.routes import ONCE, Body, Now, Reader, Uow, transactional_router
from orders.api.order_bodies import Moment
from orders.domain.care.mediation import Mediation, Outcome, Side
from orders.permissions import Permission
from orders.queries.care.mediations import (
    ComplaintId,
    EvidenceId,
    MediationId,
    MediationOut,
    MediationRow,
    MediationView,
    OrderId,
    find_mediation,
    find_mediations,
)
from orders.use_cases.care.decide_mediation import decide_mediation
from orders.use_cases.care.hear_side import hear_side
from orders.use_cases.care.keep_evidence import keep_evidence
from orders.use_cases.care.look_at_evidence import look_at_evidence
from orders.use_cases.care.note_compliance import note_compliance
from orders.use_cases.care.open_mediation import open_mediation
from orders.use_cases.care.settle_mediation import settle_mediation

router = transactional_router("/v1/care/mediations", tag="mediations")
Reading = Annotated[Actor, Depends(requires(Permission.READ_MEDIATIONS))]
Deciding = Annotated[Actor, Depends(requires(Permission.DECIDE_MEDIATIONS))]
SPEAKS = {Side.BUYER: Permission.SPEAK_FOR_BUYERS, Side.SELLER: Permission.SPEAK_FOR_SELLERS}
Text = Annotated[str, Field(min_length=1, max_length=8000, pattern=r"\S")]
JPEG: dict[int | str, dict[str, Any]] = {200: {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}}


class OpenMediation(Body):
    """`claim`: what the buyer asks for. `complaint_id`: out of which it came."""

    order_id: OrderId
    claim: Text
    complaint_id: ComplaintId | None = None


class Statement(Body):
    side: Side
    text: Text


class DecideMediation(Body):
    """`to_do`: what has to be done now, and by whom. `comply_until` left out: the policy's days."""

    outcome: Outcome
    reason: Text
    to_do: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"\S")]
    comply_until: Moment | None = None


class NoteCompliance(Body):
    complied: bool
    text: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"\S")]


class SettleMediation(Body):
    text: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"\S")]


class MediationStanding(BaseModel):
    id: MediationId
    number: str
    state: str
    version: int


class EvidenceKept(BaseModel):
    id: EvidenceId


class MediationQuery(BaseModel):
    view: MediationView = MediationView.OPEN
    shop_id: Annotated[str, Field(max_length=64)] | None = None


@router.get("")
async def list_mediations(asked: Annotated[MediationQuery, Query()], reader: Reader, paging: Paging, actor: Reading) -> Page[MediationRow]:
    """Those that go on by what is due next, or all, newest first."""
    after = paging.after(datetime, UUID)
    rows = await find_mediations(
        reader,
        view=asked.view,
        shop_id=asked.shop_id,
        actor=actor,
        after=None if after is None else (after[0], after[1]),
        limit=paging.limit,
    )
    last = rows[min(len(rows), paging.limit) - 1] if rows else None
    cursor = None if last is None else make_cursor(last.due_at if asked.view == MediationView.OPEN else last.opened_at, last.id)
    return page_of(rows, limit=paging.limit, next_cursor=cursor)


@router.post("", status_code=201, dependencies=[ONCE], name="open_mediation")
async def begin(body: OpenMediation, uow: Uow, actor: CurrentActor) -> MediationStanding:
    """By the mall, or by a buyer through the mall's client. From now on both sides have the policy's days to speak."""
    if not actor.may(Permission.SPEAK_FOR_BUYERS):
        actor.must(Permission.DECIDE_MEDIATIONS)
    return standing_of(await open_mediation(uow, order_id=body.order_id, claim=body.claim, complaint_id=body.complaint_id))


@router.get("/{mediation_id}")
async def get_mediation(mediation_id: MediationId, reader: Reader, actor: Reading, now: Now, response: Response) -> MediationOut:
    """With its record, which never changes."""
    found = await find_mediation(reader, mediation_id=mediation_id, actor=actor, now=now)
    show_version(response, found.version)
    return found


@router.post("/{mediation_id}/statements", status_code=201, dependencies=[ONCE])
async def add_statement(mediation_id: MediationId, body: Statement, uow: Uow, actor: CurrentActor) -> MediationStanding:
    """Buyers speak through the mall's client, sellers through the people of their shop."""
    actor.must(SPEAKS[body.side])
    return standing_of(await hear_side(uow, mediation_id=mediation_id, side=body.side, text=body.text))


@router.post("/{mediation_id}/evidence", status_code=201, dependencies=[ONCE])
async def add_mediation_evidence(
    mediation_id: MediationId,
    side: Annotated[Side, Form()],
    file: Annotated[UploadFile, File(description="JPEG, PNG or WebP, at most 10 MB")],
    uow: Uow,
    actor: CurrentActor,
) -> EvidenceKept:
    """Stored small, sealed, and without what a camera writes beside the picture."""
    actor.must(SPEAKS[side])
    if file.size is not None and file.size > LARGEST_BYTES:
        raise PictureTooLarge
    picture = await asyncio.to_thread(read_picture, await file.read())
    return EvidenceKept(id=await keep_evidence(uow, mediation_id=mediation_id, side=side, picture=picture))


@router.post("/{mediation_id}/evidence/{evidence_id}/look", response_class=Response, responses=JPEG)
async def look_at_mediation_evidence(mediation_id: MediationId, evidence_id: EvidenceId, uow: Uow, _: Reading) -> Response:
    """The picture; each look is in the audit trail."""
    content = await look_at_evidence(uow, mediation_id=mediation_id, evidence_id=evidence_id)
    return Response(content, media_type="image/jpeg", headers={"Content-Disposition": "inline"})


@router.post("/{mediation_id}/decide", dependencies=[ONCE], name="decide_mediation")
async def decide(mediation_id: MediationId, body: DecideMediation, uow: Uow, _: Deciding) -> MediationStanding:
    """Refused before both were heard or their time has run out, and to who spoke for a side."""
    return standing_of(await decide_mediation(uow, mediation_id=mediation_id, **body.model_dump()))


@router.post("/{mediation_id}/compliance", dependencies=[ONCE], name="note_compliance")
async def comply(mediation_id: MediationId, body: NoteCompliance, uow: Uow, _: Deciding) -> MediationStanding:
    return standing_of(await note_compliance(uow, mediation_id=mediation_id, complied=body.complied, text=body.text))


@router.post("/{mediation_id}/settle", dependencies=[ONCE], name="settle_mediation")
async def settle(mediation_id: MediationId, body: SettleMediation, uow: Uow, _: Deciding) -> MediationStanding:
    """Both have agreed before it was decided."""
    return standing_of(await settle_mediation(uow, mediation_id=mediation_id, text=body.text))


def standing_of(mediation: Mediation) -> MediationStanding:
    return MediationStanding(id=mediation.id, number=mediation.number, state=str(mediation.state), version=mediation.version)
