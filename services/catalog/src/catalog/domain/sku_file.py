"""A file of SKUs: its columns, and every mistake in its rows (rule SYS-3)."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from catalog.domain.barcode import MOST_CHARACTERS, is_right
from catalog.domain.sku import MOST_GRAMS, MOST_MILLIMETRES, NUMBER, PIECES
from chassis.rows import RowError
from chassis.tables import TableRow

COLUMNS: dict[str, tuple[str, ...]] = {
    "sku": ("SKU编号", "SKU", "商家编码"),
    "product_number": ("商品编号", "Product number"),
    "name_zh": ("中文名称", "商品名称", "Name (Chinese)"),
    "name_en": ("英文名称", "Name (English)"),
    "barcode": ("条码", "条形码", "Barcode"),
    "spec": ("规格", "Specification"),
    "weight_g": ("重量(克)", "Weight (g)"),
    "length_mm": ("长(毫米)", "Length (mm)"),
    "width_mm": ("宽(毫米)", "Width (mm)"),
    "height_mm": ("高(毫米)", "Height (mm)"),
    "unit": ("单位", "Unit"),
    "brand": ("品牌", "Brand"),
    "category": ("类目", "Category"),
}
"""Our name of a column, and what it may be called in a file: the Chinese heading first, the English one last."""

REQUIRED = ("sku", "name_zh")
LONGEST = {
    "product_number": 64,
    "name_zh": 200,
    "name_en": 200,
    "barcode": MOST_CHARACTERS,
    "spec": 200,
    "unit": 20,
    "brand": 100,
    "category": 100,
}
LARGEST = {"weight_g": MOST_GRAMS, "length_mm": MOST_MILLIMETRES, "width_mm": MOST_MILLIMETRES, "height_mm": MOST_MILLIMETRES}


@dataclass(frozen=True, kw_only=True)
class SkuDraft:
    """One good row. An empty `product_number` makes the SKU a product of its own."""

    row: int
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
    brand: str
    category: str


class _Reader:
    """Reads one row and gathers what is wrong with it."""

    def __init__(self, row: TableRow) -> None:
        self._row = row
        self.errors: list[RowError] = []

    def refuse(self, column: str, code: str, *, zh: str, en: str) -> None:
        self.errors.append(RowError(row=self._row.number, column=COLUMNS[column][0], code=code, detail_zh=zh, detail_en=en))

    def text(self, column: str) -> str:
        value = self._row.cells.get(column, "").strip()
        longest = LONGEST.get(column, 64)
        if len(value) > longest:
            self.refuse(column, "too_long", zh=f"超过 {longest} 个字符", en=f"longer than {longest} characters")
        if any(ord(character) < 32 for character in value):
            self.refuse(column, "control_character", zh="含有换行或控制字符", en="holds a line break or control character")
        return value

    def number(self, column: str) -> int:
        value = self._row.cells.get(column, "").strip()
        if not value:
            return 0
        if not (value.isascii() and value.isdigit()) or int(value) > LARGEST[column]:
            self.refuse(
                column,
                "not_a_number",
                zh=f"“{value}”应为 0 到 {LARGEST[column]} 的整数",
                en=f"{value!r} is no whole number from 0 to {LARGEST[column]}",
            )
            return 0
        return int(value)


def read_drafts(rows: Sequence[TableRow]) -> tuple[list[SkuDraft], list[RowError]]:
    """The good rows, and every mistake of the others, in the file's order."""
    drafts: list[SkuDraft] = []
    errors: list[RowError] = []
    for row in rows:
        reader = _Reader(row)
        draft = _read(reader, row)
        errors.extend(reader.errors)
        if not reader.errors:
            drafts.append(draft)
    errors.extend(_doubles(drafts, column="sku", of=lambda draft: draft.sku))
    errors.extend(_doubles(drafts, column="barcode", of=lambda draft: draft.barcode))
    return drafts, sorted(errors, key=lambda error: error.row)


def _read(reader: _Reader, row: TableRow) -> SkuDraft:
    sku = reader.text("sku")
    if NUMBER.fullmatch(sku) is None:
        reader.refuse("sku", "sku_number_wrong", zh="SKU 编号应为 1–64 个字符", en="a SKU number has 1 to 64 characters")
    barcode = reader.text("barcode")
    if not is_right(barcode):
        reader.refuse("barcode", "barcode_wrong", zh=f"条码 {barcode} 的校验位不正确", en=f"the check digit of {barcode} is not right")
    name_zh = reader.text("name_zh")
    if not name_zh:
        reader.refuse("name_zh", "missing", zh="必填", en="is needed")
    return SkuDraft(
        row=row.number,
        sku=sku,
        product_number=reader.text("product_number") or sku,
        name_zh=name_zh,
        name_en=reader.text("name_en"),
        barcode=barcode or None,
        spec=reader.text("spec"),
        weight_g=reader.number("weight_g"),
        length_mm=reader.number("length_mm"),
        width_mm=reader.number("width_mm"),
        height_mm=reader.number("height_mm"),
        unit=reader.text("unit") or PIECES,
        brand=reader.text("brand"),
        category=reader.text("category"),
    )


def _doubles(drafts: Sequence[SkuDraft], *, column: str, of: Callable[[SkuDraft], str | None]) -> list[RowError]:
    times = Counter(of(draft) for draft in drafts)
    return [
        RowError(
            row=draft.row,
            column=COLUMNS[column][0],
            code="twice_in_file",
            detail_zh=f"“{of(draft)}”在文件中出现 {times[of(draft)]} 次",
            detail_en=f"{of(draft)!r} stands in the file {times[of(draft)]} times",
        )
        for draft in drafts
        if of(draft) is not None and times[of(draft)] > 1
    ]


def taken_barcodes(drafts: Sequence[SkuDraft], *, owners: Mapping[str, str]) -> list[RowError]:
    """`owners` maps the barcodes that are there to their SKU numbers. An owner that is in the file too gets a new barcode by it."""
    in_file = {draft.sku for draft in drafts}
    return [
        RowError(
            row=draft.row,
            column=COLUMNS["barcode"][0],
            code="barcode_taken",
            detail_zh=f"条码 {draft.barcode} 已属于 SKU {owners[draft.barcode]}",
            detail_en=f"the barcode {draft.barcode} belongs to SKU {owners[draft.barcode]}",
        )
        for draft in drafts
        if draft.barcode is not None and owners.get(draft.barcode, draft.sku) not in in_file
    ]
