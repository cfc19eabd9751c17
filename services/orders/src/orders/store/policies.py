"""Versions of the review policy, and the named rules of all of them."""

from collections.abc import Sequence

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert

from chassis.uow import UnitOfWork
from orders.domain.review_rules import NamedRule, ReviewRule

LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('review_policy', 0))")
NEXT = text("SELECT coalesce(max(version), 0) + 1 FROM review_policy")


async def next_policy_version(uow: UnitOfWork) -> int:
    """Two who publish at the same moment get two versions, one after the other."""
    await uow.session.execute(LOCK)
    return (await uow.session.execute(NEXT)).scalar_one()


async def stages_published(uow: UnitOfWork) -> dict[str, str]:
    """Of every code that was ever published."""
    return {row.code: row.stage for row in await uow.session.execute(select(NamedRule.code, NamedRule.stage))}


async def name_rules(uow: UnitOfWork, rules: Sequence[ReviewRule], *, version: int) -> None:
    """Their words as last told; a code that is there keeps its stage."""
    if not rules:
        return
    rows = [{"code": rule.code, "stage": rule.stage, "zh": rule.zh, "en": rule.en, "version": version} for rule in rules]
    statement = insert(NamedRule).values(rows)
    told = {name: statement.excluded[name] for name in ("zh", "en", "version")}
    await uow.session.execute(statement.on_conflict_do_update(index_elements=["code"], set_=told))
