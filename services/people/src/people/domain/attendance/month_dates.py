"""By when a month is signed and objected to: days of the next one, set by the policy in force on its last day (rules ATT-6, ATT-7, ATT-11).

A version takes effect today or later, so the dates of a month that is over stay what they were.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from people.domain.attendance.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthDates:
    """`month` is its first day. `sign_by` and `object_until` are last days, inclusive, company time."""

    month: date
    sign_by: date
    object_until: date

    @property
    def overdue_from(self) -> date:
        """The first day on which a sheet that is not signed is shown as overdue (rule ATT-6)."""
        return self.sign_by + timedelta(days=1)

    def objections_end(self, zone: tzinfo) -> datetime:
        """The first moment at which it is too late: the midnight that ends the last day for it (rule ATT-7)."""
        return datetime.combine(self.object_until + timedelta(days=1), time(), zone)


def month_of(day: date) -> date:
    return day.replace(day=1)


def next_month(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def last_day(month: date) -> date:
    return next_month(month) - timedelta(days=1)


def dates_of(month: date, policy: Policy) -> MonthDates:
    following = next_month(month)
    return MonthDates(
        month=month,
        sign_by=following.replace(day=policy.sign_by_day),
        object_until=following.replace(day=policy.object_until_day),
    )
