"""Loads and saves shops. Everywhere a shop is locked, it is locked first."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from channels.domain.shop import Shop, ShopNameTaken, ShopNotFound
from chassis.database import constraint_of
from chassis.uow import UnitOfWork


async def save_shop(uow: UnitOfWork, shop: Shop) -> None:
    """Raises ShopNameTaken."""
    name = shop.name
    uow.session.add(shop)
    try:
        await uow.session.flush()
    except IntegrityError as error:
        if constraint_of(error) == "uq_shop_name":
            raise ShopNameTaken(name=name) from error
        raise


async def find_shop(uow: UnitOfWork, shop_id: str) -> Shop | None:
    return await uow.session.get(Shop, shop_id)


async def load_shop(uow: UnitOfWork, shop_id: str) -> Shop:
    """Raises ShopNotFound, also for a shop that the actor may not see."""
    shop = await find_shop(uow, shop_id)
    if shop is None or not uow.actor.sees_shop(shop_id):
        raise ShopNotFound
    return shop


async def lock_shop(uow: UnitOfWork, shop_id: str) -> Shop:
    """Raises ShopNotFound, also for a shop that the actor may not see."""
    shop = await uow.session.scalar(select(Shop).where(Shop.id == shop_id).with_for_update())
    if shop is None or not uow.actor.sees_shop(shop_id):
        raise ShopNotFound
    return shop
