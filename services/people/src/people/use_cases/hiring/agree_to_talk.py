from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.hiring.ids import shown
from people.domain.hiring.talk import NotTheOther, Talk
from people.domain.ids import shown_employee
from people.store.hiring.files import employee_of_account, lock_talk


async def agree_to_talk(uow: UnitOfWork, *, talk_id: UUID, expected_version: int, account_id: UUID | None) -> Talk:
    """The employee says that the record is right; from then on it stays as it is.

    Raises TalkNotFound, NoEmployee, NotTheOther, VersionStale, TalkAgreed.
    """
    talk = await lock_talk(uow, talk_id)
    own = await employee_of_account(uow, account_id, on=uow.today)
    if own.id != talk.employee_id:
        raise NotTheOther
    check_version(expected=expected_version, actual=talk.version)
    talk.agree(now=uow.now)
    await uow.session.flush()
    uow.audit("talk.agreed", noun="talk", noun_id=shown("tlk", talk_id), after={"agreed": True})
    uow.changed("personnel_file", shown_employee(own.id))
    return talk
