from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.hiring.dissent import Dissent, NotTheDissenter
from people.domain.hiring.ids import shown
from people.domain.ids import shown_employee
from people.store.hiring.files import employee_of_account, lock_dissent


async def note_complied(uow: UnitOfWork, *, dissent_id: UUID, expected_version: int, account_id: UUID | None) -> Dissent:
    """The instruction was followed all the same. Raises DissentNotFound, NoEmployee, NotTheDissenter, VersionStale, DissentComplied."""
    dissent = await lock_dissent(uow, dissent_id)
    own = await employee_of_account(uow, account_id, on=uow.today)
    if own.id != dissent.employee_id:
        raise NotTheDissenter
    check_version(expected=expected_version, actual=dissent.version)
    dissent.comply(now=uow.now)
    await uow.session.flush()
    uow.audit("dissent.complied", noun="dissent", noun_id=shown("dst", dissent_id), after=dissent.facts())
    uow.changed("dissent", shown("dst", dissent_id))
    uow.changed("personnel_file", shown_employee(own.id))
    return dissent
