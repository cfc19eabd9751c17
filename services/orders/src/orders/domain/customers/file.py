"""Customer files: one customer over shops and platforms (rule CARE-4).

A file is one or more bases. Orders, keys, tags and entries belong to a base for good; `file_id` says which base stands for it now. So a
merge moves bases and nothing else, and taking it apart moves exactly those back.
"""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, Numeric, UniqueConstraint, Uuid, literal_column
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Forbidden, NotFound
from orders.domain.line import MONEY
from orders.domain.model import Model

SUM = Numeric(20, 2)
PREFIX = "cus"
NOUN = "customer"


class CustomerNotFound(NotFound):
    code = "customer_not_found"
    rule = "CARE-4"
    zh = "没有此客户，或其订单不在您的店铺范围内。"
    en = "There is no such customer, or none of their orders is in your shops."


class CustomerInOtherShops(Forbidden):
    code = "customer_in_other_shops"
    rule = "CARE-4"
    zh = "客户在您范围以外的店铺也有订单，合并与拆开须由能看到全部店铺的人处理。"
    en = "The customer also has orders in shops that are not yours; who sees all of them may merge files or take them apart."


class SameFile(Conflict):
    code = "same_file"
    rule = "CARE-4"
    zh = "这些已经是同一份客户档案。"
    en = "These are one file already."


class MergeNotFound(NotFound):
    code = "merge_not_found"
    rule = "CARE-4"
    zh = "没有此合并记录。"
    en = "There is no such merge."


class MergeUndone(Conflict):
    code = "merge_undone"
    rule = "CARE-4"
    zh = "此合并已经拆开。"
    en = "This merge was taken apart already."


class ProposalNotFound(NotFound):
    code = "proposal_not_found"
    rule = "CARE-4"
    zh = "没有此合并建议。"
    en = "There is no such proposal."


class ProposalSettled(Conflict):
    code = "proposal_settled"
    rule = "CARE-4"
    zh = "此合并建议已处理。"
    en = "This proposal was settled already."


class OrderOfAnother(NotFound):
    code = "order_of_another_customer"
    rule = "CARE-4"
    zh = "此订单不属于该客户。"
    en = "The order does not belong to this customer."


class Wrote(StrEnum):
    """What stands in a file besides its orders."""

    NOTE = "note"
    TAGGED = "tagged"
    UNTAGGED = "untagged"
    MERGED = "merged"
    TAKEN_APART = "taken_apart"
    CONTACT_REVEALED = "contact_revealed"
    LEVEL_CHANGED = "level_changed"


class How(StrEnum):
    KEY = "key"
    PERSON = "person"


