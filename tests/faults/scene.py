"""The house with a company in it, two shops that count, buyers who never stop and a keeper who never rests."""

import asyncio
import base64
import itertools
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from time import monotonic

import httpx
import psycopg

from dianzhang.house import House
from tests.faults import books
from tests.faults.books import Accepted
from tests.faults.buyers import Stream
from tests.faults.fake_shops import MALL, SHOPIFY, FakeShops
from tests.faults.keeper import Keeper
from tests.faults.patience import stretched
from tests.faults.patient_client import PatientClient
from tests.load.company import Company, make_company
from tests.load.order_bodies import Buyers

SKUS = 40
PLENTY = 100_000
SCARCE = "RARE-1"
SCARCE_PIECES = 60
"""Fewer than are wanted: some orders stay short, and the reservations of the last ones are fought for."""
QUIET_SECONDS = stretched(75)
STEP_SECONDS = stretched(45)
LOOK_EVERY_SECONDS = 0.5
AHEAD_SECONDS = 600
"""How far the business clock is moved while we wait, so that no retry pause of hours has to be sat out."""
AHEAD_EVERY_SECONDS = 4.0
ENVIRONMENT = {"DIANZHANG_ALLOW_PRIVATE_ADDRESSES": "true", "DIANZHANG_LOG_LEVEL": "INFO"}


@dataclass
class Scene:
    house: House
    company: Company
    shops: FakeShops
    buyers: dict[str, Buyers]
    accepted: Accepted = field(default_factory=Accepted)
    tried: Accepted = field(default_factory=Accepted)
    cancelled: set[str] = field(default_factory=set[str])

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)
        self._waybills = itertools.count(1)
        self._ahead = 0.0

    @asynccontextmanager
    async def at_work(self, tag: str) -> "AsyncIterator[Work]":
        """Buyers buy and the keeper packs; on leaving they stop, and what they began comes to its end."""
        limits = httpx.Limits(max_connections=100, max_keepalive_connections=50)
        async with httpx.AsyncClient(base_url=self.house.address, limits=limits) as http:
            stream, keeper = self._stream(http, tag), Keeper(self._patient(http, f"kpr-{tag}"), self._waybills)
            buying, keeping = asyncio.create_task(stream.run()), asyncio.create_task(keeper.run())
            looking = asyncio.create_task(self._look_at_backlog(stream))
            work = Work(self, stream, keeper, (buying, keeping))
            try:
                yield work
                stream.stop()
                await buying
                await self.become_quiet(work)
                keeper.stop()
                await keeping
            finally:
                for task in (buying, keeping, looking):
                    task.cancel()
                await asyncio.gather(buying, keeping, looking, return_exceptions=True)

    async def _look_at_backlog(self, stream: Stream) -> None:
        """Buyers hold back while the keeper is far behind: a queue that grows without end would only make the test long."""
        while True:
            with suppress(psycopg.OperationalError):  # the database is down: as far as we knew
                stream.backlog = await asyncio.to_thread(books.backlog, self.house)
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    def _stream(self, http: httpx.AsyncClient, tag: str) -> Stream:
        return Stream(
            client=self._patient(http, f"flt-{tag}"),
            shops=self.buyers,
            book=self.shops.book,
            numbers=self._numbers,
            accepted=self.accepted,
            tried=self.tried,
            cancelled=self.cancelled,
        )

    def _patient(self, http: httpx.AsyncClient, tag: str) -> PatientClient:
        return PatientClient(http, token=self.company.client.token, tag=tag)

    async def become_quiet(self, work: "Work | None" = None) -> None:
        """Waits until nothing is on its way any more. Raises AssertionError that says what still is."""
        begun = moved = monotonic()
        while waits := await asyncio.to_thread(self.on_the_way):
            if monotonic() > begun + QUIET_SECONDS:
                raise AssertionError(f"not quiet after {QUIET_SECONDS} s: {'; '.join(waits)}")
            if work is not None:
                work.must_go_on()
            if monotonic() > moved + AHEAD_EVERY_SECONDS:
                moved = monotonic()
                self._ahead += AHEAD_SECONDS
                self.house.set_clock(self._ahead)
            await asyncio.sleep(0.3)

    def on_the_way(self) -> list[str]:
        """Sentences about what has not come to its end: an order ends shipped, cancelled, or short of the scarce SKU."""
        open_orders = books.rows(
            self.house,
            """
            SELECT platform_order_no, status, reservation, coalesce(pending, '') FROM orders.sales_order
            WHERE status NOT IN ('shipped', 'cancelled') AND NOT (reservation = 'short' AND status = 'reviewed') LIMIT 5
            """,
        )
        untold = books.rows(self.house, "SELECT platform_order_no, state, last_code FROM channels.write_back WHERE state <> 'told' LIMIT 5")
        not_written = books.rows(
            self.house,
            """
            SELECT count(*) FROM orders.sales_order o
            WHERE shipped_at IS NOT NULL AND NOT EXISTS (SELECT FROM channels.write_back w WHERE w.order_number = o.number)
            """,
        )[0][0]
        return [
            *(
                f"order {number} is {status}/{reservation} {pending} {books.story(number, self.tried)}"
                for number, status, reservation, pending in open_orders
            ),
            *(f"the shop of {number} is not told: {state} {code}" for number, state, code in untold),
            *([f"channels does not know of {not_written} shipped orders"] if not_written else []),
            *(line for line in books.nothing_left_behind(self.house) if "outbox" in line),
        ]

    def wrong(self) -> list[str]:
        """Everything that is not as it must be."""
        return [
            *books.orders_exist_once(self.house, accepted=self.accepted, tried=self.tried),
            *books.stock_adds_up(self.house),
            *books.orders_agree_with_warehouse(self.house, self.tried),
            *books.shops_were_told_once(self.house, book=self.shops.book, tried=self.tried),
            *books.cancelled_stay_cancelled(self.house, self.cancelled, self.tried),
            *books.figures_add_up(self.house),
            *books.nothing_left_behind(self.house),
        ]


