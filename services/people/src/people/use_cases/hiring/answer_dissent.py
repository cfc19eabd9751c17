from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.hiring.dissent import Dissent, DissentOutcome, NotTheInstructor
from people.domain.hiring.ids import shown
from people.domain.ids import shown_employee
from people.store.hiring.files import employee_of_account, lock_dissent


async def answer_dissent(
    uow: UnitOfWork, *, dissent_id: UUID, expected_version: int, account_id: UUID | None, answer: str, outcome: DissentOutcome
) -> Dissent:
    """By who gave the instruction: it is upheld, changed or withdrawn. Raises DissentNotFound, NoEmployee, NotTheInstructor, VersionStale, DissentAnswered."""
    dissent = await lock_dissent(uow, dissent_id)
    own = await employee_of_account(uow, account_id, on=uow.today)
    if own.id != dissent.given_by_id:
        raise NotTheInstructor
    check_version(expected=expected_version, actual=dissent.version)
    dissent.reply(answer, outcome=outcome, by=uow.actor.name, now=uow.now)
    await uow.session.flush()
    uow.audit("dissent.answered", noun="dissent", noun_id=shown("dst", dissent_id), after=dissent.facts())
    uow.changed("dissent", shown("dst", dissent_id))
    uow.changed("personnel_file", shown_employee(dissent.employee_id))
    return dissent
