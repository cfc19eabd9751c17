"""A buyer asks the mall for something after buying; the mall's client passes it on (pain 12, rules CARE-1, CARE-2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from orders.domain.aftersales.buyer_request import ASKED_BY_BUYERS, KindNotForBuyers, RequestNumberUsed
from orders.domain.aftersales.case import Case, Source
from orders.domain.aftersales.kinds import CaseKind
from orders.domain.aftersales.refusals import LineNotInOrder
from orders.domain.aftersales.wanted import WantedLine
from orders.domain.order import Order, OrderNotFound
from orders.domain.price_change import CurrencyOfOrder
from orders.store.aftersales.cases import lock_platform_case
from orders.store.aftersales.orders import find_order_id, read_order
from orders.store.aftersales.platform_requests import lock_number
from orders.use_cases.aftersales.open_case import Wish, open_case


@dataclass(frozen=True, kw_only=True)
class AskedPieces:
    """`amount` None: what was paid for the pieces; with its currency."""

    platform_line_no: str
    quantity: int
    amount: Decimal | None
    currency: str | None
    send_sku: str | None = None


@dataclass(frozen=True, kw_only=True)
class BuyerRequest:
    """`lines` empty: all pieces that are in no case yet. `request_no` is the mall's own, by which it is asked once."""

    shop_id: str
    platform_order_no: str
    request_no: str
    kind: CaseKind
    reason_code: str
    lines: Sequence[AskedPieces]
    note: str
    buyer_pays: Decimal | None = None
    buyer_pays_currency: str | None = None


async def take_buyer_request(uow: UnitOfWork, *, asked: BuyerRequest) -> Case:
    """The case it became; the same request again is the same case.

    Raises KindNotForBuyers, OrderNotFound, RequestNumberUsed, CurrencyOfOrder, and what opening a case refuses.
    """
    if asked.kind not in ASKED_BY_BUYERS:
        error = FieldError(pointer="/kind", code="kind_not_for_buyers", zh="买家不能申请", en="cannot be asked for by a buyer")
        raise KindNotForBuyers(errors=[error])
    seen = uow.actor.shops is None or asked.shop_id in uow.actor.shops
    order_id = await find_order_id(uow, shop_id=asked.shop_id, platform_order_no=asked.platform_order_no) if seen else None
    if order_id is None:
        raise OrderNotFound
    # One who sends twice at once waits here for the first.
    await lock_number(uow, shop_id=asked.shop_id, platform_refund_no=asked.request_no)
    known = await lock_platform_case(uow, shop_id=asked.shop_id, platform_refund_no=asked.request_no)
    if known is not None:
        if known.order_id != order_id or known.kind != asked.kind or known.source != Source.CLIENT:
            raise RequestNumberUsed(request_no=asked.request_no, number=known.number)
        return known
    order = await read_order(uow, order_id=order_id, actor=uow.actor)
    _refuse_currency(order, asked.buyer_pays_currency, pointer="/buyer_pays/currency")
    wish = Wish(
        kind=asked.kind,
        reason_code=asked.reason_code,
        lines=[_line(order, line, place) for place, line in enumerate(asked.lines)],
        note=asked.note,
        source=Source.CLIENT,
        platform_refund_no=asked.request_no,
        buyer_pays=asked.buyer_pays,
    )
    return await open_case(uow, order_id=order_id, wish=wish)


def _line(order: Order, asked: AskedPieces, place: int) -> WantedLine:
    line = next((line for line in order.lines if line.platform_line_no == asked.platform_line_no), None)
    if line is None:
        field = FieldError(
            pointer=f"/lines/{place}/platform_line_no", code="line_not_in_order", zh="订单没有这一行", en="is no line of the order"
        )
        raise LineNotInOrder(line_no=asked.platform_line_no, errors=[field])
    _refuse_currency(order, asked.currency, pointer=f"/lines/{place}/amount/currency")
    return WantedLine(line_no=line.line_no, quantity=asked.quantity, amount=asked.amount, send_sku=asked.send_sku)


def _refuse_currency(order: Order, currency: str | None, *, pointer: str) -> None:
    if currency is not None and currency != order.currency:
        error = FieldError(pointer=pointer, code="currency_differs", zh="与订单币种不一致", en="is not the order's currency")
        raise CurrencyOfOrder(currency=order.currency, errors=[error])
