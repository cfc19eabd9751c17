from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.hiring.papers import Section
from people.domain.ids import shown_employee


async def note_file_opened(uow: UnitOfWork, *, employee_id: UUID, section: Section) -> None:
    """Each look at a personnel file is written down, also one's own (rule ORG-6)."""
    uow.audit("personnel_file.opened", noun="personnel_file", noun_id=shown_employee(employee_id), after={"section": section})
