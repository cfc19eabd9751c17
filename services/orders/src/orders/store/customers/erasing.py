"""Erasing a customer: what stands in the way, what goes, what stays; and the versions of the retention policy (rule ORD-5)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, select, text

from chassis.ids import new_id, show_id
from chassis.publishing import version_at
from chassis.sealing import SealBroken
from chassis.uow import UnitOfWork
from contracts.orders import CustomerErased, ErasedPlatformOrder
from contracts.warehouse import ForgetReceivers
from orders.domain.aftersales.case import IS_OPEN as CASE_IS_OPEN
from orders.domain.care.complaint import IS_OPEN as COMPLAINT_IS_OPEN
from orders.domain.care.mediation import IS_OPEN as MEDIATION_IS_OPEN
from orders.domain.customers.erasure import (
    DEFAULT_RETENTION,
    KEPT,
    NOUN,
    PREFIX,
    CustomerErasure,
    ErasureState,
    ErasureWhileOpen,
    Ground,
    RetentionParameters,
    RetentionPolicy,
    pattern_of,
)
from orders.domain.customers.file import NOUN as CUSTOMER_NOUN
from orders.domain.customers.file import PREFIX as CUSTOMER_PREFIX
from orders.domain.customers.file import Customer
from orders.domain.receiver import ERASED, Receiver
from orders.domain.reference import reference_of
from orders.domain.status import OrderKind
from orders.store.customers.erasing_words import Traces, erase_words
from orders.store.customers.files import shops_of
from orders.store.orders import IN_ORDER_OF_LOCKS

MOST_NAMED = 5
# What the buyer bought, and what was made of it to be sent: parts, merged orders, replacements.
ORDERS = text(f"""
    WITH own AS (
        SELECT o.order_id AS id FROM customer b JOIN customer_order o ON o.customer_id = b.id WHERE b.file_id = :file
    )
    SELECT o.id, o.number, o.kind, o.status, o.shop_id, o.platform_order_no, o.buyer_id, o.receiver_sealed FROM sales_order o
    WHERE o.id IN (SELECT id FROM own UNION SELECT l.order_id FROM order_line l JOIN own ON l.origin_order_id = own.id)
    ORDER BY {IN_ORDER_OF_LOCKS} FOR UPDATE
""")
OPEN_CASES = text(f"""
    SELECT c.number FROM aftersales_case c WHERE c.order_id = ANY (CAST(:ids AS uuid[])) AND c.{CASE_IS_OPEN}
    UNION SELECT c.number FROM care_complaint c WHERE c.{COMPLAINT_IS_OPEN}
        AND (c.order_id = ANY (CAST(:ids AS uuid[])) OR c.customer_id = ANY (CAST(:bases AS uuid[])))
    UNION SELECT m.number FROM care_mediation m WHERE m.order_id = ANY (CAST(:ids AS uuid[])) AND m.{MEDIATION_IS_OPEN}
    UNION SELECT i.number FROM invoice_request i WHERE i.order_id = ANY (CAST(:ids AS uuid[])) AND i.state IN ('requested', 'red_due')
    ORDER BY 1
""")
# Region, goods and amounts stay: they name nobody.
FORGET_BUYER = text("""
    UPDATE sales_order SET receiver_sealed = :nobody, receiver_name = '', receiver_phone = '', receiver_district = '', phone_digest = NULL,
        phone_tail_digest = NULL, buyer_id = '', buyer_remark = '', seller_remark = '', hold_note = NULL, version = version + 1,
        updated_at = :now
    WHERE id = ANY (CAST(:ids AS uuid[]))
""")
FORGET_BESIDE = [
    text("DELETE FROM own_change WHERE order_id = ANY (CAST(:ids AS uuid[]))"),
    text("DELETE FROM merge_candidate WHERE order_id = ANY (CAST(:ids AS uuid[]))"),
]
REMEMBER = text("INSERT INTO erased_order (order_id, erasure_id) SELECT id, :erasure FROM unnest(CAST(:ids AS uuid[])) AS gone(id)")
BASES = "SELECT id FROM customer WHERE file_id = :file"
FORGET_FILE = [
    *(
        text(f"DELETE FROM {table} WHERE customer_id IN ({BASES})")
        for table in (
            "customer_tag",
            "customer_entry",
            "customer_key",
            "customer_order",
            "customer_shop",
            "customer_listed_tag",
            "customer_standing",
        )
    ),
    text(f"DELETE FROM customer_proposal WHERE one_id IN ({BASES}) OR other_id IN ({BASES})"),
    text(f"DELETE FROM customer_apart WHERE one_id IN ({BASES}) OR other_id IN ({BASES})"),
    text(f"DELETE FROM customer_merge WHERE gone_id IN ({BASES}) OR kept_id IN ({BASES})"),
    text("DELETE FROM customer WHERE file_id = :file"),
]
# Whatever else was asked about this customer is done with it.
SETTLE_OTHERS = text("""
    UPDATE customer_erasure SET state = 'done', settled_at = :now, settled_by = :by, orders = :orders
    WHERE state = 'asked' AND customer_id = ANY (CAST(:bases AS uuid[])) AND id <> :erasure
""")
OUTDATED = text("""
    SELECT c.id, coalesce(c.last_order_at, (SELECT max(o.placed_at) FROM customer b JOIN customer_order o ON o.customer_id = b.id
        WHERE b.file_id = c.id)) < :before AS outdated
    FROM customer c WHERE c.id > :after AND c.file_id = c.id ORDER BY c.id LIMIT :most
