"""A parcel comes back to the receiving desk."""

from dataclasses import dataclass

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from warehouse.domain.carrier import ANY_NUMBER, plain_number
from warehouse.domain.return_refusals import ReturnNotFound, ReturnNumberMalformed
from warehouse.domain.returns import ReturnParcel, ReturnState
from warehouse.store.carriers import find_carrier
from warehouse.store.numbers import take_return_number
from warehouse.store.places import find_warehouse
from warehouse.store.returns import enter_desk, expected_under, join_return, parcel_under, sees_parcel


@dataclass(frozen=True, kw_only=True)
class Received:
    """`before`: this number was received already; nothing was changed."""

    parcel: ReturnParcel
    before: bool


async def receive_return(
    uow: UnitOfWork, *, tracking_number: str, warehouse: str, carrier_code: str | None, sender: str, note: str
) -> Received:
    """Matched at once to all that is expected under its number; without that it goes into the pool. The same scan again has no effect.

    Raises ReturnNumberMalformed, WarehouseNotFound, CarrierUnknown; ReturnNotFound when the caller is limited to shops that do not await it.
    """
    plain = plain_number(tracking_number)
    if ANY_NUMBER.fullmatch(plain) is None:
        raise ReturnNumberMalformed(tracking_number=tracking_number)
    site = await find_warehouse(uow, code=warehouse)
    if carrier_code is not None:
        await find_carrier(uow, code=carrier_code)
    await enter_desk(uow)
    parcel = await parcel_under(uow, tracking_number=plain)
    before = parcel is not None
    if parcel is None:
        parcel = ReturnParcel(
            id=new_id(),
            number=await take_return_number(uow),
            warehouse_id=site.id,
            tracking_number=plain,
            carrier_code=carrier_code,
            state=ReturnState.UNKNOWN,
            sender=sender,
            note=note,
            arrived_at=uow.now,
            arrived_by=uow.actor.name,
            version=1,
            matches=[],
            findings=[],
        )
        uow.session.add(parcel)
        uow.audit("return.received", noun="return", noun_id=parcel.number, after={"tracking_number": plain, "warehouse": warehouse})
        uow.changed("return", parcel.number)
        for expected in await expected_under(uow, tracking_number=plain):
            await join_return(uow, parcel, expected)
    if not sees_parcel(uow, parcel):
        raise ReturnNotFound(number=plain)
    return Received(parcel=parcel, before=before)
