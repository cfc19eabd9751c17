"""Webhooks out, by the Standard Webhooks specification: endpoints of others, and what is delivered to them."""

import base64
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from channels.domain.model import Model
from chassis.refusals import Conflict, FieldError, Invalid, NotFound

PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400))
"""At once, then 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h, with jitter."""
LEASE = timedelta(seconds=60)
OLD_SECRET_LIVES = timedelta(hours=24)
KEEP_EVENTS = timedelta(days=30)
"""Also what waits for an endpoint that is switched off: enabled within this time, it hears of everything."""
SECRET_BYTES = 32


class EventType(StrEnum):
    PLACED = "order.placed"
    REVIEWED = "order.reviewed"
    ALLOCATED = "order.allocated"
    PICKED = "order.picked"
    PACKED = "order.packed"
    SHIPPED = "order.shipped"
    DELIVERED = "order.delivered"
    COMPLETED = "order.completed"
    CANCELLED = "order.cancelled"
    CLOSED = "order.closed"


class DeliveryState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    DELIVERED = "delivered"
    FAILED = "failed"
    DEAD = "dead"


class EndpointNotFound(NotFound):
    code = "webhook_endpoint_not_found"
    zh = "找不到该推送地址，或您无权查看。"
    en = "There is no such webhook endpoint, or you may not see it."


class DeliveryNotFound(NotFound):
    code = "webhook_delivery_not_found"
    zh = "找不到该推送记录，或您无权查看。"
    en = "There is no such delivery, or you may not see it."


class EndpointDisabled(Conflict):
    code = "webhook_endpoint_disabled"
    zh = "推送地址已停用，请先启用。"
    en = "The webhook endpoint is disabled: enable it first."


class AddressForbidden(Invalid):
    """An address inside our own network, or one that cannot be resolved: we would be asked to knock on our own doors."""

    code = "address_forbidden"
    zh = "不能使用该地址：{reason}。"
    en = "This address cannot be used: {reason}."


class AddressUnknown(AddressForbidden):
    """The name could not be resolved, this time."""


class ShopsBeyondScope(Invalid):
    code = "shops_beyond_scope"
    zh = "包含您无权查看的店铺。"
    en = "It names shops that you may not see."


class WebhookEndpoint(Model):
    __tablename__ = "webhook_endpoint"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    url: Mapped[str]
    event_types: Mapped[list[str]] = mapped_column(ARRAY(Text))
    shop_ids: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    secret_sealed: Mapped[str]
    old_secret_sealed: Mapped[str | None]
    old_secret_until: Mapped[datetime | None]
    active: Mapped[bool]
    disabled_reason: Mapped[str]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int]

    __table_args__ = (Index("ix_webhook_endpoint_created_at", "created_at", "id"),)

    def rotate(self, sealed: str, *, now: datetime) -> None:
        """The old secret signs beside the new one for a day, so that the receiver changes over in its own time."""
        self.old_secret_sealed, self.old_secret_until = self.secret_sealed, now + OLD_SECRET_LIVES
        self.secret_sealed = sealed
        self.note_changed(now=now)

    def secrets_sealed(self, *, now: datetime) -> list[str]:
        old = self.old_secret_sealed if self.old_secret_until is not None and now < self.old_secret_until else None
        return [self.secret_sealed] if old is None else [self.secret_sealed, old]

    def enable(self, *, active: bool, reason: str, now: datetime) -> None:
        self.active = active
        self.disabled_reason = "" if active else reason
        self.note_changed(now=now)

    def note_changed(self, *, now: datetime) -> None:
        self.updated_at = now
        self.version += 1

    def facts(self) -> dict[str, object]:
        return {
            "name": self.name,
            "url": self.url,
            "event_types": self.event_types,
            "shop_ids": self.shop_ids,
            "active": self.active,
            "disabled_reason": self.disabled_reason,
        }


class WebhookEvent(Model):
    __tablename__ = "webhook_event"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    type: Mapped[str]
    shop_id: Mapped[str]
    data: Mapped[dict[str, object]] = mapped_column(JSONB)
    happened_at: Mapped[datetime]
    created_at: Mapped[datetime]

    __table_args__ = (Index("ix_webhook_event_created_at", "created_at", "id"),)


class WebhookDelivery(Model):
    __tablename__ = "webhook_delivery"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    endpoint_id: Mapped[UUID] = mapped_column(ForeignKey("webhook_endpoint.id", ondelete="CASCADE"))
    event_id: Mapped[UUID] = mapped_column(ForeignKey("webhook_event.id", ondelete="CASCADE"))
    state: Mapped[str]
    attempts: Mapped[int]
    next_try_at: Mapped[datetime]
    last_status: Mapped[int | None]
    last_error: Mapped[str]
    created_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]

    __table_args__ = (
        Index("uq_webhook_delivery_endpoint_id_event_id", "endpoint_id", "event_id", unique=True),
        Index(
            "ix_webhook_delivery_endpoint_id_due",
            "endpoint_id",
            "next_try_at",
            postgresql_where="state IN ('waiting', 'failed', 'sending')",
        ),
        Index("ix_webhook_delivery_endpoint_id_created_at", "endpoint_id", "created_at", "id"),
        Index("ix_webhook_delivery_event_id", "event_id"),
    )

    def claim(self, *, now: datetime) -> None:
        self.state = DeliveryState.SENDING
        self.next_try_at = now + LEASE

    def note(self, *, status: int | None, error: str, retry_after: timedelta | None, pause_factor: float, now: datetime) -> None:
        """2xx only is success; a redirect is a failure; Retry-After is honoured when it asks for more than our own pause."""
        self.attempts += 1
        self.last_status, self.last_error = status, error[:500]
        if status is not None and 200 <= status < 300:
            self.state, self.delivered_at = DeliveryState.DELIVERED, now
            return
        if self.attempts > len(PAUSES):
            self.state = DeliveryState.DEAD
            return
        pause = PAUSES[self.attempts - 1] * pause_factor
        self.state = DeliveryState.FAILED
        self.next_try_at = now + max(pause, min(retry_after or timedelta(), timedelta(days=1)))

    def wait_again(self, *, now: datetime) -> None:
        self.state = DeliveryState.WAITING
        self.attempts = 0
        self.next_try_at = now


def must_be_within(shop_ids: Sequence[str] | None, seen: frozenset[str] | None) -> list[str] | None:
    """The shops an endpoint may hear of: those asked for, never more than its maker sees. Raises ShopsBeyondScope."""
    if seen is None:
        return None if shop_ids is None else sorted(set(shop_ids))
    if shop_ids is None:
        return sorted(seen)
    if not set(shop_ids) <= seen:
        raise ShopsBeyondScope(errors=[FieldError(pointer="/shop_ids", code="beyond_scope", zh="超出您的店铺范围", en="beyond your shops")])
    return sorted(set(shop_ids))


def secret_of(random: bytes) -> str:
    """As the specification writes secrets: base64 with a prefix."""
    return "whsec_" + base64.b64encode(random).decode()
