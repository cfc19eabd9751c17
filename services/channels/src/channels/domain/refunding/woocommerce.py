"""WooCommerce: a refund of the order, paid by its gateway. There is no key for repeats: our mark in the reason is read back first."""

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from channels.domain.draft import PayloadRefused
from channels.domain.fields import read_json
from channels.domain.refunding.notice import RefundNotice
from channels.domain.refunding.parts import must_pay
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
from channels.domain.shipping.woocommerce import order_url, signed_in

MOST_READ = 100


def _tell(notice: RefundNotice, access: ShopAccess, at: datetime, context: Mapping[str, object]) -> Request:
    must_pay(notice, "WooCommerce")
    items = [
        {"id": int(line.platform_line_no), "quantity": line.quantity, "refund_total": f"{line.amount:.2f}"}
        for line in notice.lines
        if line.platform_line_no.isdigit()
    ]
    body: dict[str, object] = {
        "amount": f"{notice.amount:.2f}",
        "reason": notice.mark,
        "api_refund": True,
        # Stock is kept here: what came back was inspected by the warehouse.
        "api_restock": False,
    }
    if items:
        body["line_items"] = items
    url = f"{order_url(notice.platform_order_no, access)}/refunds"
    return Request(method="POST", url=url, headers=signed_in(access), body=compact(body).encode())


def _judge(notice: RefundNotice, answer: Answer) -> Outcome:
    if answer.status == 404:
        return Outcome(verdict=Verdict.REFUSED, code="order_not_found", detail="The shop does not know the order.")
    if answer.status >= 500 and opened(answer).text("code") == "woocommerce_rest_cannot_create_order_refund":
        # The gateway said no or did not answer the shop, and the shop took its refund back: reading back would show nothing.
        message = opened(answer).text("message")[:300]
        return Outcome(verdict=Verdict.REFUSED, code="gateway_refused", detail=f"Look at the payment gateway first. {message}")
    if (early := by_status(answer)) is not None:
        return early
    return Outcome(verdict=Verdict.TOLD) if opened(answer).text("id") else unclear(answer)


def _look(notice: RefundNotice, access: ShopAccess, at: datetime) -> Request:
    must_pay(notice, "WooCommerce")
    url = f"{order_url(notice.platform_order_no, access)}/refunds?per_page={MOST_READ}"
    return Request(method="GET", url=url, headers=signed_in(access), body=b"")


def _see(notice: RefundNotice, answer: Answer) -> Look:
    if answer.status == 404:
        gone = Outcome(verdict=Verdict.REFUSED, code="order_not_found", detail="The shop does not know the order.")
        return Look(told=None, outcome=gone)
    if (early := by_status(answer)) is not None:
        return Look(told=None, outcome=early)
    try:
        root = read_json(answer.body)
    except PayloadRefused:
        root = None
    if not isinstance(root, list):
        return Look(told=None, outcome=unclear(answer))
    refunds = [cast(dict[str, object], one) for one in cast(list[object], root) if isinstance(one, dict)]
    if any(notice.notice_id in str(one.get("reason", "")) for one in refunds):
        return Look(told=True)
    if len(refunds) >= MOST_READ:
        many = Outcome(verdict=Verdict.REFUSED, code="too_many_refunds", detail="The order has too many refunds to be read back.")
        return Look(told=None, outcome=many)
    return Look(told=False)


DIALOGUE = Dialogue(tell=_tell, judge=_judge, look=_look, see=_see, looks_first=True, already="already_refunded")
