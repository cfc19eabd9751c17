"""The demo company: people of each role, three shops, 500 SKUs in two warehouses, and thirty days of orders that went the real way.

Everything goes through the public API, as its people and shops would do it; only the clock is moved from day to day.
"""

import json
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from dianzhang.demo_buyers import Buyers
from dianzhang.demo_call import Caller
from dianzhang.demo_floor import Floor
from dianzhang.demo_goods import Goods, assortment, catalog_file, stock_file
from dianzhang.demo_shop import DemoShops, new_terms
from dianzhang.house import House

DAYS = 30
ORDERS_A_DAY = 24
DAY_SECONDS = 86_400
WAREHOUSES = (("HZ", "杭州仓", "Hangzhou", "浙江省", 1), ("GZ", "广州仓", "Guangzhou", "广东省", 2))
SHOPS = (("店长自营商城", "shop.manager"), ("微信小程序商城", "shop.manager"), ("企业团购商城", "director"))
PEOPLE = (
    ("director", "director", "陈总监"),
    ("shop.manager", "shop_manager", "林店长"),
    ("clerk", "order_clerk", "王审单"),
    ("keeper", "warehouse_keeper", "李仓管"),
    ("service", "customer_service", "赵客服"),
    ("developer", "developer", "孙开发"),
)
ROLE_NAMES = {"director": "总监 Director", "shop_manager": "店长 Shop manager", "order_clerk": "审单客服 Order clerk", "warehouse_keeper": "仓库管理员 Warehouse keeper", "customer_service": "客服 Customer service", "developer": "开发人员 Developer"}  # fmt: skip


@dataclass
class Demo:
    house: House
    caller: Caller
    chance: random.Random = field(default_factory=lambda: random.Random(20261122))

    def people(self) -> list[dict[str, str]]:
        """One account a role; its first password is its password, until it is changed."""
        roles = {role["code"]: role["id"] for role in self.caller.as_admin("GET", "/people/v1/roles?limit=100")["data"]}
        logins = []
        for login, role, name in PEOPLE:
            body = {"login": login, "name": name, "locale": "zh-CN", "role_ids": [roles[role]], "shop_ids": None}
            made = self.caller.as_admin("POST", "/people/v1/accounts", json=body)
            logins.append({"role": ROLE_NAMES[role], "login": login, "password": made["initial_password"]})
        return logins

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

    def thirty_days(self, *, shops: list[str], goods: list[Goods]) -> None:
        buyers = Buyers(shops=shops, goods=goods, chance=self.chance)
        floor = Floor(caller=self.caller, chance=self.chance, warehouses=[code for code, *_ in WAREHOUSES])
        for ago in range(DAYS - 1, -1, -1):
            self.house.set_clock(-ago * DAY_SECONDS)
            now = datetime.now(UTC) - timedelta(days=ago)
            self._take_in(buyers.day(ORDERS_A_DAY, now=now, last=ago == 0))
            floor.work(now=now, last=ago == 0)
            if ago > 0:
                self._say_yes()
            floor.follow_parcels(now=now)
        self.house.set_clock(0)

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
    logins = demo.people()
    goods = demo.goods()
    demo.thirty_days(shops=demo.shops(address=terms.address, secret=terms.secret), goods=goods)
    demo.caller.close()
    first = house.administrator
    everyone = [{"role": "管理员 Administrator", "login": first.login, "password": first.password}, *logins]
    note = {"address": house.address, "logins": everyone, "shops": {"port": terms.port, "secret": terms.secret}}
    house.data.demo.touch(mode=0o600)
    house.data.demo.write_text(json.dumps(note, ensure_ascii=False, indent=1))
