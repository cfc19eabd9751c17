"""The order desk at ten thousand, a million and five million orders: the answer must not grow with the table.

Each list is asked through the gateway, one request at a time, every time for another shop, page or number. The limit is the same list at the
smallest size, so what the way through gateway and service costs stands on both sides.
"""

import random
import time
from collections.abc import Sequence

from tests.load import seed
from tests.load.asked import QUESTIONS, p99_ms, pages_below
from tests.load.bench import Bench
from tests.load.goals import Figure, against_limit

PAGE = 50
LIST = "/api/orders/v1/orders"
SHOPS = [f"seed-shop-{number}" for number in range(seed.SHOPS)]
STAGES = ("service", "finance")
REASONS = ("buyer_remark", "unusual_amount", "incomplete_address", "manual")
SPARE = 1.3
"""A size is seeded only when this many times its expected cost is left."""


def slowest_list(bench: Bench) -> list[Figure]:
    """`order_list_p99_ms`: of all lists the one whose p99 grew most between the smallest and the largest size."""
    begun = time.monotonic()
    measured: dict[int, dict[str, float]] = {}
    seeding: list[tuple[int, float]] = []
    for size in bench.list_sizes:
        left = bench.list_seconds - (time.monotonic() - begun)
        if seeding and SPARE * _expected(seeding, size) > left:
            bench.notes.append(f"lists at {size:,} orders were left out: they would not fit into {bench.list_seconds:.0f} s")
            continue
        started = time.monotonic()
        seeded = bench.seed_orders(size)
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
    shops = [chance.choice(SHOPS) for _ in range(asked)]
    open_states = ("placed", "reviewed", "allocated", "picked", "packed", "shipped", "completed")
    return {
        "newest": [f"{LIST}?limit={PAGE}"] * asked,
        "shop and status": [f"{LIST}?limit={PAGE}&shop_id={shop}&status={chance.choice(open_states)}" for shop in shops],
        "three shops": [f"{LIST}?limit={PAGE}&{'&'.join(f'shop_id={shop}' for shop in chance.sample(SHOPS, 3))}" for _ in some],
        "held": [f"{LIST}?limit={PAGE}&held=true"] * asked,
        "review desk, by stage": [f"{LIST}?limit={PAGE}&sort=placed_at_asc&stage={chance.choice(STAGES)}" for _ in some],
        "review desk, by reason": [f"{LIST}?limit={PAGE}&hold_reason={chance.choice(REASONS)}" for _ in some],
        "review desk, by stage and reason": [
            f"{LIST}?limit={PAGE}&stage=finance&hold_reason=unusual_amount&shop_id={shop}" for shop in shops
        ],
        "overdue": [f"{LIST}?limit={PAGE}&due=overdue"] * asked,
        "overdue, one shop": [f"{LIST}?limit={PAGE}&due=overdue&shop_id={shop}" for shop in shops],
        "due today": [f"{LIST}?limit={PAGE}&due=today"] * asked,
        "short": [f"{LIST}?limit={PAGE}&reservation=short"] * asked,
        "stuck": [f"{LIST}?limit={PAGE}&stuck=true"] * asked,
        "entered by hand": [f"{LIST}?limit={PAGE}&source=hand&shop_id={shop}" for shop in shops],
        "deep page": pages_below(bench.company.client, f"{LIST}?limit={PAGE}"),
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
