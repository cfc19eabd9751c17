"""Orders are counted to customer files after they came in: found by two walks over them, and compared with what was counted (rule CARE-4).

The walk `new` follows what comes in, the walk `all` goes round and round: whatever changed meanwhile, it finds.
"""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from orders.domain.customers.file import Customer, CustomerKey, CustomerProgress, How
from orders.domain.customers.matching import Matcher
from orders.store.customers.files import kept_apart, merge, recount

ALL_OF_KEY = "one customer: an order holds both keys"
MOST_ALIKE = 6
"""Files with one near key; more than these are no one's address (a locker, a forwarder), and nothing is proposed."""
START = UUID(int=0)
# Parts, merged orders and replacements stand for purchases that are counted already. What is not paid yet is no purchase.
FACTS = """
    SELECT o.id, o.shop_id, s.platform, o.buyer_id, o.receiver_sealed, o.currency, o.placed_at, c.customer_id,
        f.counted, f.paid, f.refunded, f.seen
    FROM {source} JOIN sales_order o ON o.id = asked.id JOIN shop s ON s.id = o.shop_id
    LEFT JOIN customer_order c ON c.order_id = o.id
    CROSS JOIN LATERAL (
        SELECT NOT o.left_out AND o.status NOT IN ('cancelled', 'closed') AND o.state <> 'awaiting_payment' AS counts
    ) k
    CROSS JOIN LATERAL (
        SELECT k.counts AS counted, CASE WHEN k.counts THEN o.paid_amount ELSE 0 END AS paid,
            CASE WHEN NOT k.counts THEN 0 WHEN o.refund = 'done' THEN o.paid_amount ELSE coalesce(
                (SELECT sum(l.paid_amount) FROM order_line l WHERE l.order_id = o.id AND l.refund = 'done'), 0) END AS refunded,
            hashtextextended(o.receiver_sealed, 0) AS seen
    ) f
    WHERE o.kind = 'order' AND NOT EXISTS (SELECT FROM erased_order e WHERE e.order_id = o.id) AND (c.order_id IS NULL OR (c.counted, c.paid, c.refunded, c.seen) IS DISTINCT FROM
        (f.counted, f.paid, f.refunded, f.seen))
    ORDER BY o.id
"""
SPAN = text("SELECT id FROM sales_order WHERE id > :after AND id < :before ORDER BY id LIMIT :most")
CHANGED = text(FACTS.format(source="unnest(CAST(:ids AS uuid[])) AS asked(id)"))
WRITE_FILES = text("""
    INSERT INTO customer (id, file_id, made_at, name, phone, region, orders)
    SELECT id, id, :now, '', '', '', 0 FROM unnest(CAST(:ids AS uuid[])) AS made(id)
""")
WRITE_KEYS = text("""
    INSERT INTO customer_key (digest, kind, customer_id, platform)
    SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(digest uuid, kind text, customer_id uuid, platform text)
""")
WRITE_ORDERS = text("""
    INSERT INTO customer_order (order_id, customer_id, shop_id, currency, placed_at, counted, paid, refunded, contact_digest, near_digest, seen)
    SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(
        order_id uuid, customer_id uuid, shop_id text, currency text, placed_at timestamptz, counted boolean, paid numeric, refunded numeric,
        contact_digest uuid, near_digest uuid, seen bigint)
    ON CONFLICT (order_id) DO UPDATE SET counted = excluded.counted, paid = excluded.paid, refunded = excluded.refunded,
        contact_digest = excluded.contact_digest, near_digest = excluded.near_digest, seen = excluded.seen
""")
ALIKE = text("""
    SELECT o.near_digest AS near, array_agg(DISTINCT c.file_id) AS files
    FROM customer_order o JOIN customer c ON c.id = o.customer_id
    WHERE o.near_digest = ANY (CAST(:near AS uuid[])) GROUP BY 1 HAVING count(DISTINCT c.file_id) BETWEEN 2 AND :most
""")
PROPOSE = text("""
    INSERT INTO customer_proposal (id, one_id, other_id, state, made_at, settled_by, reason)
    SELECT id, one_id, other_id, 'open', :now, '', '' FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(id uuid, one_id uuid, other_id uuid)
    ON CONFLICT (one_id, other_id) DO UPDATE SET state = 'open', made_at = excluded.made_at, settled_at = NULL, settled_by = '', reason = ''
        WHERE customer_proposal.state = 'confirmed'
    RETURNING id
""")


