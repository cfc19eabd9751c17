"""Writes and sends what a case comes to: money decided once, goods sent, holds let go, the case ended (rule CARE-2)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from sqlalchemy import func, select, tuple_

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from contracts.orders import CaseEnded, RefundDecided, RefundLine, RefundSettled
from contracts.people import WithdrawApproval
from contracts.warehouse import ExpectReturn, ReturnLine, WithdrawReturn
from orders.domain.aftersales.case import REFUND, Attention, Case, CaseHappened
from orders.domain.aftersales.kinds import CaseKind
from orders.domain.aftersales.line_money import FREIGHT
from orders.domain.aftersales.policy import AftersalesParameters
from orders.domain.aftersales.refund import Refund, RefundedAlready, RefundState
from orders.domain.aftersales.states import CaseState, must_become
from orders.store.aftersales.cases import note, shown
from orders.store.aftersales.money import lock_money, refund_of_case
from orders.store.aftersales.orders import read_order, shop_name
from orders.store.aftersales.policies import aftersales_policy_at
from orders.store.aftersales.replacements import add_replacement

PAY = "pay"


async def pay(uow: UnitOfWork, case: Case, policy: AftersalesParameters, *, amounts: Mapping[int, Decimal] | None = None) -> None:
    """What is held for the case, or less by line, goes to the buyer; its shop is told. Nothing to pay closes it. Raises RefundedAlready."""
    must_become(CaseState(case.state), CaseState.SETTLING, number=case.number)
    await refuse_refunded(uow, case)
    await _book(uow, case, amounts)
    case.become(CaseState.SETTLING, policy, now=uow.now)
    case.attention = None
    if case.amount == 0:
        close(uow, case, policy)
        return
    _decide_refund(uow, case)


async def refuse_refunded(uow: UnitOfWork, case: Case) -> None:
    """Raises RefundedAlready: a trusted buyer had the money before the inspection."""
    if await refund_of_case(uow, case_id=case.id) is not None:
        raise RefundedAlready(number=case.number)


async def pay_ahead(uow: UnitOfWork, case: Case, *, level: str) -> None:
    """A trusted buyer has the money while the goods are on their way; the case goes on waiting for them."""
    case.must_be(CaseState.AWAITING_GOODS)
    await _book(uow, case, None)
    case.touch()
    note(uow, case, CaseHappened.REFUNDED_AHEAD, level=level)
    _decide_refund(uow, case)


def keep_refund(uow: UnitOfWork, case: Case, refund: Refund, policy: AftersalesParameters) -> None:
    """What was refunded ahead stands: the case closes, or waits for its shop to pay."""
    case.become(CaseState.SETTLING, policy, now=uow.now)
    if refund.state in (RefundState.TOLD, RefundState.BY_HAND):
        close(uow, case, policy)
    elif refund.state == RefundState.FAILED:
        case.attention = Attention.REFUND_FAILED
    else:
        case.attention = None


async def pay_difference(uow: UnitOfWork, case: Case) -> None:
    """The cheaper goods of an exchange have left: what they cost less goes to the buyer, and then the case closes."""
    case.must_be(CaseState.SETTLING)
    await _book(uow, case, None)
    case.touch()
    _decide_refund(uow, case)


async def _book(uow: UnitOfWork, case: Case, amounts: Mapping[int, Decimal] | None) -> None:
    money = await lock_money(uow, order_id=case.order_id)
    for line in case.lines:
        amount = line.amount if amounts is None else amounts.get(line.line_no, Decimal(0))
        money[line.line_no].refund(amount, held=line.amount, lowers=case.rule.lowers)
        if case.rule.holds_pieces and not (case.rule.keeps_pieces and (amount > 0 or line.amount == 0)):
            money[line.line_no].let_go(Decimal(0), pieces=line.quantity)
        line.amount = amount
    freight = case.freight_amount
    if freight:
        money[FREIGHT].refund(freight, held=freight, lowers=False)
    case.amount = sum((line.amount for line in case.lines), freight)


def _decide_refund(uow: UnitOfWork, case: Case) -> None:
    lines = [
        RefundLine(platform_line_no=line.platform_line_no, quantity=line.quantity, amount=line.amount) for line in case.lines if line.amount
    ]
    uow.session.add(
        Refund(
            case_id=case.id, order_id=case.order_id, shop_id=case.shop_id, state=RefundState.DECIDED, amount=case.amount,
            currency=case.currency, lines=[line.model_dump(mode="json") for line in lines], decided_at=uow.now, decided_by=uow.actor.name,
            told_at=None, detail="", reference="",
        )
    )  # fmt: skip
    note(uow, case, CaseHappened.REFUND_DECIDED, amount=f"{case.amount:.2f}", freight=f"{case.freight_amount:.2f}", currency=case.currency)
    tell_shop(uow, case, PAY, amount=case.amount, lines=lines, reason=case.reason_code)


def tell_shop(
    uow: UnitOfWork, case: Case, decision: Literal["agreed", "pay", "refused"], *, amount: Decimal = Decimal(0),
    lines: list[RefundLine] | None = None, reason: str,
) -> None:  # fmt: skip
    """Told once for each case and decision: the id says so."""
    uow.publish(
        RefundDecided(
            refund_id=f"{shown(case)}/{decision}", case_id=shown(case), case_number=case.number, shop_id=case.shop_id,
            platform_order_no=case.platform_order_no, platform_refund_no=case.platform_refund_no, decision=decision, amount=amount,
            currency=case.currency, lines=lines or [], reason=reason, decided_at=uow.now,
        )
    )  # fmt: skip


async def send_or_wait(uow: UnitOfWork, case: Case, policy: AftersalesParameters) -> None:
    """The goods go out, unless the buyer has yet to pay what they cost more."""
    if case.difference is None or not case.waits_for_payment:
        await send_replacement(uow, case, policy)
        return
    case.become(CaseState.AWAITING_PAYMENT, policy, now=uow.now)
    case.attention = None
    note(uow, case, CaseHappened.PAYMENT_AWAITED, amount=f"{case.difference.amount:.2f}", due=case.due_at.isoformat())


async def send_replacement(uow: UnitOfWork, case: Case, policy: AftersalesParameters) -> None:
    """The goods go out as an order of their own; the case closes when it has left."""
    must_become(CaseState(case.state), CaseState.SETTLING, number=case.number)
    origin = await read_order(uow, order_id=case.order_id)
    order = await add_replacement(uow, case, origin)
    case.replacement_order_id = order.id
    case.become(CaseState.SETTLING, policy, now=uow.now)
    case.attention = None
    note(uow, case, CaseHappened.REPLACEMENT_MADE, order=order.number, order_id=show_id("ord", order.id))


async def let_go(uow: UnitOfWork, case: Case) -> None:
    """What the case held is free for others."""
    money = await lock_money(uow, order_id=case.order_id)
    for line in case.lines:
        money[line.line_no].let_go(line.amount, pieces=line.quantity if case.rule.holds_pieces else 0)
    if case.freight_amount:
        money[FREIGHT].let_go(case.freight_amount, pieces=0)


async def close_without_money(uow: UnitOfWork, case: Case, policy: AftersalesParameters) -> None:
    """Goods were sent or mended: the buyer has the pieces again, and may ask anew."""
    await let_go(uow, case)
    close(uow, case, policy)


def end_or_give_back(
    uow: UnitOfWork, case: Case, state: Literal[CaseState.REFUSED, CaseState.WITHDRAWN], policy: AftersalesParameters
) -> None:
    """A difference that was asked is void; one that was paid goes back first."""
    if case.difference is None or not case.difference.call_off(state.value):
        end(uow, case, state, policy)
        return
    case.become(CaseState.GIVING_BACK, policy, now=uow.now)
    case.attention = None
    note(uow, case, CaseHappened.GIVE_BACK_DUE, amount=f"{case.difference.amount:.2f}", due=case.due_at.isoformat())


def close(uow: UnitOfWork, case: Case, policy: AftersalesParameters) -> None:
    end(uow, case, CaseState.CLOSED, policy)
    note(uow, case, CaseHappened.CLOSED, amount=f"{case.amount:.2f}")


def end(
    uow: UnitOfWork, case: Case, state: Literal[CaseState.CLOSED, CaseState.REFUSED, CaseState.WITHDRAWN], policy: AftersalesParameters
) -> None:
    in_time = uow.now <= case.due_at
    case.become(state, policy, now=uow.now)
    uow.publish(
        CaseEnded(
            case_id=shown(case), number=case.number, shop_id=case.shop_id, order_id=show_id("ord", case.order_id),
            order_number=case.order_number, kind=case.kind, reason_code=case.reason_code, liable=case.liable, outcome=state.value,
            amount=case.amount if state == CaseState.CLOSED else Decimal(0), currency=case.currency, in_time=in_time, by=uow.actor.name,
            by_id=uow.actor.id, opened_at=case.opened_at, ended_at=uow.now,
        )
    )  # fmt: skip


async def settle_refund(uow: UnitOfWork, case: Case, refund: Refund) -> None:
    """The buyer has the money. What was promised is kept: the case closes."""
    _, policy = await aftersales_policy_at(uow, moment=uow.now)
    order = await read_order(uow, order_id=case.order_id)
    uow.publish(
        RefundSettled(
            refund_id=f"{shown(case)}/{PAY}", case_id=shown(case), case_number=case.number, shop_id=case.shop_id,
            order_id=show_id("ord", case.order_id), order_number=case.order_number, platform_order_no=case.platform_order_no,
            buyer_id=order.buyer_id, amount=refund.amount, currency=refund.currency,
            points=await _points_of(uow, refund, per_yuan=policy.points_per_yuan), by=uow.actor.name, by_id=uow.actor.id, settled_at=uow.now,
        )
    )  # fmt: skip
    if case.state == CaseState.SETTLING:
        close(uow, case, policy)


async def _points_of(uow: UnitOfWork, refund: Refund, *, per_yuan: int) -> int:
    """Whole points of all that the order gave back so far, less those of what was decided before: 3.34, 3.33 and 3.33 are 10."""
    earlier = select(func.coalesce(func.sum(Refund.amount), 0)).where(
        Refund.order_id == refund.order_id,
        tuple_(Refund.decided_at, Refund.case_id) < tuple_(refund.decided_at, refund.case_id),
    )
    before = Decimal((await uow.session.execute(earlier)).scalar_one())
    return int((before + refund.amount) * per_yuan) - int(before * per_yuan)


async def expect_goods(uow: UnitOfWork, case: Case) -> None:
    """Tells the warehouse, or tells it anew, what comes back and by which parcel."""
    pieces: dict[str, int] = {}
    for line in case.lines:
        if line.sku is not None:
            pieces[line.sku] = pieces.get(line.sku, 0) + line.quantity
    _, policy = await aftersales_policy_at(uow, moment=case.opened_at)
    words = {reason.code: f"{reason.zh} / {reason.en}" for reason in policy.reasons}
    uow.publish(
        ExpectReturn(
            reference=shown(case), number=case.number, order_number=case.order_number, shop_name=await shop_name(uow, case.shop_id),
            owner=case.shop_id, lines=[ReturnLine(sku=sku, quantity=quantity) for sku, quantity in pieces.items()],
            carrier_code=case.carrier_code, tracking_number=case.tracking_number, note=words.get(case.reason_code, case.reason_code),
        )
    )  # fmt: skip


def open_again(
    uow: UnitOfWork, case: Case, policy: AftersalesParameters, *, why: str, comment: str, what: CaseHappened = CaseHappened.NOT_APPROVED
) -> None:  # fmt: skip
    """A clerk says what becomes of it: a superior said no, or what was agreed to cannot be done."""
    case.become(CaseState.OPENED, policy, now=uow.now)
    case.approval_kind, case.agreed_at, case.agreed_by = None, None, ""
    case.attention = Attention.NOT_APPROVED
    note(uow, case, what, why=why, comment=comment or None)


def make_it_a_return(uow: UnitOfWork, case: Case) -> None:
    """It was to be refunded before it left, and has left: it has to come back first, and a person says yes to that."""
    case.kind, case.approval_kind, case.agreed_at, case.agreed_by = CaseKind.RETURN_AND_REFUND, None, None, ""
    case.attention = Attention.LEFT_MEANWHILE
    case.touch()
    note(uow, case, CaseHappened.LEFT_MEANWHILE, kind=str(case.kind))


def take_back(uow: UnitOfWork, case: Case, *, reason: str) -> None:
    if case.state == CaseState.IN_APPROVAL:
        uow.publish(WithdrawApproval(kind=case.approval_kind or REFUND, reference=shown(case), reason=reason))
    if case.state == CaseState.AWAITING_GOODS:
        uow.publish(WithdrawReturn(reference=shown(case), reason=reason))
