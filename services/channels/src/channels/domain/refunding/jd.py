"""JD: jingdong.pop.afs.soa.refundapply.replyRefund, after …refundapply.queryById: requests for money before the goods leave.

What comes after the goods have left is audited by another service of JD, whose dialogue no document told us: for a person.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from channels.domain.platforms.refunds import AGREED, ASKED, JD
from channels.domain.refunding.notice import RefundNotice
from channels.domain.refunding.parts import amount_of, not_found, request_of, stands
from channels.domain.shipping.dialogue import (
    Answer,
    Dialogue,
    Look,
    Outcome,
    Request,
    ShopAccess,
    Verdict,
    by_status,
    mentions,
    opened,
    unclear,
)
from channels.domain.shipping.jd import call, inside, named_error

_STATES = JD[0].states
_FEN = Decimal("0.01")
_AGREE, _REFUSE = 1, 2
_OTHER_REASON = 5
_STILL_HERE = 2
"""`outWareStatus`: it has not left the warehouse."""
_DECIDED = ("是否已审核", "已审核")
_LONGEST = 200


def _look(notice: RefundNotice, access: ShopAccess, at: datetime) -> Request:
    refund_no = request_of(notice, "JD", tells=("pay", "refused"))
    return call("jingdong.pop.afs.soa.refundapply.queryById", {"id": refund_no}, access, at)


def _see(notice: RefundNotice, answer: Answer) -> Look:
    if (early := by_status(answer)) is not None:
        return Look(told=None, outcome=early)
    refused = opened(answer, loose=True).inside("error_response")
    if refused.names():
        return Look(told=None, outcome=named_error(refused.text("code"), refused.text("zh_desc", "en_desc")))
    found = inside(answer, "jingdong_pop_afs_soa_refundapply_queryById").inside("queryResult")
    if not found.names():
        return Look(told=None, outcome=unclear(answer))
    applied = next((row.inside("refundApplyVo") for row in found.each("result")), found.inside("refundApplyVo"))
    if (applied.text("id"), applied.text("orderId")) != (notice.platform_refund_no, notice.platform_order_no):
        return not_found()
    state = _STATES.get(applied.text("status"), ASKED)
    asked = amount_of(applied.text("applyRefundSum"), unit=_FEN)
    return stands(notice, state, paying=state == AGREED, asked=asked, context={})


def _tell(notice: RefundNotice, access: ShopAccess, at: datetime, context: Mapping[str, object]) -> Request:
    business: dict[str, object] = {
        "id": request_of(notice, "JD", tells=("pay", "refused")),
        "status": _AGREE if notice.decision == "pay" else _REFUSE,
        "checkUserName": notice.case_number,
        "remark": (notice.reason.strip() or notice.case_number)[:_LONGEST],
        **({"outWareStatus": _STILL_HERE} if notice.decision == "pay" else {"rejectType": _OTHER_REASON}),
    }
    return call("jingdong.pop.afs.soa.refundapply.replyRefund", business, access, at)


def _judge(notice: RefundNotice, answer: Answer) -> Outcome:
    if (early := by_status(answer)) is not None:
        return early
    refused = opened(answer, loose=True).inside("error_response")
    if refused.names():
        return named_error(refused.text("code"), refused.text("zh_desc", "en_desc"))
    result = inside(answer, "jingdong_pop_afs_soa_refundapply_replyRefund").inside("replyResult")
    success, message = result.text("success").lower(), result.text("errorMsg")
    if success == "true":
        return Outcome(verdict=Verdict.TOLD)
    if mentions(message, _DECIDED):
        # By whom and how is not said: reading back decides.
        return Outcome(verdict=Verdict.UNKNOWN, code="decided_already", detail=message[:300])
    if success == "false":
        return Outcome(verdict=Verdict.REFUSED, code="shop_refused", detail=message[:300])
    return unclear(answer)


DIALOGUE = Dialogue(tell=_tell, judge=_judge, look=_look, see=_see, looks_first=True, already="already_refunded")
