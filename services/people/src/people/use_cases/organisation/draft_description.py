from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.ids import shown_position
from people.domain.organisation.description import DescriptionText, DraftThere
from people.domain.organisation.position import DescriptionState, PositionDescription
from people.domain.organisation.position_text import draft_of
from people.store.organisation.positions import add_description, check_references, descriptions_of, lock_position


async def draft_description(uow: UnitOfWork, *, position_id: UUID, text: DescriptionText) -> PositionDescription:
    """The next version, one draft at a time. Raises PositionNotFound, DraftThere, RoleUnknown, PositionNotFound."""
    await lock_position(uow, position_id)
    versions = await descriptions_of(uow, position_id)
    draft = next((version for version in versions if version.state == DescriptionState.DRAFT), None)
    if draft is not None:
        raise DraftThere(number=draft.number)
    await check_references(uow, role_ids=text.role_ids, superior_id=text.superior_id)
    number = max((version.number for version in versions), default=0) + 1
    made = draft_of(text, position_id=position_id, number=number, written_by=uow.actor.name)
    await add_description(uow, made)
    uow.audit("description.drafted", noun="position", noun_id=shown_position(position_id), after={"number": number})
    uow.changed("position", shown_position(position_id))
    return made
