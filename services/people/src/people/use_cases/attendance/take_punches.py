"""Punches from devices and files: stored once, in any order, however late (rule ATT-5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from chassis.ids import new_id, show_id
from chassis.rows import RowError
from chassis.uow import UnitOfWork
from people.domain.attendance.punch_rows import Present, PunchRow, refuse, sift
from people.domain.attendance.records import PunchBatch
from people.queries.attendance.planning import policy_on
from people.store.attendance.punches import add_punches, count_new, find_people
from people.store.attendance.touched import touch_days


@dataclass(frozen=True, kw_only=True)
class Taken:
    """`known`: they were there already, or stand twice in what was sent."""

    added: int
    known: int
    errors: Sequence[RowError]


async def take_punches(uow: UnitOfWork, *, source: str, name: str, rows: Sequence[PunchRow], check_only: bool) -> Taken:
    """A device's good rows are taken and its bad ones named; a file is taken whole or not at all.

    With `check_only` nothing is written. Raises PunchFileRefused.
    """
    policy = await policy_on(uow.session, on=uow.today)
    people = await find_people(uow, numbers=(row.number for row in rows))
    present = Present(now=uow.now, zone=uow.frame.zone, tolerance=timedelta(seconds=policy.clock_tolerance_seconds))
    punches, errors = sift(rows, people, present)
    if check_only:
        new = await count_new(uow, punches=punches)
        return Taken(added=new, known=len(punches) - new, errors=errors)
    if source == "file":
        refuse(errors)
    batch = PunchBatch(
        id=new_id(),
        source=source,
        name=name,
        row_count=len(rows),
        added_count=0,
        known_count=0,
        refused_count=len({error.row for error in errors}),
        received_at=uow.now,
        received_by=uow.actor.name,
    )
    added = await add_punches(uow, batch=batch, punches=punches)
    await touch_days(uow, days=sorted(set(added)))
    after: dict[str, object] = {"source": source, "rows": len(rows), "added": batch.added_count, "refused": batch.refused_count}
    uow.audit("punches.taken", noun="punch_batch", noun_id=show_id("pnb", batch.id), after=after)
    uow.changed("attendance_day", *{show_id("emp", employee) for employee, _ in added})
    uow.changed("punch_batch", show_id("pnb", batch.id))
    return Taken(added=batch.added_count, known=batch.known_count, errors=errors)
