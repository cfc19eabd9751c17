from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.ids import shown_position
from people.domain.organisation.description import DescriptionFixed
from people.domain.organisation.position import DescriptionState
from people.store.organisation.positions import delete_description, lock_description


async def delete_draft(uow: UnitOfWork, *, position_id: UUID, number: int, expected_version: int) -> None:
    """Raises DescriptionNotFound, VersionStale, DescriptionFixed."""
    draft = await lock_description(uow, position_id=position_id, number=number)
    check_version(expected=expected_version, actual=draft.version)
    if draft.state != DescriptionState.DRAFT:
        raise DescriptionFixed
    await delete_description(uow, draft)
    uow.audit("description.deleted", noun="position", noun_id=shown_position(position_id), before={"number": number})
    uow.changed("position", shown_position(position_id))
