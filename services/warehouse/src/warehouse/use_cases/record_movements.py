"""Goods in, damage, corrections, counts: lines of the ledger, all or nothing (rule WMS-3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from warehouse.domain.stock import LARGEST_QUANTITY, Level, MovementKind, MovementsRefused, Pool, StockVersionStale
from warehouse.store.gate import enter_alone
from warehouse.store.places import find_warehouse_ids
from warehouse.store.reservations import serve_waiting, tell_reserved
from warehouse.store.skus import find_unknown_skus
from warehouse.store.stock import HeldStock, Posting


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementLine:
    """`pointer` says where the caller wrote it. `expected_version` None: whatever the level is."""

    pointer: str
    sku: str
    warehouse: str
    quantity: int
    expected_version: int | None


async def record_movements(
    uow: UnitOfWork, *, kind: MovementKind, lines: Sequence[MovementLine], reason: str, document: str
) -> list[Posting]:
    """Raises MovementsRefused with every wrong line, StockVersionStale. Stock that comes in goes to those who wait, at once."""
    await enter_alone(uow.session)
    warehouses = await find_warehouse_ids(uow)
    errors = await _unknown(uow, lines, warehouses) + _meaningless(kind, lines)
    if errors:
        raise MovementsRefused(errors=errors, count=len(errors))
    stock = await HeldStock.begin(uow)
    await stock.open_rows((line.sku, warehouses[line.warehouse]) for line in lines)
    await stock.hold(line.sku for line in lines)
    postings: list[Posting] = []
    for line in lines:
        level = stock.levels[line.sku, warehouses[line.warehouse]]
        _check_version(line, level)
        change = kind.change(line.quantity, on_hand=level.on_hand)
        error = _too_little_defective(line, level, change) if kind.pool is Pool.DEFECTIVE else _forbidden(line, level, change)
        if error is not None:
            errors.append(error)
        elif change:
            balance = level.move(kind.pool, change)
            postings.append(_posting(level, kind=kind, change=change, balance=balance, reason=reason, document=document))
    if errors:
        raise MovementsRefused(errors=errors, count=len(errors))
    await _save(uow, stock, postings)
    after: dict[str, object] = {"kind": kind, "lines": len(lines), "pieces": sum(posting.quantity for posting in postings)}
    uow.audit("stock.moved", noun="stock", noun_id=document or lines[0].sku, after=after, reason=reason)
    return postings


async def _save(uow: UnitOfWork, stock: HeldStock, postings: Sequence[Posting]) -> None:
    came_in = sorted({posting.sku for posting in postings if posting.quantity > 0 and posting.kind.pool is Pool.GOOD})
    results = await serve_waiting(uow, stock=stock, skus=came_in)
    await stock.save()
    await stock.post(postings)
    tell_reserved(uow, results)


async def _unknown(uow: UnitOfWork, lines: Sequence[MovementLine], warehouses: dict[str, UUID]) -> list[FieldError]:
    unknown = await find_unknown_skus(uow, skus=(line.sku for line in lines))
    errors: list[FieldError] = []
    for line in lines:
        if line.sku in unknown:
            pointer = f"{line.pointer}/sku"
            errors.append(FieldError(pointer=pointer, code="unknown_sku", zh=f"没有 SKU {line.sku}", en=f"there is no SKU {line.sku}"))
        if line.warehouse not in warehouses:
            pointer, code = f"{line.pointer}/warehouse", "unknown_warehouse"
            errors.append(
                FieldError(pointer=pointer, code=code, zh=f"没有仓库 {line.warehouse}", en=f"there is no warehouse {line.warehouse}")
            )
    return errors


def _meaningless(kind: MovementKind, lines: Sequence[MovementLine]) -> list[FieldError]:
    zh, en = f"{kind} 不能是此数量", f"{kind} cannot be of this quantity"
    wrong = [line for line in lines if not kind.may_be(line.quantity)]
    return [FieldError(pointer=f"{line.pointer}/quantity", code="no_quantity", zh=zh, en=en) for line in wrong]


def _check_version(line: MovementLine, level: Level) -> None:
    if line.expected_version is not None and line.expected_version != level.version:
        raise StockVersionStale(sku=line.sku, warehouse=line.warehouse, version=level.version)


def _forbidden(line: MovementLine, level: Level, change: int) -> FieldError | None:
    pointer, after = f"{line.pointer}/quantity", level.on_hand + change
    if after < level.reserved:
        zh = f"入账后 {line.sku} 在 {line.warehouse} 剩 {after} 件，少于已预留的 {level.reserved} 件"
        en = f"{after} of {line.sku} would be left in {line.warehouse}, but {level.reserved} are promised"
        return FieldError(pointer=pointer, code="promised_stock", zh=zh, en=en)
    if after > LARGEST_QUANTITY:
        return FieldError(pointer=pointer, code="too_large", zh="数量过大", en="the quantity is too large")
    return None


def _too_little_defective(line: MovementLine, level: Level, change: int) -> FieldError | None:
    if level.defective + change >= 0:
        return None
    zh, en = (
        f"{line.sku} 在 {line.warehouse} 只有 {level.defective} 件次品",
        f"only {level.defective} of {line.sku} lie defective in {line.warehouse}",
    )
    return FieldError(pointer=f"{line.pointer}/quantity", code="too_little_defective", zh=zh, en=en)


def _posting(level: Level, *, kind: MovementKind, change: int, balance: int, reason: str, document: str) -> Posting:
    return Posting(
        sku=level.sku,
        warehouse_id=level.warehouse_id,
        kind=kind,
        quantity=change,
        balance_after=balance,
        reason=reason,
        document=document,
    )
