"""A steady stream of orders from two shops, singly and in batches, some of them cancelled again."""

import asyncio
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.faults.books import Accepted
from tests.faults.fake_shops import Book
from tests.faults.patient_client import Answer, PatientClient
from tests.load.order_bodies import Buyers

PAUSE_SECONDS = 0.12
MOST_AT_ONCE = 40
MOST_BEHIND = 36
BATCH = 12
BATCH_EVERY = 8
CANCEL_EVERY = 11
ORDERS = "/api/orders/v1/orders"


class Refused(AssertionError):
    """An answer that a good order must never get."""


@dataclass
class Stream:
    """Runs until `stop`. `tried` is every order that was ever sent, `accepted` those a client was told of."""

    client: PatientClient
    shops: dict[str, Buyers]
    book: Book
    numbers: Iterator[int]
    accepted: Accepted = field(default_factory=Accepted)
    tried: Accepted = field(default_factory=Accepted)
    ids: dict[str, str] = field(default_factory=dict[str, str])
    """Platform order number to the id that was answered."""
    cancelled: set[str] = field(default_factory=set[str])
    problems: list[str] = field(default_factory=list[str])
    backlog: int = 0
    """Orders that wait for the keeper."""

    def __post_init__(self) -> None:
        self._chance = random.Random(7)
        self._room = asyncio.Semaphore(MOST_AT_ONCE)
        self._going = True

    def stop(self) -> None:
        self._going = False

    async def run(self) -> None:
        """Returns when it was stopped and every order has its answer."""
        async with asyncio.TaskGroup() as tasks:
            for turn in itertools.count():
                if not self._going:
                    return
                if self.backlog > MOST_BEHIND:
                    await asyncio.sleep(PAUSE_SECONDS)
                    continue
                await self._room.acquire()
                tasks.create_task(self._batch() if turn % BATCH_EVERY == 0 else self._single(cancels=turn % CANCEL_EVERY == 0))
                await asyncio.sleep(PAUSE_SECONDS)

    def _order(self) -> dict[str, Any]:
        shop = self._chance.choice(list(self.shops))
        # Digits only, as Shopify's ids are.
        number = f"{next(self.numbers):09d}"
        order = self.shops[shop].order(number, now=datetime.now(UTC), chance=self._chance)
        self.book.expect(number, [(line["platform_line_no"], line["quantity"]) for line in order["lines"]])
        return order

    async def _single(self, *, cancels: bool) -> None:
        try:
            order = self._order()
            number = order["platform_order_no"]
            answer = await self._send(ORDERS, order, [number])
            if self._taken(number, answer.body, answer) and cancels:
                await self._cancel(number)
        finally:
            self._room.release()

    async def _batch(self) -> None:
        try:
            orders = [self._order() for _ in range(BATCH)]
            answer = await self._send(f"{ORDERS}/batch", {"orders": orders}, [order["platform_order_no"] for order in orders])
            if answer.fine:
                for result in answer.body["results"]:
                    self._taken(result["platform_order_no"], result, answer)
        finally:
            self._room.release()

    async def _send(self, path: str, body: Any, numbers: list[str]) -> Answer:
        answer = await self.client.post(path, body, what=numbers[0], note=lambda story: self.tried.update(dict.fromkeys(numbers, story)))
        if not answer.fine:
            self.problems.append(f"refused: {answer.story} {answer.body}")
        return answer

    def _taken(self, number: str, result: dict[str, Any], answer: Answer) -> bool:
        if not answer.fine or result.get("outcome") not in ("made", "unchanged") or result.get("id") is None:
            self.problems.append(f"not made: {answer.story} {result}")
            return False
        self.accepted[number] = answer.story
        self.ids[number] = result["id"]
        return True

    async def _cancel(self, number: str) -> None:
        """A buyer changes their mind. It may be too late; then the answer says so."""
        body = {"ids": [self.ids[number]], "reason": "the buyer changed their mind"}
        answer = await self.client.post(f"{ORDERS}/cancel", body, what=f"cancel {number}")
        if answer.fine and answer.body["done"] == 1:
            self.cancelled.add(number)
        elif not answer.fine or answer.body["results"][0]["refusal"]["code"] != "order_not_cancellable":
            self.problems.append(f"cancel refused: {answer.story} {answer.body}")
