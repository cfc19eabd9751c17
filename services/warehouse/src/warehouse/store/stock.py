"""Stock rows while a transaction holds them: locked in one order, changed in memory, written back as one set, told as one event."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import TextClause, text

from chassis.uow import UnitOfWork
from contracts.warehouse import StockChanged, StockLevel
from warehouse.domain.stock import Key, Level, MovementKind
from warehouse.domain.warehouse import Site
from warehouse.store.recordset import recordset

LARGEST_EVENT = 500
HELD = "held stock"

LEVELS = "SELECT sku, warehouse_id, on_hand, reserved, defective, version FROM stock WHERE sku = ANY(:skus)"
READ = text(LEVELS)
HOLD = text(f"{LEVELS} ORDER BY sku, warehouse_id FOR UPDATE")
OPEN_ROWS = text("""
    INSERT INTO stock (sku, warehouse_id, on_hand, reserved, version, updated_at)
    SELECT sku, warehouse_id, 0, 0, 0, :now FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(sku text, warehouse_id uuid)
    ORDER BY sku, warehouse_id
    ON CONFLICT DO NOTHING
""")
SAVE = text("""
    UPDATE stock s SET on_hand = r.on_hand, reserved = r.reserved, defective = r.defective, version = r.version, updated_at = :now
    FROM jsonb_to_recordset(CAST(:rows AS jsonb))
        AS r(sku text, warehouse_id uuid, on_hand bigint, reserved bigint, defective bigint, version bigint)
    WHERE s.sku = r.sku AND s.warehouse_id = r.warehouse_id
""")
POST = text("""
    INSERT INTO stock_movement (sku, warehouse_id, kind, pool, quantity, balance_after, reason, document, actor_id, actor_name, at)
    SELECT sku, warehouse_id, kind, pool, quantity, balance_after, reason, document, :actor_id, :actor_name, :now
    FROM jsonb_to_recordset(CAST(:rows AS jsonb))
        AS r(place int, sku text, warehouse_id uuid, kind text, pool text, quantity bigint, balance_after bigint, reason text, document text)
    ORDER BY place
""")
LYING_IN = text("""
    SELECT sku FROM stock s WHERE warehouse_id = :warehouse_id AND on_hand > reserved
      AND EXISTS (SELECT 1 FROM waiting_line w WHERE w.sku = s.sku)
    ORDER BY sku
""")
SITES = text("SELECT id, code, province, rank, active FROM warehouse ORDER BY rank, code")


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A line for the ledger. `quantity` is the signed change in the pool of its kind, `balance_after` what lies there then."""

    sku: str
    warehouse_id: UUID
    kind: MovementKind
    quantity: int
    balance_after: int
    reason: str
    document: str


class HeldStock:
    """What this transaction holds. Enter the gate before (store/gate.py)."""

    def __init__(self, uow: UnitOfWork, *, sites: Sequence[Site], codes: dict[UUID, str]) -> None:
        self._uow = uow
        self.sites = sites
        """Warehouses that may promise stock."""
        self.codes = codes
        self.levels: dict[Key, Level] = {}
        self._skus: set[str] = set()
        self._told: dict[Key, Level] = {}

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

    async def save(self) -> None:
        """Writes the levels that changed; at the commit they are told once, however many messages of a set changed them."""
        changed = [level for level in self.levels.values() if level.changed]
        if not changed:
            return
        for level in changed:
            level.version += 1
        rows = recordset(
            [
                {
                    "sku": one.sku,
                    "warehouse_id": one.warehouse_id,
                    "on_hand": one.on_hand,
                    "reserved": one.reserved,
                    "defective": one.defective,
                    "version": one.version,
                }
                for one in changed
            ]
        )
        await self._uow.session.execute(SAVE, {"rows": rows, "now": self._uow.now})
        self._told.update(((one.sku, one.warehouse_id), one) for one in changed)
        self._uow.at_commit(HELD, self._tell)
        for level in changed:
            level.on_hand_before, level.reserved_before, level.defective_before = level.on_hand, level.reserved, level.defective

    async def post(self, postings: Sequence[Posting]) -> None:
        """Lines of the ledger, in this order."""
        rows = recordset([{"place": place, "pool": posting.kind.pool, **asdict(posting)} for place, posting in enumerate(postings)])
        actor = self._uow.actor
        values = {"rows": rows, "actor_id": actor.id, "actor_name": actor.name, "now": self._uow.now}
        await self._uow.session.execute(POST, values)

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
    return {
        (sku, warehouse_id): Level(sku, warehouse_id, on_hand, reserved, defective, version, on_hand, reserved, defective)
        for sku, warehouse_id, on_hand, reserved, defective, version in rows
    }


async def skus_lying_in(uow: UnitOfWork, *, warehouse_id: UUID) -> list[str]:
    """Those that somebody waits for, and of which something is free there."""
    return list((await uow.session.execute(LYING_IN, {"warehouse_id": warehouse_id})).scalars())
