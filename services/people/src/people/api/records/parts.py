"""What the routes of meetings, tasks and files share: fields, and who asks."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from pydantic import StringConstraints

from chassis.actor import Actor
from chassis.auth import requires
from chassis.refusals import Conflict
from chassis.routes import Reader
from people.permissions import Permission
from people.queries.organisation.structure import units_below, units_led_by
from people.queries.organisation.visibility import employee_of
from people.queries.records.meetings import Seer

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Maybe = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
GivenReason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=500)]

MayReadMeetings = Annotated[Actor, Depends(requires(Permission.READ_MEETINGS))]
MayHold = Annotated[Actor, Depends(requires(Permission.HOLD_MEETINGS))]
MayWork = Annotated[Actor, Depends(requires(Permission.WORK_TASKS))]
MayReadFiles = Annotated[Actor, Depends(requires(Permission.READ_FILES))]
MayFile = Annotated[Actor, Depends(requires(Permission.FILE_DOCUMENTS))]
MayOverseeFiles = Annotated[Actor, Depends(requires(Permission.OVERSEE_FILES))]


class NobodysAccount(Conflict):
    code = "nobodys_account"
    rule = "ORG-9"
    zh = "您的账号没有对应的员工，不能召集会议或处理任务。"
    en = "Your account is no employee's: it can neither run a meeting nor work on tasks."


async def seer_of(reader: Reader, actor: Actor, today: date) -> Seer:
    own = await employee_of(reader, actor)
    led = [] if own is None else await units_led_by(reader, employee_id=own, on=today)
    below = await units_below(reader, units=led, on=today) if led else []
    return Seer(own=own, led=below, all=actor.may(Permission.OVERSEE_MEETINGS))


async def changer_of(reader: Reader, actor: Actor) -> UUID | None:
    """None for who oversees all meetings; else the employee. Raises NobodysAccount."""
    if actor.may(Permission.OVERSEE_MEETINGS):
        return None
    own = await employee_of(reader, actor)
    if own is None:
        raise NobodysAccount
    return own
