"""Shopify: fulfillmentCreate against the order's open fulfillment orders, which must be read first."""

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from channels.domain.fields import Fields
from channels.domain.shipping.carriers import carrier_word
from channels.domain.shipping.dialogue import (
    SHOP_BUSY,
    Answer,
    Dialogue,
    Look,
    Outcome,
    Request,
    ShipmentNotice,
    ShopAccess,
    Verdict,
    by_status,
    compact,
    opened,
    unclear,
)

API_VERSION = "2026-07"
_OPEN = ("OPEN", "IN_PROGRESS", "SCHEDULED")
_QUERY = """query shipment($id: ID!) {
  order(id: $id) {
    id
    fulfillments(first: 50) { status trackingInfo { number } }
    fulfillmentOrders(first: 50) { nodes {
      id status
      lineItems(first: 100) { nodes { id remainingQuantity lineItem { id } } }
    } }
  }
}"""
_MUTATION = """mutation ship($fulfillment: FulfillmentInput!, $message: String) {
  fulfillmentCreate(fulfillment: $fulfillment, message: $message) {
    fulfillment { id status }
    userErrors { field message }
  }
}"""


def call(query: str, variables: Mapping[str, object], access: ShopAccess) -> Request:
    version = access.credentials.get("api_version") or API_VERSION
    return Request(
        method="POST",
        url=f"{access.base_url.rstrip('/')}/admin/api/{version}/graphql.json",
        headers={"Content-Type": "application/json", "X-Shopify-Access-Token": access.need("access_token")},
        body=compact({"query": query, "variables": variables}).encode(),
    )


def _look(notice: ShipmentNotice, access: ShopAccess, at: datetime) -> Request:
    return call(_QUERY, {"id": f"gid://shopify/Order/{notice.platform_order_no}"}, access)


def _see(notice: ShipmentNotice, answer: Answer) -> Look:
    if (early := early_outcome(answer)) is not None:
        return Look(told=None, outcome=early)
    data = opened(answer).inside("data")
    order = data.inside("order")
    if not order.names():
        gone = Outcome(verdict=Verdict.REFUSED, code="order_not_found", detail="The shop does not know the order.")
        return Look(told=None, outcome=gone if "data" in opened(answer) else unclear(answer))
    if order.text("id").rpartition("/")[2] != notice.platform_order_no:
        return Look(told=None, outcome=unclear(answer))
    for fulfilment in order.each("fulfillments", "fulfillments.nodes"):
        if fulfilment.text("status") == "CANCELLED":
            continue
        if any(track.text("number") == notice.tracking_number for track in fulfilment.each("trackingInfo")):
            return Look(told=True)
    groups = _groups(notice, order)
    if not groups:
        refused = Outcome(
            verdict=Verdict.REFUSED, code="nothing_to_fulfil", detail="The shop has no open fulfilment order for these lines."
        )
        return Look(told=False, outcome=refused)
    return Look(told=False, context={"groups": groups})


def _groups(notice: ShipmentNotice, order: Fields) -> list[object]:
    """What of our lines is still open, by fulfilment order; all that is open when our lines carry no line numbers (a file)."""
    wanted = {line.platform_line_no: line.quantity for line in notice.lines if line.platform_line_no}
    groups: list[object] = []
    for group in order.each("fulfillmentOrders.nodes"):
        if group.text("status") not in _OPEN:
            continue
        rows: list[object] = []
        for row in group.each("lineItems.nodes"):
            number = row.inside("lineItem").text("id").rpartition("/")[2]
            remaining = row.count("remainingQuantity") or 0
            quantity = min(wanted.get(number, 0), remaining) if wanted else remaining
            if quantity > 0:
                wanted.update({number: wanted[number] - quantity} if wanted else {})
                rows.append({"id": row.text("id"), "quantity": quantity})
        if rows:
            groups.append({"fulfillmentOrderId": group.text("id"), "fulfillmentOrderLineItems": rows})
    return groups


def _tell(notice: ShipmentNotice, access: ShopAccess, at: datetime, context: Mapping[str, object]) -> Request:
    groups = cast(list[object], context.get("groups", []))
    fulfilment = {
        "lineItemsByFulfillmentOrder": groups,
        "notifyCustomer": access.credentials.get("notify_customer", "true") == "true",
        "trackingInfo": {
            "company": carrier_word(access, notice.carrier_code),
            "number": notice.tracking_number,
        },
    }
    return call(_MUTATION, {"fulfillment": fulfilment, "message": notice.notice_id}, access)


def _judge(notice: ShipmentNotice, answer: Answer) -> Outcome:
    if (early := early_outcome(answer)) is not None:
        return early
    payload = opened(answer).inside("data").inside("fulfillmentCreate")
    errors = "; ".join(error.text("message") for error in payload.each("userErrors"))
    if errors:
        # Refused as a whole: either the shop was told meanwhile or the lines are closed. Reading back tells which.
        return Outcome(verdict=Verdict.UNKNOWN, code="user_errors", detail=errors[:300])
    if payload.inside("fulfillment").text("id"):
        return Outcome(verdict=Verdict.TOLD)
    return unclear(answer)


def early_outcome(answer: Answer) -> Outcome | None:
    if (early := by_status(answer)) is not None:
        return early
    for error in opened(answer).each("errors"):
        if error.inside("extensions").text("code") == "THROTTLED":
            return Outcome(verdict=Verdict.LATER, code=SHOP_BUSY, detail="THROTTLED")
        if error.inside("extensions").text("code") == "ACCESS_DENIED":
            return Outcome(verdict=Verdict.LATER, code="credentials_refused", detail=error.text("message")[:300])
        return Outcome(verdict=Verdict.UNKNOWN, code="graphql_error", detail=error.text("message")[:300])
    return None


DIALOGUE = Dialogue(tell=_tell, judge=_judge, look=_look, see=_see, looks_first=True)
