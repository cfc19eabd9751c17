"""The dispute file 争议明细: what we do not pay of a bill, line by line, and why (rule LOG-3)."""

import asyncio
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.sheets import write_sheet
from warehouse.domain.freight.bill import LineResult
from warehouse.domain.freight.price_card import GRAMS_A_KILOGRAM
from warehouse.queries.freight.bills import show_freight_bill

HEADINGS = [
    "行号",
    "运单号",
    "发货单号",
    "发货日期",
    "账单金额",
    "应付金额",
    "争议金额",
    "账单重量 kg",
    "我方称重 kg",
    "我方计费重量 kg",
    "账单省份",
    "我方省份",
    "价卡版本",
    "原因",
]
REASONS = {
    LineResult.WEIGHT: "计费重量高于我方称重",
    LineResult.ZONE: "目的省份与我方不同",
    LineResult.AMOUNT: "金额高于价卡计算",
    LineResult.DUPLICATE: "重复计费",
    LineResult.UNKNOWN: "不是我方的运单",
    LineResult.UNRATED: "我方没有适用的价卡或称重",
}
DISPUTED = text("""
    SELECT l.line_no, l.tracking_number, s.number AS shipment, f.shipped_on, l.amount, l.payable, l.weight_g, f.weight_g AS own_weight_g, f.billed_g,
           l.province, coalesce(f.province, '') AS own_province, f.card_version, l.result
    FROM freight_bill b JOIN freight_bill_line l ON l.bill_id = b.id
    LEFT JOIN parcel_freight f ON f.carrier_code = b.carrier_code AND f.tracking_number = l.tracking_number
    LEFT JOIN shipment s ON s.id = f.shipment_id
    WHERE b.number = :number AND l.state = 'disputed' ORDER BY l.line_no
""")


async def write_dispute_file(session: AsyncSession, *, number: str, zone: ZoneInfo) -> bytes:
    """Raises BillNotFound."""
    await show_freight_bill(session, number=number)
    rows = [
        (
            row.line_no,
            row.tracking_number,
            row.shipment or "",
            str(row.shipped_on or ""),
            row.amount,
            row.payable,
            row.amount - row.payable,
            _kilograms(row.weight_g),
            _kilograms(row.own_weight_g),
            _kilograms(row.billed_g),
            row.province,
            row.own_province,
            row.card_version or "",
            REASONS.get(LineResult(row.result), ""),
        )
        for row in await session.execute(DISPUTED, {"number": number})
    ]
    # Tens of thousands of lines take a while; the others are served meanwhile.
    return await asyncio.to_thread(write_sheet, title="运费争议", headings=HEADINGS, rows=rows, zone=zone)


def _kilograms(grams: int | None) -> str:
    """To the gram, which two places of money would hide."""
    return "" if grams is None else f"{Decimal(grams) / GRAMS_A_KILOGRAM:.3f}"
