"""What the routes of the organisation share."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated

from fastapi import Depends, Query
from pydantic import StringConstraints

from chassis.actor import Actor
from chassis.auth import CurrentActor, requires
from chassis.routes import Here, Reader
from people.domain.ids import EmployeeId
from people.domain.organisation.employee import EmployeeNotFound
from people.permissions import Permission
from people.queries.organisation.visibility import reaches

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
GivenReason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=500)]


async def company_day(here: Here) -> date:
    return here.clock.today()


async def asked_day(today: Annotated[date, Depends(company_day)], on: Annotated[date | None, Query()] = None) -> date:
    """The day that is asked about; today in the company's calendar where none is named."""
    return on or today


Today = Annotated[date, Depends(company_day)]
OnDay = Annotated[date, Depends(asked_day)]
MayRead = Annotated[Actor, Depends(requires(Permission.READ_ORGANISATION))]
MayChange = Annotated[Actor, Depends(requires(Permission.CHANGE_ORGANISATION))]


def reaches_employee(permission: str) -> Callable[..., Awaitable[None]]:
    """The employee of the path is one that the caller's roles with this permission reach (docs/adr/0015). Raises Forbidden, EmployeeNotFound."""

    async def check(employee_id: EmployeeId, actor: CurrentActor, reader: Reader, today: Today) -> None:
        # Dependencies of a route come first: who may not at all is told so.
        actor.must(permission)
        if not await reaches(reader, actor=actor, permission=permission, employee_id=employee_id, on=today):
            raise EmployeeNotFound

    return check
