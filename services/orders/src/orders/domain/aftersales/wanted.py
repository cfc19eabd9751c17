"""What somebody asks for, line by line: what it is worth, and what of the lines' money is held for it (rules CARE-1, CARE-2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from chassis.refusals import FieldError
from orders.domain.aftersales.case import CaseLine
from orders.domain.aftersales.difference import DifferenceNotWanted
from orders.domain.aftersales.kinds import KindRule, Money
from orders.domain.aftersales.line_money import FREIGHT, LineMoney, PiecesInCases
from orders.domain.aftersales.refusals import (
    AmountNeeded,
    AmountNotWanted,
    LineNotInOrder,
    LineRefundedByShop,
    LineTwice,
    MoreThanWorth,
    NothingLeft,
    SkuNeeded,
)
from orders.domain.order import Order
from orders.domain.shares import share


@dataclass(frozen=True, kw_only=True)
class WantedLine:
    """`amount` None: what was paid for the pieces. `send_sku` None: the same goods again, where goods go out."""

    line_no: int
    quantity: int
    amount: Decimal | None = None
    send_sku: str | None = None


def all_that_is_left(order: Order, money: Mapping[int, LineMoney]) -> list[WantedLine]:
    """Raises NothingLeft."""
    left = [WantedLine(line_no=line.line_no, quantity=money[line.line_no].pieces_left) for line in order.lines if line.to_send]
    there = [line for line in left if line.quantity > 0]
    if not there:
        raise NothingLeft(number=order.number)
    return there


def refuse_lines_twice(wanted: Sequence[WantedLine]) -> None:
    """Raises LineTwice."""
    named = [line.line_no for line in wanted]
    errors = [
        FieldError(pointer=f"/lines/{place}", code="line_twice", zh="该行已填写", en="is named before")
        for place, line_no in enumerate(named)
        if line_no in named[:place]
    ]
    if errors:
        raise LineTwice(errors=errors)


def shared(
    wanted: Sequence[WantedLine], money: Mapping[int, LineMoney], rule: KindRule, asked: Decimal | None
) -> Sequence[WantedLine]:  # fmt: skip
    """What the buyer asks for in all over the pieces, by what they cost; as much is what was paid for them, and freight beside it."""
    if asked is None or rule.money != Money.PIECES:
        return wanted
    worths = [money[line.line_no].worth_of(line.quantity) for line in wanted]
    if len(wanted) == 1 and asked > worths[0] + money[FREIGHT].left:
        # More than was paid for the one line that it can be meant for: refused as such.
        return [replace(wanted[0], amount=asked)]
    if asked >= sum(worths):
        return wanted
    return [replace(line, amount=amount) for line, amount in zip(wanted, share(asked, worths), strict=True)]


def held_line(
    case_id: UUID, order: Order, rule: KindRule, money: Mapping[int, LineMoney], wanted: WantedLine, *, place: int
) -> CaseLine:  # fmt: skip
    """Its pieces and money are held. Raises LineNotInOrder, SkuNeeded, LineRefundedByShop, PiecesInCases, MoreThanPaid and what `_amount` does."""
    line = next((line for line in order.lines if line.line_no == wanted.line_no), None)
    if line is None:
        field = FieldError(pointer=f"/lines/{place}/line_no", code="line_not_in_order", zh="订单没有这一行", en="is no line of the order")
        raise LineNotInOrder(line_no=wanted.line_no, errors=[field])
    if line.sku is None and (rule.goods_back or (rule.goods_out and wanted.send_sku is None)):
        raise SkuNeeded(line_no=line.line_no)
    row = money[line.line_no]
    if not line.to_send and row.untouched:
        error = FieldError(pointer=f"/lines/{place}", code="line_refunded_by_shop", zh="店铺已退款", en="the shop has given it back")
        raise LineRefundedByShop(line_no=line.line_no, errors=[error])
    if wanted.quantity > row.quantity:
        raise PiecesInCases(line_no=line.line_no, left=row.quantity)
    amount = _amount(rule, row, wanted, place, other_goods=wanted.send_sku not in (None, line.sku))
    row.hold(amount, pieces=wanted.quantity if rule.holds_pieces else 0)
    return CaseLine(
        case_id=case_id, line_no=line.line_no, platform_line_no=line.platform_line_no, sku=line.sku,
        send_sku=(wanted.send_sku or line.sku) if rule.goods_out else None, title=line.title, quantity=wanted.quantity, amount=amount,
        good=0, damaged=0, wrong=0, missing=0,
    )  # fmt: skip


def _amount(rule: KindRule, row: LineMoney, wanted: WantedLine, place: int, *, other_goods: bool) -> Decimal:
    field = f"/lines/{place}/amount"
    if rule.money == Money.NONE:
        if wanted.amount:
            raise AmountNotWanted(errors=[FieldError(pointer=field, code="amount_not_wanted", zh="不能填写金额", en="must be left out")])
        return Decimal(0)
    if rule.money == Money.DIFFERENCE and not wanted.amount:
        return Decimal(0)
    if rule.money == Money.DIFFERENCE and not other_goods:
        raise DifferenceNotWanted(
            errors=[FieldError(pointer=field, code="difference_not_wanted", zh="不能填写退差价", en="must be left out")]
        )
    if rule.money == Money.AMOUNT:
        if not wanted.amount:
            raise AmountNeeded(errors=[FieldError(pointer=field, code="amount_needed", zh="请填写金额", en="is needed")])
        return wanted.amount
    if wanted.quantity > row.pieces_left:
        raise PiecesInCases(line_no=row.line_no, left=row.pieces_left)
    worth = row.worth_of(wanted.quantity)
    if wanted.amount is not None and wanted.amount > worth:
        error = FieldError(pointer=field, code="more_than_worth", zh=f"最多 {worth:.2f}", en=f"is {worth:.2f} at most")
        raise MoreThanWorth(line_no=row.line_no, worth=f"{worth:.2f}", errors=[error])
    return worth if wanted.amount is None else wanted.amount


def hold_freight(order: Order, rule: KindRule, money: Mapping[int, LineMoney], *, most: Decimal | None) -> Decimal:
    """The order's freight goes back with the last piece that was bought. `most`: what the buyer asks for beyond the goods; None: all."""
    last = not any(money[line.line_no].pieces_left for line in order.lines if line.to_send and not line.goes_along)
    if not (rule.pays_freight and last):
        return Decimal(0)
    freight = money[FREIGHT].left if most is None else min(money[FREIGHT].left, most)
    money[FREIGHT].hold(freight, pieces=0)
    return freight
