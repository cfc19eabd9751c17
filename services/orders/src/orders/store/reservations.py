"""What the warehouse decided about stock, for up to 500 orders at once: the way back of the hot path.

Orders are locked in the one order (store/orders.py) and decided on in memory; one statement writes them and their timeline, one more reads the lines of those that
are allocated, and all shipments are requested in one envelope.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text

from chassis.uow import UnitOfWork
from contracts.orders import OrdersAdvanced
from contracts.warehouse import ReleaseStock, RequestShipments, ReservationResult
from orders.domain.answers import Standing, answer_to, missing
from orders.domain.redaction import without_numbers
from orders.domain.reference import read_reference, reference_of
from orders.domain.status import OrderKind, OrderStatus, Reservation
from orders.domain.timeline import Happened
from orders.store.knowledge import load_knowledge
from orders.store.orders import IN_ORDER_OF_LOCKS
from orders.store.plans import write_offers

LOCK = text(f"""
    SELECT o.id, number, kind, shop_id, platform_order_no, status, reservation, attempt, hold_reasons, attention_reasons, pending,
        receiver_sealed, concat_ws(' ', nullif(receiver_province, ''), nullif(receiver_city, ''), nullif(receiver_district, '')) AS region,
        seller_remark
    FROM sales_order o WHERE o.id = ANY(CAST(:ids AS uuid[])) ORDER BY {IN_ORDER_OF_LOCKS} FOR UPDATE
""")
WRITE = text("""
    WITH step AS (
        SELECT * FROM jsonb_to_recordset(CAST(:steps AS jsonb)) AS r(
            id uuid, reservation text, status text, warehouse_code text, short_skus text[], what text, facts jsonb)
    ), entries AS (
        INSERT INTO timeline_entry (order_id, at, what, by_kind, by_name, facts)
        SELECT id, :at, what, :by_kind, :by_name, facts FROM step
    )
    UPDATE sales_order SET
        reservation = step.reservation, status = step.status, warehouse_code = step.warehouse_code, short_skus = step.short_skus,
        version = version + 1, updated_at = :now
    FROM step WHERE sales_order.id = step.id
""")
READ_LINES = text("""
    SELECT order_id, sku, sum(quantity)::integer AS quantity FROM order_line
    WHERE order_id = ANY(CAST(:ids AS uuid[])) AND sku IS NOT NULL AND refund <> 'done'
    GROUP BY order_id, sku ORDER BY order_id, sku
""")


async def write_answers(uow: UnitOfWork, *, results: Sequence[ReservationResult], decided_at: datetime) -> None:
    await uow.session.flush()
    asked: dict[UUID, tuple[int, ReservationResult]] = {}
    for result in results:
        read = read_reference(result.reference)
        if read is not None:
            asked[read[0]] = (read[1], result)
    rows = (await uow.session.execute(LOCK, {"ids": list(asked)})).all()
    steps: list[dict[str, Any]] = []
    allocated: list[Any] = []
    unwanted: list[str] = []
    for row in rows:
        attempt, result = asked[row.id]
        held = bool(row.hold_reasons or row.attention_reasons or row.pending)
        order = Standing(status=row.status, reservation=row.reservation, attempt=row.attempt, held=held)
        step = answer_to(order, attempt=attempt, outcome=result.outcome)
        if step.give_back:
            unwanted.append(result.reference)
        elif step.reservation is not None:
            steps.append(_step_row(row, result, reservation=step.reservation, status=step.status))
            if step.status == OrderStatus.ALLOCATED:
                allocated.append(row)
    if unwanted:
        uow.publish(ReleaseStock(references=unwanted, reason="no longer wanted"))
    if steps:
        await _write(uow, steps, decided_at)
        await _keep_offers(uow, [asked[step["id"]] for step in steps if step["short_skus"]])
    if allocated:
        await _request_shipments(uow, allocated)


def _step_row(row: Any, result: ReservationResult, *, reservation: Reservation, status: OrderStatus | None) -> dict[str, Any]:
    short = missing(result.short_skus) if reservation == Reservation.SHORT else []
    if status == OrderStatus.ALLOCATED:
        what, facts = Happened.ALLOCATED, {"warehouse": result.warehouse_code}
    elif reservation == Reservation.RESERVED:
        what, facts = Happened.STOCK_RESERVED, {"warehouse": result.warehouse_code}
    else:
        what, facts = Happened.STOCK_SHORT, {"skus": short}
    return {
        "id": row.id,
        "reservation": reservation,
        "status": status or row.status,
        "warehouse_code": result.warehouse_code if reservation == Reservation.RESERVED else None,
        "short_skus": short,
        "what": what,
        "facts": facts,
    }


async def _keep_offers(uow: UnitOfWork, short: Sequence[tuple[int, ReservationResult]]) -> None:
    """So that who splits such an order knows what lies where."""
    offers: list[dict[str, Any]] = []
    for attempt, result in short:
        read = read_reference(result.reference)
        if result.offers and read is not None:
            offers.append({"order_id": read[0], "attempt": attempt, "offers": [offer.model_dump() for offer in result.offers]})
    if offers:
        await write_offers(uow, offers)


async def _write(uow: UnitOfWork, steps: list[dict[str, Any]], decided_at: datetime) -> None:
    values = {"at": decided_at, "now": uow.now, "by_kind": uow.actor.kind, "by_name": uow.actor.name}
    await uow.session.execute(WRITE, {**values, "steps": orjson.dumps(steps, default=str).decode()})
    uow.changed("order", *(reference_of(step["id"], 1) for step in steps))


async def _request_shipments(uow: UnitOfWork, allocated: Sequence[Any]) -> None:
    shops = (await load_knowledge(uow)).shops
    lines: dict[UUID, list[dict[str, object]]] = {}
    for line in await uow.session.execute(READ_LINES, {"ids": [row.id for row in allocated]}):
        lines.setdefault(line.order_id, []).append({"sku": line.sku, "quantity": line.quantity})
    # In their JSON form, as in intake.py; a test holds them to the messages.
    shipments: list[dict[str, object]] = [
        {
            "reference": reference_of(row.id, row.attempt),
            "number": row.number,
            "shop_name": shops[row.shop_id].name if row.shop_id in shops else row.shop_id,
            "receiver_sealed": row.receiver_sealed,
            "receiver_region": row.region,
            "note": without_numbers(row.seller_remark),
            "lines": lines.get(row.id, []),
            "owner": row.shop_id,
        }
        for row in allocated
    ]
    steps: list[dict[str, object]] = [
        {
            "order_id": reference_of(row.id, 1),
            "number": row.number,
            "shop_id": row.shop_id,
            "platform_order_no": row.platform_order_no,
            "status": OrderStatus.ALLOCATED.value,
        }
        for row in allocated
        if row.kind == OrderKind.ORDER
    ]
    uow.publish_plain(RequestShipments, {"shipments": shipments})
    if steps:
        uow.publish_plain(OrdersAdvanced, {"steps": steps, "happened_at": uow.now})
