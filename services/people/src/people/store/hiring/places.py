"""What the position of a candidate's requisition asks for."""

from datetime import date

from chassis.uow import UnitOfWork
from people.domain.hiring.candidate import Candidate
from people.domain.hiring.requisition import Requisition
from people.domain.organisation.position import PositionDescription
from people.store.organisation.positions import description_in_force


async def description_for(uow: UnitOfWork, candidate: Candidate, *, on: date) -> PositionDescription | None:
    requisition = await uow.session.get_one(Requisition, candidate.requisition_id)
    return await description_in_force(uow, position_id=requisition.position_id, on=on)
