"""One request at a platform, as it stands: a case is opened for it, or the case it became follows (rules CARE-1, CARE-2)."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from chassis.refusals import Refusal
from chassis.uow import UnitOfWork
from contracts.orders import PlatformRefund
from orders.domain.aftersales.case import Attention, Case, CaseHappened, Source
from orders.domain.aftersales.kinds import KINDS, NOT_LEFT, CaseKind, Money
from orders.domain.aftersales.policy import AftersalesParameters
from orders.domain.aftersales.refusals import LineNotInOrder
from orders.domain.aftersales.states import WITHDRAWABLE, CaseState
from orders.domain.aftersales.wanted import WantedLine
from orders.domain.order import Order, OrderNotFound
from orders.domain.price_change import CurrencyOfOrder
from orders.store.aftersales.cases import lock_platform_case, note
from orders.store.aftersales.money import refund_of_case
from orders.store.aftersales.orders import find_order_id, read_order
from orders.store.aftersales.platform_requests import lock_request
from orders.store.aftersales.policies import aftersales_policy_at
from orders.use_cases.aftersales.open_case import Wish, open_case
from orders.use_cases.aftersales.tell_parcel import tell_parcel
from orders.use_cases.aftersales.withdraw_case import withdraw_case

OVER = frozenset({"refunded", "refused", "withdrawn"})
NOBODY_WAITS_AFTER = timedelta(days=30)


async def follow_platform_request(uow: UnitOfWork, *, shop_id: str, platform_refund_no: str) -> None:
    """What cannot become a case is kept with its reason, and tried again."""
    case = await lock_platform_case(uow, shop_id=shop_id, platform_refund_no=platform_refund_no)
    request = await lock_request(uow, shop_id=shop_id, platform_refund_no=platform_refund_no)
    told = PlatformRefund.model_validate({**request.told, "evidence": []})
    request.tried_at = uow.now
    if case is not None:
        await _follow(uow, case, told)
        return
    if told.state in OVER:
        # Settled there before we heard of it: nothing is left for us to decide.
        request.given_up, request.problem = True, f"platform_{told.state}"
        return
    refused: Refusal | None = None
    try:
        # What a refused opening held already is let go with it.
        async with uow.session.begin_nested():
            case = await _open(uow, told)
    except Refusal as refusal:
        refused = refusal
    if case is None or refused is not None:
        request.problem = None if refused is None else refused.code
        request.given_up = uow.now > request.first_at + NOBODY_WAITS_AFTER
        return
    request.case_id, request.problem = case.id, None


async def _open(uow: UnitOfWork, told: PlatformRefund) -> Case:
    order_id: UUID | None = await find_order_id(uow, shop_id=told.shop_id, platform_order_no=told.platform_order_no)
    if order_id is None:
        raise OrderNotFound
    order = await read_order(uow, order_id=order_id)
    if told.currency != order.currency:
        raise CurrencyOfOrder(currency=order.currency)
    kind = CaseKind(told.kind)
    if kind in (CaseKind.REFUND_ONLY, CaseKind.RETURN_AND_REFUND) and order.status in NOT_LEFT:
        kind = CaseKind.REFUND_BEFORE_SHIPPING
    _, policy = await aftersales_policy_at(uow, moment=uow.now)
    wish = Wish(
        kind=kind,
        reason_code=_reason_of(policy, kind, told.reason),
        lines=_lines_of(order, kind, told),
        note=" ".join(filter(None, (told.reason, told.note)))[:1000],
        source=Source.PLATFORM,
        platform_refund_no=told.platform_refund_no,
        platform_state=told.state,
        platform_modified_at=told.modified_at,
        answer_by=told.answer_by,
        # 0 says nothing: nobody asks for that.
        asked_in_all=told.amount or None,
    )
    return await open_case(uow, order_id=order_id, wish=wish)


def _reason_of(policy: AftersalesParameters, kind: CaseKind, words: str) -> str:
    """By the platform's words where they are ours, else the last reason of the kind: "something else"."""
    fitting = [reason for reason in policy.reasons if kind in reason.kinds]
    named = [reason.code for reason in fitting if words.strip() and words.strip() in (reason.code, reason.zh, reason.en)]
    return (named or [reason.code for reason in fitting[-1:]] or ["other"])[0]


def _lines_of(order: Order, kind: CaseKind, told: PlatformRefund) -> list[WantedLine]:
    """Empty: the whole order. Raises LineNotInOrder."""
    asked = {line.platform_line_no: line.quantity for line in told.lines}
    of_amount = KINDS[kind].money == Money.AMOUNT
    if not asked and not of_amount:
        return []
    unknown = [number for number in asked if number not in {line.platform_line_no for line in order.lines}]
    if unknown:
        raise LineNotInOrder(line_no=unknown[0])
    lines = [line for line in order.lines if not asked or line.platform_line_no in asked]
    amount: Decimal | None = told.amount if len(lines) == 1 and of_amount else None
    return [WantedLine(line_no=line.line_no, quantity=asked.get(line.platform_line_no) or line.quantity, amount=amount) for line in lines]


async def _follow(uow: UnitOfWork, case: Case, told: PlatformRefund) -> None:
    case.platform_state, case.platform_modified_at = told.state, told.modified_at
    case.touch()
    note(uow, case, CaseHappened.PLATFORM_NEWS, platform=told.state, text=told.platform_status)
    refunded = await refund_of_case(uow, case_id=case.id) is not None
    if told.state == "withdrawn" and case.state in WITHDRAWABLE and not refunded:
        await withdraw_case(uow, case, reason=f"platform: {told.platform_status}")
        return
    if told.state == "returned" and told.carrier_code and told.tracking_number and case.state == CaseState.AWAITING_GOODS:
        if told.tracking_number != case.tracking_number:
            await tell_parcel(uow, case, carrier_code=told.carrier_code, tracking_number=told.tracking_number)
        return
    agrees = {
        "refunded": (CaseState.SETTLING, CaseState.CLOSED),
        "refused": (CaseState.GIVING_BACK, CaseState.REFUSED, CaseState.WITHDRAWN),
    }
    # A trusted refund that they know of agrees with ours; what was withdrawn there when it could no longer be here does not.
    settled = refunded and told.state == "refunded"
    withdrawn_too_late = told.state == "withdrawn" and (refunded or not case.ended)
    if withdrawn_too_late or (told.state in agrees and case.state not in agrees[told.state] and not settled):
        # It was decided there otherwise than here: a person has to look before money leaves twice.
        case.attention = Attention.PLATFORM
