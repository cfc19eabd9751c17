"""How many may hold a position, and whether one more fits (rule ORG-3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chassis.refusals import Conflict, Invalid


class HeadcountExceeded(Conflict):
    code = "headcount_exceeded"
    rule = "ORG-3"
    zh = "岗位“{position}”编制 {planned} 人，{day} 已有 {staff} 人，超编：须先经审批增加编制。"
    en = 'The position "{position}" is planned for {planned} and has {staff} on {day}: one more needs an approved raise of the headcount first.'


class HeadcountRaiseNotApproved(Conflict):
    code = "headcount_raise_not_approved"
    rule = "ORG-3"
    zh = "编制由 {before} 增至 {after} 须经审批；请提交增编申请。"
    en = "Raising the headcount from {before} to {after} needs an approval; ask for it."


class HeadcountBelowStaff(Conflict):
    code = "headcount_below_staff"
    rule = "ORG-3"
    zh = "{day} 该岗位仍有 {staff} 人，编制不能低于在岗人数。"
    en = "On {day} the position has {staff} people; the plan cannot be lower."


class HeadcountInThePast(Invalid):
    code = "headcount_in_the_past"
    rule = "ORG-3"
    zh = "编制只能从今天或以后生效（首次编制除外）。"
    en = "A headcount takes effect today or later; only the first one may begin earlier."


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    valid_from: date
    planned: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    valid_from: date
    valid_until: date | None

    def covers(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Full:
    """A day on which one more would be too many."""

    day: date
    planned: int
    staff: int


def planned_on(plans: Sequence[Plan], day: date) -> int:
    """`plans` in order of time, a later entry of the same day last. Without a plan nobody is planned for."""
    return next((plan.planned for plan in reversed(plans) if plan.valid_from <= day), 0)


def first_full_day(plans: Sequence[Plan], held: Sequence[Held], *, since: date, until: date | None) -> Full | None:
    """The first day from `since` up to `until` on which one more than now would exceed the plan of that day."""
    changes = {plan.valid_from for plan in plans} | {one.valid_from for one in held}
    for day in sorted({since} | {day for day in changes if day > since and (until is None or day < until)}):
        planned, staff = planned_on(plans, day), sum(one.covers(day) for one in held)
        if staff + 1 > planned:
            return Full(day=day, planned=planned, staff=staff)
    return None


def check_plan(plans: Sequence[Plan], new: Plan, held: Sequence[Held], *, approved: bool, today: date) -> None:
    """Raises HeadcountInThePast, HeadcountRaiseNotApproved, HeadcountBelowStaff."""
    if plans:
        if new.valid_from < today:
            raise HeadcountInThePast
        # Before the first plan stands the first plan, else an earlier day would be a way round the approval.
        before = planned_on(plans, max(new.valid_from, plans[0].valid_from))
        if new.planned > before and not approved:
            raise HeadcountRaiseNotApproved(before=before, after=new.planned)
    later = next((plan.valid_from for plan in plans if plan.valid_from > new.valid_from), None)
    starts = {new.valid_from} | {one.valid_from for one in held if one.valid_from > new.valid_from}
    for day in sorted(day for day in starts if later is None or day < later):
        staff = sum(one.covers(day) for one in held)
        if staff > new.planned:
            raise HeadcountBelowStaff(day=day, staff=staff)
