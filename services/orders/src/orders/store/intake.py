"""Taking orders in, many at once: the hot path (docs/adr/0006).

Review is done in memory; then one statement writes all orders that are new, with their lines and first timeline entries, from one JSON text
(19,000–33,000 orders a second measured against 2,300 by the ORM). What exists already falls to the unique key and is looked at apart.
"""

from collections.abc import Sequence
from uuid import UUID

import orjson
from sqlalchemy import text

from chassis.ids import new_id
from chassis.sealing import Sealer
from chassis.uow import UnitOfWork
from contracts.orders import OrdersPlaced
from contracts.warehouse import ReserveStock
from orders.domain.draft import Draft
from orders.domain.integrity.mark import device_words, payer_words
from orders.domain.knowledge import Knowledge
from orders.domain.placement import Delivery, Outcome, Placement
from orders.domain.policy import policy_at
from orders.domain.reference import reference_of
from orders.domain.review import Verdict, review
from orders.domain.status import Refund
from orders.store.customers.first_orders import know_first_orders
from orders.store.memory import memory_behind
from orders.store.order_rows import Row, entry_columns, line_rows, order_row
from orders.store.presale_stages import note_stages

# Written in the order of the unique key, so that two sets with the same orders wait for each other instead of locking each other out.
WRITE_NEW = text("""
    WITH draft AS (
        SELECT * FROM jsonb_to_recordset(CAST(:orders AS jsonb)) AS r(
            id uuid, number text, shop_id text, platform_order_no text, platform_status text, state text, status text,
            hold_reasons text[], attention_reasons text[], reservation text, attempt smallint, refund text, currency text,
            goods_amount numeric, discount_amount numeric, freight_amount numeric, paid_amount numeric, line_count smallint,
            piece_count integer, placed_at timestamptz, paid_at timestamptz, modified_at timestamptz, content_digest text,
            buyer_id text, receiver_sealed text, receiver_name text, receiver_phone text, receiver_country text,
            receiver_province text, receiver_city text, receiver_district text, phone_digest bigint, phone_tail_digest bigint,
            buyer_remark text, seller_remark text, policy_version integer, ship_by timestamptz, by_kind text, by_name text, by_id text, source text, passed jsonb)
    ), made AS (
        INSERT INTO sales_order (
            id, number, shop_id, platform_order_no, platform_status, state, status, hold_reasons, released_reasons, attention_reasons,
            reservation, attempt, short_skus, refund, currency, goods_amount, discount_amount, freight_amount, paid_amount, line_count,
            piece_count, placed_at, received_at, paid_at, modified_at, content_digest, version, buyer_id, receiver_sealed,
            receiver_name, receiver_phone, receiver_country, receiver_province, receiver_city, receiver_district, phone_digest,
            phone_tail_digest, buyer_remark, seller_remark, source, policy_version, ship_by, ended_at, updated_at)
        SELECT
            id, number, shop_id, platform_order_no, platform_status, state, status, hold_reasons, '{}', attention_reasons,
            reservation, attempt, '{}', refund, currency, goods_amount, discount_amount, freight_amount, paid_amount, line_count,
            piece_count, placed_at, :now, paid_at, modified_at, content_digest, 1, buyer_id, receiver_sealed,
            receiver_name, receiver_phone, receiver_country, receiver_province, receiver_city, receiver_district, phone_digest,
            phone_tail_digest, buyer_remark, seller_remark, source, policy_version, ship_by,
            CASE WHEN status IN ('cancelled', 'closed', 'completed') THEN CAST(:now AS timestamptz) END, :now
        FROM draft
        ON CONFLICT (platform_order_no, shop_id) DO NOTHING
        RETURNING id
    ), lines AS (
        INSERT INTO order_line (
            order_id, line_no, platform_line_no, merchant_code, sku, platform_sku, title, quantity, unit, unit_price, paid_amount, refund)
        SELECT
            order_id, line_no, platform_line_no, merchant_code, sku, platform_sku, title, quantity, unit, unit_price, paid_amount, refund
        FROM jsonb_to_recordset(CAST(:lines AS jsonb)) AS r(
            order_id uuid, line_no smallint, platform_line_no text, merchant_code text, sku text, platform_sku text, title text,
            quantity integer, unit text, unit_price numeric, paid_amount numeric, refund text)
        WHERE order_id IN (SELECT id FROM made)
    ), entries AS (
        INSERT INTO timeline_entry (order_id, at, what, by_kind, by_name, by_id, facts)
        SELECT id, :now, 'placed', by_kind, by_name, by_id, jsonb_build_object(
            'source', source, 'status', status, 'holds', hold_reasons, 'attention', attention_reasons, 'policy_version', policy_version) || coalesce(passed, '{}')
        FROM draft WHERE id IN (SELECT id FROM made)
    )
    SELECT id FROM made
""")


