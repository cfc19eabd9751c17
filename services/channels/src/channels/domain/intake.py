"""From what an adapter read to what orders is sent, and to what a person is told about it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import TypeVar

from channels.domain.draft import NOTHING, NoteCode, ParsedOrder, ShopTerms
from channels.domain.platforms.reading import Reading
from channels.domain.platforms.registry import ADAPTERS
from contracts.orders import OrderDraft, PlaceOrders, PlatformRefund, TakePlatformRefunds

SENT, REFUSED = "sent", "refused"
MOST_LINES, MOST_PIECES = 200, 100_000
LARGEST_ENVELOPE, LARGEST_ENVELOPE_BYTES = 500, 2_500_000
Item = TypeVar("Item")


def understood(body: bytes, platform: str, terms: ShopTerms, topic: str, seal: Callable[[object], str]) -> tuple[Reading, list[OrderDraft]]:
    """What a payload holds, and its orders ready to be sent on. A large one takes a while: run it in a thread."""
    reading = ADAPTERS[platform](body, terms, topic)
    return reading, sealed_orders(reading.orders, seal)


def sealed_orders(orders: list[ParsedOrder], seal: Callable[[object], str]) -> list[OrderDraft]:
    """Receivers are sealed before anything is written or sent (rule ORD-5)."""
    return [order.sealed(seal(asdict(order.receiver))) for order in orders]


def told_results(reading: Reading) -> list[dict[str, object]]:
    """One entry for each part of the payload: orders and refunds that were sent on to orders, and what was refused and why."""
    results: list[dict[str, object]] = [
        {
            "platform_order_no": order.order.platform_order_no,
            "outcome": SENT,
            "state": order.order.state,
            "reasons": order.reasons,
            "detail": "",
        }
        for order in reading.orders
    ]
    results += [_told_refund(refund) for refund in reading.refunds]
    refused = [refused_result(u.code, order_no=u.order_no, detail=f"{u.where}: {u.detail}"[:300]) for u in reading.unreadable]
    return results + refused


def _told_refund(refund: PlatformRefund) -> dict[str, object]:
    reasons: list[str] = []
    return {
        "platform_order_no": refund.platform_order_no,
        "outcome": SENT,
        "state": f"refund_{refund.state}",
        "reasons": reasons,
        "detail": f"refund {refund.platform_refund_no} {refund.kind}",
    }


def refused_result(code: str, *, order_no: str = "", detail: str = "") -> dict[str, object]:
    return {"platform_order_no": order_no, "outcome": REFUSED, "state": "", "reasons": [code], "detail": detail}


def why_not_whole(parsed: ParsedOrder) -> list[str]:
    """What the ordinary entry of orders does not take, because too little was told: such an order waits there for a person."""
    lines = parsed.order.lines
    reasons: list[str] = []
    if not lines:
        reasons.append(NoteCode.LINES_NOT_TOLD.value)
    if len(lines) > MOST_LINES:
        reasons.append("too_many_lines")
    if any(line.quantity < 1 for line in lines):
        reasons.append(NoteCode.QUANTITY_NOT_TOLD.value)
    if any(line.quantity > MOST_PIECES for line in lines):
        reasons.append("quantity_too_large")
    return reasons + why_not_sendable(parsed)


def why_not_sendable(parsed: ParsedOrder) -> list[str]:
    """Money that a buyer does not pay but gets: a correction of the books, not an order."""
    order = parsed.order
    amounts = [order.goods_amount, order.discount_amount, order.freight_amount, order.paid_amount]
    amounts += [line.unit_price for line in order.lines] + [line.paid_amount or NOTHING for line in order.lines]
    return ["negative_amount"] if any(amount < 0 for amount in amounts) else []


def envelopes(orders: Sequence[Item], draft_of: Callable[[Item], OrderDraft]) -> Iterator[list[Item]]:
    """In order, each as large as orders (and the broker) takes: at most 500, and well below the limits in bytes."""
    chunk: list[Item] = []
    size = 0
    for order in orders:
        draft = draft_of(order)
        # Amounts grow when they are written out with their currency, and receivers when they are sealed.
        length = len(draft.model_dump_json().encode()) + 100 * len(draft.lines) + 1000
        if chunk and (len(chunk) == LARGEST_ENVELOPE or size + length > LARGEST_ENVELOPE_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(order)
        size += length
    if chunk:
        yield chunk


def place_commands(drafts: Sequence[OrderDraft], *, source: str) -> list[PlaceOrders]:
    return [PlaceOrders(orders=chunk, source=source) for chunk in envelopes(drafts, lambda draft: draft)]


def refund_commands(refunds: Sequence[PlatformRefund]) -> list[TakePlatformRefunds]:
    return [
        TakePlatformRefunds(refunds=list(refunds[start : start + LARGEST_ENVELOPE])) for start in range(0, len(refunds), LARGEST_ENVELOPE)
    ]
