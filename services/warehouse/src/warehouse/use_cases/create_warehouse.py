"""A new warehouse."""

from sqlalchemy.exc import IntegrityError

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from warehouse.domain.warehouse import Warehouse, WarehouseCodeTaken
from warehouse.store.places import add_areas, warehouse_code_is_taken


async def create_warehouse(uow: UnitOfWork, *, code: str, name_zh: str, name_en: str, province: str, rank: int) -> Warehouse:
    """Raises WarehouseCodeTaken."""
    if await warehouse_code_is_taken(uow, code=code):
        raise WarehouseCodeTaken(code=code)
    made = Warehouse(
        id=new_id(),
        code=code,
        name_zh=name_zh,
        name_en=name_en,
        province=province,
        rank=rank,
        active=True,
        version=1,
        created_at=uow.now,
    )
    uow.session.add(made)
    try:
        await uow.session.flush()
    except IntegrityError as error:
        # Somebody else took the code a moment ago.
        raise WarehouseCodeTaken(code=code) from error
    await add_areas(uow, warehouse_id=made.id)
    after: dict[str, object] = {"name_zh": name_zh, "name_en": name_en, "province": province, "rank": rank}
    uow.audit("warehouse.created", noun="warehouse", noun_id=code, after=after)
    uow.changed("warehouse", code)
    return made
