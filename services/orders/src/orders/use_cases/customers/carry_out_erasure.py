"""Somebody else than who asked erases a customer's personal data; orders and amounts stay (rule ORD-5)."""

from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.customers.erasure import (
    CustomerErasure,
    ErasureByAnother,
    ErasureFileChanged,
    ErasureNotFound,
    ErasureSettled,
    ErasureState,
)
from orders.domain.customers.file import CustomerNotFound
from orders.store.customers.erasing import bases_of, erase_file, lock_erasure
from orders.store.customers.files import file_of, lock_files, must_see_all


async def carry_out_erasure(uow: UnitOfWork, *, erasure_id: UUID, comment: str) -> CustomerErasure:
    """Raises ErasureNotFound, ErasureSettled, ErasureByAnother, ErasureFileChanged, ErasureWhileOpen, CustomerInOtherShops."""
    await lock_files(uow)
    erasure = await lock_erasure(uow, erasure_id)
    if erasure is None:
        raise ErasureNotFound
    if erasure.state != ErasureState.ASKED:
        raise ErasureSettled
    if erasure.asked_by_id == uow.actor.id:
        raise ErasureByAnother
    try:
        file = await file_of(uow, erasure.customer_id)
    except CustomerNotFound as error:
        raise ErasureNotFound from error
    await must_see_all(uow, uow.actor, file)
    if await bases_of(uow, file) != erasure.bases:
        raise ErasureFileChanged
    await erase_file(uow, erasure, file=file, comment=comment)
    return erasure
