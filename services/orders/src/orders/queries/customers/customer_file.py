"""One customer's file (rule CARE-4): figures, contacts, how it came together, and everything that happened in one column."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.ids import prefixed
from contracts.money import Money
from orders.domain.customers.file import CustomerNotFound
from orders.domain.shop import shops_seen_by
from orders.permissions import Permission
from orders.queries.customers.customer_list import CustomerId, CustomerRow, rows_of
from orders.queries.customers.levels import StandingOut, find_standing

OrderId = Annotated[UUID, *prefixed("ord")]
MergeId = Annotated[UUID, *prefixed("cmg")]
EntryId = Annotated[UUID, *prefixed("cen")]
MOST_CONTACTS = 50
VISIBLE = "(CAST(:shops AS text[]) IS NULL OR o.shop_id = ANY (CAST(:shops AS text[])))"
FILE = text(f"""
    SELECT c.file_id FROM customer c WHERE c.id = :id AND EXISTS (
        SELECT FROM customer b JOIN customer_order o ON o.customer_id = b.id WHERE b.file_id = c.file_id AND {VISIBLE})
""")
# Of each contact its newest order: from there it is revealed. Nothing of it is kept a second time.
CONTACTS = text(f"""
    SELECT o.order_id, o.used, s.receiver_name AS name, s.receiver_phone AS phone,
        concat_ws(' ', nullif(s.receiver_country, 'CN'), s.receiver_province, s.receiver_city, s.receiver_district) AS region, s.placed_at AS last_used_at
    FROM (
        SELECT DISTINCT ON (o.contact_digest) o.order_id, count(*) OVER (PARTITION BY o.contact_digest) AS used
        FROM customer b JOIN customer_order o ON o.customer_id = b.id WHERE b.file_id = :file AND {VISIBLE}
        ORDER BY o.contact_digest, o.placed_at DESC, o.order_id DESC
    ) o JOIN sales_order s ON s.id = o.order_id ORDER BY s.placed_at DESC, s.id DESC LIMIT :most
""")
KEYS = text("""
    SELECT k.kind, k.platform, count(*) AS keys FROM customer b JOIN customer_key k ON k.customer_id = b.id WHERE b.file_id = :file
    GROUP BY 1, 2 ORDER BY 1, 2
""")
MERGES = text("""
    SELECT m.id, m.gone_id AS customer_id, m.how, m.at, m.by_name, m.reason FROM customer b JOIN customer_merge m ON m.gone_id = b.id
    WHERE b.file_id = :file AND m.undone_at IS NULL AND m.gone_id <> :file ORDER BY m.at DESC, m.id DESC LIMIT 100
""")
SHOPS_NOT_SEEN = text("""
    SELECT count(*) FROM customer_shop WHERE customer_id = :file AND shop_id <> ALL (CAST(:shops AS text[]))
""")
OPEN_ORDERS = text(f"""
    SELECT count(*) FROM customer b JOIN customer_order o ON o.customer_id = b.id JOIN sales_order s ON s.id = o.order_id
    WHERE b.file_id = :file AND s.status IN ('placed', 'reviewed', 'allocated', 'picked', 'packed', 'shipped') AND {VISIBLE}
""")
# Orders and entries each from their index, base by base; then the newest of both.
TIMELINE = """
    SELECT * FROM (
        SELECT found.* FROM customer b CROSS JOIN LATERAL (
            SELECT o.placed_at AS at, o.order_id AS id, 'order' AS kind, s.status AS what, '' AS by_kind, '' AS by_name, jsonb_build_object(
                'number', s.number, 'shop_id', s.shop_id, 'platform_order_no', s.platform_order_no, 'amount', s.paid_amount::text,
                'currency', s.currency, 'refund', s.refund, 'counted', o.counted) AS facts
            FROM customer_order o JOIN sales_order s ON s.id = o.order_id WHERE o.customer_id = b.id AND {visible} {after_order}
            ORDER BY o.placed_at DESC, o.order_id DESC LIMIT :limit
        ) found WHERE b.file_id = :file
        UNION ALL
        SELECT found.* FROM customer b CROSS JOIN LATERAL (
            SELECT e.at, e.id, 'entry' AS kind, e.what, e.by_kind, e.by_name, e.facts FROM customer_entry e
            WHERE e.customer_id = b.id {after_entry} ORDER BY e.at DESC, e.id DESC LIMIT :limit
        ) found WHERE b.file_id = :file
    ) both_kinds ORDER BY at DESC, id DESC LIMIT :limit
