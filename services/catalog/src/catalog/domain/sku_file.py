"""A file of SKUs: its columns, and every mistake that can be seen in its rows alone (rule SYS-3)."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from catalog.domain.barcode import MOST_CHARACTERS, is_right
from catalog.domain.number import NUMBER
from catalog.domain.sku import MOST_GRAMS, MOST_MILLIMETRES, PIECES
from chassis.rows import RowError
from chassis.tables import TableRow

COLUMNS: dict[str, tuple[str, ...]] = {
    "sku": ("SKU编号", "商家编码", "SKU"),
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

REQUIRED = ("sku",)
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
WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")
SCANNABLE = re.compile(r"[\x21-\x7e]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuDraft:
    """One row. `given` names the columns that the file has: what it lacks stays as it is. `headings` are what the file calls them."""

    row: int
    given: frozenset[str]
    headings: Mapping[str, str]
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

    def error(self, column: str, code: str, *, zh: str, en: str) -> RowError:
        heading = self.headings.get(column, COLUMNS[column][0])
        return RowError(row=self.row, column=heading, code=code, detail_zh=zh, detail_en=en)


class _Reader:
    """Reads one row and gathers what is wrong with it."""

    def __init__(self, row: TableRow) -> None:
        self._row = row
        self.errors: list[RowError] = []

    def refuse(self, column: str, code: str, *, zh: str, en: str) -> None:
        heading = self._row.headings.get(column, COLUMNS[column][0])
        self.errors.append(RowError(row=self._row.number, column=heading, code=code, detail_zh=zh, detail_en=en))

    def text(self, column: str) -> str:
        value = self._row.cells.get(column, "").strip()
        longest = LONGEST.get(column, 64)
        if len(value) > longest:
            self.refuse(column, "too_long", zh=f"超过 {longest} 个字符", en=f"longer than {longest} characters")
        if any(ord(character) < 32 for character in value):
            self.refuse(column, "control_character", zh="含有换行或控制字符", en="holds a line break or control character")
        return "".join(character for character in value if ord(character) >= 32)

    def number(self, column: str) -> int:
        value = self._row.cells.get(column, "").strip()
        if not value:
            return 0
        if WHOLE_NUMBER.fullmatch(value) is None or int(value) > LARGEST[column]:
            self.refuse(
                column,
                "not_a_number",
                zh=f"“{value[:40]}”应为 0 到 {LARGEST[column]} 的整数",
                en=f"{value[:40]!r} is no whole number from 0 to {LARGEST[column]}",
            )
            return 0
        return int(value)

    def barcode(self) -> str | None:
        value = self.text("barcode")
        if SCANNABLE.fullmatch(value) is None:
            self.refuse("barcode", "barcode_wrong", zh="条码只能含字母、数字和符号", en="a barcode holds letters, digits and signs only")
        elif not is_right(value):
            self.refuse("barcode", "barcode_wrong", zh=f"条码 {value} 的校验位不正确", en=f"the check digit of {value} is not right")
        return value or None


def read_drafts(rows: Sequence[TableRow]) -> tuple[list[SkuDraft], list[RowError]]:
    """All rows, and every mistake in them. A bad row is a draft too: what the catalog says against it is told with the rest."""
    drafts: list[SkuDraft] = []
    errors: list[RowError] = []
    for row in rows:
        reader = _Reader(row)
        drafts.append(_read(reader, row))
        errors.extend(reader.errors)
    errors.extend(_doubles(drafts, column="sku", of=lambda draft: draft.sku or None))
    errors.extend(_doubles(drafts, column="barcode", of=lambda draft: draft.barcode))
    return drafts, errors


def _read(reader: _Reader, row: TableRow) -> SkuDraft:
    sku = reader.text("sku")
    if NUMBER.fullmatch(sku) is None:
        reader.refuse("sku", "sku_number_wrong", zh="SKU 编号应为 1–64 个字符", en="a SKU number has 1 to 64 characters")
    return SkuDraft(
        row=row.number,
        given=frozenset(row.cells),
        headings=row.headings,
        sku=sku,
        product_number=reader.text("product_number"),
        name_zh=reader.text("name_zh"),
        name_en=reader.text("name_en"),
        barcode=reader.barcode(),
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
        draft.error(
            column,
            "twice_in_file",
            zh=f"“{of(draft)}”在文件中出现 {times[of(draft)]} 次",
            en=f"{of(draft)!r} stands in the file {times[of(draft)]} times",
        )
        for draft in drafts
        if of(draft) is not None and times[of(draft)] > 1
    ]
