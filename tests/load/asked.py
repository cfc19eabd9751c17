"""The p99 of questions that are asked one at a time through the gateway: lists and pages, as one person waits for them."""

import asyncio
import gc
from collections.abc import Callable, Sequence
from statistics import median
from urllib.parse import urlsplit

from tests.load.wire import Reply, Volley, percentile, request_bytes

ROUNDS = 3
ASKED = 200
WARM_UP = 60
QUESTIONS = WARM_UP + ROUNDS * ASKED
"""How many paths of a kind are asked: each another one, where there are so many."""
ROUND_SECONDS = 60.0


def p99_ms(address: str, token: str, paths: Sequence[str]) -> float:
    """One at a time, after a warm-up: the middle one of ROUNDS, so that a checkpoint in one of them does not decide."""
    where = urlsplit(address)
    host, port = where.hostname or "127.0.0.1", where.port or 80
    headers = {"Authorization": f"Bearer {token}"}
    requests = [request_bytes("GET", path, host=host, port=port, headers=headers) for path in paths]

    def ask(some: Sequence[bytes]) -> list[float]:
        volley = Volley(host=host, port=port, requests=some, lanes=1, seconds=ROUND_SECONDS, keep_bodies=True)
        replies = _quietly(lambda: asyncio.run(volley.fly()))
        wrong = next((reply for reply in replies if reply.status != 200), None)
        if wrong is not None or not replies:
            said = wrong.body[:300].decode(errors="replace") if wrong else "nothing"
            raise AssertionError(f"{paths[wrong.index] if wrong else paths[0]}: {wrong.status if wrong else '-'} {said}")
        return [reply.seconds * 1000 for reply in replies]

    ask(requests[:WARM_UP])
    asked = requests[WARM_UP:]
    return median(percentile(ask(asked[place::ROUNDS]), 0.99) for place in range(ROUNDS))


def _quietly(work: Callable[[], list[Reply]]) -> list[Reply]:
    """Without our own collector's pauses in the figures."""
    gc.collect()
    gc.disable()
    try:
        return work()
    finally:
        gc.enable()
