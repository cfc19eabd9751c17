"""How much a customer is trusted with before the goods they send back are inspected (rules CARE-2, CARE-4)."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import text

from chassis.uow import UnitOfWork
from orders.domain.aftersales.case import Case
from orders.domain.aftersales.policy import AftersalesParameters
from orders.store.customers.levels import level_policy_at

# Orders that are confirmed to be fake earn nobody trust.
FILE_OF_ORDER = text("""
    SELECT f.id, f.level FROM customer_order o JOIN sales_order s ON s.id = o.order_id AND NOT s.left_out
        JOIN customer b ON b.id = o.customer_id JOIN customer f ON f.id = b.file_id WHERE o.order_id = :order_id
""")
LOCK_FILE = text("SELECT pg_advisory_xact_lock(hashtextextended('trusted_refund ' || :file, 0))")
# Refunded while the case still waits for its goods: only trusted refunds are.
OUT_ALREADY = text("""
    SELECT coalesce(sum(r.amount), 0) FROM customer b JOIN customer_order o ON o.customer_id = b.id
        JOIN aftersales_case c ON c.order_id = o.order_id JOIN refund r ON r.case_id = c.id
    WHERE b.file_id = :file AND c.currency = :currency AND c.state = ANY ('{awaiting_goods,arrived,inspected}'::text[])
""")


@dataclass(frozen=True, kw_only=True)
class Trust:
    """`left` of the limit, after what the customer already has for goods that nobody has inspected yet."""

    level: str
    left: Decimal


async def trust_of(uow: UnitOfWork, case: Case, policy: AftersalesParameters) -> Trust | None:
    """None: the customer is not trusted in this currency. Two cases of one customer come one after the other."""
    limit = policy.trusted_limits.get(case.currency)
    file = (await uow.session.execute(FILE_OF_ORDER, {"order_id": case.order_id})).one_or_none()
    _, levels = await level_policy_at(uow, moment=uow.now)
    if limit is None or file is None or levels.currency != case.currency:
        return None
    level = levels.level(file.level)
    most = min(limit, level.plan.trusted_refund)
    if most == 0:
        return None
    await uow.session.execute(LOCK_FILE, {"file": str(file.id)})
    await uow.session.flush()
    out = Decimal((await uow.session.execute(OUT_ALREADY, {"file": file.id, "currency": case.currency})).scalar_one())
    return Trust(level=level.code, left=most - out)
