"""Stock rows while a transaction holds them: locked in one order, changed in memory, written back as one set, told as one event."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import TextClause, text

from chassis.uow import UnitOfWork
from contracts.warehouse import StockChanged, StockLevel
from warehouse.domain.ledger import Entry, Posting
from warehouse.domain.stock import Key, Level
from warehouse.domain.warehouse import Site
from warehouse.store.bin_cards import HeldCards
from warehouse.store.ledger import write_postings
from warehouse.store.recordset import recordset

LARGEST_EVENT = 500
HELD = "held stock"

LEVELS = "SELECT sku, warehouse_id, bin_id, on_hand, reserved, defective, inspection, version FROM stock WHERE sku = ANY(:skus)"
READ = text(LEVELS)
HOLD = text(f"{LEVELS} ORDER BY sku, warehouse_id FOR UPDATE")
OPEN_ROWS = text("""
    INSERT INTO stock (sku, warehouse_id, on_hand, reserved, version, updated_at)
    SELECT sku, warehouse_id, 0, 0, 0, :now FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(sku text, warehouse_id uuid)
    ORDER BY sku, warehouse_id
    ON CONFLICT DO NOTHING
""")
SAVE = text("""
    UPDATE stock s SET on_hand = r.on_hand, reserved = r.reserved, defective = r.defective, inspection = r.inspection,
        version = r.version, updated_at = :now
    FROM jsonb_to_recordset(CAST(:rows AS jsonb))
        AS r(sku text, warehouse_id uuid, on_hand bigint, reserved bigint, defective bigint, inspection bigint, version bigint)
    WHERE s.sku = r.sku AND s.warehouse_id = r.warehouse_id
""")
LYING_IN = text("""
    SELECT sku FROM stock s WHERE warehouse_id = :warehouse_id AND on_hand > reserved
      AND EXISTS (SELECT 1 FROM waiting_line w WHERE w.sku = s.sku)
    ORDER BY sku
""")
SITES = text("SELECT id, code, province, rank, active FROM warehouse ORDER BY rank, code")


class HeldStock:
    """What this transaction holds. Enter the gate before (store/gate.py)."""

    def __init__(self, uow: UnitOfWork, *, sites: Sequence[Site], codes: dict[UUID, str]) -> None:
        self._uow = uow
        self.sites = sites
        """Warehouses that may promise stock."""
        self.codes = codes
        self.levels: dict[Key, Level] = {}
        self.cards = HeldCards(uow)
        self._skus: set[str] = set()
        self._told: dict[Key, Level] = {}
        self._postings: list[Posting] = []

    @classmethod
    async def begin(cls, uow: UnitOfWork) -> "HeldStock":
        """What this transaction holds already, when an earlier message of its set has begun."""
        held: HeldStock | None = uow.session.info.get(HELD)
        if held is not None:
            return held
        rows = (await uow.session.execute(SITES)).all()
        sites = [Site(row.id, row.code, row.province, row.rank) for row in rows if row.active]
        held = cls(uow, sites=sites, codes={row.id: row.code for row in rows})
        uow.session.info[HELD] = held
        return held

    async def hold(self, skus: Iterable[str]) -> None:
        """All rows of these SKUs, in one order."""
        wanted = sorted(set(skus) - self._skus)
        if not wanted:
            return
        self.levels.update(await _levels(self._uow, HOLD, wanted))
        self._skus.update(wanted)

    async def hold_again(self, skus: Iterable[str]) -> None:
        """After rows were opened for SKUs that are held already."""
        again = set(skus)
        self._skus -= again
        await self.hold(again)

    async def open_rows(self, keys: Iterable[Key]) -> None:
        """Rows for goods that lie somewhere for the first time; before `hold`, or with `hold_again` after."""
        rows = [{"sku": sku, "warehouse_id": str(warehouse_id)} for sku, warehouse_id in set(keys)]
        await self._uow.session.execute(OPEN_ROWS, {"rows": recordset(rows), "now": self._uow.now})

    async def hold_cards(self, skus: Iterable[str]) -> None:
        """What lies in which bin, of SKUs whose rows are held: the lock of the row is the lock of its cards."""
        await self.hold(skus)
        await self.cards.read(skus)

    def write(self, entry: Entry) -> Posting:
        """Changes level and card, and puts the line on the way to the ledger. Who writes has looked whether there is enough.

        The cards of its SKU are held. Raises TooFewInBin.
        """
        card = self.cards.put(entry)
        level = self.levels[entry.sku, entry.warehouse_id]
        if not entry.kind.stays:
            level.change(entry.state, entry.quantity)
        posting = Posting(entry=entry, bin=card.bin, balance_after=level.lying(entry.state), bin_balance_after=card.quantity)
        self._postings.append(posting)
        return posting

    async def save(self) -> None:
        """Writes what changed; at the commit the levels are told once, however many messages of a set changed them."""
        await self._save_levels()
        await self.cards.save()
        postings, self._postings = self._postings, []
        if postings:
            await write_postings(self._uow, postings, codes=self.codes)

    async def _save_levels(self) -> None:
        changed = [level for level in self.levels.values() if level.now != level.before]
        if not changed:
            return
        for level in changed:
            level.version += 1
            level.before = level.now
        columns = ("sku", "warehouse_id", "on_hand", "reserved", "defective", "inspection", "version")
        rows = recordset([{column: getattr(one, column) for column in columns} for one in changed])
        await self._uow.session.execute(SAVE, {"rows": rows, "now": self._uow.now})
        self._told.update(((one.sku, one.warehouse_id), one) for one in changed)
        self._uow.at_commit(HELD, self._tell)

    def _tell(self) -> None:
        levels = [
            StockLevel(
                sku=one.sku,
                warehouse_code=self.codes[one.warehouse_id],
                on_hand=one.on_hand,
                reserved=one.reserved,
                version=one.version,
            )
            for one in self._told.values()
        ]
        for start in range(0, len(levels), LARGEST_EVENT):
            self._uow.publish(StockChanged(levels=levels[start : start + LARGEST_EVENT], changed_at=self._uow.now))
        self._uow.changed("stock", *(one.sku for one in self._told.values()))


async def read_levels(uow: UnitOfWork, *, skus: Iterable[str]) -> dict[Key, Level]:
    """As they are right now, without a lock: to be looked at, not to be decided on."""
    return await _levels(uow, READ, sorted(set(skus)))


async def _levels(uow: UnitOfWork, query: TextClause, skus: Sequence[str]) -> dict[Key, Level]:
    rows = (await uow.session.execute(query, {"skus": skus})).all()
    return {(row.sku, row.warehouse_id): Level(*row, before=(row.on_hand, row.reserved, row.defective, row.inspection)) for row in rows}


async def skus_lying_in(uow: UnitOfWork, *, warehouse_id: UUID) -> list[str]:
    """Those that somebody waits for, and of which something is free there."""
    return list((await uow.session.execute(LYING_IN, {"warehouse_id": warehouse_id})).scalars())
