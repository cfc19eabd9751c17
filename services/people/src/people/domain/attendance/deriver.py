"""Derives the figures of very many days: what is the same for many is derived once (rule ATT-10)."""

from collections.abc import Sequence

from people.domain.attendance.day import DayFacts, Figures, LeaveOnDay, derive_day, digest_of
from people.domain.attendance.plan import DayPlan
from people.domain.attendance.quick_day import QuickPlan, quick_figures, quick_plan

Derived = tuple[Figures, bytes]


class Deriver:
    """Gives what `derive_day` gives, faster. One for a run: it keeps what it has learnt about each plan."""

    def __init__(self) -> None:
        self._plans: dict[int, tuple[DayPlan, QuickPlan | None, Derived]] = {}

    def derive(self, plan: DayPlan, proofs: Sequence[int], leaves: Sequence[LeaveOnDay]) -> Derived:
        """`proofs` sorted."""
        known = self._plans.get(id(plan))
        if known is None:
            known = self._learn(plan)
        _, quick, without_facts = known
        if not leaves:
            if not proofs:
                return without_facts
            figures = None if quick is None else quick_figures(quick, proofs)
            if figures is not None:
                return figures, digest_of(plan, proofs, ())
        result = derive_day(plan, DayFacts(proofs=proofs, leaves=leaves))
        return result.figures, result.digest

    def _learn(self, plan: DayPlan) -> tuple[DayPlan, QuickPlan | None, Derived]:
        empty = derive_day(plan, DayFacts(proofs=()))
        # The plan itself is kept, so that no other takes over its id.
        self._plans[id(plan)] = made = (plan, quick_plan(plan), (empty.figures, empty.digest))
        return made
