"""Orders as a store platform sends them: three lines, a real receiver, each with numbers of its own."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import orjson

LINES = 3
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
GIVEN = ("伟", "芳", "娜", "敏", "静", "秀英", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "秀兰", "霞")
PLACES = (
    ("浙江省", "杭州市", "余杭区"),
    ("江苏省", "苏州市", "昆山市"),
    ("广东省", "深圳市", "南山区"),
    ("四川省", "成都市", "武侯区"),
    ("北京市", "北京市", "朝阳区"),
    ("上海市", "上海市", "浦东新区"),
    ("湖北省", "武汉市", "洪山区"),
    ("山东省", "青岛市", "市南区"),
)
STREETS = ("文一西路", "人民路", "科技园南路", "天府大道", "建国路", "世纪大道", "珞喻路", "香港中路")


@dataclass(frozen=True)
class Buyers:
    """Makes orders for one shop; the same `seed` makes the same orders. `skus` are numbers with their prices; 0 `pieces` means one or two."""

    shop_id: str
    prefix: str
    skus: Sequence[tuple[str, Decimal]]
    seed: int = 1
    lines: int = LINES
    pieces: int = 0

    def orders(self, count: int, *, now: datetime) -> Iterator[dict[str, Any]]:
        chance = random.Random(self.seed)
        for number in range(count):
            yield self.order(f"{self.prefix}{number:07d}", now=now, chance=chance)

    def order(self, platform_order_no: str, *, now: datetime, chance: random.Random) -> dict[str, Any]:
        placed_at = now - timedelta(seconds=chance.randrange(1, 120))
        chosen = chance.sample(self.skus, self.lines)
        lines = [self._line(number, sku, price, chance) for number, (sku, price) in enumerate(chosen, start=1)]
        goods = sum((Decimal(line["paid_amount"]["amount"]) for line in lines), Decimal(0))
        return {
            "shop_id": self.shop_id,
            "platform_order_no": platform_order_no,
            "platform_status": "WAIT_SELLER_SEND_GOODS",
            "state": "ready",
            "placed_at": _instant(placed_at),
            "paid_at": _instant(placed_at + timedelta(seconds=20)),
            "modified_at": _instant(placed_at + timedelta(seconds=21)),
            "goods_amount": money(goods),
            "discount_amount": money(Decimal(0)),
            "freight_amount": money(Decimal(0)),
            "paid_amount": money(goods),
            "buyer_id": f"buyer-{chance.randrange(10**9):09d}",
            "receiver": receiver(chance),
            "lines": lines,
        }

    def _line(self, number: int, sku: str, price: Decimal, chance: random.Random) -> dict[str, Any]:
        quantity = self.pieces or chance.choice((1, 1, 1, 2))
        return {
            "platform_line_no": str(number),
            "sku": sku,
            "platform_sku": f"PS{sku}",
            "title": f"商品 {sku} 春秋款 标准装",
            "quantity": quantity,
            "unit_price": money(price),
            "paid_amount": money(price * quantity),
        }


def receiver(chance: random.Random) -> dict[str, str]:
    province, city, district = chance.choice(PLACES)
    return {
        "name": chance.choice(SURNAMES) + chance.choice(GIVEN),
        "phone": f"1{chance.choice('35789')}{chance.randrange(10**9):09d}",
        "country": "CN",
        "province": province,
        "city": city,
        "district": district,
        "town": "",
        "street": f"{chance.choice(STREETS)}{chance.randrange(1, 999)}号{chance.randrange(1, 30)}幢{chance.randrange(101, 2900)}室",
        "postcode": "310000",
    }


def single(order: dict[str, Any]) -> bytes:
    return orjson.dumps(order)


def batch(orders: Sequence[dict[str, Any]]) -> bytes:
    return orjson.dumps({"orders": list(orders)})


def money(amount: Decimal) -> dict[str, str]:
    return {"amount": f"{amount:.2f}", "currency": "CNY"}


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
