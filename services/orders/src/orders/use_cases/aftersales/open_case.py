"""Somebody asks for something after buying: a case is opened, and what it may pay is held at once (rules CARE-1, CARE-2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from chassis.ids import new_id, show_id
from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from contracts.orders import CaseOpened
from orders.domain.aftersales.case import Case, CaseHappened, CaseLine, Source
from orders.domain.aftersales.difference import Difference, DifferenceNotWanted, asked_of_buyer
from orders.domain.aftersales.kinds import KINDS, CaseKind, KindRule, Money, Term
from orders.domain.aftersales.line_money import FREIGHT, LineMoney, PiecesInCases
from orders.domain.aftersales.policy import AftersalesParameters
from orders.domain.aftersales.refusals import (
    AmountNeeded,
    AmountNotWanted,
    KindNotForOrder,
    LineNotInOrder,
    MoreThanWorth,
    NothingLeft,
    NotTheOriginalOrder,
    SkuNeeded,
    TooMuchCompensation,
    WholeOrderBeforeShipping,
)
from orders.domain.aftersales.states import CaseState
from orders.domain.order import Order
from orders.domain.redaction import without_numbers
from orders.domain.sku import SkuUnknown
from orders.domain.status import OrderKind
from orders.store.aftersales.cases import next_case_number, note, shown
from orders.store.aftersales.money import compensated, take_money
from orders.store.aftersales.orders import read_order
from orders.store.aftersales.policies import aftersales_policy_at
from orders.store.shops import known_skus


@dataclass(frozen=True, kw_only=True)
class WantedLine:
    """`amount` None: what was paid for the pieces. `send_sku` None: the same goods again, where goods go out."""

    line_no: int
    quantity: int
    amount: Decimal | None = None
    send_sku: str | None = None


@dataclass(frozen=True, kw_only=True)
class Wish:
    """`lines` empty: all pieces that are in no case yet. `buyer_pays`: what the goods of an exchange cost more, in the order's currency."""

    kind: CaseKind
    reason_code: str
    lines: Sequence[WantedLine]
    note: str
    source: Source
    platform_refund_no: str | None = None
    platform_state: str | None = None
    platform_modified_at: datetime | None = None
    answer_by: datetime | None = None
    buyer_pays: Decimal | None = None


async def open_case(uow: UnitOfWork, *, order_id: UUID, wish: Wish) -> Case:
    """Raises OrderNotFound, NotTheOriginalOrder, KindNotForOrder, ReasonNotThere, NothingLeft, LineNotInOrder, SkuNeeded, SkuUnknown,
    AmountNeeded, AmountNotWanted, DifferenceNotWanted, MoreThanWorth, MoreThanPaid, PiecesInCases, WholeOrderBeforeShipping, TooMuchCompensation.
    """
    order = await read_order(uow, order_id=order_id, actor=uow.actor)
    rule = KINDS[wish.kind]
    if order.kind != OrderKind.ORDER:
        raise NotTheOriginalOrder(number=order.number)
    if order.status not in rule.statuses:
        raise KindNotForOrder(number=order.number, status=order.status)
    policy_version, policy = await aftersales_policy_at(uow, moment=uow.now)
    reason = policy.reason(wish.reason_code, kind=wish.kind)
    money = await take_money(uow, order)
    wanted = list(wish.lines) or _all_that_is_left(order, money)
    await _refuse_unknown_skus(uow, wanted)
    case_id = new_id()
    lines = [_line(case_id, order, rule, money, one, place) for place, one in enumerate(wanted)]
    if wish.kind == CaseKind.REFUND_BEFORE_SHIPPING:
        _refuse_a_part(order, money)
    freight = _hold_freight(rule, money, always=wish.kind == CaseKind.REFUND_BEFORE_SHIPPING or reason.freight_by == "seller")
    amount = sum((line.amount for line in lines), freight)
    if wish.kind == CaseKind.COMPENSATION:
        await _refuse_too_much(uow, order, policy, amount)
    due = policy.due(CaseState.OPENED, now=uow.now) or uow.now + timedelta(days=1)
    case = Case(
        id=case_id, number=await next_case_number(uow), shop_id=order.shop_id, order_id=order.id, order_number=order.number,
        platform_order_no=order.platform_order_no, kind=wish.kind, state=CaseState.OPENED, source=wish.source, reason_code=reason.code,
        freight_by=reason.freight_by, liable=reason.liable, note=without_numbers(wish.note), currency=order.currency, amount=amount, freight_amount=freight,
        late=_is_late(order, rule, policy, now=uow.now), attention=None, platform_refund_no=wish.platform_refund_no,
        platform_state=wish.platform_state, platform_modified_at=wish.platform_modified_at, approval_kind=None, carrier_code=None,
        tracking_number=None, replacement_order_id=None, policy_version=policy_version, opened_at=uow.now, opened_by=uow.actor.name,
        opened_by_id=uow.actor.id, asked_by_id=None, agreed_at=None, agreed_by="", state_at=uow.now,
        due_at=min(due, wish.answer_by or due), overdue_at=None, closed_at=None, version=1, lines=lines,
        difference=_difference(case_id, order, wish, lines),
    )  # fmt: skip
    uow.session.add(case)
    await uow.session.flush()
    note(
        uow,
        case,
        CaseHappened.OPENED,
        kind=str(case.kind),
        reason_code=case.reason_code,
        amount=f"{amount:.2f}",
        buyer_pays=_shown(wish.buyer_pays),
        note=case.note or None,
    )
    uow.publish(
        CaseOpened(
            case_id=shown(case), number=case.number, shop_id=case.shop_id, order_id=show_id("ord", order.id), order_number=order.number,
            kind=case.kind, reason_code=case.reason_code, liable=case.liable, source=case.source, by=case.opened_by,
            by_id=case.opened_by_id, due_at=case.due_at, opened_at=uow.now,
        )
    )  # fmt: skip
    return case


