"""The versions of the level policy, and why a file has its level (rule CARE-4)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.money import Money
from orders.domain.customers.levels import DEFAULT_LEVELS, LEVEL_RULE, Level, LevelParameters, ServicePlan
from orders.queries.desk_priority import Priorities

POLICIES = text("""
    SELECT version, effective_from, parameters, note, published_at, published_by FROM customer_level_policy
    WHERE version < :before ORDER BY version DESC LIMIT :limit
""")
IN_FORCE = text("""
    SELECT version, parameters FROM customer_level_policy WHERE effective_from <= :now ORDER BY effective_from DESC, version DESC LIMIT 1
""")
OF_VERSION = text("SELECT parameters FROM customer_level_policy WHERE version = :version")
STANDING = text("""
    SELECT level, policy_version, orders, paid, refunded, not_counted, since FROM customer_standing
    WHERE customer_id = :file AND policy_version >= 0
""")


class LevelPolicyOut(BaseModel):
    """Version 0 is what the software comes with: in force until another takes effect; it has no date."""

    rule: str
    version: int
    effective_from: datetime | None
    parameters: LevelParameters
    note: str
    published_at: datetime | None
    published_by: str


class LevelOut(BaseModel):
    """A level of the policy in force: what a filter offers."""

    code: str
    name_zh: str
    name_en: str


class LevelsOut(BaseModel):
    """Highest first."""

    currency: str
    data: list[LevelOut]


class LevelStep(BaseModel):
    """What the next higher level asks, and whether each of it is reached."""

    code: str
    name_zh: str
    name_en: str
    paid: Money
    orders: int
    refund_percent: int
    paid_reached: bool
    orders_reached: bool
    refunds_reached: bool


class StandingOut(BaseModel):
    """Figures are of `days`, over all shops; None for who does not see all shops the customer bought in. `next` is None at the top.

    `not_counted` are currencies that the policy has no rate for.
    """

    code: str
    name_zh: str
    name_en: str
    since: datetime
    policy_version: int
    days: int
    plan: ServicePlan
    currency: str
    orders: int | None
    paid: Money | None
    refunded: Money | None
    not_counted: list[str]
    next: LevelStep | None


SHIPPED = LevelPolicyOut(
    rule=LEVEL_RULE, version=0, effective_from=None, parameters=DEFAULT_LEVELS, note="", published_at=None, published_by="Dianzhang"
)


async def find_level_policies(reader: AsyncSession, *, before: int | None, limit: int) -> Sequence[LevelPolicyOut]:
    """Newest first; version 0 is the last."""
    if before == 0:
        return []
    rows = (await reader.execute(POLICIES, {"before": 2**31 - 1 if before is None else before, "limit": limit + 1})).mappings()
    policies = [LevelPolicyOut.model_validate({**row, "rule": LEVEL_RULE}) for row in rows]
    return policies if len(policies) > limit else [*policies, SHIPPED]


async def levels_in_force(reader: AsyncSession, *, now: datetime) -> tuple[int, LevelParameters]:
    row = (await reader.execute(IN_FORCE, {"now": now})).one_or_none()
    return (0, DEFAULT_LEVELS) if row is None else (row.version, LevelParameters.model_validate(row.parameters))


async def priorities_in_force(reader: AsyncSession, *, now: datetime) -> Priorities:
    _, parameters = await levels_in_force(reader, now=now)
    return Priorities(parameters=parameters)


async def find_levels(reader: AsyncSession, *, now: datetime) -> LevelsOut:
    _, parameters = await levels_in_force(reader, now=now)
    levels = [LevelOut(code=level.code, name_zh=level.name_zh, name_en=level.name_en) for level in parameters.levels]
    return LevelsOut(currency=parameters.currency, data=levels)


async def find_standing(reader: AsyncSession, *, file: UUID, sees_all: bool) -> StandingOut | None:
    """As it was told last, by the version that it was told by. None: not looked at yet."""
    row = (await reader.execute(STANDING, {"file": file})).one_or_none()
    if row is None:
        return None
    stored = await reader.scalar(OF_VERSION, {"version": row.policy_version})
    parameters = DEFAULT_LEVELS if stored is None else LevelParameters.model_validate(stored)
    level = parameters.level(row.level)
    place = parameters.levels.index(level)

    def money(amount: object) -> Money:
        return Money.model_validate({"amount": amount, "currency": parameters.currency})

    return StandingOut(
        code=level.code,
        name_zh=level.name_zh,
        name_en=level.name_en,
        since=row.since,
        policy_version=row.policy_version,
        days=parameters.days,
        plan=level.plan,
        currency=parameters.currency,
        orders=row.orders if sees_all else None,
        paid=money(row.paid) if sees_all else None,
        refunded=money(row.refunded) if sees_all else None,
        not_counted=row.not_counted if sees_all else [],
        next=_step(parameters.levels[place - 1], row, currency=parameters.currency) if sees_all and place > 0 else None,
    )


def _step(level: Level, row: Any, *, currency: str) -> LevelStep:
    return LevelStep(
        code=level.code,
        name_zh=level.name_zh,
        name_en=level.name_en,
        paid=Money(amount=level.paid, currency=currency),
        orders=level.orders,
        refund_percent=level.refund_percent,
        paid_reached=row.paid >= level.paid,
        orders_reached=row.orders >= level.orders,
        refunds_reached=row.refunded * 100 <= row.paid * level.refund_percent,
    )
