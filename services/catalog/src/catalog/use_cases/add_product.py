"""A product is added."""

from catalog.domain.ids import shown_product
from catalog.domain.product import Product, check_product_number
from catalog.store import products
from chassis.uow import UnitOfWork


async def add_product(uow: UnitOfWork, *, product: Product) -> None:
    """Raises ProductNumberWrong, ProductNumberTaken."""
    check_product_number(product.number)
    await products.add_product(uow, product)
    after: dict[str, object] = {"number": product.number, "name_zh": product.name_zh, "name_en": product.name_en}
    uow.audit("product.added", noun="product", noun_id=shown_product(product.id), after=after)
    uow.changed("product", shown_product(product.id))
