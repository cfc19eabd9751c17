"""Orders that were handed in before: unchanged and older versions change nothing, newer ones are reviewed again (rule ORD-1)."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from chassis.sealing import SealBroken
from chassis.uow import UnitOfWork
from orders.domain.draft import Draft
from orders.domain.effects import Effects
from orders.domain.knowledge import Knowledge
from orders.domain.line import OrderLine
from orders.domain.order import Order
from orders.domain.own_change import keep_ours
from orders.domain.placement import Delivery, Outcome, Placement
from orders.domain.plan import OwnChange
from orders.domain.policy import policy_at
from orders.domain.reasons import Hold
from orders.domain.receiver import Receiver, fuller
from orders.domain.renewal import Before, keep_explanations, renew
from orders.domain.review import Verdict, end_of, review
from orders.domain.rule_checks import Fact
from orders.domain.status import OrderKind
from orders.store.customers.first_orders import know_first_orders
from orders.store.order_rows import digest_of, line_rows, receiver_columns, told_columns
from orders.store.orders import lock_orders, lock_rows
from orders.store.own_changes import own_changes_of
from orders.store.presale_stages import look_at_presales_again, note_stages

FIND = text("""
    SELECT id, number, kind, platform_order_no, shop_id, status, hold_reasons, attention_reasons, modified_at, content_digest
    FROM sales_order
    WHERE (platform_order_no, shop_id) IN (SELECT * FROM unnest(CAST(:numbers AS text[]), CAST(:shops AS text[])))
""")
TOUCH = text("""
    UPDATE sales_order SET modified_at = t.modified_at
    FROM unnest(CAST(:ids AS uuid[]), CAST(:times AS timestamptz[])) AS t(id, modified_at)
    WHERE sales_order.id = t.id AND sales_order.modified_at < t.modified_at
""")
AMOUNTS = frozenset({"goods_amount", "discount_amount", "freight_amount", "paid_amount", "unit_price"})


async def take_again(uow: UnitOfWork, *, deliveries: Sequence[Delivery], known: Knowledge, effects: Effects) -> list[Placement]:
    """A placement for each of `deliveries`, which holds each order once."""
    keys = [delivery.draft.key for delivery in deliveries]
    found = await uow.session.execute(FIND, {"numbers": [key[1] for key in keys], "shops": [key[0] for key in keys]})
    rows = {(row.shop_id, row.platform_order_no): row for row in found}
    placements: list[Placement | None] = [_known_already(rows[delivery.draft.key], delivery.draft, uow) for delivery in deliveries]
    newer = {rows[d.draft.key].id: place for place, d in enumerate(deliveries) if placements[place] is None}
    same = [(rows[d.draft.key], d.draft) for d, p in zip(deliveries, placements, strict=True) if p and p.outcome == Outcome.UNCHANGED]
    later = [(row.id, draft) for row, draft in same if draft.modified_at > row.modified_at]
    if newer or later:
        # All at once: what is in the set twice is looked at again after this, and may be newer then.
        await lock_rows(uow, ids=[row.id for row in rows.values()])
    await _touch(uow, later)
    orders = await lock_orders(uow, ids=list(newer))
    ours = await own_changes_of(uow, order_ids=list(orders)) if orders else {}
    await _know_first_orders(uow, [(order, deliveries[newer[order.id]].draft) for order in orders.values()], known)
    stages: list[tuple[UUID, str]] = []
    for order in orders.values():
        draft = deliveries[newer[order.id]].draft
        if draft.presale_stage is not None:
            stages.append((order.id, draft.presale_stage))
        placements[newer[order.id]] = _renew(uow, order, draft, own=ours.get(order.id), known=known, effects=effects)
    await note_stages(uow, stages)
    await look_at_presales_again(uow, order_ids=list(orders))
    return [placement for placement in placements if placement is not None]


def _known_already(row: Any, draft: Draft, uow: UnitOfWork) -> Placement | None:
    """None for a version that is newer, or that differs from ours of the same time: that one has to be taken."""
    # A number that we made up ourselves (domain/regrouping.py) is nothing a shop can tell us about.
    if draft.modified_at < row.modified_at or row.kind != OrderKind.ORDER:
        outcome = Outcome.STALE
    elif row.content_digest == digest_of(draft, uow.sealer):
        outcome = Outcome.UNCHANGED
    else:
        return None
    return Placement(
        outcome=outcome,
        order_id=row.id,
        number=row.number,
        status=row.status,
        hold_reasons=row.hold_reasons,
        attention_reasons=row.attention_reasons,
    )


async def _know_first_orders(uow: UnitOfWork, told: Sequence[tuple[Order, Draft]], known: Knowledge) -> None:
    """By the fullest receiver that the shop has told."""
    if policy_at(known.policies, uow.now).rules.asks_first_order:
        whole = [replace(draft, receiver=fuller(old=_receiver_of(order, uow), new=draft.receiver)) for order, draft in told]
        await know_first_orders(uow, whole, known=known)
        for (_, draft), seen in zip(told, whole, strict=True):
            draft.first_order = seen.first_order


async def ids_of_known(uow: UnitOfWork, *, keys: Collection[tuple[str, str]]) -> Sequence[UUID]:
    """`keys`: shop and platform's number."""
    return (await uow.session.scalars(FIND, {"numbers": [key[1] for key in keys], "shops": [key[0] for key in keys]})).all()


