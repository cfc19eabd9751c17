"""Pinduoduo: pdd.refund.agree, after pdd.refund.information.get, which counts in fen and has no wrapper.

It has no documented way to refuse; returning goods wants an address kept there. Both are for a person.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from channels.domain.platforms.refunds import ASKED, PINDUODUO
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
    compact,
    opened,
    unclear,
)
from channels.domain.shipping.pinduoduo import call, named_error

_STATES = PINDUODUO[1].states
_FEN = Decimal("0.01")
_PAYING = ("4", "5")
"""The seller, or the platform, has agreed, and the money is on its way."""
_LONGEST = 200


def _asked(notice: RefundNotice) -> dict[str, object]:
    number = request_of(notice, "Pinduoduo", tells=("pay",))
    return {"after_sales_id": int(number) if number.isdecimal() else number, "order_sn": notice.platform_order_no}


def _look(notice: RefundNotice, access: ShopAccess, at: datetime) -> Request:
    return call("pdd.refund.information.get", {name: str(value) for name, value in _asked(notice).items()}, access, at)


def _see(notice: RefundNotice, answer: Answer) -> Look:
    if (early := by_status(answer)) is not None:
        return Look(told=None, outcome=early)
    root = opened(answer)
    refused = root.inside("error_response")
    if refused.names():
        return Look(told=None, outcome=named_error(refused.code("error_code") or 0, refused.text("sub_msg", "error_msg")))
    found = root if root.text("after_sales_status") else root.inside("refund_information_get_response")
    if not found.text("after_sales_status"):
        return Look(told=None, outcome=unclear(answer))
    if (found.text("id"), found.text("order_sn")) != (notice.platform_refund_no, notice.platform_order_no):
        return not_found()
    word = found.text("after_sales_status")
    asked = amount_of(found.text("refund_amount"), unit=_FEN)
    return stands(notice, _STATES.get(word, ASKED), paying=word in _PAYING, asked=asked, context={})


def _tell(notice: RefundNotice, access: ShopAccess, at: datetime, context: Mapping[str, object]) -> Request:
    request = {**_asked(notice), "operate_desc": notice.case_number[:_LONGEST]}
    return call("pdd.refund.agree", {"request": compact(request)}, access, at)


def _judge(notice: RefundNotice, answer: Answer) -> Outcome:
    if (early := by_status(answer)) is not None:
        return early
    root = opened(answer)
    refused = root.inside("error_response")
    if refused.names():
        return named_error(refused.code("error_code") or 0, refused.text("sub_msg", "error_msg"))
    result = root.inside("refund_agree_response", "response").inside("result")
    success = result.text("succ").lower()
    if success == "true":
        return Outcome(verdict=Verdict.TOLD)
    return (
        Outcome(verdict=Verdict.REFUSED, code="shop_refused", detail=result.text("message")[:300])
        if success == "false"
        else unclear(answer)
    )


DIALOGUE = Dialogue(tell=_tell, judge=_judge, look=_look, see=_see, looks_first=True, already="already_refunded")
