"""Gifts are counted, given and taken back; whoever does holds the rows of `gift_count`, so that no limit is passed (rule ORD-2)."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select, text

from chassis.uow import UnitOfWork
from orders.domain.effects import Effects
from orders.domain.gift_rule import GiftGrant, GiftRule, GrantState, Purchase, fit_of, is_gift, purchase_of, rules_at
from orders.domain.gifts import BY_A_PERSON, OUT_OF_STOCK, Gift, Left, choose, set_gifts
from orders.domain.order import Order
from orders.domain.order_facts import GIFTS_ARE_DUE
from orders.domain.reasons import Hold
from orders.domain.status import BEFORE_ALLOCATION, OPEN, OrderKind
from orders.domain.timeline import Happened
from orders.store.knowledge import load_knowledge
from orders.store.orders import lock_orders

# Nothing else holds them: who waits for a person gets gifts only when that person has said yes.
DUE = text(f"SELECT id FROM sales_order WHERE {GIFTS_ARE_DUE} ORDER BY id LIMIT :most")
# Asked every second: where no rule gives while stocks last, its first look is its last.
LACKING = text("""
    SELECT DISTINCT o.id FROM sales_order o JOIN order_line l ON l.order_id = o.id JOIN gift_rule r ON r.id = l.gift_rule_id
    WHERE o.reservation = 'short' AND o.kind = 'order' AND o.status IN ('placed', 'reviewed') AND o.pending IS NULL
        AND l.sku = ANY (o.short_skus) AND (r.parameters->>'while_stocks_last')::boolean
        AND EXISTS (SELECT FROM gift_rule s WHERE (s.parameters->>'while_stocks_last')::boolean)
    LIMIT :most
""")
LOCK_COUNTS = text("SELECT code, given FROM gift_count WHERE code = ANY (CAST(:codes AS text[])) ORDER BY code FOR UPDATE")
WRITE_COUNTS = text("""
    UPDATE gift_count SET given = t.given FROM unnest(CAST(:codes AS text[]), CAST(:given AS integer[])) AS t(code, given)
    WHERE gift_count.code = t.code AND gift_count.given <> t.given
""")
BY_BUYER = text("""
    SELECT code, buyer_key, sum(quantity)::integer AS pieces FROM gift_grant
    WHERE state = 'given' AND code = ANY (CAST(:codes AS text[])) AND buyer_key = ANY (CAST(:buyers AS text[])) GROUP BY 1, 2
