"""Complaints and disputes: received, answered, handed on, closed (rule CARE-3)."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from chassis.actor import Actor
from chassis.auth import requires
from chassis.languages import language_of
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import show_version
from chassis.routes import ONCE, Now, Reader, Uow, transactional_router
from orders.api.bulk_actions import ActionRefusal
from orders.api.care.complaint_bodies import (
    CloseComplaint,
    Colleagues,
    ComplaintQuery,
    ComplaintReceived,
    ComplaintStanding,
    GiveReason,
    OpenComplaint,
    SayText,
    TransferComplaints,
    TransferResultOut,
    TransferResults,
)
from orders.domain.care.complaint import Complaint
from orders.domain.shop import shops_seen_by
from orders.permissions import Permission
from orders.queries.care.colleagues import find_colleagues
from orders.queries.care.complaint_detail import ComplaintEntryOut, ComplaintOut, find_complaint, find_complaint_entries
from orders.queries.care.complaint_list import (
    ComplaintCounts,
    ComplaintDeskRow,
    ComplaintFilter,
    ComplaintId,
    ComplaintView,
    count_complaints,
    find_complaints,
)
from orders.queries.customers.levels import priorities_in_force
from orders.use_cases.care.answer_complaint import answer_complaint
from orders.use_cases.care.close_complaint import close_complaint
from orders.use_cases.care.come_to_desk import come_to_desk
from orders.use_cases.care.note_on_complaint import note_on_complaint
from orders.use_cases.care.open_complaint import Grievance, open_complaint
from orders.use_cases.care.reopen_complaint import reopen_complaint
from orders.use_cases.care.transfer_complaints import transfer_complaints

router = transactional_router("/v1/care", tag="complaints")
ReadingActor = Annotated[Actor, Depends(requires(Permission.READ_COMPLAINTS))]
Opener = Annotated[Actor, Depends(requires(Permission.OPEN_COMPLAINTS))]
Handler = Annotated[Actor, Depends(requires(Permission.HANDLE_COMPLAINTS))]
LARGEST_INT = 2**63 - 1


@router.get("/complaints")
async def list_complaints(
    asked: Annotated[ComplaintQuery, Query()], reader: Reader, paging: Paging, actor: ReadingActor, now: Now
) -> Page[ComplaintDeskRow]:
    """Open complaints by what is due next, or all, newest first. `q` is a whole number of a complaint or an order."""
    after = paging.after(datetime, UUID)
    wanted = ComplaintFilter(
        **asked.model_dump(),
        me=actor.id,
        shops=shops_seen_by(actor),
        after=None if after is None else (after[0], after[1]),
        limit=paging.limit,
    )
    rows = await find_complaints(reader, wanted, priorities=await priorities_in_force(reader, now=now))
    last = rows[min(len(rows), paging.limit) - 1] if rows else None
    cursor = None if last is None else make_cursor(last.opened_at if asked.view == ComplaintView.ALL else last.due_at, last.id)
    return page_of(rows, limit=paging.limit, next_cursor=cursor)


@router.get("/complaints/counts")
async def count_open_complaints(reader: Reader, actor: ReadingActor) -> ComplaintCounts:
    return await count_complaints(reader, me=actor.id, shops=shops_seen_by(actor))


@router.post("/complaints", status_code=201, dependencies=[ONCE])
async def receive_complaint(body: OpenComplaint, uow: Uow, _: Opener, response: Response) -> ComplaintReceived:
    """Its deadlines run from now, by its kind. One that is there already under this platform number is answered with 200."""
    given = body.model_dump()
    received = await open_complaint(uow, grievance=Grievance(**given, source=body.source))
    if not received.is_new:
        response.status_code = 200
    return ComplaintReceived(**standing_of(received.complaint).model_dump(), is_new=received.is_new)


@router.post("/complaints/transfer", dependencies=[ONCE])
async def hand_complaints_on(body: TransferComplaints, request: Request, uow: Uow, _: Handler) -> TransferResults:
    """Each complaint has its own result; one that refuses does not spoil the rest."""
    results = await transfer_complaints(uow, ids=body.ids, to_id=body.to_id, reason=body.reason.strip())
    language = language_of(request.headers.get("accept-language"))
    shown = [
        TransferResultOut(
            id=one.complaint_id,
            number=one.number,
            refusal=None
            if one.refusal is None
            else ActionRefusal(code=one.refusal.code, rule=one.refusal.rule, detail=one.refusal.sentence(language)),
        )
        for one in results
    ]
    refused = sum(one.refusal is not None for one in shown)
    return TransferResults(done=len(shown) - refused, refused=refused, results=shown)


@router.get("/colleagues")
async def list_colleagues(reader: Reader, _: Annotated[Actor, Depends(requires(Permission.HANDLE_COMPLAINTS))]) -> Colleagues:
    """Who works at the complaint desk."""
    return Colleagues(data=await find_colleagues(reader))


@router.post("/colleagues/me", status_code=204, dependencies=[ONCE])
async def join_complaint_desk(uow: Uow, _: Handler) -> None:
    """From now on complaints can be handed to the caller."""
    await come_to_desk(uow)


@router.get("/complaints/{complaint_id}")
async def get_complaint(complaint_id: ComplaintId, reader: Reader, actor: ReadingActor, response: Response) -> ComplaintOut:
    """One complaint, with the others about its order."""
    complaint = await find_complaint(reader, complaint_id=complaint_id, actor=actor)
    show_version(response, complaint.version)
    return complaint


@router.get("/complaints/{complaint_id}/timeline")
async def list_complaint_timeline(
    complaint_id: ComplaintId, reader: Reader, paging: Paging, actor: ReadingActor
) -> Page[ComplaintEntryOut]:
    """What happened to the complaint, oldest first."""
    (after,) = paging.after(int) or (0,)
    entries = await find_complaint_entries(
        reader, complaint_id=complaint_id, actor=actor, after=max(0, min(after, LARGEST_INT)), limit=paging.limit
    )
    last = entries[min(len(entries), paging.limit) - 1] if entries else None
    return page_of(entries, limit=paging.limit, next_cursor=make_cursor(last.id) if last else None)


@router.post("/complaints/{complaint_id}/answer", dependencies=[ONCE], name="answer_complaint")
async def give_first_answer(complaint_id: ComplaintId, body: SayText, uow: Uow, _: Handler) -> ComplaintStanding:
    """What the buyer was told first. Of two who answer at once the second is refused."""
    return standing_of(await answer_complaint(uow, complaint_id=complaint_id, text=body.text))


@router.post("/complaints/{complaint_id}/notes", dependencies=[ONCE])
async def add_complaint_note(complaint_id: ComplaintId, body: SayText, uow: Uow, _: Handler) -> ComplaintStanding:
    return standing_of(await note_on_complaint(uow, complaint_id=complaint_id, text=body.text))


@router.post("/complaints/{complaint_id}/close", dependencies=[ONCE], name="close_complaint")
async def close(complaint_id: ComplaintId, body: CloseComplaint, uow: Uow, _: Handler) -> ComplaintStanding:
    """With who was responsible and what gets better."""
    return standing_of(
        await close_complaint(uow, complaint_id=complaint_id, responsible=body.responsible, improvement=body.improvement.strip())
    )


@router.post("/complaints/{complaint_id}/reopen", dependencies=[ONCE], name="reopen_complaint")
async def reopen(complaint_id: ComplaintId, body: GiveReason, uow: Uow, _: Opener) -> ComplaintStanding:
    """The buyer comes back: repeat contact, with new deadlines."""
    return standing_of(await reopen_complaint(uow, complaint_id=complaint_id, reason=body.reason.strip()))


def standing_of(complaint: Complaint) -> ComplaintStanding:
    return ComplaintStanding(id=complaint.id, number=complaint.number, state=str(complaint.state), version=complaint.version)
