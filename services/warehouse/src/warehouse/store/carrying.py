"""From one bin into another: two lines of the ledger that change no level."""

from uuid import UUID

from warehouse.domain.bin_card import Card
from warehouse.domain.ledger import Entry, MovementKind
from warehouse.domain.warehouse import BinKind
from warehouse.store.stock import HeldStock


def carry(stock: HeldStock, card: Card, quantity: int, *, to: UUID, kind: MovementKind, reason: str, document: str) -> None:
    """The pieces keep their lot, their state and their age. Raises TooFewInBin."""
    for bin_id, change in ((card.bin_id, -quantity), (to, quantity)):
        entry = Entry(
            sku=card.sku,
            warehouse_id=card.warehouse_id,
            bin_id=bin_id,
            lot=card.lot,
            state=card.state,
            kind=kind,
            quantity=change,
            reason=reason,
            document=document,
            since=card.since,
        )
        stock.write(entry)


def carry_home(stock: HeldStock, sku: str, warehouse_id: UUID, *, to: UUID) -> None:
    """What lies in the old fixed place or has just come in goes to the new one; pieces on pick lists are fetched where they lie."""
    leaving = {stock.levels[sku, warehouse_id].bin_id, stock.cards.area(warehouse_id, BinKind.RECEIVING)} - {to}
    for card in [card for card in stock.cards.of(sku, warehouse_id) if card.bin_id in leaving and card.free]:
        carry(stock, card, card.free, to=to, kind=MovementKind.PUT_AWAY, reason="fixed place", document="")
    stock.levels[sku, warehouse_id].bin_id = to