async def write_new(uow: UnitOfWork, *, deliveries: Sequence[Delivery], known: Knowledge) -> tuple[dict[int, Placement], list[int]]:
    """Writes those that do not exist yet; gives their placements, and the places (in `deliveries`) of those that do exist.

    `deliveries` holds each order once.
    """
    policy = policy_at(known.policies, uow.now)
    if policy.rules.asks_first_order:
        await know_first_orders(uow, [delivery.draft for delivery in deliveries], known=known)
    numbers = await memory_behind(uow).numbers(len(deliveries), now=uow.now)
    verdicts: list[Verdict] = []
    ids: list[UUID] = []
    rows: list[Row] = []
    lines: list[Row] = []
    for delivery, number in zip(deliveries, numbers, strict=True):
        draft = delivery.draft
        verdict = review(draft, known=known, policy=policy)
        order_id = new_id()
        row = order_row(draft, verdict, order_id=order_id, number=number, sealer=uow.sealer)
        row.update(entry_columns(delivery.actor, delivery.source))
        if verdict.passed is not None:
            row["passed"] = {"passed": verdict.passed}
        rows.append(row)
        lines.extend(line_rows(draft, verdict.skus, order_id=order_id))
        verdicts.append(verdict)
        ids.append(order_id)
    in_key_order = sorted(rows, key=_key_of_row)
    written = await uow.session.execute(
        WRITE_NEW, {"orders": orjson.dumps(in_key_order).decode(), "lines": orjson.dumps(lines).decode(), "now": uow.now}
    )
    made = set(written.scalars())
    placements: dict[int, Placement] = {}
    requests: list[dict[str, object]] = []
    placed: list[dict[str, object]] = []
    for place, (delivery, verdict, order_id, number) in enumerate(zip(deliveries, verdicts, ids, numbers, strict=True)):
        if order_id not in made:
            continue
        placements[place] = _placement(verdict, order_id=order_id, number=number)
        reference = reference_of(order_id, 1)
        placed.append(_placed(delivery.draft, verdict, reference=reference, number=number, sealer=uow.sealer))
        if verdict.wants_stock:
            requests.append(_request(delivery.draft, verdict, reference=reference))
    await note_stages(uow, [(ids[place], stage) for place in placements if (stage := deliveries[place].draft.presale_stage) is not None])
    if placed:
        uow.publish_plain(OrdersPlaced, {"orders": placed, "placed_at": uow.now})
    if requests:
        uow.publish_plain(ReserveStock, {"requests": requests})
    return placements, [place for place in range(len(deliveries)) if place not in placements]


def _key_of_row(row: Row) -> tuple[str, str]:
    return row["platform_order_no"], row["shop_id"]


def _placement(verdict: Verdict, *, order_id: UUID, number: str) -> Placement:
    return Placement(
        outcome=Outcome.MADE,
        order_id=order_id,
        number=number,
        status=verdict.status,
        hold_reasons=verdict.holds,
        attention_reasons=verdict.attention,
    )


# The envelopes in their JSON form: as models they would cost more than the rows of the orders. A test holds them to the messages.


def _placed(draft: Draft, verdict: Verdict, *, reference: str, number: str, sealer: Sealer) -> dict[str, object]:
    return {
        "order_id": reference,
        "number": number,
        "shop_id": draft.shop_id,
        "platform_order_no": draft.platform_order_no,
        "status": verdict.status,
        "hold_reasons": verdict.holds,
        "attention_reasons": verdict.attention,
        "payer_digest": sealer.digest(payer_words(draft.payer)) if draft.payer else draft.payer_digest,
        "device_digest": sealer.digest(device_words(draft.device)) if draft.device else draft.device_digest,
    }


def _request(draft: Draft, verdict: Verdict, *, reference: str) -> dict[str, object]:
    """One line a SKU: two lines of an order may name the same one."""
    pieces: dict[str, int] = {}
    for line, sku in zip(draft.lines, verdict.skus, strict=True):
        if sku is not None and line.refund != Refund.DONE:
            pieces[sku] = pieces.get(sku, 0) + line.quantity
    return {
        "reference": reference,
        "province": draft.receiver["province"] or None,
        "lines": [{"sku": sku, "quantity": quantity} for sku, quantity in pieces.items()],
        "owner": draft.shop_id,
    }
