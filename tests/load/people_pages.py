"""Pages of attendance over a million punches, and the inbox of approvals over a hundred thousand requests: what one person waits for.

Each is asked through the gateway, one request at a time, every time for another person, day, unit or request; the slowest page is the figure.
"""

import random
from datetime import date, timedelta

from tests.load.asked import QUESTIONS, Questions, ask_all, pages_below
from tests.load.bench import Bench
from tests.load.goals import Figure, against_goal
from tests.load.staff import Staff

DAYS = "/api/people/v1/attendance"
INBOX = "/api/people/v1/approvals"
PAGE = 50


def attendance_pages(bench: Bench) -> list[Figure]:
    """`attendance_pages_p99_ms`: my month, somebody's, a day with its facts, a unit's day, who is away, and the board of the month."""
    staff = bench.staff
    return [_slowest(bench, "attendance_pages_p99_ms", _days(staff), punches=staff.punches, people=len(staff.employees))]


def approval_inbox(bench: Bench) -> list[Figure]:
    """`approval_inbox_p99_ms`: what waits for me, what I decided, everything, the counts in the menu, and one request with its log."""
    staff = bench.staff
    return [_slowest(bench, "approval_inbox_p99_ms", _inbox(staff), requests=len(staff.approvals))]


def _slowest(bench: Bench, name: str, questions: Questions, **detail: int) -> Figure:
    bench.settle()
    answers = ask_all(bench, questions, of=name, service="people")
    worst = answers.slowest
    return against_goal(name, answers.p99_ms[worst], page=worst, p99_ms=answers.p99_ms, cpu_ms=answers.cpu_ms, **detail)


def _days(staff: Staff) -> Questions:
    chance = random.Random(20261122)
    months = [f"{month:%Y-%m}" for month in _months_back(staff.last, 3)]
    people = [chance.choice(staff.employees) for _ in range(QUESTIONS)]
    days = [staff.first + timedelta(days=chance.randrange((staff.last - staff.first).days + 1)) for _ in range(QUESTIONS)]
    units = [chance.choice(staff.groups) for _ in range(QUESTIONS)]
    away = [f"{DAYS}/leave-calendar?first={day.replace(day=1)}&last={_end(day)}" for day in days]
    boards = [f"{DAYS}/months/{staff.month:%Y-%m}"] * QUESTIONS
    return {
        "my month": (staff.clerk, [f"{DAYS}/my-month?month={chance.choice(months)}" for _ in people]),
        "somebody's month": (staff.hr, [f"{DAYS}/months-of/{one}?month={chance.choice(months)}" for one in people]),
        "a day with its facts": (staff.hr, [f"{DAYS}/days/{one}/{day}" for one, day in zip(people, days, strict=True)]),
        "a unit's day": (staff.hr, [f"{DAYS}/board?limit={PAGE}&unit_id={unit}&on={day}" for unit, day in zip(units, days, strict=True)]),
        "a day of the head's people": (staff.head, [f"{DAYS}/board?limit={PAGE}&on={day}" for day in days]),
        "who is away, for the head": (staff.head, away),
        "who is away, for all": (staff.hr, away),
        "board of the month, for the head": (staff.head, boards),
        "board of the month, for all": (staff.hr, boards),
    }


def _inbox(staff: Staff) -> Questions:
    chance = random.Random(20261122)
    states = ("waiting", "approved", "refused")
    return {
        "waits for me": (staff.hr, [f"{INBOX}?view=mine&limit={PAGE}"] * QUESTIONS),
        "waits for me, deep page": (staff.hr, pages_below(staff.hr, f"{INBOX}?view=mine&limit={PAGE}")),
        "decided by me": (staff.hr, [f"{INBOX}?view=decided&limit={PAGE}"] * QUESTIONS),
        "asked by me": (staff.clerk, [f"{INBOX}?view=asked&limit={PAGE}"] * QUESTIONS),
        "all": (staff.hr, [f"{INBOX}?view=all&limit={PAGE}&kind=leave&state={chance.choice(states)}" for _ in range(QUESTIONS)]),
        "counts": (staff.hr, [f"{INBOX}/counts"] * QUESTIONS),
        "one request": (staff.hr, [f"{INBOX}/{chance.choice(staff.approvals)}" for _ in range(QUESTIONS)]),
    }


def _months_back(day: date, count: int) -> list[date]:
    """The month of `day` and those before it."""
    months = [day.replace(day=1)]
    while len(months) < count:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months


def _end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
