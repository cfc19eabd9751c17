from datetime import date
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.ids import shown_position, shown_unit
from people.domain.organisation.position import DescriptionState, Position
from people.domain.organisation.position_text import draft_of
from people.domain.organisation.preset import Preset, PresetPosition
from people.domain.organisation.timeline import Span, UnitFacts
from people.domain.organisation.unit import OrganisationNotEmpty, Unit
from people.domain.role import Role
from people.store.organisation.positions import add_description, add_position, standard_roles
from people.store.organisation.units import add_unit, enter_tree, is_empty
from people.store.rights import must_grant


async def apply_preset(uow: UnitOfWork, *, preset: Preset, valid_from: date) -> None:
    """The whole organisation at once, its positions published; headcounts are the company's to plan (rule ORG-3).

    Raises OrganisationNotEmpty, GrantsMoreThanHeld, GrantsMoreReach.
    """
    await enter_tree(uow)
    if not await is_empty(uow):
        raise OrganisationNotEmpty
    roles = await standard_roles(uow)
    named = {role for unit in preset.units for position in unit.positions for role in position.roles}
    await must_grant(uow, [roles[name] for name in sorted(named & set(roles))])
    top: UUID | None = None
    positions: dict[str, UUID] = {}
    for place, unit in enumerate(preset.units):
        made = Unit(id=new_id(), code=unit.code, created_at=uow.now, version=1)
        facts = UnitFacts(parent_id=top, name_zh=unit.name_zh, name_en=unit.name_en, head_id=None, deputy_id=None, place=place)
        await add_unit(uow, made, [Span(valid_from=valid_from, valid_until=None, facts=facts)])
        top = top or made.id
        uow.audit(
            "unit.created", noun="unit", noun_id=shown_unit(made.id), after={"code": unit.code, "preset": preset.code, **facts.shown()}
        )
        uow.changed("unit", shown_unit(made.id))
        for position in unit.positions:
            positions[position.code] = await _add(uow, position, unit_id=made.id, above=positions, roles=roles, valid_from=valid_from)


async def _add(
    uow: UnitOfWork, position: PresetPosition, *, unit_id: UUID, above: dict[str, UUID], roles: dict[str, Role], valid_from: date
) -> UUID:
    made = Position(id=new_id(), code=position.code, unit_id=unit_id, created_at=uow.now, closed_on=None, version=1)
    await add_position(uow, made)
    text = position.text().model_copy(
        update={
            "superior_id": above[position.reports_to] if position.reports_to else None,
            "role_ids": [roles[name].id for name in position.roles if name in roles],
        }
    )
    description = draft_of(text, position_id=made.id, number=1, written_by=uow.actor.name)
    description.state = DescriptionState.PUBLISHED
    description.effective_from = valid_from
    description.published_at = uow.now
    description.published_by = uow.actor.name
    await add_description(uow, description)
    after: dict[str, object] = {"code": position.code, "unit_id": shown_unit(unit_id), "title_zh": position.title_zh}
    uow.audit("position.created", noun="position", noun_id=shown_position(made.id), after=after)
    uow.changed("position", shown_position(made.id))
    return made.id
