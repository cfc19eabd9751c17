"""Taobao and Tmall: taobao.rp.refunds.agree and taobao.refund.refuse, after taobao.refund.get.

To agree, the amount (in fen) and the version that was read go along, so that a request that changed meanwhile is not paid. Tmall wants its own
review of a refund before it is agreed to, and returning goods wants an address kept there: both are for a person.
"""

from collections.abc import Mapping
from datetime import datetime

from channels.domain.platforms.reading import glossed
from channels.domain.platforms.refunds import ASKED, TAOBAO
from channels.domain.refunding.notice import RefundNotice
from channels.domain.refunding.parts import amount_of, not_found, request_of, stands
from channels.domain.shipping.dialogue import (
    Answer,
    CannotTell,
    Dialogue,
    Look,
    Outcome,
    Request,
    ShopAccess,
    Verdict,
    by_status,
    opened,
    unclear,
)
from channels.domain.shipping.taobao import call, named_error

_STATES = TAOBAO[0].states
_FIELDS = "refund_id,tid,oid,status,refund_fee,refund_version,refund_phase,modified"
_SMS = ("短信", "验证码")
_SHORTEST, _LONGEST = 2, 200


def _look(notice: RefundNotice, access: ShopAccess, at: datetime) -> Request:
    refund_no = request_of(notice, access.platform, tells=("pay", "refused"))
    if notice.decision == "pay" and access.platform == "tmall":
        raise CannotTell("review_needed_first", "Tmall reviews a refund before it is agreed to: agree there by hand.")
    return call("taobao.refund.get", {"refund_id": refund_no, "fields": _FIELDS}, access, at)


def _see(notice: RefundNotice, answer: Answer) -> Look:
    if (early := by_status(answer)) is not None:
        return Look(told=None, outcome=early)
    refused = opened(answer).inside("error_response")
    if refused.names():
        return Look(told=None, outcome=named_error(refused.text("sub_code", "code"), refused.text("sub_msg", "msg")))
    refund = opened(answer).inside("refund_get_response").inside("refund")
    if not refund.names():
        return Look(told=None, outcome=unclear(answer))
    if (refund.text("refund_id"), refund.text("tid")) != (notice.platform_refund_no, notice.platform_order_no):
        return not_found()
    context = {name: refund.text(name) for name in ("refund_version", "refund_phase", "tid", "oid")}
    state = _STATES.get(glossed(refund.text("status")), ASKED)
    return stands(notice, state, paying=False, asked=amount_of(refund.text("refund_fee")), context=context)


def _tell(notice: RefundNotice, access: ShopAccess, at: datetime, context: Mapping[str, object]) -> Request:
    refund_no = request_of(notice, access.platform, tells=("pay", "refused"))
    if notice.decision == "pay":
        infos = f"{refund_no}|{int(notice.amount * 100)}|{context['refund_version']}"
        return call("taobao.rp.refunds.agree", {"refund_infos": infos}, access, at)
    told = {name: str(context[name]) for name in ("tid", "oid", "refund_version", "refund_phase") if context[name]}
    return call("taobao.refund.refuse", {"refund_id": refund_no, "refuse_message": _message(notice), **told}, access, at)


def _message(notice: RefundNotice) -> str:
    """2 to 200 characters."""
    return notice.reason.strip()[:_LONGEST].ljust(_SHORTEST, "。")


def _judge(notice: RefundNotice, answer: Answer) -> Outcome:
    if (early := by_status(answer)) is not None:
        return early
    root = opened(answer)
    refused = root.inside("error_response")
    if refused.names():
        return named_error(refused.text("sub_code", "code"), refused.text("sub_msg", "msg"))
    if notice.decision == "refused":
        said = root.inside("refund_refuse_response").text("is_success").lower()
        return Outcome(verdict=Verdict.TOLD) if said == "true" else unclear(answer)
    return _agreed(answer)


def _agreed(answer: Answer) -> Outcome:
    agreed = opened(answer).inside("rp_refunds_agree_response")
    results = list(agreed.each("results.refund_mapping_result", "results"))
    message = " ".join(one.text("message") for one in (agreed, *results)).strip()
    if any(word in message for word in _SMS):
        # A code was sent to the seller's phone: nothing was paid, and only a person has it.
        return Outcome(verdict=Verdict.REFUSED, code="needs_sms_code", detail=message[:300])
    if agreed.text("succ").lower() == "true" and agreed.text("msg_code") in ("", "OP_SUCC"):
        return Outcome(verdict=Verdict.TOLD)
    if agreed.text("succ").lower() == "false" or agreed.text("msg_code") == "OP_FAILURE_UE":
        return Outcome(verdict=Verdict.REFUSED, code="shop_refused", detail=message[:300])
    return unclear(answer)


DIALOGUE = Dialogue(tell=_tell, judge=_judge, look=_look, see=_see, looks_first=True, already="already_refunded")
