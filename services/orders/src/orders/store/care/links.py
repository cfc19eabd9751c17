"""What complaints, mediations and call-backs are about: orders, cases and customers, read without a lock."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text

from chassis.uow import UnitOfWork
from orders.domain.aftersales.refusals import CaseNotFound
from orders.domain.customers.file import CustomerNotFound
from orders.domain.order import OrderNotFound
from orders.domain.shop import shops_seen_by

VISIBLE = "(CAST(:shops AS text[]) IS NULL OR o.shop_id = ANY (CAST(:shops AS text[])))"
# Complaints point to what was bought: from a part, a merged order or a replacement to the first origin.
OF_ORDER = text(f"""
    SELECT b.id AS order_id, b.number AS order_number, b.shop_id, s.platform, k.customer_id
    FROM sales_order o
        JOIN sales_order b ON b.id = CASE WHEN o.kind = 'order' THEN o.id ELSE coalesce(
            (SELECT l.origin_order_id FROM order_line l WHERE l.order_id = o.id AND l.origin_order_id IS NOT NULL ORDER BY l.line_no LIMIT 1), o.id) END
        LEFT JOIN shop s ON s.id = b.shop_id LEFT JOIN customer_order k ON k.order_id = b.id
    WHERE o.id = :id AND {VISIBLE}
""")
OF_CASE = text(f"SELECT o.order_id FROM aftersales_case o WHERE o.id = :id AND {VISIBLE}")
BY_PLATFORM_NO = text("""
    SELECT id FROM sales_order WHERE platform_order_no = :platform_order_no AND shop_id = :shop_id AND kind = 'order'
""")
SHOP = text("SELECT platform FROM shop WHERE id = :id")
CUSTOMER = text(
    f"SELECT 1 FROM customer c JOIN customer b ON b.file_id = c.file_id JOIN customer_order o ON o.customer_id = b.id WHERE c.id = :id AND {VISIBLE} LIMIT 1"
)
SAME_FILE = text("SELECT count(DISTINCT file_id) = 1 FROM customer WHERE id IN (:one, :other)")
LOCK_KEY = text("SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' care ' || :key, 0))")


@dataclass(frozen=True, kw_only=True)
class Linked:
    """`platform` of its shop; `customer_id` None: not counted to a file yet."""

    order_id: UUID
    order_number: str
    shop_id: str
    platform: str | None
    customer_id: UUID | None


async def linked_order(uow: UnitOfWork, order_id: UUID) -> Linked:
    """Raises OrderNotFound."""
    row = (await uow.session.execute(OF_ORDER, _asked(uow, order_id))).mappings().first()
    if row is None:
        raise OrderNotFound
    return Linked(**row)


async def order_of_case(uow: UnitOfWork, case_id: UUID) -> UUID:
    """Raises CaseNotFound."""
    found = await uow.session.scalar(OF_CASE, _asked(uow, case_id))
    if found is None:
        raise CaseNotFound
    return found


async def order_by_platform_no(uow: UnitOfWork, *, shop_id: str, platform_order_no: str) -> UUID:
    """Raises OrderNotFound."""
    found = await uow.session.scalar(BY_PLATFORM_NO, {"shop_id": shop_id, "platform_order_no": platform_order_no})
    if found is None:
        raise OrderNotFound
    return found


async def is_shop(uow: UnitOfWork, shop_id: str) -> bool:
    return (await uow.session.execute(SHOP, {"id": shop_id})).first() is not None


async def must_see_customer(uow: UnitOfWork, customer_id: UUID) -> None:
    """Raises CustomerNotFound."""
    if (await uow.session.execute(CUSTOMER, _asked(uow, customer_id))).first() is None:
        raise CustomerNotFound


async def is_same_customer(uow: UnitOfWork, one: UUID, other: UUID) -> bool:
    """Their files may have been merged."""
    return bool(await uow.session.scalar(SAME_FILE, {"one": one, "other": other}))


async def one_at_a_time(uow: UnitOfWork, key: str) -> None:
    """Until this transaction ends nobody else does something under this key."""
    await uow.session.execute(LOCK_KEY, {"key": key})


def _asked(uow: UnitOfWork, noun_id: UUID) -> dict[str, Any]:
    return {"id": noun_id, "shops": shops_seen_by(uow.actor)}
