"""Cases as their tests need them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import FastAPI
from order_making import line_body, money, sent, tell

from contracts.orders import NoteRefundTold, PlatformRefund, RefundDecided, TakePlatformRefunds
from contracts.people import ApprovalDecided, RequestApproval
from contracts.warehouse import InspectedLine, ReturnArrived, ReturnInspected
from orders.consumers import aftersales

NOW = datetime.now(UTC)
THREE_OF_100 = {
    "lines": [line_body(quantity=3, unit_price=money("100.00"))],
    "goods_amount": money("300.00"),
    "discount_amount": money("30.00"),
    "freight_amount": money("0.00"),
    "paid_amount": money("270.00"),
}
TWO_LINES = {
    "lines": [
        line_body(quantity=1, unit_price=money("60.00")),
        line_body(platform_line_no="2", sku="MUG", quantity=1, unit_price=money("40.00")),
    ],
    "goods_amount": money("100.00"), "discount_amount": money("0.00"), "freight_amount": money("0.00"), "paid_amount": money("100.00"),
}  # fmt: skip


def opening(order_id: str, kind: str, reason: str, *, quantity: int = 1, amount: str | None = None, **rest: Any) -> dict[str, Any]:
    line: dict[str, Any] = {"line_no": 1, "quantity": quantity}
    if amount is not None:
        line["amount"] = money(amount)
    return {"order_id": order_id, "kind": kind, "reason_code": reason, "lines": [line], **rest}


async def decide(app: FastAPI, outcome: str) -> None:
    asked = (await sent(app, RequestApproval.subject))[-1]
    decision = ApprovalDecided(
        approval_id="apr_1", kind=asked["kind"], reference=asked["reference"], outcome=outcome, content_digest=asked["content_digest"],
        decided_at=NOW, takes_effect_at=NOW, decided_by=["acc_7"], comment="", decided_by_names=["王主管"],
    )  # fmt: skip
    await tell(app, aftersales.on_approval_decided, decision)


async def comes_back(app: FastAPI, case_id: str, *verdicts: tuple[int, str], parcel: str = "RT-1") -> None:
    arrived = ReturnArrived(
        reference=case_id, return_number=parcel, warehouse_code="HZ", carrier_code="SF", tracking_number="SF9", arrived_at=NOW, by="李"
    )
    await tell(app, aftersales.on_return_arrived, arrived)
    await inspected(app, case_id, *verdicts, parcel=parcel)


async def inspected(app: FastAPI, case_id: str, *verdicts: tuple[int, str], parcel: str = "RT-1") -> None:
    lines = [InspectedLine(sku="TEE-W", quantity=count, verdict=verdict, note="") for count, verdict in verdicts]
    news = ReturnInspected(reference=case_id, return_number=parcel, warehouse_code="HZ", lines=lines, inspected_at=NOW, by="李")
    await tell(app, aftersales.on_return_inspected, news)


async def told(app: FastAPI, case_id: str, outcome: str = "told") -> None:
    await tell(app, aftersales.on_refund_told, NoteRefundTold(refund_id=f"{case_id}/pay", outcome=outcome, detail="", at=NOW))


async def paid(app: FastAPI) -> list[str]:
    return [message["amount"] for message in await sent(app, RefundDecided.subject) if message["decision"] == "pay"]


def platform_refund(order_no: str, state: str = "asked", *, minutes: int = 0, **changes: Any) -> PlatformRefund:
    told = {
        "shop_id": "shp_main", "platform_order_no": order_no, "platform_refund_no": "R1", "kind": "return_and_refund", "state": state,
        "platform_status": state.upper(), "reason": "质量问题", "note": "袖口开线", "amount": "90.00", "currency": "CNY",
        "lines": [{"platform_line_no": "1", "quantity": 1}], "carrier_code": None, "tracking_number": None, "evidence": [],
        "asked_at": NOW, "answer_by": NOW + timedelta(hours=2), "modified_at": NOW + timedelta(minutes=minutes),
    }  # fmt: skip
    return PlatformRefund.model_validate(told | changes)


async def tell_platform(app: FastAPI, *refunds: PlatformRefund) -> None:
    await tell(app, aftersales.on_platform_refunds, TakePlatformRefunds(refunds=list(refunds)))
