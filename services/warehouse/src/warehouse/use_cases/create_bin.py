"""A new place in a warehouse (rule WMS-6)."""

from sqlalchemy.exc import IntegrityError

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from warehouse.domain.warehouse import Bin, BinCodeTaken
from warehouse.store.places import bin_code_is_taken, find_warehouse


async def create_bin(uow: UnitOfWork, *, warehouse: str, code: str, zone: str, sort_order: int) -> Bin:
    """Raises WarehouseNotFound, BinCodeTaken."""
    place = await find_warehouse(uow, code=warehouse)
    if await bin_code_is_taken(uow, warehouse_id=place.id, code=code):
        raise BinCodeTaken(code=code)
    made = Bin(id=new_id(), warehouse_id=place.id, code=code, zone=zone, sort_order=sort_order, active=True, version=1, created_at=uow.now)
    uow.session.add(made)
    try:
        await uow.session.flush()
    except IntegrityError as error:
        # Somebody else took the code a moment ago.
        raise BinCodeTaken(code=code) from error
    uow.audit("bin.created", noun="bin", noun_id=f"{warehouse}/{code}", after={"zone": zone, "sort_order": sort_order})
    uow.changed("bin", code)
    return made
