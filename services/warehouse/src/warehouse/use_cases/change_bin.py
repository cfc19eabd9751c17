"""Zone, place in the walk, and use of a bin (rule WMS-6)."""

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from warehouse.domain.warehouse import Bin
from warehouse.store.places import find_warehouse, lock_bin


async def change_bin(
    uow: UnitOfWork,
    *,
    warehouse: str,
    code: str,
    expected_version: int,
    zone: str | None,
    sort_order: int | None,
    active: bool | None,
) -> Bin:
    """What is None stays. Raises WarehouseNotFound, BinNotFound, VersionStale."""
    place = await find_warehouse(uow, code=warehouse)
    changed = await lock_bin(uow, warehouse_id=place.id, code=code)
    check_version(expected=expected_version, actual=changed.version)
    before = changed.change(zone=zone, sort_order=sort_order, active=active)
    after = {name: getattr(changed, name) for name in before}
    uow.audit("bin.changed", noun="bin", noun_id=f"{warehouse}/{code}", before=before, after=after)
    uow.changed("bin", code)
    return changed
