"""Writes and sends what follows from decisions about orders: timeline entries, commands to the warehouse, events."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypeVar

import orjson
from sqlalchemy import select, text

from chassis.uow import UnitOfWork
from contracts.orders import OrdersAdvanced, OrderStep, ReceiversChanged
from contracts.warehouse import (
    ReleaseStock,
    RequestShipments,
    ReservationRequest,
    ReserveStock,
    ShipmentRequest,
    StockLine,
    WithdrawShipments,
)
from orders.domain.effects import Effects
from orders.domain.order import Order
from orders.domain.order_facts import OrderFacts
from orders.domain.origin import follow
from orders.domain.plan import Verb
from orders.domain.redaction import without_numbers
from orders.domain.reference import reference_of
from orders.domain.shop import Shop
from orders.domain.status import REGROUPS, OrderKind
from orders.domain.timeline import Happened
from orders.store.components import lock_origins, parts_of
from orders.store.invoice_rechecks import mark_for_recheck
from orders.store.plans import add_plan

T = TypeVar("T")
LARGEST_ENVELOPE = 500

WRITE_ENTRIES = text("""
    INSERT INTO timeline_entry (order_id, at, what, by_kind, by_name, by_id, facts)
    SELECT order_id, at, what, :by_kind, :by_name, CAST(:by_id AS text), facts
    FROM jsonb_to_recordset(CAST(:entries AS jsonb)) AS r(order_id uuid, at timestamptz, what text, facts jsonb)
""")


async def carry_out(uow: UnitOfWork, effects: Effects) -> None:
    await _follow_origins(uow, effects)
    for order in effects.look_again:
        add_plan(uow, verb=Verb.FOLLOW, order_ids=[order.id], content={}, reason="told anew by its shop")
    for order in effects.touched.values():
        order.version += 1
        order.updated_at = uow.now
    await uow.session.flush()
    await _write_entries(uow, effects)
    for references in envelopes(effects.release):
        uow.publish(ReleaseStock(references=references, reason="released by orders"))
    for references in envelopes(effects.withdraw):
        uow.publish(WithdrawShipments(references=references, reason="stopped by orders"))
    for references in envelopes(effects.withdraw_keeping):
        uow.publish(WithdrawShipments(references=references, reason="stopped by orders", keeps_stock=True))
    for orders in _with_those_they_share_with(effects):
        uow.publish(ReserveStock(requests=[reservation_request(order, effects.takes_over.get(order.id, [])) for order in orders]))
    await _request_shipments(uow, effects.ship)
    # Parts, merged orders and replacements are nobody's purchase: what was bought follows them.
    for orders in envelopes([order for order in effects.advanced.values() if order.kind == OrderKind.ORDER]):
        uow.publish(OrdersAdvanced(steps=[step_of(order) for order in orders], happened_at=uow.now))
    for orders in envelopes([order for order in effects.moved if order.kind == OrderKind.ORDER]):
        uow.publish(ReceiversChanged(orders=[reference_of(order.id, 1) for order in orders], changed_at=uow.now))
    if effects.refund_told:
        await mark_for_recheck(uow, order_ids=[order.id for order in effects.refund_told])
    tell_screens(uow, list(effects.touched.values()))


async def _follow_origins(uow: UnitOfWork, effects: Effects) -> None:
    moved = [order for order in effects.touched.values() if isinstance(order, Order) and order.kind in REGROUPS]
    if not moved:
        return
    await uow.session.flush()
    just_left = {entry.order.id for entry in effects.entries if entry.what == Happened.SHIPPED}
    origins = await lock_origins(uow, moved)
    parts = await parts_of(uow, origin_ids=list(origins))
    for origin in origins.values():
        left = [part for part in parts[origin.id] if part.id in just_left]
        follow(origin, parts[origin.id], just_left=left, effects=effects)


def _with_those_they_share_with(effects: Effects) -> Iterator[list[OrderFacts]]:
    """Envelopes; orders in place of the same ones are never in two, so that the warehouse decides about them at once."""
    envelope: list[OrderFacts] = []
    for _, group in groupby(effects.reserve, key=lambda order: effects.takes_over.get(order.id) or [str(order.id)]):
        together = list(group)
        if envelope and len(envelope) + len(together) > LARGEST_ENVELOPE:
            yield envelope
            envelope = []
        envelope += together
    if envelope:
        yield envelope


async def _write_entries(uow: UnitOfWork, effects: Effects) -> None:
    if not effects.entries:
        return
    entries = [
        {"order_id": entry.order.id, "at": entry.at or uow.now, "what": entry.what, "facts": entry.facts} for entry in effects.entries
    ]
    by = {"by_kind": uow.actor.kind, "by_name": uow.actor.name, "by_id": uow.actor.person_id}
    await uow.session.execute(WRITE_ENTRIES, {"entries": orjson.dumps(entries, default=str).decode(), **by})


async def _request_shipments(uow: UnitOfWork, orders: Sequence[OrderFacts]) -> None:
    if not orders:
        return
    found = await uow.session.execute(select(Shop.id, Shop.name).where(Shop.id.in_({order.shop_id for order in orders})))
    names = {row.id: row.name for row in found}
    for part in envelopes(orders):
        uow.publish(RequestShipments(shipments=[_shipment_request(order, names.get(order.shop_id, order.shop_id)) for order in part]))


def _shipment_request(order: OrderFacts, shop_name: str) -> ShipmentRequest:
    return ShipmentRequest(
        reference=order.reference,
        number=order.number,
        shop_name=shop_name,
        receiver_sealed=order.receiver_sealed,
        receiver_region=" ".join(filter(None, (order.receiver_province, order.receiver_city, order.receiver_district))),
        note=without_numbers(order.seller_remark),
        lines=stock_lines(order),
        owner=order.shop_id,
    )


def reservation_request(order: OrderFacts, takes_over: Sequence[str] = ()) -> ReservationRequest:
    return ReservationRequest(
        reference=order.reference,
        province=order.receiver_province or None,
        lines=stock_lines(order),
        owner=order.shop_id,
        takes_over=list(takes_over),
    )


def stock_lines(order: OrderFacts) -> list[StockLine]:
    """One line a SKU."""
    pieces: dict[str, int] = {}
    for line in order.lines:
        if line.sku is not None and line.to_send:
            pieces[line.sku] = pieces.get(line.sku, 0) + line.quantity
    return [StockLine(sku=sku, quantity=quantity) for sku, quantity in pieces.items()]


def step_of(order: OrderFacts) -> OrderStep:
    return OrderStep(
        order_id=reference_of(order.id, 1),
        number=order.number,
        shop_id=order.shop_id,
        platform_order_no=order.platform_order_no,
        status=str(order.status),
    )


def tell_screens(uow: UnitOfWork, orders: Sequence[OrderFacts]) -> None:
    if orders:
        uow.changed("order", *(reference_of(order.id, 1) for order in orders))


def envelopes(items: Sequence[T]) -> Iterator[list[T]]:
    for start in range(0, len(items), LARGEST_ENVELOPE):
        yield list(items[start : start + LARGEST_ENVELOPE])
