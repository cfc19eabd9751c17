"""The desks of after-sales and customer care over half a million cases, complaints, reviews and call-backs: every filter they offer.

Each is asked through the gateway, one request at a time, by somebody who sees all shops or three of them. The slowest is the figure; the same
at ten thousand stands beside it, for a page must not grow with the table.
"""

import random
from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from uuid import UUID

from chassis.pages import make_cursor
from tests.load import desk_rows
from tests.load.asked import QUESTIONS, Answers, Asker, Questions, ask_all
from tests.load.bench import Bench
from tests.load.company import Client, make_client
from tests.load.desk_rows import CLASSES, COMPLAINT_KINDS, KINDS, OPEN_STATES, REASONS
from tests.load.goals import Figure, against_goal

PAGE = 50
SIZES = (10_000, 500_000)
ASKED_AGAIN = 15
ORDERS = 1_000_000
"""At least so many orders lie under the cases; those of the lists stay where there are more."""
CASES = f"/api/orders/v1/aftersales/cases?limit={PAGE}"
CLAIMS = f"/api/orders/v1/aftersales/claims?limit={PAGE}"
REQUESTS = f"/api/orders/v1/aftersales/platform-requests?limit={PAGE}"
CARE = "/api/orders/v1/care"
COMPLAINTS = f"{CARE}/complaints?limit={PAGE}"
REVIEWS = f"{CARE}/reviews?limit={PAGE}"
CALL_BACKS = f"{CARE}/callbacks?limit={PAGE}"
MEDIATIONS = f"{CARE}/mediations?limit={PAGE}"
OF_THREE = [f"desk-shop-{number}" for number in (5, 31, desk_rows.SHOPS - 1)]
ENDED_STATES = ("closed", "refused", "withdrawn")


def case_desk(bench: Bench) -> list[Figure]:
    """`case_desk_p99_ms`: lists of cases, claims, requests, complaints, reviews, call-backs and mediations, and their counts."""
    sizes = SIZES[-1:] if bench.quick else SIZES
    everybody = bench.company.client
    some = make_client(bench.house, shop_ids=OF_THREE)
    if bench.seeded < ORDERS:
        bench.seed_orders(ORDERS)
    answers: dict[int, Answers] = {}
    for size in sizes:
        bench.tell(f"seeding {size:,} cases, complaints, reviews and call-backs")
        desk_rows.fill(bench.house, size, me=everybody.client_id)
        answers[size] = _ask(bench, _questions(bench, everybody, some, size), size)
    return [_figure(answers)]


def _ask(bench: Bench, questions: Questions, size: int) -> Answers:
    """A hundred kinds of questions would take half an hour: each is asked one round, the slowest three again."""
    once = ask_all(bench, questions, of=f"desks, {size:,}", service="orders", rounds=1)
    slow = sorted(questions, key=lambda what: -once.p99_ms[what])[:ASKED_AGAIN]
    again = ask_all(bench, {what: questions[what] for what in slow}, of=f"desks again, {size:,}", service="orders")
    return Answers(p99_ms=once.p99_ms | again.p99_ms, cpu_ms=once.cpu_ms | again.cpu_ms)


def _figure(answers: dict[int, Answers]) -> Figure:
    smallest, largest = answers[min(answers)], answers[max(answers)]
    growth = {what: round(largest.p99_ms[what] / smallest.p99_ms[what], 2) for what in largest.p99_ms}
    return against_goal(
        "case_desk_p99_ms",
        largest.p99_ms[largest.slowest],
        list=largest.slowest,
        cases=max(answers),
        p99_ms={f"{size:,}": one.p99_ms for size, one in answers.items()},
        cpu_ms=largest.cpu_ms,
        growth=growth,
    )


def _questions(bench: Bench, everybody: Client, some: Client, size: int) -> Questions:
    chance = random.Random(20261122)
    asked: dict[str, tuple[Asker, list[str]]] = {}
    for group in (_cases(chance, size), _case_numbers(bench, chance), _complaints(chance, size), _reviews(chance, size)):
        asked |= {what: (everybody, paths) for what, paths in group.items()}
    rest = {
        "claims, open": [f"{CLAIMS}&view=open"] * QUESTIONS,
        "claims, overdue": [f"{CLAIMS}&view=overdue&party=supplier"] * QUESTIONS,
        "claims, all rejected": [f"{CLAIMS}&view=all&state=rejected&party=supplier"] * QUESTIONS,
        "requests without a case": [REQUESTS] * QUESTIONS,
        "requests without a case, given up": [f"{REQUESTS}&all=true&shop_id={shop}" for shop in _shops(chance)],
        "call-backs, open": [f"{CALL_BACKS}&view=open"] * QUESTIONS,
        "call-backs, done": [f"{CALL_BACKS}&view=done&shop_id={shop}" for shop in _shops(chance)],
        "mediations, open": [f"{MEDIATIONS}&view=open"] * QUESTIONS,
        "mediations, all": [f"{MEDIATIONS}&view=all&shop_id={shop}" for shop in _shops(chance)],
    }
    asked |= {what: (everybody, paths) for what, paths in rest.items()}
    lists = {
        "cases, open": f"{CASES}&view=open", "cases, overdue": f"{CASES}&view=overdue", "cases, all": f"{CASES}&view=all",
        "cases, all repairs": f"{CASES}&view=all&kind=repair", "claims, open": CLAIMS, "requests without a case": REQUESTS,
        "complaints, open": f"{COMPLAINTS}&view=open", "complaints, all of a rare kind": f"{COMPLAINTS}&view=all&kind=dispute",
        "reviews, unanswered": f"{REVIEWS}&view=unanswered", "reviews, to follow up": f"{REVIEWS}&view=follow_up",
        "reviews, all with one star": f"{REVIEWS}&view=all&stars=1", "call-backs, open": CALL_BACKS,
    }  # fmt: skip
    return asked | {f"{what}, three shops": (some, [path] * QUESTIONS) for what, path in lists.items()}


