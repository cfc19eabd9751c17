"""A company in a running house, made through the public API as its people would: SKUs, a warehouse with stock, shops, API clients."""

import csv
import io
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import uuid4

import httpx
import psycopg

from dianzhang.house import House

WAREHOUSE = "HZ1"
SKUS = 500
MOST_LINES = 500
RATE_LIMIT = 1_000_000
RENEW_BEFORE_SECONDS = 120
PATIENCE_SECONDS = 60


class CompanyNotMade(RuntimeError):
    """The house refused something that a company needs; the message says what, and the request id."""


@dataclass
class Client:
    """An API client; its token is renewed in time. Once people is down, the last one is used for as long as it lives."""

    address: str
    client_id: str
    secret: str
    _token: str = field(default="", repr=False)
    _until: float = 0.0

    def token(self) -> str:
        if time.monotonic() > self._until - RENEW_BEFORE_SECONDS:
            self._renew()
        return self._token

    def _renew(self) -> None:
        form = {"grant_type": "client_credentials", "client_id": self.client_id, "client_secret": self.secret}
        try:
            answer = httpx.post(f"{self.address}/api/people/v1/oauth/token", data=form, timeout=10)
            answer.raise_for_status()
        except httpx.HTTPError:
            if time.monotonic() < self._until:
                return
            raise
        self._token = answer.json()["access_token"]
        self._until = time.monotonic() + answer.json()["expires_in"]


@dataclass
class Company:
    """`skus` are numbers and prices."""

    house: House
    client: Client
    skus: list[tuple[str, Decimal]]
    http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=60))

    @property
    def address(self) -> str:
        return self.house.address

    def open_shop(self, name: str, **rest: Any) -> str:
        """The id of a new shop that orders knows of."""
        wish = {"name": f"{name} {uuid4().hex[:6]}", "platform": "mall", "api_url": "http://127.0.0.1:9/", "credentials": {}, **rest}
        shop_id = self.call("POST", "/channels/v1/shops", json=wish)["id"]
        wait_until(lambda: self.count("orders.shop WHERE id = %s", shop_id) == 1, what=f"orders knows the shop {name}")
        return shop_id

    def add_sku(self, sku: str, *, pieces: int) -> str:
        """One more SKU, with so many in the warehouse."""
        self.import_skus([sku])
        self.receive([sku], pieces=pieces)
        return sku

    def import_skus(self, skus: Sequence[str]) -> None:
        """Returns when orders and the warehouse know them."""
        buffer = io.StringIO()
        rows = csv.writer(buffer)
        rows.writerow(["SKU", "Name (Chinese)", "Name (English)", "Barcode", "Weight (g)"])
        rows.writerows([sku, f"商品 {sku}", f"Goods {sku}", sku, "320"] for sku in skus)
        files = {"file": ("skus.csv", buffer.getvalue().encode("utf-8-sig"), "text/csv")}
        result = self.call("POST", "/catalog/v1/sku-imports", files=files, data={"mode": "run"})
        if result["errors"]:
            raise CompanyNotMade(f"SKUs were not imported: {result['errors'][:3]}")
        for service in ("orders", "warehouse"):
            known = f"{service}.sku WHERE sku = ANY (%s)"
            wait_until(lambda known=known: self.count(known, list(skus)) == len(skus), what=f"{service} knows the SKUs")

    def receive(self, skus: Sequence[str], *, pieces: int) -> None:
        for first in range(0, len(skus), MOST_LINES):
            lines = [{"sku": sku, "warehouse": WAREHOUSE, "quantity": pieces} for sku in skus[first : first + MOST_LINES]]
            self.call("POST", "/warehouse/v1/stock-movements", json={"kind": "receive", "reason": "first delivery", "lines": lines})

    def count(self, table: str, *values: Any) -> int:
        with psycopg.connect(self.house.database_url("postgres")) as connection:
            return (connection.execute(f"SELECT count(*) FROM {table}", values).fetchone() or (0,))[0]

    def call(self, method: str, path: str, **rest: Any) -> Any:
        """One request as the API client. Raises CompanyNotMade for a refusal."""
        headers = {"Authorization": f"Bearer {self.client.token()}", **fresh_headers(), **rest.pop("headers", {})}
        return read(self.http.request(method, f"{self.address}/api{path}", headers=headers, **rest))


def fresh_headers() -> dict[str, str]:
    return {"Idempotency-Key": f'"{uuid4()}"', "Accept-Language": "en", "X-Request-Id": f"bench-{uuid4().hex[:12]}"}


def read(answer: httpx.Response) -> Any:
    if answer.status_code >= 400:
        request = answer.request
        raise CompanyNotMade(f"{request.method} {request.url.path} -> {answer.status_code} {answer.text[:600]}")
    return answer.json() if answer.content else None


def make_company(house: House, *, skus: int = SKUS, pieces: int = 10_000_000) -> Company:
    """SKUs with `pieces` of each in one warehouse, known everywhere."""
    company = Company(house=house, client=make_client(house), skus=sku_list(skus))
    numbers = [sku for sku, _ in company.skus]
    company.import_skus(numbers)
    place = {"code": WAREHOUSE, "name_zh": "杭州仓", "name_en": "Hangzhou", "province": "浙江省"}
    company.call("POST", "/warehouse/v1/warehouses", json=place)
    company.receive(numbers, pieces=pieces)
    return company


def sku_list(count: int) -> list[tuple[str, Decimal]]:
    return [(f"B{number:05d}", Decimal(1990 + number * 13 % 9000) / 100) for number in range(count)]


def make_client(house: House, *, shop_ids: Sequence[str] | None = None) -> Client:
    """One client with all permissions and no limit that a load test could reach; `shop_ids` None: it sees every shop."""
    address, first = house.address, house.administrator
    credentials = {"login": first.login, "password": first.password}
    signed_in = read(httpx.post(f"{address}/api/people/v1/sessions", json=credentials, timeout=30))
    wanted = {"name": f"load {uuid4().hex[:8]}", "permissions": ["*"], "shop_ids": shop_ids, "rate_limit_per_minute": RATE_LIMIT}
    headers = {"Authorization": f"Bearer {signed_in['access_token']}", **fresh_headers()}
    made = read(httpx.post(f"{address}/api/people/v1/api-clients", json=wanted, headers=headers, timeout=30))
    return Client(address=address, client_id=made["client_id"], secret=made["client_secret"])


def wait_until(says: Callable[[], bool], *, what: str, seconds: float = PATIENCE_SECONDS, pause: float = 0.1) -> float:
    """Asks until it is so; returns how long it took. Raises TimeoutError that says what was waited for."""
    begun = time.monotonic()
    while not says():
        if time.monotonic() > begun + seconds:
            raise TimeoutError(f"after {seconds:.0f} s not yet: {what}")
        time.sleep(pause)
    return time.monotonic() - begun


__all__ = ["WAREHOUSE", "Client", "Company", "CompanyNotMade", "make_company", "wait_until"]
