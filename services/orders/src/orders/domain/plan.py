"""What somebody decided about orders that the warehouse has to stop first: kept until it has, then carried out by itself."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from orders.domain.model import Model


class Verb(StrEnum):
    """`take_out`: pieces are refunded before they left; their case goes on with it. `follow`: the shop told something new of an order that is regrouped, and its parts have to follow."""

    SPLIT = "split"
    MERGE = "merge"
    TAKE_APART = "take_apart"
    READDRESS = "readdress"
    CHANGE_ITEMS = "change_items"
    TAKE_OUT = "take_out"
    FOLLOW = "follow"


class Plan(Model):
    """Gone once it is carried out or given up: timeline and audit trail tell what became of it. `order_ids` are the orders that wait."""

    __tablename__ = "order_plan"
    __table_args__ = (Index("ix_order_plan_order_ids", "order_ids", postgresql_using="gin"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    verb: Mapped[str]
    order_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    reason: Mapped[str]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]


class StockOffer(Model):
    """What each warehouse could have promised of an order that was short, when it was told so (`offers` as in WarehouseOffer)."""

    __tablename__ = "stock_offer"

    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    attempt: Mapped[int]
    offers: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    told_at: Mapped[datetime]


class MergeCandidate(Model):
    """Open orders of one shop, buyer and address, as the last look found them. Equal `key`: they may be merged."""

    __tablename__ = "merge_candidate"
    __table_args__ = (Index("ix_merge_candidate_shop_id_key", "shop_id", "key"),)

    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    shop_id: Mapped[str]
    key: Mapped[str]
    """A keyed digest of buyer and receiver."""


class OwnChange(Model):
    """What we changed of an order after its shop had told it, and what the shop last told of it: a newer version is held against that.

    Null where we changed nothing. `told_receiver_sealed` is personal data under the company's key.
    """

    __tablename__ = "own_change"

    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    told_receiver_sealed: Mapped[str | None]
    told_lines: Mapped[list[Any] | None] = mapped_column(JSONB(none_as_null=True))
    told_paid: Mapped[str | None]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
