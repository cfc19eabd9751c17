from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.hiring.ids import shown
from people.domain.hiring.talk import Talk, TalkDaysWrong, TalkWithOneself
from people.domain.ids import shown_employee
from people.store.hiring.files import add_paper, employee_of_account
from people.store.organisation.employees import lock_employee


@dataclass(frozen=True, kw_only=True)
class TalkFacts:
    """`notes` in the clear, sealed here."""

    held_on: date
    notes: str
    next_on: date | None


async def record_talk(uow: UnitOfWork, *, employee_id: UUID, account_id: UUID | None, facts: TalkFacts) -> Talk:
    """By who led it (rule ORG-12). Raises NoEmployee, EmployeeNotFound, TalkWithOneself, TalkDaysWrong."""
    own = await employee_of_account(uow, account_id, on=uow.today)
    other = await lock_employee(uow, employee_id)
    if other.id == own.id:
        raise TalkWithOneself
    if facts.held_on > uow.today or (facts.next_on is not None and facts.next_on <= facts.held_on):
        raise TalkDaysWrong
    talk = Talk(
        id=new_id(),
        employee_id=other.id,
        with_id=own.id,
        held_on=facts.held_on,
        notes_sealed=uow.sealer.seal({"text": facts.notes}),
        next_on=facts.next_on,
        written_by=uow.actor.name,
        written_at=uow.now,
        version=1,
    )
    await add_paper(uow, talk)
    after: dict[str, object] = {"employee_id": shown_employee(other.id), "held_on": facts.held_on.isoformat()}
    uow.audit("talk.recorded", noun="talk", noun_id=shown("tlk", talk.id), after=after)
    uow.changed("personnel_file", shown_employee(other.id))
    return talk
