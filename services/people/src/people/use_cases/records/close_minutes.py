from collections.abc import Mapping
from uuid import UUID

from chassis.ids import new_id
from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.ids import shown_meeting, shown_task
from people.domain.records.meeting import Meeting, MeetingState
from people.domain.records.minutes import Decision, MinutesState, NoMinutes, check_decisions
from people.domain.records.task import Task, TaskState
from people.store.records.meetings import (
    add_task,
    employees_at_work,
    lock_meeting,
    lock_tasks_of_meeting,
    minutes_of,
    next_task_number,
)


async def close_minutes(uow: UnitOfWork, *, meeting_id: UUID, expected_version: int, changer: UUID | None) -> Meeting:
    """Every decision becomes a task. In a later version: a new one a further task, a changed one changes its open task, and the open task of
    one that is gone is dropped with the version's reason; what is done stays done.

    Raises MeetingNotFound, NotYourMeeting, VersionStale, MeetingNotBegun, NoMinutes, DecisionsIncomplete.
    """
    meeting = await lock_meeting(uow, meeting_id)
    meeting.must_be_run_by(changer)
    check_version(expected=expected_version, actual=meeting.version)
    meeting.must_have_begun(uow.now)
    versions = await minutes_of(uow, meeting_id)
    if not versions or versions[-1].state == MinutesState.CLOSED:
        raise NoMinutes
    draft = versions[-1]
    before = {one.id: one for one in versions[-2].decided} if len(versions) > 1 else {}
    decided = draft.decided
    unchanged = {one.id for one in decided if before.get(one.id) == one}
    known = await employees_at_work(uow, [one.owner_id for one in decided if one.owner_id is not None])
    tasks = await lock_tasks_of_meeting(uow, meeting_id)
    check_decisions(decided, known=set(known), unchanged=unchanged, used=set(tasks) - set(before), today=uow.today)
    draft.state, draft.closed_at, draft.closed_by = MinutesState.CLOSED, uow.now, uow.actor.name
    meeting.state = MeetingState.CLOSED
    meeting.version += 1
    await uow.session.flush()
    for one in decided:
        # What is decided as before changes nothing: its task may have been moved or handed on since.
        if one.id not in unchanged:
            await _carry_out(uow, meeting, one, tasks)
    _drop_gone(uow, tasks, kept={one.id for one in decided}, reason=draft.reason)
    after: dict[str, object] = {"number": draft.number, "decisions": [one.text for one in decided]}
    uow.audit("meeting.minutes_closed", noun="meeting", noun_id=shown_meeting(meeting_id), after=after, reason=draft.reason or None)
    uow.changed("meeting", shown_meeting(meeting_id))
    return meeting


async def _carry_out(uow: UnitOfWork, meeting: Meeting, decision: Decision, tasks: Mapping[str, Task]) -> None:
    assert decision.owner_id is not None, "checked before"
    assert decision.due_on is not None, "checked before"
    task = tasks.get(decision.id)
    if task is None:
        task = Task(
            id=new_id(),
            number=await next_task_number(uow),
            title=decision.text,
            owner_id=decision.owner_id,
            giver_id=meeting.chair_id,
            due_on=decision.due_on,
            meeting_id=meeting.id,
            decision=decision.id,
            state=TaskState.OPEN,
            note="",
            created_at=uow.now,
            version=1,
        )
        await add_task(uow, task)
        uow.audit("task.given", noun="task", noun_id=shown_task(task.id), after=task.facts())
    elif task.state == TaskState.OPEN and (task.title, task.owner_id, task.due_on) != (decision.text, decision.owner_id, decision.due_on):
        before = task.facts()
        task.title, task.owner_id, task.due_on = decision.text, decision.owner_id, decision.due_on
        task.reminded_on = None
        task.version += 1
        uow.audit("task.changed", noun="task", noun_id=shown_task(task.id), before=before, after=task.facts())
    uow.changed("task", shown_task(task.id))


def _drop_gone(uow: UnitOfWork, tasks: Mapping[str, Task], *, kept: set[str], reason: str) -> None:
    for decision, task in tasks.items():
        if decision in kept or task.state != TaskState.OPEN:
            continue
        task.end(TaskState.DROPPED, note=reason, now=uow.now, by=uow.actor.name)
        uow.audit("task.dropped", noun="task", noun_id=shown_task(task.id), after=task.facts(), reason=reason)
        uow.changed("task", shown_task(task.id))
