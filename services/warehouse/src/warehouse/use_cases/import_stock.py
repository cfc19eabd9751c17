"""Stock from a file: counted levels, or goods that came in."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from chassis.rows import RowError
from chassis.uow import UnitOfWork
from warehouse.domain.file_rows import FileRow, RowChecks
from warehouse.domain.ledger import Entry, MovementKind
from warehouse.domain.stock import LARGEST_QUANTITY, Key, Level
from warehouse.domain.warehouse import BinKind
from warehouse.store.carrying import carry_home
from warehouse.store.gate import enter_alone
from warehouse.store.places import find_bins, find_warehouse_ids, place_skus
from warehouse.store.reservations import serve_waiting, tell_reserved
from warehouse.store.skus import find_unknown_skus
from warehouse.store.stock import HeldStock, read_levels

Line = tuple[FileRow, str, UUID, int]


async def import_stock(uow: UnitOfWork, *, rows: Sequence[FileRow], kind: MovementKind, document: str, check_only: bool) -> list[RowError]:
    """All or nothing. With `check_only` nothing is written and the mistakes are returned; else they are raised as RowsRefused.

    `kind` is COUNT (the quantity is what lies there) or RECEIVE (it is added).
    """
    # Before the gate: what can be done outside keeps nobody waiting, and who only checks needs neither gate nor locks.
    checks = RowChecks()
    warehouses = await find_warehouse_ids(uow)
    unknown = await find_unknown_skus(uow, skus=(row.cells.get("sku", "") for row in rows))
    entries = [_read(row, checks, warehouses, unknown) for row in rows]
    _note_doubles(rows, checks)
    bins = await _read_bins(uow, rows, warehouses, checks)
    good = [entry for entry in entries if entry is not None]
    if check_only:
        _note_promised(good, await read_levels(uow, skus=(entry[1] for entry in good)), kind, checks)
        return checks.errors
    await enter_alone(uow.session)
    stock = await HeldStock.begin(uow)
    await stock.hold({entry[1] for entry in good})
    _note_promised(good, stock.levels, kind, checks)
    checks.refuse()
    await _apply(uow, stock, good, kind=kind, document=document, bins=bins)
    for warehouse_id, places in bins.items():
        await place_skus(uow, warehouse_id=warehouse_id, bins=places)
    uow.audit("stock.imported", noun="stock", noun_id=document or "file", after={"rows": len(rows), "kind": kind})
    return []


def _read(row: FileRow, checks: RowChecks, warehouses: dict[str, UUID], unknown: set[str]) -> Line | None:
    before = len(checks.errors)
    sku = checks.text(row, "sku", longest=64)
    warehouse = checks.text(row, "warehouse", longest=40)
    quantity = checks.quantity(row, "quantity")
    if sku and sku in unknown:
        checks.note(row, "sku", "unknown_sku", zh=f"没有 SKU {sku}", en=f"there is no SKU {sku}")
    if warehouse and warehouse not in warehouses:
        checks.note(row, "warehouse", "unknown_warehouse", zh=f"没有仓库 {warehouse}", en=f"there is no warehouse {warehouse}")
    return (row, sku, warehouses[warehouse], quantity) if len(checks.errors) == before else None


def _note_doubles(rows: Sequence[FileRow], checks: RowChecks) -> None:
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (row.cells.get("sku", ""), row.cells.get("warehouse", ""))
        if key in first:
            checks.note(row, None, "double", zh=f"与第 {first[key]} 行重复", en=f"the same as row {first[key]}")
        first.setdefault(key, row.number)


async def _read_bins(
    uow: UnitOfWork, rows: Sequence[FileRow], warehouses: dict[str, UUID], checks: RowChecks
) -> dict[UUID, dict[str, UUID]]:
    places: dict[UUID, dict[str, UUID]] = {}
    for code, warehouse_id in warehouses.items():
        named = [row for row in rows if row.cells.get("warehouse") == code and row.cells.get("bin")]
        if not named:
            continue
        bins = await find_bins(uow, warehouse_id=warehouse_id, codes=(row.cells["bin"] for row in named))
        for row in named:
            if row.cells["bin"] not in bins:
                checks.note(
                    row, "bin", "unknown_bin", zh=f"仓库 {code} 没有货位 {row.cells['bin']}", en=f"{code} has no bin {row.cells['bin']}"
                )
            else:
                places.setdefault(warehouse_id, {})[row.cells["sku"]] = bins[row.cells["bin"]]
    return places


def _note_promised(good: Sequence[Line], levels: Mapping[Key, Level], kind: MovementKind, checks: RowChecks) -> None:
    for row, sku, warehouse_id, quantity in good:
        level = levels.get((sku, warehouse_id))
        on_hand, reserved = (0, 0) if level is None else (level.on_hand, level.reserved)
        after = on_hand + kind.change(quantity, lying=on_hand)
        if after < reserved:
            zh, en = f"已预留 {reserved} 件，不能少于此数", f"{reserved} are promised; it cannot be less"
            checks.note(row, "quantity", "promised_stock", zh=zh, en=en)
        if after > LARGEST_QUANTITY:
            checks.note(row, "quantity", "too_large", zh="数量过大", en="the quantity is too large")


async def _apply(
    uow: UnitOfWork, stock: HeldStock, good: Sequence[Line], *, kind: MovementKind, document: str, bins: Mapping[UUID, Mapping[str, UUID]]
) -> None:
    await stock.open_rows((sku, warehouse_id) for _, sku, warehouse_id, _ in good)
    await stock.hold_again(sku for _, sku, _, _ in good)
    await stock.hold_cards({sku for _, sku, _, _ in good})
    await stock.cards.know_bins({bin_id for places in bins.values() for bin_id in places.values()})
    came_in: set[str] = set()
    for _, sku, warehouse_id, quantity in good:
        level, place = stock.levels[sku, warehouse_id], bins.get(warehouse_id, {}).get(sku)
        if place is not None:
            carry_home(stock, sku, warehouse_id, to=place)
        change = kind.change(quantity, lying=level.on_hand)
        for bin_id, lot, pieces in _spread(stock, level, change):
            entry = Entry(
                sku=sku,
                warehouse_id=warehouse_id,
                bin_id=bin_id,
                lot=lot,
                kind=kind,
                quantity=pieces,
                reason="imported",
                document=document,
            )
            stock.write(entry)
        if change > 0:
            came_in.add(sku)
    results = await serve_waiting(uow, stock=stock, skus=sorted(came_in))
    await stock.save()
    tell_reserved(uow, results)


def _spread(stock: HeldStock, level: Level, change: int) -> list[tuple[UUID, str, int]]:
    """Bin, lot and signed pieces: into the fixed place or the receiving area; out of where their turn is."""
    if change > 0:
        return [(level.bin_id or stock.cards.area(level.warehouse_id, BinKind.RECEIVING), "", change)]
    takes = stock.cards.take(level.sku, level.warehouse_id, -change)
    return [(take.card.bin_id, take.card.lot, -take.quantity) for take in takes]
