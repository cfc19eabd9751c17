"""Loads, locks and saves products."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from catalog.domain.product import Product, ProductNotFound, ProductNumberTaken
from chassis.database import constraint_of
from chassis.uow import UnitOfWork


async def add_product(uow: UnitOfWork, product: Product) -> None:
    """Raises ProductNumberTaken."""
    uow.session.add(product)
    try:
        await uow.session.flush()
    except IntegrityError as error:
        if constraint_of(error) == "uq_product_number":
            raise ProductNumberTaken(number=product.number) from error
        raise


async def lock_product(uow: UnitOfWork, product_id: UUID) -> Product:
    """Raises ProductNotFound."""
    product = await uow.session.scalar(select(Product).where(Product.id == product_id).with_for_update())
    if product is None:
        raise ProductNotFound
    return product
