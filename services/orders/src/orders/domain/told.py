"""Drafts that channels sends as a message, in the one form of intake. What a message may hold that a request may not is made harmless here:
an order is never lost for a stray character (rule ORD-1).
"""

from collections.abc import Callable
from decimal import Decimal

from chassis.sealing import SealBroken
from contracts.orders import DraftLine as ToldLine
from contracts.orders import OrderDraft
from orders.domain.draft import Draft, DraftLine
from orders.domain.receiver import FIELDS, OPEN_ID, Receiver

Open = Callable[[str], dict[str, str]]


def draft_of_message(told: OrderDraft, open_sealed: Open) -> Draft:
    receiver, sealed = _receiver(told.receiver_sealed, open_sealed)
    return Draft(
        shop_id=told.shop_id,
        platform_order_no=_clean(told.platform_order_no),
        platform_status=_clean(told.platform_status),
        state=_clean(told.state),
        placed_at=told.placed_at,
        paid_at=told.paid_at,
        modified_at=told.modified_at,
        currency=told.currency,
        goods_amount=_text(told.goods_amount),
        discount_amount=_text(told.discount_amount),
        freight_amount=_text(told.freight_amount),
        paid_amount=_text(told.paid_amount),
        buyer_id=_clean(told.buyer_id),
        receiver=receiver,
        receiver_sealed=sealed,
        buyer_remark=_clean(told.buyer_remark),
        seller_remark=_clean(told.seller_remark),
        refund=_clean(told.refund),
        lines=[_line(line) for line in told.lines],
        payer_digest=told.payer_digest,
        device_digest=told.device_digest,
        presale_stage=told.presale_stage,
        ship_by=told.ship_by,
    )


def _line(line: ToldLine) -> DraftLine:
    return DraftLine(
        platform_line_no=_clean(line.platform_line_no),
        merchant_code=_clean(line.sku),
        platform_sku=_clean(line.platform_sku),
        title=_clean(line.title),
        quantity=line.quantity,
        unit=None if line.unit is None else _clean(line.unit),
        unit_price=_text(line.unit_price),
        paid_amount=None if line.paid_amount is None else _text(line.paid_amount),
        refund=_clean(line.refund),
    )


def _receiver(sealed: str, open_sealed: Open) -> tuple[Receiver, str | None]:
    """What cannot be opened counts as empty, so the order is held for its address. The sealed text is used again when it needs no change."""
    try:
        opened = open_sealed(sealed)
    except SealBroken:
        opened = {}
    receiver = {field: _clean(str(opened.get(field) or "")) for field in FIELDS}
    if opened.get(OPEN_ID):
        receiver[OPEN_ID] = _clean(str(opened[OPEN_ID]))
    return receiver, sealed if receiver == opened else None


def _clean(text: str) -> str:
    return text.replace("\x00", "") if "\x00" in text else text


def _text(amount: Decimal) -> str:
    return f"{amount:.2f}"
