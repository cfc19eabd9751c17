"""Files that people upload: their columns, their templates, and what is answered."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import File, Query, UploadFile
from pydantic import BaseModel

from chassis.rows import RowError
from chassis.sheets import XLSX
from chassis.tables import MOST_ROWS, TableRow, read_table

Columns = Mapping[str, tuple[str, ...]]
STOCK_COLUMNS: Columns = {
    "sku": ("SKU", "商品编码", "货号"),
    "warehouse": ("Warehouse", "仓库", "仓库编码"),
    "quantity": ("Quantity", "数量", "库存"),
    "bin": ("Bin", "货位"),
}
WAYBILL_COLUMNS: Columns = {
    "shipment": ("Shipment", "发货单", "发货单号"),
    "carrier": ("Carrier", "承运商", "快递公司"),
    "tracking_number": ("Tracking number", "运单号", "快递单号"),
}
TRACKING_COLUMNS: Columns = {
    "carrier": ("Carrier", "承运商", "快递公司"),
    "tracking_number": ("Tracking number", "运单号", "快递单号"),
    "time": ("Time", "时间"),
    "text": ("Text", "内容", "轨迹"),
    "state": ("State", "状态"),
}
FREIGHT_COLUMNS: Columns = {
    "tracking_number": ("Tracking number", "运单号", "快递单号", "运单编号"),
    "amount": ("Amount", "金额", "运费", "应付金额", "费用"),
    "weight": ("Weight kg", "计费重量", "重量", "结算重量"),
    "province": ("Province", "目的省份", "省份", "目的地"),
}
XLSX_ANSWER: dict[int | str, dict[str, Any]] = {200: {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}}

Upload = Annotated[UploadFile, File(description="xlsx, or csv in UTF-8 or GBK, with a heading")]
CheckOnly = Annotated[bool, Query(description="Only check, and tell every mistake; nothing is written")]


class ImportReport(BaseModel):
    """`errors` is empty where all is well. `applied` false: it was only checked."""

    rows: int
    applied: bool
    errors: list[RowError]


async def read_upload(file: UploadFile, columns: Columns, *, optional: Sequence[str] = ()) -> list[TableRow]:
    """Raises TableUnreadable, TableTooLong, ColumnsMissing."""
    return await read_rows(await file.read(), columns, optional=optional)


async def read_rows(content: bytes, columns: Columns, *, optional: Sequence[str] = (), most_rows: int = MOST_ROWS) -> list[TableRow]:
    """Raises TableUnreadable, TableTooLong, ColumnsMissing."""
    required = [name for name in columns if name not in optional]
    # A large workbook takes seconds; the others are served meanwhile.
    return await asyncio.to_thread(read_table, content, columns=columns, required=required, most_rows=most_rows)


def headings(columns: Columns) -> list[str]:
    """For a template: the Chinese heading, which the reader knows as well as the English one."""
    return [names[1] for names in columns.values()]
