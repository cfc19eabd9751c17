"""Douyin: /afterSale/operate with the version that /afterSale/Detail told, so that a request that changed meanwhile is not paid.

Only money for goods that have left (type 201) is agreed to from here: a refusal wants one of the platform's own reasons, and for the other kinds
no document told us the word. They are for a person.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from channels.domain.platforms.refunds import ASKED, DOUYIN
from channels.domain.refunding.notice import RefundNotice
from channels.domain.refunding.parts import amount_of, not_found, request_of, stands
from channels.domain.shipping.dialogue import Answer, Dialogue, Look, Outcome, Request, ShopAccess, Verdict, by_status, opened, unclear
from channels.domain.shipping.douyin import SUCCESS, call, named_error

_STATES = DOUYIN[0].states
_FEN = Decimal("0.01")
_REFUND_ONLY = "1"
_AGREE_REFUND = 201
_OTHER_STATE = "20309541"
"""In `sub_code`: the request is in another state than it was."""


def _look(notice: RefundNotice, access: ShopAccess, at: datetime) -> Request:
    return call("afterSale.Detail", {"after_sale_id": request_of(notice, "Douyin", tells=("pay",))}, access, at)


def _see(notice: RefundNotice, answer: Answer) -> Look:
    if (early := by_status(answer)) is not None:
        return Look(told=None, outcome=early)
    root = opened(answer)
    code = root.code("code")
    if code is None:
        return Look(told=None, outcome=unclear(answer))
    if code != SUCCESS:
        return Look(told=None, outcome=named_error(code, root.text("sub_code"), root.text("sub_msg", "msg")))
    found = root.inside("data").inside("process_info").inside("after_sale_info")
    order_no = root.inside("data").inside("order_info").text("shop_order_id")
    if (found.text("after_sale_id"), order_no) != (notice.platform_refund_no, notice.platform_order_no):
        return not_found()
    state = _STATES.get(found.text("after_sale_status"), ASKED)
    asked = amount_of(found.text("refund_total_amount", "real_refund_amount"), unit=_FEN)
    look = stands(notice, state, paying=False, asked=asked, context={"update_time": found.text("update_time")})
    if look.told or look.outcome is not None or found.text("after_sale_type") == _REFUND_ONLY:
        return look
    detail = "Only money for goods that have left is agreed to from here: agree to this one there by hand."
    return Look(told=False, outcome=Outcome(verdict=Verdict.REFUSED, code="decision_cannot_be_told", detail=detail))


def _tell(notice: RefundNotice, access: ShopAccess, at: datetime, context: Mapping[str, object]) -> Request:
    item: dict[str, object] = {"aftersale_id": request_of(notice, "Douyin", tells=("pay",))}
    if str(context["update_time"]).isdecimal():
        item["update_time"] = int(str(context["update_time"]))
    return call("afterSale.operate", {"type": _AGREE_REFUND, "items": [item]}, access, at)


def _judge(notice: RefundNotice, answer: Answer) -> Outcome:
    if (early := by_status(answer)) is not None:
        return early
    root = opened(answer)
    code, sub_code = root.code("code"), root.text("sub_code")
    if code is None:
        return unclear(answer)
    if code == SUCCESS:
        failed = next((one for one in root.inside("data").each("items") if one.code("status_code") not in (None, 0)), None)
        if failed is None:
            return Outcome(verdict=Verdict.TOLD)
        return Outcome(verdict=Verdict.UNKNOWN, code="decided_already", detail=failed.text("status_msg")[:300])
    if _OTHER_STATE in sub_code:
        # Somebody was quicker: reading back says who.
        return Outcome(verdict=Verdict.UNKNOWN, code="decided_already", detail=root.text("sub_msg", "msg")[:300])
    return named_error(code, sub_code, root.text("sub_msg", "msg"))


DIALOGUE = Dialogue(tell=_tell, judge=_judge, look=_look, see=_see, looks_first=True, already="already_refunded")
