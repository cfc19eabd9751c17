"""The goals, and what a measurement says about them. `build/bench.json` and the table are both made from `Figure`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Met = Literal["moonshot", "reach", "no", "not measured"]


@dataclass(frozen=True)
class Goal:
    """`judge` tells how good a figure is as one number; a figure meets a mark when it is on the right side of it."""

    name: str
    says: str
    unit: str
    reach: float
    moonshot: float
    judge: Callable[["Figure"], float]
    more_is_better: bool
    moonshot_needs: Callable[["Figure"], bool] = lambda figure: True

    def met(self, figure: "Figure") -> Met:
        if figure.value is None:
            return "not measured"
        reached = self.judge(figure)
        if self._beyond(reached, self.moonshot) and self.moonshot_needs(figure):
            return "moonshot"
        return "reach" if self._beyond(reached, self.reach) else "no"

    def _beyond(self, reached: float, mark: float) -> bool:
        return reached >= mark if self.more_is_better else reached <= mark


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What was measured. `limit` was taken in the same run; where there is none it is the goal itself, and `limit_name` says so.

    `value` is None when the measurement failed; `note` then says why. `detail` is for whoever asks what is behind the value.
    """

    name: str
    value: float | str | None
    unit: str
    limit: float | str | None
    limit_name: str
    ratio: float | None
    note: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict[str, Any])


def share(figure: Figure) -> float:
    assert figure.ratio is not None
    return figure.ratio


def plain(figure: Figure) -> float:
    assert isinstance(figure.value, int | float)
    return figure.value


def _at_most(most: float) -> Callable[[Figure], bool]:
    return lambda figure: plain(figure) <= most


GOALS = [
    Goal("intake_single", "POST one order, 64 clients", "orders/s", 0.30, 0.60, share, more_is_better=True),
    Goal("intake_batch", "POST 500 orders, 2 clients", "orders/s", 0.30, 0.55, share, more_is_better=True),
    Goal("placed_to_reserved", "POST one order until all are reserved and told back", "orders/s", 0.25, 0.60, share, more_is_better=True),
    Goal("placed_to_reserved_batch", "the same with batches of 500", "orders/s", 0.12, 0.25, share, more_is_better=True),
    Goal("reserved_p99_ms", "placed to reserved at 500 orders/s, p99", "ms", 100, 30, plain, more_is_better=False),
    Goal("fake_order_scoring", "CPU added to an order by scoring it", "ms", 0.10, 0.05, share, more_is_better=False),
    Goal("bulk_review", "10,000 waiting orders released in one call", "s", 60, 20, plain, more_is_better=False),
    Goal("hot_sku", "200 buyers at once on 100 units: ok/refused/oversold", "orders", 1, 1, share, more_is_better=True),
    Goal(
        "order_list_p99_ms",
        "the slowest list at the largest size, p99",
        "ms",
        1.5,
        1.1,
        share,
        more_is_better=False,
        moonshot_needs=_at_most(10),
    ),
    Goal("case_desk_p99_ms", "the slowest list of a desk at 500,000 cases, p99", "ms", 30, 15, plain, more_is_better=False),
    Goal(
        "attendance_people_days",
        "a month of 10,000 people, derived and stored",
        "people-days/s",
        50_000,
        100_000,
        plain,
        more_is_better=True,
    ),
    Goal("attendance_pages_p99_ms", "the slowest page of attendance at 1 M punches, p99", "ms", 30, 15, plain, more_is_better=False),
    Goal("approval_inbox_p99_ms", "the slowest page of the inbox at 100,000 requests, p99", "ms", 30, 15, plain, more_is_better=False),
    Goal("service_rss_mb", "memory of the largest service at rest", "MB", 120, 80, plain, more_is_better=False),
    Goal("start_s", "`make run`, second start to ready", "s", 8, 4, plain, more_is_better=False),
]
NAMES = [goal.name for goal in GOALS]


def goal_of(name: str) -> Goal:
    return next(goal for goal in GOALS if goal.name == name)


def against_limit(name: str, value: float, *, limit: float, limit_name: str, **detail: Any) -> Figure:
    return Figure(
        name=name,
        value=round(value, 2),
        unit=goal_of(name).unit,
        limit=round(limit, 2),
        limit_name=limit_name,
        ratio=round(value / limit, 3),
        detail=detail,
    )


def against_goal(name: str, value: float, **detail: Any) -> Figure:
    goal = goal_of(name)
    return against_limit(name, value, limit=goal.reach, limit_name="the goal", **detail)


def not_measured(name: str, why: str) -> Figure:
    return Figure(name=name, value=None, unit=goal_of(name).unit, limit=None, limit_name="", ratio=None, note=why)


def as_json(figure: Figure) -> dict[str, Any]:
    goal = goal_of(figure.name)
    return {
        "name": figure.name,
        "value": figure.value,
        "unit": figure.unit,
        "limit": figure.limit,
        "limit_name": figure.limit_name,
        "ratio": figure.ratio,
        "reach": goal.reach,
        "moonshot": goal.moonshot,
        "met": goal.met(figure),
        "note": figure.note,
        "detail": dict(figure.detail),
    }
