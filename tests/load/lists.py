"""The order desk at ten thousand, a million and five million orders: the answer must not grow with the table.

Each list is asked through the gateway, one request at a time, every time for another shop, page or number. The limit is the same list at the
smallest size, so what the way through gateway and service costs stands on both sides.
"""

import random
import time
from collections.abc import Sequence
from urllib.parse import quote

import httpx

from tests.load import seed
from tests.load.asked import QUESTIONS, p99_ms
from tests.load.bench import Bench
from tests.load.goals import Figure, against_limit

PAGE = 50
DEEP_PAGES = 40
"""How many pages down the deep page lies at least."""
LIST = "/api/orders/v1/orders"
SPARE = 1.3
"""A size is seeded only when this many times its expected cost is left."""


def slowest_list(bench: Bench) -> list[Figure]:
    """`order_list_p99_ms`: of all lists the one whose p99 grew most between the smallest and the largest size."""
    begun = time.monotonic()
    # Before the orders are seeded: afterwards nothing settles any more, nobody packs them.
    assert bench.company.skus, "lists are asked with the company's token"
    bench.settle()
    measured: dict[int, dict[str, float]] = {}
    seeding: list[tuple[int, float]] = []
    for size in bench.list_sizes:
        left = bench.list_seconds - (time.monotonic() - begun)
        if seeding and SPARE * _expected(seeding, size) > left:
            bench.notes.append(f"lists at {size:,} orders were left out: they would not fit into {bench.list_seconds:.0f} s")
            continue
        bench.tell(f"seeding {size:,} orders")
        started = time.monotonic()
        seeded = seed.fill(bench.house, size)
        seeding.append((size, time.monotonic() - started))
        bench.tell(f"lists over {size:,} orders")
        token = bench.company.client.token
        measured[size] = {name: p99_ms(bench.house.address, token(), paths) for name, paths in _questions(bench, seeded).items()}
    return [_figure(measured)]


def _expected(seeding: Sequence[tuple[int, float]], size: int) -> float:
    """Seconds; the largest size so far says most."""
    orders, seconds = seeding[-1]
    return seconds * size / orders if orders > 100_000 else seconds


def _figure(measured: dict[int, dict[str, float]]) -> Figure:
    smallest, largest = min(measured), max(measured)
    growth = {name: measured[largest][name] / measured[smallest][name] for name in measured[largest]}
    worst = max(growth, key=lambda name: growth[name])
    detail = {f"{size:,}": {name: round(value, 2) for name, value in lists.items()} for size, lists in measured.items()}
    slowest = max(measured[largest].values())
    return against_limit(
        "order_list_p99_ms",
        measured[largest][worst],
        limit=measured[smallest][worst],
        limit_name=f"the same list at {smallest:,} orders",
        list=worst,
        orders=largest,
        slowest_ms=round(slowest, 2),
        p99_ms=detail,
    )


def _questions(bench: Bench, seeded: seed.Seeded) -> dict[str, list[str]]:
    """Paths by the kind of list; each kind asks for ever other things, so that no answer lies ready."""
    chance = random.Random(20261122)
    asked = QUESTIONS
    some = [1 + chance.randrange(seeded.orders) for _ in range(asked)]
    shops = [f"seed-shop-{chance.randrange(seed.SHOPS)}" for _ in range(asked)]
    open_states = ("placed", "reviewed", "allocated", "picked", "packed", "shipped", "completed")
    return {
        "newest": [f"{LIST}?limit={PAGE}"] * asked,
        "shop and status": [f"{LIST}?limit={PAGE}&shop_id={shop}&status={chance.choice(open_states)}" for shop in shops],
        "held": [f"{LIST}?limit={PAGE}&held=true"] * asked,
        "deep page": [f"{LIST}?limit={PAGE}&cursor={quote(cursor)}" for cursor in _deep_cursors(bench, asked)],
        "shop's number": [f"{LIST}?limit={PAGE}&q={seeded.platform_order_no(place)}" for place in some],
        "our number": [f"{LIST}?limit={PAGE}&q={number}" for number in _numbers(bench, some)],
        "phone": [f"{LIST}?limit={PAGE}&q={chance.choice(seeded.phones)}" for _ in some],
        "phone, last four": [f"{LIST}?limit={PAGE}&q={chance.randrange(10_000):04d}" for _ in some],
    }


def _numbers(bench: Bench, places: Sequence[int]) -> list[str]:
    return [
        number
        for (number,) in bench.rows("SELECT number FROM orders.sales_order WHERE id = ANY (%s)", [seed.id_of(place) for place in places])
    ]


def _deep_cursors(bench: Bench, count: int) -> list[str]:
    """Cursors as the API gives them, going down page by page from random moments of the two years, all below the first pages."""
    client = bench.company.client
    cursors: list[str] = []
    with httpx.Client(base_url=bench.house.address, headers={"Authorization": f"Bearer {client.token()}"}, timeout=30) as desk:
        cursor: str | None = None
        for page in range(DEEP_PAGES * 2):
            answer = desk.get(LIST, params={"limit": 100, **({"cursor": cursor} if cursor else {})}).raise_for_status().json()
            cursor = answer["next_cursor"]
            if cursor is None:
                break
            if page >= DEEP_PAGES:
                cursors.append(cursor)
    return [cursors[place % len(cursors)] for place in range(count)]
