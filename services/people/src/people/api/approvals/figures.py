"""How long decisions take."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal

from fastapi import Depends, Query
from pydantic import BaseModel

from chassis.actor import Actor
from chassis.auth import requires
from chassis.routes import Here, Reader, transactional_router
from people.permissions import Permission
from people.queries.approvals.decision_times import decision_times

router = transactional_router("/v1/approvals/figures", tag="approval_figures")


class DecisionTimesOut(BaseModel):
    """Seconds: half of the decisions took no longer than the median, nine of ten no longer than `p90_seconds`."""

    key: str
    name_zh: str
    name_en: str
    decided: int
    refused: int
    median_seconds: float
    p90_seconds: float


class ApprovalFiguresOut(BaseModel):
    """By kind: from filing to the end. By decider: from the moment it waited for them. Both days belong to it."""

    from_on: date
    until_on: date
    rows: list[DecisionTimesOut]


@router.get("")
async def get_decision_times(
    reader: Reader,
    here: Here,
    _: Annotated[Actor, Depends(requires(Permission.READ_APPROVALS))],
    by: Literal["kind", "decider"] = "kind",
    from_on: Annotated[date | None, Query()] = None,
    until_on: Annotated[date | None, Query()] = None,
) -> ApprovalFiguresOut:
    """The last 30 days unless told."""
    until = until_on or here.clock.today()
    since = from_on or until - timedelta(days=29)
    begin = datetime.combine(since, time(), here.clock.zone)
    end = datetime.combine(until + timedelta(days=1), time(), here.clock.zone)
    found = await decision_times(reader, by=by, since=begin, until=end)
    rows = [
        DecisionTimesOut(
            key=one.key,
            name_zh=one.name_zh,
            name_en=one.name_en,
            decided=one.decided,
            refused=one.refused,
            median_seconds=one.median_seconds,
            p90_seconds=one.p90_seconds,
        )
        for one in found
    ]
    return ApprovalFiguresOut(from_on=since, until_on=until, rows=rows)
