"""One request that hands in orders, and the answer it gets: what the joined writer is given and gives back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chassis.refusals import Refusal
from orders.domain.placement import Delivery, Placement

WriteAnswer = Callable[[Sequence[Placement]], tuple[int, bytes]]
ClientKey = tuple[str, str]


class KeyTakenMeanwhile(Exception):
    """Another process has just answered under the same Idempotency-Key: look again, and nothing is done twice."""


@dataclass(slots=True, kw_only=True)
class HandedIn:
    """`key` and `fingerprint` are of the Idempotency-Key; `write_answer` makes status and body of what became of the orders."""

    client: str
    key: str
    fingerprint: bytes
    deliveries: Sequence[Delivery]
    write_answer: WriteAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    fingerprint: bytes
    status: int
    body: bytes
    media_type: str = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Nothing was changed for a request with this fingerprint."""

    fingerprint: bytes
    refusal: Refusal


@dataclass(slots=True, kw_only=True)
class Answer:
    """`error` in place of a body: the request as a whole was refused, or could not be written."""

    status: int
    body: bytes
    replayed: bool
    error: Exception | None = None