"""


class CustomerContact(BaseModel):
    """Masked; `order_id` is the newest order that went there, and names the contact."""

    order_id: OrderId
    name: str
    phone: str
    region: str
    used: int
    last_used_at: datetime


class CustomerKeyOut(BaseModel):
    """Why orders are counted here: `kind` open_id (of `platform`) or phone (with the name)."""

    kind: str
    platform: str
    keys: int


class CustomerMergeOut(BaseModel):
    """`customer_id` came into this file; `how` is key (an order held keys of both) or person."""

    id: MergeId
    customer_id: CustomerId
    how: str
    at: datetime
    by_name: str
    reason: str


class CustomerOut(CustomerRow):
    """`id` is that of the file now: one that was merged is shown under the file it went to. `actions` is what you may do."""

    open_orders: int
    contacts: list[CustomerContact]
    keys: list[CustomerKeyOut]
    merges: list[CustomerMergeOut]
    standing: StandingOut | None
    """Why it has its level; None until it was looked at, some seconds after the file began."""
    actions: list[str]


class CustomerHappening(BaseModel):
    """`kind` order: `what` is its status now, `order` its facts. `kind` entry: `what` is note, tagged, untagged, merged, taken_apart,
    contact_revealed or level_changed; `text` is the note, the tag, the reason or the level's code.
    """

    id: str
    at: datetime
    kind: str
    what: str
    by_kind: str
    by_name: str
    text: str
    order_number: str | None
    platform_order_no: str | None
    shop_id: str | None
    paid: Money | None
    refund: str | None
    counted: bool | None


async def find_customer(reader: AsyncSession, *, customer_id: UUID, actor: Actor) -> CustomerOut:
    """Raises CustomerNotFound."""
    shops = shops_seen_by(actor)
    file = await find_file(reader, customer_id=customer_id, shops=shops)
    values: dict[str, object] = {"file": file, "shops": shops, "most": MOST_CONTACTS}
    (row,) = await rows_of(reader, [file], shops=shops)
    contacts = [CustomerContact.model_validate(dict(one)) for one in (await reader.execute(CONTACTS, values)).mappings()]
    keys = [CustomerKeyOut.model_validate(dict(one)) for one in (await reader.execute(KEYS, {"file": file})).mappings()]
    merges = [CustomerMergeOut.model_validate(dict(one)) for one in (await reader.execute(MERGES, {"file": file})).mappings()]
    open_orders: int = (await reader.execute(OPEN_ORDERS, values)).scalar_one()
    sees_all = shops is None or (await reader.execute(SHOPS_NOT_SEEN, values)).scalar_one() == 0
    return CustomerOut(
        **row.model_dump(exclude={"sums"}),
        sums=row.sums,
        open_orders=open_orders,
        contacts=contacts,
        keys=keys,
        merges=merges,
        standing=await find_standing(reader, file=file, sees_all=sees_all),
        actions=_actions(actor, reveals=bool(contacts)),
    )


def _actions(actor: Actor, *, reveals: bool) -> list[str]:
    may = {"edit": Permission.EDIT_CUSTOMERS, "merge": Permission.MERGE_CUSTOMERS}
    actions = [name for name, permission in may.items() if actor.may(permission)]
    return [*actions, *(["reveal"] if reveals and actor.may(Permission.REVEAL_RECEIVER) else [])]


async def find_happenings(
    reader: AsyncSession, *, customer_id: UUID, actor: Actor, after: tuple[datetime, UUID] | None, limit: int
) -> tuple[list[CustomerHappening], list[tuple[datetime, UUID]]]:
    """Newest first: up to `limit` + 1, with their keys. Raises CustomerNotFound."""
    shops = shops_seen_by(actor)
    file = await find_file(reader, customer_id=customer_id, shops=shops)
    values: dict[str, Any] = {"file": file, "shops": shops, "limit": limit + 1}
    if after is not None:
        values.update(after_at=after[0], after_id=after[1])
    sql = TIMELINE.format(
        visible=VISIBLE,
        after_order="" if after is None else "AND (o.placed_at, o.order_id) < (:after_at, :after_id)",
        after_entry="" if after is None else "AND (e.at, e.id) < (:after_at, :after_id)",
    )
    rows = (await reader.execute(text(sql), values)).all()
    return [_happening(row) for row in rows], [(row.at, row.id) for row in rows]


async def find_file(reader: AsyncSession, *, customer_id: UUID, shops: list[str] | None) -> UUID:
    """The base that stands for the file now, for who may see any of its orders. Raises CustomerNotFound."""
    file = await reader.scalar(FILE, {"id": customer_id, "shops": shops})
    if file is None:
        raise CustomerNotFound
    return file


def _happening(row: Any) -> CustomerHappening:
    facts: dict[str, Any] = row.facts
    is_order = row.kind == "order"
    return CustomerHappening(
        id=f"{'ord' if is_order else 'cen'}_{row.id.hex}",
        at=row.at,
        kind=row.kind,
        what=row.what,
        by_kind=row.by_kind,
        by_name=row.by_name,
        text="" if is_order else next((str(facts[name]) for name in ("text", "tag", "reason", "level") if facts.get(name)), ""),
        order_number=facts.get("number"),
        platform_order_no=facts.get("platform_order_no"),
        shop_id=facts.get("shop_id"),
        paid=Money(amount=facts["amount"], currency=facts["currency"]) if is_order else None,
        refund=facts.get("refund"),
        counted=facts.get("counted"),
    )
