from dataclasses import dataclass
from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.ids import shown_enrolment, shown_training
from people.domain.training.enrolment import EnrolmentNotFound, NotTakenPart
from people.store.training.enrolments import keep_rating, lock_enrolment


@dataclass(frozen=True, kw_only=True)
class Opinion:
    content: int
    teaching: int
    usefulness: int
    comment: str


async def rate_training(uow: UnitOfWork, *, enrolment_id: UUID, opinion: Opinion, only_of: UUID | None) -> None:
    """By whoever took part; `only_of` None: entered for an outside party. Who said what is not shown. Raises EnrolmentNotFound, NotTakenPart."""
    enrolment = await lock_enrolment(uow, enrolment_id)
    if enrolment.employee_id != only_of:
        raise EnrolmentNotFound
    if enrolment.outcome is None and not enrolment.took_part:
        raise NotTakenPart(name=enrolment.name)
    rating = {
        "enrolment_id": enrolment_id,
        "training_id": enrolment.training_id,
        "content": opinion.content,
        "teaching": opinion.teaching,
        "usefulness": opinion.usefulness,
        "comment": opinion.comment,
        "rated_at": uow.now,
    }
    await keep_rating(uow, rating)
    uow.audit("training.rated", noun="enrolment", noun_id=shown_enrolment(enrolment_id))
    uow.changed("training", shown_training(enrolment.training_id))
