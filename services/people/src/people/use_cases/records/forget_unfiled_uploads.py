from datetime import timedelta

from chassis.uow import UnitOfWork
from people.store.records.documents import sweep_uploads

KEEP = timedelta(days=1)


async def forget_unfiled_uploads(uow: UnitOfWork) -> None:
    """What somebody began to upload and never filed."""
    await sweep_uploads(uow, before=uow.now - KEEP)