""")


async def retention_policy_at(uow: UnitOfWork, *, moment: datetime) -> tuple[int, RetentionParameters]:
    """The version in force; version 0 is what the software comes with: nothing is erased by itself."""
    row = await version_at(uow.session, RetentionPolicy, moment=moment)
    return (0, DEFAULT_RETENTION) if row is None else (row.version, RetentionParameters.model_validate(row.parameters))


async def bases_of(uow: UnitOfWork, file: UUID) -> list[UUID]:
    return list((await uow.session.scalars(select(Customer.id).where(Customer.file_id == file).order_by(Customer.id))).all())


async def new_erasure(uow: UnitOfWork, *, file: UUID, ground: Ground, reason: str) -> CustomerErasure:
    """The caller adds it, once it is known that it can be."""
    version, policy = await retention_policy_at(uow, moment=uow.now)
    return CustomerErasure(
        id=new_id(),
        customer_id=file,
        bases=await bases_of(uow, file),
        shops=sorted(await shops_of(uow, file)),
        state=ErasureState.ASKED,
        ground=ground,
        reason=reason,
        asked_at=uow.now,
        asked_by=uow.actor.name,
        asked_by_id=uow.actor.id,
        due_at=uow.now + timedelta(days=policy.answer_days),
        settled_by="",
        comment="",
        orders=0,
        policy_version=version,
    )


async def asked_for_erasure(uow: UnitOfWork, file: UUID) -> bool:
    asked = select(CustomerErasure.id).where(CustomerErasure.state == ErasureState.ASKED)
    return await uow.session.scalar(asked.where(CustomerErasure.customer_id.in_(await bases_of(uow, file)))) is not None


async def lock_erasure(uow: UnitOfWork, erasure_id: UUID) -> CustomerErasure | None:
    return await uow.session.get(CustomerErasure, erasure_id, with_for_update=True)


async def outdated_after(uow: UnitOfWork, after: UUID, *, before: datetime, most: int) -> Sequence[RowMapping]:
    """The next files by id, and of each whether its newest order is older than `before`."""
    return (await uow.session.execute(OUTDATED, {"after": after, "before": before, "most": most})).mappings().all()


async def erase_file(uow: UnitOfWork, erasure: CustomerErasure, *, file: UUID, comment: str) -> None:
    """All of it in this transaction; the files are locked. Raises ErasureWhileOpen, and then nothing is changed."""
    orders = (await uow.session.execute(ORDERS, {"file": file})).all()
    ids = [order.id for order in orders]
    going_on = [order.number for order in orders if order.status not in KEPT]
    cases = list((await uow.session.scalars(OPEN_CASES, {"ids": ids, "bases": erasure.bases})).all())
    if going_on or cases:
        raise ErasureWhileOpen(orders=len(going_on), cases=len(cases), which=", ".join([*going_on, *cases][:MOST_NAMED]))
    told = {(order.shop_id, order.platform_order_no) for order in orders if order.kind == OrderKind.ORDER}
    await erase_words(uow, Traces(orders=ids, bases=erasure.bases, platform_orders=sorted(told), pattern=_pattern(uow, orders)))
    given = {"ids": ids, "now": uow.now, "nobody": uow.sealer.seal({ERASED: "1"}), "erasure": erasure.id, "file": file}
    for statement in (FORGET_BUYER, *FORGET_BESIDE, REMEMBER, *FORGET_FILE):
        await uow.session.execute(statement, given)
    erasure.orders = sum(order.kind == "order" for order in orders)
    erasure.settle(ErasureState.DONE, by=uow.actor.name, comment=comment, now=uow.now)
    others = {"now": uow.now, "by": uow.actor.name, "orders": erasure.orders, "bases": erasure.bases, "erasure": erasure.id}
    await uow.session.execute(SETTLE_OTHERS, others)
    shown, customer = show_id(PREFIX, erasure.id), show_id(CUSTOMER_PREFIX, file)
    uow.publish(
        CustomerErased(
            erasure_id=shown,
            customer_id=customer,
            ground=erasure.ground,
            orders=[show_id("ord", one) for one in ids],
            shops=erasure.shops,
            platform_orders=[ErasedPlatformOrder(shop_id=shop, platform_order_no=number) for shop, number in sorted(told)],
            by=uow.actor.name,
            by_id=uow.actor.id,
            erased_at=uow.now,
        ),
        ForgetReceivers(references=[reference_of(one, 1) for one in ids], numbers=[order.number for order in orders]),
    )
    after: dict[str, object] = {"erasure": shown, "ground": erasure.ground, "orders": erasure.orders}
    uow.audit("customer.erased", noun=CUSTOMER_NOUN, noun_id=customer, after=after, reason=erasure.reason)
    uow.changed(CUSTOMER_NOUN, customer)
    uow.changed(NOUN, shown)
    uow.changed("order")


def _pattern(uow: UnitOfWork, orders: Sequence[Any]) -> str:
    receivers: list[Receiver] = []
    for order in orders:
        try:
            receivers.append(uow.sealer.open(order.receiver_sealed))
        except SealBroken:
            # Sealed with another data key: whoever it was cannot be looked for by name.
            continue
    return pattern_of(receivers, buyers={order.buyer_id for order in orders if order.buyer_id})
