"""A company in a running house, as its people and its shops see it: everything goes through the gateway."""

import itertools
import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import httpx

from dianzhang.house import House
from tests.faults.fake_shops import MALL, SHOPIFY, FakeShops
from tests.load.company import WAREHOUSE, Company, fresh_headers, wait_until
from tests.load.order_bodies import money, receiver

Order = dict[str, Any]
PATIENCE_SECONDS = 45.0


@dataclass
class World:
    house: House
    company: Company
    shops: FakeShops
    kuaidi100_salt: str
    # One client keeps its connections; making one for each request costs more than the request. Cookies belong to browsers.
    _http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=60, limits=httpx.Limits(max_connections=64)))
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _waybills: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    # ---- asking --------------------------------------------------------------------------------------------------
    def ask(self, method: str, path: str, *, language: str = "en", token: str | None = None, **rest: Any) -> httpx.Response:
        """One request through the gateway; whatever it answers. Without a token: as the company's own client, who may do everything."""
        given = rest.pop("headers", {})
        bearer = self.company.client.token() if token is None else token
        headers = {**fresh_headers(), "Accept-Language": language, **({"Authorization": f"Bearer {bearer}"} if bearer else {}), **given}
        return self._http.request(method, f"{self.house.address}/api{path}", headers=headers, **rest)

    def call(self, method: str, path: str, **rest: Any) -> Any:
        """One request that must succeed; its JSON."""
        answer = self.ask(method, path, **rest)
        assert answer.status_code < 400, f"{method} {path} -> {answer.status_code} {answer.text[:800]}"
        return answer.json() if answer.content else None

    def at_once(self, asks: Sequence[Callable[[], httpx.Response]]) -> list[httpx.Response]:
        """All of them at the same time."""
        with ThreadPoolExecutor(max_workers=32) as threads:
            return [future.result() for future in [threads.submit(ask) for ask in asks]]

    def eventually(self, says: Callable[[], bool], *, what: str, seconds: float = PATIENCE_SECONDS) -> None:
        wait_until(says, what=what, seconds=seconds, pause=0.05)

    def close(self) -> None:
        self._http.close()
        self.company.http.close()

    # ---- having --------------------------------------------------------------------------------------------------
    def shop(self, platform: str = "mall", **rest: Any) -> str:
        """A shop that is told about its parcels: our own mall, or one that speaks Shopify."""
        book = self.shops.book
        if platform == "shopify":
            rest = {
                "api_url": f"{self.shops.address}{SHOPIFY}",
                "credentials": {"access_token": "t0ken-of-a-shop", "webhook_secret": "hush-hush-hush"},
                **rest,
            }
        elif platform == "mall":
            rest = {"api_url": f"{self.shops.address}{MALL}", "credentials": {"webhook_secret": book.mall_secret}, **rest}
        else:
            rest = {"api_url": None, **rest}
        return self.company.open_shop(platform, platform=platform, **rest)

    def sku(self, pieces: int = 0) -> str:
        """A SKU of its own for a test, with so many pieces in the one warehouse."""
        sku = f"T-{next(self._numbers):04d}-{uuid4().hex[:6]}"
        self.company.import_skus([sku])
        if pieces:
            self.company.receive([sku], pieces=pieces)
        return sku

    def second_warehouse(self, code: str = "GZ1") -> str:
        """Another warehouse than the one everything lies in; made once."""
        place = {"code": code, "name_zh": "广州仓", "name_en": "Guangzhou", "province": "广东省", "rank": 900}
        answer = self.ask("POST", "/warehouse/v1/warehouses", json=place)
        assert answer.status_code in (201, 409), answer.text
        return code

    def receive(self, sku: str, pieces: int, *, warehouse: str) -> None:
        lines = [{"sku": sku, "warehouse": warehouse, "quantity": pieces}]
        self.call("POST", "/warehouse/v1/stock-movements", json={"kind": "receive", "reason": "delivery", "lines": lines})

    def person(self, *permissions: str, shops: list[str] | None = None, locale: str = "en-US", called: str | None = None) -> "Person":
        """Somebody new with a role of these permissions, signed in. Names need not be unique; `called` None makes one up."""
        name = uuid4().hex[:10]
        boss = {"token": self.boss()}
        body = {"name_zh": name, "name_en": name, "permissions": list(permissions)}
        role = self.call("POST", "/people/v1/roles", json=body, **boss)
        account = {"login": f"p.{name}", "name": called or f"Person {name}", "locale": locale, "role_ids": [role["id"]], "shop_ids": shops}
        made = self.call("POST", "/people/v1/accounts", json=account, **boss)
        return Person(self, login=account["login"], password=made["initial_password"], account_id=made["account"]["id"])

    def boss(self) -> str:
        """The administrator's access token."""
        first = self.house.administrator
        return self.call("POST", "/people/v1/sessions", json={"login": first.login, "password": first.password}, token="")["access_token"]

    def stock(self, sku: str) -> tuple[int, int, int]:
        """On hand, reserved, available over all warehouses."""
        found = self.call("GET", f"/warehouse/v1/stock/{sku}")
        return found["on_hand"], found["reserved"], found["available"]

    # ---- orders --------------------------------------------------------------------------------------------------
    def body(self, shop_id: str, *, sku: str, quantity: int = 1, price: str = "19.90", **changes: Any) -> Order:
        """An order as a shop sends it; `changes` replace whole fields."""
        now = datetime.now(UTC)
        paid = Decimal(price) * quantity
        order: Order = {
            "shop_id": shop_id,
            "platform_order_no": f"A{next(self._numbers):06d}{uuid4().hex[:6]}",
            "platform_status": "PAID",
            "state": "ready",
            "placed_at": (now - timedelta(minutes=2)).isoformat(),
            "paid_at": (now - timedelta(minutes=1)).isoformat(),
            "modified_at": (now - timedelta(minutes=1)).isoformat(),
            "goods_amount": money(paid),
            "discount_amount": money(Decimal(0)),
            "freight_amount": money(Decimal(0)),
            "paid_amount": money(paid),
            "buyer_id": f"b{uuid4().hex[:8]}",
            "receiver": receiver(random.Random()),
            "lines": [
                {
                    "platform_line_no": "1",
                    "sku": sku,
                    "title": "T",
                    "quantity": quantity,
                    "unit_price": money(Decimal(price)),
                    "paid_amount": money(paid),
                }
            ],
        }
        return {**order, **changes}

    def place(self, order: Order, **rest: Any) -> httpx.Response:
        return self.ask("POST", "/orders/v1/orders", json=order, **rest)

    def find(self, platform_order_no: str) -> list[Order]:
        """Rows of the order list with exactly this number."""
        return [
            row
            for row in self.call("GET", f"/orders/v1/orders?q={platform_order_no}&limit=100")["data"]
            if row["platform_order_no"] == platform_order_no
        ]

    def order(self, platform_order_no: str) -> Order:
        """The one order with this number, in full."""
        rows = self.find(platform_order_no)
        assert len(rows) == 1, f"{len(rows)} orders have the number {platform_order_no}"
        return self.call("GET", f"/orders/v1/orders/{rows[0]['id']}")

    def becomes(self, platform_order_no: str, **wanted: Any) -> Order:
        """Waits until the order is as wanted, and gives it."""
        seen: Order = {}

        def is_so() -> bool:
            nonlocal seen
            if not self.find(platform_order_no):
                return False
            seen = self.order(platform_order_no)
            return all(seen[name] == value for name, value in wanted.items())

        try:
            self.eventually(is_so, what=f"{platform_order_no} {wanted}")
        except TimeoutError as error:
            shown = {name: seen.get(name) for name in (*wanted, "status", "reservation", "holds", "attention")}
            raise AssertionError(f"{error}; it is {shown}") from error
        return seen

    def allocated(self, shop_id: str, *, sku: str, **rest: Any) -> Order:
        """A new order that has its stock and is on its way to the floor."""
        order = self.body(shop_id, sku=sku, **rest)
        assert self.place(order).status_code == 201
        return self.becomes(order["platform_order_no"], status="allocated")

    # ---- the floor -----------------------------------------------------------------------------------------------
    def shipment_of(self, order: Order) -> str:
        """The number of the order's shipment, once there is one that is not stopped."""
        found: list[Order] = []

        def is_there() -> bool:
            rows = self.call("GET", f"/warehouse/v1/shipments?q={order['number']}")["data"]
            found[:] = [row for row in rows if row["state"] != "withdrawn"]
            return bool(found)

        self.eventually(is_there, what=f"a shipment for {order['number']}")
        return found[0]["number"]

    def pick(self, *shipments: str, warehouse: str = WAREHOUSE) -> None:
        made = self.call("POST", "/warehouse/v1/pick-lists", json={"warehouse": warehouse, "shipments": list(shipments)})
        self.call("POST", f"/warehouse/v1/pick-lists/{made['pick_list']['number']}/confirm", json={"short": []})

    def pack(self, shipment: str) -> None:
        """Scans every piece and weighs it, as the station does."""
        lines = self.call("GET", f"/warehouse/v1/shipments/{shipment}")["lines"]
        for line in lines:
            for _ in range(line["quantity"] - line["scanned_quantity"]):
                self.call("POST", f"/warehouse/v1/shipments/{shipment}/scans", json={"barcode": line["barcode"]})
        self.call(
            "POST",
            f"/warehouse/v1/shipments/{shipment}/pack",
            json={"weight_g": sum(line["weight_g"] * line["quantity"] for line in lines) + 40},
        )

    def put_waybill(self, shipment: str) -> str:
        tracking = f"SF{next(self._waybills):012d}"
        version = self.call("GET", f"/warehouse/v1/shipments/{shipment}")["shipment"]["version"]
        body = {"carrier_code": "SF", "tracking_number": tracking}
        self.call("PUT", f"/warehouse/v1/shipments/{shipment}/waybill", json=body, headers={"If-Match": f'"{version}"'})
        return tracking

    def send(self, order: Order) -> str:
        """The whole floor for one order; returns the tracking number."""
        shipment = self.shipment_of(order)
        self.pick(shipment)
        self.pack(shipment)
        tracking = self.put_waybill(shipment)
        self.call("POST", f"/warehouse/v1/shipments/{shipment}/ship")
        return tracking


@dataclass
class Person:
    """Somebody who signs in like everybody."""

    world: World
    login: str
    password: str
    account_id: str
    _token: str = ""

    @property
    def token(self) -> str:
        if not self._token:
            answer = self.world.call("POST", "/people/v1/sessions", json={"login": self.login, "password": self.password}, token="")
            self._token = answer["access_token"]
        return self._token

    def ask(self, method: str, path: str, **rest: Any) -> httpx.Response:
        return self.world.ask(method, path, token=self.token, **rest)
