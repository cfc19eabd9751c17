"""Who buys from the demo company: made-up people all over China, some of whom ask, err, or change their mind."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from dianzhang.demo_goods import Goods

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
GIVEN = ("伟", "芳", "娜", "敏", "静", "秀英", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "霞", "平")
PLACES = (
    ("浙江省", "杭州市", "西湖区", "文三路"),
    ("江苏省", "苏州市", "姑苏区", "平江路"),
    ("上海市", "上海市", "浦东新区", "世纪大道"),
    ("广东省", "深圳市", "南山区", "科技园路"),
    ("广东省", "广州市", "天河区", "体育西路"),
    ("四川省", "成都市", "锦江区", "红星路"),
    ("北京市", "北京市", "朝阳区", "建国路"),
    ("湖北省", "武汉市", "洪山区", "珞喻路"),
    ("福建省", "厦门市", "思明区", "湖滨南路"),
    ("陕西省", "西安市", "雁塔区", "小寨东路"),
)
REMARKS = ("请周五前送到", "送礼用，请包装好一点", "放门口就行", "要红色的，没有就联系我")


@dataclass
class Buyers:
    shops: list[str]
    goods: list[Goods]
    chance: random.Random
    sold: int = 0

    def day(self, count: int, *, now: datetime, last: bool) -> list[dict[str, Any]]:
        """A day's orders, the last hours' on the last day; a few with a remark, half an address, an unknown code, or not paid yet."""
        orders = [self._order(now - timedelta(minutes=self.chance.randrange(1, 200 if last else 600))) for _ in range(count)]
        for order in orders:
            self._trouble(order)
        if last:
            orders[0]["lines"][0]["sku"] = "老款-未建档"
            orders[1]["receiver"]["street"] = ""
            orders[2]["refund"] = "asked"
            orders[3]["buyer_remark"] = REMARKS[0]
        return orders

    def _order(self, placed_at: datetime) -> dict[str, Any]:
        self.sold += 1
        # Some things sell better than others.
        chosen = {
            self.goods[int(len(self.goods) * self.chance.random() ** 2)].sku: None for _ in range(self.chance.choice((1, 1, 1, 2, 2, 3)))
        }
        by_sku = {one.sku: one for one in self.goods}
        lines = [self._line(number, by_sku[sku]) for number, sku in enumerate(chosen, start=1)]
        total = sum((Decimal(line["paid_amount"]["amount"]) for line in lines), Decimal(0))
        paid_at = placed_at + timedelta(seconds=40)
        return {
            "shop_id": self.chance.choice((self.shops[0], self.shops[0], self.shops[1], self.shops[2])),
            "platform_order_no": f"{placed_at:%y%m%d}{self.sold:07d}",
            "platform_status": "PAID",
            "state": "ready",
            "placed_at": placed_at.isoformat(),
            "paid_at": paid_at.isoformat(),
            "modified_at": paid_at.isoformat(),
            "goods_amount": _money(total),
            "discount_amount": _money(Decimal(0)),
            "freight_amount": _money(Decimal(0)),
            "paid_amount": _money(total),
            "buyer_id": f"buyer-{self.chance.randrange(400):03d}",
            "buyer_remark": "",
            "receiver": self._receiver(),
            "refund": "none",
            "lines": lines,
        }

    def _line(self, number: int, goods: Goods) -> dict[str, Any]:
        quantity = self.chance.choice((1, 1, 1, 1, 2, 3))
        return {
            "platform_line_no": str(number),
            "sku": goods.sku,
            "title": goods.name_zh,
            "quantity": quantity,
            "unit_price": _money(goods.price),
            "paid_amount": _money(goods.price * quantity),
        }

    def _receiver(self) -> dict[str, str]:
        province, city, district, street = self.chance.choice(PLACES)
        return {
            "name": self.chance.choice(SURNAMES) + self.chance.choice(GIVEN),
            # 1?00… numbers are nobody's.
            "phone": f"1{self.chance.choice('35789')}000{self.chance.randrange(1_000_000):06d}",
            "country": "CN",
            "province": province,
            "city": city,
            "district": district,
            "street": f"{street}{self.chance.randrange(1, 300)}号{self.chance.randrange(1, 20)}幢{self.chance.randrange(101, 2400)}室",
        }

    def _trouble(self, order: dict[str, Any]) -> None:
        luck = self.chance.random()
        if luck < 0.04:
            order["buyer_remark"] = self.chance.choice(REMARKS)
        elif luck < 0.05:
            order.update(state="awaiting_payment", platform_status="WAIT_PAY", paid_at=None)


def _money(amount: Decimal) -> dict[str, str]:
    return {"amount": f"{amount:.2f}", "currency": "CNY"}
