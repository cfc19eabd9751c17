"""Customer files: locking, merging, taking apart, and what is written in them."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import delete, select, text, update
from sqlalchemy.dialects.postgresql import insert

from chassis.actor import Actor
from chassis.ids import new_id, show_id
from chassis.uow import UnitOfWork
from orders.domain.customers.file import (
    NOUN,
    PREFIX,
    Customer,
    CustomerApart,
    CustomerEntry,
    CustomerInOtherShops,
    CustomerMerge,
    CustomerNotFound,
    CustomerOrder,
    CustomerTag,
    How,
    Wrote,
)
from orders.domain.customers.matching import Pair
from orders.store.customers.levels import assess_files, list_tags

# Who counts and who merges would otherwise each miss what the other has not committed yet.
LOCK = text("SELECT pg_advisory_xact_lock(hashtext('customers ' || current_schema()))")
SHOPS_OF = text("""
    SELECT DISTINCT o.shop_id FROM customer c JOIN customer_order o ON o.customer_id = c.id WHERE c.file_id = :file
""")
APART = text("""
    SELECT x.file_id AS one, y.file_id AS other FROM customer_apart p JOIN customer x ON x.id = p.one_id JOIN customer y ON y.id = p.other_id
    WHERE x.file_id = ANY (CAST(:files AS uuid[])) AND y.file_id = ANY (CAST(:files AS uuid[])) AND x.file_id <> y.file_id
""")
MOVE_BACK = text("""
    UPDATE customer SET file_id = :gone WHERE id = ANY (CAST(:moved AS uuid[])) AND file_id = :now RETURNING id
""")
JOIN_AGAIN = text("""
    DELETE FROM customer_apart p USING customer x, customer y
    WHERE x.id = p.one_id AND y.id = p.other_id AND ARRAY[x.file_id, y.file_id] <@ CAST(:files AS uuid[]) AND x.file_id <> y.file_id
""")
SETTLE_MERGED = text("""
    UPDATE customer_proposal p SET state = 'confirmed', settled_at = :now, settled_by = :by, reason = :reason
    FROM customer x, customer y
    WHERE p.state = 'open' AND x.id = p.one_id AND y.id = p.other_id AND x.file_id = :file AND y.file_id = :file
""")
RECOUNT = (
    text("DELETE FROM customer_shop WHERE customer_id = ANY (CAST(:files AS uuid[]))"),
    text("""
        INSERT INTO customer_shop (customer_id, shop_id, currency, orders, paid, refunded, first_order_at, last_order_at)
        SELECT c.file_id, o.shop_id, o.currency, count(*), sum(o.paid), sum(o.refunded), min(o.placed_at), max(o.placed_at)
        FROM customer c JOIN customer_order o ON o.customer_id = c.id
        WHERE c.file_id = ANY (CAST(:files AS uuid[])) AND o.counted GROUP BY 1, 2, 3
    """),
    text("""
        UPDATE customer f SET orders = coalesce(s.orders, 0), first_order_at = s.first_at, last_order_at = s.last_at,
            name = coalesce(n.name, ''), phone = coalesce(n.phone, ''), region = coalesce(n.region, '')
        FROM unnest(CAST(:files AS uuid[])) AS asked(id)
        LEFT JOIN LATERAL (
            SELECT sum(orders) AS orders, min(first_order_at) AS first_at, max(last_order_at) AS last_at
            FROM customer_shop WHERE customer_id = asked.id
        ) s ON true
        LEFT JOIN LATERAL (
            SELECT o.receiver_name AS name, o.receiver_phone AS phone, concat_ws(' ', nullif(o.receiver_province, ''), nullif(o.receiver_city, ''))
                AS region
            FROM customer b JOIN LATERAL (
                SELECT order_id, placed_at FROM customer_order WHERE customer_id = b.id ORDER BY placed_at DESC, order_id DESC LIMIT 1
            ) latest ON true
            JOIN sales_order o ON o.id = latest.order_id
            WHERE b.file_id = asked.id ORDER BY latest.placed_at DESC, latest.order_id DESC LIMIT 1
        ) n ON true
        WHERE f.id = asked.id
    """),
)


async def lock_files(uow: UnitOfWork) -> None:
    """Nobody else counts, merges or takes apart until this transaction ends."""
    await uow.session.execute(LOCK)


async def file_of(uow: UnitOfWork, customer_id: UUID) -> UUID:
    """The base that stands for the file now, for who may see any of its orders. Raises CustomerNotFound."""
    file = await uow.session.scalar(select(Customer.file_id).where(Customer.id == customer_id))
    if file is None or (uow.actor.shops is not None and not uow.actor.shops & await shops_of(uow, file)):
        raise CustomerNotFound
    return file


async def file_of_order(uow: UnitOfWork, order_id: UUID) -> UUID | None:
    owner = select(Customer.file_id).join(CustomerOrder, CustomerOrder.customer_id == Customer.id)
    return await uow.session.scalar(owner.where(CustomerOrder.order_id == order_id))


async def shops_of(uow: UnitOfWork, file: UUID) -> set[str]:
    return set((await uow.session.scalars(SHOPS_OF, {"file": file})).all())


async def must_see_all(uow: UnitOfWork, actor: Actor, *files: UUID) -> None:
    """Raises CustomerInOtherShops."""
    if actor.shops is None:
        return
    for file in files:
        if not await shops_of(uow, file) <= actor.shops:
            raise CustomerInOtherShops


async def kept_apart(uow: UnitOfWork, files: Collection[UUID]) -> set[Pair]:
    found = await uow.session.execute(APART, {"files": list(files)})
    return {frozenset({row.one, row.other}) for row in found}


async def keep_apart(uow: UnitOfWork, one: UUID, other: UUID, *, reason: str) -> None:
    first, second = sorted((one, other))
    values = {"one_id": first, "other_id": second, "at": uow.now, "by_name": uow.actor.name, "reason": reason}
    await uow.session.execute(insert(CustomerApart).values(**values).on_conflict_do_nothing())


async def merge(uow: UnitOfWork, *, kept: UUID, gone: UUID, how: How, reason: str) -> UUID:
    """The merge's id. What was kept apart between the two is forgotten when a person merges them. The caller counts again."""
    if how == How.PERSON:
        await uow.session.execute(JOIN_AGAIN, {"files": [kept, gone]})
    moved = update(Customer).where(Customer.file_id == gone).values(file_id=kept).returning(Customer.id)
    bases = (await uow.session.scalars(moved)).all()
    made = CustomerMerge(
        id=new_id(),
        kept_id=kept,
        gone_id=gone,
        moved=list(bases),
        how=how,
        at=uow.now,
        by_name=uow.actor.name,
        reason=reason,
        undone_at=None,
        undone_by="",
        undone_reason="",
    )
    uow.session.add(made)
    await uow.session.flush()
    settled = {"now": uow.now, "by": uow.actor.name, "reason": reason, "file": kept}
    await uow.session.execute(SETTLE_MERGED, settled)
    write(uow, kept, Wrote.MERGED, merge_id=show_id("cmg", made.id), other=show_id(PREFIX, gone), how=how, reason=reason)
    uow.audit("customer.merged", noun=NOUN, noun_id=show_id(PREFIX, kept), after={"gone": show_id(PREFIX, gone), "how": how}, reason=reason)
    uow.changed(NOUN, show_id(PREFIX, kept), show_id(PREFIX, gone))
    uow.changed("customer_proposal")
    return made.id


