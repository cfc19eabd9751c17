"""How long decisions take: median and nine of ten, by kind from filing to the end, by person from the moment it waited for them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

FIGURES = """
    count(*) AS decided, percentile_cont(0.5) WITHIN GROUP (ORDER BY {seconds}) AS median_seconds,
    percentile_cont(0.9) WITHIN GROUP (ORDER BY {seconds}) AS p90_seconds
"""
BY_KIND = text(f"""
    SELECT a.kind AS key, min(r.name_zh) AS name_zh, min(r.name_en) AS name_en, {FIGURES.format(seconds="EXTRACT(EPOCH FROM a.decided_at - a.filed_at)")},
           count(*) FILTER (WHERE a.state = 'refused') AS refused
    FROM approval a JOIN approval_route r ON r.id = a.route_id
    WHERE a.decided_at >= :since AND a.decided_at < :until AND a.state IN ('approved', 'refused') AND cardinality(a.deciders) > 0
    GROUP BY a.kind ORDER BY decided DESC, a.kind
""")
BY_DECIDER = text(f"""
    SELECT a.name AS key, a.name AS name_zh, a.name AS name_en, {FIGURES.format(seconds="EXTRACT(EPOCH FROM s.decided_at - s.opened_at)")},
           count(*) FILTER (WHERE s.state = 'refused') AS refused
    FROM approval_seat s JOIN account a ON a.id = s.decided_by
    WHERE s.decided_at >= :since AND s.decided_at < :until AND s.state IN ('agreed', 'refused')
    GROUP BY a.id, a.name ORDER BY decided DESC, a.name LIMIT 500
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTimes:
    key: str
    name_zh: str
    name_en: str
    decided: int
    median_seconds: float
    p90_seconds: float
    refused: int


async def decision_times(reader: AsyncSession, *, by: Literal["kind", "decider"], since: datetime, until: datetime) -> list[DecisionTimes]:
    rows = (await reader.execute(BY_KIND if by == "kind" else BY_DECIDER, {"since": since, "until": until})).all()
    return [
        DecisionTimes(
            key=row.key,
            name_zh=row.name_zh,
            name_en=row.name_en,
            decided=row.decided,
            median_seconds=float(row.median_seconds),
            p90_seconds=float(row.p90_seconds),
            refused=row.refused,
        )
        for row in rows
    ]