""")


async def orders_due(uow: UnitOfWork, *, limit: int) -> list[UUID]:
    return list((await uow.session.scalars(DUE, {"most": limit})).all())


async def orders_lacking_gifts(uow: UnitOfWork, *, limit: int) -> list[UUID]:
    """Short only for a gift that is given while stocks last."""
    return list((await uow.session.scalars(LACKING, {"most": limit})).all())


async def decide_gifts(uow: UnitOfWork, *, ids: Collection[UUID], effects: Effects) -> int:
    """What each deserves now, in place of what it has; orders that are held for something else meanwhile are left. How many were decided."""
    orders = await lock_orders(uow, ids=ids)
    due = [order for order in orders.values() if order.hold_reasons == [Hold.GIFTS_DUE] and _can_change(order)]
    if not due:
        return 0
    known = await load_knowledge(uow)
    grants = await _grants_of(uow, [order.id for order in due])
    purchases = {order.id: purchase_of(order) for order in due}
    rules = {order.id: rules_at(known.gift_rules, shop_id=order.shop_id, moment=purchases[order.id].moment) for order in due}
    codes = {rule.code for each in rules.values() for rule in each} | {grant.code for each in grants.values() for grant in each.values()}
    left = await _lock_counts(uow, codes, [purchase.buyer_key for purchase in purchases.values()])
    for order in sorted(due, key=lambda order: (purchases[order.id].moment, order.id)):
        has = grants.get(order.id, {})
        for grant in has.values():
            if grant.state == GrantState.GIVEN:
                left.add(grant.code, grant.buyer_key, -grant.quantity)
        declined = {code for code, grant in has.items() if grant.state == GrantState.DECLINED}
        gifts = choose(rules[order.id], purchases[order.id], declined=declined, left=left) if order.kind == OrderKind.ORDER else []
        _write_grants(uow, order, purchases[order.id], has, gifts)
        set_gifts(order, gifts, effects)
    await _write_counts(uow, left)
    return len(due)


async def take_gifts_back(uow: UnitOfWork, *, order_ids: Collection[UUID], reason: str) -> None:
    """The orders have ended: what they were given counts for others again."""
    orders = await lock_orders(uow, ids=order_ids)
    ended = [order.id for order in orders.values() if order.status not in OPEN and order.shipped_at is None]
    grants = [grant for each in (await _grants_of(uow, ended)).values() for grant in each.values() if grant.state == GrantState.GIVEN]
    await _end_grants(uow, grants, GrantState.TAKEN_BACK, reason)


async def leave_lacking_gifts_out(uow: UnitOfWork, *, ids: Collection[UUID], effects: Effects) -> None:
    """There is no stock for them: the order goes without, and the rule does not give to it again."""
    orders = await lock_orders(uow, ids=ids)
    known = await load_knowledge(uow)
    rules: dict[UUID | None, GiftRule] = {rule.id: rule for rule in known.gift_rules}
    grants = await _grants_of(uow, list(orders))
    ended: list[GiftGrant] = []
    for order in orders.values():
        bought = {line.sku for line in order.lines if line.to_send and not is_gift(line)}
        lacking = {sku for sku in order.short_skus if sku not in bought}
        given = [rules[line.gift_rule_id] for line in order.lines if line.gift_rule_id in rules and line.sku in lacking]
        gone = {rule.code for rule in given if rule.parameters.while_stocks_last}
        if not gone or not _can_change(order):
            continue
        of_order = grants.get(order.id, {})
        ended += [of_order[code] for code in sorted(gone) if code in of_order]
        order.hold_reasons = [*order.hold_reasons, *([] if Hold.GIFTS_DUE in order.hold_reasons else [Hold.GIFTS_DUE])]
        effects.happened(order, Happened.HELD, reasons=[Hold.GIFTS_DUE])
    await _end_grants(uow, ended, GrantState.DECLINED, OUT_OF_STOCK)


async def note_gifts_left_out(uow: UnitOfWork, order: Order, *, before: Collection[UUID]) -> None:
    """A person took gifts of these rules out of the order: they are not given to it again."""
    still = {line.gift_rule_id for line in order.lines}
    gone = [rule_id for rule_id in before if rule_id not in still]
    if gone:
        grants = (await _grants_of(uow, [order.id])).get(order.id, {})
        ended = [grant for grant in grants.values() if grant.rule_id in gone and grant.state == GrantState.GIVEN]
        await _end_grants(uow, ended, GrantState.DECLINED, BY_A_PERSON)


async def gifts_fitting(uow: UnitOfWork, order: Order) -> list[tuple[UUID, int]]:
    """The rules that the order reaches as it is, limits aside, and how many times."""
    known = await load_knowledge(uow)
    purchase = purchase_of(order)
    fits = [(rule.id, fit_of(rule, purchase)) for rule in rules_at(known.gift_rules, shop_id=order.shop_id, moment=purchase.moment)]
    return [(rule_id, fit.times) for rule_id, fit in fits if fit is not None]


async def may_have_gifts(uow: UnitOfWork, order: Order) -> bool:
    """It has some, or a rule is in force for its shop."""
    known = await load_knowledge(uow)
    rules = rules_at(known.gift_rules, shop_id=order.shop_id, moment=order.paid_at or order.placed_at)
    return bool(rules) or any(is_gift(line) for line in order.lines)


def look_at_gifts_again(order: Order, effects: Effects) -> None:
    """What it buys was changed here: gifts that no longer fit are taken back, and others given, before it goes on."""
    if order.kind == OrderKind.ORDER and order.status in OPEN and Hold.GIFTS_DUE not in order.hold_reasons:
        order.released_reasons = [reason for reason in order.released_reasons if reason != Hold.GIFTS_DUE]
        order.hold_reasons = [*order.hold_reasons, Hold.GIFTS_DUE]
        effects.happened(order, Happened.HELD, reasons=[Hold.GIFTS_DUE])
        order.stop_for_holds(effects)


def _can_change(order: Order) -> bool:
    return order.status in BEFORE_ALLOCATION and order.pending is None and not order.attention_reasons


async def _grants_of(uow: UnitOfWork, order_ids: Sequence[UUID]) -> dict[UUID, dict[str, GiftGrant]]:
    """The orders are locked."""
    found: dict[UUID, dict[str, GiftGrant]] = {}
    query = select(GiftGrant).where(GiftGrant.order_id.in_(order_ids)).execution_options(populate_existing=True)
    for grant in await uow.session.scalars(query):
        found.setdefault(grant.order_id, {})[grant.code] = grant
    return found


async def _lock_counts(uow: UnitOfWork, codes: Collection[str], buyers: Sequence[str]) -> Left:
    rows = (await uow.session.execute(LOCK_COUNTS, {"codes": sorted(codes)})).all()
    await uow.session.flush()
    of_buyers = await uow.session.execute(BY_BUYER, {"codes": sorted(codes), "buyers": sorted({one for one in buyers if one})})
    return Left(given={row.code: row.given for row in rows}, by_buyer={(row.code, row.buyer_key): row.pieces for row in of_buyers})


async def _write_counts(uow: UnitOfWork, left: Left) -> None:
    codes = sorted(left.given)
    await uow.session.execute(WRITE_COUNTS, {"codes": codes, "given": [left.given[code] for code in codes]})


async def _end_grants(uow: UnitOfWork, grants: Sequence[GiftGrant], state: GrantState, reason: str) -> None:
    left = await _lock_counts(uow, {grant.code for grant in grants}, [])
    for grant in grants:
        left.add(grant.code, grant.buyer_key, -grant.quantity)
        grant.state, grant.reason, grant.decided_at = state, reason, uow.now
    await uow.session.flush()
    await _write_counts(uow, left)


def _write_grants(uow: UnitOfWork, order: Order, purchase: Purchase, has: dict[str, GiftGrant], gifts: Sequence[Gift]) -> None:
    for gift in gifts:
        grant = has.get(gift.rule.code)
        if grant is None:
            grant = GiftGrant(order_id=order.id, code=gift.rule.code)
            uow.session.add(grant)
        grant.rule_id, grant.shop_id, grant.buyer_key = gift.rule.id, order.shop_id, purchase.buyer_key
        grant.sku, grant.quantity, grant.fit = gift.rule.parameters.gift_sku, gift.quantity, gift.fit.told()
        grant.state, grant.reason, grant.decided_at = gift.state, gift.reason, uow.now
    chosen = {gift.rule.code for gift in gifts}
    for code, grant in has.items():
        if code not in chosen and grant.state in (GrantState.GIVEN, GrantState.MISSED):
            grant.state, grant.reason, grant.decided_at = GrantState.TAKEN_BACK, "no_longer_fits", uow.now
