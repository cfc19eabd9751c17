"""A product's names, brand or category change, or it goes out of use."""

from uuid import UUID

from catalog.domain.ids import shown_product
from catalog.store.products import lock_product
from chassis.preconditions import check_version
from chassis.uow import UnitOfWork


async def change_product(uow: UnitOfWork, *, product_id: UUID, expected_version: int, changes: dict[str, object]) -> None:
    """Raises ProductNotFound, VersionStale."""
    product = await lock_product(uow, product_id)
    check_version(expected=expected_version, actual=product.version)
    before = product.change(changes)
    if not before:
        return
    await uow.session.flush()
    after: dict[str, object] = {name: changes[name] for name in before}
    uow.audit("product.changed", noun="product", noun_id=shown_product(product_id), before=before, after=after)
    uow.changed("product", shown_product(product_id))