@dataclass
class Work:
    scene: Scene
    stream: Stream
    keeper: Keeper
    tasks: tuple[asyncio.Task[None], asyncio.Task[None]]

    async def until_accepted(self, more: int) -> None:
        """Waits for so many more orders."""
        target = len(self.scene.accepted) + more
        await self._until(lambda: len(self.scene.accepted) >= target, f"{more} more orders are accepted")

    async def until_shipped(self, more: int) -> None:
        target = len(self.keeper.shipped) + more
        await self._until(lambda: len(self.keeper.shipped) >= target, f"{more} more parcels have left")

    async def _until(self, says: Callable[[], bool], what: str) -> None:
        begun = monotonic()
        while not says():
            self.must_go_on()
            if monotonic() > begun + STEP_SECONDS:
                raise AssertionError(f"after {STEP_SECONDS} s not yet: {what}; {self.wrong()[:3]}")
            await asyncio.sleep(0.05)

    def must_go_on(self) -> None:
        """Raises what stopped the buyers or the keeper, if anything did."""
        for task in self.tasks:
            if task.done() and (error := task.exception()) is not None:
                raise error

    def wrong(self) -> list[str]:
        """Answers that no caller should get, whatever is down."""
        crashed = [*self.stream.client.internal_errors, *self.keeper.client.internal_errors]
        return [*self.stream.problems, *self.keeper.problems, *(f"answered 500: {story}" for story in crashed)]

    @property
    def troubles(self) -> int:
        return self.stream.client.troubles.total() + self.keeper.client.troubles.total()


def set_the_scene(house: House, shops: FakeShops) -> Scene:
    company = make_company(house, skus=SKUS, pieces=PLENTY)
    company.add_sku(SCARCE, pieces=SCARCE_PIECES)
    secret = shops.book.mall_secret
    mall = company.open_shop("mall", platform="mall", api_url=f"{shops.address}{MALL}", credentials={"webhook_secret": secret})
    access = {"access_token": secrets.token_urlsafe(12), "webhook_secret": secrets.token_urlsafe(24)}
    shopify = company.open_shop("shopify", platform="shopify", api_url=f"{shops.address}{SHOPIFY}", credentials=access)
    goods = [*company.skus, (SCARCE, company.skus[0][1])]
    return Scene(house, company, shops, {shop: Buyers(shop_id=shop, prefix="", skus=goods) for shop in (mall, shopify)})


def webhook_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
