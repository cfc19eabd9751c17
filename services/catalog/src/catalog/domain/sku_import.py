"""What a file of SKUs would make of the catalog, and what speaks against it (rule SYS-3)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace

from catalog.domain.sku_file import SkuDraft
from chassis.refusals import Conflict
from chassis.rows import RowError


class FileOvertaken(Conflict):
    code = "file_overtaken"
    rule = "SYS-3"
    zh = "检查期间有人修改了同样的 SKU 或条码，文件未导入，请重新检查后再试。"
    en = "Somebody changed the same SKUs or barcodes meanwhile; nothing was imported. Check the file again."


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuFields:
    """What a file can set of a SKU."""

    sku: str
    product_number: str
    name_zh: str
    name_en: str
    barcode: str | None
    spec: str
    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    unit: str

    def differing(self, other: "SkuFields") -> dict[str, object]:
        """The fields of ours that are different in `other`."""
        return {name: value for name, value in asdict(self).items() if value != getattr(other, name)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFields:
    """What a file can set of a product. Names are given to a new one only."""

    number: str
    name_zh: str
    name_en: str
    brand: str
    category: str
    active: bool


SKU_FIELDS = tuple(field.name for field in fields(SkuFields))


def wanted_sku(draft: SkuDraft, kept: SkuFields | None) -> SkuFields:
    """The SKU as the row wants it. An empty product number keeps a SKU's product, and makes a new SKU a product of its own."""
    if kept is None:
        return replace(_as_given(draft), product_number=draft.product_number or draft.sku)
    stays = {name: getattr(kept, name) for name in SKU_FIELDS if name not in draft.given}
    return replace(_as_given(draft), **{**stays, "product_number": draft.product_number or kept.product_number})


def _as_given(draft: SkuDraft) -> SkuFields:
    return SkuFields(**{name: getattr(draft, name) for name in SKU_FIELDS})


def wanted_products(
    drafts: Sequence[SkuDraft], *, skus: Sequence[SkuFields], kept: Mapping[str, ProductFields]
) -> tuple[list[ProductFields], list[RowError]]:
    """The products of the rows that are new or get another brand or category, and what is wrong with them. `skus` belong to `drafts`."""
    wanted: dict[str, ProductFields] = {}
    errors: list[RowError] = []
    for draft, sku in zip(drafts, skus, strict=True):
        number = sku.product_number
        before = wanted.get(number) or kept.get(number)
        if before is None:
            wanted[number] = ProductFields(
                number=number, name_zh=sku.name_zh, name_en=sku.name_en, brand=draft.brand, category=draft.category, active=True
            )
            continue
        # An empty cell says nothing about the product: it has other rows, too.
        brand, category = draft.brand or before.brand, draft.category or before.category
        if number in wanted:
            errors.extend(_differs(draft, number, said=before, brand=brand, category=category))
        wanted[number] = replace(before, brand=brand, category=category)
    return [product for number, product in wanted.items() if product != kept.get(number)], errors


def _differs(draft: SkuDraft, number: str, *, said: ProductFields, brand: str, category: str) -> list[RowError]:
    """An earlier row that said nothing leaves it to this one; one that said something else contradicts it."""
    pairs = (("brand", said.brand, brand), ("category", said.category, category))
    return [
        draft.error(
            column,
            "product_differs",
            zh=f"商品 {number} 在前面的行中为“{before}”",
            en=f"an earlier row says {before!r} for product {number}",
        )
        for column, before, now in pairs
        if before and before != now
    ]


def lacking_names(drafts: Sequence[SkuDraft], *, skus: Sequence[SkuFields]) -> list[RowError]:
    return [
        draft.error("name_zh", "missing", zh="必填", en="is needed") for draft, sku in zip(drafts, skus, strict=True) if not sku.name_zh
    ]


def joins_inactive(
    drafts: Sequence[SkuDraft], *, skus: Sequence[SkuFields], kept: Mapping[str, SkuFields], inactive: set[str]
) -> list[RowError]:
    """Rows that would put a SKU under a product that is no longer active."""
    return [
        draft.error(
            "product_number",
            "product_inactive",
            zh=f"商品 {sku.product_number} 已停用",
            en=f"the product {sku.product_number} is not active any more",
        )
        for draft, sku in zip(drafts, skus, strict=True)
        if sku.product_number in inactive and (sku.sku not in kept or kept[sku.sku].product_number != sku.product_number)
    ]


def taken_barcodes(drafts: Sequence[SkuDraft], *, owners: Mapping[str, str]) -> list[RowError]:
    """`owners` maps the barcodes that are there to their SKU numbers. An owner that is in the file too gets a new barcode by it."""
    in_file = {draft.sku for draft in drafts}
    return [
        draft.error(
            "barcode",
            "barcode_taken",
            zh=f"条码 {draft.barcode} 已属于 SKU {owners[draft.barcode]}",
            en=f"the barcode {draft.barcode} belongs to SKU {owners[draft.barcode]}",
        )
        for draft in drafts
        if draft.barcode is not None and owners.get(draft.barcode, draft.sku) not in in_file
    ]
