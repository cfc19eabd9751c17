"""A file of SKUs is checked and, when every row is right, carried out as one (rule SYS-3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.domain.ids import shown_product, shown_sku
from catalog.domain.sku_file import SkuDraft
from catalog.domain.sku_import import (
    ProductFields,
    SkuFields,
    joins_inactive,
    lacking_names,
    taken_barcodes,
    wanted_products,
    wanted_sku,
)
from catalog.store.sku_files import products_by_number, put_products, put_skus, skus_by_number
from catalog.store.skus import barcode_owners
from chassis.rows import RowError
from chassis.uow import UnitOfWork
from contracts.catalog import SkuFacts, SkusChanged

LARGEST_MESSAGE = 500


@dataclass(frozen=True, kw_only=True)
class ImportResult:
    """`changed` counts SKUs that are new or different now, or in a check would be. With errors nothing is changed."""

    changed: int
    errors: list[RowError]


@dataclass(frozen=True, kw_only=True)
class _Plan:
    kept: dict[str, SkuFields]
    skus: list[SkuFields]
    products: list[ProductFields]
    errors: list[RowError]


async def import_skus(uow: UnitOfWork, *, drafts: Sequence[SkuDraft], errors: Sequence[RowError], check_only: bool) -> ImportResult:
    """`errors` are those that the rows alone show. Raises FileOvertaken."""
    plan = await _plan(uow, [draft for draft in drafts if draft.sku], lock=not check_only)
    found = sorted([*errors, *plan.errors], key=lambda error: error.row)
    if found or check_only:
        return ImportResult(changed=0 if found else len(plan.skus), errors=found)
    product_ids = await put_products(uow, plan.products, now=uow.now)
    written = await put_skus(uow, plan.skus, now=uow.now)
    facts = [fact for _, fact in written]
    for start in range(0, len(facts), LARGEST_MESSAGE):
        uow.publish(SkusChanged(skus=facts[start : start + LARGEST_MESSAGE], changed_at=uow.now))
    wanted = {sku.sku: sku for sku in plan.skus}
    for sku_id, fact in written:
        _audit(uow, shown_sku(sku_id), fact, before=plan.kept.get(fact.sku), after=wanted[fact.sku])
    for product in plan.products:
        after: dict[str, object] = {"brand": product.brand, "category": product.category}
        uow.audit("product.imported", noun="product", noun_id=shown_product(product_ids[product.number]), after=after)
    if product_ids:
        uow.changed("product", *(shown_product(product_id) for product_id in product_ids.values()))
    if written:
        uow.changed("sku", *(shown_sku(sku_id) for sku_id, _ in written))
    return ImportResult(changed=len(written), errors=[])


async def _plan(uow: UnitOfWork, drafts: Sequence[SkuDraft], *, lock: bool) -> _Plan:
    kept = await skus_by_number(uow, [draft.sku for draft in drafts], lock=lock)
    skus = [wanted_sku(draft, kept.get(draft.sku)) for draft in drafts]
    known = await products_by_number(uow, sorted({sku.product_number for sku in skus}))
    owners = await barcode_owners(uow, [draft.barcode for draft in drafts if draft.barcode is not None])
    products, errors = wanted_products(drafts, skus=skus, kept=known)
    inactive = {number for number, product in known.items() if not product.active}
    return _Plan(
        kept=kept,
        # A row that changes nothing makes no new version, so the same file twice has one effect.
        skus=[sku for sku in skus if sku != kept.get(sku.sku)],
        products=products,
        errors=[
            *errors,
            *lacking_names(drafts, skus=skus),
            *joins_inactive(drafts, skus=skus, kept=kept, inactive=inactive),
            *taken_barcodes(drafts, owners=owners),
        ],
    )


def _audit(uow: UnitOfWork, shown: str, fact: SkuFacts, *, before: SkuFields | None, after: SkuFields) -> None:
    if before is None:
        uow.audit("sku.added", noun="sku", noun_id=shown, after=fact.model_dump(mode="json"), reason="import")
    else:
        changed = after.differing(before)
        uow.audit("sku.changed", noun="sku", noun_id=shown, before=before.differing(after), after=changed, reason="import")
