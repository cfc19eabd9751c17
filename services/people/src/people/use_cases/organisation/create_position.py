from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.ids import shown_position, shown_unit
from people.domain.organisation.description import DescriptionText
from people.domain.organisation.position import Position, PositionCodeTaken
from people.domain.organisation.position_text import draft_of
from people.domain.organisation.timeline import UnitNotThere
from people.store.organisation.positions import add_description, add_position, check_references, position_code_taken
from people.store.organisation.units import enter_tree, load_spans, lock_unit


async def create_position(uow: UnitOfWork, *, code: str, unit_id: UUID, text: DescriptionText) -> Position:
    """With the first draft of its description. Raises UnitNotFound, UnitNotThere, PositionCodeTaken, RoleUnknown, PositionNotFound."""
    # Two positions of one code come one after the other.
    await enter_tree(uow)
    await lock_unit(uow, unit_id)
    ends = (await load_spans(uow))[unit_id][-1].valid_until
    if ends is not None:
        raise UnitNotThere(day=ends)
    if await position_code_taken(uow, code):
        raise PositionCodeTaken(position=code)
    await check_references(uow, role_ids=text.role_ids, superior_id=text.superior_id)
    position = Position(id=new_id(), code=code, unit_id=unit_id, created_at=uow.now, closed_on=None, version=1)
    await add_position(uow, position)
    await add_description(uow, draft_of(text, position_id=position.id, number=1, written_by=uow.actor.name))
    after: dict[str, object] = {"code": code, "unit_id": shown_unit(unit_id), "title_zh": text.title_zh}
    uow.audit("position.created", noun="position", noun_id=shown_position(position.id), after=after)
    uow.changed("position", shown_position(position.id))
    return position
