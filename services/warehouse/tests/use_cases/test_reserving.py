"""What a reference is told when it asks for stock (rule ORD-3)."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from chassis.testing import caller

from ..floor import EVERYTHING, Floor


async def test_the_nearest_warehouse_that_has_it_all(floor: Floor) -> None:
    await floor.receive("HZ", A=5)
    await floor.receive("GZ", A=5, B=5)
    assert await floor.reserve({"near-hz": {"A": 1}}, province="江苏省") == {"near-hz": "HZ"}
    assert await floor.reserve({"near-gz": {"A": 1}}, province="广西") == {"near-gz": "GZ"}
    assert await floor.reserve({"needs-both": {"A": 1, "B": 1}}, province="江苏省") == {"needs-both": "GZ"}
    assert await floor.reserve({"abroad": {"A": 1}}, province="Ontario") == {"abroad": "HZ"}


async def test_all_or_nothing_and_never_from_two_warehouses(floor: Floor) -> None:
    await floor.receive("HZ", A=1)
    await floor.receive("GZ", B=1)
    assert await floor.reserve({"r": {"A": 1, "B": 1}}) == {"r": None}
    assert await floor.level("A", "HZ") == (1, 0)
    waiting = (await floor.get("/v1/reservations")).json()["data"]
    assert [(row["reference"], row["short_skus"]) for row in waiting] == [("r", ["B"])]
    await floor.receive("HZ", B=1)
    assert await floor.level("B", "HZ") == (1, 1)


async def test_the_same_reference_is_told_the_same_and_holds_once(floor: Floor) -> None:
    await floor.receive(A=5)
    answers = await asyncio.gather(*(floor.reserve({"r": {"A": 2}}) for _ in range(8)))
    assert answers == [{"r": "HZ"}] * 8
    assert await floor.level("A") == (5, 2)
    assert await floor.reserve({"s": {"A": 9}}) == {"s": None}
    assert await floor.reserve({"s": {"A": 9}}) == {"s": None}
    assert len((await floor.get("/v1/reservations")).json()["data"]) == 1


async def test_one_that_lacks_a_piece_does_not_block_others_and_is_served_first_when_it_can_be(floor: Floor) -> None:
    await floor.receive(A=1)
    assert await floor.reserve({"large": {"A": 2}}) == {"large": None}
    assert await floor.reserve({"small": {"A": 1}}) == {"small": "HZ"}
    assert await floor.reserve({"late": {"A": 1}}) == {"late": None}
    await floor.receive(A=2)
    assert [row["reference"] for row in (await floor.get("/v1/reservations")).json()["data"]] == ["late"]
    assert await floor.release("large") == {"late": "HZ"}


async def test_a_released_reference_may_ask_again(floor: Floor) -> None:
    await floor.receive(A=1)
    await floor.reserve({"r": {"A": 1}})
    await floor.release("r")
    assert await floor.level("A") == (1, 0)
    assert await floor.reserve({"r": {"A": 1}}) == {"r": "HZ"}
    assert await floor.level("A") == (1, 1)


async def test_a_release_that_overtook_its_request_is_remembered_once(floor: Floor) -> None:
    await floor.receive(A=1)
    await floor.release("r")
    assert await floor.reserve({"r": {"A": 1}}) == {}
    assert await floor.level("A") == (1, 0)
    assert await floor.reserve({"r": {"A": 1}}) == {"r": "HZ"}


async def test_what_cannot_be_meant_is_short_and_takes_nothing(floor: Floor) -> None:
    await floor.receive(A=1)
    assert await floor.reserve(
        {"none": {}, "minus": {"A": -1}, "zero": {"A": 0}, "unknown": {"X": 1}, "huge": {"A": 10**12}}
    ) == dict.fromkeys(["none", "minus", "zero", "unknown", "huge"])
    assert await floor.level("A") == (1, 0)
    await floor.receive(A=1)
    assert await floor.level("A") == (2, 0)


async def test_a_closed_warehouse_promises_nothing_until_it_opens(floor: Floor) -> None:
    await floor.receive("HZ", A=1)
    closed = await floor.client.patch("/v1/warehouses/HZ", json={"active": False}, headers={**caller(EVERYTHING), "If-Match": '"1"'})
    assert closed.status_code == 200, closed.text
    assert await floor.reserve({"r": {"A": 1}}) == {"r": None}
    opened = await floor.client.patch("/v1/warehouses/HZ", json={"active": True}, headers={**caller(EVERYTHING), "If-Match": '"2"'})
    assert opened.status_code == 200, opened.text
    assert await floor.level("A") == (1, 1)


OVERSELLING = [
    "UPDATE stock SET reserved = on_hand + 1",
    "UPDATE stock SET on_hand = reserved - 1",
    "UPDATE stock SET reserved = -1",
    "INSERT INTO stock SELECT 'B', id, NULL, 0, 1, 1, now() FROM warehouse",
]


@pytest.mark.rule("ORD-3")
async def test_the_database_itself_refuses_to_oversell(floor: Floor) -> None:
    await floor.receive(A=3)
    await floor.reserve({"r": {"A": 2}})
    for statement in OVERSELLING:
        with pytest.raises(IntegrityError, match=r"never_oversold|reserved_not_negative"):
            async with floor.context.engine.begin() as connection:
                await connection.execute(text(statement))
    assert await floor.level("A") == (3, 2)


async def test_the_ledger_cannot_be_changed(floor: Floor) -> None:
    await floor.receive(A=3)
    for statement in ("UPDATE stock_movement SET quantity = 1", "DELETE FROM stock_movement", "TRUNCATE stock_movement"):
        with pytest.raises(Exception, match="append-only"):
            async with floor.context.engine.begin() as connection:
                await connection.execute(text(statement))


async def test_the_proof_finds_a_level_that_was_tampered_with(floor: Floor) -> None:
    await floor.receive(A=3)
    assert await floor.differences() == []
    async with floor.context.engine.begin() as connection:
        await connection.execute(text("UPDATE stock SET on_hand = 4, reserved = 1"))
    assert [(row["what"], row["kept"], row["proved"]) for row in await floor.differences()] == [
        ("good", 4, 3),
        ("good in bins", 4, 3),
        ("good in books", 4, 3),
        ("reserved", 1, 0),
    ]
