"""What came in: a platform's JSON through an API client, and the list of everything that was received."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Depends, Header, Query, Request
from pydantic import BaseModel

from channels.api.fields import InboundId, ShopId
from channels.domain.inbound_message import InboundMessage, InboundNotFound
from channels.permissions import Permission
from channels.queries.inbound_messages import InboundRow, find_inbound_row, list_inbound_rows
from channels.use_cases.place_platform_orders import place_platform_orders
from channels.use_cases.reprocess_inbound import reprocess_inbound
from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Reader, Uow, read_key, transactional_router

shop_router = transactional_router("/v1/shops", tag="platform_orders")
router = transactional_router("/v1/inbound-messages", tag="inbound_messages")
LARGEST_PAYLOAD = 5 * 1000 * 1000
RAW: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"description": "An order or a page of orders, exactly as the platform's API answers"}}},
    }
}
MayRead = Annotated[Actor, Depends(requires(Permission.READ_INBOUND))]
State = Literal["waiting", "processed", "refused", "dead"]


class InboundResult(BaseModel):
    """`outcome`: sent (on to orders) or refused. `reasons` are what was found worth telling, or why it is no order."""

    platform_order_no: str
    outcome: str
    state: str
    reasons: list[str]
    detail: str


class InboundOut(BaseModel):
    """`way` is webhook or api. The raw payload stays sealed and goes after 90 days; then it cannot be processed again."""

    id: InboundId
    shop_id: str
    way: str
    topic: str
    delivery_id: str
    state: str
    attempts: int
    error: str
    received_at: datetime
    processed_at: datetime | None
    has_payload: bool
    results: list[InboundResult]


@shop_router.post("/{shop_id}/platform-orders", status_code=202, dependencies=[ONCE], openapi_extra=RAW, max_body_size=LARGEST_PAYLOAD)
async def send_platform_orders(
    shop_id: ShopId,
    request: Request,
    uow: Uow,
    actor: Annotated[Actor, Depends(requires(Permission.SEND_PLATFORM_ORDERS))],
    topic: Annotated[str, Query(max_length=100, description="What a webhook's header would say, where the platform has topics")] = "",
    idempotency_key: Annotated[str | None, Header(max_length=300)] = None,
) -> InboundOut:
    """The platform's own JSON, a single order or a page, of any platform with an adapter. What is in it that is no order is told by name."""
    body = await request.body()
    delivery_id = f"{actor.id}:{read_key(idempotency_key)}"
    message = await place_platform_orders(uow, shop_id=shop_id, body=body, delivery_id=delivery_id[:300], topic=topic)
    return inbound_out(message)


@router.get("")
async def list_inbound_messages(
    *, reader: Reader, paging: Paging, actor: MayRead, shop_id: Annotated[ShopId | None, Query()] = None, state: State | None = None
) -> Page[InboundOut]:
    """Newest first."""
    after = paging.after(datetime, UUID)
    rows = await list_inbound_rows(
        reader,
        seen=actor.shops,
        shop_id=shop_id,
        state=state,
        after=None if after is None else (after[0], after[1]),
        limit=paging.limit + 1,
    )
    last = rows[paging.limit - 1] if len(rows) > paging.limit else None
    cursor = make_cursor(last.received_at, last.id) if last else None
    return page_of([inbound_out(row) for row in rows], limit=paging.limit, next_cursor=cursor)


@router.get("/{message_id}")
async def get_inbound_message(message_id: InboundId, reader: Reader, actor: MayRead) -> InboundOut:
    row = await find_inbound_row(reader, message_id=message_id, seen=actor.shops)
    if row is None:
        raise InboundNotFound
    return inbound_out(row)


@router.post("/{message_id}/reprocess", status_code=202)
async def reprocess_inbound_message(
    message_id: InboundId, uow: Uow, _: Annotated[Actor, Depends(requires(Permission.REPROCESS_INBOUND))]
) -> InboundOut:
    """Understand it again. Harmless: an order that is there already stays one, and an older version changes nothing."""
    return inbound_out(await reprocess_inbound(uow, message_id=message_id))


def inbound_out(row: InboundRow | InboundMessage) -> InboundOut:
    return InboundOut(
        id=row.id,
        shop_id=row.shop_id,
        way=row.way,
        topic=row.topic,
        delivery_id=row.delivery_id,
        state=row.state,
        attempts=row.attempts,
        error=row.error,
        received_at=row.received_at,
        processed_at=row.processed_at,
        has_payload=row.has_payload,
        results=[InboundResult.model_validate(result) for result in row.results],
    )
