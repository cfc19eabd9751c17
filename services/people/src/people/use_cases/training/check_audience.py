from uuid import UUID

from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from people.domain.training.training import Audience, AudienceUnknown
from people.store.training.trainings import unknown_places


async def check_audience(uow: UnitOfWork, audience: Audience, *, unit_id: UUID | None) -> None:
    """Raises AudienceEmpty, AudienceUnknown."""
    audience.check()
    units = [*audience.unit_ids, *([] if unit_id is None else [unit_id])]
    unknown = set(await unknown_places(uow, units=units, positions=audience.position_ids))
    places = [(f"/audience/unit_ids/{number}", one) for number, one in enumerate(audience.unit_ids)]
    places += [(f"/audience/position_ids/{number}", one) for number, one in enumerate(audience.position_ids)]
    places += [] if unit_id is None else [("/unit_id", unit_id)]
    errors = [
        FieldError(pointer=pointer, code="unknown", zh="部门或岗位不存在", en="there is no such unit or position")
        for pointer, one in places
        if one in unknown
    ]
    if errors:
        raise AudienceUnknown(errors=errors, count=len(errors))
