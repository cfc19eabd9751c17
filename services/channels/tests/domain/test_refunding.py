"""What each platform is told of a refund, and what its answers mean. Money is never sent twice because an answer was lost."""

import dataclasses
import json
from decimal import Decimal

import pytest
from standardwebhooks.webhooks import Webhook

from channels.domain.refunding.notice import RefundedLine, RefundNotice
from channels.domain.refunding.registry import refund_dialogue_for
from channels.domain.shipping.dialogue import CannotTell, Verdict
from services.channels.tests.domain.test_shipping import NOW, SECRETS, access, answer

ID = "wbk_" + "a" * 32
NOTICE = RefundNotice(
    notice_id=ID,
    case_number="AS-1",
    platform_order_no="900001",
    platform_refund_no=None,
    decision="pay",
    amount=Decimal("90.00"),
    currency="USD",
    lines=(RefundedLine(platform_line_no="11", quantity=1, amount=Decimal("90.00")),),
    reason="damaged",
    decided_at=NOW,
)


def shopify_order(**changes: object) -> dict[str, object]:
    paid = {"presentmentMoney": {"amount": "270.00", "currencyCode": "USD"}}
    payment = {"id": "gid://shopify/OrderTransaction/5", "kind": "SALE", "status": "SUCCESS", "gateway": "bogus", "amountSet": paid}
    order = {"id": "gid://shopify/Order/900001", "refunds": [], "transactions": [payment]}
    return {"data": {"order": {**order, **changes}}}


def test_a_mall_is_told_with_a_signed_notice_that_may_be_repeated() -> None:
    dialogue = refund_dialogue_for("mall")
    request = dialogue.tell(NOTICE, access("mall"), NOW, {})
    assert (dialogue.look, request.headers["webhook-id"]) == (None, ID)
    sent = json.loads(request.body)
    assert (sent["type"], sent["data"]["decision"], sent["data"]["amount"]) == ("order.refund_decided", "pay", "90.00")
    Webhook(SECRETS["webhook_secret"]).sign(ID, NOW, request.body.decode())
    verdicts = [dialogue.judge(NOTICE, answer({}, status)).verdict for status in (200, 409, 500, 404, 503, 400)]
    assert verdicts == [Verdict.TOLD, Verdict.ALREADY, Verdict.LATER, Verdict.LATER, Verdict.LATER, Verdict.REFUSED]


def test_shopify_is_read_first_and_pays_against_the_payment_with_a_key_of_its_own() -> None:
    dialogue = refund_dialogue_for("shopify")
    assert dialogue.look is not None
    assert dialogue.see is not None
    assert dialogue.looks_first
    look = dialogue.see(NOTICE, answer(shopify_order()))
    assert look.told is False
    sent = json.loads(dialogue.tell(NOTICE, access("shopify"), NOW, look.context).body)
    assert "@idempotent(key: $key)" in sent["query"]
    assert sent["variables"]["key"] == "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"
    given = sent["variables"]["input"]
    assert ID in given["note"]
    assert given["refundLineItems"] == [{"lineItemId": "gid://shopify/LineItem/11", "quantity": 1, "restockType": "NO_RESTOCK"}]
    assert given["transactions"][0] | {"orderId": ""} == {
        "orderId": "",
        "parentId": "gid://shopify/OrderTransaction/5",
        "gateway": "bogus",
        "kind": "REFUND",
        "amount": "90.00",
    }


def test_shopify_knows_a_refund_by_our_mark() -> None:
    see = refund_dialogue_for("shopify").see
    assert see is not None
    assert see(NOTICE, answer(shopify_order(refunds=[{"id": "1", "note": NOTICE.mark}]))).told is True
    assert see(NOTICE, answer(shopify_order(refunds=[{"id": "1", "note": "something else"}]))).told is False
    gone = see(NOTICE, answer({"data": {"order": None}}))
    assert gone.outcome is not None
    assert (gone.told, gone.outcome.verdict, gone.outcome.code) == (None, Verdict.REFUSED, "order_not_found")


