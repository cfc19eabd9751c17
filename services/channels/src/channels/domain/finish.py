"""From what an adapter gathered to a whole order: what follows from the rest is filled in, what was not understood holds it."""

import re
from datetime import datetime
from decimal import Decimal

from channels.domain.draft import (
    AWAITING_PAYMENT,
    DO_NOT_SHIP,
    LONGEST_NUMBER,
    NOTHING,
    READY,
    REFUND_ASKED,
    REFUND_DONE,
    REFUND_NONE,
    UNKNOWN,
    NoteCode,
    ParsedOrder,
    PayloadRefused,
    ShopTerms,
    Told,
)
from channels.domain.receiver import with_country_code
from contracts.money import MONEY_LIMIT
from contracts.orders import DraftLine, OrderDraft


def finish(told: Told, terms: ShopTerms, *, rows: tuple[int, ...] = ()) -> ParsedOrder:
    """Fills what follows from the rest and holds what was not understood. Refuses an order without a number."""
    if not told.order_no:
        raise PayloadRefused("order_number_missing", "The order has no number.")
    if len(told.order_no) > LONGEST_NUMBER:
        raise PayloadRefused("order_number_too_long", f"An order number has at most {LONGEST_NUMBER} characters.")
    placed_at, modified_at = _times(told, terms)
    if not told.lines:
        told.note(NoteCode.LINES_NOT_TOLD, "lines")
    if told.receiver.masked:
        told.note(NoteCode.RECEIVER_MASKED, "receiver")
    refund = told.refund if told.refund is not None else refund_of_lines(told)
    told.lines = _numbered(told.lines)
    goods, discount, freight, paid = _amounts(told)
    currency = _currency(told, terms)
    receiver = with_country_code(told.receiver).clipped()
    order = OrderDraft(
        shop_id=terms.shop_id,
        platform_order_no=told.order_no,
        platform_status=told.status[:64],
        state=_state(told),
        placed_at=placed_at,
        paid_at=told.paid_at,
        modified_at=modified_at,
        currency=currency,
        goods_amount=goods,
        discount_amount=discount,
        freight_amount=freight,
        paid_amount=paid,
        buyer_id=told.buyer_id[:128],
        receiver_sealed="",
        buyer_remark=told.buyer_remark[:2000],
        seller_remark=told.seller_remark[:2000],
        refund=refund,
        lines=told.lines,
        presale_stage=told.presale_stage,
        # One before the order itself is a placeholder of the platform's, not a promise.
        ship_by=told.ship_by if told.ship_by is not None and told.ship_by > placed_at else None,
    )
    return ParsedOrder(order=order, receiver=receiver, notes=tuple(told.notes), rows=rows)


def _numbered(lines: list[DraftLine]) -> list[DraftLine]:
    """Every line of an order has a number of its own, also where the platform gives none or gives one twice (a gift)."""
    seen: dict[str, int] = {}
    numbered: list[DraftLine] = []
    for place, line in enumerate(lines, start=1):
        number = line.platform_line_no or str(place)
        seen[number] = seen.get(number, 0) + 1
        number = number if seen[number] == 1 else f"{number}#{seen[number]}"
        kept = {"platform_line_no": number[:64], "sku": line.sku[:64], "platform_sku": line.platform_sku[:64]}
        numbered.append(line.model_copy(update=kept))
    return numbered


def _state(told: Told) -> str:
    if told.state == UNKNOWN:
        told.note(NoteCode.UNKNOWN_STATE, "status", told.status[:64])
    if told.state in (READY, DO_NOT_SHIP) and any(note.holds for note in told.notes):
        return UNKNOWN
    return told.state


def _times(told: Told, terms: ShopTerms) -> tuple[datetime, datetime]:
    """Without a modified time, the latest time told orders the versions; the time of receipt is the last resort."""
    known = sorted(at for at in (told.placed_at, told.paid_at, told.modified_at, *told.other_times) if at is not None)
    if told.placed_at is None:
        told.note(NoteCode.TIME_NOT_TOLD, "placed_at")
    placed_at = told.placed_at or (known[0] if known else terms.received_at)
    return placed_at, told.modified_at or (known[-1] if known else terms.received_at)


def _currency(told: Told, terms: ShopTerms) -> str:
    """One that is no code of three letters holds the order, which shows the shop's own meanwhile."""
    currency = (told.currency or terms.currency).upper()
    if re.fullmatch("[A-Z]{3}", currency):
        return currency
    told.note(NoteCode.UNREADABLE_PART, "currency", currency[:64])
    return terms.currency


def refund_of_lines(told: Told) -> str:
    """Done only when every line is; an order that is refunded in part needs a person as much as one that is asked for."""
    states = {line.refund for line in told.lines}
    if not states or states == {REFUND_NONE}:
        return REFUND_NONE
    if states == {REFUND_DONE}:
        return REFUND_DONE
    if REFUND_ASKED not in states:
        told.note(NoteCode.PARTLY_REFUNDED, "lines")
    return REFUND_ASKED


def _amounts(told: Told) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    freight = told.freight if told.freight is not None else NOTHING
    if told.paid is None and told.state != AWAITING_PAYMENT:
        told.note(NoteCode.AMOUNT_NOT_TOLD, "paid_amount")
    paid = told.paid if told.paid is not None else NOTHING
    goods = told.goods
    if goods is None:
        goods = sum((line.unit_price * line.quantity for line in told.lines), NOTHING) or max(paid - freight, NOTHING)
    # Only where something was paid does the difference tell of a discount.
    derived = max(goods + freight - paid, NOTHING) if paid > 0 else NOTHING
    discount = told.discount if told.discount is not None else derived
    if max(map(abs, (goods, discount, freight, paid))) > MONEY_LIMIT:
        raise PayloadRefused("amount_too_large", "An amount is larger than money can be.", order_no=told.order_no)
    return goods, discount, freight, paid
