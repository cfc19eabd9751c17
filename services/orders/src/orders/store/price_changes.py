"""Price changes of orders, and the policy's versions."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from chassis.publishing import version_at
from chassis.uow import UnitOfWork
from orders.domain.price_change import DEFAULT_PRICE_PARAMETERS, PriceChange, PriceChangeParameters, PriceChangePolicy, PriceChangeState


async def price_policy_at(uow: UnitOfWork, *, moment: datetime) -> tuple[int, PriceChangeParameters]:
    """The version in force, and its figures; version 0 is what the software comes with."""
    row = await version_at(uow.session, PriceChangePolicy, moment=moment)
    return (0, DEFAULT_PRICE_PARAMETERS) if row is None else (row.version, parameters_of(row))


def parameters_of(row: PriceChangePolicy) -> PriceChangeParameters:
    limits = {currency: Decimal(limit) for currency, limit in row.parameters["amount_limits"].items()}
    return PriceChangeParameters(amount_limits=limits, percent=row.parameters["percent"])


async def change_being_decided(uow: UnitOfWork, *, order_id: UUID) -> PriceChange | None:
    """The order is locked."""
    query = select(PriceChange).where(PriceChange.order_id == order_id, PriceChange.state == PriceChangeState.ASKED)
    return await uow.session.scalar(query)


async def read_price_change(uow: UnitOfWork, change_id: UUID) -> PriceChange | None:
    """Not locked: its order is."""
    query = select(PriceChange).where(PriceChange.id == change_id).execution_options(populate_existing=True)
    return await uow.session.scalar(query)


async def changes_being_decided(uow: UnitOfWork, *, limit: int) -> Sequence[PriceChange]:
    query = select(PriceChange).where(PriceChange.state == PriceChangeState.ASKED).order_by(PriceChange.order_id).limit(limit)
    return (await uow.session.scalars(query)).all()
