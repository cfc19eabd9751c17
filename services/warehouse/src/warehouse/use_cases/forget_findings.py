"""The inspection of a parcel starts over."""

from chassis.uow import UnitOfWork
from warehouse.domain.returns import ReturnParcel
from warehouse.store.returns import enter_desk, find_parcel_of_actor


async def forget_findings(uow: UnitOfWork, *, number: str) -> ReturnParcel:
    """Raises ReturnNotFound, ReturnIsClosed, ReturnIsUnknown."""
    await enter_desk(uow)
    parcel = await find_parcel_of_actor(uow, number=number)
    before: dict[str, object] = {"pieces": sum(finding.quantity for finding in parcel.findings)}
    parcel.forget_findings()
    uow.audit("return.findings_forgotten", noun="return", noun_id=number, before=before)
    uow.changed("return", number)
    return parcel
