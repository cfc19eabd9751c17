"""What every measurement has at hand: a house, a company in it, the limits of this machine, and how long it may take."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import psutil
import psycopg

from dianzhang.house import House
from tests.load import generator, limits, seed
from tests.load.company import Company, make_company, wait_until
from tests.load.staff import Staff, make_staff

POSTGRES_OPTIONS = ("track_commit_timestamp=on",)
"""Lets us ask when a row was committed: `placed → reserved` then ends when the news is durable, not when its transaction began."""


@dataclass
class Bench:
    """`quick` takes a third of the time and says less: for a look, not for a record."""

    house: House
    quick: bool
    tell: Callable[[str], None]
    list_sizes: tuple[int, ...]
    list_seconds: float
    notes: list[str] = field(default_factory=list[str])
    seeded: int = 0

    def seconds(self, usual: float) -> float:
        return usual / 2.5 if self.quick else usual

    @cached_property
    def company(self) -> Company:
        self.tell("making a company")
        company = make_company(self.house)
        self.settle()
        return company

    @cached_property
    def staff(self) -> Staff:
        return make_staff(self.company, tell=self.tell)

    @cached_property
    def _sample(self) -> list[limits.SampleRows]:
        shop = self.company.open_shop("limits")
        self.load(shop_id=shop, prefix="LIM", orders=1, lanes=1, seconds=10)
        return limits.sample_order(self.house)

    @cached_property
    def pgbench_limit(self) -> float:
        sample = self._sample
        self.settle()
        self.tell("limit: pgbench, one transaction an order")
        with limits.scratch_tables(self.house) as url:
            return limits.pgbench_orders_per_second(url, sample, seconds=round(self.seconds(8)))

    @cached_property
    def copy_limit(self) -> float:
        sample = self._sample
        self.settle()
        self.tell("limit: COPY of the same rows")
        with limits.scratch_tables(self.house) as url:
            return limits.copied_orders_per_second(url, sample, seconds=self.seconds(5))

    def load(self, *, shop_id: str, prefix: str, orders: int, lanes: int, seconds: float, **rest: Any) -> generator.Outcome:
        """Sends orders through the gateway from a process of its own."""
        company = self.company
        rest.setdefault("skus", [(sku, f"{price:.2f}") for sku, price in company.skus])
        return generator.run(
            generator.Job(
                address=company.address,
                token=company.client.token(),
                shop_id=shop_id,
                prefix=prefix,
                orders=orders,
                lanes=lanes,
                seconds=seconds,
                now=datetime.now(UTC).isoformat(),
                **rest,
            )
        )

    def seed_orders(self, count: int) -> seed.Seeded:
        """So many seeded orders and no others. Nothing may be on its way before; afterwards nothing settles any more, for nobody packs them."""
        assert self.company.skus, "who asks does so with the company's token"
        if not self.seeded:
            self.settle()
        self.tell(f"seeding {count:,} orders")
        self.seeded = count
        return seed.fill(self.house, count)

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """As the owner of the database: what the API does not tell, or only slowly."""
        with psycopg.connect(self.house.database_url("postgres"), autocommit=True) as connection:
            return connection.execute(statement, values).fetchall()

    def cpu_seconds(self) -> dict[str, float]:
        """What each part of the house has used so far. Unlike time it does not depend on who else is busy."""
        return {name: cpu_seconds_of(part.pid) for name, part in self.house.parts.items() if part.pid is not None}

    def settle(self, *, seconds: float = 90) -> None:
        """Waits until nothing is on its way: what came before must not be measured with what comes now."""
        wait_until(lambda: self._pending() == 0, what="the outboxes are empty and every allocated order has its shipment", seconds=seconds)

    def _pending(self) -> int:
        """Raises when something is set aside that nobody will ever work off."""
        letters = " UNION ALL ".join(f"SELECT consumer, error FROM {service}.dead_letter" for service in self.house.services)
        if dead := self.rows(f"SELECT * FROM ({letters}) l LIMIT 1"):
            raise AssertionError(f"a message was set aside by {dead[0][0]}: {dead[0][1]}")
        outboxes = " + ".join(f"(SELECT count(*) FROM {service}.outbox)" for service in self.house.services)
        on_the_way = """
            (SELECT count(*) FROM orders.sales_order WHERE reservation = 'requested')
            + (SELECT count(*) FROM orders.sales_order WHERE status = 'allocated') - (SELECT count(*) FROM warehouse.shipment)
        """
        return self.rows(f"SELECT {outboxes} + {on_the_way}")[0][0]


def cpu_seconds_of(pid: int) -> float:
    """Of a process and all that it has started."""
    process = psutil.Process(pid)
    own = process.cpu_times()
    total = own.user + own.system + own.children_user + own.children_system
    for child in process.children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            total += sum(child.cpu_times()[:2])
    return total
