"""Routes of SKU files: template, check first, then all or nothing (rule SYS-3)."""

import asyncio
import csv
import io
from typing import Annotated, Literal

from fastapi import Depends, File, Form, Query, Response, UploadFile
from pydantic import BaseModel

from catalog.domain.sku_file import COLUMNS, REQUIRED, SkuDraft, read_drafts
from catalog.permissions import Permission
from catalog.use_cases.import_skus import import_skus
from chassis.actor import Actor
from chassis.auth import requires
from chassis.routes import ONCE, Here, Uow, transactional_router
from chassis.rows import RowError
from chassis.sheets import XLSX, sheet_response, write_sheet
from chassis.tables import read_table

router = transactional_router("/v1/sku-imports", tag="sku_imports")
Managing = Annotated[Actor, Depends(requires(Permission.MANAGE))]
LARGEST_FILE = 20 * 1024 * 1024
EXAMPLE = (
    "SKU-0001",
    "P-0001",
    "保温杯 500ml 白",
    "Thermos cup 500 ml white",
    "6901234567892",
    "500ml / 白",
    "320",
    "70",
    "70",
    "230",
    "pcs",
    "店长",
    "杯具",
)


class SkuImportOut(BaseModel):
    """`changed` SKUs are new or different now, or would be if this was only a check; with errors nothing was changed."""

    rows: int
    changed: int
    checked_only: bool
    errors: list[RowError]


@router.post("", dependencies=[ONCE], max_body_size=LARGEST_FILE)
async def import_sku_file(
    uow: Uow, _: Managing, file: Annotated[UploadFile, File()], mode: Annotated[Literal["check", "run"], Form()] = "check"
) -> SkuImportOut:
    """xlsx or csv (UTF-8, GBK), at most 20,000 rows. Every wrong row is named; one wrong row, and nothing is changed.

    SKUs are added or changed by their number. Columns that the file lacks stay as they are; an empty cell clears, except that a product's
    brand and category stay.
    """
    # A large file takes a second or two to read: meanwhile the service answers others.
    count, drafts, errors = await asyncio.to_thread(_read, await file.read())
    result = await import_skus(uow, drafts=drafts, errors=errors, check_only=mode == "check")
    return SkuImportOut(rows=count, changed=result.changed, checked_only=mode == "check", errors=result.errors)


def _read(content: bytes) -> tuple[int, list[SkuDraft], list[RowError]]:
    rows = read_table(content, columns=COLUMNS, required=REQUIRED)
    return len(rows), *read_drafts(rows)


@router.get("/template", response_class=Response, responses={200: {"content": {XLSX: {}, "text/csv": {}}}})
async def get_sku_import_template(
    context: Here,
    _: Managing,
    format: Annotated[Literal["xlsx", "csv"], Query()] = "xlsx",
    lang: Annotated[Literal["zh-CN", "en-US"], Query()] = "zh-CN",
) -> Response:
    """An empty file with the right headings and one example row."""
    headings = [names[0 if lang == "zh-CN" else -1] for names in COLUMNS.values()]
    if format == "xlsx":
        return sheet_response(
            write_sheet(title="SKU", headings=headings, rows=[EXAMPLE], zone=context.clock.zone), filename="sku-template.xlsx"
        )
    buffer = io.StringIO()
    csv.writer(buffer).writerows([headings, EXAMPLE])
    # The byte order mark makes spreadsheet programs read it as UTF-8.
    return Response(
        "\ufeff" + buffer.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="sku-template.csv"'},
    )
