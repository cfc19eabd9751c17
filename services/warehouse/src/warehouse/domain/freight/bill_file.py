"""A carrier's bill as a file 账单文件: its lines, with every mistake noted (rule LOG-3)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from hashlib import sha256

from warehouse.domain.carrier import plain_number
from warehouse.domain.file_rows import FileRow, RowChecks
from warehouse.domain.freight.bill import CENT
from warehouse.domain.freight.price_card import GRAMS_A_KILOGRAM
from warehouse.domain.place import province_of

LARGEST_AMOUNT = Decimal(1_000_000)
LARGEST_KILOGRAMS = Decimal(10_000)
NUMBER = re.compile(r"[A-Z0-9-]{6,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class BilledLine:
    """`province` is a short name, empty where the bill has none."""

    line_no: int
    tracking_number: str
    amount: Decimal
    weight_g: int | None
    province: str


def read_lines(rows: Sequence[FileRow], checks: RowChecks) -> list[BilledLine]:
    """Whole only where nothing was noted."""
    return [_read(row, checks) for row in rows]


def digest_of(lines: Sequence[BilledLine]) -> str:
    """Of what the lines say: a file that is saved once more has other bytes."""
    digest = sha256()
    for line in lines:
        digest.update(f"{line.tracking_number}\t{line.amount}\t{line.weight_g}\t{line.province}\n".encode())
    return digest.hexdigest()


def _read(row: FileRow, checks: RowChecks) -> BilledLine:
    tracking_number = plain_number(checks.text(row, "tracking_number", longest=60))
    if tracking_number and NUMBER.fullmatch(tracking_number) is None:
        checks.note(row, "tracking_number", "no_number", zh="不像运单号", en="does not look like a waybill number")
    amount = _decimal(row, "amount", checks, most=LARGEST_AMOUNT)
    kilograms = _decimal(row, "weight", checks, most=LARGEST_KILOGRAMS) if row.cells.get("weight") else None
    place = row.cells.get("province", "")
    return BilledLine(
        line_no=row.number,
        tracking_number=tracking_number,
        amount=amount.quantize(CENT),
        weight_g=None if kilograms is None else round(kilograms * GRAMS_A_KILOGRAM),
        province=province_of(place) or "",
    )


def _decimal(row: FileRow, column: str, checks: RowChecks, *, most: Decimal) -> Decimal:
    """0 when it is no number from 0 to `most`, which is noted."""
    try:
        value = Decimal(row.cells.get(column, "").replace(",", "").lstrip("¥￥"))
    except InvalidOperation:
        value = Decimal(-1)
    if value.is_finite() and 0 <= value <= most and (column != "amount" or value == value.quantize(CENT)):
        return value
    zh, en = f"应为 0 到 {most} 的数", f"must be a number from 0 to {most}"
    if column == "amount":
        zh, en = f"{zh}，最多两位小数", f"{en} with at most two decimals"
    checks.note(row, column, "no_amount", zh=zh, en=en)
    return Decimal(0)
