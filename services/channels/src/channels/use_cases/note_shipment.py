from channels.domain.write_back import WriteBack, WriteBackKind, WriteBackState
from channels.store.write_backs import note_once
from chassis.ids import new_id
from chassis.uow import UnitOfWork
from contracts.orders import OrderShipped


async def note_shipment(uow: UnitOfWork, *, shipped: OrderShipped) -> None:
    """The shop is to be told. Safe to run twice: one notice for each order and shipment."""
    made = await note_once(
        uow,
        WriteBack(
            id=new_id(), shop_id=shipped.shop_id, order_id=shipped.order_id, order_number=shipped.number,
            platform_order_no=shipped.platform_order_no, shipment_number=shipped.shipment_number, carrier_code=shipped.carrier_code,
            tracking_number=shipped.tracking_number, lines=[line.model_dump(mode="json") for line in shipped.lines],
            shipped_at=shipped.shipped_at, kind=WriteBackKind.SHIPMENT, refund=None, state=WriteBackState.PENDING, unsure=False, attempts=0, next_try_at=uow.now, claimed_at=None,
            last_code="", last_detail="", created_at=uow.now, updated_at=uow.now, told_at=None,
        ),
    )  # fmt: skip
    if made:
        uow.changed("write_back", shipped.shop_id)
