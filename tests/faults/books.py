"""What must be true when everything is quiet again, asked of the API's answers and of the databases.

Each check returns sentences; no sentence means that it holds. A sentence names the orders and the request ids it is about, so that
`grep <request id> <folder>/logs/*` tells what happened.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import psycopg

from dianzhang.house import House
from tests.faults.fake_shops import Book
from tests.faults.patient_client import Story

MOST_NAMED = 5


class Accepted(dict[str, Story]):
    """Platform order number to what was sent for it, of every order that a client was told is taken in."""


def rows(house: House, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with psycopg.connect(house.database_url("postgres"), autocommit=True) as connection:
        return connection.execute(statement, values).fetchall()


def backlog(house: House) -> int:
    """Orders that are on their way to the parcel service."""
    statement = "SELECT count(*) FROM orders.sales_order WHERE status IN ('allocated', 'picked', 'packed') OR reservation = 'requested'"
    return rows(house, statement)[0][0]


def orders_exist_once(house: House, *, accepted: Accepted, tried: Accepted) -> list[str]:
    """Every accepted order is there once; nothing is there that nobody sent."""
    stored = Counter(number for (number,) in rows(house, "SELECT platform_order_no FROM orders.sales_order"))
    lost = [number for number in accepted if number not in stored]
    twice = [number for number, count in stored.items() if count > 1]
    unknown = [number for number in stored if number not in tried]
    without_lines = rows(
        house,
        """
        SELECT platform_order_no FROM orders.sales_order o
        WHERE line_count <> (SELECT count(*) FROM orders.order_line l WHERE l.order_id = o.id)
        """,
    )
    return [
        *_named("accepted and lost", lost, accepted),
        *_named("stored more than once", twice, tried),
        *_named("stored, but nobody sent it", unknown, tried),
        *_named("stored without all of its lines", [number for (number,) in without_lines], tried),
    ]


def stock_adds_up(house: House) -> list[str]:
    """Reserved is the sum of the live reservations and at most what is on hand; levels are what ledger, bin cards and books add up to."""
    over = rows(house, "SELECT sku, on_hand, reserved FROM warehouse.stock WHERE reserved > on_hand OR reserved < 0")
    with psycopg.connect(house.database_url("warehouse"), autocommit=True) as connection:
        wrong = connection.execute("SELECT sku, what, kept, proved FROM stock_differences()").fetchall()
    return [
        *(f"SKU {sku}: {reserved} reserved of {on_hand} on hand" for sku, on_hand, reserved in over),
        *(f"SKU {sku}: {what} is kept as {kept}, the rows behind it say {proved}" for sku, what, kept, proved in wrong),
    ]


def orders_agree_with_warehouse(house: House, tried: Accepted) -> list[str]:
    """An order that thinks it has stock has it, and none has stock that its order does not know of."""
    both = rows(
        house,
        """
        SELECT o.platform_order_no, o.status, o.reservation, r.state
        FROM orders.sales_order o
        FULL JOIN warehouse.reservation r
            ON r.reference = 'ord_' || replace(o.id::text, '-', '') || CASE WHEN o.attempt > 1 THEN '.' || o.attempt ELSE '' END
        WHERE o.id IS NULL
            OR (o.reservation = 'reserved' AND o.status <> 'shipped' AND r.state IS DISTINCT FROM 'reserved')
            OR (o.status = 'shipped' AND r.state IS DISTINCT FROM 'consumed')
            OR (o.reservation = 'short' AND r.state IS DISTINCT FROM 'waiting')
            OR (o.reservation IN ('none', 'released') AND r.state IN ('reserved', 'waiting'))
        """,
    )
    return [
        f"{number or 'nobody'} is {status}, {reservation}, but its reservation is {state} {story(number, tried)}"
        for number, status, reservation, state in both[:MOST_NAMED]
    ]


def shops_were_told_once(house: House, *, book: Book, tried: Accepted) -> list[str]:
    """Every shipped order was told once, with its own waybill; nothing else was told."""
    shipped = dict(rows(house, "SELECT platform_order_no, tracking_number FROM orders.sales_order WHERE shipped_at IS NOT NULL"))
    wrong: list[str] = []
    for number, waybill in shipped.items():
        told = book.told(number)
        if told != [waybill]:
            wrong.append(f"{number} left with {waybill}; its shop was told {told or 'nothing'} {story(number, tried)}")
    early = (set(book.fulfilments) | set(book.notices)) - set(shipped)
    wrong += [f"{number} was told to its shop and has not left" for number in sorted(early) if book.told(number)]
    if book.forged:
        wrong.append(f"{book.forged} notices came with a wrong signature")
    return wrong[: 2 * MOST_NAMED]


def nothing_left_behind(house: House) -> list[str]:
    """Empty outboxes, no dead letters."""
    wrong: list[str] = []
    for service in house.services:
        waiting = rows(house, f"SELECT count(*) FROM {service}.outbox")[0][0]
        if waiting:
            wrong.append(f"{waiting} messages are still in the outbox of {service}")
        letters = rows(
            house, f"SELECT consumer, subject, error, headers ->> 'request-id' FROM {service}.dead_letter WHERE state = 'waiting'"
        )
        wrong += [f"dead letter of {consumer}: {subject}: {error} (request {request})" for consumer, subject, error, request in letters]
    return wrong[: 2 * MOST_NAMED]


def _named(what: str, numbers: Sequence[str], stories: Accepted) -> Iterable[str]:
    if numbers:
        shown = " | ".join(story(number, stories) or number for number in numbers[:MOST_NAMED])
        yield f"{len(numbers)} orders {what}: {shown}"


def story(number: str | None, stories: Accepted) -> str:
    """What was sent for an order, for whoever has to find out."""
    return f"[{stories[number]}]" if number is not None and number in stories else ""


def cancelled_stay_cancelled(house: House, cancelled: Iterable[str], tried: Accepted) -> list[str]:
    """Who was told that an order is cancelled gets no parcel, unless the warehouse refused and said so."""
    left = rows(
        house,
        """
        SELECT platform_order_no FROM orders.sales_order o WHERE platform_order_no = ANY (%s) AND status <> 'cancelled'
            AND NOT EXISTS (SELECT FROM orders.timeline_entry t WHERE t.order_id = o.id AND t.what = 'stop_refused')
        """,
        list(cancelled),
    )
    return [*_named("cancelled, and not", [number for (number,) in left], tried)]


def figures_add_up(house: House) -> list[str]:
    """The tallies that the home page shows are what counting gives."""
    wrong = rows(
        house,
        """
        WITH kept AS (
            SELECT fact, sum(orders)::int AS orders FROM (
                SELECT fact, orders FROM orders.order_tally UNION ALL SELECT fact, orders FROM orders.order_tally_delta) t
            WHERE fact LIKE 'status:%%' GROUP BY 1
        ), counted AS (SELECT 'status:' || status AS fact, count(*)::int AS orders FROM orders.sales_order GROUP BY 1)
        SELECT fact, kept.orders, counted.orders FROM kept FULL JOIN counted USING (fact)
        WHERE coalesce(kept.orders, 0) <> coalesce(counted.orders, 0)
        """,
    )
    return [f"the figure {fact} says {kept}, counting gives {counted}" for fact, kept, counted in wrong]
