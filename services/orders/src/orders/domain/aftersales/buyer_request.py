"""What a buyer asks the mall for, through the mall's own client (pain 12, rule CARE-1)."""

from chassis.refusals import Conflict, Invalid
from orders.domain.aftersales.kinds import CaseKind

ASKED_BY_BUYERS = frozenset(CaseKind) - {CaseKind.COMPENSATION}
"""Compensation is offered, not asked for."""


class KindNotForBuyers(Invalid):
    code = "kind_not_for_buyers"
    rule = "CARE-1"
    zh = "买家不能申请这种售后。"
    en = "A buyer cannot ask for a case of this kind."


class RequestNumberUsed(Conflict):
    code = "request_number_used"
    rule = "CARE-1"
    zh = "申请号 {request_no} 已用于另一项申请（售后单 {number}）。"
    en = "Request number {request_no} was used for another request (case {number})."
