"""Where orders go and what of them is sent is changed after their review."""

from typing import Annotated

from fastapi import Depends, Request
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.preconditions import ExpectedVersion
from chassis.refusals import FieldError, Invalid
from chassis.routes import ONCE, Body, Uow, transactional_router
from orders.api.bulk_actions import ActionResults, Ids, OrderId, results_of
from orders.api.order_bodies import AmountText, Name
from orders.domain.changing import Item
from orders.domain.receiver import is_masked
from orders.permissions import Permission
from orders.use_cases.change_order_items import change_order_items
from orders.use_cases.readdress_orders import readdress_orders

router = transactional_router("/v1/orders", tag="orders")
Rewriter = Annotated[Actor, Depends(requires(Permission.REWRITE))]
Reason = Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]
Filled = Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]


class AddressMasked(Invalid):
    code = "address_masked"
    rule = "ORD-5"
    zh = "请填写完整的收货信息，不能带星号。"
    en = "Please give the whole address; stars cannot be delivered to."


class FullReceiverIn(Body):
    """In full, as it is to stand on the label. `country` empty means CN."""

    name: Filled
    phone: Annotated[str, Field(min_length=5, max_length=40)]
    country: Annotated[str, Field(pattern="^([A-Z]{2})?$")] = "CN"
    province: Name = ""
    city: Filled
    district: Name = ""
    town: Name = ""
    street: Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]
    postcode: Annotated[str, Field(max_length=20)] = ""

    def fields(self) -> dict[str, str]:
        """Raises AddressMasked."""
        fields = {name: str(value).strip() for name, value in self}
        masked = [name for name, value in fields.items() if is_masked(value)]
        if masked:
            errors = [FieldError(pointer=f"/receiver/{name}", code="masked", zh="不能带星号", en="is masked") for name in masked]
            raise AddressMasked(errors=errors)
        return fields


class ReaddressOrders(Body):
    """The same new address for all of them: orders of one buyer."""

    ids: Ids
    receiver: FullReceiverIn
    reason: Reason


class ItemIn(Body):
    """`line_no` left out: it is added. `unit_price` left out: as the line had it, 0 for an added one."""

    line_no: Annotated[int, Field(ge=1, le=1_000)] | None = None
    sku: Annotated[str, Field(min_length=1, max_length=64)]
    quantity: Annotated[int, Field(ge=1, le=100_000)]
    unit_price: AmountText | None = None


class ChangeItems(Body):
    """All that is to be sent from now on; a line that is left out is not sent. What the buyer paid stays what it was."""

    items: Annotated[list[ItemIn], Field(min_length=1, max_length=200)]
    reason: Reason


class LineTwice(Invalid):
    code = "line_twice"
    rule = "ORD-2"
    zh = "同一行只能出现一次。"
    en = "A line may stand there once only."


class RewrittenOrder(BaseModel):
    """`pending` adjusting: the warehouse stops it first, and it goes on with the new content by itself."""

    id: OrderId
    number: str
    status: str
    pending: str | None
    version: int


@router.post("/readdress", dependencies=[ONCE])
async def readdress_many_orders(body: ReaddressOrders, request: Request, uow: Uow, _: Rewriter) -> ActionResults:
    """Send open orders to another address. One that is at the warehouse and not packed is pulled back and goes on by itself."""
    return results_of(await readdress_orders(uow, ids=body.ids, receiver=body.receiver.fields(), reason=body.reason), request)


@router.put("/{order_id}/items")
async def change_items_of_order(order_id: OrderId, body: ChangeItems, version: ExpectedVersion, uow: Uow, _: Rewriter) -> RewrittenOrder:
    """Replace, add, remove or recount what an open order sends. The warehouse is asked for it back when it is there and not packed yet."""
    numbers = [item.line_no for item in body.items if item.line_no is not None]
    twice = [place for place, item in enumerate(body.items) if item.line_no is not None and numbers.count(item.line_no) > 1]
    if twice:
        raise LineTwice(
            errors=[FieldError(pointer=f"/items/{place}/line_no", code="twice", zh="重复", en="stands there twice") for place in twice]
        )
    items = [Item(line_no=item.line_no, sku=item.sku, quantity=item.quantity, unit_price=item.unit_price) for item in body.items]
    order = await change_order_items(uow, order_id=order_id, version=version, items=items, reason=body.reason)
    return RewrittenOrder(id=order.id, number=order.number, status=str(order.status), pending=order.pending, version=order.version)
