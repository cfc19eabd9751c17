"""A file of SKUs is checked and, when every row is right, carried out as one (rule SYS-3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.domain.ids import shown_sku
from catalog.domain.sku_file import read_drafts, taken_barcodes
from catalog.store.skus import barcode_owners, put_skus
from chassis.rows import RowError
from chassis.tables import TableRow
from chassis.uow import UnitOfWork
from contracts.catalog import SkusChanged

LARGEST_MESSAGE = 500


@dataclass(frozen=True, kw_only=True)
class ImportResult:
    """`changed` counts SKUs that are new or different now; nothing was changed when there are errors, or when it was only a check."""

    rows: int
    changed: int
    errors: list[RowError]


async def import_skus(uow: UnitOfWork, *, rows: Sequence[TableRow], check_only: bool) -> ImportResult:
    drafts, errors = read_drafts(rows)
    owners = await barcode_owners(uow, [draft.barcode for draft in drafts if draft.barcode is not None])
    errors = sorted([*errors, *taken_barcodes(drafts, owners=owners)], key=lambda error: error.row)
    if errors or check_only:
        return ImportResult(rows=len(rows), changed=0, errors=errors)
    changed = await put_skus(uow, drafts, now=uow.now)
    for start in range(0, len(changed), LARGEST_MESSAGE):
        part = changed[start : start + LARGEST_MESSAGE]
        uow.publish(SkusChanged(skus=[sku.facts() for sku in part], changed_at=uow.now))
    for sku in changed:
        uow.audit("sku.imported", noun="sku", noun_id=shown_sku(sku.id), after=sku.facts().model_dump(mode="json"))
    uow.changed("sku")
    return ImportResult(rows=len(rows), changed=len(changed), errors=[])
