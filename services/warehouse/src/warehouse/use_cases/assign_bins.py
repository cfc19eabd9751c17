"""Fixed places: which SKU belongs into which bin (rule WMS-6)."""

from collections.abc import Mapping

from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from warehouse.domain.stock import MovementsRefused
from warehouse.store.carrying import carry_home
from warehouse.store.gate import enter_together
from warehouse.store.places import find_bins, find_warehouse, place_skus
from warehouse.store.stock import HeldStock


async def assign_bins(uow: UnitOfWork, *, warehouse: str, bins: Mapping[str, str]) -> None:
    """`bins` by SKU, all or nothing. What lies in the old place or has just come in goes there. Raises WarehouseNotFound, MovementsRefused (a SKU that does not lie there, a bin that is not there)."""
    await enter_together(uow.session)
    place = await find_warehouse(uow, code=warehouse)
    known = await find_bins(uow, warehouse_id=place.id, codes=bins.values())
    stock = await HeldStock.begin(uow)
    await stock.hold_cards(bins)
    errors: list[FieldError] = []
    for number, (sku, code) in enumerate(bins.items()):
        if code not in known:
            pointer = f"/lines/{number}/bin"
            errors.append(FieldError(pointer=pointer, code="unknown_bin", zh=f"没有货位 {code}", en=f"there is no bin {code}"))
        if (sku, place.id) not in stock.levels:
            pointer, zh, en = f"/lines/{number}/sku", f"{sku} 不在该仓库", f"{sku} does not lie in this warehouse"
            errors.append(FieldError(pointer=pointer, code="unknown_sku", zh=zh, en=en))
    if errors:
        raise MovementsRefused(errors=errors, count=len(errors))
    await stock.cards.know_bins(known.values())
    for sku, code in bins.items():
        carry_home(stock, sku, place.id, to=known[code])
    await stock.save()
    await place_skus(uow, warehouse_id=place.id, bins={sku: known[code] for sku, code in bins.items()})
    uow.audit("stock.placed", noun="stock", noun_id=warehouse, after=dict(bins))
    uow.changed("stock", *bins)
