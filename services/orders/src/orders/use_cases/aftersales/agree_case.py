"""A clerk agrees to cases: at once within the policy, else with a superior's word (rules CARE-1, APR-1)."""

from decimal import Decimal

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from contracts.money import Money as MoneyTold
from contracts.people import Evidence, RequestApproval
from orders.domain.aftersales.case import COMPENSATION, LATE, REFUND, Case, CaseHappened
from orders.domain.aftersales.kinds import LEFT, CaseKind, Limit
from orders.domain.aftersales.policy import AftersalesParameters
from orders.domain.aftersales.refusals import CaseNeedsAPerson
from orders.domain.aftersales.states import CaseState
from orders.store.aftersales.cases import note, shown
from orders.store.aftersales.money import agreed_by_clerks, lock_money
from orders.store.aftersales.orders import read_order
from orders.store.aftersales.policies import aftersales_policy_at
from orders.store.aftersales.settling import make_it_a_return
from orders.use_cases.aftersales.go_ahead_with_case import go_ahead_with_case


async def agree_case(uow: UnitOfWork, case: Case, *, comment: str) -> None:
    """`case` is locked. What was to be refunded before it left, and has left, becomes a return that waits for another yes.

    Raises CaseStepNotAllowed, CaseNeedsAPerson, and what stopping the goods refuses; then nothing is changed.
    """
    case.must_be(CaseState.OPENED)
    if case.kind == CaseKind.REFUND_BEFORE_SHIPPING and (await read_order(uow, order_id=case.order_id)).status in LEFT:
        make_it_a_return(uow, case)
        return
    _, policy = await aftersales_policy_at(uow, moment=uow.now)
    # Two clerks who agree to two cases of one order at once come one after the other.
    await lock_money(uow, order_id=case.order_id)
    before = await agreed_by_clerks(uow, order_id=case.order_id, limit=case.rule.limit)
    kind = _needs_approval(case, policy, before=before)
    if kind is None:
        await go_ahead_with_case(uow, case, policy, by=uow.actor.name, comment=comment)
        return
    if uow.actor.kind != "person":
        raise CaseNeedsAPerson
    case.approval_kind, case.asked_by_id = kind, uow.actor.id
    case.become(CaseState.IN_APPROVAL, policy, now=uow.now)
    case.attention = None
    note(uow, case, CaseHappened.APPROVAL_ASKED, kind=kind, amount=f"{case.amount:.2f}", comment=comment or None)
    # With what was agreed to before, so that people's amount bands see all of it.
    _ask(uow, case, policy, total=before + case.amount, comment=comment)


def _needs_approval(case: Case, policy: AftersalesParameters, *, before: Decimal) -> str | None:
    if case.late:
        return LATE
    if case.amount == 0:
        return None
    limit = policy.limit_of(case.rule.limit, case.currency)
    if limit is not None and before + case.amount <= limit:
        return None
    return COMPENSATION if case.rule.limit == Limit.COMPENSATION else REFUND


def _ask(uow: UnitOfWork, case: Case, policy: AftersalesParameters, *, total: Decimal, comment: str) -> None:
    reason = next((one for one in policy.reasons if one.code == case.reason_code), None)
    amount = f"{case.amount:.2f} {case.currency}"
    goods = "；".join(f"{line.title} × {line.quantity}" for line in case.lines)
    evidence = [
        Evidence(label_zh="金额", label_en="Amount", value=amount),
        Evidence(label_zh="原因", label_en="Reason", value=case.reason_code if reason is None else f"{reason.zh} / {reason.en}"),
        Evidence(label_zh="商品", label_en="Goods", value=goods[:500]),
        Evidence(label_zh="平台单号", label_en="Shop's number", value=case.platform_order_no),
    ]
    if case.difference is not None:
        evidence.append(
            Evidence(label_zh="买家补差价", label_en="The buyer pays", value=f"{case.difference.amount:.2f} {case.difference.currency}")
        )
    if case.note or comment:
        evidence.append(Evidence(label_zh="说明", label_en="Note", value=" / ".join(filter(None, (case.note, comment)))[:500]))
    uow.publish(
        RequestApproval(
            kind=case.approval_kind or REFUND, reference=shown(case), requester_id=case.asked_by_id or uow.actor.id,
            title_zh=f"售后 {case.number}（订单 {case.order_number}）{amount}", title_en=f"Case {case.number} of order {case.order_number}: {amount}",
            evidence=evidence, content_digest=case.digest(), amount=MoneyTold(amount=total, currency=case.currency), unit_id=None,
            shop_id=case.shop_id, effective_at=None, link=f"/aftersales/{show_id('asc', case.id)}",
        )
    )  # fmt: skip
