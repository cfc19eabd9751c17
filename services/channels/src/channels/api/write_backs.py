"""Notices to shops that a parcel has left, or of what was decided about money: what waits, what failed, what a person pushes again (rule ORD-4)."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Query
from pydantic import BaseModel, Field

from channels.api.fields import ShopId, WriteBackId
from channels.permissions import Permission
from channels.queries.write_backs import WriteBackFilter, WriteBackRow, list_write_back_rows
from channels.use_cases.push_write_backs import push_write_backs
from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router

router = transactional_router("/v1/write-backs", tag="write_backs")
State = Literal["pending", "telling", "told", "failed", "dead"]


class WriteBackOut(BaseModel):
    """`last_code` says why the last try failed; `shop_name` null: the shop is not registered here.

    Of `kind` refund, `decision` is agreed, pay or refused, `order_number` its case's number, `shipment_number` its id, and no parcel is told.
    """

    id: WriteBackId
    kind: str
    decision: str | None
    amount: str | None
    currency: str | None
    shop_id: str
    shop_name: str | None
    order_id: str
    order_number: str
    platform_order_no: str
    shipment_number: str
    carrier_code: str
    tracking_number: str
    state: str
    attempts: int
    next_try_at: datetime | None
    last_code: str
    last_detail: str
    shipped_at: datetime
    created_at: datetime
    told_at: datetime | None


class PushAgain(Body):
    """`ids`, or, when it is null, all in `state` of one shop (or of all shops that you see), at most 1,000 at once."""

    ids: Annotated[list[WriteBackId], Field(max_length=500)] | None = None
    shop_id: ShopId | None = None
    state: Literal["dead", "failed"] = "dead"


class PushedOut(BaseModel):
    """`left` were told already, are refunds that failed for good (a person pays those by hand), are being told, or are not yours to see."""

    pushed: int
    left: int


@router.get("")
async def list_write_backs(
    *,
    reader: Reader,
    paging: Paging,
    actor: Annotated[Actor, Depends(requires(Permission.READ_WRITE_BACKS))],
    state: State | None = None,
    shop_id: Annotated[ShopId | None, Query()] = None,
    order_number: Annotated[str | None, Query(max_length=40)] = None,
    kind: Literal["shipment", "refund"] | None = None,
) -> Page[WriteBackOut]:
    """Newest first."""
    after = paging.after(datetime, UUID)
    shown = WriteBackFilter(seen=actor.shops, shop_id=shop_id, state=state, order_number=order_number, kind=kind)
    rows = await list_write_back_rows(reader, shown=shown, after=None if after is None else (after[0], after[1]), limit=paging.limit + 1)
    last = rows[paging.limit - 1] if len(rows) > paging.limit else None
    cursor = make_cursor(last.created_at, last.id) if last else None
    return page_of([write_back_out(row) for row in rows], limit=paging.limit, next_cursor=cursor)


@router.post("/push-again", dependencies=[ONCE])
async def push_write_backs_again(
    body: PushAgain, uow: Uow, _: Annotated[Actor, Depends(requires(Permission.PUSH_WRITE_BACKS))]
) -> PushedOut:
    """Try again now. Where a shop may have heard already, it is asked first, so that it is not told twice."""
    pushed, left = await push_write_backs(uow, ids=body.ids, shop_id=body.shop_id, state=body.state)
    return PushedOut(pushed=pushed, left=left)


def write_back_out(row: WriteBackRow) -> WriteBackOut:
    return WriteBackOut(
        id=row.id,
        kind=row.kind,
        decision=row.decision,
        amount=row.amount,
        currency=row.currency,
        shop_id=row.shop_id,
        shop_name=row.shop_name,
        order_id=row.order_id,
        order_number=row.order_number,
        platform_order_no=row.platform_order_no,
        shipment_number=row.shipment_number,
        carrier_code=row.carrier_code,
        tracking_number=row.tracking_number,
        state=row.state,
        attempts=row.attempts,
        next_try_at=row.next_try_at if row.state in ("pending", "failed") else None,
        last_code=row.last_code,
        last_detail=row.last_detail,
        shipped_at=row.shipped_at,
        created_at=row.created_at,
        told_at=row.told_at,
    )
