"""Goods in, damage, corrections, counts: lines of the ledger, all or nothing (rule WMS-3)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from warehouse.domain.bin_card import Card, in_turn
from warehouse.domain.ledger import Entry, MovementKind, Posting
from warehouse.domain.stock import LARGEST_QUANTITY, Level, MovementsRefused, StockState, StockVersionStale
from warehouse.domain.warehouse import BinKind
from warehouse.store.gate import enter_alone
from warehouse.store.lots import find_unknown_lots
from warehouse.store.places import BinKey, find_bins_of, find_warehouse_ids
from warehouse.store.reservations import serve_waiting, tell_reserved
from warehouse.store.skus import find_unknown_skus
from warehouse.store.stock import HeldStock


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementLine:
    """`pointer` says where the caller wrote it. `expected_version` None: whatever the level is.

    `bin` None: in goes to the SKU's fixed place, or else to the receiving area; out comes from where its turn is.
    """

    pointer: str
    sku: str
    warehouse: str
    quantity: int
    expected_version: int | None
    bin: str | None = None
    lot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What all lines have in common. `happened_at` None: now; `late`: it may fall into a sealed month (rule WMS-13)."""

    kind: MovementKind
    reason: str
    document: str
    happened_at: datetime | None = None
    late: bool = False


async def record_movements(uow: UnitOfWork, *, occasion: Occasion, lines: Sequence[MovementLine]) -> list[Posting]:
    """Stock that comes in goes to those who wait, at once. Raises MovementsRefused with every wrong line, StockVersionStale, MonthSealed, NotYet."""
    await enter_alone(uow.session)
    warehouses = await find_warehouse_ids(uow)
    bins = await find_bins_of(uow, keys={(line.warehouse, line.bin) for line in lines if line.bin is not None})
    errors = await _unknown(uow, lines, warehouses, bins) + _meaningless(occasion.kind, lines)
    if errors:
        raise MovementsRefused(errors=errors, count=len(errors))
    stock = await HeldStock.begin(uow)
    await stock.open_rows((line.sku, warehouses[line.warehouse]) for line in lines)
    await stock.hold_cards({line.sku for line in lines})
    await stock.cards.know_bins(bins.values())
    postings: list[Posting] = []
    for line in lines:
        level = stock.levels[line.sku, warehouses[line.warehouse]]
        _check_version(line, level)
        bin_id = None if line.bin is None else bins[line.warehouse, line.bin]
        change = occasion.kind.change(line.quantity, lying=_lying(stock, line, level, occasion.kind.state, bin_id))
        error = _forbidden(stock, line, level, change, state=occasion.kind.state, bin_id=bin_id)
        if error is not None:
            errors.append(error)
            continue
        postings += [stock.write(entry) for entry in _entries(stock, line, level, change, occasion, bin_id)]
    if errors:
        raise MovementsRefused(errors=errors, count=len(errors))
    await _save(uow, stock, postings)
    pieces = sum(posting.entry.quantity for posting in postings)
    after: dict[str, object] = {"kind": occasion.kind, "lines": len(lines), "pieces": pieces}
    uow.audit("stock.moved", noun="stock", noun_id=occasion.document or lines[0].sku, after=after, reason=occasion.reason)
    return postings


async def _save(uow: UnitOfWork, stock: HeldStock, postings: Sequence[Posting]) -> None:
    entries = [posting.entry for posting in postings]
    came_in = sorted({entry.sku for entry in entries if entry.quantity > 0 and entry.state is StockState.GOOD})
    results = await serve_waiting(uow, stock=stock, skus=came_in)
    await stock.save()
    tell_reserved(uow, results)


def _entries(stock: HeldStock, line: MovementLine, level: Level, change: int, occasion: Occasion, bin_id: UUID | None) -> Iterator[Entry]:
    """One for each card that changes."""
    state = occasion.kind.state
    entry = Entry(
        sku=line.sku,
        warehouse_id=level.warehouse_id,
        bin_id=bin_id or level.bin_id or stock.cards.area(level.warehouse_id, _arriving(state)),
        lot=line.lot,
        state=state,
        kind=occasion.kind,
        quantity=change,
        reason=occasion.reason,
        document=occasion.document,
        happened_at=occasion.happened_at,
        late=occasion.late,
    )
    if change > 0:
        yield entry
    elif change < 0:
        for take in list(in_turn(_cards(stock, line, level, state, bin_id), -change)):
            yield replace(entry, bin_id=take.card.bin_id, lot=take.card.lot, quantity=-take.quantity)


def _arriving(state: StockState) -> BinKind:
    return BinKind.RECEIVING if state is StockState.GOOD else BinKind.DEFECTIVE


