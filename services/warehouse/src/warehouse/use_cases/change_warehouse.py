"""Names, place, rank and use of a warehouse."""

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from warehouse.domain.warehouse import Warehouse
from warehouse.store.gate import enter_alone
from warehouse.store.places import lock_warehouse
from warehouse.store.reservations import serve_waiting, tell_reserved
from warehouse.store.stock import HeldStock, skus_lying_in


async def change_warehouse(
    uow: UnitOfWork,
    *,
    code: str,
    expected_version: int,
    name_zh: str | None,
    name_en: str | None,
    province: str | None,
    rank: int | None,
    active: bool | None,
) -> Warehouse:
    """What is None stays. One that is no longer active promises no stock; what it has promised still leaves.

    Raises WarehouseNotFound, VersionStale.
    """
    await enter_alone(uow.session)
    warehouse = await lock_warehouse(uow, code=code)
    check_version(expected=expected_version, actual=warehouse.version)
    was_active = warehouse.active
    before = warehouse.change(name_zh=name_zh, name_en=name_en, province=province, rank=rank, active=active)
    await uow.session.flush()
    if warehouse.active and not was_active:
        await _offer_to_waiting(uow, warehouse)
    uow.audit("warehouse.changed", noun="warehouse", noun_id=code, before=before, after={name: getattr(warehouse, name) for name in before})
    uow.changed("warehouse", code)
    return warehouse


async def _offer_to_waiting(uow: UnitOfWork, warehouse: Warehouse) -> None:
    """What lies in a warehouse that opens is stock that came in."""
    stock = await HeldStock.begin(uow)
    skus = await skus_lying_in(uow, warehouse_id=warehouse.id)
    await stock.hold(skus)
    results = await serve_waiting(uow, stock=stock, skus=skus)
    await stock.save()
    tell_reserved(uow, results)
