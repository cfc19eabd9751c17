"""What is done about problems of products."""

from sqlalchemy import select, text

from chassis.uow import UnitOfWork
from orders.domain.care.quality import Improvement

LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('improvement ' || :class_code || ' ' || :sku, 0))")
# Who sees some shops only decides about what was told in these.
TOLD = text("""
    SELECT EXISTS (
        SELECT FROM problem_tally WHERE class_code = :class_code AND sku = :sku AND problems > 0
            AND (CAST(:shops AS text[]) IS NULL OR shop_id = ANY (CAST(:shops AS text[]))))
""")


async def lock_improvement(uow: UnitOfWork, *, class_code: str, sku: str) -> Improvement | None:
    """None: nobody has taken it on. Nobody else does before this transaction ends."""
    await uow.session.execute(LOCK, {"class_code": class_code, "sku": sku})
    query = select(Improvement).where(Improvement.class_code == class_code, Improvement.sku == sku)
    return await uow.session.scalar(query.with_for_update().execution_options(populate_existing=True))


async def problem_was_told(uow: UnitOfWork, *, class_code: str, sku: str) -> bool:
    shops = None if uow.actor.shops is None else sorted(uow.actor.shops)
    return bool(await uow.session.scalar(TOLD, {"class_code": class_code, "sku": sku, "shops": shops}))
