"""Versions of gift rules."""

from sqlalchemy import select, text

from chassis.uow import UnitOfWork
from orders.domain.gift_rule import GiftRuleVersion

LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('gift_rule', 0))")
START_COUNT = text("INSERT INTO gift_count (code, given) VALUES (:code, 0) ON CONFLICT DO NOTHING")


async def versions_of(uow: UnitOfWork, *, code: str) -> list[GiftRuleVersion]:
    """Newest first. Nobody else adds one until this transaction ends."""
    await uow.session.execute(LOCK)
    query = select(GiftRuleVersion).where(GiftRuleVersion.code == code).order_by(GiftRuleVersion.version.desc())
    return list(await uow.session.scalars(query))


async def add_version(uow: UnitOfWork, row: GiftRuleVersion) -> None:
    uow.session.add(row)
    await uow.session.flush()
    await uow.session.execute(START_COUNT, {"code": row.code})
