"""Thousands of waiting orders released in one call, and what that does to the orders that come in meanwhile."""

import time
from datetime import datetime
from typing import Any

from tests.load.bench import Bench
from tests.load.company import wait_until
from tests.load.goals import Figure, against_goal
from tests.load.intake import BATCH, BATCH_LANES, DRAIN_SECONDS, SINGLE_LANES

WAITING = 10_000
RULE = "bench_waiting"


def bulk_review(bench: Bench) -> list[Figure]:
    """`bulk_review`: seconds from the call until the last order has its result. `detail` has intake's rate meanwhile and alone."""
    company = bench.company
    shop = company.open_shop("bulk")
    _hold_all_of(bench, shop)
    bench.tell(f"{WAITING} orders that wait")
    outcome = bench.load(shop_id=shop, prefix="BULK", orders=WAITING, lanes=BATCH_LANES, seconds=DRAIN_SECONDS, batch=BATCH)
    if outcome.accepted != WAITING:
        raise AssertionError(f"{outcome.accepted} of {WAITING} orders were accepted: {outcome.answers} {outcome.complaint}")
    bench.settle(seconds=DRAIN_SECONDS)
    seconds = bench.seconds(10)
    bench.tell("intake alone")
    alone = _intake(bench, "bulkalone", seconds)
    bench.settle(seconds=DRAIN_SECONDS)
    bench.tell(f"{WAITING} orders are released, and others come in")
    asked = time.monotonic()
    review = company.call("POST", f"/orders/v1/bulk-reviews?held=true&shop_id={shop}", json={"verb": "release", "reason": "bench"})
    written_down = time.monotonic() - asked
    meanwhile = _intake(bench, "bulkmeanwhile", seconds)
    done_meanwhile: int = _standing(bench, review)["done"]
    wait_until(lambda: _standing(bench, review)["ended_at"] is not None, what="all are released", seconds=DRAIN_SECONDS)
    ended = _standing(bench, review)
    if (ended["done"], ended["refused"]) != (WAITING, 0):
        raise AssertionError(f"{ended['done']} were released, {ended['refused']} refused")
    took = datetime.fromisoformat(ended["ended_at"]) - datetime.fromisoformat(ended["asked_at"])
    bench.settle(seconds=DRAIN_SECONDS)
    return [
        against_goal(
            "bulk_review",
            took.total_seconds(),
            orders=WAITING,
            written_down_s=round(written_down, 2),
            intake_alone=round(alone),
            intake_meanwhile=round(meanwhile),
            intake_ratio=round(meanwhile / alone, 2),
            # Released when the load ended: all of them means that part of the load met no bulk action any more.
            released_meanwhile=done_meanwhile,
        )
    ]


def _hold_all_of(bench: Bench, shop: str) -> None:
    in_force = bench.company.call("GET", "/orders/v1/review-policies")["data"][0]["parameters"]
    rule = {
        "code": RULE, "stage": "service", "does": "hold", "firm": False, "zh": "压测", "en": "Bench", "conditions": {"shops": [shop]},
    }  # fmt: skip
    bench.company.call("POST", "/orders/v1/review-policies", json={"parameters": in_force | {"rules": [*in_force["rules"], rule]}})


def _intake(bench: Bench, name: str, seconds: float) -> float:
    """Orders accepted in a second."""
    shop = bench.company.open_shop(name)
    outcome = bench.load(shop_id=shop, prefix=name.upper(), orders=int(3000 * seconds), lanes=SINGLE_LANES, seconds=seconds)
    if outcome.complaint:
        bench.notes.append(f"{name}: not all were accepted: {outcome.answers}, first {outcome.complaint}")
    return outcome.accepted / outcome.seconds


def _standing(bench: Bench, review: dict[str, Any]) -> Any:
    return bench.company.call("GET", f"/orders/v1/bulk-reviews/{review['id']}")
