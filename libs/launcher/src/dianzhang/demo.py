"""The demo company: an organisation with its people, three shops, 500 SKUs in two warehouses, and thirty days that went the real way.

Everything goes through the public API, as its people and shops would do it; only the clock is moved from day to day.
"""

import json
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from dianzhang.demo_aftersales import Aftersales
from dianzhang.demo_buyers import Buyers
from dianzhang.demo_call import Caller
from dianzhang.demo_care import Care
from dianzhang.demo_feedback import Feedback
from dianzhang.demo_floor import Floor
from dianzhang.demo_goods import Goods, assortment, catalog_file, stock_file
from dianzhang.demo_life import Life
from dianzhang.demo_ring import Ring
from dianzhang.demo_sales import Sales
from dianzhang.demo_shop import DemoShops, new_terms
from dianzhang.house import House
from dianzhang.sentences import Sentence

DAYS = 30
ORDERS_A_DAY = 24
DAY_SECONDS = 86_400
SEED = 20261122
WAREHOUSES = (("HZ", "杭州仓", "Hangzhou", "浙江省", 1), ("GZ", "广州仓", "Guangzhou", "广东省", 2))
SHOPS = (("店长自营商城", "shop.manager"), ("微信小程序商城", "shop.manager"), ("企业团购商城", "director"))


@dataclass
class Demo:
    house: House
    caller: Caller
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))

    def tell(self, en: str, zh: str) -> None:
        self.house.tell("demo", "starting", Sentence(en, zh))

    def goods(self) -> list[Goods]:
        goods = assortment()
        files = {"file": ("skus.csv", catalog_file(goods), "text/csv")}
        self.caller.call("POST", "/catalog/v1/sku-imports", files=files, data={"mode": "run"})
        for code, name_zh, name_en, province, rank in WAREHOUSES:
            place = {"code": code, "name_zh": name_zh, "name_en": name_en, "province": province, "rank": rank}
            self.caller.call("POST", "/warehouse/v1/warehouses", json=place)
            for number, bin_code in enumerate(
                f"{zone}-{rack:02d}-{level:02d}" for zone in "ABCDE" for rack in range(1, 11) for level in range(1, 11)
            ):
                self.caller.call(
                    "POST", f"/warehouse/v1/warehouses/{code}/bins", json={"code": bin_code, "zone": bin_code[0], "sort_order": number}
                )
        last = goods[-1].sku
        self.caller.wait(lambda: self._warehouse_knows(last), what="SKUs in the warehouse")
        for code, *_ in WAREHOUSES:
            content = stock_file(goods, warehouse=code, chance=self.chance)
            form = {"kind": "receive", "document": "期初入库"}
            answer = self.caller.call("POST", "/warehouse/v1/stock-imports", files={"file": ("stock.csv", content, "text/csv")}, data=form)
            assert not answer["errors"], answer["errors"][:3]
        return goods

    def _warehouse_knows(self, sku: str) -> bool:
        content = f"SKU,Warehouse,Quantity\n{sku},{WAREHOUSES[0][0]},1\n".encode()
        answer = self.caller.call("POST", "/warehouse/v1/stock-imports?check=true", files={"file": ("probe.csv", content, "text/csv")})
        return not answer["errors"]

    def shops(self, *, address: str, secret: str) -> list[str]:
        ids = []
        for name, owner in SHOPS:
            wish = {"name": name, "platform": "mall", "owner": owner, "api_url": address, "credentials": {"webhook_secret": secret}}
            ids.append(self.caller.call("POST", "/channels/v1/shops", json=wish)["id"])
        known = "/orders/v1/shops?limit=100"
        self.caller.wait(lambda: len(self.caller.call("GET", known)["data"]) >= len(ids), what="shops in orders")
        return ids

    def thirty_days(self, *, life: Life, shops: list[str], goods: list[Goods]) -> None:
        care = Care(self.caller)
        care.plan()
        aftersales = Aftersales(self.caller, WAREHOUSES[0][0])
        sales = Sales(self.caller, shops[0], goods)
        buyers = Buyers(shops=shops, goods=goods, chance=self.chance)
        floor = Floor(caller=self.caller, chance=self.chance, warehouses=[code for code, *_ in WAREHOUSES])
        for ago in range(DAYS - 1, -1, -1):
            self.house.set_clock(-ago * DAY_SECONDS)
            if ago % 5 == 4:
                self.tell(f"{DAYS - ago} of {DAYS} days", f"第 {DAYS - ago} / {DAYS} 天")
            life.day(ago)
            now = datetime.now(UTC) - timedelta(days=ago)
            sales.day(ago, now=now)
            self._take_in(buyers.day(ORDERS_A_DAY, now=now, last=ago == 0))
            floor.work(now=now, last=ago == 0)
            if ago > 0:
                self._say_yes()
            floor.follow_parcels(now=now)
            aftersales.day(ago)
            care.day(ago)
        self.house.set_clock(0)
        sales.end()

    def _take_in(self, orders: list[dict[str, Any]]) -> None:
        self.caller.call("POST", "/orders/v1/orders/batch", json={"orders": orders})
        waiting = "/orders/v1/orders?reservation=requested&limit=1"
        self.caller.wait(lambda: not self.caller.call("GET", waiting)["data"], what="reservations")
        self.caller.wait(self._floor_knows_all, what="shipments")

    def _floor_knows_all(self) -> bool:
        """Each allocated order has its shipment on the floor."""
        allocated = self.caller.call("GET", "/orders/v1/orders?status=allocated&limit=100")["data"]
        shipments = self.caller.call("GET", "/warehouse/v1/shipments?state=waiting&limit=100")["data"]
        return len(allocated) == len(shipments)

    def _say_yes(self) -> None:
        """The clerk goes through what the review held, at the end of the day."""
        held = self.caller.call("GET", "/orders/v1/orders?held=true&limit=100")["data"]
        ready = [order["id"] for order in held if set(order["hold_reasons"]) <= {"buyer_remark", "unusual_amount"}]
        if ready:
            self.caller.call("POST", "/orders/v1/orders/release", json={"ids": ready})


def make(house: House) -> None:
    """Fills an empty, running house; writes the logins and the shops' terms to `demo.json` (mode 600)."""
    terms = new_terms()
    DemoShops(terms).start()
    demo = Demo(house, Caller(house))
    demo.tell("organisation and people", "组织与人员")
    life = Life(house, demo.caller, random.Random(SEED))
    logins = life.begin()
    demo.tell("products and stock", "商品与库存")
    house.set_clock(-DAYS * DAY_SECONDS)
    goods = demo.goods()
    shops = demo.shops(address=terms.address, secret=terms.secret)
    demo.thirty_days(life=life, shops=shops, goods=goods)
    Ring(demo.caller, shops[0], min(goods, key=lambda one: one.price)).brush()
    Feedback(demo.caller, shops, life.organisation.accounts).tell()
    demo.caller.close()
    first = house.administrator
    everyone = [{"role": "管理员 Administrator", "login": first.login, "password": first.password}, *logins]
    note = {"address": house.address, "logins": everyone, "shops": {"port": terms.port, "secret": terms.secret}}
    house.data.demo.touch(mode=0o600)
    house.data.demo.write_text(json.dumps(note, ensure_ascii=False, indent=1))