async def _touch(uow: UnitOfWork, same: list[tuple[UUID, Draft]]) -> None:
    """Same content under a later time: remembered, so that an older one that comes after it is known as older."""
    if same:
        times = {"ids": [order_id for order_id, _ in same], "times": [draft.modified_at.astimezone(UTC) for _, draft in same]}
        await uow.session.execute(TOUCH, times)


def _renew(uow: UnitOfWork, order: Order, draft: Draft, *, own: OwnChange | None, known: Knowledge, effects: Effects) -> Placement:
    if draft.modified_at < order.modified_at:
        # Somebody else wrote a newer one while we waited for the lock.
        return placement_of(order, Outcome.STALE)
    told_digest = digest_of(draft, uow.sealer)
    # A copy: when this transaction has to be done again, the draft is still as it was told.
    draft = replace(draft, lines=[replace(line) for line in draft.lines])
    old_receiver = _receiver_of(order, uow)
    contradicted = False
    if own is not None and end_of(draft) is None:
        contradicted = keep_ours(own, order=order, draft=draft, ours=old_receiver, open_sealed=uow.sealer.open, seal=uow.sealer.seal)
    receiver = fuller(old=old_receiver, new=draft.receiver)
    moved = receiver != {**dict.fromkeys(receiver, ""), **old_receiver}
    if receiver != draft.receiver:
        draft.receiver, draft.receiver_sealed = receiver, None
    verdict = review(draft, known=known, policy=policy_at(known.policies, uow.now))
    _keep_what_was_known(order, draft, verdict)
    if contradicted:
        verdict.holds.append(Hold.CHANGED_HERE_AND_THERE)
    confirmed_units = keep_explanations(order, draft=draft, verdict=verdict, known=known)
    before = Before.of(order)
    if verdict.ship_by is not None and (order.ship_by is None or draft.ship_by is not None or draft.paid_at != order.paid_at):
        order.ship_by = verdict.ship_by
    for name, value in told_columns(draft).items():
        setattr(order, name, Decimal(value) if name in AMOUNTS else value)
    if moved:
        for name, value in receiver_columns(draft, uow.sealer).items():
            setattr(order, name, value)
        effects.moved.append(order)
    _decide_gifts_again(order, verdict)
    order.content_digest = told_digest
    if own is None or own.told_lines is None or end_of(draft) is not None:
        _write_lines(order, draft, verdict.skus, confirmed_units)
    order.line_count, order.piece_count = len(order.lines), sum(line.quantity for line in order.lines)
    renew(order, draft=draft, verdict=verdict, before=before, moved=moved, now=uow.now, effects=effects)
    return placement_of(order, Outcome.UPDATED)


def _keep_what_was_known(order: Order, draft: Draft, verdict: Verdict) -> None:
    """It was held as its buyer's first order; that this is not known just now does not let it go."""
    if draft.first_order is None:
        asked = [code for code in order.hold_reasons if Fact.FIRST_ORDER in verdict.looks_at.get(code, ())]
        verdict.holds += [code for code in asked if code not in verdict.holds]


def _decide_gifts_again(order: Order, verdict: Verdict) -> None:
    """It has gifts: what has changed may take them away, even where no rule fits any more."""
    if any(line.gift_rule_id for line in order.lines) and Hold.GIFTS_DUE not in verdict.holds:
        verdict.holds.append(Hold.GIFTS_DUE)


def _receiver_of(order: Order, uow: UnitOfWork) -> Receiver:
    """What cannot be opened counts as empty, as where orders come in (domain/told.py)."""
    try:
        return uow.sealer.open(order.receiver_sealed)
    except SealBroken:
        return {}


def _write_lines(order: Order, draft: Draft, skus: list[str | None], confirmed_units: list[str | None]) -> None:
    lines: list[OrderLine] = []
    # The shop knows nothing of gifts; whether they still fit is decided after this.
    gifts = [line for line in order.lines if line.gift_rule_id is not None]
    told = [line for line in order.lines if line.gift_rule_id is None]
    for place, row in enumerate(line_rows(draft, skus, order_id=order.id)):
        values = {name: Decimal(value) if name in AMOUNTS and value is not None else value for name, value in row.items()}
        line = told[place] if place < len(told) else OrderLine()
        for name, value in values.items():
            setattr(line, name, value)
        line.confirmed_unit = confirmed_units[place]
        lines.append(line)
    order.lines = [*lines, *gifts]


def placement_of(order: Order, outcome: Outcome) -> Placement:
    return Placement(
        outcome=outcome,
        order_id=order.id,
        number=order.number,
        status=order.status,
        hold_reasons=order.hold_reasons,
        attention_reasons=order.attention_reasons,
    )
