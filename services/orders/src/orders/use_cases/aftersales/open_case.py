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
from orders.domain.aftersales.kinds import KINDS, CaseKind, KindRule, Term
from orders.domain.aftersales.line_money import LineMoney
from orders.domain.aftersales.policy import AftersalesParameters
from orders.domain.aftersales.refusals import KindNotForOrder, NotTheOriginalOrder, TooMuchCompensation
from orders.domain.aftersales.states import CaseState
from orders.domain.aftersales.wanted import WantedLine, all_that_is_left, held_line, hold_freight, refuse_lines_twice, shared
from orders.domain.order import Order
from orders.domain.redaction import without_numbers
from orders.domain.shares import to_the_cent
from orders.domain.sku import SkuUnknown
from orders.domain.status import OrderKind
from orders.store.aftersales.cases import next_case_number, note, shown
from orders.store.aftersales.money import compensated, take_money
from orders.store.aftersales.orders import read_order
from orders.store.aftersales.policies import aftersales_policy_at
from orders.store.shops import known_skus


@dataclass(frozen=True, kw_only=True)
class Wish:
    """`lines` empty: all pieces that are in no case yet. `buyer_pays`: what the goods of an exchange cost more, in the order's currency.

    `asked_in_all`: what a platform says the buyer asks for; less than the pieces cost it is shared over them.
    """

    kind: CaseKind
    reason_code: str
    lines: Sequence[WantedLine]
    note: str
    source: Source
    platform_refund_no: str | None = None
    platform_state: str | None = None
    platform_modified_at: datetime | None = None
    answer_by: datetime | None = None
    asked_in_all: Decimal | None = None
    buyer_pays: Decimal | None = None


async def open_case(uow: UnitOfWork, *, order_id: UUID, wish: Wish) -> Case:
    """Raises OrderNotFound, NotTheOriginalOrder, KindNotForOrder, ReasonNotThere, NothingLeft, LineNotInOrder, LineTwice, SkuNeeded,
    SkuUnknown, LineRefundedByShop, AmountNeeded, AmountNotWanted, DifferenceNotWanted, MoreThanWorth, MoreThanPaid, PiecesInCases,
    TooMuchCompensation.
    """
    order = await read_order(uow, order_id=order_id, actor=uow.actor)
    rule = KINDS[wish.kind]
    if order.kind != OrderKind.ORDER:
        raise NotTheOriginalOrder(number=order.number)
    if order.status not in rule.statuses:
        raise KindNotForOrder(number=order.number, status=order.status)
    policy_version, policy = await aftersales_policy_at(uow, moment=uow.now)
    reason = policy.reason(wish.reason_code, kind=wish.kind)
    await take_money(uow, order)
    # Its money is locked, and now the order: what was paid stays as it is read here until the case stands.
    order = await read_order(uow, order_id=order_id, kept=True)
    money = await take_money(uow, order)
    wanted = list(wish.lines) or all_that_is_left(order, money)
    refuse_lines_twice(wanted)
    await _refuse_unknown_skus(uow, wanted)
    case_id = new_id()
    pieces = shared(wanted, money, rule, wish.asked_in_all)
    lines = [held_line(case_id, order, rule, money, one, place=place) for place, one in enumerate(pieces)]
    freight = _hold_freight(order, rule, money, wish, lines, by_seller=reason.freight_by == "seller")
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
    _tell(uow, case, buyer_pays=wish.buyer_pays)
    return case


def _tell(uow: UnitOfWork, case: Case, *, buyer_pays: Decimal | None) -> None:
    note(
        uow,
        case,
        CaseHappened.OPENED,
        kind=str(case.kind),
        reason_code=case.reason_code,
        amount=f"{case.amount:.2f}",
        buyer_pays=_shown(buyer_pays),
        note=case.note or None,
    )
    uow.publish(
        CaseOpened(
            case_id=shown(case), number=case.number, shop_id=case.shop_id, order_id=show_id("ord", case.order_id), order_number=case.order_number,
            kind=case.kind, reason_code=case.reason_code, liable=case.liable, source=case.source, by=case.opened_by,
            by_id=case.opened_by_id, due_at=case.due_at, opened_at=uow.now,
        )
    )  # fmt: skip


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


def _hold_freight(
    order: Order, rule: KindRule, money: Mapping[int, LineMoney], wish: Wish, lines: Sequence[CaseLine], *, by_seller: bool
) -> Decimal:  # fmt: skip
    """Unless the reason is the buyer's own and the goods have left."""
    if not by_seller and wish.kind != CaseKind.REFUND_BEFORE_SHIPPING:
        return Decimal(0)
    goods = sum((line.amount for line in lines), Decimal(0))
    most = None if wish.asked_in_all is None else max(wish.asked_in_all - goods, Decimal(0))
    return hold_freight(order, rule, money, most=most)


async def _refuse_too_much(uow: UnitOfWork, order: Order, policy: AftersalesParameters, amount: Decimal) -> None:
    most = to_the_cent(order.paid_amount * policy.compensation_percent / 100)
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
