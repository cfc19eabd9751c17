"""What a shop or a client sent us, kept as it came: stored first, answered, understood afterwards."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from channels.domain.model import Model
from chassis.refusals import Conflict, Invalid, NotFound, Refusal
from chassis.refusals import Kind as RefusalKind

MOST_ATTEMPTS = 6
KEEP_PAYLOAD = timedelta(days=90)
"""Raw payloads hold personal data (rule ORD-5): after this, or once a customer in them is erased, the row stays and its payload goes."""


class InboundState(StrEnum):
    WAITING = "waiting"
    PROCESSED = "processed"
    REFUSED = "refused"
    """Understood, and no order in it."""
    DEAD = "dead"
    """Could not be handled at all: a person looks."""


class SignatureWrong(Refusal):
    """Says nothing about which shops there are: an unknown shop looks the same."""

    kind = RefusalKind.FORBIDDEN
    status = 401
    code = "signature_wrong"
    zh = "签名不正确。"
    en = "The signature is not right."


class WebhookStale(Refusal):
    kind = RefusalKind.FORBIDDEN
    status = 401
    code = "webhook_stale"
    zh = "该推送的时间过旧，可能是重放。"
    en = "This webhook was triggered too long ago; it may be a replay."


class InboundNotFound(NotFound):
    code = "inbound_message_not_found"
    zh = "找不到该消息，或您无权查看。"
    en = "There is no such message, or you may not see it."


class PayloadGone(Conflict):
    code = "payload_gone"
    rule = "ORD-5"
    zh = "原始内容已清除（保存期限已到，或其中的客户已被删除），无法重新处理。"
    en = "The raw content was removed, on schedule or with a customer who was erased; it cannot be processed again."


class NothingReadable(Invalid):
    code = "nothing_readable"
    rule = "ORD-1"
    zh = "内容中没有可识别的订单：{reasons}。"
    en = "There is no order in it that can be read: {reasons}."


class NoAdapter(Conflict):
    code = "platform_has_no_adapter"
    zh = "平台 {platform} 没有报文适配器，请使用订单接口或文件导入。"
    en = "There is no adapter for payloads of {platform}: use the orders API or a file."


class InboundMessage(Model):
    __tablename__ = "inbound_message"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    shop_id: Mapped[str] = mapped_column(ForeignKey("shop.id"))
    way: Mapped[str]
    topic: Mapped[str]
    delivery_id: Mapped[str]
    digest: Mapped[str]
    payload_sealed: Mapped[str | None]
    state: Mapped[str]
    results: Mapped[list[dict[str, object]]] = mapped_column(JSONB)
    attempts: Mapped[int]
    next_try_at: Mapped[datetime]
    error: Mapped[str]
    received_at: Mapped[datetime]
    processed_at: Mapped[datetime | None]

    __table_args__ = (
        # Delivery ids are unsigned headers: other bytes under an id that was seen before are other news, and are not dropped.
        UniqueConstraint("shop_id", "delivery_id", "digest"),
        Index("ix_inbound_message_waiting", "next_try_at", postgresql_where="state = 'waiting'"),
        Index("ix_inbound_message_unsettled", "shop_id", postgresql_where="state IN ('waiting', 'dead')"),
        Index("ix_inbound_message_shop_id_received_at", "shop_id", "received_at", "id"),
        Index("ix_inbound_message_received_at", "received_at", "id"),
        Index("ix_inbound_message_shop_id_digest", "shop_id", "digest"),
        # In which payloads an order stands that is to be forgotten.
        Index(
            "ix_inbound_message_results",
            "results",
            postgresql_using="gin",
            postgresql_ops={"results": "jsonb_path_ops"},
            postgresql_where="payload_sealed IS NOT NULL",
        ),
    )

    @property
    def has_payload(self) -> bool:
        return self.payload_sealed is not None

    def note_processed(self, results: list[dict[str, object]], *, sent: int, now: datetime) -> None:
        """`sent`: how many orders and refunds went on."""
        self.state = InboundState.PROCESSED if sent else InboundState.REFUSED
        self.results = results
        self.processed_at = now
        self.error = ""

    def note_failed(self, error: str, *, now: datetime) -> None:
        """A failure that may pass is tried again, ever later; in the end a person looks."""
        self.attempts += 1
        self.error = error[:500]
        self.next_try_at = now + timedelta(seconds=min(2**self.attempts, 300))
        if self.attempts >= MOST_ATTEMPTS:
            self.state = InboundState.DEAD

    def wait_again(self, *, now: datetime) -> None:
        """Raises PayloadGone."""
        if self.payload_sealed is None:
            raise PayloadGone
        self.state = InboundState.WAITING
        self.attempts = 0
        self.next_try_at = now
