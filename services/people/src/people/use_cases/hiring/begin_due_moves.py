from chassis.uow import UnitOfWork
from people.domain.hiring.ids import shown
from people.domain.ids import shown_employee
from people.store.hiring.employments import moves_due

AT_ONCE = 100


async def begin_due_moves(uow: UnitOfWork) -> int:
    """The day has come: the assignments hold already, rights follow (end_outdated_sessions), and the move is history."""
    due = await moves_due(uow, on=uow.today, limit=AT_ONCE)
    for move in due:
        before = move.facts()
        move.note_done()
        uow.audit("move.done", noun="move", noun_id=shown("mov", move.id), before=before, after=move.facts())
        uow.changed("employee", shown_employee(move.employee_id))
    await uow.session.flush()
    return len(due)
