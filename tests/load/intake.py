"""Orders in: one by one and in batches, and how long until their stock is reserved and told back."""

from typing import Any

from tests.load.bench import Bench
from tests.load.company import wait_until
from tests.load.generator import Outcome
from tests.load.goals import Figure, against_goal, against_limit
from tests.load.wire import percentile

SINGLE_LANES = 64
BATCH_LANES = 2
BATCH = 500
STEADY_RATE = 500
MOST_SINGLES_A_SECOND = 6_000
MOST_BATCHED_A_SECOND = 25_000
DRAIN_SECONDS = 240
HOT_UNITS = 100
HOT_BUYERS = 200


def singles(bench: Bench) -> list[Figure]:
    """`intake_single` and `placed_to_reserved`: the same orders, up to the last answer and up to the last reservation."""
    limit = bench.pgbench_limit
    bench.tell(f"orders one by one, {SINGLE_LANES} clients")
    seconds = bench.seconds(12)
    accepted, intake, reserved, detail = flow(
        bench, "single", orders=int(MOST_SINGLES_A_SECOND * seconds), lanes=SINGLE_LANES, seconds=seconds
    )
    name = "pgbench, one transaction an order, 16 clients"
    return [
        against_limit("intake_single", accepted / intake, limit=limit, limit_name=name, **detail),
        against_limit("placed_to_reserved", accepted / reserved, limit=limit, limit_name=name, orders=accepted),
    ]


def batches(bench: Bench) -> list[Figure]:
    """`intake_batch` and `placed_to_reserved_batch`."""
    limit = bench.copy_limit
    bench.tell(f"orders in batches of {BATCH}, {BATCH_LANES} clients")
    seconds = bench.seconds(8)
    accepted, intake, reserved, detail = flow(
        bench, "batch", orders=int(MOST_BATCHED_A_SECOND * seconds), lanes=BATCH_LANES, seconds=seconds, batch=BATCH
    )
    name = "COPY of the same rows, 2 clients"
    return [
        against_limit("intake_batch", accepted / intake, limit=limit, limit_name=name, **detail),
        against_limit("placed_to_reserved_batch", accepted / reserved, limit=limit, limit_name=name, orders=accepted),
    ]


def flow(bench: Bench, name: str, **load: Any) -> tuple[int, float, float, dict[str, Any]]:
    """How many orders were accepted, the seconds to the last answer, and to the last reservation that was told back."""
    shop = bench.company.open_shop(name)
    bench.settle()
    used = bench.cpu_seconds()
    outcome = bench.load(shop_id=shop, prefix=name.upper(), **load)
    _check(bench, shop, outcome)
    wait_until(lambda: _reserved(bench, shop) >= outcome.accepted, what=f"{outcome.accepted} orders are reserved", seconds=DRAIN_SECONDS)
    last = bench.rows(
        """
        SELECT extract(epoch FROM max(pg_xact_commit_timestamp(t.xmin)))::float8
        FROM orders.timeline_entry t JOIN orders.sales_order o ON o.id = t.order_id WHERE o.shop_id = %s AND t.what IN ('allocated', 'stock_reserved')
        """,
        shop,
    )[0][0]
    cpu = {part: round((after - used[part]) * 1000 / outcome.accepted, 3) for part, after in bench.cpu_seconds().items()}
    return outcome.accepted, outcome.seconds, last - outcome.began_at, {**_answers(outcome), "cpu_ms_an_order": cpu}


def _reserved(bench: Bench, shop: str) -> int:
    return bench.rows("SELECT count(*) FROM orders.sales_order WHERE shop_id = %s AND reservation = 'reserved'", shop)[0][0]


def _check(bench: Bench, shop: str, outcome: Outcome) -> None:
    """What was accepted is in the database, once: a fast answer that stored nothing would be worth nothing."""
    if outcome.complaint:
        bench.notes.append(f"{shop}: not all were accepted: {outcome.answers}, first {outcome.complaint}")
    stored = bench.rows("SELECT count(*) FROM orders.sales_order WHERE shop_id = %s", shop)[0][0]
    if outcome.accepted == 0 or stored < outcome.accepted:
        raise AssertionError(f"{outcome.accepted} orders were accepted, {stored} are stored; answers {outcome.answers} {outcome.complaint}")


