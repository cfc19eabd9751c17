"""The columns of an order and the indexes that earn their place (docs/adr/0006; services/orders/README.md says what each is for)."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, Index, SmallInteger, literal_column
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from orders.domain.line import MONEY, OrderLine
from orders.domain.model import Model, TextList
from orders.domain.reference import reference_of

IS_OPEN = "status = ANY ('{placed,reviewed,allocated,picked,packed}'::text[])"
"""In words, so that PostgreSQL sees that a partial index holds exactly what is asked for."""
IN_DOUBT = "attention_reasons <> '{}' AND status = ANY ('{placed,reviewed,allocated,picked,packed,shipped,delivered,completed}'::text[])"
"""Also what has left: then with other goods than the order asks for."""
TO_SHIP_IN_TIME = f"ship_by IS NOT NULL AND {IS_OPEN}"
HELD = f"hold_reasons <> '{{}}' AND {IS_OPEN}"

GIFTS_ARE_DUE = (
    "hold_reasons = '{gifts_due}'::text[] AND attention_reasons = '{}' AND pending IS NULL AND status = ANY ('{placed,reviewed}'::text[])"
)

PRESALES_TO_JUDGE = (
    "hold_reasons @> '{presale}'::text[] AND attention_reasons = '{}' AND "
    "status = ANY ('{placed,reviewed,allocated,picked,packed}'::text[])"
)


class OrderFacts(Model):
    """Amounts in `currency`. `receiver_sealed` is personal data under the company's key; the masked columns are what lists show."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    kind: Mapped[str] = mapped_column(server_default="order")
    """An OrderKind."""
    left_out: Mapped[bool] = mapped_column(server_default="false")
    """A confirmed fake order: every statistic leaves it out and tells so (rule ORD-6)."""
    shop_id: Mapped[str]
    platform_order_no: Mapped[str]
    platform_status: Mapped[str]
    state: Mapped[str]
    status: Mapped[str]
    hold_reasons: Mapped[TextList]
    hold_note: Mapped[str | None]
    released_reasons: Mapped[TextList]
    """Holds a person has said yes to: a newer version of the order raises them again only when what they were about has changed."""
    attention_reasons: Mapped[TextList]
    reservation: Mapped[str]
    attempt: Mapped[int] = mapped_column(SmallInteger)
    """How many times stock was asked for: part of the reference the warehouse knows the order by."""
    pending: Mapped[str | None]
    warehouse_code: Mapped[str | None]
    short_skus: Mapped[TextList]
    refund: Mapped[str]
    currency: Mapped[str]
    goods_amount: Mapped[Decimal] = mapped_column(MONEY)
    discount_amount: Mapped[Decimal] = mapped_column(MONEY)
    freight_amount: Mapped[Decimal] = mapped_column(MONEY)
    paid_amount: Mapped[Decimal] = mapped_column(MONEY)
    line_count: Mapped[int] = mapped_column(SmallInteger)
    piece_count: Mapped[int]
    placed_at: Mapped[datetime]
    """When the buyer placed it, by the platform's clock."""
    received_at: Mapped[datetime]
    """When we took it in."""
    paid_at: Mapped[datetime | None]
    ship_by: Mapped[datetime | None]
    """The latest moment at which it may leave; None when nobody set one."""
    modified_at: Mapped[datetime]
    """The platform's version of the order."""
    content_digest: Mapped[str]
    version: Mapped[int]
    buyer_id: Mapped[str]
    receiver_sealed: Mapped[str]
    receiver_name: Mapped[str]
    receiver_phone: Mapped[str]
    receiver_country: Mapped[str]
    receiver_province: Mapped[str]
    receiver_city: Mapped[str]
    receiver_district: Mapped[str]
    phone_digest: Mapped[int | None] = mapped_column(BigInteger)
    phone_tail_digest: Mapped[int | None] = mapped_column(BigInteger)
    buyer_remark: Mapped[str]
    seller_remark: Mapped[str]
    source: Mapped[str]
    policy_version: Mapped[int]
    shipment_number: Mapped[str | None]
    carrier_code: Mapped[str | None]
    tracking_number: Mapped[str | None]
    tracking_state: Mapped[str | None]
    stuck_since: Mapped[datetime | None]
    shipped_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    """Completed, cancelled or closed."""
    cancel_reason: Mapped[str | None]
    updated_at: Mapped[datetime]

    @declared_attr
    def lines(cls) -> Mapped[list[OrderLine]]:  # noqa: N805 - SQLAlchemy calls it with the class
        return relationship(
            OrderLine,
            lazy="raise",
            primaryjoin="Order.id == foreign(OrderLine.order_id)",
            order_by=OrderLine.line_no,
            cascade="all, delete-orphan",
        )

    @property
    def reference(self) -> str:
        """What the warehouse knows the order by."""
        return reference_of(self.id, self.attempt)


def order_indexes() -> tuple[Index, ...]:
    """Every full index costs each order a write at intake and at each step; the partial ones cost a normal order nothing."""
    # Unique by what an order exists once of; text_pattern_ops lets the same index find prefixes of the platform's number.
    pattern = {"platform_order_no": "text_pattern_ops"}
    return (
        Index("uq_sales_order_platform_order_no_shop_id", "platform_order_no", "shop_id", unique=True, postgresql_ops=pattern),
        Index("uq_sales_order_number", "number", unique=True, postgresql_ops={"number": "text_pattern_ops"}),
        Index("ix_sales_order_placed_at", "placed_at", "id"),
        Index("ix_sales_order_shop_status_placed_at", "shop_id", "status", "placed_at", "id"),
        # The whole number and its last four digits by one index: all numbers with one tail are few.
        Index(
            "ix_sales_order_phone",
            "phone_tail_digest",
            "phone_digest",
            "placed_at",
            "id",
            postgresql_where=literal_column("phone_tail_digest IS NOT NULL"),
        ),
        Index("ix_sales_order_held", "placed_at", "id", postgresql_where=literal_column(HELD)),
        Index("ix_sales_order_attention", "placed_at", "id", postgresql_where=literal_column(IN_DOUBT)),
        Index("ix_sales_order_short", "placed_at", "id", postgresql_where=literal_column("reservation = 'short'")),
        Index("ix_sales_order_stuck", "placed_at", "id", postgresql_where=literal_column("stuck_since IS NOT NULL")),
        Index("ix_sales_order_shop_held", "shop_id", "placed_at", "id", postgresql_where=literal_column(HELD)),
        Index("ix_sales_order_source", "source", "shop_id", "placed_at", "id", postgresql_where=literal_column("source <> 'api'")),
        # Of open orders only: it is out of it when it has left.
        Index("ix_sales_order_ship_by", "ship_by", "id", postgresql_where=literal_column(TO_SHIP_IN_TIME)),
        Index("ix_sales_order_gifts_due", "id", postgresql_where=literal_column(GIFTS_ARE_DUE)),
        Index("ix_sales_order_presale", "id", postgresql_where=literal_column(PRESALES_TO_JUDGE)),
        Index("ix_sales_order_delivered", "delivered_at", postgresql_where=literal_column("status = 'delivered'")),
    )
