"""The order desk and the order page."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.ids import prefixed
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import show_version
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from orders.api.order_filters import OrderFilters, end_of_today
from orders.domain.shop import shops_seen_by
from orders.permissions import Permission
from orders.queries.figures import QueueCount, count_queues
from orders.queries.order_detail import OrderOut, find_order
from orders.queries.order_list import Asked, OrderRow, find_orders
from orders.queries.order_timeline import TimelineEntryOut, find_timeline
from orders.use_cases.resolve_attention import resolve_attention
from orders.use_cases.reveal_receiver import reveal_receiver
from orders.use_cases.settle_other_goods import settle_other_goods

router = transactional_router("/v1/orders", tag="orders")
OrderId = Annotated[UUID, *prefixed("ord")]
ReadingActor = Annotated[Actor, Depends(requires(Permission.READ))]
Filters = Annotated[OrderFilters, Depends()]
LARGEST_INT = 2**63 - 1


class QueueCounts(BaseModel):
    data: list[QueueCount]


class LineExplanation(Body):
    """Line `line_no` means our SKU `sku`."""

    line_no: Annotated[int, Field(ge=1, le=200)]
    sku: Annotated[str, Field(min_length=1, max_length=64)]


class ExplainOrder(Body):
    """`remember`: from now on the shop's merchant code of these lines means this SKU. `units_are_pieces`: odd units count as pieces."""

    lines: Annotated[list[LineExplanation], Field(max_length=200, default_factory=list)]
    units_are_pieces: bool = False
    remember: bool = False


class ExplainedOrder(BaseModel):
    id: OrderId
    status: str
    reservation: str
    attention_reasons: list[str]


class SettleOtherGoods(Body):
    """What was done about the parcel: its shop told by hand, the goods called back, other goods sent."""

    note: Annotated[str, Field(min_length=2, max_length=500, pattern=r"\S")]


class RevealReceiver(Body):
    reason: Annotated[str, Field(min_length=2, max_length=500, pattern=r"\S")]


class FullReceiver(BaseModel):
    name: str
    phone: str
    country: str
    province: str
    city: str
    district: str
    town: str
    street: str
    postcode: str


@router.get("")
async def list_orders(reader: Reader, paging: Paging, filters: Filters, actor: ReadingActor, context: Here) -> Page[OrderRow]:
    """Orders of your shops, newest first. The cursor survives orders that come in meanwhile. A search shows at most 200 orders a kind of number."""
    key = paging.after(datetime, UUID)
    asked = Asked(
        wanted=filters.within(actor, context.clock),
        after=None if key is None else (key[0], key[1]),
        limit=paging.limit,
        today=context.clock.today(),
        digest=context.sealer.digest,
    )
    rows = await find_orders(reader, asked)
    last = rows[min(len(rows), paging.limit) - 1] if rows else None
    cursor = make_cursor((last.ship_by if asked.wanted.is_by_deadline else None) or last.placed_at, last.id) if last else None
    return page_of(rows, limit=paging.limit, next_cursor=cursor)


@router.get("/counts")
async def count_orders(reader: Reader, actor: ReadingActor, context: Here) -> QueueCounts:
    """How much work waits in each queue, up to 1,000."""
    clock = context.clock
    counts = await count_queues(reader, shops=shops_seen_by(actor), now=clock.now(), end_of_today=end_of_today(clock))
    return QueueCounts(data=counts)


@router.get("/{order_id}")
async def get_order(order_id: OrderId, reader: Reader, actor: ReadingActor, response: Response) -> OrderOut:
    """One order with its lines, the receiver masked."""
    order = await find_order(reader, order_id=order_id, actor=actor)
    show_version(response, order.version)
    return order


@router.get("/{order_id}/timeline")
async def list_order_timeline(order_id: OrderId, reader: Reader, paging: Paging, actor: ReadingActor) -> Page[TimelineEntryOut]:
    """What happened to the order, oldest first."""
    (after,) = paging.after(int) or (0,)
    entries = await find_timeline(reader, order_id=order_id, actor=actor, after=max(0, min(after, LARGEST_INT)), limit=paging.limit)
    last = entries[min(len(entries), paging.limit) - 1] if entries else None
    return page_of(entries, limit=paging.limit, next_cursor=make_cursor(last.id) if last else None)


@router.post("/{order_id}/explain", dependencies=[ONCE])
async def explain_order(
    order_id: OrderId, body: ExplainOrder, uow: Uow, _: Annotated[Actor, Depends(requires(Permission.RESOLVE_ATTENTION))]
) -> ExplainedOrder:
    """Say what we did not understand: the SKU of lines, or that units are pieces. Once all is clear the order goes on by itself."""
    order = await resolve_attention(
        uow,
        order_id=order_id,
        skus={line.line_no: line.sku for line in body.lines},
        units_are_pieces=body.units_are_pieces,
        remember=body.remember,
    )
    return ExplainedOrder(
        id=order.id, status=str(order.status), reservation=str(order.reservation), attention_reasons=order.attention_reasons
    )


@router.post("/{order_id}/settle-other-goods", dependencies=[ONCE], name="settle_other_goods")
async def settle_parcel(
    order_id: OrderId, body: SettleOtherGoods, uow: Uow, _: Annotated[Actor, Depends(requires(Permission.RESOLVE_ATTENTION))]
) -> ExplainedOrder:
    """The parcel that left with other goods than the order asks for was seen to (rule ORD-4)."""
    order = await settle_other_goods(uow, order_id=order_id, note=body.note.strip())
    return ExplainedOrder(
        id=order.id, status=str(order.status), reservation=str(order.reservation), attention_reasons=order.attention_reasons
    )


@router.post("/{order_id}/reveal-receiver", dependencies=[ONCE])
async def reveal_order_receiver(
    order_id: OrderId, body: RevealReceiver, uow: Uow, _: Annotated[Actor, Depends(requires(Permission.REVEAL_RECEIVER))]
) -> FullReceiver:
    """The receiver in full (rule ORD-5). Who saw it, when and why stands in the audit trail and in the order's timeline."""
    receiver = await reveal_receiver(uow, order_id=order_id, reason=body.reason)
    return FullReceiver.model_validate({field: receiver.get(field, "") for field in FullReceiver.model_fields})
