from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.ids import new_id, show_id
from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from people.domain.attendance.calendar import LONGEST_NOTICE_DAYS, HoursNotice, NoticeInvalid, notice_times
from people.domain.attendance.plan import changed_sessions
from people.domain.attendance.policy import TimeUnreadable, session_faults
from people.queries.attendance.planning import policy_on
from people.queries.organisation.structure import units_below
from people.store.attendance.calendar import add_notice
from people.store.attendance.touched import touch_units


@dataclass(frozen=True, kw_only=True)
class NoticeWish:
    """`sessions` as (start, end) texts; none: no work on these days."""

    title: str
    reason: str
    first: date
    last: date
    units: Sequence[UUID]
    sessions: Sequence[tuple[str, str]]


async def publish_notice(uow: UnitOfWork, *, wish: NoticeWish) -> HoursNotice:
    """Work hours change for these units and all beneath them, between these days (rule ATT-8). Raises NoticeInvalid, UnitNotFound."""
    await _check(uow, wish)
    notice = HoursNotice(
        id=new_id(),
        title=wish.title,
        reason=wish.reason,
        first_day=wish.first,
        last_day=wish.last,
        unit_ids=sorted(set(wish.units)),
        sessions=[{"start": start, "end": end} for start, end in wish.sessions],
        state="in_force",
        published_at=uow.now,
        published_by=uow.actor.name,
        withdrawn_at=None,
        withdrawn_by=None,
        version=1,
    )
    await add_notice(uow, notice)
    below = await units_below(uow.session, units=notice.unit_ids, on=wish.first)
    await touch_units(uow, units=below, first=wish.first, last=wish.last)
    shown = show_id("hrn", notice.id)
    uow.audit("hours_notice.published", noun="hours_notice", noun_id=shown, after=notice.facts(), reason=wish.reason)
    uow.changed("hours_notice", shown)
    return notice


async def _check(uow: UnitOfWork, wish: NoticeWish) -> None:
    wrong: list[FieldError] = []
    if not 0 <= (wish.last - wish.first).days < LONGEST_NOTICE_DAYS:
        zh, en = f"须从早到晚，最多 {LONGEST_NOTICE_DAYS} 天", f"from an earlier day to a later one, at most {LONGEST_NOTICE_DAYS} days"
        wrong.append(FieldError(pointer="/last_day", code="no_range", zh=zh, en=en))
    try:
        times = notice_times([{"start": start, "end": end} for start, end in wish.sessions])
    except TimeUnreadable:
        wrong.append(FieldError(pointer="/sessions", code="no_time", zh="应为 HH:MM", en="must be HH:MM"))
    else:
        policy = await policy_on(uow.session, on=wish.first)
        wrong += session_faults(changed_sessions(times, policy), policy=policy)
    if wrong:
        raise NoticeInvalid(errors=wrong, count=len(wrong))
