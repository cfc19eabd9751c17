"""Contacts of chats: kept by shop and the tool's number, completed by what is told later."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, text, tuple_

from chassis.uow import UnitOfWork
from orders.domain.care.contact import ChatContact, ContactTold

LOCK_SHOP = text("SELECT pg_advisory_xact_lock(hashtextextended('chat_contact ' || :shop, 0))")
SHOPS = text("SELECT id FROM shop WHERE id = ANY (:ids)")
ORDERS = text("""
    SELECT id, shop_id, platform_order_no FROM sales_order
    WHERE kind = 'order' AND (platform_order_no, shop_id) IN (SELECT * FROM unnest(CAST(:numbers AS text[]), CAST(:shops AS text[])))
""")
# A contact makes those after it repeated ones, also when it is told after them.
WITH_LATER = text("""
    SELECT DISTINCT later.id FROM chat_contact c JOIN chat_contact later ON later.shop_id = c.shop_id AND later.buyer = c.buyer
        AND later.started_at >= c.started_at AND later.started_at <= c.started_at + CAST(:span AS interval)
    WHERE c.id = ANY (:ids)
""")
REPEATED = text("""
    SELECT c.id, EXISTS (
        SELECT FROM chat_contact e WHERE e.shop_id = c.shop_id AND e.buyer = c.buyer AND (e.started_at, e.id) < (c.started_at, c.id)
            AND e.started_at >= c.started_at - CAST(:span AS interval)) AS repeated
    FROM chat_contact c WHERE c.id = ANY (:ids) AND c.buyer IS NOT NULL
""")


async def lock_shops(uow: UnitOfWork, shop_ids: Collection[str]) -> set[str]:
    """One taker of contacts of a shop at a time. The shops that there are."""
    for shop_id in sorted(shop_ids):
        await uow.session.execute(LOCK_SHOP, {"shop": shop_id})
    return set((await uow.session.execute(SHOPS, {"ids": list(shop_ids)})).scalars())


async def kept_contacts(uow: UnitOfWork, keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], ChatContact]:
    """Locked."""
    query = select(ChatContact).where(tuple_(ChatContact.shop_id, ChatContact.contact_no).in_(list(keys)))
    return {(one.shop_id, one.contact_no): one for one in await uow.session.scalars(query.order_by(ChatContact.id).with_for_update())}


async def orders_of(uow: UnitOfWork, told: Sequence[ContactTold]) -> dict[tuple[str, str], UUID]:
    """By (shop, platform's number)."""
    pairs = sorted({(one.platform_order_no, one.shop_id) for one in told if one.platform_order_no})
    values = {"numbers": [number for number, _ in pairs], "shops": [shop for _, shop in pairs]}
    return {(row.shop_id, row.platform_order_no): row.id for row in await uow.session.execute(ORDERS, values)}


async def with_later_ones(uow: UnitOfWork, ids: Collection[UUID], *, days: int) -> tuple[list[ChatContact], dict[UUID, bool]]:
    """These contacts, and those whose being repeated depends on them; and whether each is (unknown buyers are not in it)."""
    values: dict[str, Any] = {"span": timedelta(days=days), "ids": list(ids)}
    all_ids = set((await uow.session.execute(WITH_LATER, values)).scalars()) | set(ids)
    contacts = (await uow.session.scalars(select(ChatContact).where(ChatContact.id.in_(all_ids)))).all()
    rows = await uow.session.execute(REPEATED, {**values, "ids": list(all_ids)})
    return list(contacts), {row.id: row.repeated for row in rows}
