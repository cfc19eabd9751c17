"""Somebody brushes in the demo company's first shop: eight small orders of one payer, phone and address, and two neighbours who are innocent.

The director has found three of them to be fake by now; the rest waits at the desk, so that figures show what they leave out.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from dianzhang.demo_call import Caller
from dianzhang.demo_goods import Goods

RING = (
    ("wang8801", "王国庆"),
    ("lily0217", "李莉"),
    ("happy_zhang", "张欢"),
    ("liu_yy", "刘洋"),
    ("chen1990", "陈小北"),
    ("zhao_kk", "赵可"),
    ("sunny2026", "孙晴"),
    ("zhou_m", "周苗"),
)
NEIGHBOURS = (("he_family", "何秀兰"), ("ma_teacher", "马志强"))
DECIDED = 3
PAYER, DEVICE = "wx-8f3c1a", "android-27e0c9"
DROP = {"country": "CN", "province": "浙江省", "city": "嘉兴市", "district": "南湖区", "street": "荣军路27号3幢1单元"}
DESK = "/orders/v1/integrity"
DIRECTOR = "director"


@dataclass
class Ring:
    caller: Caller
    shop: str
    goods: Goods

    def brush(self) -> None:
        now = datetime.now(UTC)
        ring = [self._order(buyer, place, now=now, payer=PAYER, device=DEVICE) for place, buyer in enumerate(RING, start=1)]
        # They let the neighbour's son pay, from their own phones.
        neighbours = [self._order(buyer, place, now=now, payer=PAYER) for place, buyer in enumerate(NEIGHBOURS, start=len(RING) + 1)]
        self.caller.call("POST", "/orders/v1/orders/batch", json={"orders": [*ring, *neighbours]})
        hurried = [
            {"shop_id": self.shop, "platform_order_no": order["platform_order_no"], "browsed_seconds": place % 3}
            for place, order in enumerate(ring)
        ]
        self.caller.wait(lambda: self._told(hurried), what="marks of orders")
        planted = {order["platform_order_no"] for order in ring[:DECIDED]}
        found = self.caller.call("GET", f"{DESK}/suspicions?limit=100")["data"]
        ids = [row["id"] for row in found if row["platform_order_no"] in planted]
        verdict = {"ids": ids, "reason": "同一付款人、同一手机、同一地址，收货人电话均为空号", "cancel": False}
        self.caller.by(DIRECTOR, "POST", f"{DESK}/suspicions/confirm", json=verdict)

    def _told(self, observations: list[dict[str, Any]]) -> bool:
        """All of them are marked, and with that scored, before anybody decides."""
        answer = self.caller.call("POST", f"{DESK}/observations", json={"observations": observations})
        return answer["noted"] == len(observations)

    def _order(self, buyer: tuple[str, str], place: int, *, now: datetime, **told: str) -> dict[str, Any]:
        buyer_id, name = buyer
        at = (now - timedelta(minutes=7 * place)).isoformat()
        price = {"amount": f"{self.goods.price:.2f}", "currency": "CNY"}
        nothing = {"amount": f"{Decimal(0):.2f}", "currency": "CNY"}
        line = {"platform_line_no": "1", "sku": self.goods.sku, "title": self.goods.name_zh, "quantity": 1, "unit_price": price}
        return {
            "shop_id": self.shop,
            "platform_order_no": f"{now:%y%m%d}99{place:05d}",
            "platform_status": "PAID",
            "state": "ready",
            **dict.fromkeys(("placed_at", "paid_at", "modified_at"), at),
            "goods_amount": price,
            "discount_amount": nothing,
            "freight_amount": nothing,
            "paid_amount": price,
            "buyer_id": buyer_id,
            "buyer_remark": "",
            "receiver": {"name": name, "phone": f"1700000{place:04d}", **DROP},
            "lines": [line | {"paid_amount": price}],
            **told,
        }
