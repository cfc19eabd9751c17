"""The load generator, a process of its own: `python -m tests.load.generator` reads one job from its input and writes what came of it.

Bodies are made before the clock starts. In a process of its own, so that its garbage collector and its event loop disturb nobody.
"""

import gc
import subprocess
import sys
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import orjson
import uvloop

from tests.load.order_bodies import Buyers, batch, single
from tests.load.wire import NO_ANSWER, Reply, Volley, request_bytes

SINGLE_PATH = "/api/orders/v1/orders"
BATCH_PATH = "/api/orders/v1/orders/batch"
OVERTIME_SECONDS = 120


@dataclass(frozen=True, kw_only=True)
class Job:
    """`orders` are all that may be sent; `batch` 1 sends them one by one. `rate` requests a second, 0 for as fast as they are answered.

    `lines` an order and `pieces` a line; with 0 pieces there are one or two.
    """

    address: str
    token: str
    shop_id: str
    prefix: str
    skus: list[tuple[str, str]]
    orders: int
    lanes: int
    seconds: float
    now: str
    batch: int = 1
    rate: float = 0.0
    lines: int = 3
    pieces: int = 0


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """`accepted` orders; `seconds` from the first request to the last answer; `due_at` by platform order number, for singles."""

    accepted: int
    answers: dict[str, int]
    began_at: float
    seconds: float
    latencies_ms: list[float]
    due_at: dict[str, float] = field(default_factory=dict[str, float])
    complaint: str = ""


def run(job: Job) -> Outcome:
    """Starts the generator and waits for it. Raises RuntimeError when it fails, TimeoutExpired when it hangs."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.load.generator"],
        input=orjson.dumps(asdict(job)),
        capture_output=True,
        timeout=job.seconds + OVERTIME_SECONDS,
    )
    if done.returncode:
        raise RuntimeError(f"the load generator failed: {done.stderr.decode(errors='replace')[-1000:]}")
    return Outcome(**orjson.loads(done.stdout))


def make_requests(job: Job) -> tuple[list[bytes], list[str]]:
    """The requests, and the platform order number of each (of the first order of each batch)."""
    host, port = _place(job.address)
    skus = [(sku, Decimal(price)) for sku, price in job.skus]
    buyers = Buyers(shop_id=job.shop_id, prefix=job.prefix, skus=skus, lines=job.lines, pieces=job.pieces)
    orders = buyers.orders(job.orders, now=datetime.fromisoformat(job.now))
    requests: list[bytes] = []
    numbers: list[str] = []
    while taken := list(islice(orders, job.batch)):
        headers = {"Authorization": f"Bearer {job.token}", "Idempotency-Key": f'"{uuid4()}"'}
        path, body = (SINGLE_PATH, single(taken[0])) if job.batch == 1 else (BATCH_PATH, batch(taken))
        requests.append(request_bytes("POST", path, host=host, port=port, headers=headers, body=body))
        numbers.append(taken[0]["platform_order_no"])
    return requests, numbers


def work(job: Job) -> Outcome:
    requests, numbers = make_requests(job)
    host, port = _place(job.address)
    volley = Volley(
        host=host, port=port, requests=requests, lanes=job.lanes, seconds=job.seconds, rate=job.rate, keep_bodies=True
    )  # fmt: skip
    gc.collect()
    gc.freeze()
    replies = uvloop.run(volley.fly())
    accepted = sum(_accepted(job, reply) for reply in replies)
    wrong = next((reply for reply in replies if reply.status not in (200, 201, 202)), None)
    return Outcome(
        accepted=accepted,
        answers={str(status): count for status, count in Counter(reply.status for reply in replies).items()},
        began_at=volley.began_at,
        seconds=max((reply.done_at for reply in replies), default=volley.began_at) - volley.began_at,
        latencies_ms=[round(reply.seconds * 1000, 3) for reply in replies if reply.status != NO_ANSWER],
        due_at={numbers[reply.index]: reply.due_at for reply in replies} if job.batch == 1 else {},
        complaint="" if wrong is None else f"{wrong.status}: {wrong.body[:500].decode(errors='replace')}",
    )


def _accepted(job: Job, reply: Reply) -> int:
    """How many orders the answer says were made."""
    if reply.status not in (200, 201, 202):
        return 0
    if job.batch == 1:
        return 1
    results: list[dict[str, Any]] = orjson.loads(reply.body)["results"]
    return sum(1 for result in results if result["outcome"] == "made")


def _place(address: str) -> tuple[str, int]:
    parts = urlsplit(address)
    return parts.hostname or "127.0.0.1", parts.port or 80


if __name__ == "__main__":
    given = orjson.loads(sys.stdin.buffer.read())
    given["skus"] = [tuple(sku) for sku in given["skus"]]
    sys.stdout.buffer.write(orjson.dumps(asdict(work(Job(**given)))))