def _answers(outcome: Outcome) -> dict[str, Any]:
    return {
        "orders": outcome.accepted,
        "answers": outcome.answers,
        "answer_p50_ms": round(percentile(outcome.latencies_ms, 0.50), 2),
        "answer_p99_ms": round(percentile(outcome.latencies_ms, 0.99), 2),
    }


def steady(bench: Bench) -> list[Figure]:
    """`reserved_p99_ms`: from when an order was due to be sent until the news of its reservation is durable at orders."""
    bench.tell(f"placed to reserved at {STEADY_RATE} orders/s")
    shop = bench.company.open_shop("steady")
    bench.settle()
    seconds = bench.seconds(12)
    outcome = bench.load(
        shop_id=shop, prefix="STEADY", orders=int(STEADY_RATE * seconds), lanes=SINGLE_LANES, seconds=seconds + 5, rate=STEADY_RATE
    )
    _check(bench, shop, outcome)
    wait_until(lambda: _reserved(bench, shop) >= outcome.accepted, what="all are reserved", seconds=DRAIN_SECONDS)
    told = bench.rows(
        """
        SELECT o.platform_order_no, extract(epoch FROM pg_xact_commit_timestamp(t.xmin))::float8
        FROM orders.timeline_entry t JOIN orders.sales_order o ON o.id = t.order_id WHERE o.shop_id = %s AND t.what IN ('allocated', 'stock_reserved')
        """,
        shop,
    )
    waits = [(at - outcome.due_at[number]) * 1000 for number, at in told]
    p50 = round(percentile(waits, 0.50), 1)
    return [against_goal("reserved_p99_ms", percentile(waits, 0.99), p50_ms=p50, slowest_ms=round(max(waits), 1), **_answers(outcome))]


def hot_sku(bench: Bench) -> list[Figure]:
    """`hot_sku`: told ok, told short, and promised beyond what there is, as people and the warehouse see it."""
    bench.tell(f"{HOT_BUYERS} buyers at once on {HOT_UNITS} units")
    company = bench.company
    sku = company.add_sku(f"HOT-{len(company.skus):05d}", pieces=HOT_UNITS)
    shop = company.open_shop("hot")
    bench.settle()
    outcome = bench.load(
        shop_id=shop, prefix="HOT", orders=HOT_BUYERS, lanes=HOT_BUYERS, seconds=20, lines=1, skus=[(sku, "19.90")], pieces=1
    )
    _check(bench, shop, outcome)

    def told() -> dict[str, int]:
        rows = bench.rows("SELECT reservation, count(*) FROM orders.sales_order WHERE shop_id = %s GROUP BY 1", shop)
        return dict(rows)

    wait_until(lambda: told().get("reserved", 0) + told().get("short", 0) == HOT_BUYERS, what="every buyer is told", seconds=60)
    promised, on_hand, live = bench.rows(
        """
        SELECT sum(s.reserved)::int, sum(s.on_hand)::int, (
            SELECT coalesce(sum(l.quantity), 0)::int FROM warehouse.reservation_line l JOIN warehouse.reservation r ON r.id = l.reservation_id
            WHERE l.sku = %s AND r.state = 'reserved')
        FROM warehouse.stock s WHERE s.sku = %s
        """,
        sku,
        sku,
    )[0]
    counts = told()
    oversold = max(promised, live, counts.get("reserved", 0)) - on_hand
    value = f"{counts.get('reserved', 0)}/{counts.get('short', 0)}/{max(oversold, 0)}"
    wanted = f"{HOT_UNITS}/{HOT_BUYERS - HOT_UNITS}/0"
    exact = 1.0 if value == wanted else 0.0
    return [
        Figure(
            name="hot_sku", value=value, unit="ok/refused/oversold", limit=wanted, limit_name="exact", ratio=exact, detail=_answers(outcome)
        )
    ]
