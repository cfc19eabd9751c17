"""A person says who answers for damage and what is claimed of them; a superior's word makes it so (workflow 6, rule APR-1)."""

from dataclasses import asdict
from datetime import timedelta
from decimal import Decimal

from chassis.ids import new_id, show_id
from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from contracts.money import Money as MoneyTold
from contracts.people import Evidence, RequestApproval
from orders.domain.aftersales.case import Case, CaseHappened
from orders.domain.aftersales.claim import (
    DAMAGE_LIABILITY,
    Claim,
    ClaimState,
    ClaimStepNotAllowed,
    MoreThanLost,
    TooEarlyToClaim,
)
from orders.domain.aftersales.liability import ParcelFacts, Proposal, propose
from orders.domain.aftersales.policy import AftersalesParameters, Liable
from orders.domain.aftersales.refusals import CaseNeedsAPerson
from orders.domain.aftersales.states import CaseState
from orders.domain.shares import to_the_cent
from orders.store.aftersales.cases import note
from orders.store.aftersales.claims import claim_of_case, shown_claim
from orders.store.aftersales.money import lock_money
from orders.store.aftersales.policies import aftersales_policy_at

SETTLED = (CaseState.INSPECTED, CaseState.SETTLING, CaseState.CLOSED)
NAMES = {
    Liable.BUYER: ("买家", "the buyer"), Liable.SELLER: ("商家", "the seller"), Liable.CARRIER: ("承运商", "the carrier"),
    Liable.SUPPLIER: ("供应商", "the supplier"), Liable.WAREHOUSE: ("仓库", "the warehouse"),
}  # fmt: skip


async def confirm_liability(
    uow: UnitOfWork,
    case: Case,
    *,
    party: Liable,
    party_code: str,
    goods: Decimal | None,
    freight: Decimal,
    comment: str,
    facts: ParcelFacts,
) -> Claim:
    """`case` is locked. `facts` are what the proposal rests on. `goods` None: all that was paid out for the case, or what its goods were worth.

    Raises CaseNeedsAPerson, TooEarlyToClaim, ClaimStepNotAllowed, MoreThanLost.
    """
    if uow.actor.kind != "person":
        raise CaseNeedsAPerson
    if case.state not in SETTLED:
        raise TooEarlyToClaim(number=case.number)
    _, policy = await aftersales_policy_at(uow, moment=uow.now)
    claim = await claim_of_case(uow, case_id=case.id)
    if claim is not None and claim.state != ClaimState.NOT_APPROVED:
        raise ClaimStepNotAllowed(number=case.number, state=claim.state)
    lost = await _lost(uow, case)
    amount = _claimed(goods, lost)
    proposal = propose(_reason_says(policy, case), facts, policy)
    if party == Liable.CARRIER and not party_code:
        party_code = facts.carrier_code or ""
    if claim is None:
        claim = Claim(
            id=new_id(), case_id=case.id, case_number=case.number, shop_id=case.shop_id, order_id=case.order_id,
            order_number=case.order_number, currency=case.currency, told_at=None, ended_at=None, reference="", decided_by="",
            state=ClaimState.ASKED, version=1,
        )  # fmt: skip
        uow.session.add(claim)
    else:
        claim.become(ClaimState.ASKED, now=uow.now)
    claim.party, claim.party_code, claim.proposed = party, party_code, proposal.party
    claim.signs = [asdict(sign) for sign in proposal.signs]
    claim.goods_amount, claim.freight_amount, claim.amount = amount, freight, amount + freight
    claim.note, claim.asked_at, claim.asked_by, claim.asked_by_id = comment, uow.now, uow.actor.name, uow.actor.id
    claim.due_at = uow.now + timedelta(days=policy.claim_days)
    case.touch()
    note(
        uow, case, CaseHappened.LIABILITY_ASKED, party=party, code=party_code or None, amount=f"{claim.amount:.2f}", comment=comment or None
    )
    _ask(uow, case, claim, proposal)
    return claim


def _reason_says(policy: AftersalesParameters, case: Case) -> Liable:
    """What the reason of the case lays it on; a reason that is no longer there, what stands in the case."""
    return next((reason.liable for reason in policy.reasons if reason.code == case.reason_code), Liable(case.liable))


async def _lost(uow: UnitOfWork, case: Case) -> Decimal:
    """What the buyer gets back, or what was paid for the goods that were sent again."""
    if case.amount > 0:
        return case.amount
    money = await lock_money(uow, order_id=case.order_id)
    worth = Decimal(0)
    for line in case.lines:
        row = money[line.line_no]
        worth += to_the_cent(row.paid * line.quantity / max(row.quantity, 1))
    return worth


def _claimed(goods: Decimal | None, lost: Decimal) -> Decimal:
    if goods is not None and goods > lost:
        error = FieldError(pointer="/goods/amount", code="more_than_lost", zh=f"最多 {lost:.2f}", en=f"is {lost:.2f} at most")
        raise MoreThanLost(most=f"{lost:.2f}", errors=[error])
    return lost if goods is None else goods


def _ask(uow: UnitOfWork, case: Case, claim: Claim, proposal: Proposal) -> None:
    zh, en = NAMES[Liable(claim.party)]
    proposed_zh, proposed_en = NAMES[proposal.party]
    amount = f"{claim.amount:.2f} {claim.currency}"
    evidence = [
        Evidence(label_zh="责任方", label_en="Who answers for it", value=f"{zh} / {en} {claim.party_code}".strip()),
        Evidence(label_zh="系统建议", label_en="Proposed", value=f"{proposed_zh} / {proposed_en}"),
        Evidence(label_zh="依据", label_en="Signs", value="；".join(f"{sign.zh} / {sign.en}" for sign in proposal.signs)[:500]),
        Evidence(label_zh="商品", label_en="Goods", value="；".join(f"{line.title} × {line.quantity}" for line in case.lines)[:500]),
        Evidence(label_zh="金额", label_en="Amount", value=f"{claim.goods_amount:.2f} + {claim.freight_amount:.2f} = {amount}"),
    ]
    if claim.note:
        evidence.append(Evidence(label_zh="说明", label_en="Note", value=claim.note[:500]))
    uow.publish(
        RequestApproval(
            kind=DAMAGE_LIABILITY, reference=shown_claim(claim), requester_id=claim.asked_by_id,
            title_zh=f"残损定责 {case.number}：{zh}，{amount}", title_en=f"Damage in case {case.number}: {en}, {amount}", evidence=evidence,
            content_digest=claim.digest(), amount=MoneyTold(amount=claim.amount, currency=claim.currency), unit_id=None,
            shop_id=case.shop_id, effective_at=None, link=f"/aftersales/{show_id('asc', case.id)}",
        )
    )  # fmt: skip
