"""Reads what review knows, when the database says that it has changed since we last looked."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import select, text

from chassis.uow import UnitOfWork
from orders.domain.gift_rule import GiftRule, GiftRuleVersion, in_sequence
from orders.domain.integrity.credit import Credit, Party, Standing
from orders.domain.knowledge import Knowledge, KnownShop
from orders.domain.policy import DEFAULT_PARAMETERS, REVIEW_RULE, Policy, ReviewParameters, ReviewPolicy
from orders.domain.presale import KnownPresale
from orders.domain.review_rules import NamedRule
from orders.domain.ship_clock import DEFAULT_SHIP_PARAMETERS, ShipClock, ShipParameters, ShipPolicy
from orders.domain.shop import Shop
from orders.domain.sku import Sku, SkuMapping
from orders.store.memory import memory_behind

READ_VERSION = text("SELECT coalesce((SELECT version FROM knowledge_version), 0)")
# A sequence is never rolled back: what a failed transaction has read into memory is never taken for what a later one has written.
BUMP_VERSION = text("""
    INSERT INTO knowledge_version (one, version) VALUES (true, nextval('knowledge_version_series'))
    ON CONFLICT (one) DO UPDATE SET version = excluded.version
""")

READ_PRESALES = text("SELECT shop_id, sku, starts_at, ends_at, ships_until FROM presale")


async def load_knowledge(uow: UnitOfWork) -> Knowledge:
    """What holds now. One small question a set of orders; all else comes from memory until somebody changes a shop, SKU, mapping or policy."""
    memory = memory_behind(uow)
    version: int = (await uow.session.execute(READ_VERSION)).scalar_one()
    known = memory.knowledge
    if known is None or known.version != version:
        known = memory.knowledge = await _read(uow, version)
    return known


async def knowledge_changed(uow: UnitOfWork) -> None:
    """To be called by whoever changes a shop, SKU, mapping or policy: every process reads again before its next review."""
    await uow.session.flush()
    await uow.session.execute(BUMP_VERSION)


async def _read(uow: UnitOfWork, version: int) -> Knowledge:
    session = uow.session
    shops = (await session.execute(select(Shop.id, Shop.name, Shop.active, Shop.platform))).all()
    skus = (await session.execute(select(Sku.sku, Sku.unit))).all()
    mappings = (await session.execute(select(SkuMapping.shop_id, SkuMapping.merchant_code, SkuMapping.sku))).all()
    rows = (await session.scalars(select(ReviewPolicy).where(ReviewPolicy.rule == REVIEW_RULE).order_by(ReviewPolicy.version))).all()
    ship_policies = (await session.scalars(select(ShipPolicy).order_by(ShipPolicy.version))).all()
    credit = select(Credit.party, Credit.shop_id, Credit.buyer_id).where(Credit.standing == Standing.RESTRICTED)
    distrusted = (await session.execute(credit)).all()
    # Equal units are one text in memory, however many SKUs there are.
    units: dict[str, str] = {}
    return Knowledge(
        version=version,
        shops={shop.id: KnownShop(name=shop.name, active=shop.active, platform=shop.platform) for shop in shops},
        units={sku.sku: units.setdefault(sku.unit, sku.unit) for sku in skus},
        mappings={(row.shop_id, row.merchant_code): row.sku for row in mappings},
        policies=[shipped_policy(uow), *(policy_of(row, zone=memory_behind(uow).zone) for row in rows)],
        restricted_shops=frozenset(row.shop_id for row in distrusted if row.party == Party.SHOP),
        distrusted_buyers=frozenset((row.shop_id, row.buyer_id) for row in distrusted if row.party == Party.BUYER),
        ship_clocks=ship_clocks_of(uow, ship_policies),
        presales=[KnownPresale(**row) for row in (await session.execute(READ_PRESALES)).mappings()],
        gift_rules=in_sequence([GiftRule.of(row) for row in await session.scalars(select(GiftRuleVersion))]),
        rule_stages={row.code: row.stage for row in await session.execute(select(NamedRule.code, NamedRule.stage))},
    )


def shipped_policy(uow: UnitOfWork) -> Policy:
    """Version 0: the figures the software comes with, in force until a company publishes its own."""
    return Policy(version=0, effective_from=uow.now.replace(year=2000), parameters=DEFAULT_PARAMETERS, zone=memory_behind(uow).zone)


def policy_of(row: ReviewPolicy, *, zone: ZoneInfo) -> Policy:
    parameters = ReviewParameters.model_validate(row.parameters)
    return Policy(version=row.version, effective_from=row.effective_from, parameters=parameters, zone=zone)


def ship_clocks_of(uow: UnitOfWork, rows: Sequence[ShipPolicy]) -> list[ShipClock]:
    """Version 0 is what the software comes with."""
    zone = memory_behind(uow).zone
    shipped = ShipClock(version=0, effective_from=uow.now.replace(year=2000), parameters=DEFAULT_SHIP_PARAMETERS, zone=zone)
    published = [
        ShipClock(version=row.version, effective_from=row.effective_from, parameters=ShipParameters(**row.parameters), zone=zone)
        for row in rows
    ]
    return [shipped, *published]
