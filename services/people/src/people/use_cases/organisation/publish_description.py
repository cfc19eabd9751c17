from datetime import date
from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.ids import shown_position
from people.domain.organisation.description import DescriptionFixed, EffectiveInThePast, SuperiorInACircle, check_complete
from people.domain.organisation.forbidden_requirement import check_requirements
from people.domain.organisation.position import DescriptionState, PositionDescription
from people.domain.organisation.position_text import text_of
from people.store.organisation.positions import description_in_force, descriptions_of, lock_description, lock_position, roles_of
from people.store.organisation.units import enter_tree
from people.store.rights import must_grant


async def publish_description(
    uow: UnitOfWork, *, position_id: UUID, number: int, expected_version: int, effective_from: date, today: date
) -> PositionDescription:
    """From then on it never changes. Who publishes holds all that its roles give (rule ORG-7).

    Raises PositionNotFound, DescriptionNotFound, VersionStale, DescriptionFixed, EffectiveInThePast, DescriptionIncomplete, AgeRangeTurned,
    IndicatorUnknown, RequirementForbidden, SuperiorInACircle, GrantsMoreThanHeld, GrantsMoreReach.
    """
    # Two who publish at once could each make half of a circle.
    await enter_tree(uow)
    await lock_position(uow, position_id)
    draft = await lock_description(uow, position_id=position_id, number=number)
    check_version(expected=expected_version, actual=draft.version)
    if draft.state != DescriptionState.DRAFT:
        raise DescriptionFixed
    published = [version for version in await descriptions_of(uow, position_id) if version.state == DescriptionState.PUBLISHED]
    if published and effective_from < today:
        raise EffectiveInThePast
    text = text_of(draft)
    check_requirements(text)
    check_complete(text)
    before = await description_in_force(uow, position_id=position_id, on=effective_from)
    added = set(draft.role_ids) - set(before.role_ids if before else [])
    await must_grant(uow, await roles_of(uow, list(added)))
    await _check_superiors(uow, draft, on=effective_from)
    draft.state = DescriptionState.PUBLISHED
    draft.effective_from = effective_from
    draft.published_at = uow.now
    draft.published_by = uow.actor.name
    draft.version += 1
    await uow.session.flush()
    after: dict[str, object] = {"number": number, "effective_from": effective_from.isoformat(), "title_zh": draft.title_zh}
    uow.audit("description.published", noun="position", noun_id=shown_position(position_id), after=after)
    uow.changed("position", shown_position(position_id))
    return draft


async def _check_superiors(uow: UnitOfWork, draft: PositionDescription, *, on: date) -> None:
    seen: set[UUID] = set()
    above = draft.superior_id
    first = above
    while above is not None and above not in seen:
        described = await description_in_force(uow, position_id=above, on=on)
        if above == draft.position_id:
            named = await description_in_force(uow, position_id=first, on=on) if first else None
            raise SuperiorInACircle(position=named.title_zh if named else draft.title_zh)
        seen.add(above)
        above = described.superior_id if described else None