def _shops(chance: random.Random) -> list[str]:
    return [f"desk-shop-{chance.randrange(desk_rows.SHOPS)}" for _ in range(QUESTIONS)]


def _some(chance: random.Random, path: str, *choices: str) -> list[str]:
    return [f"{path}{chance.choice(choices)}" for _ in range(QUESTIONS)]


def _cases(chance: random.Random, size: int) -> dict[str, list[str]]:
    found = {"cases, counts": ["/api/orders/v1/aftersales/cases/counts"] * QUESTIONS}
    for view in ("open", "overdue", "attention", "all"):
        path = f"{CASES}&view={view}"
        states = (*OPEN_STATES, *ENDED_STATES) if view == "all" else OPEN_STATES
        found |= {
            f"cases, {view}": [path] * QUESTIONS,
            f"cases, {view}, by state": _some(chance, f"{path}&state=", *states),
            f"cases, {view}, by kind": _some(chance, f"{path}&kind=", *KINDS),
            f"cases, {view}, by shop": [f"{path}&shop_id={shop}" for shop in _shops(chance)],
            f"cases, {view}, by reason": _some(chance, f"{path}&reason=", *REASONS),
            f"cases, {view}, by SKU": [f"{path}&sku=P{chance.randrange(desk_rows.SKUS):05d}" for _ in range(QUESTIONS)],
            f"cases, {view}, by kind and state": _some(chance, f"{path}&kind=repair&state=", *states),
            f"cases, {view}, by shop and kind": [f"{path}&kind={chance.choice(KINDS)}&shop_id={shop}" for shop in _shops(chance)],
            f"cases, {view}, by all": [
                f"{path}&kind={chance.choice(KINDS)}&state={chance.choice(states)}&reason={chance.choice(REASONS)}&shop_id={shop}"
                for shop in _shops(chance)
            ],
        }
    after = [_cursor_of_age(chance, size) for _ in range(QUESTIONS)]
    return found | {"cases, all, deep page": [f"{CASES}&view=all&cursor={quote(cursor)}" for cursor in after]}


def _case_numbers(bench: Bench, chance: random.Random) -> dict[str, list[str]]:
    numbers = bench.rows("SELECT number, order_number, platform_order_no FROM orders.aftersales_case ORDER BY hashtext(number) LIMIT 2000")
    chosen = [chance.choice(numbers) for _ in range(QUESTIONS)]
    return {
        "cases, by number": [f"{CASES}&view=all&q={number}" for number, _, _ in chosen],
        "cases, by our order": [f"{CASES}&view=all&q={number}" for _, number, _ in chosen],
        "open cases, by the shop's order": [f"{CASES}&view=open&q={number}" for _, _, number in chosen],
        "complaints, by our order": [f"{COMPLAINTS}&view=all&q={number}" for _, number, _ in chosen],
        "reviews, by the shop's order": [f"{REVIEWS}&view=all&q={number}" for _, _, number in chosen],
    }


def _complaints(chance: random.Random, size: int) -> dict[str, list[str]]:
    found = {"complaints, counts": [f"{CARE}/complaints/counts"] * QUESTIONS}
    for view in ("open", "mine", "escalated", "all"):
        path = f"{COMPLAINTS}&view={view}"
        found |= {
            f"complaints, {view}": [path] * QUESTIONS,
            f"complaints, {view}, by state": _some(chance, f"{path}&state=", "opened", "answered", "closed"),
            f"complaints, {view}, by kind": _some(chance, f"{path}&kind=", *COMPLAINT_KINDS),
            f"complaints, {view}, by shop": [f"{path}&shop_id={shop}" for shop in _shops(chance)],
            f"complaints, {view}, by shop and kind": [
                f"{path}&kind={chance.choice(COMPLAINT_KINDS)}&shop_id={shop}" for shop in _shops(chance)
            ],
        }
    after = [_cursor_of_age(chance, size) for _ in range(QUESTIONS)]
    return found | {"complaints, all, deep page": [f"{COMPLAINTS}&view=all&cursor={quote(cursor)}" for cursor in after]}


def _reviews(chance: random.Random, size: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for view in ("unanswered", "follow_up", "malicious", "all"):
        path = f"{REVIEWS}&view={view}"
        found |= {
            f"reviews, {view}": [path] * QUESTIONS,
            f"reviews, {view}, by stars": _some(chance, f"{path}&stars=", *"12345"),
            f"reviews, {view}, by class": _some(chance, f"{path}&class_code=", *CLASSES),
            f"reviews, {view}, by shop": [f"{path}&shop_id={shop}" for shop in _shops(chance)],
            f"reviews, {view}, by all": [
                f"{path}&stars={chance.randint(1, 5)}&class_code={chance.choice(CLASSES)}&shop_id={shop}" for shop in _shops(chance)
            ],
        }
    after = [_cursor_of_age(chance, size) for _ in range(QUESTIONS)]
    return found | {"reviews, all, deep page": [f"{REVIEWS}&view=all&cursor={quote(cursor)}" for cursor in after]}


def _cursor_of_age(chance: random.Random, size: int) -> str:
    """A page far down; at least one page is left below it."""
    oldest = desk_rows.DAYS * (1 - PAGE / size)
    return make_cursor(datetime.now(UTC) - timedelta(days=chance.uniform(0, oldest)), UUID(int=0))