async def move_back(uow: UnitOfWork, found: CustomerMerge, *, file: UUID) -> Sequence[UUID]:
    """The bases of the merge that are still in `file` go back to the base that stood for them."""
    values = {"gone": found.gone_id, "moved": found.moved, "now": file}
    return (await uow.session.scalars(MOVE_BACK, values)).all()


async def lock_merge(uow: UnitOfWork, merge_id: UUID) -> CustomerMerge | None:
    return await uow.session.get(CustomerMerge, merge_id, with_for_update=True)


async def recount(uow: UnitOfWork, files: Collection[UUID]) -> None:
    """Figures are counted anew from the orders of these files: there is nothing that could drift."""
    for statement in RECOUNT:
        await uow.session.execute(statement, {"files": sorted(files)})
    await assess_levels(uow, files)


async def assess_levels(uow: UnitOfWork, files: Collection[UUID]) -> None:
    """Levels and tags by rule of these files; a level that became another stands in the file with its reason."""
    for change in await assess_files(uow, files):
        found = change.found
        write(
            uow,
            change.file,
            Wrote.LEVEL_CHANGED,
            before=change.before,
            level=found.level,
            orders=found.orders,
            paid=f"{found.paid:.2f}",
            refunded=f"{found.refunded:.2f}",
            policy_version=change.policy_version,
        )
        uow.changed(NOUN, show_id(PREFIX, change.file))


def write(uow: UnitOfWork, customer_id: UUID, what: Wrote, **facts: object) -> None:
    uow.session.add(
        CustomerEntry(
            id=new_id(), customer_id=customer_id, at=uow.now, what=what, by_kind=uow.actor.kind, by_name=uow.actor.name, facts=facts
        )
    )


async def add_tag(uow: UnitOfWork, *, file: UUID, tag: str) -> None:
    """Written in the file when it is new."""
    bases = select(Customer.id).where(Customer.file_id == file)
    there = select(CustomerTag.tag).where(CustomerTag.customer_id.in_(bases), CustomerTag.tag == tag)
    if await uow.session.scalar(there) is not None:
        return
    values = {"customer_id": file, "tag": tag, "at": uow.now, "by_name": uow.actor.name}
    made = insert(CustomerTag).values(**values).on_conflict_do_nothing().returning(CustomerTag.tag)
    if await uow.session.scalar(made) is not None:
        await _note_tag(uow, file, Wrote.TAGGED, tag)


async def forget_tag(uow: UnitOfWork, *, file: UUID, tag: str) -> None:
    """Written in the file when it was there."""
    bases = select(Customer.id).where(Customer.file_id == file)
    gone = delete(CustomerTag).where(CustomerTag.customer_id.in_(bases), CustomerTag.tag == tag).returning(CustomerTag.customer_id)
    if (await uow.session.scalars(gone)).all():
        await _note_tag(uow, file, Wrote.UNTAGGED, tag)


async def _note_tag(uow: UnitOfWork, file: UUID, what: Wrote, tag: str) -> None:
    await list_tags(uow, [file])
    write(uow, file, what, tag=tag)
    uow.audit(f"customer.{what}", noun=NOUN, noun_id=show_id(PREFIX, file), after={"tag": tag})
    uow.changed(NOUN, show_id(PREFIX, file))
