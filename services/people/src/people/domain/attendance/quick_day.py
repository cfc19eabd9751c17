"""The figures of an ordinary day, without the way there: a month of ten thousand people is 310,000 days, most of them ordinary.

Ordinary: work was asked, and there are exactly two punches for each session, of no said direction, apart from each other, and no photo and
no leave. Everything else is for `derive_day`, and both agree on every day (tests/domain/attendance hold it).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from people.domain.attendance.day import Figures
from people.domain.attendance.plan import DayKind, DayPlan

# Proofs are `second * 8` here; so are the bounds, to compare without shifting.
Bounds = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickPlan:
    """`gaps`: end of a session, start of the next, and the middle between them."""

    size: int
    double: int
    bounds: tuple[Bounds, ...]
    gaps: tuple[tuple[int, int, int], ...]
    fine: Figures


def quick_plan(plan: DayPlan) -> QuickPlan | None:
    """None for a plan that has no ordinary days."""
    if plan.kind is not DayKind.WORK or plan.whole_minutes:
        return None
    return QuickPlan(
        size=2 * len(plan.sessions),
        double=plan.double_seconds * 8,
        bounds=tuple((part.due * 8, part.late_until * 8, part.early_from * 8, part.end * 8) for part in plan.sessions),
        gaps=tuple((one.end * 8, other.start * 8, (one.end + other.start) // 2 * 8) for one, other in pairwise(plan.sessions)),
        fine=Figures(work_minutes=plan.work_minutes),
    )


def quick_figures(quick: QuickPlan, proofs: Sequence[int]) -> Figures | None:
    """`proofs` sorted. None: not an ordinary day."""
    if len(proofs) != quick.size or not _each_in_its_place(quick, proofs):
        return None
    fine, place = True, 0
    for due, _, _, end in quick.bounds:
        if proofs[place] > due or proofs[place + 1] < end:
            fine = False
            break
        place += 2
    return quick.fine if fine else _judged(quick, proofs)


def _each_in_its_place(quick: QuickPlan, proofs: Sequence[int]) -> bool:
    double, place = quick.double, 0
    said = 0
    for proof in proofs:
        said |= proof
    if said & 7 or proofs[1] - proofs[0] <= double:
        return False
    for end, start, middle in quick.gaps:
        place += 2
        out, back = proofs[place - 1], proofs[place]
        if proofs[place + 1] - back <= double or proofs[place - 2] >= end or proofs[place + 1] <= start:
            return False
        pressed_twice_in_the_break = end <= out and back <= start and back - out > double
        if not pressed_twice_in_the_break and not out < middle <= back:
            return False
    return True


def _judged(quick: QuickPlan, proofs: Sequence[int]) -> Figures:
    late = early = leave_cases = late_minutes = early_minutes = place = 0
    for due, late_until, early_from, end in quick.bounds:
        came, went = proofs[place], proofs[place + 1]
        place += 2
        if came > late_until:
            leave_cases += 1
        elif came > due:
            late += 1
            late_minutes += -(-(came - due) // 480)
        if went < early_from:
            leave_cases += 1
        elif went < end:
            early += 1
            early_minutes += -(-(end - went) // 480)
    return quick.fine._replace(late=late, early=early, leave_cases=leave_cases, late_minutes=late_minutes, early_minutes=early_minutes)