class ProposalState(StrEnum):
    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class Customer(Model):
    """`name`, `phone` and `region` are those of the newest order, masked. Figures stand at the base that stands for the file; 0 elsewhere."""

    __tablename__ = "customer"
    __table_args__ = (
        Index("ix_customer_file_id", "file_id"),
        Index("ix_customer_last_order_at", "last_order_at", "id", postgresql_where=literal_column("last_order_at IS NOT NULL")),
        Index("ix_customer_level", "level", "last_order_at", "id", postgresql_where=literal_column("last_order_at IS NOT NULL")),
        Index(
            "ix_customer_worth",
            "worth",
            "id",
            postgresql_include=["last_order_at", "level"],
            postgresql_where=literal_column("last_order_at IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    file_id: Mapped[UUID]
    made_at: Mapped[datetime]
    name: Mapped[str]
    phone: Mapped[str]
    region: Mapped[str]
    orders: Mapped[int]
    first_order_at: Mapped[datetime | None]
    last_order_at: Mapped[datetime | None]
    level: Mapped[str] = mapped_column(server_default="")
    worth: Mapped[Decimal] = mapped_column(SUM, server_default="0")
    """Paid less refunded, of all shops, in the level policy's currency."""


class CustomerKey(Model):
    """A strong key: who has it is this customer. `platform` is "" for a phone."""

    __tablename__ = "customer_key"
    __table_args__ = (
        CheckConstraint("kind IN ('open_id', 'phone')", name="kind"),
        Index("ix_customer_key_customer_id", "customer_id"),
    )

    digest: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    customer_id: Mapped[UUID]
    platform: Mapped[str]


class CustomerOrder(Model):
    """What an order is counted with. `seen` tells whether its receiver is still the one that was read."""

    __tablename__ = "customer_order"
    __table_args__ = (
        Index("ix_customer_order_customer_id", "customer_id", "placed_at", "order_id"),
        Index("ix_customer_order_near_digest", "near_digest", postgresql_where=literal_column("near_digest IS NOT NULL")),
    )

    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID]
    shop_id: Mapped[str]
    currency: Mapped[str]
    placed_at: Mapped[datetime]
    counted: Mapped[bool]
    paid: Mapped[Decimal] = mapped_column(MONEY)
    refunded: Mapped[Decimal] = mapped_column(MONEY)
    contact_digest: Mapped[UUID]
    near_digest: Mapped[UUID | None]
    seen: Mapped[int] = mapped_column(BigInteger)


class CustomerShop(Model):
    """What a file bought in a shop: only orders that count."""

    __tablename__ = "customer_shop"
    __table_args__ = (
        Index("ix_customer_shop_shop_id_last_order_at", "shop_id", "last_order_at", "customer_id"),
        Index("ix_customer_shop_shop_id_level", "shop_id", "level", "last_order_at", "customer_id"),
        Index("ix_customer_shop_shop_id_worth", "shop_id", "worth", "customer_id"),
    )

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    shop_id: Mapped[str] = mapped_column(primary_key=True)
    currency: Mapped[str] = mapped_column(primary_key=True)
    orders: Mapped[int]
    paid: Mapped[Decimal] = mapped_column(SUM)
    refunded: Mapped[Decimal] = mapped_column(SUM)
    first_order_at: Mapped[datetime]
    last_order_at: Mapped[datetime]
    level: Mapped[str] = mapped_column(server_default="")
    worth: Mapped[Decimal] = mapped_column(SUM, server_default="0")


class CustomerMerge(Model):
    """`moved` are the bases that went over; `undone_by` and `undone_reason` are "" as long as it stands."""

    __tablename__ = "customer_merge"
    __table_args__ = (CheckConstraint("how IN ('key', 'person')", name="how"), Index("ix_customer_merge_gone_id", "gone_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kept_id: Mapped[UUID]
    gone_id: Mapped[UUID]
    moved: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    how: Mapped[str]
    at: Mapped[datetime]
    by_name: Mapped[str]
    reason: Mapped[str]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str]
    undone_reason: Mapped[str]


class CustomerApart(Model):
    """A person said that these are two: no key and no proposal brings them together again."""

    __tablename__ = "customer_apart"
    __table_args__ = (Index("ix_customer_apart_other_id", "other_id"),)

    one_id: Mapped[UUID] = mapped_column(primary_key=True)
    other_id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by_name: Mapped[str]
    reason: Mapped[str]


class CustomerProposal(Model):
    """Two files that are probably one. `settled_by` and `reason` are "" while it is open."""

    __tablename__ = "customer_proposal"
    __table_args__ = (
        UniqueConstraint("one_id", "other_id"),
        CheckConstraint("state IN ('open', 'confirmed', 'refused')", name="state"),
        Index("ix_customer_proposal_open", "made_at", "id", postgresql_where=literal_column("state = 'open'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    one_id: Mapped[UUID]
    other_id: Mapped[UUID]
    state: Mapped[str]
    made_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str]
    reason: Mapped[str]


class CustomerTag(Model):
    __tablename__ = "customer_tag"
    __table_args__ = (Index("ix_customer_tag_tag", "tag", "at", "customer_id"),)

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    tag: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by_name: Mapped[str]


class CustomerEntry(Model):
    __tablename__ = "customer_entry"
    __table_args__ = (Index("ix_customer_entry_customer_id", "customer_id", "at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID]
    at: Mapped[datetime]
    what: Mapped[str]
    by_kind: Mapped[str]
    by_name: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)


class CustomerProgress(Model):
    """How far a walk over the orders has come."""

    __tablename__ = "customer_progress"

    walk: Mapped[str] = mapped_column(primary_key=True)
    after_id: Mapped[UUID]
