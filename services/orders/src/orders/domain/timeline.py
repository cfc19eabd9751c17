"""What happened to an order, when, and by whom. Entries are only ever added."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from orders.domain.model import Model


class Happened(StrEnum):
    PLACED = "placed"
    UPDATED = "updated"
    REVIEWED = "reviewed"
    HELD = "held"
    RELEASED = "released"
    EXPLAINED = "explained"
    NEEDS_ATTENTION = "needs_attention"
    STOCK_REQUESTED = "stock_requested"
    STOCK_RESERVED = "stock_reserved"
    STOCK_SHORT = "stock_short"
    STOCK_RELEASED = "stock_released"
    ALLOCATED = "allocated"
    PICKING = "picking"
    PICKED = "picked"
    PACKED = "packed"
    SHIPPED = "shipped"
    HANDLED_OUTSIDE = "handled_outside"
    PARCEL_MOVED = "parcel_moved"
    PARCEL_STUCK = "parcel_stuck"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    CANCEL_ASKED = "cancel_asked"
    STOP_ASKED = "stop_asked"
    STOPPED = "stopped"
    STOP_REFUSED = "stop_refused"
    CANCELLED = "cancelled"
    CLOSED = "closed"
    RECEIVER_REVEALED = "receiver_revealed"
    SPLIT = "split"
    MERGED = "merged"
    TAKEN_APART = "taken_apart"
    REGROUPED_FROM = "regrouped_from"
    REGROUPED_AGAIN = "regrouped_again"
    PARCEL_LEFT = "parcel_left"
    ADJUSTMENT_ASKED = "adjustment_asked"
    ADJUSTMENT_GIVEN_UP = "adjustment_given_up"
    READDRESSED = "readdressed"
    ITEMS_CHANGED = "items_changed"
    PRICE_CHANGED = "price_changed"
    PRICE_CHANGE_ASKED = "price_change_asked"
    PRICE_CHANGE_NOT_MADE = "price_change_not_made"
    CONFIRMED_FAKE = "confirmed_fake"
    FOUND_REAL = "found_real"
    OVERDUE = "overdue"
    GIFTS_ADDED = "gifts_added"
    GIFTS_TAKEN_BACK = "gifts_taken_back"
    PRESALE_JUDGED = "presale_judged"
    BALANCE_PAID = "balance_paid"
    INVOICE_REQUESTED = "invoice_requested"
    INVOICE_FOLLOWED_REFUND = "invoice_followed_refund"


class TimelineEntry(Model):
    """`by_id` is the account of a person; None for machines and for what was written before accounts were kept."""

    __tablename__ = "timeline_entry"

    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime]
    what: Mapped[str]
    by_kind: Mapped[str]
    by_name: Mapped[str]
    by_id: Mapped[str | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
