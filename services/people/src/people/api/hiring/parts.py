"""What the routes of this area share: who may, whose file, and opening what is sealed."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from pydantic import StringConstraints
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.auth import requires
from chassis.ids import read_id
from chassis.refusals import Forbidden
from chassis.routes import Body
from people.domain.organisation.employee import EmployeeNotFound
from people.permissions import Permission
from people.queries.organisation.visibility import employee_of, people_of, reaches, visible_to

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Told = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
GivenReason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=500)]
Writing = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=8000)]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000)]

MayReadRequisitions = Annotated[Actor, Depends(requires(Permission.READ_REQUISITIONS))]
MayOpenRequisitions = Annotated[Actor, Depends(requires(Permission.OPEN_REQUISITIONS))]
MayReadCandidates = Annotated[Actor, Depends(requires(Permission.READ_CANDIDATES))]
MayKeepCandidates = Annotated[Actor, Depends(requires(Permission.KEEP_CANDIDATES))]
MayInterview = Annotated[Actor, Depends(requires(Permission.INTERVIEW_CANDIDATES))]
MayRevealCandidates = Annotated[Actor, Depends(requires(Permission.REVEAL_CANDIDATES))]
MayOffer = Annotated[Actor, Depends(requires(Permission.MAKE_OFFERS))]
MayHire = Annotated[Actor, Depends(requires(Permission.HIRE_EMPLOYEES))]
MayMove = Annotated[Actor, Depends(requires(Permission.MOVE_EMPLOYEES))]
MayDecideProbation = Annotated[Actor, Depends(requires(Permission.DECIDE_PROBATIONS))]
MayHandleLeavings = Annotated[Actor, Depends(requires(Permission.HANDLE_LEAVINGS))]
MayKeepFiles = Annotated[Actor, Depends(requires(Permission.KEEP_PERSONNEL_FILES))]
MayReadFiles = Annotated[Actor, Depends(requires(Permission.READ_PERSONNEL_FILES))]
MayRecordConduct = Annotated[Actor, Depends(requires(Permission.RECORD_CONDUCT))]
MayUseOwnFile = Annotated[Actor, Depends(requires(Permission.USE_OWN_FILE))]


class GivenReasonOnly(Body):
    reason: GivenReason


def account_of_person(actor: Actor) -> UUID | None:
    """None for programs."""
    try:
        return read_id("acc", actor.id)
    except ValueError:
        return None


async def check_sees(reader: AsyncSession, *, actor: Actor, employee_id: UUID, sees_all: str, on: date) -> None:
    """Oneself, one's people, or everybody. Raises EmployeeNotFound."""
    visible = await visible_to(reader, actor=actor, sees_all=sees_all, on=on)
    if visible is not None and employee_id not in visible:
        raise EmployeeNotFound


async def check_own_or_all(reader: AsyncSession, *, actor: Actor, employee_id: UUID, sees_all: str, on: date) -> None:
    """Oneself, or whom the permission reaches: what is not for one's superior either. Raises EmployeeNotFound."""
    if await reaches(reader, actor=actor, permission=sees_all, employee_id=employee_id, on=on):
        return
    if await employee_of(reader, actor) != employee_id:
        raise EmployeeNotFound


async def check_leads(reader: AsyncSession, *, actor: Actor, employee_id: UUID, sees_all: str, on: date) -> None:
    """One's people, or whom the permission reaches; not oneself. Raises Forbidden, EmployeeNotFound."""
    if await reaches(reader, actor=actor, permission=sees_all, employee_id=employee_id, on=on):
        return
    own = await employee_of(reader, actor)
    if own is None or own == employee_id:
        raise Forbidden(permission=sees_all)
    if employee_id not in await people_of(reader, employee_id=own, on=on):
        raise EmployeeNotFound