@pytest.mark.parametrize("changes", [{"transactions": []}, {"transactions": [{"kind": "REFUND", "status": "SUCCESS"}]}])
def test_shopify_without_a_payment_that_covers_it_is_for_a_person(changes: dict[str, object]) -> None:
    see = refund_dialogue_for("shopify").see
    assert see is not None
    outcome = see(NOTICE, answer(shopify_order(**changes))).outcome
    assert outcome is not None
    assert (outcome.verdict, outcome.code) == (Verdict.REFUSED, "no_payment_to_refund")


@pytest.mark.parametrize(
    ("body", "status", "verdict"),
    [
        ({"data": {"refundCreate": {"refund": {"id": "gid://shopify/Refund/1"}, "userErrors": []}}}, 200, Verdict.TOLD),
        ({"data": {"refundCreate": {"refund": None, "userErrors": [{"message": "too much"}]}}}, 200, Verdict.REFUSED),
        ({"data": {"refundCreate": None}}, 200, Verdict.UNKNOWN),
        ({"errors": [{"message": "?", "extensions": {"code": "THROTTLED"}}]}, 200, Verdict.LATER),
        ({}, 502, Verdict.UNKNOWN),
    ],
)
def test_what_shopify_answers(body: dict[str, object], status: int, verdict: Verdict) -> None:
    assert refund_dialogue_for("shopify").judge(NOTICE, answer(body, status)).verdict == verdict


def test_woocommerce_pays_by_its_gateway_and_leaves_the_stock_alone() -> None:
    dialogue = refund_dialogue_for("woocommerce")
    assert dialogue.looks_first
    request = dialogue.tell(NOTICE, access("woocommerce"), NOW, {})
    assert request.url.endswith("/wp-json/wc/v3/orders/900001/refunds")
    sent = json.loads(request.body)
    assert (sent["amount"], sent["api_refund"], sent["api_restock"]) == ("90.00", True, False)
    assert sent["line_items"] == [{"id": 11, "quantity": 1, "refund_total": "90.00"}]
    assert ID in sent["reason"]


@pytest.mark.parametrize(
    ("body", "told"),
    [([], False), ([{"id": 1, "reason": "other"}], False), ([{"id": 1, "reason": NOTICE.mark}], True), ({"id": 1}, None)],
)
def test_woocommerce_is_read_back_by_our_mark(body: object, told: bool | None) -> None:
    see = refund_dialogue_for("woocommerce").see
    assert see is not None
    assert see(NOTICE, answer(body)).told is told


@pytest.mark.parametrize(
    ("body", "status", "verdict"),
    [
        ({"id": 5}, 201, Verdict.TOLD),
        ({}, 201, Verdict.UNKNOWN),
        ({"code": "woocommerce_rest_cannot_create_order_refund", "message": "declined"}, 500, Verdict.REFUSED),
        ({}, 500, Verdict.UNKNOWN),
        ({}, 404, Verdict.REFUSED),
        ({}, 401, Verdict.LATER),
    ],
)
def test_what_woocommerce_answers(body: dict[str, object], status: int, verdict: Verdict) -> None:
    assert refund_dialogue_for("woocommerce").judge(NOTICE, answer(body, status)).verdict == verdict


@pytest.mark.parametrize("platform", ["shopify", "woocommerce"])
@pytest.mark.parametrize("decision", ["agreed", "refused"])
def test_shops_without_requests_hear_nothing_but_money(platform: str, decision: str) -> None:
    dialogue = refund_dialogue_for(platform)
    assert dialogue.look is not None
    with pytest.raises(CannotTell, match="by hand"):
        dialogue.look(dataclasses.replace(NOTICE, decision=decision), access(platform), NOW)


@pytest.mark.parametrize("platform", ["amazon", "wechat", "youzan", "distributor", "other"])
def test_platforms_that_cannot_be_told_say_so(platform: str) -> None:
    with pytest.raises(CannotTell, match="by hand"):
        refund_dialogue_for(platform)
