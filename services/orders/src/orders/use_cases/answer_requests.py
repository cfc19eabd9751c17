"""Requests that hand in orders, many in one transaction: each is carried out once, and the same request again gets the same answer."""

from collections.abc import Awaitable, Callable, Sequence

from chassis.refusals import Refusal
from chassis.routes import KeyReused
from chassis.uow import UnitOfWork
from orders.domain.handed_in import Answer, ClientKey, HandedIn, KeptAnswer, Refused
from orders.domain.placement import Delivery, Placement
from orders.store.kept_answers import find_answers, keep_answers

Place = Callable[[Sequence[Delivery]], Awaitable[list[Placement]]]


async def answer_requests(uow: UnitOfWork, *, requests: Sequence[HandedIn], place: Place) -> list[Answer]:
    """An answer for each request. `place` takes the orders in. Raises KeyTakenMeanwhile: then roll back and call again."""
    known = await find_answers(uow, [(request.client, request.key) for request in requests])
    kept: dict[ClientKey, KeptAnswer] = {}
    fresh: list[HandedIn] = []
    for request in requests:
        key = (request.client, request.key)
        if key not in known and key not in kept:
            # A placeholder, so that the same key a second time in this set waits for the answer of the first.
            kept[key] = KeptAnswer(fingerprint=request.fingerprint, status=0, body=b"")
            fresh.append(request)
    placements = await place([delivery for request in fresh for delivery in request.deliveries])
    start = 0
    refusals: dict[ClientKey, Refused] = {}
    for request in fresh:
        key = (request.client, request.key)
        own, start = placements[start : start + len(request.deliveries)], start + len(request.deliveries)
        try:
            status, body = request.write_answer(own)
        except Refusal as refusal:
            # Nothing was changed for it, so nothing need be kept: the same request is refused again.
            refusals[key] = Refused(fingerprint=request.fingerprint, refusal=refusal)
            del kept[key]
        else:
            kept[key] = KeptAnswer(fingerprint=request.fingerprint, status=status, body=body)
    await keep_answers(uow, kept)
    first = {id(request) for request in fresh}
    return [_answer(request, known=known | kept, refusals=refusals, replayed=id(request) not in first) for request in requests]


def _answer(request: HandedIn, *, known: dict[ClientKey, KeptAnswer], refusals: dict[ClientKey, Refused], replayed: bool) -> Answer:
    key = (request.client, request.key)
    kept = refusals.get(key) or known[key]
    if kept.fingerprint != request.fingerprint:
        return Answer(status=0, body=b"", replayed=False, error=KeyReused())
    if isinstance(kept, Refused):
        return Answer(status=0, body=b"", replayed=False, error=kept.refusal)
    return Answer(status=kept.status, body=kept.body, replayed=replayed)
