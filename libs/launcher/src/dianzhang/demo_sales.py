"""What the demo company gives away, sells before it is there and invoices, and who asks for customers' data or to be forgotten."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from dianzhang.demo_call import Caller
from dianzhang.demo_goods import Goods

ORDERS = "/orders/v1"
DIRECTOR, CLERK, SERVICE, FINANCE = "director", "clerk", "service", "finance"
GIFT_FROM = 6
"""Days ago; orders since then may have a gift."""
PRESALE_FROM = 9
"""Days ago; its balance was due until the day before yesterday."""
DEPOSIT_PERCENT = 20
COMPANY = {
    "kind": "special",
    "title_kind": "company",
    "title": "杭州云栖文化创意有限公司",
    "tax_number": "91110000600037341L",
    "email": "finance@example.com",
    "buyer_address": "浙江省杭州市西湖区文三路100号",
    "phone": "0571-88000000",
    "bank": "中国银行杭州文三路支行",
    "account": "6200000000000000",
}
PEOPLE = ("诸葛明", "欧阳倩", "司马亮")
BUYERS = (("yu_an", "余安"), ("tang_88", "唐敏"), ("qin_l", "秦岚"))
HOME = {"country": "CN", "province": "浙江省", "city": "宁波市", "district": "鄞州区"}


@dataclass
class Sales:
    caller: Caller
    shop: str
    goods: list[Goods]
    sold: int = field(default=0)

    def day(self, ago: int, *, now: datetime) -> None:
        """Before the orders of that day come in."""
        if ago == GIFT_FROM:
            self._give_gifts()
        elif ago == PRESALE_FROM:
            self._sell_before(self.goods[-1], "年货礼盒预售", now=now, balance_days=7)
            self._order_before(self.goods[-1], BUYERS[:1], now=now)
        elif ago == 0:
            self._sell_before(self.goods[-2], "春季新品预售", now=now, balance_days=12)
            self._order_before(self.goods[-2], BUYERS[1:], now=now)

    def end(self) -> None:
        """After the thirty days."""
        arrived = self.caller.call("GET", f"{ORDERS}/orders?status=completed&limit=20")["data"]
        self._ask_for_invoices([one["id"] for one in arrived])
        wish = {"reason": "快递公司核对本月签收", "full_contacts": True}
        self.caller.by(CLERK, "POST", f"{ORDERS}/data-exports/orders?status=delivered", json=wish)
        self._forget_somebody()
        self.caller.by(DIRECTOR, "POST", f"{ORDERS}/review-drafts", json={"name": "大促期间放宽买家留言"})

    def _give_gifts(self) -> None:
        gift = min(self.goods, key=lambda one: one.price)
        rule = {
            "name": "满 200 送毛巾", "shops": [], "buy_skus": [], "least_quantity": None, "least_paid": "200.00", "currency": "CNY",
            "gift_sku": gift.sku, "pieces": 1, "per": "order", "most_times": 1, "limit_total": 60, "limit_per_buyer": 2,
            "while_stocks_last": True, "exclusive": False, "priority": 0, "ends_at": None,
        }  # fmt: skip
        self.caller.by(DIRECTOR, "POST", f"{ORDERS}/gift-rules/PAY200-TOWEL/versions", json={"parameters": rule, "note": "秋季满赠"})

    def _sell_before(self, goods: Goods, name: str, *, now: datetime, balance_days: int) -> None:
        terms = {
            "shop_id": self.shop,
            "sku": goods.sku,
            "name": name,
            "starts_at": (now - timedelta(hours=12)).isoformat(),
            "ends_at": (now + timedelta(days=4)).isoformat(),
            "deposit_kind": "percent",
            "deposit": str(DEPOSIT_PERCENT),
            "balance_from": (now + timedelta(days=2)).isoformat(),
            "balance_until": (now + timedelta(days=balance_days)).isoformat(),
            "ships_until": (now + timedelta(days=20)).isoformat(),
        }
        self.caller.by(DIRECTOR, "POST", f"{ORDERS}/presales", json=terms)

    def _order_before(self, goods: Goods, buyers: tuple[tuple[str, str], ...], *, now: datetime) -> None:
        self.caller.call("POST", f"{ORDERS}/orders/batch", json={"orders": [self._pre_order(goods, buyer, now=now) for buyer in buyers]})

    def _pre_order(self, goods: Goods, buyer: tuple[str, str], *, now: datetime) -> dict[str, Any]:
        self.sold += 1
        buyer_id, name = buyer
        at = (now - timedelta(hours=self.sold)).isoformat()
        price, deposit = _money(goods.price), _money(goods.price * DEPOSIT_PERCENT / 100)
        line = {"platform_line_no": "1", "sku": goods.sku, "title": goods.name_zh, "quantity": 1, "unit_price": price, "paid_amount": price}
        return {
            "shop_id": self.shop,
            "platform_order_no": f"{now:%y%m%d}98{self.sold:05d}",
            "platform_status": "PAID",
            "state": "ready",
            **dict.fromkeys(("placed_at", "paid_at", "modified_at"), at),
            "goods_amount": price,
            "discount_amount": _money(Decimal(0)),
            "freight_amount": _money(Decimal(0)),
            "paid_amount": deposit,
            "buyer_id": buyer_id,
            "buyer_remark": "",
            "receiver": {"name": name, "phone": f"1880000{self.sold:04d}", "street": f"天童北路{self.sold}号", **HOME},
            "lines": [line],
        }

    def _ask_for_invoices(self, orders: list[str]) -> None:
        """A company and three people ask; the first of them has its invoice."""
        people = [{"title_kind": "person", "title": name, "email": "buyer@example.com"} for name in PEOPLE]
        asked = [
            self.caller.by(SERVICE, "POST", f"{ORDERS}/invoice-requests", json={"order_id": order, **wish})
            for order, wish in zip(orders, (*people, COMPANY), strict=False)
        ]
        for first in asked[:1]:
            issued = {"number": f"2633{'0' * 12}{8801:04d}", "on": datetime.now(UTC).date().isoformat()}
            version = {"If-Match": f'"{first["version"]}"'}
            self.caller.by(FINANCE, "POST", f"{ORDERS}/invoice-requests/{first['id']}/issue", json=issued, headers=version)

    def _forget_somebody(self) -> None:
        for customer in self.caller.call("GET", f"{ORDERS}/customers?limit=100")["data"][-1:]:
            wish = {"customer_id": customer["id"], "ground": "buyer", "reason": "买家来电要求删除个人信息"}
            self.caller.by(SERVICE, "POST", f"{ORDERS}/customer-erasures", json=wish)


def _money(amount: Decimal) -> dict[str, str]:
    return {"amount": f"{amount:.2f}", "currency": "CNY"}
