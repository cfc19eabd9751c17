"""The edge of intake: concurrent requests are joined into one transaction, which is committed before any of them is answered."""

from collections.abc import Sequence
from functools import partial

from sqlalchemy.exc import DBAPIError

from chassis.actor import system_actor
from chassis.context import Context
from chassis.database import is_down, sqlstate
from chassis.joined import JoinedWriter
from chassis.uow import UnitOfWork
from orders.domain.handed_in import Answer, HandedIn, KeyTakenMeanwhile
from orders.domain.placement import Delivery, Placement
from orders.use_cases.answer_requests import answer_requests
from orders.use_cases.place_orders import place_orders

MOST_TRIES = 4
DEADLOCK = "40P01"
PART = "intake"
Writer = JoinedWriter[HandedIn, Answer]


def joined_writer(context: Context, *, largest_set: int) -> Writer:
    async def write(requests: Sequence[HandedIn]) -> list[Answer]:
        try:
            return await write_requests(context, requests)
        except Exception as error:
            if is_down(error) or len(requests) == 1:
                raise
        # One of them holds what cannot be written: alone it fails alone, and the others are taken in.
        return [await _write_alone(context, request) for request in requests]

    return JoinedWriter(write, largest_set=largest_set)


async def write_requests(context: Context, requests: Sequence[HandedIn]) -> list[Answer]:
    """One transaction for all. When it loses a race it is done again from the start, and finds what the other has written."""
    for attempt in range(1, MOST_TRIES + 1):
        async with context.new_uow(system_actor("orders.intake")) as uow:
            try:
                answers = await answer_requests(uow, requests=requests, place=partial(_place, uow))
                await uow.commit()
                return answers
            except (KeyTakenMeanwhile, DBAPIError) as error:
                lost_a_race = isinstance(error, KeyTakenMeanwhile) or sqlstate(error) == DEADLOCK
                if not lost_a_race or attempt == MOST_TRIES:
                    raise
    raise AssertionError("the loop above returns or raises")


async def _write_alone(context: Context, request: HandedIn) -> Answer:
    try:
        return (await write_requests(context, [request]))[0]
    except Exception as error:  # noqa: BLE001 - it belongs to the one who asked
        return Answer(status=0, body=b"", replayed=False, error=error)


async def _place(uow: UnitOfWork, deliveries: Sequence[Delivery]) -> list[Placement]:
    return await place_orders(uow, deliveries=deliveries)