def _difference(case_id: UUID, order: Order, wish: Wish, lines: Sequence[CaseLine]) -> Difference | None:
    if not wish.buyer_pays:
        return None
    other_goods = wish.kind == CaseKind.EXCHANGE and any(line.send_sku != line.sku for line in lines)
    if not other_goods or any(line.amount for line in lines):
        error = FieldError(pointer="/buyer_pays", code="difference_not_wanted", zh="不能填写补差价", en="must be left out")
        raise DifferenceNotWanted(errors=[error])
    return asked_of_buyer(case_id, shop_id=order.shop_id, amount=wish.buyer_pays, currency=order.currency)


def _shown(amount: Decimal | None) -> str | None:
    return f"{amount:.2f}" if amount else None


def _all_that_is_left(order: Order, money: Mapping[int, LineMoney]) -> list[WantedLine]:
    left = [WantedLine(line_no=line.line_no, quantity=money[line.line_no].pieces_left) for line in order.lines if line.to_send]
    there = [line for line in left if line.quantity > 0]
    if not there:
        raise NothingLeft(number=order.number)
    return there


async def _refuse_unknown_skus(uow: UnitOfWork, wanted: Sequence[WantedLine]) -> None:
    skus = [line.send_sku for line in wanted if line.send_sku is not None]
    known = await known_skus(uow, skus) if skus else set[str]()
    errors = [
        FieldError(pointer=f"/lines/{place}/send_sku", code="sku_unknown", zh="系统中没有该商品", en="there is no such SKU")
        for place, line in enumerate(wanted)
        if line.send_sku is not None and line.send_sku not in known
    ]
    if errors:
        raise SkuUnknown(sku=", ".join(sku for sku in skus if sku not in known), errors=errors)


def _line(case_id: UUID, order: Order, rule: KindRule, money: Mapping[int, LineMoney], wanted: WantedLine, place: int) -> CaseLine:
    line = next((line for line in order.lines if line.line_no == wanted.line_no), None)
    if line is None:
        field = FieldError(pointer=f"/lines/{place}/line_no", code="line_not_in_order", zh="订单没有这一行", en="is no line of the order")
        raise LineNotInOrder(line_no=wanted.line_no, errors=[field])
    if line.sku is None and (rule.goods_back or (rule.goods_out and wanted.send_sku is None)):
        raise SkuNeeded(line_no=line.line_no)
    row = money[line.line_no]
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


def _refuse_a_part(order: Order, money: Mapping[int, LineMoney]) -> None:
    """All that is still to be sent goes: the warehouse stops whole orders."""
    if any(money[line.line_no].pieces_left for line in order.lines if line.to_send and not line.added_by_us):
        raise WholeOrderBeforeShipping


def _hold_freight(rule: KindRule, money: Mapping[int, LineMoney], *, always: bool) -> Decimal:
    """The order's freight goes back with its last piece, when the reason is not the buyer's own."""
    last = not any(row.pieces_left for line_no, row in money.items() if line_no != FREIGHT)
    if not (rule.pays_freight and last and always):
        return Decimal(0)
    freight = money[FREIGHT].left
    money[FREIGHT].hold(freight, pieces=0)
    return freight


async def _refuse_too_much(uow: UnitOfWork, order: Order, policy: AftersalesParameters, amount: Decimal) -> None:
    most = (order.paid_amount * policy.compensation_percent / 100).quantize(Decimal("0.01"))
    if await compensated(uow, order_id=order.id) + amount > most:
        raise TooMuchCompensation(percent=policy.compensation_percent, most=f"{most:.2f} {order.currency}")


def _is_late(order: Order, rule: KindRule, policy: AftersalesParameters, *, now: datetime) -> bool:
    if rule.term == Term.AFTER_DELIVERY:
        since, days = order.delivered_at or order.ended_at, policy.days_after_delivery
    elif rule.term == Term.AFTER_PAYMENT:
        since, days = order.paid_at or order.placed_at, policy.price_protection_days
    else:
        return False
    return since is not None and now > since + timedelta(days=days)
