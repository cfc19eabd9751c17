"""Who sent an unknown parcel, and what it looks like."""

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from warehouse.domain.returns import ReturnParcel
from warehouse.store.returns import enter_desk, find_parcel_of_actor


async def describe_return(uow: UnitOfWork, *, number: str, sender: str, note: str, expected_version: int) -> ReturnParcel:
    """Raises ReturnNotFound, ReturnIsClosed, VersionStale."""
    await enter_desk(uow)
    parcel = await find_parcel_of_actor(uow, number=number)
    check_version(expected=expected_version, actual=parcel.version)
    parcel.must_be_open()
    parcel.sender, parcel.note = sender.strip(), note.strip()
    parcel.version += 1
    # Who the sender is stays out of the audit trail: it may be a person.
    uow.audit("return.described", noun="return", noun_id=number)
    uow.changed("return", number)
    return parcel
