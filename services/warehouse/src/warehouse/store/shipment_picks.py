"""Which pieces go with which shipment: planned with its list, fetched with the walk, used up when it leaves, free again when it is stopped.

The gate was entered and the shipments are locked before; here stock rows and their bin cards are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from chassis.uow import UnitOfWork
from warehouse.domain.bin_card import Card
from warehouse.domain.ledger import Entry, MovementKind
from warehouse.domain.shipment import Shipment
from warehouse.domain.shipment_pick import PickState
from warehouse.domain.stock import StockState
from warehouse.domain.warehouse import BinKind
from warehouse.store.carrying import carry
from warehouse.store.recordset import recordset
from warehouse.store.stock import HeldStock

FIND = text("""
    SELECT shipment_id, sku, bin_id, lot, quantity, state FROM shipment_pick WHERE shipment_id = ANY(:ids) AND state = ANY(:states)
    ORDER BY shipment_id, sku, bin_id, lot
""")
ADD = text("""
    INSERT INTO shipment_pick (shipment_id, sku, bin_id, lot, quantity, state)
    SELECT shipment_id, sku, bin_id, lot, quantity, 'planned' FROM jsonb_to_recordset(CAST(:rows AS jsonb))
        AS r(shipment_id uuid, sku text, bin_id uuid, lot text, quantity bigint)
""")
MOVE_ON = text("UPDATE shipment_pick SET state = :state WHERE shipment_id = ANY(:ids) AND state <> 'shipped'")
FORGET = text("DELETE FROM shipment_pick WHERE shipment_id = ANY(:ids) AND state <> 'shipped'")


@dataclass(frozen=True, slots=True)
class Pick:
    shipment_id: UUID
    sku: str
    bin_id: UUID
    lot: str
    quantity: int
    state: str


class TooFewInBins(AssertionError):
    """Cards add up to what lies there, and all that is reserved lies there: a piece was promised that no bin has."""


async def plan_picks(uow: UnitOfWork, shipments: Sequence[Shipment]) -> None:
    """In turn for each shipment: first expired first out, then first in first out (rule WMS-12)."""
    stock = await HeldStock.begin(uow)
    await stock.hold_cards({sku for shipment in shipments for sku in shipment.needs})
    rows: list[dict[str, object]] = []
    for shipment in shipments:
        for sku, quantity in shipment.needs.items():
            takes = stock.cards.take(sku, shipment.warehouse_id, quantity)
            if sum(take.quantity for take in takes) < quantity:
                raise TooFewInBins(f"{quantity} of {sku} for {shipment.number}")
            for take in takes:
                take.card.promised += take.quantity
                rows.append(
                    {"shipment_id": shipment.id, "sku": sku, "bin_id": take.card.bin_id, "lot": take.card.lot, "quantity": take.quantity}
                )
    await uow.session.execute(ADD, {"rows": recordset(rows)})
    await stock.save()


async def fetch_picks(uow: UnitOfWork, shipments: Sequence[Shipment], *, document: str) -> None:
    """From their bins into the outgoing area, where they stay promised."""
    stock = await HeldStock.begin(uow)
    picks = await _find(uow, shipments, PickState.PLANNED)
    warehouses = {shipment.id: shipment.warehouse_id for shipment in shipments}
    await stock.hold_cards({pick.sku for pick in picks})
    for pick in picks:
        card = _card(stock, pick, warehouses[pick.shipment_id])
        card.promised -= pick.quantity
        outgoing = stock.cards.area(card.warehouse_id, BinKind.OUTGOING)
        if pick.bin_id != outgoing:
            carry(stock, card, pick.quantity, to=outgoing, kind=MovementKind.PICK, reason="picked", document=document)
        there = stock.cards.find((outgoing, pick.sku, pick.lot, StockState.GOOD))
        assert there is not None, "it was carried there"
        there.promised += pick.quantity
    await stock.save()
    await uow.session.execute(MOVE_ON, {"ids": [shipment.id for shipment in shipments], "state": PickState.PICKED})


async def ship_picks(uow: UnitOfWork, shipments: Sequence[Shipment]) -> None:
    """Out of the outgoing area and out of the ledger; the caller saves the stock."""
    stock = await HeldStock.begin(uow)
    numbers = {shipment.id: shipment.number for shipment in shipments}
    picks = await _find(uow, shipments, PickState.PICKED)
    await stock.hold_cards({pick.sku for pick in picks})
    warehouses = {shipment.id: shipment.warehouse_id for shipment in shipments}
    for pick in picks:
        warehouse_id = warehouses[pick.shipment_id]
        card = _card(stock, pick, warehouse_id)
        card.promised -= pick.quantity
        stock.levels[pick.sku, warehouse_id].reserved -= pick.quantity
        entry = Entry(
            sku=pick.sku,
            warehouse_id=warehouse_id,
            bin_id=card.bin_id,
            lot=pick.lot,
            kind=MovementKind.SHIP,
            quantity=-pick.quantity,
            reason="shipped",
            document=numbers[pick.shipment_id],
        )
        stock.write(entry)
    await uow.session.execute(MOVE_ON, {"ids": list(numbers), "state": PickState.SHIPPED})


async def free_picks(uow: UnitOfWork, shipments: Sequence[Shipment]) -> None:
    """Of shipments that go no further. Pieces that were fetched stand in the outgoing area for whoever comes next."""
    picks = await _find(uow, shipments, PickState.PLANNED, PickState.PICKED)
    if not picks:
        return
    stock = await HeldStock.begin(uow)
    await stock.hold_cards({pick.sku for pick in picks})
    warehouses = {shipment.id: shipment.warehouse_id for shipment in shipments}
    for pick in picks:
        _card(stock, pick, warehouses[pick.shipment_id]).promised -= pick.quantity
    await uow.session.execute(FORGET, {"ids": list({pick.shipment_id for pick in picks})})
    await stock.save()


def _card(stock: HeldStock, pick: Pick, warehouse_id: UUID) -> Card:
    """Where its pieces are now."""
    bin_id = pick.bin_id if pick.state == PickState.PLANNED else stock.cards.area(warehouse_id, BinKind.OUTGOING)
    card = stock.cards.find((bin_id, pick.sku, pick.lot, StockState.GOOD))
    assert card is not None, "what is promised lies there"
    return card


async def _find(uow: UnitOfWork, shipments: Sequence[Shipment], *states: PickState) -> list[Pick]:
    if not shipments:
        return []
    rows = await uow.session.execute(FIND, {"ids": [shipment.id for shipment in shipments], "states": list(states)})
    return [Pick(*row) for row in rows]
