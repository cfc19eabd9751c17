"""The demo company's after-sales: cases of most kinds in most states, from a request of today to a return that was inspected and refunded."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from dianzhang.demo_call import Caller

CASES = "/orders/v1/aftersales/cases"
RETURNS = "/warehouse/v1/returns"
SERVICE, DIRECTOR, KEEPER = "service", "director", "keeper"
SMALL = Decimal(18)
"""Within what a clerk may give back alone."""


@dataclass
class Aftersales:
    caller: Caller
    warehouse: str
    used: set[str] = field(default_factory=set[str])
    """Orders that have a case already."""

    def day(self, ago: int) -> None:
        if ago == 10:
            self._come_back("no_reason", "good", "RT20261001")
            self._refuse()
            self._open("refund_only", "missing_goods", amount=SMALL, agree=True, note="少发一双袜子，买家同意退部分")
        elif ago == 6:
            self._come_back("damaged_on_the_way", "damaged", "RT20261002")
            self._superior_agrees()
        elif ago == 3:
            self._open("exchange", "size_or_colour", note="换大一码")
        elif ago == 0:
            self._today()

    def _today(self) -> None:
        self._open("return_and_refund", "not_as_described", note="颜色与图片不符")
        self._open("refund_only", "quality", note="开线，买家不愿寄回")
        self._open("return_and_refund", "wrong_goods", agree=True, note="整单发错，金额超出客服权限")
        self._open("return_and_refund", "no_reason", amount=SMALL, agree=True)
        self._tell_parcel(self._open("return_and_refund", "size_or_colour", amount=SMALL, agree=True), "RT20261101")
        self._open("repair", "quality", agree=True, note="拉链卡住，寄回维修")
        self._open("price_protection", "cheaper_now", amount=Decimal(5), agree=True)
        self._open("compensation", "late", amount=Decimal(8), agree=True, note="物流晚到，补偿优惠")
        withdrawn = self._open("refund_only", "not_as_described", note="买家误解了尺寸")
        self.caller.by(SERVICE, "POST", f"{CASES}/{withdrawn['id']}/withdraw", json={"reason": "买家撤回申请"})

    def _come_back(self, reason: str, verdict: str, tracking: str) -> None:
        """Sent back, received and inspected on the same day; what was paid for it goes back."""
        case = self._tell_parcel(self._open("return_and_refund", reason, amount=SMALL, agree=True), tracking)
        self.caller.wait(lambda: self._received(case, tracking), what="a returned parcel")
        number = self._receive(tracking)["parcel"]["number"]
        sku = self.caller.call("GET", f"{CASES}/{case['id']}")["lines"][0]["sku"]
        finding = {"code": sku, "verdict": verdict, "note": "外箱压坏" if verdict == "damaged" else ""}
        self.caller.by(KEEPER, "POST", f"{RETURNS}/{number}/findings", json=finding)
        self.caller.by(KEEPER, "POST", f"{RETURNS}/{number}/close", json={"rest": "missing"})

    def _received(self, case: dict[str, Any], tracking: str) -> bool:
        """The same parcel received again changes nothing; it is matched once its case is known in the warehouse."""
        return case["number"] in self._receive(tracking)["parcel"]["cases"]

    def _receive(self, tracking: str) -> dict[str, Any]:
        body = {"tracking_number": tracking, "warehouse": self.warehouse}
        return self.caller.by(KEEPER, "POST", RETURNS, json=body)["found"]

    def _refuse(self) -> None:
        case = self._open("refund_only", "quality", note="称有异味，无照片")
        self.caller.by(SERVICE, "POST", f"{CASES}/refuse", json={"ids": [case["id"]], "reason": "买家未提供凭证"})

    def _superior_agrees(self) -> None:
        self._open("refund_only", "lost_on_the_way", agree=True, note="物流三天无更新，承运商确认丢件")
        self.caller.wait(lambda: bool(self._asked()), what="a refund to be decided")
        items = [{name: one[name] for name in ("id", "version", "content_digest")} for one in self._asked()]
        answer = {"decision": "approve", "comment": "同意，向承运商索赔", "items": items}
        self.caller.by(DIRECTOR, "POST", "/people/v1/approvals/decisions", json=answer)

    def _asked(self) -> list[dict[str, Any]]:
        waiting = self.caller.by(DIRECTOR, "GET", "/people/v1/approvals?view=mine&limit=100")["data"]
        return [one for one in waiting if one["kind"] == "refund"]

    def _tell_parcel(self, case: dict[str, Any], tracking: str) -> dict[str, Any]:
        self.caller.by(SERVICE, "POST", f"{CASES}/{case['id']}/parcel", json={"carrier_code": "SF", "tracking_number": tracking})
        return case

    def _open(self, kind: str, reason: str, *, amount: Decimal | None = None, agree: bool = False, note: str = "") -> dict[str, Any]:
        """For one piece of an order that arrived; `amount` left out: what was paid for it, more than a clerk may give."""
        order_id, line = next(self._fitting(dear=agree and amount is None and kind != "repair"))
        wanted: dict[str, Any] = {"line_no": line["line_no"], "quantity": 1}
        if amount is not None:
            wanted["amount"] = {"amount": f"{amount:.2f}", "currency": "CNY"}
        body = {"order_id": order_id, "kind": kind, "reason_code": reason, "lines": [wanted], "agree": agree, "note": note}
        return self.caller.by(SERVICE, "POST", CASES, json=body)

    def _fitting(self, *, dear: bool) -> Iterator[tuple[str, dict[str, Any]]]:
        for order in self.caller.call("GET", "/orders/v1/orders?status=delivered&limit=100")["data"]:
            if order["id"] in self.used:
                continue
            choices = self.caller.call("GET", f"/orders/v1/aftersales/orders/{order['id']}")
            for line in choices["lines"]:
                worth = Decimal(line["left"]["amount"]) / max(1, line["pieces_left"])
                if worth >= (Decimal(60) if dear else SMALL * 2):
                    self.used.add(order["id"])
                    yield order["id"], line
                    break
