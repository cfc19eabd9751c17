from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.preference import PreferenceNotFound
from people.store.preferences import remove_preference


async def delete_preference(uow: UnitOfWork, *, account_id: UUID, key: str) -> None:
    """Raises PreferenceNotFound."""
    if not await remove_preference(uow, account_id, key):
        raise PreferenceNotFound