async def progress_of(uow: UnitOfWork, walk: str) -> UUID:
    return await uow.session.scalar(select(CustomerProgress.after_id).where(CustomerProgress.walk == walk)) or START


async def note_progress(uow: UnitOfWork, walk: str, after: UUID) -> None:
    made = insert(CustomerProgress).values(walk=walk, after_id=after)
    await uow.session.execute(made.on_conflict_do_update(index_elements=["walk"], set_={"after_id": after}))


async def orders_after(uow: UnitOfWork, after: UUID, *, before: UUID, most: int) -> Sequence[UUID]:
    return (await uow.session.scalars(SPAN, {"after": after, "before": before, "most": most})).all()


async def uncounted(uow: UnitOfWork, ids: Collection[UUID]) -> Sequence[Any]:
    """Of these orders, those that were not counted as they are now, with their facts."""
    return (await uow.session.execute(CHANGED, {"ids": list(ids)})).all()


async def matcher_for(uow: UnitOfWork, *, digests: Collection[UUID], bases: Collection[UUID]) -> Matcher:
    found = await uow.session.execute(
        select(CustomerKey.digest, CustomerKey.customer_id).where(CustomerKey.digest.in_(digests)).order_by(CustomerKey.digest)
    )
    owners: dict[UUID, UUID] = {row.digest: row.customer_id for row in found}
    wanted = {*owners.values(), *bases}
    rows = await uow.session.execute(select(Customer.id, Customer.file_id).where(Customer.id.in_(wanted)))
    files: dict[UUID, UUID] = {row.id: row.file_id for row in rows}
    return Matcher(owners=owners, files=files, apart=await kept_apart(uow, set(files.values())))


async def keep_counted(uow: UnitOfWork, matcher: Matcher, rows: Sequence[dict[str, object]]) -> None:
    """Writes what the matcher found out, and counts the files concerned. `rows` are those of customer_order."""
    await uow.session.execute(WRITE_FILES, {"ids": matcher.made, "now": uow.now})
    keys: list[dict[str, object]] = [
        {"digest": key.digest, "kind": key.kind, "customer_id": base, "platform": key.platform} for key, base in matcher.new_keys
    ]
    await uow.session.execute(WRITE_KEYS, {"rows": _json(keys)})
    await uow.session.execute(WRITE_ORDERS, {"rows": _json(rows)})
    for kept, gone in matcher.joined:
        await merge(uow, kept=kept, gone=gone, how=How.KEY, reason=ALL_OF_KEY)
    touched = {matcher.files[UUID(str(row["customer_id"]))] for row in rows}
    await recount(uow, touched | {gone for _, gone in matcher.joined})
    uow.changed("customer")
    await _propose(uow, near={str(row["near_digest"]) for row in rows if row["near_digest"] is not None})


async def _propose(uow: UnitOfWork, *, near: Collection[str]) -> None:
    """Each with the oldest of those that are alike; what a person kept apart is not proposed again."""
    if not near:
        return
    alike = (await uow.session.execute(ALIKE, {"near": list(near), "most": MOST_ALIKE})).all()
    apart = await kept_apart(uow, {file for row in alike for file in row.files})
    pairs = {(min(row.files), other) for row in alike for other in row.files if other != min(row.files)}
    rows: list[dict[str, object]] = [
        {"id": new_id(), "one_id": one, "other_id": other} for one, other in sorted(pairs) if frozenset({one, other}) not in apart
    ]
    if rows and (await uow.session.execute(PROPOSE, {"rows": _json(rows), "now": uow.now})).first() is not None:
        uow.changed("customer_proposal")


def _json(rows: Sequence[dict[str, object]]) -> str:
    return orjson.dumps(rows, default=str).decode()
