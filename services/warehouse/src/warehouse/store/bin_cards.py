"""Bin cards while a transaction holds their stock rows."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from chassis.uow import UnitOfWork
from warehouse.domain.bin_card import Card, CardKey, Take, TooFewInBin, in_turn
from warehouse.domain.ledger import Entry
from warehouse.domain.stock import StockState
from warehouse.domain.warehouse import BinKind
from warehouse.store.recordset import recordset

READ = text("""
    SELECT c.bin_id, c.sku, c.lot, c.state, c.warehouse_id, c.quantity, c.promised, c.since, b.code, b.sort_order, l.expires_on
    FROM bin_card c JOIN bin b ON b.id = c.bin_id LEFT JOIN lot l ON l.sku = c.sku AND l.code = c.lot
    WHERE c.sku = ANY(:skus)
""")
BINS = text("SELECT id, code, sort_order FROM bin WHERE id = ANY(:ids)")
AREAS = text("SELECT warehouse_id, kind, id FROM bin WHERE kind <> 'shelf'")
SAVE = text("""
    INSERT INTO bin_card AS c (bin_id, sku, lot, state, warehouse_id, quantity, promised, since)
    SELECT bin_id, sku, lot, state, warehouse_id, quantity, promised, since FROM jsonb_to_recordset(CAST(:rows AS jsonb))
        AS r(bin_id uuid, sku text, lot text, state text, warehouse_id uuid, quantity bigint, promised bigint, since timestamptz)
    ON CONFLICT (bin_id, sku, lot, state) DO UPDATE SET quantity = excluded.quantity, promised = excluded.promised, since = excluded.since
""")
# A lot ends: its card would lie there empty for ever.
SPENT = text("""
    DELETE FROM bin_card c USING jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(bin_id uuid, sku text, lot text, state text)
    WHERE c.bin_id = r.bin_id AND c.sku = r.sku AND c.lot = r.lot AND c.state = r.state
""")
COLUMNS = ("bin_id", "sku", "lot", "state", "warehouse_id", "quantity", "promised", "since")


class HeldCards:
    """What this transaction knows of bins. Only of SKUs whose stock rows it holds."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        self._cards: dict[CardKey, Card] = {}
        self._of: dict[tuple[str, UUID], list[Card]] = {}
        self._skus: set[str] = set()
        self._bins: dict[UUID, tuple[str, int]] = {}
        self._areas: dict[tuple[UUID, str], UUID] | None = None

    async def read(self, skus: Iterable[str]) -> None:
        wanted = sorted(set(skus) - self._skus)
        if wanted:
            for row in await self._uow.session.execute(READ, {"skus": wanted}):
                self._bins[row.bin_id] = (row.code, row.sort_order)
                self._keep(_card(row))
            self._skus.update(wanted)
        await self._read_areas()

    async def know_bins(self, ids: Iterable[UUID]) -> None:
        """Bins that goods are put into: nothing of theirs may lie there yet."""
        unknown = [one for one in set(ids) if one not in self._bins]
        if unknown:
            self._bins.update({row.id: (row.code, row.sort_order) for row in await self._uow.session.execute(BINS, {"ids": unknown})})

    async def _read_areas(self) -> None:
        if self._areas is None:
            self._areas = {(row.warehouse_id, row.kind): row.id for row in await self._uow.session.execute(AREAS)}
            await self.know_bins(self._areas.values())

    def area(self, warehouse_id: UUID, kind: BinKind) -> UUID:
        assert self._areas is not None, "cards are read first"
        return self._areas[warehouse_id, kind]

    def of(self, sku: str, warehouse_id: UUID, state: StockState = StockState.GOOD) -> list[Card]:
        return [card for card in self._of.get((sku, warehouse_id), []) if card.state is state]

    def find(self, key: CardKey) -> Card | None:
        return self._cards.get(key)

    def take(self, sku: str, warehouse_id: UUID, quantity: int, *, state: StockState = StockState.GOOD) -> Sequence[Take]:
        """From which cards, in turn. Fewer when the rest is promised to pick lists."""
        return list(in_turn(self.of(sku, warehouse_id, state), quantity))

    def put(self, entry: Entry) -> Card:
        """Raises TooFewInBin: what is promised stays."""
        key = (entry.bin_id, entry.sku, entry.lot, entry.state)
        card = self._cards.get(key) or self._open(key, entry)
        if entry.quantity < 0 and card.free < -entry.quantity:
            raise TooFewInBin(bin=card.bin, sku=entry.sku, free=card.free, wanted=-entry.quantity)
        if card.quantity == 0:
            card.since = entry.since or self._uow.now
        card.quantity += entry.quantity
        return card

    def _open(self, key: CardKey, entry: Entry) -> Card:
        code, sort_order = self._bins[entry.bin_id]
        card = Card(*key, entry.warehouse_id, 0, 0, self._uow.now, code, sort_order, None, before=(0, 0))
        self._keep(card)
        return card

    def _keep(self, card: Card) -> None:
        self._cards[card.key] = card
        self._of.setdefault((card.sku, card.warehouse_id), []).append(card)

    async def save(self) -> None:
        changed = [card for card in self._cards.values() if (card.quantity, card.promised) != card.before]
        spent = [card for card in changed if card.quantity == 0 and card.lot]
        left = [card for card in changed if card.quantity or not card.lot]
        if left:
            rows = recordset([{column: getattr(card, column) for column in COLUMNS} for card in left])
            await self._uow.session.execute(SAVE, {"rows": rows})
        if spent:
            rows = recordset([{column: getattr(card, column) for column in COLUMNS[:4]} for card in spent])
            await self._uow.session.execute(SPENT, {"rows": rows})
        for card in changed:
            card.before = (card.quantity, card.promised)


def _card(row: Row[Any]) -> Card:
    return Card(
        bin_id=row.bin_id,
        sku=row.sku,
        lot=row.lot,
        state=StockState(row.state),
        warehouse_id=row.warehouse_id,
        quantity=row.quantity,
        promised=row.promised,
        since=row.since,
        bin=row.code,
        sort_order=row.sort_order,
        expires_on=row.expires_on,
        before=(row.quantity, row.promised),
    )
