"""Drafts and verdicts as the rows that go to the database: the one place that knows how an order is written for the first time."""

from typing import Any
from uuid import UUID

import orjson

from chassis.actor import Actor
from chassis.sealing import Sealer
from orders.domain.draft import Draft
from orders.domain.receiver import ERASED, mask_name, mask_phone
from orders.domain.review import Verdict
from orders.domain.search_keys import phone_keys
from orders.domain.status import Reservation

Row = dict[str, Any]


def digest_of(draft: Draft, sealer: Sealer) -> str:
    """Equal contents have equal digests, whatever the time of the version. Keyed, for the receiver is part of it."""
    content = (
        (draft.platform_status, draft.state, draft.placed_at, draft.paid_at, draft.currency, draft.refund),
        (draft.goods_amount, draft.discount_amount, draft.freight_amount, draft.paid_amount),
        (draft.buyer_id, draft.buyer_remark, draft.seller_remark),
        list(draft.receiver.values()),
        [
            (
                line.platform_line_no,
                line.merchant_code,
                line.platform_sku,
                line.title,
                line.quantity,
                line.unit,
                line.unit_price,
                line.paid_amount,
                line.refund,
            )
            for line in draft.lines
        ],
        # Told by few: left out, the content is what it always was.
        *([draft.ship_by] if draft.ship_by is not None else []),
        *([draft.presale_stage] if draft.presale_stage is not None else []),
    )
    return sealer.digest(orjson.dumps(content).decode())


def receiver_columns(draft: Draft, sealer: Sealer) -> Row:
    receiver = draft.receiver
    phone_digest, tail_digest = phone_keys(receiver, sealer.digest)
    return {
        "receiver_sealed": draft.receiver_sealed or sealer.seal(receiver),
        "receiver_name": mask_name(receiver["name"]),
        "receiver_phone": mask_phone(receiver["phone"]),
        "receiver_country": receiver["country"],
        "receiver_province": receiver["province"],
        "receiver_city": receiver["city"],
        "receiver_district": receiver["district"],
        "phone_digest": phone_digest,
        "phone_tail_digest": tail_digest,
    }


def told_columns(draft: Draft) -> Row:
    """What the shop tells of the order itself; of an order that was erased nothing about its buyer."""
    erased = ERASED in draft.receiver
    return {
        "platform_status": draft.platform_status,
        "state": draft.state,
        "refund": draft.refund,
        "currency": draft.currency,
        "goods_amount": draft.goods_amount,
        "discount_amount": draft.discount_amount,
        "freight_amount": draft.freight_amount,
        "paid_amount": draft.paid_amount,
        "line_count": len(draft.lines),
        "piece_count": sum(line.quantity for line in draft.lines),
        "placed_at": draft.placed_at,
        "paid_at": draft.paid_at,
        "modified_at": draft.modified_at,
        "buyer_id": "" if erased else draft.buyer_id,
        "buyer_remark": "" if erased else draft.buyer_remark,
        "seller_remark": "" if erased else draft.seller_remark,
    }


def order_row(draft: Draft, verdict: Verdict, *, order_id: UUID, number: str, sealer: Sealer) -> Row:
    row = told_columns(draft)
    row.update(receiver_columns(draft, sealer))
    row["id"] = order_id
    row["number"] = number
    row["shop_id"], row["platform_order_no"] = draft.shop_id, draft.platform_order_no
    row["content_digest"] = digest_of(draft, sealer)
    row["status"] = verdict.status
    row["hold_reasons"], row["attention_reasons"] = verdict.holds, verdict.attention
    row["reservation"] = Reservation.REQUESTED if verdict.wants_stock else Reservation.NONE
    row["attempt"] = 1 if verdict.wants_stock else 0
    row["policy_version"] = verdict.policy_version
    row["ship_by"] = verdict.ship_by
    return row


def line_rows(draft: Draft, skus: list[str | None], *, order_id: UUID) -> list[Row]:
    return [
        {
            "order_id": order_id,
            "line_no": line_no,
            "platform_line_no": line.platform_line_no,
            "merchant_code": line.merchant_code,
            "sku": sku,
            "platform_sku": line.platform_sku,
            "title": line.title,
            "quantity": line.quantity,
            "unit": line.unit,
            "unit_price": line.unit_price,
            "paid_amount": line.paid_amount,
            "refund": line.refund,
        }
        for line_no, (line, sku) in enumerate(zip(draft.lines, skus, strict=True), start=1)
    ]


def entry_columns(actor: Actor, source: str) -> Row:
    """Who handed the order in, for the first entry of its timeline."""
    return {"by_kind": actor.kind, "by_name": actor.name, "by_id": actor.person_id, "source": source}
