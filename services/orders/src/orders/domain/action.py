"""What a person does to many orders at once: each has its own result, and one that refuses does not spoil the rest."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.refusals import Refusal
from orders.domain.order import Order, OrderNotFound

LARGEST_ACTION = 500


@dataclass(frozen=True, kw_only=True)
class ActionResult:
    """`refusal` None says that it was done; the rest is how the order stands now ("" where there is none to see)."""

    order_id: UUID
    number: str
    status: str
    pending: str | None
    refusal: Refusal | None


def act_on_each(ids: Sequence[UUID], orders: Mapping[UUID, Order], act: Callable[[Order], None]) -> list[ActionResult]:
    """`act` refuses before it changes anything. A repeated id is done once."""
    return [_act(order_id, orders.get(order_id), act) for order_id in dict.fromkeys(ids)]


def _act(order_id: UUID, order: Order | None, act: Callable[[Order], None]) -> ActionResult:
    if order is None:
        return result_of(order_id, None, OrderNotFound())
    refused: Refusal | None = None
    try:
        act(order)
    except Refusal as refusal:
        refused = refusal
    return result_of(order_id, order, refused)


def result_of(order_id: UUID, order: Order | None, refusal: Refusal | None) -> ActionResult:
    """`order` None: there is none that the actor may see."""
    if order is None:
        return ActionResult(order_id=order_id, number="", status="", pending=None, refusal=refusal)
    return ActionResult(order_id=order_id, number=order.number, status=str(order.status), pending=order.pending, refusal=refusal)


def standing(order: Order) -> dict[str, object]:
    """For the audit trail: what a person's action may change."""
    return {
        "status": str(order.status),
        "reservation": str(order.reservation),
        "pending": order.pending,
        "hold_reasons": [str(reason) for reason in order.hold_reasons],
    }