def _cards(stock: HeldStock, line: MovementLine, level: Level, state: StockState, bin_id: UUID | None) -> list[Card]:
    """Those the line may mean."""
    return [
        card
        for card in stock.cards.of(line.sku, level.warehouse_id, state)
        if (bin_id is None or card.bin_id == bin_id) and (not line.lot or card.lot == line.lot)
    ]


def _lying(stock: HeldStock, line: MovementLine, level: Level, state: StockState, bin_id: UUID | None) -> int:
    """What a count compares with: the bin, the lot, or the whole warehouse."""
    if bin_id is None and not line.lot:
        return level.lying(state)
    return sum(card.quantity for card in _cards(stock, line, level, state, bin_id))


async def _unknown(
    uow: UnitOfWork, lines: Sequence[MovementLine], warehouses: Mapping[str, UUID], bins: Mapping[BinKey, UUID]
) -> list[FieldError]:
    skus = await find_unknown_skus(uow, skus=(line.sku for line in lines))
    lots = await find_unknown_lots(uow, lots={(line.sku, line.lot) for line in lines if line.lot})
    errors: list[FieldError] = []
    for line in lines:
        if line.sku in skus:
            zh, en = f"没有 SKU {line.sku}", f"there is no SKU {line.sku}"
            errors.append(FieldError(pointer=f"{line.pointer}/sku", code="unknown_sku", zh=zh, en=en))
        if line.warehouse not in warehouses:
            zh, en = f"没有仓库 {line.warehouse}", f"there is no warehouse {line.warehouse}"
            errors.append(FieldError(pointer=f"{line.pointer}/warehouse", code="unknown_warehouse", zh=zh, en=en))
        elif line.bin is not None and (line.warehouse, line.bin) not in bins:
            zh, en = f"仓库 {line.warehouse} 没有货位 {line.bin}", f"{line.warehouse} has no bin {line.bin}"
            errors.append(FieldError(pointer=f"{line.pointer}/bin", code="unknown_bin", zh=zh, en=en))
        if (line.sku, line.lot) in lots:
            zh, en = f"{line.sku} 没有批次 {line.lot}", f"{line.sku} has no lot {line.lot}"
            errors.append(FieldError(pointer=f"{line.pointer}/lot", code="unknown_lot", zh=zh, en=en))
    return errors


def _meaningless(kind: MovementKind, lines: Sequence[MovementLine]) -> list[FieldError]:
    zh, en = f"{kind} 不能是此数量", f"{kind} cannot be of this quantity"
    wrong = [line for line in lines if not kind.may_be(line.quantity)]
    return [FieldError(pointer=f"{line.pointer}/quantity", code="no_quantity", zh=zh, en=en) for line in wrong]


def _check_version(line: MovementLine, level: Level) -> None:
    if line.expected_version is not None and line.expected_version != level.version:
        raise StockVersionStale(sku=line.sku, warehouse=line.warehouse, version=level.version)


def _forbidden(
    stock: HeldStock, line: MovementLine, level: Level, change: int, *, state: StockState, bin_id: UUID | None
) -> FieldError | None:
    after = level.lying(state) + change
    if after > LARGEST_QUANTITY:
        return _of_quantity(line, "too_large", zh="数量过大", en="the quantity is too large")
    if state is StockState.DEFECTIVE and after < 0:
        zh, en = (
            f"{line.sku} 在 {line.warehouse} 只有 {level.defective} 件次品",
            f"only {level.defective} of {line.sku} lie defective there",
        )
        return _of_quantity(line, "too_little_defective", zh=zh, en=en)
    if state is StockState.GOOD and change < 0 and after < level.reserved:
        zh = f"入账后 {line.sku} 在 {line.warehouse} 剩 {after} 件，少于已预留的 {level.reserved} 件"
        en = f"{after} of {line.sku} would be left in {line.warehouse}, but {level.reserved} are promised"
        return _of_quantity(line, "promised_stock", zh=zh, en=en)
    free = sum(card.free for card in _cards(stock, line, level, state, bin_id))
    if -change > free:
        zh = f"{line.bin or line.warehouse} 中 {line.sku} 只有 {free} 件可动用，其余已在拣货单上"
        en = f"only {free} of {line.sku} can be taken out of {line.bin or line.warehouse}; the rest is on pick lists"
        return _of_quantity(line, "too_few_in_bin", zh=zh, en=en)
    return None


def _of_quantity(line: MovementLine, code: str, *, zh: str, en: str) -> FieldError:
    return FieldError(pointer=f"{line.pointer}/quantity", code=code, zh=zh, en=en)
