"""The p99 of questions that are asked one at a time through the gateway: lists and pages, as one person waits for them."""

import asyncio
import gc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Protocol
from urllib.parse import quote, urlsplit

import httpx

from tests.load.bench import Bench
from tests.load.wire import Reply, Volley, percentile, request_bytes

ROUNDS = 3
ASKED = 200
WARM_UP = 60
QUESTIONS = WARM_UP + ROUNDS * ASKED
"""How many paths of a kind are asked: each another one, where there are so many."""
ROUND_SECONDS = 60.0
DEEP_PAGES = 40
"""How many pages down a deep page lies at least."""


class Asker(Protocol):
    """Who asks: an API client, or a person who has signed in."""

    @property
    def address(self) -> str: ...

    def token(self) -> str: ...


Questions = Mapping[str, tuple[Asker, Sequence[str]]]


@dataclass(frozen=True, kw_only=True)
class Answers:
    """`cpu_ms` is what one answer costs in all that answer, and holds on a busy machine too."""

    p99_ms: dict[str, float]
    cpu_ms: dict[str, float]

    @property
    def slowest(self) -> str:
        return max(self.p99_ms, key=lambda what: self.p99_ms[what])


def ask_all(bench: Bench, questions: Questions, *, of: str, service: str, rounds: int = ROUNDS) -> Answers:
    """Each kind of question, answered by gateway, `service` and PostgreSQL; `of` is what is told meanwhile."""
    measured: dict[str, float] = {}
    used: dict[str, float] = {}
    for what, (who, paths) in questions.items():
        bench.tell(f"{of}: {what}")
        token, before = who.token(), _used(bench, service)
        measured[what] = round(p99_ms(who.address, token, paths, rounds=rounds), 2)
        used[what] = round((_used(bench, service) - before) / (WARM_UP + rounds * ASKED) * 1000, 1)
    return Answers(p99_ms=measured, cpu_ms=used)


def _used(bench: Bench, service: str) -> float:
    """CPU seconds of those who answer."""
    seconds = bench.cpu_seconds()
    return sum(seconds[part] for part in ("gateway", service, "postgres"))


def pages_below(who: Asker, path: str, *, pages: int = DEEP_PAGES) -> list[str]:
    """QUESTIONS paths of pages below the first `pages` of a list, by the cursors that the API gives going down."""
    found: list[str] = []
    with httpx.Client(base_url=who.address, headers={"Authorization": f"Bearer {who.token()}"}, timeout=30) as desk:
        asked = path
        for page in range(pages * 2):
            cursor = desk.get(asked).raise_for_status().json()["next_cursor"]
            if cursor is None:
                break
            asked = f"{path}&cursor={quote(cursor)}"
            if page >= pages:
                found.append(asked)
    return [found[place % len(found)] for place in range(QUESTIONS)]


def p99_ms(address: str, token: str, paths: Sequence[str], *, rounds: int = ROUNDS) -> float:
    """One at a time, after a warm-up: the middle one of the rounds, so that a checkpoint in one of them does not decide."""
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
    asked = requests[WARM_UP : WARM_UP + rounds * ASKED]
    return median(percentile(ask(asked[place::rounds]), 0.99) for place in range(rounds))


def _quietly(work: Callable[[], list[Reply]]) -> list[Reply]:
    """Without our own collector's pauses in the figures."""
    gc.collect()
    gc.disable()
    try:
        return work()
    finally:
        gc.enable()
