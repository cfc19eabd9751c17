"""Goods go from bin to bin: put away, moved, put back (rule WMS-6)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from warehouse.domain.ledger import MovementKind
from warehouse.domain.stock import MovementsRefused, StockState
from warehouse.domain.warehouse import BinKind
from warehouse.store.carrying import carry
from warehouse.store.gate import enter_together
from warehouse.store.places import BinKey, find_bins_of, find_warehouse
from warehouse.store.stock import HeldStock


@dataclass(frozen=True, slots=True, kw_only=True)
class Carriage:
    pointer: str
    sku: str
    lot: str
    state: StockState
    quantity: int
    source: str
    target: str


async def move_goods(uow: UnitOfWork, *, warehouse: str, lines: Sequence[Carriage], document: str) -> None:
    """All or nothing. What pick lists are fetching stays where it is. Raises WarehouseNotFound, MovementsRefused with every wrong line."""
    await enter_together(uow.session)
    place = await find_warehouse(uow, code=warehouse)
    bins = await find_bins_of(uow, keys={(warehouse, code) for line in lines for code in (line.source, line.target)})
    stock = await HeldStock.begin(uow)
    await stock.hold_cards({line.sku for line in lines})
    await stock.cards.know_bins(bins.values())
    receiving = stock.cards.area(place.id, BinKind.RECEIVING)
    errors: list[FieldError] = []
    for line in lines:
        wrong = list(_unknown(line, warehouse, bins))
        card = None if wrong else stock.cards.find((bins[warehouse, line.source], line.sku, line.lot, line.state))
        if not wrong and (card is None or card.free < line.quantity):
            wrong = [_too_few(line, 0 if card is None else card.free)]
        errors += wrong
        if card is not None and not wrong:
            kind = MovementKind.PUT_AWAY if card.bin_id == receiving else MovementKind.MOVE
            carry(stock, card, line.quantity, to=bins[warehouse, line.target], kind=kind, reason=kind, document=document)
    if errors:
        raise MovementsRefused(errors=errors, count=len(errors))
    await stock.save()
    uow.audit("stock.carried", noun="stock", noun_id=document or warehouse, after={"lines": len(lines)})
    uow.changed("stock", *{line.sku for line in lines})


def _unknown(line: Carriage, warehouse: str, bins: Mapping[BinKey, UUID]) -> Iterable[FieldError]:
    for field, code in (("from", line.source), ("to", line.target)):
        if (warehouse, code) not in bins:
            zh, en = f"仓库 {warehouse} 没有货位 {code}", f"{warehouse} has no bin {code}"
            yield FieldError(pointer=f"{line.pointer}/{field}", code="unknown_bin", zh=zh, en=en)
    if line.source == line.target:
        yield FieldError(pointer=f"{line.pointer}/to", code="same_bin", zh="原货位与目标货位相同", en="it lies there already")


def _too_few(line: Carriage, free: int) -> FieldError:
    zh = f"货位 {line.source} 中 {line.sku} 可动用 {free} 件"
    en = f"{free} of {line.sku} can be taken out of {line.source}"
    return FieldError(pointer=f"{line.pointer}/quantity", code="too_few_in_bin", zh=zh, en=en)
