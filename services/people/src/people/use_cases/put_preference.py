from datetime import datetime
from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.preference import MOST_PER_ACCOUNT, TooManyPreferences, storable
from people.store.preferences import count_other_preferences, save_preference


async def put_preference(uow: UnitOfWork, *, account_id: UUID, key: str, value: object, now: datetime) -> None:
    """Raises PreferenceTooLarge, PreferenceNotStorable, TooManyPreferences."""
    content = storable(value)
    if await count_other_preferences(uow, account_id, key) >= MOST_PER_ACCOUNT:
        raise TooManyPreferences
    await save_preference(uow, account_id, key, value=content, now=now)
