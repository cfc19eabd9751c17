from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.ids import shown_position
from people.domain.organisation.description import DescriptionFixed, DescriptionText
from people.domain.organisation.position import DescriptionState, PositionDescription
from people.domain.organisation.position_text import write
from people.store.organisation.positions import check_references, lock_description


async def change_draft(
    uow: UnitOfWork, *, position_id: UUID, number: int, expected_version: int, text: DescriptionText
) -> PositionDescription:
    """Raises DescriptionNotFound, VersionStale, DescriptionFixed, RoleUnknown, PositionNotFound."""
    draft = await lock_description(uow, position_id=position_id, number=number)
    check_version(expected=expected_version, actual=draft.version)
    if draft.state != DescriptionState.DRAFT:
        raise DescriptionFixed
    await check_references(uow, role_ids=text.role_ids, superior_id=text.superior_id)
    write(draft, text)
    draft.version += 1
    await uow.session.flush()
    uow.audit("description.changed", noun="position", noun_id=shown_position(position_id), after={"number": number})
    uow.changed("position", shown_position(position_id))
    return draft
