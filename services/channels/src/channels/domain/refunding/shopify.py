"""Shopify: refundCreate against the payment that the order was bought with, which must be read first.

The mutation takes a key for repeats (mandatory since API 2026-04); the key is forgotten after a while, so our mark in the note is looked for first.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from uuid import UUID

from channels.domain.fields import Fields
from channels.domain.refunding.notice import RefundNotice
from channels.domain.refunding.parts import must_pay
from channels.domain.shipping.dialogue import Answer, Dialogue, Look, Outcome, Request, ShopAccess, Verdict, opened, unclear
from channels.domain.shipping.shopify import call, early_outcome

_QUERY = """query refunds($id: ID!) {
  order(id: $id) {
    id
    refunds(first: 100) { id note }
    transactions(first: 50) { id kind status gateway amountSet { presentmentMoney { amount currencyCode } } }
  }
}"""
_MUTATION = """mutation refund($input: RefundInput!, $key: String!) {
  refundCreate(input: $input) @idempotent(key: $key) {
    refund { id }
    userErrors { field message }
  }
}"""
_PAYMENTS = ("SALE", "CAPTURE")


def _order_id(notice: RefundNotice) -> str:
    return f"gid://shopify/Order/{notice.platform_order_no}"


def _look(notice: RefundNotice, access: ShopAccess, at: datetime) -> Request:
    must_pay(notice, "Shopify")
    return call(_QUERY, {"id": _order_id(notice)}, access)


def _see(notice: RefundNotice, answer: Answer) -> Look:
    if (early := early_outcome(answer)) is not None:
        return Look(told=None, outcome=early)
    order = opened(answer).inside("data").inside("order")
    if not order.names():
        gone = Outcome(verdict=Verdict.REFUSED, code="order_not_found", detail="The shop does not know the order.")
        return Look(told=None, outcome=gone if "data" in opened(answer) else unclear(answer))
    if order.text("id") != _order_id(notice):
        return Look(told=None, outcome=unclear(answer))
    if any(notice.notice_id in refund.text("note") for refund in order.each("refunds")):
        return Look(told=True)
    payment = next((one for one in order.each("transactions") if _covers(one, notice)), None)
    if payment is None:
        detail = f"The order has no single payment of {notice.amount:.2f} {notice.currency} or more that could be refunded."
        return Look(told=False, outcome=Outcome(verdict=Verdict.REFUSED, code="no_payment_to_refund", detail=detail))
    return Look(told=False, context={"parent": payment.text("id"), "gateway": payment.text("gateway")})


def _covers(transaction: Fields, notice: RefundNotice) -> bool:
    if transaction.text("kind") not in _PAYMENTS or transaction.text("status") != "SUCCESS":
        return False
    paid = transaction.inside("amountSet").inside("presentmentMoney")
    try:
        return paid.text("currencyCode") == notice.currency and Decimal(paid.text("amount")) >= notice.amount
    except InvalidOperation:
        return False


def _tell(notice: RefundNotice, access: ShopAccess, at: datetime, context: Mapping[str, object]) -> Request:
    items = [
        {"lineItemId": f"gid://shopify/LineItem/{line.platform_line_no}", "quantity": line.quantity, "restockType": "NO_RESTOCK"}
        for line in notice.lines
        if line.platform_line_no.isdigit() and line.quantity > 0
    ]
    payment = {
        "orderId": _order_id(notice),
        "parentId": context.get("parent", ""),
        "gateway": context.get("gateway", ""),
        "kind": "REFUND",
        "amount": f"{notice.amount:.2f}",
    }
    given = {
        "orderId": _order_id(notice),
        "note": notice.mark,
        "currency": notice.currency,
        "refundLineItems": items,
        "transactions": [payment],
    }
    key = str(UUID(hex=notice.notice_id.rpartition("_")[2]))
    return call(_MUTATION, {"input": given, "key": key}, access)


def _judge(notice: RefundNotice, answer: Answer) -> Outcome:
    if (early := early_outcome(answer)) is not None:
        return early
    payload = opened(answer).inside("data").inside("refundCreate")
    errors = "; ".join(error.text("message") for error in payload.each("userErrors"))
    if errors:
        return Outcome(verdict=Verdict.REFUSED, code="user_errors", detail=errors[:300])
    return Outcome(verdict=Verdict.TOLD) if payload.inside("refund").text("id") else unclear(answer)


DIALOGUE = Dialogue(tell=_tell, judge=_judge, look=_look, see=_see, looks_first=True, already="already_refunded")
