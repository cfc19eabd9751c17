"""Orders are split and merged: others are sent in their place, and every piece and every cent is found in exactly one (docs/adr/0018)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from chassis.refusals import Conflict, Invalid
from orders.domain.effects import Effects
from orders.domain.line import OrderLine
from orders.domain.order import HOLDS_STOCK, Order
from orders.domain.parcels import Pieces
from orders.domain.shares import of_pieces, share
from orders.domain.status import REGROUPS, OrderKind, OrderStatus, Refund, Reservation
from orders.domain.timeline import Happened

AMOUNTS = ("goods_amount", "discount_amount", "freight_amount", "paid_amount")


class NotMergeable(Conflict):
    code = "not_mergeable"
    rule = "ORD-2"
    zh = "只能合并同一店铺、同一买家、同一收货地址、同一币种的订单；脱敏的收货信息不能作为依据。"
    en = "Only orders of one shop, buyer, address and currency are merged; a masked address proves nothing."


class TooFewToMerge(Invalid):
    code = "too_few_to_merge"
    rule = "ORD-2"
    zh = "合并至少需要两个订单。"
    en = "It takes two orders at least to merge."


@dataclass(frozen=True, kw_only=True)
class Taken:
    """Pieces of one order that go into a parcel."""

    order: Order
    pieces: Pieces


def regroup(
    sources: Sequence[Order], parcels: Sequence[Sequence[Taken]], *, kind: OrderKind, named: Sequence[tuple[UUID, str]], now: datetime,
    by: str, effects: Effects,
) -> list[Order]:  # fmt: skip
    """An order for each of `parcels`, named (id, number); `sources` stand split or merged, or are closed when they were such orders themselves.

    `parcels` holds each piece that is to be sent once. What was given back to the buyer goes along in the first, so that its money is found.
    """
    made = [_parcel_of(sources, kind=kind, id_number=one, now=now) for one in named]
    for source in sources:
        _divide(source, [_pieces_in(parcel, source) for parcel in parcels], made)
    for order in made:
        order.line_count, order.piece_count = len(order.lines), sum(line.quantity for line in order.lines)
        effects.happened(order, Happened.REGROUPED_FROM, orders=[source.number for source in sources], by=by)
    for source in sources:
        _stand_aside(source, kind=kind, made=made, by=by, now=now, effects=effects)
    hand_stock_on(sources, made, effects)
    return made


def _pieces_in(parcel: Sequence[Taken], source: Order) -> Pieces:
    return next((taken.pieces for taken in parcel if taken.order is source), {})


def paid_of_lines(order: Order) -> list[Decimal]:
    """What was paid for each line: as the shop told it, else its share of what was paid for goods."""
    untold = [line.unit_price * max(line.quantity, 0) for line in order.lines if line.paid_amount is None]
    told = sum((line.paid_amount for line in order.lines if line.paid_amount is not None), Decimal(0))
    rest = iter(share(max(order.paid_amount - order.freight_amount - told, Decimal(0)), untold))
    return [next(rest) if line.paid_amount is None else line.paid_amount for line in order.lines]


def _divide(source: Order, parcels: Sequence[Pieces], made: Sequence[Order]) -> None:
    """Lines and amounts of one source over the new orders."""
    weights = [Decimal(0)] * len(made)
    whole = [place for place, parcel in enumerate(parcels) if parcel]
    for line, amount in zip(source.lines, paid_of_lines(source), strict=True):
        counts = [parcel.get(line.line_no, 0) for parcel in parcels]
        if not line.to_send:
            counts = [line.quantity if place == whole[0] else 0 for place in range(len(parcels))]
        paid = of_pieces(amount, quantity=line.quantity, counts=counts) if line.quantity > 0 else [Decimal(0)] * len(counts)
        for place, count in enumerate(counts):
            if count:
                weights[place] += line.unit_price * count
                made[place].lines.append(_copy(line, source, count=count, paid=paid[place], to=made[place]))
    present = [weights[place] for place in whole]
    for name in AMOUNTS:
        for place, amount in zip(whole, share(getattr(source, name), present), strict=True):
            setattr(made[place], name, getattr(made[place], name) + amount)


def _copy(line: OrderLine, source: Order, *, count: int, paid: Decimal, to: Order) -> OrderLine:
    own = line.origin_order_id is None or line.origin_line_no is None
    return OrderLine(
        order_id=to.id,
        line_no=len(to.lines) + 1,
        platform_line_no=line.platform_line_no,
        merchant_code=line.merchant_code,
        sku=line.sku,
        platform_sku=line.platform_sku,
        title=line.title,
        quantity=count,
        unit=line.unit,
        confirmed_unit=line.confirmed_unit,
        unit_price=line.unit_price,
        paid_amount=paid,
        refund=line.refund,
        origin_order_id=source.id if own else line.origin_order_id,
        origin_line_no=line.line_no if own else line.origin_line_no,
        gift_rule_id=line.gift_rule_id,
    )


def _parcel_of(sources: Sequence[Order], *, kind: OrderKind, id_number: tuple[UUID, str], now: datetime) -> Order:
    """Without lines and money yet."""
    first = sources[0]
    order_id, number = id_number
    deadlines = [source.ship_by for source in sources if source.ship_by is not None]
    return Order(
        id=order_id,
        number=number,
        kind=kind,
        left_out=all(source.left_out for source in sources),
        shop_id=first.shop_id,
        # No shop knows it by this: the number makes it its own, and the beginning finds it.
        platform_order_no=f"{first.platform_order_no}/{number}",
        platform_status=first.platform_status,
        state=first.state,
        status=OrderStatus.PLACED,
        hold_reasons=_union(source.hold_reasons for source in sources),
        hold_note=_joined(source.hold_note or "" for source in sources) or None,
        released_reasons=_union(source.released_reasons for source in sources),
        attention_reasons=_union(source.attention_reasons for source in sources),
        reservation=Reservation.NONE,
        attempt=0,
        short_skus=[],
        refund=Refund.ASKED if any(source.refund == Refund.ASKED for source in sources) else Refund.NONE,
        currency=first.currency,
        goods_amount=Decimal(0),
        discount_amount=Decimal(0),
        freight_amount=Decimal(0),
        paid_amount=Decimal(0),
        line_count=0,
        piece_count=0,
        placed_at=min(source.placed_at for source in sources),
        received_at=now,
        paid_at=first.paid_at,
        ship_by=min(deadlines, default=None),
        modified_at=now,
        content_digest="",
        version=0,
        buyer_id=first.buyer_id,
        receiver_sealed=first.receiver_sealed,
        receiver_name=first.receiver_name,
        receiver_phone=first.receiver_phone,
        receiver_country=first.receiver_country,
        receiver_province=first.receiver_province,
        receiver_city=first.receiver_city,
        receiver_district=first.receiver_district,
        phone_digest=first.phone_digest,
        phone_tail_digest=first.phone_tail_digest,
        buyer_remark=_joined(source.buyer_remark for source in sources),
        seller_remark=_joined(source.seller_remark for source in sources),
        source=first.source,
        policy_version=first.policy_version,
        updated_at=now,
        lines=[],
    )


def _union(lists: Iterable[Sequence[str]]) -> list[str]:
    return list(dict.fromkeys(one for each in lists for one in each))


def _joined(texts: Iterable[str]) -> str:
    return "；".join(dict.fromkeys(text for text in texts if text.strip()))


def _stand_aside(source: Order, *, kind: OrderKind, made: Sequence[Order], by: str, now: datetime, effects: Effects) -> None:
    source.pending = None
    numbers = [order.number for order in made]
    if source.kind in REGROUPS:
        effects.happened(source, Happened.REGROUPED_AGAIN, orders=numbers, by=by)
        source.become(OrderStatus.CLOSED, effects)
        source.ended_at = now
        return
    split = kind == OrderKind.PART
    source.become(OrderStatus.SPLIT if split else OrderStatus.MERGED, effects)
    effects.happened(source, Happened.SPLIT if split else Happened.MERGED, orders=numbers, by=by)


def hand_stock_on(sources: Sequence[Order], to: Sequence[Order], effects: Effects) -> None:
    """`to` go on, in place of `sources`: what those hold is theirs before anybody else's who waits."""
    held = [source.reference for source in sources if source.reservation in HOLDS_STOCK]
    for source in sources:
        if source.reservation in HOLDS_STOCK:
            source.reservation = Reservation.RELEASED
            source.warehouse_code, source.short_skus = None, []
    for order in to:
        order.go_on(effects)
    asking = [order for order in to if order in effects.reserve]
    if not asking:
        effects.release.extend(held)
    elif held:
        effects.takes_over.update((order.id, held) for order in asking)
