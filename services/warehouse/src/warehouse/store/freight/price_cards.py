"""Price cards, and what parcels cost by them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select, text

from chassis.uow import UnitOfWork
from warehouse.domain.freight.parcel_freight import NoFreight
from warehouse.domain.freight.price_card import Freight, PriceCard
from warehouse.store.recordset import recordset

LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('price card of ' || :carrier, 0))")
# What the goods take without their box: the carrier measures the box, so this is the least that counts.
SHIPPED = text("""
    SELECT s.id, s.owner, s.carrier_code, s.tracking_number, s.receiver_region, s.weight_g, s.shipped_at,
           (SELECT sum(l.quantity * k.length_mm::bigint * k.width_mm * k.height_mm)::bigint FROM shipment_line l JOIN sku k ON k.sku = l.sku
            WHERE l.shipment_id = s.id) AS volume_mm3
    FROM shipment s WHERE s.number = ANY(:numbers) AND s.state = 'shipped' ORDER BY s.carrier_code, s.tracking_number
""")
UNRATED = text("""
    SELECT s.number FROM parcel_freight f JOIN shipment s ON s.id = f.shipment_id
    WHERE f.carrier_code = :carrier AND f.service = :service AND f.problem IN ('no_card', 'not_served') AND f.shipped_on >= :since
""")
# One that is rated stays as it is: what was worked out by a card stands.
KEEP = text("""
    INSERT INTO parcel_freight AS f (carrier_code, tracking_number, shipment_id, owner, shipped_on, weight_g, billed_g, province, service,
                                     card_version, surcharge, amount, problem, rated_at)
    SELECT carrier_code, tracking_number, shipment_id, owner, shipped_on, weight_g, billed_g, province, service, card_version, surcharge, amount,
           problem, :now
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(carrier_code text, tracking_number text, shipment_id uuid, owner text, shipped_on date,
        weight_g int, billed_g int, province text, service text, card_version int, surcharge numeric, amount numeric, problem text)
    ON CONFLICT (carrier_code, tracking_number) DO UPDATE
        SET weight_g = excluded.weight_g, billed_g = excluded.billed_g, province = excluded.province, card_version = excluded.card_version,
            surcharge = excluded.surcharge, amount = excluded.amount, problem = excluded.problem, rated_at = excluded.rated_at
        WHERE f.amount IS NULL
""")


@dataclass(frozen=True, slots=True)
class Sent:
    """A parcel that has left."""

    shipment_id: UUID
    owner: str
    carrier_code: str
    tracking_number: str
    region: str
    weight_g: int | None
    shipped_at: datetime
    volume_mm3: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    sent: Sent
    service: str
    shipped_on: date
    card_version: int | None
    freight: Freight | None
    problem: NoFreight | None


async def lock_cards_of(uow: UnitOfWork, *, carrier: str) -> None:
    """Two who publish at once get two versions."""
    await uow.session.execute(LOCK, {"carrier": carrier})


async def last_card_version(uow: UnitOfWork, *, carrier: str, service: str) -> int:
    query = select(func.max(PriceCard.version)).where(PriceCard.carrier_code == carrier, PriceCard.service == service)
    return await uow.session.scalar(query) or 0


async def find_cards(uow: UnitOfWork, *, carriers: Iterable[str]) -> Sequence[PriceCard]:
    """All versions, the one that takes effect last first."""
    query = select(PriceCard).where(PriceCard.carrier_code.in_(sorted(set(carriers))))
    found = await uow.session.scalars(query.order_by(PriceCard.effective_from.desc(), PriceCard.version.desc()))
    return found.all()


async def find_sent(uow: UnitOfWork, *, numbers: Iterable[str]) -> list[Sent]:
    rows = await uow.session.execute(SHIPPED, {"numbers": sorted(set(numbers))})
    return [Sent(*row) for row in rows]


async def find_unrated(uow: UnitOfWork, *, carrier: str, service: str, since: date) -> list[str]:
    """Numbers of shipments whose parcels had no card, or none for where they went."""
    return list((await uow.session.execute(UNRATED, {"carrier": carrier, "service": service, "since": since})).scalars())


async def keep_freight(uow: UnitOfWork, rated: Sequence[Rated]) -> None:
    rows: list[dict[str, object]] = []
    for one in rated:
        rows.append(
            {
                "carrier_code": one.sent.carrier_code,
                "tracking_number": one.sent.tracking_number,
                "shipment_id": one.sent.shipment_id,
                "owner": one.sent.owner,
                "shipped_on": one.shipped_on,
                "weight_g": one.sent.weight_g,
                "billed_g": one.freight.billed_g if one.freight else None,
                "province": one.freight.province if one.freight else "",
                "service": one.service,
                "card_version": one.card_version,
                "surcharge": one.freight.surcharge if one.freight else None,
                "amount": one.freight.amount if one.freight else None,
                "problem": one.problem,
            }
        )
    if rows:
        await uow.session.execute(KEEP, {"rows": recordset(rows), "now": uow.now})
