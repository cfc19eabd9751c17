from uuid import UUID

from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from people.domain.training.training import Audience, AudienceUnknown
from people.store.training.trainings import unknown_places


async def check_audience(uow: UnitOfWork, audience: Audience, *, unit_id: UUID | None) -> None:
    """Raises AudienceEmpty, AudienceUnknown."""
    audience.check()
    units = [*audience.unit_ids, *([] if unit_id is None else [unit_id])]
    unknown = await unknown_places(uow, units=units, positions=audience.position_ids)
    if unknown:
        errors = [
            FieldError(pointer="/audience", code="unknown", zh="部门或岗位不存在", en="there is no such unit or position") for _ in unknown
        ]
        raise AudienceUnknown(errors=errors, count=len(unknown))
