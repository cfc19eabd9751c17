"""Rule ORD-3: exactly first come first served, all or nothing, never oversold, whatever runs beside it."""

import asyncio
import random
from collections.abc import Awaitable, Callable

import pytest

from chassis.uow import UnitOfWork
from contracts.warehouse import ReservationRequest, StockLine
from warehouse.domain.ledger import MovementKind
from warehouse.store.gate import enter_alone
from warehouse.use_cases.record_movements import MovementLine, Occasion, record_movements
from warehouse.use_cases.release_stock import release_stock
from warehouse.use_cases.reserve_stock import reserve_stock

from ..floor import Floor, uow_messages
from .ledger_model import Outcome, ReferenceWarehouse, Wanting

SKUS = ["A", "B", "C", "D"]
GOODS_IN = Occasion(kind=MovementKind.RECEIVE, reason="in", document="d")
Journal = list[tuple[Callable[[ReferenceWarehouse], Outcome], Outcome]]


class Worker:
    """Does random things, and writes down what it was told in the order in which the gate let it in."""

    def __init__(self, floor: Floor, journal: Journal, seed: int) -> None:
        self.floor = floor
        self.journal = journal
        self.random = random.Random(seed)
        self.mine: list[str] = []
        self.seed = seed

    async def work(self, steps: int) -> None:
        for step in range(steps):
            dice = self.random.random()
            if dice < 0.55:
                await self.reserve(step)
            elif dice < 0.8:
                await self.receive()
            else:
                await self.release()

    async def act(self, change: Callable[[UnitOfWork], Awaitable[object]], promise: Callable[[ReferenceWarehouse], Outcome]) -> None:
        async with self.floor.context.new_system_uow("test") as uow:
            await enter_alone(uow.session)
            entry_at = len(self.journal)
            self.journal.append((promise, {}))
            await change(uow)
            told = uow_messages(uow, "warehouse.stock.reserved.v1")
            self.journal[entry_at] = (promise, {one["reference"]: one["warehouse_code"] for message in told for one in message["results"]})
            await uow.commit()

    async def reserve(self, step: int) -> None:
        wishes: list[Wanting] = []
        for place in range(self.random.randint(1, 12)):
            reference = f"w{self.seed}-{step}-{place}"
            if self.mine and self.random.random() < 0.1:
                reference = self.random.choice(self.mine)
            province = self.random.choice(["浙江省", "广东省", None])
            skus = self.random.sample(SKUS, self.random.randint(1, 3))
            wishes.append(Wanting(reference, province, {sku: self.random.randint(1, 3) for sku in skus}))
        self.mine += [wish.reference for wish in wishes]
        requests = [
            ReservationRequest(
                reference=wish.reference,
                province=wish.province,
                lines=[StockLine(sku=sku, quantity=count) for sku, count in wish.needs.items()],
            )
            for wish in wishes
        ]
        # A consumer handles several envelopes in one transaction.
        cut = self.random.randint(0, len(wishes))

        async def two_envelopes(uow: UnitOfWork) -> None:
            await reserve_stock(uow, requests=requests[:cut])
            await reserve_stock(uow, requests=requests[cut:])

        await self.act(two_envelopes, lambda model: model.reserve(wishes[:cut]) | model.reserve(wishes[cut:]))

    async def receive(self) -> None:
        house = self.random.choice(["HZ", "GZ"])
        counts = {sku: self.random.randint(1, 9) for sku in self.random.sample(SKUS, 2)}
        lines = [MovementLine(pointer="", sku=sku, warehouse=house, quantity=count, expected_version=None) for sku, count in counts.items()]
        await self.act(
            lambda uow: record_movements(uow, occasion=GOODS_IN, lines=lines),
            lambda model: model.receive(house, counts),
        )

    async def release(self) -> None:
        references = [self.random.choice(self.mine) if self.mine else "nobody" for _ in range(self.random.randint(1, 4))]
        references = list(dict.fromkeys(references))
        # A reference that is released gets a new life only where the model says so: it asks again under a name of its own.
        self.mine = [reference for reference in self.mine if reference not in references]
        await self.act(lambda uow: release_stock(uow, references=references, reason="test"), lambda model: model.release(references))


@pytest.mark.rule("ORD-3")
@pytest.mark.parametrize("seed", range(4))
async def test_four_workers_give_the_answer_of_the_model(floor: Floor, seed: int) -> None:
    await floor.tell_skus("D")
    journal: Journal = []
    workers = [Worker(floor, journal, seed * 100 + number) for number in range(4)]
    await asyncio.gather(*(worker.work(30) for worker in workers))

    model = ReferenceWarehouse()
    for number, (promise, told) in enumerate(journal):
        assert told == promise(model), f"operation {number}"
    assert sum(len(told) for _, told in journal) > 200
    for sku in SKUS:
        for house in ("HZ", "GZ"):
            assert await floor.level(sku, house) == (model.on_hand[sku, house], model.reserved[sku, house])
    assert await floor.differences() == []
    waiting: list[str] = []
    cursor = None
    while True:
        page = (await floor.get("/v1/reservations", state="waiting", limit=100, **({"cursor": cursor} if cursor else {}))).json()
        waiting += [row["reference"] for row in page["data"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert waiting == [one.reference for one in model.line]


async def test_a_large_receipt_serves_a_long_line_in_order_and_in_envelopes(floor: Floor) -> None:
    await floor.reserve({f"r{number:04}": {"A": 1} for number in range(1300)})
    lines = [MovementLine(pointer="", sku="A", warehouse="HZ", quantity=1200, expected_version=None)]
    async with floor.context.new_system_uow("test") as uow:
        await record_movements(uow, occasion=GOODS_IN, lines=lines)
        told = uow_messages(uow, "warehouse.stock.reserved.v1")
        await uow.commit()
    assert [len(message["results"]) for message in told] == [500, 500, 200]
    assert [one["reference"] for message in told for one in message["results"]] == [f"r{number:04}" for number in range(1200)]
    assert await floor.level("A") == (1200, 1200)
    assert await floor.differences() == []


@pytest.mark.rule("ORD-3")
async def test_two_hundred_at_once_on_a_hundred_pieces(floor: Floor) -> None:
    await floor.receive(A=100)
    # As many transactions at once as the service has connections.
    connections = asyncio.Semaphore(15)

    async def buy(number: int) -> dict[str, str | None]:
        async with connections:
            return await floor.reserve({f"buyer{number}": {"A": 1}})

    answers = await asyncio.gather(*(buy(number) for number in range(200)))
    told = [warehouse for answer in answers for warehouse in answer.values()]
    assert (told.count("HZ"), told.count(None)) == (100, 100)
    assert await floor.level("A") == (100, 100)
    assert await floor.differences() == []
